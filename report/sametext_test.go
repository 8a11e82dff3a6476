package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// Messages of one text are one item with one number; everything that refers to them uses it, and all of them are
// counted.
func TestMessagesOfOneTextAreOneItem(t *testing.T) {
	in, at := town(t), morning(t)
	in.Audience = Press
	alone := Build(in, at)
	var same []inbox.Ref
	for n := range 4 {
		r := written(200+n, at.Add(-time.Duration(50-n)*time.Hour), "ЖКХ", "Энск", "В подъезде дома 3 на Мира нет света, почините!")
		r.Message.Author.ID = fmt.Sprint("same ", min(n, 2)) // the last two are one person's
		if n == 1 {
			r.Status.History = append(r.Status.History, inbox.Change{At: at.Add(-time.Hour), State: inbox.Formal, Reason: "отписка"})
		}
		in.Records, same = append(in.Records, r), append(same, r.Message.Ref())
	}
	in.Same = [][]inbox.Ref{append(same, inbox.Ref{ID: "answered meanwhile"}), {{ID: "a"}, {ID: "b"}}}
	d := Build(in, at)
	if d.Totals.Unanswered != alone.Totals.Unanswered+4 || len(d.Complaints) != d.Totals.Unanswered || len(d.Items()) != len(alone.Items())+1 {
		t.Fatalf("%d unanswered, %d listed, %d items", d.Totals.Unanswered, len(d.Complaints), len(d.Items()))
	}
	first := slices.IndexFunc(d.Complaints, func(c Complaint) bool { return len(c.Others) > 0 })
	if c := d.Complaints[first]; c.People != 3 || len(c.Others) != 3 || c.SameAs != "" {
		t.Errorf("%+v", c)
	}
	for n, c := range d.Complaints {
		if slices.Contains(d.Complaints[first].Others, c.Number) != (c.SameAs == d.Complaints[first].Number) || d.itemNumbers()[n] < 1 {
			t.Errorf("%+v", c)
		}
	}
	text, err := Render(d, Text)
	if err != nil {
		t.Fatal(err)
	}
	page := words(string(text))
	for _, want := range []string{"тот же текст прислали ещё 2 человека · 4 сообщения с этим текстом", fmt.Sprintf("№ %d · формальный ответ", d.itemNumbers()[first])} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	if strings.Count(page, "«В подъезде дома 3 на Мира нет света, почините!»") != 1 {
		t.Errorf("not listed once:\n%s", page)
	}
}

// The verb agrees with the number of the others.
func TestOthersWithOneTextAgreeInNumber(t *testing.T) {
	for _, c := range []struct {
		others   int
		language Language
		want     string
	}{
		{0, Russian, ""},
		{1, Russian, "тот же текст прислал ещё 1 человек"},
		{2, Russian, "тот же текст прислали ещё 2 человека"},
		{5, Russian, "тот же текст прислали ещё 5 человек"},
		{11, Russian, "тот же текст прислали ещё 11 человек"},
		{21, Russian, "тот же текст прислал ещё 21 человек"},
		{1, English, "the same text came from 1 other person"},
		{21, English, "the same text came from 21 other people"},
	} {
		if got := words(writer{t: textsOf(c.language)}.copies(c.others)); got != c.want {
			t.Errorf("%d: %q, not %q", c.others, got, c.want)
		}
	}
}
