package town

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// settlement is an invented town in the forms the texts need: "Тихогорск", "в Тихогорске", "из Тихогорска".
type settlement struct{ name, in, of string }

var settlements = []settlement{
	{"Энск", "в Энске", "Энска"}, {"Тихогорск", "в Тихогорске", "Тихогорска"},
	{"Верхнелугск", "в Верхнелугске", "Верхнелугска"}, {"Старолипск", "в Старолипске", "Старолипска"},
	{"Рябиновск", "в Рябиновске", "Рябиновска"}, {"Дальнеборск", "в Дальнеборске", "Дальнеборска"},
	{"Камнеречье", "в Камнеречье", "Камнеречья"}, {"Ясногорье", "в Ясногорье", "Ясногорья"},
	{"Мостовец", "в Мостовце", "Мостовца"}, {"Ольховатск", "в Ольховатске", "Ольховатска"},
}

const placesHeader = "# Towns of the made-up region, for reading.places: a name as people write it, a tab, its " +
	"municipality.\n"

// Places is a file for reading.places that knows the invented towns: no register has them.
func Places() string {
	var b strings.Builder
	b.WriteString(placesHeader)
	for _, s := range settlements {
		// The other cases too: no rule makes «Мостовца» of «Мостовец».
		for _, form := range []string{s.name, s.of, strings.TrimPrefix(s.in, "в ")} {
			fmt.Fprintf(&b, "%s\t%s\n", form, s.name)
		}
	}
	return b.String()
}

// WrotePlaces reports whether a text is a Places, of this or another version.
func WrotePlaces(text string) bool { return strings.HasPrefix(text, placesHeader) }

var villages = []settlement{
	{"село Большие Пеньки", "в селе Большие Пеньки", "села Большие Пеньки"},
	{"посёлок Торфяной Мыс", "в посёлке Торфяной Мыс", "посёлка Торфяной Мыс"},
	{"деревня Грачёвый Лог", "в деревне Грачёвый Лог", "деревни Грачёвый Лог"},
	{"посёлок Светлоключевой", "в посёлке Светлоключевой", "посёлка Светлоключевой"},
	{"село Кривая Елань", "в селе Кривая Елань", "села Кривая Елань"},
	{"деревня Нижние Журавли", "в деревне Нижние Журавли", "деревни Нижние Журавли"},
	{"село Старая Поветь", "в селе Старая Поветь", "села Старая Поветь"},
	{"посёлок Лесозаводской", "в посёлке Лесозаводской", "посёлка Лесозаводской"},
}

// Street names that stay as they are after "на", "по" and "улица".
var streets = []string{
	"Ленина", "Мира", "Гагарина", "Чапаева", "Победы", "Пушкина", "Горького", "Калинина", "Кирова", "Строителей",
	"Космонавтов", "Маяковского", "Чехова", "Матросова", "Энергетиков", "Металлургов", "8 Марта", "Труда", "Некрасова",
	"Щорса", "Фрунзе", "Дружбы", "Лермонтова", "Химиков", "Железнодорожников", "Декабристов", "Свободы", "Тургенева",
}

// In the accusative: "не работает …", "жалуемся …".
var durations = []string{
	"вторую неделю", "третий месяц", "неделю", "четвёртый день", "полгода", "уже месяц", "третью неделю", "две недели",
	"второй год", "десять дней", "третий год", "почти месяц", "уже пять дней",
}

var months = []string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
	"ноября", "декабря"}

// setting fills the slots of one scene, so that an answer speaks of the place of its complaint.
type setting struct {
	town, village           settlement
	street, house, duration string
	minibus, until, no      int
}

func newSetting(r *rand.Rand) setting {
	town := settlements[0]
	if r.IntN(5) > 1 {
		town = settlements[r.IntN(len(settlements))]
	}
	house := fmt.Sprint(1 + r.IntN(96))
	switch r.IntN(8) {
	case 0:
		house += []string{"а", "б", "/1", "/2"}[r.IntN(4)]
	case 1:
		house += " к" + fmt.Sprint(1+r.IntN(3))
	}
	return setting{
		town: town, village: villages[r.IntN(len(villages))], street: streets[r.IntN(len(streets))], house: house,
		duration: durations[r.IntN(len(durations))], minibus: 2 + r.IntN(88), until: 3 + r.IntN(20), no: 1 + r.IntN(60),
	}
}

// fill puts the setting into a text; at is when the text is written, start when the talk
// began: {date} comes after at, {past} lies between the two.
func (s setting) fill(text string, at, start time.Time) string {
	if !strings.Contains(text, "{") {
		return text
	}
	past := at
	if yesterday := at.AddDate(0, 0, -1); !yesterday.Before(start) {
		past = yesterday
	}
	day := func(t time.Time) string { return fmt.Sprintf("%d %s", t.Day(), months[t.Month()-1]) }
	return strings.NewReplacer(
		"{town}", s.town.name, "{in_town}", s.town.in, "{In_town}", "В"+strings.TrimPrefix(s.town.in, "в"),
		"{of_town}", s.town.of,
		"{village}", s.village.name, "{in_village}", s.village.in, "{In_village}",
		"В"+strings.TrimPrefix(s.village.in, "в"), "{of_village}", s.village.of,
		"{street}", s.street, "{house}", s.house, "{duration}", s.duration, "{bus}", fmt.Sprint(s.minibus),
		"{school}", fmt.Sprint(s.no), "{date}", day(at.AddDate(0, 0, s.until)), "{past}", day(past),
	).Replace(text)
}
