package text

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	always := func(string, rune, string) bool { return true }
	stops := func(before string, mark rune, behind string) bool {
		return mark != '.' || !Abbreviation(LastWord(before)) && strings.HasPrefix(behind, " ")
	}
	for _, c := range []struct {
		text string
		ends func(string, rune, string) bool
		want []string
	}{
		{"", always, []string{""}},
		{"Да. Нет!", always, []string{"Да.", " Нет!", ""}},
		{"а\nб…в", always, []string{"а\n", "б…", "в"}},
		{"На ул. Лесной яма. Да", stops, []string{"На ул. Лесной яма.", " Да"}},
		{"20.05.2026 на тыс.\nНе", stops, []string{"20.05.2026 на тыс.\n", "Не"}},
		{"д. 5. Всё", stops, []string{"д. 5.", " Всё"}},
	} {
		got := slices.Collect(Sentences(c.text, c.ends))
		if !slices.Equal(got, c.want) {
			t.Errorf("%q gives %q, want %q", c.text, got, c.want)
		}
		if strings.Join(got, "") != c.text {
			t.Errorf("%q: the pieces are not the whole text", c.text)
		}
		for range Sentences(c.text, c.ends) {
			break
		}
	}
}

func TestBreaks(t *testing.T) {
	for sign, want := range map[rune]Break{
		'.': SentenceBreak, '\n': SentenceBreak, ',': ClauseBreak, '—': ClauseBreak, '-': NoBreak, '«': NoBreak,
	} {
		if BreakOf(sign) != want {
			t.Errorf("%q ends %v, want %v", sign, BreakOf(sign), want)
		}
	}
	if got := LastWord("на Улице1"); got != "" {
		t.Errorf("a digit is no word: %q", got)
	}
	if got := LastWord("в Посёл"); got != "посел" {
		t.Errorf("the last word is %q", got)
	}
}

func TestPatronymics(t *testing.T) {
	for _, c := range []struct {
		word         string
		full, spoken bool
	}{
		{"иванович", true, true}, {"петровне", true, true}, {"ильич", true, true}, {"ильича", false, true},
		{"иваныч", false, true}, {"андреичу", false, true}, {"иванне", false, true}, {"основной", true, true},
		{"дом", false, false}, {"ровно", false, false},
		{"лукиничну", true, true}, {"никитична", true, true}, {"ович", false, true},
	} {
		if Patronymic(c.word) != c.full || SpokenPatronymic(c.word) != c.spoken {
			t.Errorf("%s: in full %v, spoken %v", c.word, Patronymic(c.word), SpokenPatronymic(c.word))
		}
	}
}

func TestNames(t *testing.T) {
	known := map[string]bool{}
	for _, list := range [][]string{Men(), Women(), Familiar()} {
		for _, name := range list {
			known[Fold(name)] = true
		}
		if len(list) < 500 {
			t.Errorf("a list of %d names", len(list))
		}
	}
	var unknown []string
	for name := range called {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	if !slices.Equal(unknown, []string{"лиля"}) {
		t.Errorf("people are called by names that are in no list: %v", unknown)
	}
	if !Calls("олеся") || Calls("роман") == Calls("дорога") {
		t.Error("nobody is called Олеся, or somebody Дорога")
	}
	for name, want := range map[string]string{
		"анна":    "анны анни анне анну анной анней",
		"мария":   "марии марию марией",
		"павел":   "павла павлу павлом павлем павле",
		"витек":   "витька витьку витьком витьке витека витеку витеком витеке",
		"николай": "николая николаю николаем николае николаи",
		"любовь":  "любовя любовю любовем любове любови любовью",
		"нико":    "",
	} {
		if got := strings.Join(NameCases(name), " "); got != want {
			t.Errorf("%s has the cases %s, want %s", name, got, want)
		}
	}
}
