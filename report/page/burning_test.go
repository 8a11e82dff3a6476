package page

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
)

var morning = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)

func writerIn(language build.Language) writer {
	return writer{d: build.Digest{Language: language, At: morning, Length: build.OneDay}, t: textsOf(language)}
}

func plain(s string) string { return strings.ReplaceAll(s, Nbsp, " ") }

// How long something lasts is said as people say it.
func TestSince(t *testing.T) {
	for _, c := range []struct {
		from             time.Time
		russian, english string
	}{
		{morning.Add(-2 * time.Hour), "с утра", "since the morning"},
		{morning.Add(-5 * time.Hour), "с ночи", "since the night"},
		{morning.Add(-10 * time.Hour), "со вчерашнего вечера", "since last evening"},
		{morning.Add(-20 * time.Hour), "второй день", "second day"},
		{morning.AddDate(0, 0, -2), "третий день", "third day"},
		{morning.AddDate(0, 0, -9), "десятый день", "tenth day"},
		{morning.AddDate(0, 0, -12), "13-й день", "day 13"},
		{morning.AddDate(0, 0, -120), "с июля", "since July"},
		{morning.AddDate(-7, 0, 0), "с ноября 2019 г.", "since November 2019"},
	} {
		if got := plain(writerIn(build.Russian).since(c.from)); got != c.russian {
			t.Errorf("%s: %q, want %q", c.from, got, c.russian)
		}
		if got := plain(writerIn(build.English).since(c.from)); got != c.english {
			t.Errorf("%s: %q, want %q", c.from, got, c.english)
		}
	}
	evening := writerIn(build.Russian)
	evening.d.At = morning.Add(12 * time.Hour)
	for hours, want := range map[int]string{1: "с вечера", 6: "с обеда", 11: "с утра"} {
		if got := plain(evening.since(evening.d.At.Add(-time.Duration(hours) * time.Hour))); got != want {
			t.Errorf("%d hours: %q, want %q", hours, got, want)
		}
	}
}

// A head says how many people write what, where and since when; it names no place twice.
func TestHeadlines(t *testing.T) {
	day := morning.AddDate(0, 0, -1)
	for _, c := range []struct {
		danger build.Burning
		want   string
	}{
		{build.Burning{People: 9, Topic: "ненадлежащее качество или отключение отопления", Place: "Заводская 12",
			Since: day}, "9 человек: нет тепла, Заводская 12, второй день"},
		{build.Burning{People: 2, Topic: "жкх прочее", Group: "ЖКХ", Place: "Энск, Заводская",
			Title: "Тепла нет на Заводской, 16.", Since: day}, "2 человека: тепла нет на Заводской, 16, Энск, второй день"},
		{build.Burning{People: 1, Topic: "отключение электричества, аварии на подстанциях, лэп", Since: day},
			"Нет света, второй день"},
		{build.Burning{People: 1, Topic: "ЖКХ прочее", Group: "ЖКХ", Urgency: inbox.Life, Place: "Энск", Since: day},
			"Опасность для людей, Энск, второй день"},
		{build.Burning{People: 1, Topic: "ремонт и содержание медицинских учреждений", Group: "Здравоохранение",
			Place: "Энск", Since: day}, "Ремонт и содержание медицинских учреждений, Энск, второй день"},
		{build.Burning{People: 3, Title: "МКД без света", Group: "Энергетика", Since: day},
			"3 человека: МКД без света, второй день"},
		{build.Burning{People: 30, Topic: "отключение электричества, аварии на подстанциях, лэп", Urgency: inbox.Outage,
			Place: "Миасс, Ленина", Streets: 5, Since: day}, "30 человек: нет света, Миасс, Ленина и ещё 4 улицы, второй день"},
		// Of one or two people whose life is in danger the words are theirs.
		{build.Burning{People: 1, Topic: "скорая помощь", Urgency: inbox.Life, Place: "Энск, Мира 11",
			Says: "Горит квартира на Мира 11, люди на балконе.", Since: day},
			"«Горит квартира на Мира 11, люди на балконе», Энск, второй день"},
		{build.Burning{People: 3, Topic: "скорая помощь", Urgency: inbox.Life, Place: "Энск",
			Says: "Скорая не приехала за два часа.", Since: day}, "3 человека: не едет скорая, Энск, второй день"},
		// Words that the topic stands for and nobody uses are no head.
		{build.Burning{People: 3, Topic: "скорая помощь", Urgency: inbox.Life, Place: "Энск", Doubtful: true,
			Says: "Связи нет никакой!", Since: day}, "3 человека: «Связи нет никакой!», Энск, второй день"},
		{build.Burning{People: 4, Topic: "ненадлежащее качество или отключение отопления", Urgency: inbox.Outage,
			Doubtful: true, Group: "ЖКХ", Since: day}, "4 человека: отключение, второй день"},
	} {
		if got := plain(writerIn(build.Russian).headline(c.danger, true)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if got := plain(writerIn(build.English).headline(build.Burning{People: 9, Since: day,
		Topic: "ненадлежащее качество или отключение отопления"}, true)); got != "9 people: no heating, second day" {
		t.Error(got)
	}
}

// The subject of a mail is the verdict with its figures.
func TestSubject(t *testing.T) {
	d := build.Digest{Title: "Утренняя сводка", Language: build.Russian, At: morning, Length: build.OneDay, Complete: true,
		Headline: build.Headline{Mood: build.Tenser}, Totals: build.Totals{Unanswered: 391},
		Burning: make([]build.Burning, 5)}
	check := func(want string) {
		t.Helper()
		if got := plain(Subject(d)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	check("Напряжённее обычного: 391 ждёт, горит 5 · Утренняя сводка, 23 ноября")
	d.Totals.Unanswered, d.Burning = 2, d.Burning[:1]
	check("Напряжённее обычного: 2 ждут, горит 1 · Утренняя сводка, 23 ноября")
	d.Burning = nil
	d.Headline.Mood = build.Calmer
	check("Спокойнее обычного: 2 ждут, ничего не горит · Утренняя сводка, 23 ноября")
	d.Headline.Mood, d.Complete = build.Incomplete, false
	check("Данные неполны: не меньше 2 ждут · Утренняя сводка, 23 ноября")
	d.Headline.Mood = build.NoData
	check("Нет данных: ни один канал ещё не прочитан · Утренняя сводка, 23 ноября")
	d = build.Digest{Title: "Weekly", Language: build.English, At: morning, Length: build.OneWeek, Complete: true,
		Headline: build.Headline{Mood: build.First}, Totals: build.Totals{Unanswered: 9, New: 40, Answered: 31},
		Burning: make([]build.Burning, 3)}
	check("40 came in the week, 31 were answered: 3 burn · Weekly, 23 November")
}

// Every word of the page stands in both languages.
func TestGovernorsWordsAreWhole(t *testing.T) {
	var whole func(name string, a, b reflect.Value)
	whole = func(name string, a, b reflect.Value) {
		switch a.Kind() {
		case reflect.String:
			missing := a.String() == "" || b.String() == "" ||
				strings.Count(a.String(), "%") != strings.Count(b.String(), "%")
			if missing && !strings.HasSuffix(name, ".few") {
				t.Errorf("%s: %q and %q", name, a, b)
			}
		case reflect.Struct:
			for i := range a.NumField() {
				whole(name+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
			}
		case reflect.Array:
			for i := range a.Len() {
				whole(name, a.Index(i), b.Index(i))
			}
		case reflect.Map:
			for _, key := range a.MapKeys() {
				if other := b.MapIndex(key); other.IsValid() {
					whole(name, a.MapIndex(key), other)
				} else {
					t.Errorf("%s lacks %v", name, key)
				}
			}
		}
	}
	whole("", reflect.ValueOf(governorRussian()), reflect.ValueOf(governorEnglish()))
}
