package place

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// counted are beginnings of words that stand after an amount, not after a house.
var counted = []string{"лет", "год", "дн", "день", "час", "мин", "руб", "тыс", "млн", "млрд", "процент", "чел", "км", "метр", "раз", "маршрут", "шт", "этаж", "мест", "недел", "сут", "месяц", "градус", "квартир", "домов", "дома", "подъезд", "секунд", "балл", "человек", "семь", "жител", "число", "числа", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря", "утра", "вечера", "ночи", "литр", "кг", "тонн", "автобус", "трамва", "троллейбус", "маршрутк", "машин", "деревь", "р", "м", "ти", "рублей"}

// houseNumber reports whether the word may be a house's number: 5, 12а, 12/3, 36-а, 12к1; no phone, sum, date or time.
func houseNumber(words []word, i int) bool {
	w := &words[i]
	if !w.digit || w.gap == '+' || strings.ContainsAny(w.low, ".:") {
		return false
	}
	digits := 0
	for digits < len(w.low) && w.low[digits] >= '0' && w.low[digits] <= '9' {
		digits++
	}
	if digits > 3 || strings.Count(w.low, "-") > 1 || strings.Count(w.low, "/") > 2 || len(w.low) > 12 {
		return false
	}
	if k := strings.IndexByte(w.low, '-'); k >= 0 { // 12-3 is a house with a flat, 36-а a house; 5-й is neither
		rest := w.low[k+1:]
		if rest[0] < '0' || rest[0] > '9' {
			return slices.Contains(houseLetters, rest)
		}
	}
	if i+1 < len(words) && words[i+1].gap != '.' && words[i+1].gap != ',' && !words[i+1].digit {
		next := words[i+1].low
		for _, c := range counted {
			if strings.HasPrefix(next, c) && (len(c) > 4 || len(next) <= len(c)+8) && !(len(c) <= 4 && next != c && len(c) <= 2) {
				return false
			}
		}
	}
	if i+1 < len(words) && words[i+1].gap == '+' { // 18+
		return false
	}
	if i+1 < len(words) && words[i+1].digit && words[i+1].gap == ' ' && w.gap != 'N' && len(words[i+1].low) >= 2 && words[i+1].low[0] != '0' && digits == 1 {
		return false // 8 351 200 30 40
	}
	return true
}

var houseLetters = []string{"а", "б", "в", "г", "д", "е", "ж", "з", "и", "к", "л", "м", "н", "р", "с", "т"}

func houseWord(w *word) bool {
	switch w.low {
	case "д", "дом", "дома", "доме", "дому", "домом", "домов", "домам", "домах", "домами", "стр", "строение", "двор", "дворе", "двора":
		return true
	}
	return false
}

// houseAfter reads the house after a street: «, д. 12», «45», «12 корпус 1», «3, 7, 9 и 13». end is behind it.
func houseAfter(words []word, i int) (house string, end int) {
	named := false
	for k := 0; k < 2 && i < len(words) && houseWord(&words[i]); k++ {
		if words[i].gap == '.' && !words[max(0, i-1)].point {
			return "", i
		}
		named = true
		i++
	}
	if i >= len(words) || !houseNumber(words, i) || words[i].gap == '.' && !(words[i-1].point && named) {
		return "", i
	}
	if words[i].gap == ',' && !named && words[i].low[0] == '0' {
		return "", i
	}
	var houses []string
	for i < len(words) && houseNumber(words, i) {
		one, next := oneHouse(words, i)
		houses = append(houses, one)
		i = next
		if i < len(words) && words[i].low == "и" && i+1 < len(words) && words[i+1].digit {
			i++
		} else if i < len(words) && (words[i].gap != ',' || !words[i].digit) {
			break
		}
	}
	return strings.Join(houses, ", "), i
}

func oneHouse(words []word, i int) (house string, next int) {
	house = strings.ReplaceAll(words[i].low, "-", "")
	if k := strings.IndexByte(words[i].low, '-'); k >= 0 && words[i].low[k+1] <= '9' {
		house = words[i].low[:k] // 12-3: the flat does not belong to the place
	}
	i++
	if i < len(words) && words[i].gap == ' ' && utf8.RuneCountInString(words[i].low) == 1 && strings.Contains("абгдеж", words[i].low) && !words[i].point {
		talk := i+1 < len(words) && words[i+1].gap == ' ' && slices.Contains([]string{"там", "вот", "еще", "не", "у", "на", "мы", "я", "он", "это", "теперь", "когда", "то", "как", "что", "с", "по", "нам", "нас"}, words[i+1].low)
		if !talk {
			house += words[i].low
			i++
		}
	}
	if i+1 < len(words) && words[i+1].digit {
		switch words[i].low {
		case "к", "корп", "корпус", "корпуса", "корпусе":
			house += "к" + words[i+1].low
			i += 2
		case "стр", "строение":
			house += "с" + words[i+1].low
			i += 2
		}
	}
	if i+1 < len(words) && words[i+1].digit {
		switch words[i].low {
		case "кв", "квартира", "квартире", "квартиры", "подъезд", "подъезде", "п":
			i += 2
		}
	}
	return house, i
}

// houseBefore reads the houses before a street: «дом 17 по улице Чичерина», «домов №7 и №10 по проспекту Мира».
func houseBefore(words []word, i int) string {
	i--
	if i >= 0 && (words[i].low == "по" || words[i].low == "на" || words[i].low == "с" || words[i].low == "ул") {
		i--
	}
	var houses []string
	named := false
	for n := 0; i >= 0 && n < 10; i, n = i-1, n+1 {
		w := &words[i]
		switch {
		case w.digit && houseNumber(words, i):
			h, _ := oneHouse(words, i)
			houses = append(houses, h)
		case houseWord(w):
			named = true
		case len(houses) > 0 && (w.low == "до" || w.low == "от" || w.low == "и" || w.low == "между"):
		case len(houses) == 0 && utf8.RuneCountInString(w.low) == 1 && strings.Contains("абвгд", w.low):
		default:
			n = 10
		}
		if w.gap == '.' {
			break
		}
	}
	if !named || len(houses) == 0 {
		return ""
	}
	slices.Reverse(houses)
	return strings.Join(houses, ", ")
}

// plainNouns are beginnings of capitalised words that are followed by a number without being streets.
var plainNouns = []string{"дом", "школ", "квартир", "подъезд", "маршрут", "автобус", "трамва", "сад", "поликлиник", "больниц", "лице", "гимнази", "участ", "тариф", "статья", "статьи", "пункт", "номер", "корпус", "этаж", "комнат", "кабинет", "цена", "зарплат", "пенси", "отдел", "почт", "троллейбус", "маршрутк", "остановк", "детсад", "тэц", "сумм", "около", "через", "после", "более", "менее", "уже", "еще", "котельн", "роддом", "общежити", "теле", "групп", "класс", "скидк", "минут", "час", "года", "лет", "из-за", "из", "за", "на", "до", "по", "от", "у", "в", "и", "а", "мне", "нас", "их", "ей", "его", "эти", "эта", "все", "всего", "таких", "каких", "наши", "наша", "люди", "жители", "дети", "семьи", "сотни", "тысячи", "звонки", "путин", "коронавирус", "ковид", "скорая", "скорой", "тройка", "палата", "палаты", "только", "где", "вторые", "третьи", "мои", "твои", "вакцина", "акция", "акции"}

// notStreet: the words i..end and the number after them are no address.
func notStreet(words []word, i, end int) bool {
	w := &words[i]
	if utf8.RuneCountInString(words[end-1].low) < 4 {
		return true
	}
	for _, n := range plainNouns {
		if w.low == n || len(n) > 6 && strings.HasPrefix(w.low, n) {
			return true
		}
	}
	if end == i+1 && w.gap == '.' && !adjectiveLike(w.low) && !compound(w.orig) { // begins a sentence: any noun may stand there
		for _, ending := range [...]string{"ов", "ев", "ина", "ова", "ева", "цев", "ого", "ских", "енко"} {
			if strings.HasSuffix(w.low, ending) && len(w.low) > 8 {
				return false
			}
		}
		return true
	}
	if i > 0 {
		switch words[i-1].low {
		case "маршрут", "маршрута", "автобус", "в", "во", "из", "до", "к", "о", "об", "за", "через", "тк", "ооо", "ук", "ип", "жк", "снт":
			return !strings.HasPrefix(words[max(0, i-1)].low, "до") && words[i-1].low != "к" && words[i-1].low != "до"
		}
	}
	return false
}

// compound: two capitalised halves, as no common noun has: Стара-Загора.
func compound(orig string) bool {
	first, second, ok := strings.Cut(orig, "-")
	r, _ := utf8.DecodeRuneInString(second)
	return ok && utf8.RuneCountInString(first) > 2 && upper(r)
}
