// Package wordlist reads the lists of words that are embedded beside the rules which use them. "[name]" opens a list;
// each line holds one word, beginning or ending of words, or a pair «word = what it stands for»; # begins a comment. It
// knows no language and no rule.
package wordlist

import (
	"strconv"
	"strings"
)

// Lists are the lists of one file by their names. A list that is asked for and missing, or a number that is none, is a
// slip in an embedded file: every test of the package that embeds it fails by the panic.
type Lists map[string][]string

// List is one of them.
type List struct {
	Name  string
	Words []string // its lines
}

// Ordered are the lists of a file in their order. Lines before the first name are a list without one.
func Ordered(file string) (lists []List) {
	for line := range strings.SplitSeq(file, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if opened, ok := strings.CutPrefix(line, "["); ok {
			lists = append(lists, List{Name: strings.TrimSuffix(opened, "]")})
		} else if line != "" {
			if len(lists) == 0 {
				lists = append(lists, List{})
			}
			last := &lists[len(lists)-1]
			last.Words = append(last.Words, line)
		}
	}
	return lists
}

// Parse reads a file of lists.
func Parse(file string) Lists {
	lists := Lists{}
	for _, list := range Ordered(file) {
		lists[list.Name] = append(lists[list.Name], list.Words...)
	}
	return lists
}

// Words are the lines of a list in their order.
func (l Lists) Words(name string) []string {
	if len(l[name]) == 0 {
		panic("no list of words [" + name + "]")
	}
	return l[name]
}

// Set has the words of some lists.
func (l Lists) Set(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		for _, word := range l.Words(name) {
			set[word] = true
		}
	}
	return set
}

// Pairs are what the words of a list stand for.
func (l Lists) Pairs(name string) map[string]string {
	pairs := map[string]string{}
	for _, line := range l.Words(name) {
		word, meaning, _ := strings.Cut(line, "=")
		pairs[strings.TrimSpace(word)] = strings.TrimSpace(meaning)
	}
	return pairs
}

// Numbers are the numbers that the words of a list stand for.
func (l Lists) Numbers(name string) map[string]int {
	numbers := map[string]int{}
	for word, meaning := range l.Pairs(name) {
		n, err := strconv.Atoi(meaning)
		if err != nil {
			panic("the list [" + name + "]: " + err.Error())
		}
		numbers[word] = n
	}
	return numbers
}

// Beginnings are what words of one kind begin with.
type Beginnings []string

// Begin reports whether the word has one of the beginnings.
func (b Beginnings) Begin(word string) bool {
	for _, beginning := range b {
		if strings.HasPrefix(word, beginning) {
			return true
		}
	}
	return false
}

// Endings are what words of one kind end in.
type Endings []string

// End reports whether the word has one of the endings.
func (e Endings) End(word string) bool {
	for _, ending := range e {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// Cut takes off the first of the endings that the word has.
func (e Endings) Cut(word string) (stem string, found bool) {
	for _, ending := range e {
		if stem, ok := strings.CutSuffix(word, ending); ok {
			return stem, true
		}
	}
	return word, false
}
