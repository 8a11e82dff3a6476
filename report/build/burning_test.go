package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// danger is a comment of a degree that waits.
func danger(t *testing.T, id int, degree inbox.Urgency, ago time.Duration, street, house string) inbox.Record {
	r := reporttest.Written(id, reporttest.Morning(t).Add(-ago), "ЖКХ", "Энск",
		fmt.Sprintf("В доме снова нет тепла, дети мёрзнут, запись %d.", id))
	r.Status.Urgency, r.Status.Street, r.Status.House = degree, street, house
	r.Status.Topic = "ненадлежащее качество или отключение отопления"
	return r
}

func burningOf(t *testing.T, in build.Input) (d build.Digest, told string) {
	d = build.New(in, reporttest.Morning(t))
	var list []string
	for _, b := range d.Burning {
		list = append(list, fmt.Sprintf("%s %d", b.Urgency, b.People))
	}
	return d, strings.Join(list, ", ")
}

const day = 24 * time.Hour

// The degree of danger goes before the number of people, and that before the age.
func TestWhatBurnsIsOrderedByDanger(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	in.Records = []inbox.Record{
		danger(t, 1, inbox.Hazard, 9*day, "Лесная", "1"),
		danger(t, 2, inbox.Outage, 2*day, "Садовая", "2"),
		danger(t, 3, inbox.Outage, 1*day, "Мостовая", "3"), danger(t, 4, inbox.Outage, 1*day, "Мостовая", "3"),
		danger(t, 5, inbox.Life, 3*time.Hour, "Речная", "4"),
		danger(t, 6, inbox.Outage, 5*day, "Полевая", "5"),
		danger(t, 7, inbox.NotUrgent, 5*day, "Полевая", "6"),
	}
	for n, town := range []string{"Энск", "Энск", "Заречный", "Заречный", "Энск", "Лесогорск", "Энск"} {
		in.Records[n].Status.Municipality = town // outages of one town would be one
	}
	d, told := burningOf(t, in)
	if told != "life 1, outage 2, outage 1, outage 1, hazard 1" {
		t.Errorf("%s", told)
	}
	if !d.Burning[2].Since.Before(d.Burning[3].Since) {
		t.Error("of equals the newer stands first")
	}
	answered := reporttest.Then(in.Records[4], reporttest.Morning(t).Add(-time.Hour), inbox.Answered)
	in.Records[4] = answered
	if _, told := burningOf(t, in); strings.Contains(told, "life") {
		t.Errorf("what was answered burns: %s", told)
	}
}

// A hazard that is years old and had a form letter does not outrank a fresh one of more people, nor anything newer.
func TestWhatIsLongPastBurnsLast(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	old := reporttest.Then(danger(t, 1, inbox.Life, 800*day, "Лесная", "1"),
		reporttest.Morning(t).Add(-799*day), inbox.Formal)
	in.Records = []inbox.Record{old, danger(t, 2, inbox.Hazard, day, "Садовая", "2"),
		danger(t, 3, inbox.Hazard, 2*day, "Садовая", "2")}
	if _, told := burningOf(t, in); told != "hazard 2, life 1" {
		t.Errorf("%s", told)
	}
}

// A problem that several people report is one danger with all who wrote, whatever platform they used.
func TestAProblemBurnsOnce(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	var refs []inbox.Ref
	for n := range 5 {
		r := danger(t, 1+n, inbox.Outage, time.Duration(30-n)*time.Hour, "Заводская", fmt.Sprint(12+2*(n%2)))
		if n == 3 {
			r.Message.Platform, r.Message.Author.ID = "telegram", "9001" // another person than VKontakte's 9001
		}
		if n == 4 {
			r.Message.Author.ID = "9001" // wrote twice
		}
		if n == 2 {
			r.Status.Urgency = inbox.NotUrgent // one reading in five saw no outage
		}
		in.Records, refs = append(in.Records, r), append(refs, r.Message.Ref())
	}
	in.Problems = []build.Problem{{ID: "p1", Title: "Нет тепла на Заводской", Messages: 5, People: 4, Group: "ЖКХ",
		Refs: refs}}
	in.Bodies = []build.Body{{Name: "Госжилинспекция", Groups: []string{"ЖКХ"}}}
	d, _ := burningOf(t, in)
	if len(d.Burning) != 1 {
		t.Fatalf("%+v", d.Burning)
	}
	b := d.Burning[0]
	if b.Problem != "p1" || b.Number != "" || b.People != 4 || b.Messages != 5 || b.Urgency != inbox.Outage ||
		b.Place != "Энск, Заводская 12" || b.Body != "Госжилинспекция" ||
		!b.Since.Equal(reporttest.Morning(t).Add(-30*time.Hour)) || b.Title != "Нет тепла на Заводской" ||
		!strings.HasPrefix(b.Says, "В доме снова нет тепла") || b.URL == "" {
		t.Errorf("%+v", b)
	}
	// One message that is read as a danger makes none of what others complain about: it burns alone.
	for n := range in.Records {
		in.Records[n].Status.House = fmt.Sprint(n)
		if n > 0 {
			in.Records[n].Status.Urgency = inbox.NotUrgent
		}
	}
	if d, told := burningOf(t, in); told != "outage 1" || d.Burning[0].Number == "" || d.Burning[0].Problem != "" {
		t.Errorf("%s: %+v", told, d.Burning)
	}
}

// Neighbours of one house and those who sent one text are one danger without a problem, too.
func TestNeighboursBurnOnce(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	in.Records = []inbox.Record{danger(t, 1, inbox.Outage, day, "Заводская", "12"),
		danger(t, 2, inbox.Outage, day, "Заводская", "12"), danger(t, 3, inbox.Outage, day, "", ""),
		danger(t, 4, inbox.Outage, day, "", "")}
	in.Same = [][]inbox.Ref{{in.Records[2].Message.Ref(), in.Records[3].Message.Ref()}}
	in.Records[2].Status.Municipality, in.Records[3].Status.Municipality = "Заречный", "Заречный"
	in.Records[0].Status.Copies = 3
	if _, told := burningOf(t, in); told != "outage 5, outage 2" {
		t.Errorf("%s", told)
	}
}

// The page has the order of the whole list, degree before people; what most people report is told of below it.
func TestManyPeopleHaveAPlace(t *testing.T) {
	in := reporttest.Crowd(t, 0)
	for n := range 8 {
		in.Records = append(in.Records, danger(t, 1+n, inbox.Life, day, "Лесная", fmt.Sprint(n)))
	}
	for n := range 3 {
		in.Records = append(in.Records, danger(t, 20+n, inbox.Outage, day, "Заводская", "12"))
	}
	d, _ := burningOf(t, in)
	shown := d.WorstBurning(build.BurningShown)
	if len(shown) != 5 || shown[4].Urgency != inbox.Life || len(d.Burning) != 9 {
		t.Errorf("%d: %+v", len(d.Burning), shown)
	}
	if b, ok := d.WidestBurning(len(shown)); !ok || b.People != 3 || b.Urgency != inbox.Outage || b.Says == "" {
		t.Errorf("%t: %+v", ok, b)
	}
	if _, ok := d.WidestBurning(9); ok {
		t.Error("told of again below the list that has it")
	}
	if got := d.WorstBurning(0); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// What burned when the period began is told with what became of it.
func TestWhatBecameOfYesterdaysDangers(t *testing.T) {
	at := reporttest.Morning(t)
	in := reporttest.Crowd(t, 0)
	var list []inbox.Record
	for n := range 5 {
		list = append(list, danger(t, 1+n, inbox.Life, time.Duration(40+n)*time.Hour, "Лесная", fmt.Sprint(n)))
	}
	list[0] = reporttest.Then(list[0], at.Add(-time.Hour), inbox.Answered)
	list[1] = reporttest.Then(list[1], at.Add(-time.Hour), inbox.Dismissed)
	list[2].Message.Deleted = at.Add(-time.Hour)
	list[3] = reporttest.Then(list[3], at.Add(-time.Hour), inbox.Formal) // a form letter puts nothing out
	list[4] = reporttest.Then(list[4], at.Add(-30*time.Hour), inbox.Answered)
	in.Records = append(list, danger(t, 9, inbox.Life, time.Hour, "Лесная", "9"))
	d, _ := burningOf(t, in)
	var outcomes []string
	for _, b := range d.BurnedBefore {
		outcomes = append(outcomes, string(b.Outcome))
	}
	slices.Sort(outcomes)
	if got := strings.Join(outcomes, " "); got != "answered burns closed deleted" {
		t.Errorf("%s", got)
	}
	in.Known = in.From.Add(time.Hour)
	if d, _ := burningOf(t, in); len(d.BurnedBefore) != 0 {
		t.Errorf("told of a time that nobody knows: %+v", d.BurnedBefore)
	}
}

// Whom to ask: what waits with a body, and what it did in the period. Without bodies the groups stand for them.
func TestWhomToAsk(t *testing.T) {
	at := reporttest.Morning(t)
	in := reporttest.Crowd(t, 0)
	write := func(id int, ago time.Duration, group string) inbox.Record {
		return reporttest.Written(id, at.Add(-ago), group, "Энск", "Когда починят?")
	}
	in.Records = []inbox.Record{write(1, 6*day, "ЖКХ"), write(2, time.Hour, "ЖКХ"),
		reporttest.Then(write(3, 5*day, "ЖКХ"), at.Add(-2*time.Hour), inbox.Formal),
		reporttest.Then(write(4, 5*day, "ЖКХ"), at.Add(-3*day), inbox.Formal),
		reporttest.Then(write(5, 5*day, "ЖКХ"), at.Add(-3*time.Hour), inbox.Answered),
		reporttest.Then(write(6, 5*day, "ЖКХ"), at.Add(-2*day), inbox.Answered),
		write(7, time.Hour, "Экология"), write(8, time.Hour, "")}
	in.Bodies = []build.Body{{Name: "Госжилинспекция", Groups: []string{"ЖКХ"}},
		{Name: "Министерство культуры", Groups: []string{"Культура"}}}
	d := build.New(in, at)
	want := []build.BodyLoad{{Name: "Госжилинспекция", Waiting: 4, Overdue: 3, Answered: 1, Formal: 1}}
	if !slices.Equal(d.Bodies, want) || !slices.Equal(d.Unassigned, []string{"Экология"}) {
		t.Errorf("%+v, %v", d.Bodies, d.Unassigned)
	}
	in.Bodies = nil
	d = build.New(in, at)
	if len(d.Bodies) != 2 || d.Bodies[0].Name != "ЖКХ" || d.Bodies[1] != (build.BodyLoad{Name: "Экология", Waiting: 1}) ||
		!slices.Equal(d.Unassigned, []string{"ЖКХ", "Экология"}) {
		t.Errorf("%+v, %v", d.Bodies, d.Unassigned)
	}
}
