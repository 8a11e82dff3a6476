package render_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/json"
	"otklik/report/reporttest"
)

// alerts are decisions of the night before.
func alerts(t *testing.T, refs []inbox.Ref, n int) (all []build.AlertInput) {
	at := reporttest.Morning(t).Add(-5 * time.Hour)
	reasons := []inbox.AlertReason{inbox.AlertLife, inbox.AlertRise, inbox.AlertSurge}
	for k := range n {
		a := build.AlertInput{Alert: inbox.Alert{Circle: "+alert", At: at.Add(time.Duration(k) * time.Minute), Number: k,
			Reason: reasons[k%3], Urgency: inbox.Outage, People: 3 + k, Messages: 4 + k, First: at.Add(-time.Hour),
			Last: at, Group: "ЖКХ", Municipality: "Энск", Street: "Заводская", House: "12", Refs: refs,
			OverBound: k >= 5}}
		if k < len(refs) {
			a.Refs = refs[k : k+1] // each its own problem
		}
		if k < 5 {
			a.Routes = []build.AlertRoute{{Route: "mail press@example.org", Sent: true},
				{Route: "telegram -1001234567890", Sent: k > 0}}
		}
		all = append(all, a)
	}
	return all
}

// Each digest says what was told between digests, to whom, and what became of it; a chat's number tells nobody
// anything.
func TestAlertsInDigests(t *testing.T) {
	in := reporttest.Town(t)
	var refs []inbox.Ref
	for _, r := range in.Records {
		refs = append(refs, r.Message.Ref())
	}
	in.Alerts = alerts(t, refs, 6)
	for _, c := range []struct {
		audience build.Audience
		language build.Language
		want     []string
	}{
		{build.Press, build.Russian, []string{"Срочные уведомления", "люди в опасности: Энск, Заводская 12",
			"отправлено: press@example.org; не дошло: Telegram", "3 человека", "не отправлено: предел уведомлений"}},
		{build.Analyst, build.English, []string{"Urgent notices", "people in danger: Энск, Заводская 12",
			"sent to press@example.org; did not arrive: Telegram", "not sent: the bound of notices"}},
		{build.Governor, build.Russian, []string{"Срочные уведомления"}},
	} {
		in.Audience, in.Language = c.audience, c.language
		drawn, err := render.Render(build.New(in, reporttest.Morning(t)), render.Markdown)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("\u00a0", " ", "**", "", "\\", "").Replace(string(drawn))
		for _, words := range c.want {
			if !strings.Contains(text, words) {
				t.Errorf("%s does not say %q:\n%s", c.audience, words, text)
			}
		}
		if strings.Contains(text, "1001234567890") {
			t.Errorf("%s shows the number of a chat", c.audience)
		}
	}
}

// What reached nobody is said to, wherever alerts are told of: "waits for an answer" alone reads as if somebody knew.
func TestAlertsThatReachedNobody(t *testing.T) {
	in := reporttest.Town(t)
	in.Alerts = alerts(t, []inbox.Ref{in.Records[0].Message.Ref()}, 1)
	in.Alerts[0].Routes = []build.AlertRoute{{Route: "mail press@example.org"}}
	for language, want := range map[build.Language]map[build.Audience]string{
		build.Russian: {build.Press: "не доставлено: press@example.org", build.Governor: "Не доставлено никому: 1"},
		build.English: {build.Press: "not delivered: press@example.org", build.Governor: "Reached nobody: 1"},
	} {
		for audience, words := range want {
			in.Audience, in.Language = audience, language
			drawn, err := render.Render(build.New(in, reporttest.Morning(t)), render.Text)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(strings.ReplaceAll(string(drawn), "\u00a0", " ")), " ")
			if !strings.Contains(text, words) {
				t.Errorf("%s, %s: does not say %q:\n%s", language, audience, words, drawn)
			}
		}
	}
}

// However many alerts there were, and whatever the month has found, the governor's page keeps its length.
func TestGovernorsPageWithAlerts(t *testing.T) {
	for name, in := range map[string]build.Input{"worst": reporttest.Worst(t), "400": reporttest.Busy(t, 400),
		"none": reporttest.Busy(t, 0)} {
		in.Alerts = alerts(t, nil, 20)
		d := build.New(in, reporttest.Morning(t))
		d.RootCause = &build.RootCause{Group: "ЖКХ", Topic: strings.Repeat("ненадлежащее качество ", 5), People: 90,
			Messages: 99, Months: []int{30, 33, 36}, Body: strings.Repeat("министерство ", 9),
			Places: []build.RootPlace{{Municipality: strings.Repeat("место ", 20), Messages: 9}}}
		p := page.New(d)
		if !slices.ContainsFunc(p.Sections, func(s page.Section) bool { return s.ID == "alerts" && len(s.Lines) == 1 }) {
			t.Errorf("%s: what became of the alerts is not said", name)
		}
		if p.Prose() > page.GovernorProse || p.Spoken() > page.GovernorWords {
			t.Errorf("%s: %d characters, %d words", name, p.Prose(), p.Spoken())
		}
	}
}

// A notice is drawn in every form that people read, and says each fact in both languages.
func TestNotices(t *testing.T) {
	in := reporttest.Town(t)
	in.Title = page.AlertTitle(build.Russian)
	told := alerts(t, []inbox.Ref{in.Records[0].Message.Ref()}, 2)
	told[0].Texts, told[0].URL, told[0].Message = []string{"В подъезде запах газа."}, "https://example.org/1", "045-721-805"
	told[1].Title = "Нет тепла"
	n := build.NewNotice(in, reporttest.Morning(t), told)
	if got := page.AlertSubject(n); got != "Срочно: люди в опасности, Энск, Заводская 12" {
		t.Errorf("subject %q", got)
	}
	for _, f := range render.PageFormats() {
		if drawn, err := render.RenderPage(page.NewAlert(n), f); err != nil || len(drawn) == 0 {
			t.Errorf("%s: %v", f, err)
		}
	}
	text, _ := render.RenderPage(page.NewAlert(n), render.Markdown)
	for _, words := range []string{"Люди в опасности", "запах газа", "045-721-805", "https://example.org/1", "Нет тепла",
		"Госжилинспекция"} {
		if !strings.Contains(strings.ReplaceAll(string(text), "\\", ""), words) {
			t.Errorf("the notice does not say %q:\n%s", words, text)
		}
	}
	// The word of the first is not said of the others; who wrote where no link leads is found all the same.
	words := strings.ReplaceAll(string(text), "\u00a0", " ")
	if !strings.Contains(words, "проблема растёт: 1") || !strings.Contains(words, "прямой ссылки нет: найдите") {
		t.Errorf("the notice says\n%s", text)
	}
	data, err := json.Notice(n)
	if err != nil || !strings.Contains(string(data), `"schema": "otklik/alert/1"`) {
		t.Errorf("%s, %v", data, err)
	}
	n.Language = build.English
	if text, _ := render.RenderPage(page.NewAlert(n), render.Text); !strings.Contains(string(text), "People in danger") {
		t.Errorf("in English:\n%s", text)
	}
}
