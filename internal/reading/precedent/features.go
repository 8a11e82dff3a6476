package precedent

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// maxWords bounds what counts of a text: what a person wants stands early, and a hostile text must not cost more.
const maxWords = 200

// sign is a hashed stem.
type sign = uint32

// signs are what counts of a text, each list sorted and without doubles. Order counts for nothing: the same matter in
// other words mostly stands in another order too.
type signs struct {
	all []sign // stems; one that is denied is a sign of its own
	not []sign // the stems that are denied
}

// signsOf finds the signs of a text.
func signsOf(text string) signs {
	env := snowballstem.NewEnv("")
	s := signs{not: []sign{}}
	denied := false
	for _, word := range words(text) {
		if word == "не" || word == "ни" || word == "нет" || word == "без" {
			denied = true
			continue
		}
		if len([]rune(word)) < 3 || slices.Contains(everywhere, word) {
			continue // alike in all texts
		}
		env.SetCurrent(word)
		russian.Stem(env)
		stem := env.Current()
		if denied {
			s.not = append(s.not, hash(stem))
			stem = "не " + stem
		}
		denied = false
		s.all = append(s.all, hash(stem))
	}
	slices.Sort(s.all)
	slices.Sort(s.not)
	s.all, s.not = slices.Compact(s.all), slices.Compact(s.not)
	return s
}

// opposite reports whether one text denies what the other says: «ходит» and «не ходит».
func opposite(a, b signs) bool { return share(a.not, b.all) || share(b.not, a.all) }

// share reports whether two sorted lists have a sign in common.
func share(a, b []sign) bool { return likeness(a, b) > 0 }

// everywhere are words that say nothing of the matter.
var everywhere = []string{"это", "что", "как", "так", "для", "все", "всё", "нас", "вас", "вам", "нам", "они", "она", "оно", "мне", "меня", "когда",
	"где", "уже", "еще", "или", "если", "чтобы", "только", "очень", "опять", "снова", "тоже", "там", "тут", "здесь", "этот", "эта", "эти", "того",
	"быть", "был", "была", "было", "были", "будет", "есть", "нет", "над", "под", "при", "про", "без", "после", "почему", "зачем", "который",
	"здравствуйте", "пожалуйста", "добрый", "день", "уважаемый", "просто", "даже", "вот", "раз", "ведь", "наш", "наша", "ваш", "свой", "лишь"}

// words are the words and numbers of a text in small letters, ё as е.
func words(text string) []string {
	all := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	all = all[:min(len(all), maxWords)]
	for i, w := range all {
		all[i] = strings.ReplaceAll(strings.ToLower(w), "ё", "е")
	}
	return all
}

// namesOf are the words that may name a place: behind a preposition of place, or written with a capital inside a
// sentence. They are stemmed, so that every case of a name is found.
func namesOf(text string) []sign {
	env := snowballstem.NewEnv("")
	var names []sign
	fields := strings.Fields(text)
	fields = fields[:min(len(fields), maxWords)]
	behind := true // a sentence begins: its capital says nothing
	for i, field := range fields {
		word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		lower := strings.ReplaceAll(strings.ToLower(word), "ё", "е")
		first := []rune(word + " ")[0]
		afterPlace := i > 0 && slices.Contains(placeWords, strings.ToLower(fields[i-1]))
		if len([]rune(word)) > 2 && (afterPlace || !behind && unicode.IsUpper(first)) {
			env.SetCurrent(lower)
			russian.Stem(env)
			names = append(names, hash(env.Current()))
		}
		behind = strings.HasSuffix(field, ".") || strings.HasSuffix(field, "!") || strings.HasSuffix(field, "?")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var placeWords = []string{"в", "во", "на", "у", "около", "возле", "из", "с", "со", "до", "от", "мкр", "мкр.", "поселок", "посёлок", "пос.", "п.", "село", "с.", "деревня", "д.", "район"}

func hash(s string) sign {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// likeness is the cosine of two sorted sets, 0 to 1.
func likeness(a, b []sign) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] == b[k]:
			common++
			i++
			k++
		case a[i] < b[k]:
			i++
		default:
			k++
		}
	}
	return float64(common) / math.Sqrt(float64(len(a))*float64(len(b)))
}
