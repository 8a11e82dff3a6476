package render_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

var allStates = []inbox.State{inbox.None, inbox.Open, inbox.Formal, inbox.Interim, inbox.Reopened, inbox.Answered,
	inbox.Dismissed}

// drawInput is any input with a masker whose secrets are the phone and the author's name.
func drawInput(t *rapid.T, base build.Input, at time.Time) build.Input {
	in := base
	in.Audience = rapid.SampledFrom([]build.Audience{build.Governor, build.Press, build.Analyst}).Draw(t, "audience")
	in.Language = rapid.SampledFrom([]build.Language{build.Russian, build.English}).Draw(t, "language")
	in.Records, in.Problems = nil, nil
	for n := range rapid.IntRange(0, 30).Draw(t, "n") {
		sent := at.Add(time.Duration(rapid.IntRange(-20*24*60, 60).Draw(t, "sent")) * time.Minute)
		r := reporttest.Written(n, sent, rapid.SampledFrom([]string{"ЖКХ", "Дороги", ""}).Draw(t, "group"), "",
			rapid.SampledFrom([]string{"", "Яма.", "Позвоните 7900\u200b0000000, Пётр Выдуманов"}).Draw(t, "text"))
		r.Status.History[0].State = rapid.SampledFrom(allStates).Draw(t, "first")
		for step := sent; rapid.Bool().Draw(t, "more"); {
			step = step.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "later")) * time.Minute)
			r = reporttest.Then(r, step, rapid.SampledFrom(allStates).Draw(t, "state"))
		}
		if rapid.IntRange(0, 4).Draw(t, "gone") == 0 {
			r.Message.Deleted = sent.Add(time.Duration(rapid.IntRange(1, 9000).Draw(t, "deleted")) * time.Minute)
		}
		r.Status.Urgency = rapid.SampledFrom([]inbox.Urgency{"", "", "", "", inbox.Hazard, inbox.Outage,
			inbox.Ungraded, inbox.Life}).Draw(t, "urgency")
		in.Records = append(in.Records, r)
	}
	in.Channels = slices.Clone(in.Channels)
	for i := range in.Channels {
		in.Channels[i].Fresh = rapid.Bool().Draw(t, "complete")
		if rapid.Bool().Draw(t, "never") {
			in.Channels[i].LastComplete, in.Channels[i].Fresh = time.Time{}, false
		}
		in.Channels[i].Gaps, in.Channels[i].Inaccessible = nil, nil
		if rapid.IntRange(0, 3).Draw(t, "refuses") == 0 {
			in.Channels[i].Inaccessible = []inbox.Inaccessible{{Part: "wall-1_3", Code: 212}}
		}
		for range rapid.IntRange(0, 1).Draw(t, "gaps") {
			hours := func(name string) time.Time {
				return at.Add(-time.Duration(rapid.IntRange(0, 72).Draw(t, name)) * time.Hour)
			}
			g := inbox.Gap{From: hours("gap from"), FoundAt: hours("gap noted"), Failure: inbox.FailureAccess}
			if rapid.Bool().Draw(t, "gap ended") {
				g.To = hours("gap to")
			}
			in.Channels[i].Gaps = append(in.Channels[i].Gaps, g)
		}
		in.Channels[i].Failure = rapid.SampledFrom([]inbox.FailureKind{"", "", inbox.FailureNetwork,
			inbox.FailureAccess}).Draw(t, "trouble")
		in.Channels[i].Reconciliation = inbox.Reconciliation{}
		if rapid.Bool().Draw(t, "counted") {
			in.Channels[i].Reconciliation.Add(inbox.Count{Part: "wall-1_1", Counted: 9, Stored: 9})
			for n := range rapid.IntRange(0, 2).Draw(t, "off") {
				since := at.Add(-time.Duration(rapid.IntRange(0, 9*24).Draw(t, "since")) * time.Hour)
				in.Channels[i].Reconciliation.Add(inbox.Count{Part: "wall-1_2", Counted: 9, Stored: n, Since: since})
			}
		}
	}
	return in
}

// whole says in its own words what makes a channel complete.
func whole(c build.ChannelInput, p build.Period) bool {
	for _, g := range c.Gaps {
		known := !g.From.After(p.To)
		if known && (g.To.IsZero() || g.To.After(p.From) || g.FoundAt.After(p.From) && !g.FoundAt.After(p.To)) {
			return false
		}
	}
	return c.Fresh && c.Failure != inbox.FailureAccess && len(c.Inaccessible) == 0 &&
		c.Reconciliation.Counted == c.Reconciliation.Stored
}

func TestProperties(t *testing.T) {
	base, at := reporttest.Town(t), reporttest.Morning(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t, base, at)
		d := build.New(in, at)
		if d.Totals.Unanswered != len(d.Complaints) {
			t.Fatalf("%d unanswered, %d listed", d.Totals.Unanswered, len(d.Complaints))
		}
		overdue := 0
		for _, c := range d.Complaints {
			if c.Overdue {
				overdue++
			}
			if !c.State.Waiting() || c.AgeHours < 0 || c.ReceivedAt.After(at) {
				t.Fatalf("listed: %+v", c)
			}
		}
		if overdue != d.Totals.Overdue || !slices.IsSortedFunc(d.Complaints, func(a, b build.Complaint) int {
			place := func(c build.Complaint) int {
				if c.Urgent {
					return slices.Index([]inbox.Urgency{inbox.Life, "", inbox.Outage}, c.Urgency)
				}
				return 9
			}
			if place(a) != place(b) {
				return place(a) - place(b)
			}
			return cmp.Or(a.DueAt.Compare(b.DueAt), a.ReceivedAt.Compare(b.ReceivedAt),
				cmp.Compare(a.Channel, b.Channel),
				cmp.Compare(a.Thread, b.Thread), inbox.CompareIDs(a.ID, b.ID))
		}) {
			t.Fatalf("%d overdue listed, %d counted", overdue, d.Totals.Overdue)
		}
		complete := whole(in.Channels[0], d.Period) && whole(in.Channels[1], d.Period)
		if d.Complete != complete || complete == (d.Headline.Mood == build.NoData ||
			d.Headline.Mood == build.Incomplete) {
			t.Fatalf("complete %t, want %t, %+v", d.Complete, complete, d.Headline)
		}
		for _, c := range d.Channels {
			if c.Reconciled != nil && len(c.Reconciled.Missing) > 0 && d.Headline.Mood == build.Calmer {
				t.Fatalf("calm although more is counted than stored: %+v", c.Reconciled)
			}
		}
		if n := page.New(d).Prose(); d.Audience == build.Governor && n > page.GovernorProse {
			t.Fatalf("%d characters of prose for a governor", n)
		}
		// The order of the records does not matter.
		slices.Reverse(in.Records)
		again := build.New(in, at)
		for _, f := range render.TextFormats() {
			out, err := render.Render(d, f)
			if err != nil {
				t.Fatal(err)
			}
			if same, err := render.Render(again, f); err != nil || !bytes.Equal(out, same) {
				t.Fatalf("%s depends on the order of the records (%v)", f, err)
			}
			if bytes.Contains(out, []byte("79000000000")) || bytes.Contains(out, []byte("Выдуманов")) {
				t.Fatalf("%s shows what is masked:\n%s", f, out)
			}
			if f == render.JSON && !json.Valid(out) {
				t.Fatal("not JSON")
			}
			words := map[build.Language][2]string{build.Russian: {"Нет данных", "Данные неполны"},
				build.English: {"No data", "The data are incomplete"}}[d.Language]
			said := bytes.Contains(out, []byte(words[0])) || bytes.Contains(out, []byte(words[1]))
			if f != render.JSON && said == complete || f == render.JSON &&
				bytes.Contains(out, []byte("\n  \"complete\": true")) != complete {
				t.Fatalf("%s says otherwise than that complete is %t:\n%s", f, complete, out)
			}
			if lower := strings.ToLower(string(out)); !d.Complete && f != render.JSON && f != render.CSV &&
				(strings.Contains(lower, "спокойн") || strings.Contains(lower, "calm") ||
					strings.Contains(lower, "как вчера") || strings.Contains(lower, "as yesterday")) {
				t.Fatalf("calm although not everything was read:\n%s", out)
			}
		}
	})
}

// Ten thousand open complaints are built and drawn in a second or two.
func BenchmarkDigestOf10000(b *testing.B) {
	in := reporttest.Busy(b, 15000)
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in.Audience = audience
		b.Run("build/"+string(audience), func(b *testing.B) {
			for b.Loop() {
				build.New(in, reporttest.Morning(b))
			}
		})
		d := build.New(in, reporttest.Morning(b))
		for _, f := range render.TextFormats() {
			b.Run(string(f)+"/"+string(audience), func(b *testing.B) {
				for b.Loop() {
					if _, err := render.Render(d, f); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(d.Complaints)), "complaints")
			})
		}
	}
}

func BenchmarkDigestOf1000(b *testing.B) {
	in := reporttest.Crowd(b, 1000)
	in.Audience = build.Press
	for _, f := range render.TextFormats() {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := render.Render(build.New(in, reporttest.Morning(b)), f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
