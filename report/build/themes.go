package build

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"otklik/internal/text"
)

// What makes a theme that no topic has: so many people whose words have two in common that others seldom have.
const (
	themePeople = 3
	themesShown = 3
	themeWords  = 4
	// themeAmong bounds how many messages are compared; the newest count.
	themeAmong = 2000
	// themeOften is the part of all other messages above which a pair of words is nothing of its own.
	themeOften = 0.01
	// themeNew is for how long a theme is new: a digest of a day looks back so far.
	themeNew = 7 * 24 * time.Hour
)

// Theme is what several people write about and no topic of the classifier fits.
type Theme struct {
	Words    []string  `json:"words"` // that they have in common, as they write them
	Says     string    `json:"says,omitempty"`
	Messages int       `json:"messages"`
	People   int       `json:"people"`
	First    time.Time `json:"first_at"`
	Last     time.Time `json:"last_at"`
	Numbers  []string  `json:"numbers"` // short ones of the messages
}

// otherGroup is the group of what fits none.
const otherGroup = "Прочее"

// themed is a message with its words.
type themed struct {
	item
	stems map[string]string // a word's beginning → the word
}

// newThemes are those that nobody wrote about before the period.
func (in Input) newThemes(items []item, p Period) []Theme {
	since := p.From
	if week := p.To.Add(-themeNew); week.Before(since) {
		since = week
	}
	var among []themed
	background, others := map[[2]string]int{}, 0
	for _, i := range items[max(0, len(items)-themeAmong):] {
		if !i.needs {
			continue
		}
		if i.received.After(since) && (i.group == otherGroup || i.group == "") {
			among = append(among, themed{i, stemsOf(in.masked(i.Message.Text))}) // they are shown
			continue
		}
		others++
		for _, pair := range pairsOf(stemsOf(i.Message.Text)) {
			background[pair]++
		}
	}
	list := []Theme{}
	for len(list) < themesShown {
		theme := closest(among, func(pair [2]string) bool {
			return float64(background[pair]) <= themeOften*float64(others)
		})
		if theme == nil {
			break
		}
		list = append(list, in.theme(theme))
		among = slices.DeleteFunc(among, func(t themed) bool {
			return slices.ContainsFunc(theme, func(of themed) bool { return of.Message.Ref() == t.Message.Ref() })
		})
	}
	return list
}

// stemsOf are the words of a text that carry a meaning, by their beginnings.
func stemsOf(said string) map[string]string {
	stems := map[string]string{}
	apart := func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }
	for word := range strings.FieldsFuncSeq(text.Fold(said), apart) {
		for _, stem := range substance(word) {
			stems[stem] = word
		}
	}
	return stems
}

// mostPairs bounds the words of one message that are paired: a longer one is a tale.
const mostPairs = 30

// pairsOf are the pairs of a message's words, each in order.
func pairsOf(stems map[string]string) (pairs [][2]string) {
	words := make([]string, 0, len(stems))
	for stem := range stems {
		words = append(words, stem)
	}
	slices.Sort(words)
	words = words[:min(len(words), mostPairs)]
	for n, a := range words {
		for _, b := range words[n+1:] {
			pairs = append(pairs, [2]string{a, b})
		}
	}
	return pairs
}

// closest are the messages of most people that have two words in common which count; nil where there are too few.
func closest(among []themed, counts func([2]string) bool) (theme []themed) {
	with := map[[2]string][]int{}
	for n, t := range among {
		for _, pair := range pairsOf(t.stems) {
			with[pair] = append(with[pair], n)
		}
	}
	var best [2]string
	most := 0
	for pair, numbers := range with {
		if len(numbers) < themePeople || len(numbers) < most || !counts(pair) {
			continue
		}
		people, texts := map[string]bool{}, map[string]bool{}
		for _, n := range numbers {
			m := among[n].Message
			people[string(m.Platform)+cmp.Or(m.Author.ID, "\x00"+m.ID)] = true
			texts[text.Fold(m.Text)] = true
		}
		// Copies of one text are one item in lists, and no theme.
		if len(people) < themePeople || len(texts) < 2 || len(people) < most ||
			len(people) == most && slices.Compare(pair[:], best[:]) >= 0 {
			continue
		}
		most, best = len(people), pair
	}
	for _, n := range with[best] {
		theme = append(theme, among[n])
	}
	return theme
}

func (in Input) theme(letters []themed) Theme {
	t := Theme{Messages: len(letters), First: letters[0].received, Last: letters[len(letters)-1].received}
	var plain []item
	times, spelt := map[string]int{}, map[string]map[string]int{}
	for _, l := range letters {
		plain = append(plain, l.item)
		t.Numbers = append(t.Numbers, l.Message.Ref().Number())
		for stem, word := range l.stems {
			times[stem]++
			if spelt[stem] == nil {
				spelt[stem] = map[string]int{}
			}
			spelt[stem][word]++
		}
	}
	t.People, t.Says = peopleAmong(plain), telling(in.textsOf(plain))
	for stem, n := range times {
		if 2*n > len(letters) {
			t.Words = append(t.Words, stem)
		}
	}
	slices.SortFunc(t.Words, func(a, b string) int { return cmp.Or(times[b]-times[a], cmp.Compare(a, b)) })
	t.Words = t.Words[:min(len(t.Words), themeWords)]
	for n, stem := range t.Words {
		best := ""
		for word, times := range spelt[stem] {
			if best == "" || times > spelt[stem][best] || times == spelt[stem][best] && word < best {
				best = word
			}
		}
		t.Words[n] = best
	}
	return t
}
