package text

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

//go:embed lists/men.txt
var men string

//go:embed lists/women.txt
var women string

//go:embed lists/familiar.txt
var familiar string

//go:embed lists/called.txt
var calledList string

var called = wordlist.Parse(calledList).Set("")

// Men are first names of men in the nominative, as they are spelt, with a capital letter and ё.
func Men() []string { return wordlist.Parse(men).Words("") }

// Women are first names of women, spelt likewise.
func Women() []string { return wordlist.Parse(women).Words("") }

// Familiar are short and endearing forms of first names of either, spelt likewise.
func Familiar() []string { return wordlist.Parse(familiar).Words("") }

// Calls reports a folded name, full or short, by which people call each other below a post: «Олеся, у нас воду дали».
// It knows a few hundred of those in Men, Women and Familiar, because rarer ones are common words more often than
// names.
func Calls(norm string) bool { return called[norm] }

// irregular names lose a vowel in their cases.
var irregular = map[string]string{"павел": "павл", "лев": "льв"}

// nameCases are the endings of a first name's oblique cases, by the ending that they take the place of. The first that
// fits counts.
var nameCases = []struct {
	ending string
	cases  []string
}{
	{"ия", []string{"ии", "ию", "ией"}},
	{"я", []string{"и", "е", "ю", "ей"}},
	{"а", []string{"ы", "и", "е", "у", "ой", "ей"}},
	{"й", []string{"я", "ю", "ем", "е", "и"}},
	{"ь", []string{"я", "ю", "ем", "е", "и", "ью"}},
	{"у", nil},
	{"и", nil},
	{"о", nil},
	{"е", nil},
	{"ек", []string{"ька", "ьку", "ьком", "ьке", "ека", "еку", "еком", "еке"}}, // Витек: Витька
	{"ок", []string{"ка", "ку", "ком", "ке"}},
	{"", []string{"а", "у", "ом", "ем", "е"}},
}

// NameCases are the oblique cases of a first name in small letters. Names that do not change have none.
func NameCases(name string) []string {
	if stem, ok := irregular[name]; ok {
		name = stem
	}
	for _, n := range nameCases {
		if base, ok := strings.CutSuffix(name, n.ending); ok {
			var cases []string
			for _, e := range n.cases {
				cases = append(cases, base+e)
			}
			return cases
		}
	}
	return nil
}

// fullPatronymics are the endings of patronymics as they are written in full, in all cases that stand in texts often.
var fullPatronymics = wordlist.Endings{
	"ович", "овича", "овичу", "овичем", "евич", "евича", "евичу", "евичем",
	"овна", "овны", "овне", "овну", "овной", "евна", "евны", "евне", "евну", "евной", "ична", "иничну",
}

// Patronymic reports a folded patronymic that is written in full: seven letters or more, or Ильич. The models of
// reading learnt from it.
func Patronymic(norm string) bool {
	return norm == "ильич" || utf8.RuneCountInString(norm) >= 7 && fullPatronymics.End(norm)
}

// What ends a patronymic in any case, also as it is spoken.
var (
	sonCases = []string{"", "а", "у", "ем", "ом", "е", "и"}
	sonEnds  = wordlist.Endings{"ович", "евич", "ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич",
		"иваныч", "михалыч",
		"палыч", "саныч", "степаныч", "романыч", "семеныч", "борисыч", "сергеич", "андреич", "алексеич", "николаич",
		"василич", "антоныч", "захарыч", "федорыч", "егорыч", "макарыч", "денисыч", "тимофеич", "матвеич", "григорьич",
		"юрьич", "игнатьич", "ефимыч", "максимыч", "петрович"}
	daughterCases = []string{"а", "ы", "е", "у", "ой", "ою"}
	daughterEnds  = wordlist.Endings{"овн", "евн", "ичн", "инишн", "иванн", "михалн", "палн", "санн", "ишн"}
)

// SpokenPatronymic reports a folded patronymic of any length in any case, also as it is spoken: Иваныч, Андреича,
// Иванне. It takes surnames and common words on -ович, -овна and the like too: the caller knows where a name may
// stand.
func SpokenPatronymic(norm string) bool {
	return inSomeCase(norm, sonCases, "ч", sonEnds) || inSomeCase(norm, daughterCases, "н", daughterEnds)
}

// inSomeCase reports whether a word is something that ends with one of bases, and one of cases behind it. All bases end
// with the letter last.
func inSomeCase(word string, cases []string, last string, bases wordlist.Endings) bool {
	for _, e := range cases {
		base, ok := strings.CutSuffix(word, e)
		if ok && strings.HasSuffix(base, last) && bases.End(base) {
			return true
		}
	}
	return false
}
