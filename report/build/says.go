package build

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/report/clean"
)

// A telling sentence is neither a cry nor a story.
const (
	saysShortest = 15
	saysBest     = 90
	SaysLongest  = 160
	saysWords    = 3   // of substance, at least
	saysRead     = 300 // texts that are looked at per topic: more of them say nothing new
	faultWeight  = 1.3 // of a sentence that says what is wrong or asked for
)

// Telling is the sentence that says best what masked texts are about; empty where none is fit to stand alone.
func Telling(texts []string) string { return telling(texts) }

// telling chooses the sentence that says best what these masked texts are about: one of theirs, whole, whose words stand
// in the others too. Empty where none is fit to stand alone. The same texts in the same order give the same sentence.
func telling(texts []string) string {
	if len(texts) > saysRead {
		texts = texts[:saysRead]
	}
	type candidate struct {
		text  string
		words []string
	}
	var candidates []candidate
	shared := make(map[string]int) // in how many texts a word stands
	for _, text := range texts {
		inText := make(map[string]bool)
		for _, s := range sentences(text) {
			words := substance(s)
			for _, w := range words {
				inText[w] = true
			}
			if fit(s, words) {
				candidates = append(candidates, candidate{s, words})
			}
		}
		for w := range inText {
			shared[w]++
		}
	}
	best, most := "", 0.0
	for _, c := range candidates {
		score := 0.0
		for _, w := range c.words {
			score += 1 + float64(min(shared[w]-1, 20))/4
		}
		// Long sentences do not win by their length alone, short ones say little.
		score /= float64(3 + len(c.words))
		length := utf8.RuneCountInString(c.text)
		if length > saysBest {
			score *= float64(saysBest) / float64(length)
		} else if length < saysBest/3 {
			score *= 0.7
		}
		if strings.HasSuffix(c.text, "?") {
			score *= 0.9 // a statement says what is wrong
		}
		if strings.ContainsAny(c.text, "*[") {
			score *= 0.5 // something in it is masked
		}
		if score*faultWeight <= most {
			continue // words are looked up only where they can decide
		}
		switch {
		case thankful(c.text):
			score *= 0.2 // pure thanks, or bitter ones
		case faulty(c.text):
			score *= faultWeight
		}
		if score > most {
			best, most = c.text, score
		}
	}
	return best
}

// fit reports whether a sentence can stand alone before a governor.
func fit(s string, words []string) bool {
	n := utf8.RuneCountInString(s)
	if n < saysShortest || n > SaysLongest || len(words) < saysWords || strings.Contains(s, "://") || strings.Contains(s, "www.") {
		return false
	}
	letters, upper, signs, marks := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		case unicode.IsSpace(r) || unicode.IsDigit(r) || strings.ContainsRune(".,:;-–—()«»\"'№%/", r):
		case r == '!' || r == '?':
			marks++
		default:
			signs++
		}
	}
	// Shouting, rows of exclamation marks, emoji and markup are no sentences for this place.
	return upper*3 <= letters && marks <= 2 && signs <= 2 && letters*3 >= 2*utf8.RuneCountInString(s)
}

// sentences splits a text at its stops and line breaks.
func sentences(text string) []string {
	var list []string
	for _, line := range strings.Split(clean.Visible(text), "\n") {
		runes := []rune(line)
		start := 0
		for n, r := range runes {
			if !strings.ContainsRune(".!?…", r) || n+1 < len(runes) && !unicode.IsSpace(runes[n+1]) || r == '.' && abbreviated(runes[start:n]) {
				continue
			}
			list = append(list, clean.OneLine(string(runes[start:n+1])))
			start = n + 1
		}
		list = append(list, clean.OneLine(string(runes[start:])))
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// abbreviated reports whether a full stop after these characters ends no sentence: «ул.», «д.», «г.».
func abbreviated(before []rune) bool {
	n := len(before)
	for n > 0 && unicode.IsLetter(before[n-1]) {
		n--
	}
	word := strings.ToLower(string(before[n:]))
	return len([]rune(word)) == 1 || slices.Contains([]string{"ул", "пер", "пр", "просп", "мкр", "пос", "дер", "обл", "им", "кв", "тел", "руб", "тыс", "стр", "корп"}, word)
}

// substance are the beginnings of the words that carry a meaning: long enough, and not those that every complaint has.
func substance(s string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		runes := []rune(strings.ReplaceAll(word, "ё", "е"))
		if len(runes) < 4 || emptyWords[string(runes)] {
			continue
		}
		stem := string(runes[:min(max(len(runes)-2, 4), 6)]) // without most endings
		if !slices.Contains(list, stem) {
			list = append(list, stem)
		}
	}
	return list
}

// emptyWords stand in any complaint and say nothing of what it is about.
var emptyWords = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(`здравствуйте добрый день вечер утро доброе уважаемый уважаемая уважаемые пожалуйста спасибо прошу просим
		когда почему сколько можно нужно надо если этот этого этом этой эту такой такая такие также тоже очень просто уже еще даже только
		который которая которые которое было были быть будет будут есть нету нет меня тебя него мной нами вами наши наша наше нашей нашего
		ваша ваши вашей вашего всех весь всего себя свои свой своей здесь туда сюда там чтобы потому поэтому вообще опять снова снять
		почему-то что-то кто-то какой какая какие какое после перед через между кроме вместо более менее чего кого кому чему этим этими тогда
		please thank thanks hello good morning dear when what this that there have with from your they them will would could should been`) {
		set[w] = true
	}
	return set
}()
