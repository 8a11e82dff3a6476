package main

import "testing"

func TestNearestNames(t *testing.T) {
	known := []string{"Челябинск", "Копейск", "Миасс", "Сосновский район", "Орёл", "Ош"}
	for name, want := range map[string]string{"Челябниск": "Челябинск", "чилябинск": "Челябинск", "Копейс": "Копейск", "Сосновский раен": "Сосновский район",
		"Москва": "", "Орел": "Орёл", "Оша": "Ош", "Аш": "", "": "", "Миассс": "Миасс", "Урёл": "Орёл"} {
		if got := nearest(name, known); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got, ok := spelling(" сосновский   РАЙОН", known); !ok || got != "Сосновский район" {
		t.Errorf("%q", got)
	}
	if got, ok := spelling("Энск", known); ok || got != "Энск" {
		t.Errorf("%q", got)
	}
}
