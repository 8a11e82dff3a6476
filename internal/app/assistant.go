package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"time"

	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/assistant"
	"otklik/internal/safefile"
)

// newAssistant puts the configuration's assistant around a reader. What it is asked is masked whatever privacy.mask
// says: that is about what the office's own people see.
func newAssistant(c *config.Config, around *reading.Reader) *assistant.Reader {
	a := c.Reading.Assistant
	return assistant.New(around, assistant.Options{URL: a.URL, Model: a.Model, Key: a.APIKey.Reveal(),
		Timeout: time.Duration(a.Timeout), Share: a.Share, AllowPublic: a.AllowPublic, Threshold: reading.Threshold,
		Groups: around.Groups(), Other: reading.Other, Mask: privacy.New(privacy.Options{}).Text})
}

// checkAssistantAddress refuses an address that is certain to lie outside of the office's network. Where a name leads
// is seen when it is called.
func checkAssistantAddress(c *config.Config, fault func(key, sentence string, args ...any)) {
	a := c.Reading.Assistant
	u, err := url.Parse(a.URL)
	if a.URL == "" || a.AllowPublic || err != nil {
		return
	}
	if at, err := netip.ParseAddr(u.Hostname()); err == nil && !assistant.IsNear(at) {
		fault("reading.assistant.url", "%s", publicWords)
	}
}

const publicWords = "this address is not one of the office's own network: masked texts of citizens would leave it; " +
	"if that is decided, and laid down as a transfer of personal data, set allow_public: true beside it"

// Consulting takes at most this long, and a server that failed again and again is left alone for a while.
const (
	consultingLimit = 2 * time.Minute
	restAfterFaults = 10 * time.Minute
	// opinionPatience is how long opinions wait for another process that evaluates; after that they are dropped.
	opinionPatience = 10 * time.Second
)

// AssistantStatus is what has come of asking. It stands in a file beside the store, so that the share holds over all
// processes and status can tell of it: numbers and codes, no texts.
type AssistantStatus struct {
	// Read is how many messages were read since the model, the server or the reading became another; Asked and Answered
	// how many of them the assistant was asked about and gave a valid opinion of.
	Read     int `json:"read"`
	Asked    int `json:"asked"`
	Answered int `json:"answered"`
	// Faults counts why the others have no opinion.
	Faults map[assistant.Fault]int `json:"faults,omitempty"`
	// LastAnswer is when the last valid opinion came.
	LastAnswer time.Time `json:"last_answer,omitzero"`
	// RestsUntil is until when it is not asked, because it failed several times in a row.
	RestsUntil time.Time `json:"rests_until,omitzero"`
}

// consultNote is the file's contents.
type consultNote struct {
	AssistantStatus
	// Of is the version of the reading that the numbers are of.
	Of string `json:"of"`
}

// most is how many questions the share leaves, rounded up: the first unsure message of a new store is asked about.
func (n *consultNote) most(share float64, now time.Time) int {
	if now.Before(n.RestsUntil) && n.RestsUntil.Sub(now) <= restAfterFaults { // else the clock was set back
		return 0
	}
	return max(0, int(math.Ceil(share*float64(n.Read)))-n.Asked)
}

// add takes over what a round brought.
func (n *consultNote) add(a assistant.Answers, now time.Time) {
	n.Asked += a.Asked
	n.Answered += len(a.Opinions)
	if n.Faults == nil {
		n.Faults = map[assistant.Fault]int{}
	}
	for fault, times := range a.Faults {
		n.Faults[fault] += times
	}
	if len(a.Opinions) > 0 {
		n.LastAnswer = now
	}
	n.RestsUntil = time.Time{}
	if a.Tired {
		n.RestsUntil = now.Add(restAfterFaults)
	}
}

func (s *Service) assistantFile() string { return s.besideStore(".assistant") }

// Consult asks the assistant about what this service has read and is unsure of, and lets valid opinions move the
// states. It comes last, when all is stored, evaluated and shown: whatever the assistant does changes nothing of that.
// What fails stands in the log. Without an assistant it does nothing.
func (s *Service) Consult(ctx context.Context) {
	if !s.Consults() || ctx.Err() != nil || s.stored() != nil {
		return
	}
	if err := s.consult(ctx); err != nil && ctx.Err() == nil {
		s.log.Warn("the second opinions could not be kept; the program's own reading stands", "error", err)
	}
}

// Consults reports whether Consult has anything to do.
func (s *Service) Consults() bool { return s.assistant != nil && s.assistant.Due() }

func (s *Service) consult(ctx context.Context) error {
	lock, err := lockFile(ctx, s.assistantFile(), 0)
	if errors.Is(err, errHeld) {
		return nil // another process asks; a daemon comes again
	}
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	note := readConsultNote(lock)
	if note.Of != s.assistant.Version() {
		note = consultNote{Of: s.assistant.Version()}
	}
	note.Read += s.assistant.Read()
	return s.ask(ctx, lock, &note, note.most(s.config.Reading.Assistant.Share, time.Now()))
}

// ask asks a round of questions and keeps what came of it.
func (s *Service) ask(ctx context.Context, lock *os.File, note *consultNote, most int) error {
	answers := s.assistant.Ask(ctx, assistant.Round{Most: most, Limit: consultingLimit, Stands: s.stillStand})
	if most > 0 {
		note.add(answers, time.Now())
	}
	if err := note.write(lock); err != nil {
		return err
	}
	if answers.Asked > 0 {
		said := []any{"asked", answers.Asked, "answered", len(answers.Opinions)}
		for _, fault := range slices.Sorted(maps.Keys(answers.Faults)) {
			said = append(said, string(fault), answers.Faults[fault])
		}
		s.log.Info("the assistant was asked for second opinions", said...)
	}
	if len(answers.Opinions) == 0 {
		return nil
	}
	return s.evaluateOpinions(ctx, answers)
}

// evaluateOpinions lets opinions move the states. Marking and evaluating go together under the lock of evaluating:
// nobody sees the threads pending, and nobody else evaluates them without the opinions.
func (s *Service) evaluateOpinions(ctx context.Context, answers assistant.Answers) error {
	release, mine, err := s.claimEvaluation(ctx, opinionPatience)
	if err != nil || !mine {
		return err
	}
	defer release()
	if err := s.store.MarkPending(ctx, answers.Refs); err != nil {
		return err
	}
	return s.evaluate(ctx, s.assistant.With(answers.Opinions))
}

// stillStand reports whether messages are stored as people wrote them: none was purged or taken back since it was read.
func (s *Service) stillStand(ctx context.Context, refs []inbox.Ref) bool {
	for _, ref := range refs {
		r, err := s.store.Message(ctx, ref)
		if err != nil || !r.Message.Deleted.IsZero() || r.Message.Text == "" {
			return false
		}
	}
	return true
}

// readConsultNote reads the note that stands in a file; what cannot be read counts as none.
func readConsultNote(f io.Reader) (n consultNote) {
	text, err := io.ReadAll(io.LimitReader(f, safefile.LongestNote))
	if err != nil || json.Unmarshal(text, &n) != nil {
		return consultNote{}
	}
	return n
}

func (n *consultNote) write(f *os.File) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return rewrite(f, text)
}

// assistantStatus is what has come of asking so far; nil: there is no assistant.
func (s *Service) assistantStatus() *AssistantStatus {
	if s.assistant == nil {
		return nil
	}
	f, err := safefile.Open(s.assistantFile())
	if err != nil {
		return &AssistantStatus{}
	}
	defer f.Close()
	n := readConsultNote(f)
	if n.Of != s.assistant.Version() {
		return &AssistantStatus{}
	}
	n.LastAnswer, n.RestsUntil = local(n.LastAnswer, s.config.Location), local(n.RestsUntil, s.config.Location)
	return &n.AssistantStatus
}
