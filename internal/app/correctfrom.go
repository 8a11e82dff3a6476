package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/spelling"
	"otklik/store"
)

// RowCode is what became of a row that was filled in.
type RowCode string

// What may become of a row.
const (
	RowDone         RowCode = "done"       // it is stored or, where that is only tried, would be
	RowSame         RowCode = "already_so" // that was decided before
	RowBadNumber    RowCode = "bad_number" // the row names no message
	RowNoMessage    RowCode = "no_message" // nothing stored bears the number: it was destroyed, or is another office's
	RowAmbiguous    RowCode = "ambiguous"  // several messages bear the number
	RowTooLong      RowCode = "too_long"   // a cell holds more than a name or a reason
	RowBadDecision  RowCode = "bad_decision"
	RowBadAnswer    RowCode = "bad_answer" // of a sample: not understood, or a group is given without one
	RowUnknownGroup RowCode = "unknown_group"
	RowUnknownTopic RowCode = "unknown_topic" // none of its group's
	RowUnknownPlace RowCode = "unknown_place" // in no register: a file read back makes no new ones
	RowNoGroup      RowCode = "topic_without_group"
	RowNoValue      RowCode = "no_value"     // a cell holds a formula without a value, or an error
	RowContradicted RowCode = "contradicted" // another row says otherwise of the same message
	RowRefused      RowCode = "refused"      // the obstacle says why
)

// Stored reports whether what the row says stands in the store.
func (c RowCode) Stored() bool { return c == RowDone || c == RowSame }

// RowResult is what became of a row.
type RowResult struct {
	RegisterRow
	Code RowCode
	// Correction is what the row says, in known spellings.
	Correction Correction
	// Was is the message before; Before what had been decided about it, nil: nothing.
	Was    inbox.Record
	Before *inbox.Correction
	// Refused says why nothing can be decided; Unknown which name is not known.
	Refused RefusedError
	Unknown UnknownNameError
	// Others are the long numbers of those among which nobody can choose.
	Others []string
	// Elsewhere is the group that has the topic, where it is not the row's; empty: none.
	Elsewhere string
}

// OnlyTeaches reports whether an opinion changes nothing of its message, which is answered.
func (r RowResult) OnlyTeaches() bool {
	return r.Correction.opinion && r.Was.Status != nil && r.Was.Status.State() == inbox.Answered
}

// CorrectFrom stores what is filled in in a register, row by row, by the rules of Correct, and tells what became of
// each in the register's order. Each row is a transaction of its own: what was stored before an interruption or a
// failure stays, and the same register once more finds it already so. With try nothing is stored. The error is what
// ended the work before its end; the results are those up to there.
func (s *Service) CorrectFrom(ctx context.Context, from Register, try bool) ([]RowResult, error) {
	if _, err := s.evaluateFew(ctx); err != nil {
		return nil, err
	}
	results, err := s.plan(ctx, from.Rows)
	if err != nil || try {
		return results, err
	}
	entry := audit.Entry{Action: audit.Correct, Path: wholePath(from.Path)}
	for _, r := range results {
		if r.Code == RowDone {
			entry.Count++
			if c := string(r.Was.Message.Channel); !slices.Contains(entry.Channels, c) {
				entry.Channels = append(entry.Channels, c)
			}
		}
	}
	if entry.Count == 0 {
		return results, nil
	}
	slices.Sort(entry.Channels)
	err = s.audited(ctx, entry, func() error {
		for n := range results {
			if results[n].Code != RowDone {
				continue
			}
			if err := s.saveRow(ctx, &results[n]); err != nil {
				results = results[:n]
				return err
			}
		}
		return nil
	})
	if err != nil {
		return results, err
	}
	_, err = s.evaluateFew(ctx)
	return results, err
}

// saveRow stores what a row says of a message.
func (s *Service) saveRow(ctx context.Context, r *RowResult) error {
	ref, d := r.Was.Message.Ref(), r.Correction.made()
	same := errors.New("already so")
	err := s.store.SaveCorrection(ctx, ref, func(now inbox.Record, before *inbox.Correction) (*inbox.Correction,
		error) {
		r.Was, r.Before = now, before
		if r.Correction.stands(now, before) {
			return nil, same
		}
		return d.next(ref, before, time.Now()), d.allowed(now, before)
	})
	switch {
	case errors.Is(err, same):
		r.Code = RowSame
	case errors.Is(err, store.ErrNotFound):
		r.Code = RowNoMessage
	case errors.As(err, &r.Refused):
		r.Code = RowRefused
	default:
		return err
	}
	return nil
}

// stands reports whether a correction would change nothing: it was made before, and nothing has happened since that it
// would be made again for.
func (c Correction) stands(r inbox.Record, before *inbox.Correction) bool {
	if before == nil {
		return false
	}
	next := *before
	c.apply(&next)
	if c.opinion {
		next.Reason = before.Reason // an opinion is no other decision
	}
	if next != *before {
		return false
	}
	again := c.Decision.Closes() && r.Status != nil && r.Status.State().Waiting() && !closedBy(before, r.Status)
	return !again
}

// plan says what would become of each row, and stores nothing.
func (s *Service) plan(ctx context.Context, rows []RegisterRow) ([]RowResult, error) {
	found, err := s.numbered(ctx, rows)
	if err != nil {
		return nil, err
	}
	results := make([]RowResult, len(rows))
	of := map[inbox.Ref][]int{}
	for n, row := range rows {
		results[n] = s.understood(row, found)
		if results[n].Code != RowDone {
			continue
		}
		ref := results[n].Was.Message.Ref()
		of[ref] = append(of[ref], n)
		if err := s.consider(ctx, &results[n]); err != nil {
			return nil, err
		}
	}
	for _, same := range of {
		for i, n := range same {
			switch {
			case slices.ContainsFunc(same, func(k int) bool { return !results[k].says(results[n]) }):
				results[n].Code = RowContradicted
			case i > 0 && results[n].Code == RowDone:
				results[n].Code = RowSame // the first of them does it
			}
		}
	}
	return results, nil
}

// says reports whether two rows say the same.
func (r RowResult) says(other RowResult) bool {
	a, b := r.Correction, other.Correction
	a.By, b.By = "", ""
	return a == b
}

// understood is what a row says and of which message, as far as it can be understood.
func (s *Service) understood(row RegisterRow, found map[string][]inbox.Record) RowResult {
	r := RowResult{RegisterRow: row, Code: RowDone}
	var code RowCode
	if r.Correction, code = row.correction(); code != "" {
		r.Code = code
		return r
	}
	named, err := s.Canonical(r.Correction)
	if errors.As(err, &r.Unknown) {
		if r.Code = RowUnknownGroup; r.Unknown.Of != "" {
			r.Code = RowUnknownTopic
			r.Elsewhere = s.groupOf(r.Unknown.Name)
		}
		return r
	}
	if r.Correction = named; named.Place != "" {
		if _, known := s.spelt(named.Place); !known {
			r.Code, r.Unknown = RowUnknownPlace, UnknownNameError{Name: named.Place, Known: s.municipalities()}
			return r
		}
	}
	number, ok := inbox.ReadNumber(row.Number)
	if !ok {
		r.Code = RowBadNumber
		return r
	}
	switch those := row.meant(number, found[shortNumber(number)]); len(those) {
	case 0:
		r.Code = RowNoMessage
	case 1:
		r.Was = those[0]
	default:
		r.Code = RowAmbiguous
		for _, one := range those {
			r.Others = append(r.Others, one.Message.Ref().LongNumber())
		}
	}
	return r
}

// groupOf is the one group that has a topic; empty where none or several have.
func (s *Service) groupOf(topic string) (group string) {
	for _, g := range s.reader.Groups() {
		if _, known := spelling.Known(topic, s.reader.Topics(g)); known && group != "" {
			return ""
		} else if known {
			group = g
		}
	}
	return group
}

// consider says whether what a row says can be decided about its message.
func (s *Service) consider(ctx context.Context, r *RowResult) error {
	record, before, err := s.store.Decided(ctx, r.Was.Message.Ref())
	if errors.Is(err, store.ErrNotFound) {
		r.Code = RowNoMessage
		return nil
	}
	if err != nil {
		return err
	}
	r.Was, r.Before = record, before
	switch {
	case r.Correction.stands(record, before):
		r.Code = RowSame
	case errors.As(r.Correction.made().allowed(record, before), &r.Refused):
		r.Code = RowRefused
	}
	return nil
}

// shortNumber is the short number within a long one.
func shortNumber(number string) string { return number[:min(len(number), len("000-000-000"))] }

// numbered finds the messages of all rows, by their short numbers, in one walk over the store.
func (s *Service) numbered(ctx context.Context, rows []RegisterRow) (map[string][]inbox.Record, error) {
	wanted := map[string]bool{}
	for _, row := range rows {
		if number, ok := inbox.ReadNumber(row.Number); ok {
			wanted[shortNumber(number)] = true
		}
	}
	found := map[string][]inbox.Record{}
	if len(wanted) == 0 {
		return found, nil
	}
	err := s.store.Find(ctx, s.Channels(), func(r inbox.Ref) bool { return wanted[r.Number()] },
		func(r inbox.Record) error {
			number := r.Message.Ref().Number()
			found[number] = append(found[number], r)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("find the messages of the register: %w", err)
	}
	return found, nil
}

// meant are those of the messages that a row may mean: what else it says of the message chooses among several.
func (r RegisterRow) meant(number string, found []inbox.Record) (those []inbox.Record) {
	fits := func(check func(inbox.Ref) bool) {
		var left []inbox.Record
		for _, one := range those {
			if check(one.Message.Ref()) {
				left = append(left, one)
			}
		}
		if len(left) > 0 {
			those = left
		}
	}
	for _, one := range found {
		if one.Message.Ref().HasNumber(number) {
			those = append(those, one)
		}
	}
	if len(those) > 1 {
		fits(func(ref inbox.Ref) bool { return strings.EqualFold(string(ref.Channel), r.Channel) })
		fits(func(ref inbox.Ref) bool { return ref.ID == r.ID })
	}
	return those
}
