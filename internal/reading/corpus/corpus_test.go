package corpus

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var groups = []string{
	"Безопасность и правопорядок", "Благоустройство", "Внутренняя политика", "Военная служба", "Дороги", "ЖКХ",
	"Здравоохранение", "Имущественные и земельные отношения", "Культура", "Межнациональные отношения",
	"Молодежная политика", "Образование", "Обращение с отходами", "Общественный транспорт",
	"Органы власти и подведомственные учреждения", "Связь и телевидение", "Сельское хозяйство и охота",
	"Социальное обслуживание и защита", "Строительство и архитектура", "Труд и занятость", "Туризм",
	"Физическая культура и спорт", "ЦУР", "Экология", "Экономика и бизнес", "Энергетика",
}

func load(t *testing.T) []Comment {
	t.Helper()
	comments, err := Comments()
	if err != nil {
		t.Fatal(err)
	}
	return comments
}

// words are the letters and digits of a text in lower case, ё as е.
func words(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// normal is a text without case, punctuation and emoji; a text of emoji alone stays as it is.
func normal(text string) string {
	if w := words(text); len(w) > 0 {
		return strings.Join(w, " ")
	}
	return strings.TrimSpace(text)
}

func TestBalance(t *testing.T) {
	comments := load(t)
	if len(comments) < 6000 {
		t.Errorf("%d comments, at least 6000 are needed", len(comments))
	}
	var positive, urgent, other int
	perGroup := map[string]int{}
	perContext := map[Context][2]int{}
	var lengths []int
	for _, c := range comments {
		lengths = append(lengths, len(words(c.Text)))
		if c.Language != "ru" && c.Language != "translit" {
			other++
		}
		counts := perContext[c.Context]
		if c.NeedsAnswer {
			positive++
			counts[1]++
			perGroup[c.Group]++
		} else {
			counts[0]++
		}
		perContext[c.Context] = counts
		if c.Urgent {
			urgent++
		}
	}
	slices.Sort(lengths)
	t.Logf("%d comments, %d need an answer, %d urgent, %d in other languages, median %d words",
		len(comments), positive, urgent, other, lengths[len(lengths)/2])
	if share := float64(positive) / float64(len(comments)); share < 0.40 || share > 0.50 {
		t.Errorf("%.2f of the comments need an answer, wanted 0.40 to 0.50", share)
	}
	if share := float64(urgent) / float64(positive); share < 0.06 || share > 0.12 {
		t.Errorf("%.3f of those that need an answer are urgent, wanted 0.06 to 0.12", share)
	}
	if other < 30 {
		t.Errorf("%d comments in other languages, at least 30 are needed", other)
	}
	for _, group := range groups {
		if perGroup[group] < 12 {
			t.Errorf("%s: %d comments, at least 12 are needed", group, perGroup[group])
		}
	}
	for _, context := range []Context{Alone, Reply, After} {
		if counts := perContext[context]; counts[0] < 25 || counts[1] < 25 {
			t.Errorf("context %q: %d without and %d with need of an answer, at least 25 of each are needed", context,
				counts[0], counts[1])
		}
	}
}

func TestLabelsAgree(t *testing.T) {
	ids := map[string]bool{}
	for _, c := range load(t) {
		if ids[c.ID] {
			t.Errorf("%s stands twice", c.ID)
		}
		ids[c.ID] = true
		if c.Group != "" && !slices.Contains(groups, c.Group) {
			t.Errorf("%s: %q is not a group of the classifier", c.ID, c.Group)
		}
		if !c.NeedsAnswer && (c.Urgent || c.Group != "") {
			t.Errorf("%s: needs no answer but is urgent or has a group", c.ID)
		}
		switch c.Kind {
		case Complaint, Request:
			if !c.NeedsAnswer {
				t.Errorf("%s: a %s without need of an answer", c.ID, c.Kind)
			}
		case Thanks, Chatter, Spam:
			if c.NeedsAnswer {
				t.Errorf("%s: %s that needs an answer", c.ID, c.Kind)
			}
		}
		if n := len(words(c.Text)); n > 100 {
			t.Errorf("%s: %d words, at most 100 make a comment", c.ID, n)
		}
		if c.Text != strings.Join(strings.Fields(c.Text), " ") {
			t.Errorf("%s: stray spaces", c.ID)
		}
	}
}

func TestNoTwoAlike(t *testing.T) {
	comments := load(t)
	first := map[string]string{}
	shingles := make([]map[string]bool, len(comments))
	holders := map[string][]int{}
	for i, c := range comments {
		key := normal(c.Text)
		if id, twice := first[key]; twice {
			t.Errorf("%s repeats %s", c.ID, id)
		}
		first[key] = c.ID
		shingles[i] = map[string]bool{}
		w := words(c.Text)
		for j := 0; j+3 <= len(w); j++ {
			shingles[i][strings.Join(w[j:j+3], " ")] = true
		}
		shared := map[int]int{}
		for s := range shingles[i] {
			for _, j := range holders[s] {
				shared[j]++
			}
		}
		for j, n := range shared {
			if 10*n > 7*min(len(shingles[i]), len(shingles[j])) {
				t.Errorf("%s and %s share more than 70 %% of their word triples", c.ID, comments[j].ID)
			}
		}
		for s := range shingles[i] {
			holders[s] = append(holders[s], i)
		}
	}
}

func TestOpeningsVary(t *testing.T) {
	openings := map[string]int{}
	for _, c := range load(t) {
		if w := words(c.Text); len(w) > 1 {
			openings[w[0]+" "+w[1]]++
		}
	}
	for opening, n := range openings {
		if n > 25 {
			t.Errorf("%d comments open with %q, at most 25 may", n, opening)
		}
	}
}

// TestNothingBorrowed looks for the corpus's lines among the texts for measuring: a line of three words or more must
// not stand there, and no comment may share most of its word triples with one of them. One or two words («спасибо»,
// «ура») belong to everybody.
func TestNothingBorrowed(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "data")
	whole, triples := map[string]bool{}, map[string][]int{}
	var files, texts int
	add := func(text string) {
		texts++
		w := words(text)
		whole[strings.Join(w, " ")] = true
		for j := 0; j+3 <= len(w); j++ {
			s := strings.Join(w[j:j+3], " ")
			if held := triples[s]; len(held) == 0 || held[len(held)-1] != texts {
				triples[s] = append(held, texts)
			}
		}
	}
	for _, name := range []string{"governor-page-dev.tsv", "noise-dev.tsv", "portal-dev.tsv"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			continue
		}
		files++
		for line := range strings.Lines(string(data)) {
			add(line[strings.LastIndexByte(line, '\t')+1:])
		}
	}
	if data, err := os.ReadFile(filepath.Join(folder, "governor-page-telegram-export.json")); err == nil {
		var export struct {
			Messages []struct {
				Text any `json:"text"`
			} `json:"messages"`
		}
		if err := json.Unmarshal(data, &export); err != nil {
			t.Fatalf("reading the export: %v", err)
		}
		files++
		for _, m := range export.Messages {
			add(plain(m.Text))
		}
	}
	if files == 0 {
		t.Skip("the texts for measuring (../shared/data) are not here")
	}
	for _, c := range load(t) {
		w := words(c.Text)
		if len(w) < 3 {
			continue
		}
		if whole[strings.Join(w, " ")] {
			t.Errorf("%s stands among the texts for measuring", c.ID)
		}
		own := map[string]bool{}
		shared := map[int]int{}
		for j := 0; j+3 <= len(w); j++ {
			if s := strings.Join(w[j:j+3], " "); !own[s] {
				own[s] = true
				for _, text := range triples[s] {
					shared[text]++
				}
			}
		}
		for _, n := range shared {
			if len(own) >= 3 && 2*n > len(own) {
				t.Errorf("%s shares more than half of its word triples with a text for measuring", c.ID)
				break
			}
		}
	}
	t.Logf("compared with %d texts of %d files", texts, files)
}

// plain joins the text of an export's message: a string, or a list of strings and of objects with a text.
func plain(text any) string {
	switch text := text.(type) {
	case string:
		return text
	case []any:
		var b strings.Builder
		for _, part := range text {
			b.WriteString(plain(part))
		}
		return b.String()
	case map[string]any:
		return plain(text["text"])
	}
	return ""
}

func TestDamagedTableIsRefused(t *testing.T) {
	good := "k1\t\tтекст\tchatter\t0\t\t0\tru\n"
	for name, table := range map[string]string{
		"empty":          "",
		"other header":   "id\ttext\n" + good,
		"missing column": header + "\nk1\t\tтекст\tchatter\t0\t\t0\n",
		"unknown kind":   header + "\n" + strings.Replace(good, "chatter", "rumour", 1),
		"bad flag":       header + "\n" + strings.Replace(good, "\t0\t\t", "\tyes\t\t", 1),
		"bad urgency":    header + "\n" + strings.Replace(good, "\t\t0\t", "\t\t2\t", 1),
		"bad context":    header + "\n" + strings.Replace(good, "k1\t", "k1\tbefore", 1),
		"no text":        header + "\n" + strings.Replace(good, "текст", "", 1),
	} {
		if got, err := parse(table); err == nil {
			t.Errorf("%s: %d comments and no error", name, len(got))
		} else if strings.Contains(err.Error(), "текст") {
			t.Errorf("%s: the error repeats the comment", name)
		}
	}
	if got, err := parse(header + "\n" + good); err != nil || len(got) != 1 || got[0].Text != "текст" {
		t.Errorf("a good line: %v, %v", got, err)
	}
}
