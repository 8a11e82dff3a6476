package build_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// A text of seven people stands in the list once; that seven people sent it is said everywhere.
func TestACampaignKeepsItsPeople(t *testing.T) {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	first := reporttest.Written(20, at.AddDate(0, 0, -1).Add(3*time.Minute), "Здравоохранение", "Энск",
		"Прошу сохранить родильное отделение в городской больнице!")
	first.Status.Copies, first.Status.Urgency = 6, inbox.Life
	in.Records = append(in.Records, first)
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in.Audience = audience
		d := build.New(in, at)
		if g := d.Problems[0]; g.Copies != 6 || g.People != 1 || g.Messages != 1 ||
			!strings.Contains(g.Title, "сохранить родильное отделение") {
			t.Fatalf("%+v", d.Problems)
		}
		for _, f := range []render.Format{render.Text, render.Markdown, render.HTML} {
			out, err := render.Render(d, f)
			if err != nil {
				t.Fatal(err)
			}
			want := 2 // in the list and among the problems
			switch audience {
			case build.Press:
				want = 1 // works through the list alone
			case build.Governor:
				want = 0 // the head counts all of them
				if text := reporttest.Words(string(out)); strings.Count(text, "7 человек: ") != 1 {
					t.Errorf("%s, %s:\n%s", audience, f, text)
				}
			}
			if text := reporttest.Words(string(out)); strings.Count(text,
				"тот же текст прислали ещё 6 человек") != want {
				t.Errorf("%s, %s:\n%s", audience, f, text)
			}
		}
		out, err := render.Render(d, render.JSON)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Complaints []struct {
				ID, Problem string
				Copies      int
			}
			Problems []struct {
				ID     string
				Copies int
			}
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		if read.Problems[0].Copies != 6 || read.Complaints[0].Copies+read.Complaints[1].Copies != 6 {
			t.Errorf("%+v", read)
		}
	}
	// One that several wrote about in their own words keeps its problem, and the copies are counted beside them.
	in.Problems[0].Refs = append(in.Problems[0].Refs, first.Message.Ref())
	if d := build.New(in, at); len(d.Problems) != 1 || d.Problems[0].Copies != 6 || d.Problems[0].People != 3 {
		t.Errorf("%+v", d.Problems)
	}
}

// The title of a problem says what is wrong or asked for. Thanks, also bitter ones, are no title where there is
// another.
func TestTitles(t *testing.T) {
	for title, want := range map[string]string{
		"спасибо за лужи на Садовой, дети уже научились плавать": "Лужа от подъезда до подъезда стоит неделю, не пройти",
		"Живём мы тут на Садовой улице":                          "Лужа от подъезда до подъезда стоит неделю, не пройти",
		"На Садовой прорвало трубу":                              "На Садовой прорвало трубу",
	} {
		in := reporttest.Town(t)
		wet := reporttest.Written(21, reporttest.Morning(t).AddDate(0, 0, -1), "ЖКХ", "Энск",
			"Живём мы тут на Садовой улице. Лужа от подъезда до подъезда стоит неделю, не пройти.")
		in.Records = append(in.Records, wet, reporttest.Written(22, reporttest.Morning(t).AddDate(0, 0, -1), "ЖКХ",
			"Энск", title))
		in.Problems = []build.Problem{{ID: "p1", Title: title, Messages: 2, People: 2, Group: "ЖКХ",
			Refs: []inbox.Ref{wet.Message.Ref()}}}
		if got := build.New(in, reporttest.Morning(t)).Problems[0].Title; got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

// A house without its street leads nobody anywhere.
func TestAHouseNeedsAStreet(t *testing.T) {
	for _, c := range []struct{ street, house, want string }{{"", "39/1", ""}, {"улица Фрунзе", "39/1", "39/1"}} {
		in := reporttest.Town(t)
		in.Records = in.Records[:1]
		in.Records[0].Status.Street, in.Records[0].Status.House = c.street, c.house
		d := build.New(in, reporttest.Morning(t))
		if d.Complaints[0].House != c.want {
			t.Errorf("%+v: %+v", c, d.Complaints[0])
		}
	}
}

// An address that only a program understands names the author's account: it leaves the office in no format.
func TestAccountsDoNotLeaveAsAddresses(t *testing.T) {
	in := reporttest.Town(t)
	in.Records[0].Message.URL = "tg://user?id=600000241"
	closed := in.Records[len(in.Records)-1]
	closed.Message.URL = "tg://user?id=600000242"
	in.Records[len(in.Records)-1] = closed
	for _, f := range render.TextFormats() {
		out, err := render.Render(build.New(in, reporttest.Morning(t)), f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(out), "tg://") || !strings.Contains(string(out), "wall-1001_7") && f != render.Text {
			t.Errorf("%s:\n%s", f, out)
		}
	}
	in.Masker = nil
	if out, err := render.Render(build.New(in, reporttest.Morning(t)), render.JSON); err != nil ||
		!strings.Contains(string(out), "tg://user?id=600000241") {
		t.Errorf("an office that masks nothing keeps it: %v", err)
	}
}
