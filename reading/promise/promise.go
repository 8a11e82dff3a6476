// Package promise finds in an answer what was promised and until when. It reads one text and knows nothing of messages,
// states or stores; the moment of the answer is a parameter, because «завтра» and «до 20 мая» say no year.
package promise

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Promise is one sentence of an answer that promises something by a time.
type Promise struct {
	// Sentence is the sentence as it was written.
	Sentence string
	// Due is the last day of the time promised, at its first moment, in the zone of the answer's moment. A promise «до
	// конца месяца» is due on the month's last day.
	Due time.Time
	// Words are those that name the time: «до 20 мая».
	Words string
}

// Find gives the promises of an answer written at the moment at, in the order of the text. A sentence that tells of what
// was done, or names a time without promising anything for it, is none. Of several times in a sentence the latest counts.
func Find(answer string, at time.Time) []Promise {
	var found []Promise
	for _, sentence := range sentences(answer) {
		words := split(sentence)
		if !promises(words) {
			continue
		}
		best := Promise{Sentence: strings.TrimSpace(sentence)}
		for i := range words {
			if due, n := when(words[i:], at); n > 0 && due.After(best.Due) {
				best.Due, best.Words = due, phrase(words[i:i+n])
			}
		}
		if !best.Due.IsZero() {
			found = append(found, best)
		}
	}
	return found
}

// word is a word or number with its spelling in small letters.
type word struct{ raw, low string }

// mostWords bounds a sentence: a promise that needs more is no sentence, and a hostile text must not cost more.
const mostWords = 120

func split(sentence string) []word {
	fields := strings.FieldsFunc(sentence, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`,;:!?()«»"…`, r)
	})
	fields = fields[:min(len(fields), mostWords)]
	words := make([]word, 0, len(fields))
	for _, f := range fields {
		if f = strings.Trim(f, ".-–—"); f != "" {
			words = append(words, word{f, strings.ReplaceAll(strings.ToLower(f), "ё", "е")})
		}
	}
	return words
}

func phrase(words []word) string {
	var raw []string
	for _, w := range words {
		raw = append(raw, w.raw)
	}
	return strings.Join(raw, " ")
}

// sentences splits at full stops that end a sentence: not inside 20.05.2026 and not after «ул.», «д.», «г.».
func sentences(text string) []string {
	var out []string
	begin := 0
	runes := []rune(text)
	for i, r := range runes {
		end := r == '\n' || r == '!' || r == '?' || r == '…'
		if r == '.' {
			next := i + 1
			for next < len(runes) && runes[next] == ' ' {
				next++
			}
			end = next > i+1 && next < len(runes) && (unicode.IsUpper(runes[next]) || unicode.IsDigit(runes[next])) && !abbreviated(runes[begin:i])
		}
		if end {
			out = append(out, string(runes[begin:i+1]))
			begin = i + 1
		}
	}
	return append(out, string(runes[begin:]))
}

func abbreviated(before []rune) bool {
	i := len(before)
	for i > 0 && unicode.IsLetter(before[i-1]) {
		i--
	}
	return slices.Contains(abbreviations, strings.ToLower(string(before[i:])))
}

var abbreviations = []string{"ул", "д", "г", "гг", "пр", "просп", "пер", "им", "т", "п", "р", "кв", "стр", "тыс", "руб", "мкр", "пос", "с"}

// promises reports whether a sentence speaks of the future or of a plan.
func promises(words []word) bool {
	for i, w := range words {
		switch {
		case slices.Contains(plans, w.low):
			return true
		case hasPrefix(w.low, planStems):
			return true
		case future(w.low) && (i == 0 || words[i-1].low != "не"):
			return true
		}
	}
	return false
}

var (
	plans     = []string{"будет", "будут", "будем", "срок", "сроком", "сроки"}
	planStems = []string{"планиру", "запланир", "намечен", "обеща", "обязу"}
	// doing are stems of perfective verbs of what authorities do; with the ending of a person they are the future.
	doing = []string{"сдела", "отремонтиру", "устран", "выполн", "заверш", "законч", "восстанов", "почин", "привед", "установ",
		"засып", "убер", "вывез", "включ", "подключ", "ответ", "провед", "замен", "постро", "откро", "расчист", "очист", "проверк", "провер",
		"запуст", "обслед", "нанес", "спил", "отлов", "закро", "демонтиру", "доставл", "достав", "приступ", "начн", "верн", "выдел", "найд", "реш",
		"отрегулиру", "организу", "обработа", "отсып", "заасфальтиру", "отправ", "направ", "сообщ", "расскаж", "внес", "включа", "подготов", "поправ", "исправ", "примут", "прим", "улож", "положат", "залож", "покрас", "обнов", "промо", "переда", "дополн", "оборуду", "появ", "рассмотр", "выйд", "прид", "прибуд", "получ", "верн", "дад", "подад", "прекрат", "сниз", "компенсиру", "перечисл", "выплат", "назнач"}
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
	return false
}

func hasPrefix(w string, stems []string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(w, s) })
}
