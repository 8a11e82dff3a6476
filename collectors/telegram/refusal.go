package telegram

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// refusal is why a channel cannot be read as the configuration wants it.
type refusal struct {
	advice string
	err    error // what the platform said; nil where it said nothing
	// lasting refusals stay whatever the updates reveal: the configuration or the bot's rights are wrong.
	lasting bool
	// group is the discussion group that is not seen, where that is why.
	group int64
}

// refusal is how a pull must end that leaves channels unread; nil if there are none. The digest must not take the
// silence of a channel whose group is unknown for calm.
func (s *Source) refusal() error {
	var advice []string
	failure := &collectors.Failure{}
	for _, c := range s.channels {
		r, refused := s.refused(c)
		if !refused {
			continue
		}
		advice = append(advice, fmt.Sprintf("%s: %s", c.ID, r.advice))
		failure.Channels = append(failure.Channels, c.ID)
		if !inconclusive(r.err) {
			failure.Kind = inbox.FailureAccess
		} else if failure.Kind == "" {
			failure.Kind = collectors.FailureKindOf(r.err)
		}
		failure.Err = cmp.Or(failure.Err, r.err)
	}
	if len(advice) == 0 {
		return nil
	}
	failure.Advice = strings.Join(advice, "; ") +
		" (everything else was read, and what came from unknown chats is kept until they are known)"
	return failure
}

// refused is why a channel was not read in this pull, as far as the updates have not shown otherwise.
func (s *Source) refused(c Channel) (refusal, bool) {
	r, refused := s.who.refusals[c.ID]
	return r, refused && (r.lasting || len(s.who.placements[c.ID].Groups) == 0)
}

// officials are all who answer for the channels as far as is known: the channels and their groups speaking in their own
// names, the administrators and the staff.
func (s *Source) officials() (all []inbox.Official) {
	for _, c := range s.channels {
		place := s.who.placements[c.ID]
		ids := append(append(append([]int64{c.Chat}, place.Groups...), place.Admins...), c.Staff...)
		seen := map[int64]bool{0: true}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				all = append(all, inbox.Official{Channel: c.ID, Author: strconv.FormatInt(id, 10)})
			}
		}
	}
	return all
}
