package build_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// cut are people of one town who write of one outage, each of a house of their own, so many minutes apart.
func cut(t *testing.T, id int, town, text string, ago time.Duration, streets ...string) (all []inbox.Record) {
	for n, street := range streets {
		r := danger(t, id+n, inbox.Outage, ago-time.Duration(n)*time.Minute, street, fmt.Sprint(n+1))
		r.Message.Text = fmt.Sprintf("%s на %s %d", text, street, n+1)
		r.Status.Topic, r.Status.Municipality = "отключение электричества, аварии на подстанциях, лэп", town
		all = append(all, r)
	}
	return all
}

func streets(times int, names ...string) []string { return slices.Repeat(names, times) }

func whole(names []string, last ...string) []string { return append(slices.Clone(names), last...) }

// The outage of a whole town is one danger however many houses write of it, with the street that most of them name.
func TestATownWithoutLightBurnsOnce(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	in.Records = cut(t, 100, "Энск", "Света нет", 3*time.Hour,
		whole(streets(5, "Победы", "Мира", "Ленина", "Садовая", "Речная"), "Ленина", "Ленина", "Мира", "Победы", "")...)
	in.Records[7].Status.Topic = "жкх прочее" // read as another topic; the words say the same
	in.Records[29].Status.Street, in.Records[29].Status.House = "", ""
	in.Problems = []build.Problem{{ID: "p1", Title: "Света нет на Победы", Messages: 5, People: 5, Group: "ЖКХ",
		Municipality: "Энск"}}
	for n := range 5 {
		in.Problems[0].Refs = append(in.Problems[0].Refs, in.Records[5*n].Message.Ref())
	}
	d, told := burningOf(t, in)
	if told != "outage 30" {
		t.Fatalf("%s", told)
	}
	b := d.Burning[0]
	if b.Problem != "p1" || b.Place != "Энск, Ленина" || b.Streets != 5 || b.Messages != 30 {
		t.Errorf("%+v", b)
	}
	if len(d.Problems) != 1 || d.Problems[0].People != 30 || d.Problems[0].Messages != 30 {
		t.Errorf("the list of problems counts others than the page: %+v", d.Problems)
	}
	for _, c := range d.Complaints {
		if c.Problem != "p1" {
			t.Fatalf("%s is of %q", c.Number, c.Problem)
		}
	}
	in.Problems = nil // nobody's words are like another's: it is a problem all the same
	if d, told := burningOf(t, in); told != "outage 30" || d.Burning[0].Problem == "" || len(d.Problems) != 1 ||
		d.Problems[0].ID != d.Burning[0].Problem || d.Problems[0].Title == "" {
		t.Errorf("%s: %+v", told, d.Problems)
	}
}

// One street is named with its town; other towns, other supplies and other weeks are outages of their own.
func TestOutagesStayApart(t *testing.T) {
	nine := streets(9, "Ленина")
	in := reporttest.Crowd(t, 0)
	in.Records = slices.Concat(cut(t, 100, "Энск", "Света нет", 3*time.Hour, nine...),
		cut(t, 200, "Заречный", "Света нет", 3*time.Hour, "Ленина", "Мира"),
		cut(t, 300, "Энск", "Батареи ледяные", 3*time.Hour, "Ленина", "Мира", "Победы"),
		cut(t, 400, "Энск", "Света нет", 9*day, "Ленина", "Мира", "Речная", "Садовая"))
	for n := range 4 {
		in.Records[14+n].Status.House += "а" // neighbours of one house are of one danger however long it lasts
	}
	d, told := burningOf(t, in)
	if told != "outage 9, outage 4, outage 3, outage 2" {
		t.Fatalf("%s", told)
	}
	if b := d.Burning[0]; b.Place != "Энск, Ленина" || b.Streets != 0 {
		t.Errorf("%+v", b)
	}
}

// Whoever names no town writes of that of the problem, or of that of the others on the street.
func TestAnOutageWithoutATown(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	in.Records = cut(t, 100, "", "Света нет", 3*time.Hour, "Заводская", "улица Заводская", "Заводская", "Лесная")
	in.Records[3].Status.Municipality = "Энск"
	in.Problems = []build.Problem{{ID: "p1", Title: "Света нет", Messages: 2, People: 2, Group: "ЖКХ",
		Refs: []inbox.Ref{in.Records[0].Message.Ref(), in.Records[3].Message.Ref()}}}
	in.Records[2].Status.Municipality = "Энск"
	d, told := burningOf(t, in)
	if told != "outage 4" || d.Burning[0].Place != "Энск, Заводская" || d.Problems[0].Municipality != "Энск" {
		t.Errorf("%s: %+v", told, d.Burning)
	}
	// Two towns have such a street: nobody knows which is meant.
	in.Problems = nil
	in.Records = append(in.Records, cut(t, 200, "Заречный", "Света нет", 4*time.Hour, "Заводская")...)
	if _, told := burningOf(t, in); told != "outage 2, outage 1, outage 1, outage 1" {
		t.Errorf("%s", told)
	}
}

// Of a problem only what burns counts, and where less than two thirds of it burns the rest is none of the danger's.
func TestOnlyWhatBurnsCounts(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	write := func(id int, degree inbox.Urgency, topic, text string, ago time.Duration) inbox.Record {
		r := reporttest.Written(id, reporttest.Morning(t).Add(-ago), "Благоустройство", "Энск", text)
		r.Status.Urgency, r.Status.Topic = degree, topic
		return r
	}
	const dogs = "отлов безнадзорных собак и кошек"
	bump := write(1, inbox.NotUrgent, "установка и содержание искусственных неровностей",
		"Поставьте лежачий полицейский у школы", 12*day)
	first := write(2, inbox.Hazard, dogs, "Собаки растаскивают мусор у школы", time.Hour)
	second := write(3, inbox.Hazard, dogs, "Стая собак кидается на детей у школы", 2*time.Hour)
	problem := func(of ...inbox.Record) {
		in.Records, in.Problems = of, []build.Problem{{ID: "p1", Title: "Поставьте лежачий полицейский у школы",
			Messages: len(of), People: len(of), Group: "Благоустройство", Municipality: "Энск"}}
		for _, r := range of {
			in.Problems[0].Refs = append(in.Problems[0].Refs, r.Message.Ref())
		}
	}
	problem(bump, first, second)
	d, told := burningOf(t, in)
	if b := d.Burning[0]; told != "hazard 2" || b.Problem != "p1" ||
		!b.Since.Equal(reporttest.Morning(t).Add(-2*time.Hour)) || b.Title == "Поставьте лежачий полицейский у школы" {
		t.Errorf("%s: %+v", told, b)
	}
	if d.Problems[0].People != 2 || d.Problems[0].Title != d.Burning[0].Title {
		t.Errorf("%+v", d.Problems[0])
	}
	problem(bump, first)
	if d, told := burningOf(t, in); told != "hazard 1" || d.Burning[0].Number != first.Message.Ref().Number() ||
		d.Problems[0].People != 2 {
		t.Errorf("%s: %+v", told, d.Burning)
	}
	quiet := first
	status := *first.Status
	status.Urgency = inbox.NotUrgent
	quiet.Status, quiet.Message.ID = &status, "9" // of the same topic, in milder words
	third := write(4, inbox.Hazard, dogs, "Собаки без хозяев у школы", 3*time.Hour)
	problem(quiet, second, third)
	if _, told := burningOf(t, in); told != "hazard 3" {
		t.Errorf("%s", told)
	}
}

// A topic none of whose words people use is doubtful, and what says that somebody is in danger is quoted.
func TestADoubtfulTopic(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	fire := danger(t, 1, inbox.Life, time.Hour, "", "")
	fire.Message.Text = "Помогите! Горит квартира на Мира 11, люди на балконе. Телефон не отвечает."
	fire.Status.Topic = "некачественный ремонт мест общего пользования мкд (подъездов)"
	long := danger(t, 2, inbox.Life, 2*time.Hour, "", "")
	long.Message.Text = "Мы уже не знаем, куда писать и кого просить об этом который год подряд, " +
		"потолок в подъезде рухнет на детей, помогите нам."
	long.Status.Topic = fire.Status.Topic
	in.Records = []inbox.Record{fire, long}
	d, _ := burningOf(t, in)
	if len(d.Burning) != 2 {
		t.Fatalf("%+v", d.Burning)
	}
	// The older of equals stands first.
	if b := d.Burning[1]; !b.Doubtful || b.Says != "Горит квартира на Мира 11, люди на балконе." {
		t.Errorf("%+v", b)
	}
	if b := d.Burning[0]; b.Doubtful || b.Says != "потолок в подъезде рухнет на детей, помогите нам." {
		t.Errorf("%+v", b)
	}
}

// The town of a message that names none is known beyond the page, too.
func TestTowns(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	in.Records = cut(t, 100, "", "Света нет", 3*time.Hour, "Заводская", "Заводская", "Лесная")
	in.Records[0].Status.Municipality = "Энск"
	in.Problems = nil
	towns := in.Towns(reporttest.Morning(t))
	if len(towns) != 1 || towns[in.Records[1].Message.Ref()] != "Энск" {
		t.Errorf("%v", towns)
	}
}
