package build

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"otklik/report/clean"
)

func TestTelling(t *testing.T) {
	for _, c := range []struct{ name, want, texts string }{
		{"nothing", "", ""},
		{"too short to stand alone", "", "Яма.|Когда?|Нет воды"},
		{"the sentence with substance", "На Мостовой провалился асфальт у остановки.",
			"Здравствуйте, уважаемый губернатор! На Мостовой провалился асфальт у остановки. Когда это кончится?"},
		{"not the one that shouts", "Третью неделю нет горячей воды в доме.", "ПОЧЕМУ НИКТО НЕ ПОЧИНИТ ВОДУ В " +
			"ДОМЕ!!!|Третью неделю нет горячей воды в доме."},
		{"what most write about", "Во дворе не вывозят мусор уже неделю.",
			"Собака лает ночами возле магазина.|Во дворе не вывозят мусор уже неделю.|Мусор лежит во дворе " +
				"неделю.|Мусор вывозят редко, двор завален."},
		{"an address is one sentence", "На ул. Садовой у дома 5 оборван провод освещения.",
			"На ул. Садовой у дома 5 оборван провод освещения."},
		{"no address of a page", "", "Смотрите https://example.org подробное видео нашего двора"},
		{"not markup or emoji", "", "😡😡😡 дороги <b>ужасные</b> {ямы} повсюду ###"},
	} {
		if got := telling(strings.Split(c.texts, "|")); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	// Never invented: what is said stands in one of the texts, and it is one line of bounded length.
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"яма", "дорога", "провалилась", "у", "остановки", "ВОДА",
			"нет.", "Когда?", "третью", "неделю", "\n", "ул.", "!!!",
			"<b>", "\u202e"}), 0, 40)
		texts := []string{strings.Join(words.Draw(t, "a"), " "), strings.Join(words.Draw(t, "b"), " ")}
		s := telling(texts)
		if s != "" && !strings.Contains(clean.OneLine(texts[0]), s) && !strings.Contains(clean.OneLine(texts[1]), s) {
			t.Fatalf("%q stands in none of %q", s, texts)
		}
		if n := len([]rune(s)); n > SaysLongest || s != clean.OneLine(s) {
			t.Fatalf("%d characters: %q", n, s)
		}
	})
}

// What is said of a danger is what is wrong, not the plea beside it.
func TestSayingOfADanger(t *testing.T) {
	for text, want := range map[string]string{
		"Очень надеемся на вашу помощь и поддержку. Не работает лифт, девятый этаж.": "Не работает лифт, девятый этаж.",
		"Горим!!! Помогите!!! SOS!!!": "Горим!!! Помогите!!! SOS!!!",
		"Искрит провод над площадкой": "Искрит провод над площадкой",
	} {
		if got := saying([]string{text}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
