package page

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
	"otklik/report/build"
)

// Every code that reading and evaluation give has words in both languages, and no words stand for nothing.
func TestReasonsHaveWords(t *testing.T) {
	ru, en := reasonWords(1), reasonWords(2)
	given := map[string]bool{inbox.RetentionOver: true}
	find := func(file, pattern string) {
		text, err := os.ReadFile("../../internal/" + file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1)
		for _, m := range found {
			given[m[1]] = true
		}
		if len(found) == 0 {
			t.Errorf("%s gives no reason", file)
		}
	}
	find("reading/lexicon/weights.txt", `(?m)^[^#;]+; *[-\d.]+; *(\S+)$`)
	for _, file := range []string{"phrases", "moods", "asked"} {
		find("reading/reply/"+file+".txt", `(?m)^\[[^\]]*\] (\w+)$`)
	}
	find("reading/reply/features.go", `\{"[^"]*", "(\w+)", "\w*"\}`)
	find("reading/reply/reaction.go", `"(reaction_\w+)"`)
	find("reading/reply/evaluator.go", `"(reply_\w+)"`)
	find("reading/enrichers.go", `Reason\{Code: "(\w+)"`)
	for _, file := range []string{"duplicates", "correction", "album", "evaluate", "history"} {
		find("inbox/"+file+".go", `(?:Code: |Because\()"(\w+)"`)
	}
	find("reading/echo.go", `Because\("(\w+)"`)
	find("reading/leaned.go", `Code: "(\w+)"`)
	find("reading/urgency.go", `urgent\{inbox\.\w+, "(\w+)"`)
	find("reading/assess.go", `(?:Code: |Because\(|unseen\(|return |inbox.Life, |say\(.*, )"(\w+)"`)
	find("reading/assistant/assistant.go", `"(assistant_\w+)"`)
	for code := range given {
		if ru[code] == "" || en[code] == "" {
			t.Errorf("%s has no words: %q, %q", code, ru[code], en[code])
		}
	}
	for code := range ru {
		if !given[code] {
			t.Errorf("nothing gives the reason %s", code)
		}
		for _, verb := range []string{"%d", "%s"} {
			if strings.Contains(ru[code], verb) != strings.Contains(en[code], verb) {
				t.Errorf("%s: %q and %q", code, ru[code], en[code])
			}
		}
	}
}

func TestReasons(t *testing.T) {
	why := []inbox.Reason{{Code: "copies", Count: 6}, {Code: "reply_cliche", Also: "reply_law"}, {Words: "шутка"},
		{Code: "album_part", Words: "17"}, {}, {Words: "шутка"},
		{Code: "leaned", Words: "нет воды … третий"}}
	for language, want := range map[build.Language][]string{
		build.Russian: {"тот же текст прислали ещё 6 чел.", "общие слова; ссылаются на нормы", "шутка",
			"часть альбома, о нём говорит сообщение 17", "по словам «нет воды … третий»"},
		build.English: {"the same text came from 6 others", "general words; cites rules", "шутка",
			"a part of an album, which message 17 speaks for", "by the words “нет воды … третий”"},
	} {
		if got := Reasons(language, why); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	// A digest of an earlier version has words alone.
	if got := ReasonsOf(build.Digest{}, build.Complaint{Reasons: []string{"вопрос"}}); !slices.Equal(got,
		[]string{"вопрос"}) {
		t.Errorf("%q", got)
	}
}
