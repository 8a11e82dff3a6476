package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLegible(t *testing.T) {
	f := fonts(t)
	for _, c := range []struct{ text, want string }{
		{"Обычный текст: «№\u00a07» — 1\u00a0234 − 5 · 50\u00a0₽…", "Обычный текст: «№\u00a07» — 1\u00a0234 − 5 · " +
			"50\u00a0₽…"},
		{"Яма😡", "Яма□"}, {"Яма! 😡😡😡 Опять", "Яма! □□□ Опять"}, {"😡🚧", "□□"},
		{"👍🏽", "□"}, {"☝🏽", "□"}, {"❤️", "❤"}, {"❤️‍🔥", "□"}, {"🇷🇺", "□"}, {"🇷🇺🇰🇿", "□□"}, {"🏳️\u200d🌈", "□"},
		{"👨\u200d👩\u200d👧", "□"}, {"👩\u200d❤️\u200d👨", "□"}, {"1️⃣ место", "1 место"}, {"🏽", "□"},
		{strings.Repeat("😡🚧👍 ", 30) + "всё", strings.Repeat("□□□ ", 30) + "всё"},
		{"🧀", "□"}, {"Когда❗❗", "Когда□□"}, {"✅ готово", "□ готово"}, {"☎ ⚠️ ✔", "☎ ⚠ ✔"},
		{"Әйдә, өй, үз, җир, таң, һава, ҡала, ғаилә, ҫәсән, ӑҫта, ӗҫ, ҫӳрет", "Әйдә, өй, үз, җир, таң, һава, ҡала, " +
			"ғаилә, ҫәсән, ӑҫта, ӗҫ, ҫӳрет"},
		{"𝓟𝓻𝓲𝓿𝓮𝓽 Ｈｉ ①", "Privet Hi ①"}, {"и\u0306 е\u0308", "й ё"},
		{"字", "□"}, {"слово 字里", "слово □□"}, {"汉字写在这里 и всё", "□□□□□□ и всё"},
		{"дом\u20dd\u1ab0 字\u0301 5\u1ab0", "дом□ □\u0301 5□"},
		{"\u202eтокат\u202c ноль\u200bширины\x00\x1b\ufeff\ufffe", "токат нольширины"}, {"а\nб\tв\u2028г", "а б в г"},
		{"\xff", "\ufffd"},
		{"שלום", "שלום"}, {"مرحبا", "مرحبا"}, {"لا", "لا"}, {"", ""},
	} {
		if got := f.legible(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

// Whatever is seen in a text leaves something to be seen, and all of it can be drawn.
func TestNothingVanishes(t *testing.T) {
	f := fonts(t)
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Rune().Draw(t, "rune")
		got := f.legible("а" + string(r) + "б")
		if !unseen(r) && r >= ' ' && r != 0x0085 && got == "аб" {
			t.Fatalf("%U vanishes", r)
		}
		for _, drawn := range f.legible(rapid.String().Draw(t, "text")) {
			if !f.has(drawn) {
				t.Fatalf("%U cannot be drawn", drawn)
			}
		}
	})
}
