package sandbox

import (
	"slices"
	"strconv"

	"otklik/internal/sandbox/town"
)

// Label joins the truth about a citizen's message of the town with the ids under which the platforms show it.
type Label struct {
	Platform town.Platform
	Direct   bool
	// Thread and ID are those of the exported message.
	Thread, ID string
	// Text is the finished text, without the mention that VK puts before it.
	Text  string
	Truth town.Truth
}

// label remembers the truth about a message that was written just now. The caller holds mu.
func (s *Sandbox) label(platform town.Platform, direct bool, thread string, id int, text string, truth town.Truth) {
	s.labels = append(s.labels, Label{platform, direct, thread, strconv.Itoa(id), text, truth})
}

// Labels gives the truth about every citizen's message of the town that has been written so far. It holds also those
// that a reader cannot see: comments that were deleted in VK, and updates that Telegram has forgotten.
func (s *Sandbox) Labels() []Label {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	return slices.Clone(s.labels)
}
