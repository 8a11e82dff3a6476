package reading

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// TestDrafts compares what drafts are said to lack with what a person says, on invented pairs. Those of drafts.tsv may
// have led to a word of draft.txt; those of drafts-unseen.tsv were written afterwards, and led to one rule: that courtesies
// are of no other matter.
func TestDrafts(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for file, most := range map[string]draftFigures{
		"drafts.tsv":        {pairs: 40, torn: 2, kinds: 4, codes: 4},
		"drafts-unseen.tsv": {pairs: 20, torn: 2, kinds: 2, codes: 3},
	} {
		got := compareDrafts(t, r, "testdata/"+file)
		t.Logf("%s: of %d pairs %d differ, %d in what they are worth; %d codes are missed or too much", file, got.pairs,
			got.torn, got.kinds, got.codes)
		if got.pairs < most.pairs || got.torn > most.torn || got.kinds > most.kinds || got.codes > most.codes {
			t.Errorf("%s: that is worse than it was", file)
		}
	}
}

// draftFigures are how many pairs there are, how many differ in any code, how many in their kind, and codes that differ.
type draftFigures struct{ pairs, torn, kinds, codes int }

func compareDrafts(t *testing.T, r *Reader, file string) (f draftFigures) {
	t.Helper()
	table, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for n, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) != 4 {
			t.Fatalf("line %d: %d columns", n+2, len(fields))
		}
		f.pairs++
		var want, got []string
		if fields[1] != "-" {
			want = strings.Fields(fields[1])
		}
		d := r.CheckReply(fields[2], fields[3], "", now)
		for _, code := range d.Lacks {
			got = append(got, string(code))
		}
		for _, code := range append(slices.Clone(want), got...) {
			if !slices.Contains(want, code) || !slices.Contains(got, code) {
				f.codes++
			}
		}
		if string(d.Kind) != fields[0] {
			f.kinds++
		}
		if !slices.Equal(got, want) {
			f.torn++
			t.Logf("%q under %q: %s %v, want %s %v", fields[3], fields[2], d.Kind, got, fields[0], want)
		}
	}
	return f
}

// What somebody makes long costs no more than a letter.
func TestDraftsOfAnyLength(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	streets := strings.Repeat("яма на улице Мира, 1, и на Садовой, 2. ", 40_000)
	for _, said := range []string{streets, strings.Repeat(",", 1<<20), strings.Repeat(" и ", 1<<18), "\xff" + streets,
		strings.Repeat("ы", 1<<20)} {
		if d := r.CheckReply(said, said, "", time.Now()); d.Kind == "" {
			t.Errorf("%.20q", said)
		}
	}
}

// What a draft of 30 November 2026 lacks by its words: days that are over or are none, plans to think about, and
// languages that cannot be judged.
func TestWhatADraftLacks(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	const hole, cold = "На Мира, 7 яма, засыпьте", "В школе № 5 холодно"
	const fills = "Подрядчик засыплет яму на Мира, 7"
	for _, c := range []struct {
		complaint, draft, lacks string
	}{
		{hole, fills + " до 5 декабря.", ""},
		{hole, fills + " до 5 декабря 2019 года.", "when"},
		{hole, fills + " до 05.12.2026.", ""},
		{hole, fills + " до 05.12.2019.", "when"},
		{hole, fills + " до 31 февраля.", "when"},
		{hole, fills + " 31 апреля, а не в срок.", "when"},
		{hole, fills + ", когда рак на горе свистнет.", "when"},
		{hole, "Яму на Мира, 7 подрядчик засыпал 5 ноября 2026 года.", ""},
		{hole, "Администрация планирует до 2030 года рассмотреть возможность включения улицы Мира, 7 в программу ремонта.",
			"what"},
		{hole, "Возможность рассмотрели: яму на Мира, 7 подрядчик засыпал вчера.", ""},
		{cold, "Отопление в школе № 5 дадут завтра, ТЭЦ-2.", ""},
		{"На Мира, 7 яма", "Отопление в школе № 5 дадут завтра, ТЭЦ-2.", "where other_matter"},
		{hole, "Contractor will fix it on 5 December", "language"},
	} {
		var got []string
		for _, code := range r.CheckReply(c.complaint, c.draft, "", now).Lacks {
			got = append(got, string(code))
		}
		if strings.Join(got, " ") != c.lacks {
			t.Errorf("%q under %q: %q, want %q", c.draft, c.complaint, got, c.lacks)
		}
	}
	for _, passed := range []string{"Ваше обращение передано специалисту.",
		"Здравствуйте! Ваше обращение передано специалисту отдела дорог. Ожидайте ответа.",
		"Ваше обращение передано специалистам, ожидайте ответа в течение 30 дней."} {
		if kind := r.CheckReply(hole, passed, "", now).Kind; kind != inbox.ReplyInterim && kind != inbox.ReplyFormal {
			t.Errorf("%q: %s", passed, kind)
		}
	}
}
