package privacy

import (
	"slices"
	"strings"
)

// words is a short list of words, of their beginnings or of their ends.
type words []string

// listOf reads a list whose words stand between blanks.
func listOf(text string) words { return strings.Fields(text) }

// has reports that a word is one of the list.
func (w words) has(low string) bool { return slices.Contains(w, low) }

// begin reports that a word begins with one of the list.
func (w words) begin(low string) bool {
	for _, head := range w {
		if strings.HasPrefix(low, head) {
			return true
		}
	}
	return false
}

// end reports that a word ends with one of the list.
func (w words) end(low string) bool {
	for _, tail := range w {
		if _, ok := cutEnd(low, tail); ok {
			return true
		}
	}
	return false
}

// wordSet is a long list of words, which is looked up whole.
func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}

// rule is one way in which something is told: what it is, in the words of an example, and what it looks like.
type rule[T any] struct {
	name string
	fits func(T) bool
}

// anyOf reports that one of the rules fits.
func anyOf[T any](rules []rule[T], x T) bool {
	for n := range rules {
		if rules[n].fits(x) {
			return true
		}
	}
	return false
}

// decision is a rule whose first half says that nothing behind it in its table need be asked, and whose second half
// decides.
type decision[T any] struct {
	name  string
	fits  func(T) bool
	right func(T) bool
}

// decide gives what the first decision that fits says, false if none does.
func decide[T any](decisions []decision[T], x T) bool {
	for n := range decisions {
		if decisions[n].fits(x) {
			return decisions[n].right(x)
		}
	}
	return false
}

// reading is one way in which something is written: where it begins to fit, and how many tokens it has then. The first
// that fits decides, also where it says that there are none.
type reading[T any] struct {
	name   string
	fits   func(T) bool
	tokens func(T) int
}

// read gives what the first reading that fits decides, 0 if none does.
func read[T any](readings []reading[T], x T) int {
	for n := range readings {
		if readings[n].fits(x) {
			return readings[n].tokens(x)
		}
	}
	return 0
}

// just is a fixed number of tokens for a reading.
func just[T any](n int) func(T) int { return func(T) int { return n } }

// always and never are the halves of decisions that need not be asked.
func always[T any](T) bool { return true }

func never[T any](T) bool { return false }

// spot is token i of a text, for rules that ask for what stands around it.
type spot struct {
	f *finder
	i int
	t *token
}

func (f *finder) spot(i int) spot { return spot{f, i, f.at(i)} }

// at, is, says, near and width ask for the token n tokens on.
func (s spot) at(n int) *token { return s.f.at(s.i + n) }

func (s spot) is(n int, facts fact) bool { return s.f.is(s.i+n, facts) }

func (s spot) says(n int, list words) bool { return s.f.says(s.i+n, list) }

func (s spot) near(n int) bool { return s.f.near(s.i + n) }

func (s spot) width(n int) int { return s.f.width(s.i + n) }
