package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"otklik/internal/sandbox/town"
)

// event is something that happens in the town at a moment. Identifiers are given out when it happens, so that they
// rise with time as the platforms' own do, whatever is added from outside.
type event struct {
	at time.Time
	do func(at time.Time)
}

// correctionDelay is how long a writer takes to notice that a message was sent too early.
const correctionDelay = 75 * time.Second

// schedule turns the town into events.
func (s *Sandbox) schedule() {
	for _, post := range s.options.Town.Posts {
		if post.Platform == town.VK {
			s.scheduleVKPost(post)
		} else {
			s.scheduleTelegramPost(post)
		}
	}
	telegramDialogs := map[int][]town.DirectMessage{}
	var writers []int
	for _, dialog := range s.options.Town.Dialogs {
		if dialog.Platform == town.VK {
			s.scheduleVKDialog(dialog)
			continue
		}
		if _, known := telegramDialogs[dialog.Person]; !known {
			writers = append(writers, dialog.Person)
		}
		telegramDialogs[dialog.Person] = append(telegramDialogs[dialog.Person], dialog.Messages...)
	}
	for _, person := range writers {
		s.scheduleTelegramDialog(person, telegramDialogs[person])
	}
	slices.SortStableFunc(s.timeline, func(a, b event) int { return a.at.Compare(b.at) })
	if len(s.timeline) > 0 {
		s.timeline = slices.Insert(s.timeline, 0, event{s.timeline[0].at, s.botJoins})
	}
}

func (s *Sandbox) plan(at time.Time, do func(at time.Time)) {
	s.timeline = append(s.timeline, event{at, do})
}

// advance lets everything happen that is due. The caller holds mu.
func (s *Sandbox) advance() time.Time {
	now := s.now()
	n := 0
	for n < len(s.timeline) && !s.timeline[n].at.After(now) {
		s.timeline[n].do(s.timeline[n].at)
		n++
	}
	s.timeline = s.timeline[n:]
	return now
}

// scheduleComments plans the comments of a post. write is called when one is written; it is given the comment's index
// and the text that stands first. correct is called when its author corrects it. Times never run backwards: a comment
// is never older than its post or than what it replies to.
func (s *Sandbox) scheduleComments(post town.Post, write func(i int, at time.Time, text string),
	correct func(i int, at time.Time, text string)) {
	times := make([]time.Time, len(post.Comments))
	for i, c := range post.Comments {
		times[i] = latest(c.At, post.At)
		if c.ReplyTo >= 0 && c.ReplyTo < i {
			times[i] = latest(times[i], times[c.ReplyTo])
		}
		text := c.Text
		if early, ok := s.sentTooEarly(i, c); ok {
			text = early
			s.plan(times[i].Add(correctionDelay), func(at time.Time) { correct(i, at, c.Text) })
		}
		s.plan(times[i], func(at time.Time) { write(i, at, text) })
	}
}

// sentTooEarly picks some longer messages of citizens and gives the unfinished text that was sent first.
func (s *Sandbox) sentTooEarly(i int, c town.Comment) (string, bool) {
	words := strings.Fields(c.Text)
	if s.options.NoOddities || c.Author == town.OfficialSide || c.Deleted || len(words) < 6 || i%9 != 4 {
		return "", false
	}
	return strings.Join(words[:len(words)-2], " "), true
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// sorted gives the keys of a map in order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
