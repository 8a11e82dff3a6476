package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLegible(t *testing.T) {
	l := legible{faces: fonts(t)}
	for _, c := range []struct{ text, want string }{
		{"Обычный текст: «№\u00a07» — 1\u00a0234 − 5 · 50\u00a0₽…", "Обычный текст: «№\u00a07» — 1\u00a0234 − 5 · " +
			"50\u00a0₽…"},
		{"Яма😡", "Яма [злость]"}, {"Яма! 😡😡😡 Опять", "Яма! [злость ×3] Опять"}, {"😡🚧", "[злость] [дорожные работы]"},
		{"👍🏽", "[одобрение]"}, {"❤️", "[сердце]"}, {"🇷🇺", "[флаг RU]"},
		{"👨\u200d👩\u200d👧", "[мужчина + женщина + девочка]"}, {"1️⃣ место", "1 место"},
		{strings.Repeat("😡🚧👍 ", 30) + "всё", strings.Repeat("[злость] [дорожные работы] [одобрение] ", 2) +
			"[злость] [дорожные работы] [ещё эмодзи: 82] всё"},
		{"🧀", "[U+1F9C0]"}, {"Когда❗❗❗❗❗", "Когда!!!"}, {"✅ готово", "[да] готово"},
		{"Әйдә, өй, үз, җир, таң, һава, ҡала, ғаилә, ҫәсән, ӑҫта, ӗҫ, ҫӳрет", "Әйдә, өй, үз, җир, таң, һава, ҡала, " +
			"ғаилә, ҫәсән, ӑҫта, ӗҫ, ҫӳрет"},
		{"𝓟𝓻𝓲𝓿𝓮𝓽 Ｈｉ ①", "Privet Hi ①"}, {"и\u0306 е\u0308", "й ё"},
		{"字", "[U+5B57]"}, {"слово 字里", "слово [U+5B57 U+91CC]"}, {"汉字写在这里 и всё", "[письмо Han, знаков: 6] и всё"},
		{"\u202eтокат\u202c ноль\u200bширины\x00\x1b\ufeff\ufffe", "токат нольширины"}, {"а\nб\tв\u2028г", "а б в г"},
		{"\xff", "\ufffd"},
		{"שלום", "שלום"}, {"مرحبا", "\ufee3\ufeae\ufea3\ufe92\ufe8e"}, {"لا", "\ufefb"}, {"", ""},
	} {
		if got := l.text(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
	english := legible{faces: l.faces, english: true}
	if got := english.text("Hole😡 汉字写在这里"); got != "Hole [rage] [Han script, characters: 6]" {
		t.Errorf("in English: %q", got)
	}
}

// Whatever is seen in a text leaves something to be seen, and all of it can be drawn.
func TestNothingVanishes(t *testing.T) {
	l := legible{faces: fonts(t)}
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Rune().Draw(t, "rune")
		got := l.text("а" + string(r) + "б")
		if !unseen(r) && r >= ' ' && r != 0x0085 && got == "аб" {
			t.Fatalf("%U vanishes", r)
		}
		for _, drawn := range l.text(rapid.String().Draw(t, "text")) {
			if !l.faces.has(drawn) {
				t.Fatalf("%U cannot be drawn", drawn)
			}
		}
	})
}

func TestEmojiNames(t *testing.T) {
	l := legible{faces: fonts(t)}
	if len(emojiWords) < 150 {
		t.Errorf("%d signs have names", len(emojiWords))
	}
	for sign, word := range emojiWords {
		for _, name := range []string{word.russian, word.english} {
			if name == "" || l.text(name) != name || strings.ContainsAny(name, "[]|") {
				t.Errorf("the name of %c is %q", sign, name)
			}
		}
	}
}
