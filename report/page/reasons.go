package page

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/report/build"
)

//go:embed reasons.tsv
var reasonTable string

// reasonWords are the words of every reason by its code, in one language.
func reasonWords(column int) map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(reasonTable) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 && !strings.HasPrefix(line, "#") {
			words[fields[0]] = fields[column]
		}
	}
	return words
}

// Reasons says in a language why a message is listed, a few words each. What earlier versions stored is Russian.
func Reasons(language build.Language, why []inbox.Reason) []string {
	list := []string{}
	for _, r := range why {
		if words := Reason(language, r); words != "" && !slices.Contains(list, words) {
			list = append(list, words)
		}
	}
	return list
}

// Reason says in a language why something was decided; empty where nothing is known.
func Reason(language build.Language, r inbox.Reason) string {
	t := textsOf(language)
	var parts []string
	for _, code := range r.Codes() {
		words, known := t.reasons()[code]
		switch {
		case !known:
			words = code
		case strings.Contains(words, "%d"):
			words = fmt.Sprintf(words, r.Count)
		case strings.Contains(words, "%s"):
			words = fmt.Sprintf(words, r.Words)
		}
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		return r.Words
	}
	return strings.Join(parts, "; ")
}

// ReasonsOf are the reasons of a complaint in words. A digest that an earlier version kept has words alone.
func ReasonsOf(d build.Digest, c build.Complaint) []string {
	if len(c.Why) == 0 && len(c.Reasons) > 0 {
		return c.Reasons
	}
	return Reasons(d.Language, c.Why)
}
