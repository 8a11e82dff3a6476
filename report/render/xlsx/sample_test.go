package xlsx

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
	"otklik/report/page"
)

func TestASampleIsTextAndTheSameBytes(t *testing.T) {
	s := page.Sample{Language: build.Russian, Groups: []string{"ЖКХ", "Дороги"}}
	for _, c := range hostile(t).Complaints {
		s.Rows = append(s.Rows, page.SampleRow{Number: "481-220-917", Channel: "mayor/vk", Above: c.Text, Text: c.Text,
			Code: "ABCDEFGH"})
	}
	draw := func() []byte {
		var b bytes.Buffer
		if err := WriteSample(&b, s); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	data := draw()
	if !bytes.Equal(data, draw()) {
		t.Error("the same sample gave other bytes")
	}
	f := open(t, data)
	for n, c := range s.Rows {
		cell, _ := excelize.CoordinatesToCellName(4, headerRow+n+1)
		got, err := f.GetCellValue("Выборка", cell)
		if formula, _ := f.GetCellFormula("Выборка", cell); err != nil || formula != "" || got != fit(c.Text) {
			t.Errorf("text %d: %.60q, %v", n, got, err)
		}
	}
	if visible, err := f.GetSheetVisible("Списки"); err != nil || visible {
		t.Errorf("the lists are shown: %v", err)
	}
	rules, err := f.GetDataValidations("Выборка")
	if err != nil || len(rules) != 2 || !strings.Contains(rules[0].Formula1, "да,нет,не знаю") ||
		rules[1].Formula1 != "'Списки'!$A$1:$A$2" {
		t.Errorf("%+v, %v", rules, err)
	}
}

// What people may choose in the register follows its columns.
func TestTheRegisterOffersWhatCanBeFilledIn(t *testing.T) {
	d := town(t, 5)
	d.Classifier = []build.KnownGroup{{Name: "ЖКХ", Topics: []string{"Тепло", "Вода"}}, {Name: "Прочее"}}
	f := open(t, render(t, d))
	rules, err := f.GetDataValidations("Реестр")
	if err != nil || len(rules) != 3 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	for n, title := range []string{"Решение", "Верная группа", "Верная тема"} {
		letter := column(t, f, "Реестр", title)
		if rules[n].Sqref != letter+"3:"+letter+"7" || rules[n].ShowErrorMessage {
			t.Errorf("%s: %+v", title, rules[n])
		}
	}
	right, own := column(t, f, "Реестр", "Верная группа"), column(t, f, "Реестр", "Группа тем")
	if !strings.Contains(rules[2].Formula1, "IF($"+right+"3=\"\",$"+own+"3,$"+right+"3)") {
		t.Errorf("topics of %s", rules[2].Formula1)
	}
	rows, err := f.GetRows("Списки")
	if err != nil || len(rows) != 2 || strings.Join(rows[0], "|") != "ЖКХ|ЖКХ|Тепло" ||
		strings.Join(rows[1], "|") != "Прочее|ЖКХ|Вода" {
		t.Errorf("%q, %v", rows, err)
	}
}
