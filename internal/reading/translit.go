package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// latinRussian are frequent Russian words as people spell them in Latin letters; none is an English word.
var latinRussian = wordSet("ne", "net", "netu", "nas", "nam", "vas", "vam", "na", "po", "iz", "ot", "kogda", "gde", "kak", "chto", "pochemu", "zachem", "eto", "etot", "vse", "vsyo",
	"uzhe", "uje", "eshche", "esche", "eshe", "esli", "bez", "dlya", "vy", "mne", "menya", "moy", "moi", "dom", "doma", "dome", "voda", "vody", "vodu", "svet", "sveta",
	"teplo", "tepla", "dorogi", "doroga", "dorogu", "dorog", "ulica", "ulitsa", "ulice", "ulitse", "ul", "den", "dnya", "dnej", "dney", "nedelyu", "mesyac", "mesyats", "goda",
	"let", "pozhalujsta", "pozhaluysta", "pozhaluista", "pojaluista", "pojalusta", "pomogite", "zdravstvuyte", "zdravstvujte", "zdravstvuite", "dobryj", "dobryy", "deti",
	"detej", "detey", "sneg", "snega", "yama", "yamy", "jamy", "musor", "avtobus", "avtobusy", "gubernator", "glava", "prosim", "sdelajte", "sdelayte", "sdelaite", "opyat",
	"opjat", "nikto", "nichego", "tolko", "lyudi", "ludi", "gorod", "gorode", "rajon", "rayon", "rajone", "selo", "sele", "derevnya", "shkola", "shkole", "shkoly", "bolnica",
	"bolnitsa", "otoplenie", "otopleniya", "elektrichestva", "gaza", "sobaki", "tretiy", "tretij", "vtoroj", "vtoroy", "mozhno", "mojno", "nado", "nuzhno", "nujno", "budet",
	"budut", "skolko", "dolgo", "spasibo", "privet", "molodcy", "molodec", "horosho", "khorosho", "chistit", "rabotaet", "hodit", "khodit", "ubirayut", "vyvozyat", "obeshchali", "delaet", "delayut")

// english are words that no Russian text in Latin letters has.
var english = wordSet("the", "and", "for", "you", "with", "your", "is", "are", "of", "to", "in", "this", "that", "have", "from", "our", "best", "free", "will", "was", "hello", "all", "get", "not")

// fromLatin gives a text that is Russian in Latin letters in Cyrillic ones, so that it can be read as any other: «net vody».
// Other texts come back as they are.
func fromLatin(text string) string {
	if !inLatin(text) {
		return text
	}
	var b strings.Builder
	b.Grow(2 * len(text))
	for field := range strings.FieldsSeq(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if strings.ContainsAny(field, "@/_") || len(field) >= 4 && strings.EqualFold(field[:4], "www.") {
			b.WriteString(field)
			continue
		}
		for field != "" {
			n := latinWord(field)
			if n == 0 {
				_, size := utf8.DecodeRuneInString(field)
				b.WriteString(field[:size])
				field = field[size:]
				continue
			}
			b.WriteString(cyrillic(field[:n]))
			field = field[n:]
		}
	}
	return b.String()
}

// latinWord is how many bytes of the text's beginning are a word in Latin letters, soft signs within it.
func latinWord(text string) (n int) {
	for n < len(text) {
		c := text[n] | 0x20
		if 'a' <= c && c <= 'z' || n > 0 && text[n] == '\'' {
			n++
			continue
		}
		break
	}
	return n
}

// inLatin reports whether most words are in Latin letters and enough of them are known as Russian.
func inLatin(text string) bool {
	if !strings.ContainsAny(text, "aeiouyAEIOUY") {
		return false // the quick way out for nearly all texts
	}
	latin, other, known, foreign := 0, 0, 0, 0
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if latinWord(field) < len(field) {
			other++
			continue
		}
		latin++
		w := strings.ReplaceAll(strings.ToLower(field), "'", "")
		switch {
		case latinRussian[w]:
			known++
		case english[w]:
			foreign++
		}
		if latin > 200 {
			break
		}
	}
	if latin < 3 || latin <= other || foreign > known {
		return false
	}
	return known > 1 || known == 1 && latin <= 5
}

// Endings and openings first, then runs of letters, the longest first; single letters last.
var (
	latinWhole   = map[string]string{"uje": "уже", "uzhe": "уже", "den": "день", "opyat": "опять", "opjat": "опять", "tolko": "только", "skolko": "сколько", "bolnica": "больница", "bolnitsa": "больница", "bolnicy": "больницы", "bolnitsy": "больницы", "bolnice": "больнице", "bolnitse": "больнице", "pojaluista": "пожалуйста", "pojalusta": "пожалуйста", "pozhalusta": "пожалуйста", "mojno": "можно", "nujno": "нужно", "toje": "тоже", "eshe": "еще"}
	latinLetters = []string{"shch", "щ", "sch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "ju", "ю", "iu", "ю", "ya", "я", "ja", "я", "yo", "ё", "jo", "ё", "ye", "е", "je", "е",
		"iy", "ий", "ij", "ий", "yy", "ый", "yj", "ый", "a", "а", "b", "б", "c", "ц", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "й", "k", "к", "l", "л", "m", "м", "n", "н", "o", "о", "p", "п",
		"q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "х", "y", "ы", "z", "з", "'", "ь"}
)

// cyrillic is one word of Latin letters.
func cyrillic(word string) string {
	low := strings.ToLower(word)
	out, whole := latinWhole[strings.ReplaceAll(low, "'", "")]
	if !whole {
		var b strings.Builder
		for i := 0; i < len(low); {
			rest := low[i:]
			vowelBefore := i > 0 && strings.IndexByte("aeiou", low[i-1]) >= 0
			switch {
			case i == 0 && (strings.HasPrefix(rest, "et") || strings.HasPrefix(rest, "elek") || strings.HasPrefix(rest, "evak") || strings.HasPrefix(rest, "ekol")):
				b.WriteString("э")
				i++
				continue
			case vowelBefore && (rest[0] == 'y' || rest[0] == 'i' && rest == "i") && (len(rest) == 1 || strings.IndexByte("aeou", rest[1]) < 0):
				b.WriteString("й") // «dvoy», «moi»
				i++
				continue
			}
			for k := 0; k < len(latinLetters); k += 2 {
				if strings.HasPrefix(rest, latinLetters[k]) {
					b.WriteString(latinLetters[k+1])
					i += len(latinLetters[k])
					break
				}
			}
		}
		out = b.String()
	}
	if word[0] != low[0] {
		r, size := utf8.DecodeRuneInString(out)
		out = string(unicode.ToUpper(r)) + out[size:]
	}
	return out
}
