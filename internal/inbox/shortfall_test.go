package inbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// A channel is complete where it has no shortfall at all.
func TestShortfalls(t *testing.T) {
	from, to := start, start.Add(24*time.Hour)
	gap := func(from, to, noted int) []inbox.Gap {
		at := func(hours int) (at time.Time) {
			if hours != never {
				at = start.Add(time.Duration(hours) * time.Hour)
			}
			return at
		}
		return []inbox.Gap{{From: at(from), To: at(to), FoundAt: at(noted)}}
	}
	for _, c := range []struct {
		name     string
		coverage inbox.Coverage
		stale    bool
		want     []inbox.Shortfall
	}{
		{"all was read", inbox.Coverage{}, false, nil},
		{"not lately", inbox.Coverage{}, true, []inbox.Shortfall{inbox.Stale}},
		{"the token was revoked", inbox.Coverage{Failure: inbox.FailureToken}, false, []inbox.Shortfall{inbox.Blind}},
		{"a right is missing", inbox.Coverage{Failure: inbox.FailureAccess}, true,
			[]inbox.Shortfall{inbox.Stale, inbox.Blind}},
		{"the next attempt may mend it", inbox.Coverage{Failure: inbox.FailureNetwork}, false, nil},
		{"the bot does not see", inbox.Coverage{Gaps: gap(-9, never, -9)}, false, []inbox.Shortfall{inbox.Blind}},
		{"it saw again only afterwards", inbox.Coverage{Gaps: gap(-9, 25, -9)}, false, []inbox.Shortfall{inbox.Blind}},
		{"it will be blind later", inbox.Coverage{Gaps: gap(25, never, 25)}, false, nil},
		{"lost in the period", inbox.Coverage{Gaps: gap(1, 2, 2)}, false, []inbox.Shortfall{inbox.Lost}},
		{"lost before, found in the period", inbox.Coverage{Gaps: gap(-48, -24, 3)}, false,
			[]inbox.Shortfall{inbox.Lost}},
		{"lost before and said before", inbox.Coverage{Gaps: gap(-48, -24, -23)}, false, nil},
		{"lost before, found after the period", inbox.Coverage{Gaps: gap(-48, -24, 30)}, false, nil},
		{"a post is hidden", inbox.Coverage{Inaccessible: []inbox.Inaccessible{{Part: "wall-1_5"}}}, false,
			[]inbox.Shortfall{inbox.Withheld}},
		{"less than counted", inbox.Coverage{Reconciliation: inbox.Reconciliation{
			Mismatches: []inbox.Count{{Counted: 2, Stored: 1}}}}, false, []inbox.Shortfall{inbox.Missing}},
		{"not evaluated", inbox.Coverage{Pending: 1}, false, []inbox.Shortfall{inbox.Pending}},
	} {
		if got := c.coverage.Shortfalls(!c.stale, from, to); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// never is no hour: what has not ended.
const never = 1 << 20

// What a platform counts is set against what is stored, part by part. A surplus in one part, as what was deleted and is
// kept, hides no loss in another.
func TestReconciliation(t *testing.T) {
	var sum inbox.Reconciliation
	sum.Add(inbox.Count{Part: "wall-1_1", Counted: 5, Stored: 9})
	sum.Add(inbox.Count{Part: "wall-1_2", Counted: 5, Stored: 3}) // not known to differ yet: it is read again first
	sum.Add(inbox.Count{Part: "wall-1_3", Counted: 5, Stored: 4, Since: start})
	if sum.Parts != 3 || sum.Counted != 15 || sum.Stored != 12 {
		t.Errorf("%+v", sum)
	}
	if len(sum.Mismatches) != 1 || sum.Mismatches[0].Part != "wall-1_3" {
		t.Errorf("missing: %+v", sum.Mismatches)
	}
	var other inbox.Reconciliation
	for n := range 20 {
		other.Add(inbox.Count{Part: fmt.Sprint("dialog ", n), Counted: 1, Since: start})
	}
	sum.Merge(other)
	if sum.Parts != 23 || sum.Counted != 35 || sum.Stored != 12 {
		t.Errorf("both: %+v", sum)
	}
	if n := len(sum.Mismatches); n < 2 || n > 10 || sum.Mismatches[0].Part != "wall-1_3" {
		t.Errorf("a few of many are named: %d", n)
	}
}

func TestCodesOfAReason(t *testing.T) {
	for _, c := range []struct {
		reason inbox.Reason
		want   []string
	}{
		{inbox.Reason{Code: "copies", Also: "advert", Count: 4}, []string{"copies", "advert"}},
		{inbox.Reason{Code: "copies"}, []string{"copies"}},
		{inbox.Reason{Words: "ответили по телефону"}, nil},
	} {
		if got := c.reason.Codes(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c.reason, got)
		}
	}
}
