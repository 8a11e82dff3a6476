package page

import (
	"cmp"
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/report/clean"
)

//go:embed topics.tsv
var topicTable string

//go:embed abbreviations.txt
var abbreviationList string

// topicWords are what a group or a topic is called in a language, and what the trouble is in short words.
type topicWords struct{ name, short string }

// topicNames are the words of all groups and topics of the classifier, from the columns of one language.
func topicNames(name, short int) map[string]topicWords {
	names := map[string]topicWords{}
	for line := range strings.Lines(topicTable) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		words := topicWords{name: fields[name]}
		if short < len(fields) {
			words.short = fields[short]
		}
		names[fields[0]] = words
	}
	return names
}

// abbreviations are the embedded ones by their small letters.
func abbreviations() map[string]string {
	list := map[string]string{}
	for line := range strings.Lines(abbreviationList) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		for _, ending := range append([]string{""}, fields[1:]...) {
			list[strings.ToLower(fields[0])+ending] = fields[0] + ending
		}
	}
	return list
}

// topicName is what a group or a topic is called in the language; a region's own keep their names.
func (t *texts) topicName(name string) string {
	name = clean.OneLine(name)
	return t.mended(cmp.Or(t.topics()[name].name, name))
}

// groupName is topicName of a group, with the word for what fits none.
func (t *texts) groupName(group string) string { return cmp.Or(t.topicName(group), t.other) }

// mended writes abbreviations in capitals that somebody wrote small.
func (t *texts) mended(s string) string {
	known := t.abbreviations()
	var b strings.Builder
	for len(s) > 0 {
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(s)
		}
		b.WriteString(cmp.Or(known[s[:end]], s[:end]))
		s = s[end:]
		next := strings.IndexFunc(s, unicode.IsLetter)
		if next < 0 {
			next = len(s)
		}
		b.WriteString(s[:next])
		s = s[next:]
	}
	return b.String()
}

// small begins words with a small letter, unless they begin with an abbreviation.
func small(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	if unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}
