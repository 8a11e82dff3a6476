package promise

import (
	"slices"
	"strings"
)

// byThen reports whether a time that begins here is one by which something is done: «до 20 мая», «в течение недели».
func byThen(words []word) bool {
	switch words[0].low {
	case "до", "к", "ко", "не", "позднее", "течение":
		return true
	case "в":
		return len(words) > 1 && words[1].low == "течение"
	}
	return false
}

// onlyMonth: «в мае», «в мае 2027».
func onlyMonth(words []word) bool {
	return len(words) > 1 && words[0].low == "в" && month(words[1].low) > 0
}

// begins reports whether something begins at the time that stands at word i: «с 26 ноября», «работы начнутся в мае».
func begins(words []word, i int) bool {
	if low := words[i].low; low == "с" || low == "со" || i > 0 && words[i-1].low == "начиная" {
		return true
	}
	return slices.ContainsFunc(clauseOf(words, i), func(w word) bool { return hasPrefix(w.low, beginning) })
}

var beginning = []string{"начн", "начин", "начал", "старт", "приступ"}

// conditional: «если до 12 декабря денег не будет, напишите нам» promises nothing.
func conditional(words []word) bool { return len(words) > 0 && words[0].low == "если" }

// promises reports whether words speak of the future or of a plan.
func promises(words []word) bool {
	for i, w := range words {
		switch {
		case slices.Contains(plans, w.low):
			return true
		case hasPrefix(w.low, planStems) && (i == 0 || words[i-1].low != "не"):
			return true
		case future(w.low) && (i == 0 || words[i-1].low != "не"):
			return true
		}
	}
	return false
}

// refused: «не отремонтируем до 20 мая».
func refused(words []word) bool {
	for i, w := range words {
		if i > 0 && words[i-1].low == "не" && (future(w.low) || hasPrefix(w.low, able)) {
			return true
		}
	}
	return false
}

// able are beginnings of words that refuse behind «не».
var able = []string{"смож", "могут", "можем", "может", "обеща", "планиру", "запланир", "будет", "будут", "будем", "успе", "получится", "удастся", "предусмотр"}

// past reports whether words tell of what was done.
func past(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		return !slices.Contains(notPast, w.low) && hasSuffix(w.low, []string{"ли", "лись", "лся", "лась", "лось"}) && len([]rune(w.low)) > 4
	})
}

var notPast = []string{"если", "земли", "недели", "модели", "панели", "отрасли"}

// lasting reports whether words tell of what was done by a time, lasts until then, or may be done by people until then:
// no deadline of the office.
func lasting(words []word) bool {
	return past(words) || slices.ContainsFunc(words, func(w word) bool { return hasPrefix(w.low, lastingStems) })
}

var lastingStems = []string{"работает", "работают", "действ", "открыт", "закрыт", "продл", "принима", "прием", "собира", "подайте", "подать", "можно",
	"напишите", "обратит", "приходите", "звоните", "просим", "просьба", "ждем", "ждите", "необходимо", "нужно", "дежур", "ограничен", "перекрыт", "голосован", "передайте", "оплатите", "заявк"}

var (
	plans     = []string{"будет", "будут", "будем", "срок", "сроком", "сроки", "старт"}
	planStems = []string{"планиру", "запланир", "намечен", "обеща", "обязу", "назначен"}
	// doing are stems of perfective verbs of what authorities do; with the ending of a person they are the future.
	doing = []string{"сдела", "отремонтиру", "устран", "выполн", "заверш", "законч", "восстанов", "почин", "привед", "установ",
		"засып", "убер", "вывез", "включ", "подключ", "ответ", "провед", "замен", "постро", "откро", "расчист", "очист", "проверк", "провер",
		"запуст", "обслед", "нанес", "спил", "отлов", "закро", "демонтиру", "доставл", "достав", "приступ", "начн", "верн", "выдел", "найд", "реш",
		"отрегулиру", "организу", "обработа", "отсып", "заасфальтиру", "отправ", "направ", "сообщ", "расскаж", "внес", "включа", "подготов", "поправ", "исправ", "примут", "прим", "улож", "положат", "залож", "покрас", "обнов", "промо", "переда", "дополн", "оборуду", "появ", "рассмотр", "выйд", "прид", "прибуд", "получ", "верн", "дад", "подад", "прекрат", "сниз", "компенсиру", "перечисл", "выплат", "назнач",
		"постав", "пристро", "привез", "завез", "перенес", "перелож", "передела", "поменя", "встав", "приед", "поед", "пойд", "подмет", "обсуд",
		"разыгра", "объяв", "повтор", "пролож", "введ", "сдад", "снес", "снимут", "смонтиру", "оплат", "возмест", "пересчита", "посад", "высад",
		"расшир", "перевед", "откача", "опублику", "напиш", "позвон", "заработа", "возобнов", "заключ", "утверд", "согласу", "разработа",
		"вынес", "выровня", "подвед", "накро", "утепл"}
	persons = []string{"ем", "им", "ут", "ют", "ат", "ят", "ет", "ит", "у", "ю", "утся", "ются", "ится", "ется", "атся", "ятся"}
)

// future recognises «отремонтируем», «вывезут», «устранится», and not «отремонтировали».
func future(w string) bool {
	for _, stem := range doing {
		rest, ok := strings.CutPrefix(w, stem)
		if !ok {
			continue
		}
		for _, p := range persons {
			if end, ok := strings.CutSuffix(rest, p); ok && len([]rune(end)) <= 2 {
				return true
			}
		}
	}
	return perfective(w)
}

// perfective recognises the future of verbs that no list has, «переложат», «обновят», by a prefix of completed doing and
// the ending of several people. What such a prefix does not complete («приходят», «работают») is left out by its ending.
func perfective(w string) bool {
	w = strings.TrimSuffix(w, "ся")
	if !hasPrefix(w, prefixes) || len([]rune(w)) < 7 || hasSuffix(w, ongoing) {
		return false
	}
	return hasSuffix(w, []string{"ут", "ят", "жат", "чат", "шат", "щат"})
}

var (
	prefixes = []string{"по", "за", "вы", "при", "от", "до", "раз", "рас", "пере", "про", "об", "вос", "под", "ис", "из", "ус", "уст"}
	ongoing  = []string{"аут", "яют", "яят", "водят", "возят", "ходят", "носят", "стоят", "просят", "зависят", "маршрут", "пят", "свят"}
)

func hasPrefix(w string, stems []string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(w, s) })
}

func hasSuffix(w string, endings []string) bool {
	return slices.ContainsFunc(endings, func(s string) bool { return strings.HasSuffix(w, s) })
}
