package build_test

import (
	"testing"
	"time"

	"otklik/report/build"
	"otklik/report/reporttest"
)

// Whole days alone are counted, each weekday as often as it was read.
func TestArrivalsAreOfWholeKnownDays(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t) // Monday, 23 November, 8:00
	in.Records = nil
	for n, sent := range []time.Time{
		at.Add(-time.Hour),                                     // today does not count
		at.AddDate(0, 0, -1).Add(3 * time.Hour),                // Sunday, 11:00
		at.AddDate(0, 0, -8).Add(3*time.Hour + 59*time.Minute), // Sunday before, 11:59
		at.AddDate(0, 0, -5),                                   // Wednesday, 8:00
		at.AddDate(0, 0, -40),                                  // too long ago
	} {
		in.Records = append(in.Records, reporttest.Written(n+1, sent, "ЖКХ", "Энск", "Нет воды."))
	}
	in.Audience = build.Analyst
	a := build.New(in, at).Arrivals
	if a == nil || a.Days != 28 || a.Received != 3 || a.From.Day() != 26 || !a.To.Equal(at.Add(-8*time.Hour)) {
		t.Fatalf("%+v", a)
	}
	if sunday := a.Weekdays[6]; sunday.Weekday != 7 || sunday.Days != 4 || sunday.Received != 2 ||
		sunday.Hours[11] != 2 || sunday.Mean() != 0.5 {
		t.Errorf("%+v", sunday)
	}
	if hours := a.Hours(); a.Weekdays[2].Received != 1 || hours[8] != 1 || hours[7] != 0 {
		t.Errorf("%+v, %v", a.Weekdays[2], hours)
	}
	in.Known = at.AddDate(0, 0, -9) // from the 14th, 8:00: the 15th is the first whole day
	if a := build.New(in, at).Arrivals; a == nil || a.Days != 8 || a.Weekdays[6].Days != 2 || a.Weekdays[0].Days != 1 {
		t.Errorf("%+v", a)
	}
	in.Known = at.AddDate(0, 0, -6)
	if a := build.New(in, at).Arrivals; a != nil {
		t.Errorf("of five days: %+v", a)
	}
	in.Known, in.Audience = time.Time{}, build.Press
	if build.New(in, at).Arrivals != nil {
		t.Error("a press secretary is told when people write")
	}
}

// Settlements stand under their district, and a town that lies in none for itself.
func TestSettlementsStandUnderTheirDistrict(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Records = nil
	for n, place := range [][3]string{{"Лесной район", "Сосновка", "Сосновка"}, {"Лесной район", "Сосновка", ""},
		{"Лесной район", "Лесной район", "Берёзовка"}, {"Лесной район", "Лесной район", ""}, {"", "Энск", ""},
		{"", "Заречный", "Сосновка"}} {
		r := reporttest.Written(n+1, at.Add(-time.Hour), "ЖКХ", place[1], "Нет воды.")
		r.Status.District, r.Status.Settlement = place[0], place[2]
		in.Records = append(in.Records, r)
	}
	b := build.New(in, at).Breakdown
	if len(b.Districts) != 3 || b.Districts[0].Name != "Лесной район" || b.Districts[0].Received != 4 {
		t.Errorf("%+v", b.Districts)
	}
	within := b.Within["Лесной район"]
	if len(within) != 2 || within[0].Name != "Сосновка" || within[0].Received != 2 || within[1].Name != "Берёзовка" ||
		len(b.Within["Заречный"]) != 1 || b.Within["Энск"] != nil {
		t.Errorf("%+v", b.Within)
	}
}

// The districts inside a town stand under it, and it has the sum of all.
func TestDistrictsOfATownStandUnderIt(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Records = nil
	for n, place := range [][2]string{{"Ленинский район Орла", "Орёл"}, {"Советский район Орла", "Орёл"}, {"", "Орёл"},
		{"Ленинский район Орла", "Орёл"}, {"Орловский район", "Орловский район"}} {
		r := reporttest.Written(n+1, at.Add(-time.Hour), "ЖКХ", place[1], "Нет воды.")
		r.Status.District = place[0]
		in.Records = append(in.Records, r)
	}
	b := build.New(in, at).Breakdown
	if len(b.Districts) != 2 || b.Districts[0].Name != "Орёл" || b.Districts[0].Received != 4 ||
		b.Municipalities[0].Name != "Орёл" || b.Municipalities[0].Received != 4 {
		t.Errorf("%+v\n%+v", b.Districts, b.Municipalities)
	}
	within := b.Within["Орёл"]
	if len(b.Within) != 1 || len(within) != 2 || within[0].Name != "Ленинский район Орла" || within[0].Received != 2 ||
		within[1].Received != 1 {
		t.Errorf("%+v", b.Within)
	}
}

// Where all groups are asked for, those of which nothing is known are zeros, not left out.
func TestAllGroupsOfTheClassifier(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Classifier = []build.KnownGroup{{Name: "ЖКХ"}, {Name: "Связь"}, {Name: "Туризм"}}
	some := build.New(in, at)
	in.AllGroups = true
	all := build.New(in, at)
	if some.AllGroups() || !all.AllGroups() || len(all.Breakdown.Groups) != len(some.Breakdown.Groups)+2 {
		t.Errorf("%d groups, of all %d", len(some.Breakdown.Groups), len(all.Breakdown.Groups))
	}
	if last := all.Breakdown.Groups[len(all.Breakdown.Groups)-1]; last.Name != "Туризм" || last.Received != 0 ||
		last.Ranked {
		t.Errorf("%+v", last)
	}
}
