package build

import (
	"strings"
	"testing"
)

// A question is a sentence that asks, whole; what only complains is none.
func TestAsked(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"Нет воды. Когда дадут воду на Садовой?"}, "Когда дадут воду на Садовой?"},
		{[]string{"когда на Лесной сделают дорогу"}, "Когда на Лесной сделают дорогу"},
		{[]string{"Работы нет вообще никакой. Что планируете?"}, ""},
		{[]string{"Будет ли ярмарка в субботу на площади"}, "Будет ли ярмарка в субботу на площади"},
		{[]string{"Работы в городе нет вообще никакой"}, ""},
		{[]string{"Дорога разбита! Сделайте"}, ""},
		{[]string{"А?", "Ну и что?"}, ""},
		{[]string{"Музей открыт?"}, "Музей открыт?"},
		{[]string{"[club1001|Губернатор], когда поставят остановку?"}, "Губернатор, когда поставят остановку?"},
		{[]string{"Вы сами-то видели?"}, ""},
		{nil, ""},
	} {
		if got := Asked(c.texts); got != c.want {
			t.Errorf("%q: %q, want %q", c.texts, got, c.want)
		}
	}
}

// What is quoted ends where a sentence ends.
func TestWhole(t *testing.T) {
	long := "Комиссия рассмотрела предложение о переходе у поликлиники и поддержала его. "
	said := "Добрый день! " + strings.Repeat(long, 4)
	if got, want := Whole(said, 160), "Добрый день! "+strings.TrimSpace(long); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Whole("Добрый день! "+long, 20); got != "Добрый день! "+strings.TrimSpace(long) {
		t.Errorf("the first sentence that says anything is cut: %q", got)
	}
	if got := Whole("", 10); got != "" {
		t.Errorf("%q", got)
	}
}

// A title that was cut is that of its sentence again.
func TestWholeTitle(t *testing.T) {
	text := "Здравствуйте. на перекрёстке Заречной и Лесной третью неделю не работает светофор, машины стоят. Помогите."
	want := "На перекрёстке Заречной и Лесной третью неделю не работает светофор, машины стоят"
	if got := WholeTitle("На перекрёстке Заречной и Лесной третью…", []string{"другое", text}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, same := range []string{"Нет света", "Нет света…", "…", ""} {
		if got := WholeTitle(same, []string{text}); got != same {
			t.Errorf("%q became %q", same, got)
		}
	}
}
