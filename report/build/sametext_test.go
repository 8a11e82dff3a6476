package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// Messages of one text are one item with one number; everything that refers to them uses it, and all of them are
// counted.
func TestMessagesOfOneTextAreOneItem(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Audience = build.Press
	alone := build.New(in, at)
	var same []inbox.Ref
	for n := range 4 {
		r := reporttest.Written(200+n, at.Add(-time.Duration(50-n)*time.Hour), "ЖКХ", "Энск",
			"В подъезде дома 3 на Мира нет света, почините!")
		r.Message.Author.ID = fmt.Sprint("same ", min(n, 2)) // the last two are one person's
		if n == 1 {
			r.Status.History = append(r.Status.History,
				inbox.Change{At: at.Add(-time.Hour), State: inbox.Formal, Reason: inbox.Reason{Words: "отписка"}})
		}
		in.Records, same = append(in.Records, r), append(same, r.Message.Ref())
	}
	in.Same = [][]inbox.Ref{append(same, inbox.Ref{ID: "answered meanwhile"}), {{ID: "a"}, {ID: "b"}}}
	d := build.New(in, at)
	if d.Totals.Unanswered != alone.Totals.Unanswered+4 || len(d.Complaints) != d.Totals.Unanswered ||
		len(d.Items()) != len(alone.Items())+1 {
		t.Fatalf("%d unanswered, %d listed, %d items", d.Totals.Unanswered, len(d.Complaints), len(d.Items()))
	}
	first := slices.IndexFunc(d.Complaints, func(c build.Complaint) bool { return len(c.Others) > 0 })
	if c := d.Complaints[first]; c.People != 3 || len(c.Others) != 3 || c.SameAs != "" {
		t.Errorf("%+v", c)
	}
	for n, c := range d.Complaints {
		if slices.Contains(d.Complaints[first].Others, c.Number) != (c.SameAs == d.Complaints[first].Number) ||
			d.ItemNumbers()[n] < 1 {
			t.Errorf("%+v", c)
		}
	}
	text, err := render.Render(d, render.Text)
	if err != nil {
		t.Fatal(err)
	}
	page := reporttest.Words(string(text))
	for _, want := range []string{"тот же текст прислали ещё 2 человека · 4 сообщения с этим текстом",
		fmt.Sprintf("№ %s · формальный ответ", d.Complaints[first].Number)} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	if strings.Count(page, "«В подъезде дома 3 на Мира нет света, почините!»") != 1 {
		t.Errorf("not listed once:\n%s", page)
	}
}

// The verb agrees with the number of the others.
