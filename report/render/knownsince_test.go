package render_test

import (
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// plain is a digest as text, in one line.
func plain(t *testing.T, in build.Input) string {
	t.Helper()
	drawn, err := render.Render(build.New(in, reporttest.Morning(t)), render.Text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(string(drawn), "\u00a0", " ")), " ")
}

// Where a period begins before anything is known, every page says from when on it is, and no zero stands for days of
// which nobody knows.
func TestPeriodsThatBeganUnread(t *testing.T) {
	at := reporttest.Morning(t)
	since := at.AddDate(0, 0, -6)
	for _, c := range []struct {
		audience build.Audience
		length   build.Length
		language build.Language
		want     []string
	}{
		{build.Governor, build.OneMonth, build.Russian, []string{"Известно с 17 ноября: пришло",
			"известно с 17 ноября, 08:00"}},
		{build.Press, build.OneMonth, build.Russian, []string{"Известно с 17 ноября: пришло",
			"известно с 17 ноября, 08:00"}},
		{build.Analyst, build.OneMonth, build.Russian, []string{"известно с 17 ноября, 08:00",
			"Было без ответа: (нет данных) + пришло"}},
		{build.Governor, build.OneWeek, build.English, []string{"known since 17 November, 08:00"}},
	} {
		in := reporttest.Busy(t, 20)
		in.Audience, in.Language, in.Length, in.Known = c.audience, c.language, c.length, since
		in.From = time.Time{}
		for n := range in.Channels {
			in.Channels[n].Since = since
		}
		text := plain(t, in)
		for _, words := range c.want {
			if !strings.Contains(text, words) {
				t.Errorf("%s, %s: does not say %q:\n%s", c.audience, c.length, words, text[:min(len(text), 900)])
			}
		}
	}
}

// On the first day of a channel nobody claims that all was read.
func TestFirstDayClaimsNoMoreThanIsKnown(t *testing.T) {
	in := reporttest.Town(t)
	in.Records = nil
	in.Channels = in.Channels[:1]
	in.Channels[0].Since = reporttest.Morning(t).Add(-3 * time.Hour)
	for _, audience := range []build.Audience{build.Governor, build.Press} {
		in.Audience = audience
		text := plain(t, in)
		if strings.Contains(text, "все каналы прочитаны") || !strings.Contains(text, "известно с 23 ноября, 05:00") {
			t.Errorf("%s:\n%s", audience, text)
		}
	}
}

// Where more burns than is called urgent the page says why; not where the office calls dangerous places urgent.
func TestWhyMoreBurnsThanIsUrgent(t *testing.T) {
	const why = "Опасные места горят, но срочными не считаются."
	in := reporttest.Town(t)
	in.Records[1].Status.Urgency = inbox.Hazard
	if text := plain(t, in); !strings.Contains(text, why) {
		t.Error(text)
	}
	in.Urgent = []inbox.Urgency{inbox.Hazard}
	if text := plain(t, in); strings.Contains(text, why) {
		t.Error(text)
	}
}
