package page_test

import (
	"strings"
	"testing"
	"time"

	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

// rowsOf are the first cells of the table under a heading.
func rowsOf(d build.Digest, head string) (names []string) {
	for _, s := range page.New(d).Sections {
		if s.Head != head || s.Table == nil {
			continue
		}
		for _, row := range s.Table.Rows {
			names = append(names, strings.ReplaceAll(row.Cells[0], page.Nbsp, " "))
		}
	}
	return names
}

func TestTablesOfPlacesAndOfAllTopics(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Audience, in.Records, in.AllGroups = build.Analyst, nil, true
	in.Classifier = []build.KnownGroup{{Name: "ЖКХ"}, {Name: "Связь"}}
	for n := range 6 {
		r := reporttest.Written(n+1, at.Add(-time.Hour), "ЖКХ", "Сосновка", "Нет воды.")
		if r.Status.District = "Лесной район"; n > 3 {
			r.Status.Municipality = "Лесной район"
		}
		in.Records = append(in.Records, r)
	}
	d := build.New(in, at)
	if got := strings.Join(rowsOf(d, "По районам и округам"), "|"); got != "Лесной район| · Сосновка" {
		t.Errorf("districts: %s", got)
	}
	one := reporttest.Written(9, at.Add(-time.Hour), "Туризм", "Сосновка", "Где указатели?")
	in.Records = append(in.Records, one)
	if got := strings.Join(rowsOf(build.New(in, at), "По темам"), "|"); got != "ЖКХ|Туризм|Связь" {
		t.Errorf("all topics: %s", got)
	}
	if got := strings.Join(rowsOf(d, "По темам"), "|"); got != "ЖКХ|Связь" {
		t.Errorf("topics: %s", got)
	}
	in.AllGroups = false
	if got := strings.Join(rowsOf(build.New(in, at), "По темам"), "|"); got != "ЖКХ" {
		t.Errorf("topics: %s", got)
	}
	if got := rowsOf(d, "По часам"); len(got) != 8 || len(rowsOf(d, "По дням недели")) != 7 {
		t.Errorf("hours: %q", got)
	}
}
