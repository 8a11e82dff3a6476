package spelling_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"otklik/internal/spelling"
)

func TestNearNames(t *testing.T) {
	known := []string{"Челябинск", "Копейск", "Миасс", "Сосновский район", "Орёл", "Ош"}
	for name, want := range map[string]string{"Челябниск": "Челябинск", "чилябинск": "Челябинск", "Копейс": "Копейск",
		"Сосновский раен": "Сосновский район",
		"Москва":          "", "Орел": "Орёл", "Оша": "Ош", "Аш": "", "": "", "Миассс": "Миасс", "Урёл": "Орёл"} {
		if got := strings.Join(spelling.Near(name, known), ", "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestNearestNamesComeFirstThreeAtMost(t *testing.T) {
	known := []string{"камень", "камера", "Камена", "камено", "камен", "камены"}
	if got, want := spelling.Near("Камен", known), []string{"камен", "камень", "Камена"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := spelling.Hint("камер", known); got != `; did you mean "камера" or "камен"?` {
		t.Errorf("%s", got)
	}
	if got := spelling.Hint("вода", known); got != "" {
		t.Errorf("%s", got)
	}
	regions := []string{"Ханты-Мансийский автономный округ - Югра", "Донецкая Народная Республика", "Липецкая область",
		"Ленинградская область"}
	for name, want := range map[string]string{"ХМАО": `"Ханты-Мансийский автономный округ - Югра"`,
		"хмао — Югра": `"Ханты-Мансийский автономный округ - Югра"`,
		"ДНР":         `"Донецкая Народная Республика"`, "ЛО": `"Липецкая область" or "Ленинградская область"`} {
		if got := spelling.Hint(name, regions); got != "; did you mean "+want+"?" {
			t.Errorf("%s: %s", name, got)
		}
	}
	groups := []string{"Общественный транспорт", "Дороги", "ЖКХ", "Удмуртская Республика"}
	for name, want := range map[string]string{"Транспорт": "Общественный транспорт", "Дорожное хозяйство": "Дороги",
		"дороги и тротуары": "Дороги", "Удмуртия": "Удмуртская Республика"} {
		if got := spelling.Hint(name, groups); got != fmt.Sprintf("; did you mean %q?", want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestKnownNames(t *testing.T) {
	known := []string{"Сосновский район"}
	if got, ok := spelling.Known(" сосновский   РАЙОН", known); !ok || got != "Сосновский район" {
		t.Errorf("%q", got)
	}
	if got, ok := spelling.Known("Энск", known); ok || got != "Энск" {
		t.Errorf("%q", got)
	}
}
