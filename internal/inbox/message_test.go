package inbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

func TestAChannelIsNamedByItsOfficial(t *testing.T) {
	id := inbox.NewChannelID("governor", "vk")
	if id != "governor/vk" || id.Official() != "governor" || id.Channel() != "vk" {
		t.Errorf("%s is %s of %s", id, id.Channel(), id.Official())
	}
}

// A message without words may be speech, for which somebody has to listen, or a picture at which somebody has to look.
// A sticker says neither.
func TestWhatHasToBeHeardOrSeen(t *testing.T) {
	for _, c := range []struct {
		text           string
		media          []inbox.MediaType
		unheard, unsee bool
	}{
		{"", nil, false, false},
		{"", []inbox.MediaType{inbox.MediaVoice}, true, true},
		{" \n", []inbox.MediaType{inbox.MediaVideoNote}, true, true},
		{"", []inbox.MediaType{inbox.MediaPhoto}, false, true},
		{"", []inbox.MediaType{inbox.MediaUnknown}, false, true},
		{"", []inbox.MediaType{inbox.MediaSticker, inbox.MediaAnimation, inbox.MediaPoll, inbox.MediaOther}, false,
			false},
		{"", []inbox.MediaType{inbox.MediaSticker, inbox.MediaDocument}, false, true},
		{"нет воды", []inbox.MediaType{inbox.MediaVoice, inbox.MediaPhoto}, false, false},
	} {
		m := inbox.Message{Text: c.text}
		for _, one := range c.media {
			m.Media = append(m.Media, inbox.Media{Type: one})
		}
		if m.Unheard() != c.unheard || m.Unseen() != c.unsee {
			t.Errorf("%q with %v: unheard %v, unseen %v", c.text, c.media, m.Unheard(), m.Unseen())
		}
	}
}

// Within a second the platform's numbers tell who was first: 9 before 10. What is no number is in the order of letters.
func TestTheOrderOfMessages(t *testing.T) {
	at := func(id string, seconds int) inbox.Message {
		return inbox.Message{ID: id, Sent: start.Add(time.Duration(seconds) * time.Second)}
	}
	all := []inbox.Message{at("10", 1), at("b", 2), at("9", 1), at("100", 0), at("a", 2), at("7", 3)}
	slices.SortFunc(all, inbox.Compare)
	var ids []string
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	if got := strings.Join(ids, " "); got != "100 9 10 a b 7" {
		t.Error(got)
	}
}

// A message that was taken back stood until that was noticed.
func TestHowLongAMessageStood(t *testing.T) {
	r := inbox.Record{}
	if !r.PresentAt(start) {
		t.Error("what was never deleted does not stand")
	}
	r.Message.Deleted = start
	if !r.PresentAt(start.Add(-time.Second)) || r.PresentAt(start) {
		t.Error("what was deleted stands, or did not before")
	}
}
