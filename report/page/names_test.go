package page

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"otklik/report/build"
)

// Every group and topic of the classifier has an English name without a Russian letter, and short words in both
// languages or in none.
func TestTheClassifierHasEnglishNames(t *testing.T) {
	table, err := os.ReadFile("../../internal/reading/topic/topics.tsv")
	if err != nil {
		t.Fatal(err)
	}
	russian := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	}
	names := english.topics()
	for n, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		fields := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || fields[0] == "group" || len(fields) < 2 {
			continue
		}
		for _, name := range fields[:2] {
			if words, known := names[name]; name != "" && (!known || words.name == "" || russian(words.name)) {
				t.Errorf("line %d: %q is %q in English", n+1, name, words.name)
			}
		}
	}
	own := textsOf(build.Russian).topics()
	for name, words := range names {
		if (words.short == "") != (own[name].short == "") || russian(words.short) || !russian(own[name].short+"я") {
			t.Errorf("%s: %q and %q", name, own[name].short, words.short)
		}
	}
	if got := english.topicName("Своя тема области"); got != "Своя тема области" {
		t.Errorf("a region's own topic: %q", got)
	}
	if english.groupName("") != "Other" || english.groupName("Прочее") != "Other" {
		t.Error("what fits no group has no English name")
	}
}

func TestAbbreviationsAreMended(t *testing.T) {
	for text, want := range map[string]string{
		"затопление подвалов мкд":        "затопление подвалов МКД",
		"Закрыли наш фап, до фапа 30 км": "Закрыли наш ФАП, до ФАПа 30 км",
		"упала лэп; жкх молчит":          "упала ЛЭП; ЖКХ молчит",
		"мкды и жкхашники":               "мкды и жкхашники",
		"МФЦ, тко-оператор":              "МФЦ, ТКО-оператор",
		"":                               "",
	} {
		if got := russian.mended(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := russian.topicName("жкх прочее"); got != "ЖКХ прочее" {
		t.Errorf("a topic: %q", got)
	}
}
