package app

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/problem"
	"otklik/report/build"
	"otklik/report/page"
)

// signers are surnames that are names of towns and villages too, or look like such.
var signers = []string{"Воробьёв", "Чехов", "Королёв", "Киров", "Глазов", "Серов", "Алексин", "Пушкин", "Лыков",
	"Белозерский",
	"Троицкий", "Гагарин", "Азов", "Лосев", "Каменский", "Ковров", "Рогов", "Камышин", "Жуков", "Приморский"}

// signatures are ways of signing; S stands for the surname, I, O for initials, N and P for a first name and a
// patronymic.
var signatures = []string{"I. O. S", "I.O. S", "I.O.S", "S I.O.", "S I. O.", "S IO", "I. S", "N S", "S N P",
	"S N", "N P S",
	"С уважением, S", "с уважением, I. S", "С уважением, I.O. S", "Жду ответа. S N", "подпись: S I.O.", "Пишет вам N S",
	"меня зовут N S", "ученик i. S", "сосед S", "директор школы I. O. S", "Гражданин S I. O.", "председатель O. S",
	"врач S I.O."}

// townsmen are towns that people are named like; a first name or two initials beside one tell a person.
var townsmen = []string{"Клин", "Тула", "Галич", "Орёл", "Кинель", "Луга", "Тара", "Остров", "Шуя", "Миасс", "Печора",
	"Касли", "Троицк"}

// fullSignatures are the signatures that leave no doubt.
var fullSignatures = []string{"N S", "N P S", "S N P", "S I.O.", "I.O. S", "I. O. S", "Я, N S", "меня зовут N S",
	"С уважением, N S"}

// peoples are surnames and first names of many peoples, as they stand in papers and as people write them in Latin
// letters.
var peoples = [][2]string{{"Хәйруллин", "Илнар"}, {"Цыренжапов", "Баир"}, {"Слепцов", "Ньургун"}, {"Куулар", "Чойгана"},
	{"Манджиев", "Санал"},
	{"Токтогулов", "Нурбек"}, {"Хегай", "Валерий"}, {"Магомедов", "Шамиль"}, {"Саркисян", "Ашот"},
	{"Рабинович", "Исаак"}, {"Остапенко", "Тарас"},
	{"Гиоргадзе", "Нугзар"}, {"Ҡаҙаҡбаев", "Юлай"}, {"Ахмедханов", "Заур"}, {"Sleptsov", "Sergey"},
	{"Magomedov", "Shamil"}, {"Ostapenko", "Taras"}}

// peopleSignatures are the signatures of peoples; small and capital letters are both tried.
var peopleSignatures = []string{"N S", "S N", "я S N", "меня зовут N S", "с уважением S N", "пишет N S", "сосед N S",
	"сын S N", "S N P"}

var complaints = []string{"Третий день нет воды", "Почините дорогу", "Во дворе не убирают мусор",
	"Автобус не ходит вторую неделю",
	"На улице Садовой, 5 нет света", "Лифт не работает", "Нет отопления, замерзаем"}

// TestNoNameComesBack: what the mask hides in a text stands in no other field that the reading of it gives, nor in the
// title of a problem.
func TestNoNameComesBack(t *testing.T) {
	t.Parallel()
	mask := privacy.New(privacy.Options{})
	var readers []*reading.Reader
	for _, region := range []string{"", "Московская область", "Челябинская область"} {
		r, err := reading.New(reading.Options{Region: region, Public: mask.Without, Ordinary: privacy.Ordinary})
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	rapid.Check(t, func(t *rapid.T) {
		names, forms := signers, signatures
		given, spelt := rapid.SampledFrom([]string{"Никита", "Айнур", "Сослан", "Гурген"}).Draw(t, "given"),
			func(s string) string { return s }
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		if kind == 1 {
			names, forms = townsmen, fullSignatures
		}
		name := rapid.SampledFrom(names).Draw(t, "surname")
		if kind > 1 {
			person := rapid.SampledFrom(peoples).Draw(t, "person")
			name, given, forms = person[0], person[1], peopleSignatures
			if name[0] > 'z' {
				spelt = rapid.SampledFrom([]func(string) string{spelt, strings.ToLower, strings.ToUpper}).Draw(t,
					"letters")
			}
		}
		initial := func(label string) string {
			return rapid.SampledFrom(strings.Split("А Б В Г Д И К М Н О П Р С Т Ф Х", " ")).Draw(t, label)
		}
		i, o := initial("first"), initial("second")
		form := rapid.SampledFrom(forms).Draw(t, "signature")
		if strings.Contains("ГПХ", i) && !strings.Contains(form, "O") {
			i = "В" // «Г. Чехов», «П. Троицкий» may be a town and a settlement
		}
		signature := strings.NewReplacer("S", name, "I", i, "i", strings.ToLower(i), "O", o, "N", given, "P",
			"Львович").Replace(form)
		signature = spelt(signature)
		before, after := rapid.SampledFrom(complaints).Draw(t, "before"), rapid.SampledFrom(complaints).Draw(t, "after")
		text := rapid.SampledFrom([]string{before + ". " + signature, before + "! " + signature + ". " + after + ".",
			signature + "\n" + before,
			before + ".\n" + signature, before + ". " + signature + ", " + after}).Draw(t, "text")
		r := readers[rapid.IntRange(0, len(readers)-1).Draw(t, "region")]
		a, where := r.ReadText(text), r.Place(inbox.Message{Text: text})
		grouper := problem.New(problem.Options{Public: mask.Text})
		grouper.Add("1", text, a.Group, where, "1", time.Now())
		fields := append([]string{a.Municipality, a.Settlement, a.Street, a.House, a.Group, a.Topic, where.Municipality,
			where.District,
			where.Part, where.Settlement, where.Street, grouper.Problems()[0].Title},
			append(page.Reasons(build.Russian, a.Reasons), where.Reasons...)...)
		stem := strings.TrimSuffix(unfolded(name), "ий")
		for _, field := range fields {
			if strings.Contains(unfolded(field), stem) {
				t.Errorf("%q: %q stands in %q", text, name, field)
			}
		}
	})
}

func unfolded(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }

// A street that is named after somebody is no signature.
func TestStreetsOfPeopleAreRead(t *testing.T) {
	t.Parallel()
	r, err := reading.New(reading.Options{Public: privacy.New(privacy.Options{}).Without, Ordinary: privacy.Ordinary})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"На улице Воробьёва, 5 нет света. С уважением, И. П. Королёв": "улица Воробьёва",
		"ул. Лыкова, д. 12, кв. 5, нет воды. Лыков Н. П.":             "улица Лыкова",
		"Чехова 7, нет воды":  "Чехова",
		"пр. Королёва 5, яма": "проспект Королёва",
	} {
		if got := r.ReadText(text).Street; got != want {
			t.Errorf("%q: street %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"г. Чехов, нет воды": "Чехов", "Город Киров без автобусов, мёрзнем на " +
		"остановках": "Киров"} {
		if got := r.ReadText(text).Municipality; got != want {
			t.Errorf("%q: municipality %q, want %q", text, got, want)
		}
	}
}
