package main

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/sandbox/town"
)

// Used rows and left out rows add up to those of the file, and each that is left out is named.
func TestTablesAccountForEveryRow(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	var file strings.Builder
	file.WriteString("Текст;Группа\r")
	for i, r := range incidents(4, 0) { // 40 rows
		fmt.Fprintf(&file, "\"Заря\" молчит. %s, %d;%s\r", r.text, i, r.group)
	}
	file.WriteString("Без группы;\rЯма; снег; лёд;Мусор\r;;\rОборвано\rСнова;?\r")
	b.write("table.csv", file.String())
	r := b.otklik("train", "--data", b.path("table.csv"), "--text", "Текст", "--group", "Группа", "--output",
		b.path("topics.model"))
	if r.code != exitDone || !strings.Contains(r.out, "learnt from 41 rows; left out of the table's 45 rows: "+
		"1 empty (row 44), 1 with more cells than the header (row 43), 1 with fewer cells than the header (row 45), "+
		"1 without a text or a group (row 42)\n") {
		t.Errorf("train: exit %d %s%s", r.code, r.out, r.err)
	}
	for _, says := range []string{"more cells than the header, so left out: row 43", "fewer cells than the header, " +
		"so left out: row 45"} {
		if !strings.Contains(r.err, says) {
			t.Errorf("train does not warn %q: %s", says, r.err)
		}
	}
	b.configure("language: ru", "language: ru\nreading: { model: topics.model }")
	r = b.must("evaluate", "--data", b.path("table.csv"), "--text", "Текст", "--label", "Группа")
	if !strings.Contains(r.out, "left out of the table's 45 rows: ") ||
		!strings.Contains(r.out, "1 labelled ? (row 46)\n40 rows, ") {
		t.Errorf("evaluate: %s%s", r.out, r.err)
	}
}

// Spellings of one group are one group, and what was joined is said.
func TestSpellingsOfAGroupAreJoined(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	var file strings.Builder
	file.WriteString("Текст;Группа;Тема\n")
	spellings := []string{"ДОРОГИ", "дороги", "Дороги "}
	topics := []string{"Ремонт ям", "Ремонт\u00a0ям", "ремонт  ям"}
	for i := range 12 {
		fmt.Fprintf(&file, "Яма на улице %d;%s;%s\nНет отопления в доме %d;Тёплый дом;Отопление\nНет тепла в доме "+
			"%d;теплый дом;Отопление\n", i, spellings[i%3], topics[i%3], i, i)
	}
	b.write("table.csv", file.String())
	r := b.must("train", "--data", b.path("table.csv"), "--text", "Текст", "--group", "Группа", "--topic", "Тема",
		"--output", b.path("topics.model"))
	for _, says := range []string{"taken for «Дороги», which is spelt differently: «ДОРОГИ» (4 rows), «дороги» (4 rows)", "taken for «Тёплый дом», which is spelt differently: «теплый дом» (12 rows)",
		"taken for «Ремонт ям», which is spelt differently: «ремонт ям» (4 rows)"} {
		if !strings.Contains(r.err, says) {
			t.Errorf("no %q in %s", says, r.err)
		}
	}
	if strings.Contains(r.out, "ДОРОГИ") || strings.Contains(r.out, "теплый дом") ||
		!strings.Contains(r.out, "  Дороги\n") {
		t.Errorf("%s", r.out)
	}
	b.write("one.csv", strings.ReplaceAll(strings.ReplaceAll(file.String(), "Тёплый дом", "дороги"),
		"теплый дом", "Дороги"))
	if r := b.otklik("train", "--data", b.path("one.csv"), "--text", "Текст", "--group", "Группа", "--output",
		b.path("one.model")); r.code != exitFailed || !strings.Contains(r.err, "the same group") {
		t.Errorf("one group in three spellings: exit %d %s", r.code, r.err)
	}
	r = b.must("evaluate", "--data", b.path("table.csv"), "--text", "Текст", "--label", "Группа")
	if !strings.Contains(r.err, "taken for «Дороги»") || strings.Contains(r.out, "ДОРОГИ") {
		t.Errorf("evaluate: %s%s", r.out, r.err)
	}
}

func TestSheetsAreChosen(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	b.write("table.xlsx", workbook(t, incidents(4, 0), 0))
	for _, command := range [][]string{
		append([]string{"train", "--output", b.path("m"), "--data", b.path("table.xlsx")}, ofExport...),
		{"evaluate", "--data", b.path("table.xlsx"), "--text", "Текст инцидента", "--label", "Муниципалитет"},
	} {
		if r := b.otklik(append(command, "--sheet", "Январь")...); r.code != exitFailed ||
			!strings.Contains(r.err, "no sheet «Январь»; its sheets are: «Инциденты»") {
			t.Errorf("%s: exit %d %s", command[0], r.code, r.err)
		}
	}
	b.must(append([]string{"train", "--output", b.path("m"), "--data", b.path("table.xlsx"), "--sheet", "инциденты"},
		ofExport...)...)
}
