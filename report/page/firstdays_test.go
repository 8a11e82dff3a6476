package page_test

import (
	"strings"
	"testing"
	"time"

	"otklik/report/build"
	"otklik/report/page"
)

// A mail of the first days says what is known, not that nothing can be compared.
func TestSubjectOfTheFirstDays(t *testing.T) {
	d := build.Digest{Title: "Утренняя сводка", Length: build.OneDay, At: time.Date(2027, 2, 1, 8, 0, 0, 0, time.UTC),
		Headline: build.Headline{Mood: build.First, Cause: build.CauseNone}}
	if got := page.Subject(d); !strings.HasPrefix(got, "Первые дни: ") {
		t.Error(got)
	}
	d.Language = build.English
	if got := page.Subject(d); !strings.HasPrefix(got, "First days: ") {
		t.Error(got)
	}
}
