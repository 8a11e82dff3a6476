package reading

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

// The encoder has read messages in other languages of Russia; without it their group is left to a person.
func TestGroupsOfOtherLanguages(t *testing.T) {
	r := newReader(t)
	if r.opinions == nil {
		t.Skip("built without the encoder")
	}
	for text, want := range map[string]string{
		"Пирӗн урамра ҫул начар, шӑтӑк нумай, хӑҫан юсаҫҫӗ?":                   "Дороги",
		"Автобус чарӑнӑвӗ ҫук, маршрутка ҫӳремест":                             "Общественный транспорт",
		"Ҫурт ҫинчи хӑма ҫине урам ятне пӗр чӗлхепе кӑна ҫырса хунӑ, тӳрлетӗр": "Межнациональные отношения",
	} {
		a := r.ReadText(text)
		if !a.NeedsAnswer || a.Group != want {
			t.Errorf("%q: needs an answer %v, group %q; want %q", text, a.NeedsAnswer, a.Group, want)
		}
	}
}

// English waits for a person as other languages do; thanks, titles, advertising and talk with readers do not.
func TestEnglishWaitsForAPerson(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"There is no water in our house since Monday, please help":    true,
		"Why is the road to the station not cleaned":                  true,
		"Hot water has been off for three days in our building":       true,
		"Thank you for the new park":                                  false,
		"The Beatles forever":                                         false,
		"Great job, best wishes to all of you":                        false,
		"Buy cheap watches in our shop, the best price and discounts": false,
		"This is the end, my friend 😂😂":                               false,
		"Вера, will be done by all of us":                             false,
		"iPhone Pro Max":                                              false,
	} {
		if a := r.ReadText(text); a.NeedsAnswer != want {
			t.Errorf("%s: %+v", text, a)
		}
	}
}

// What is in a language that nobody here reads is not about what its author wrote in Russian before, unless it is no
// more than a word or two.
func TestOtherLanguagesHaveMattersOfTheirOwn(t *testing.T) {
	r := newReader(t)
	sent := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	read := func(text string) inbox.Assessment {
		thread := inbox.Thread{Ref: inbox.ThreadRef{Kind: inbox.Direct}, Messages: []inbox.Message{
			{ID: "1", Kind: inbox.Direct, Author: inbox.Author{ID: "a"}, Sent: sent,
				Text: "Второй месяц не вывозят мусор, контейнеры переполнены"},
			{ID: "2", Kind: inbox.Direct, Author: inbox.Author{ID: "a"}, Sent: sent.Add(time.Hour), Text: text},
		}}
		return r.assessMessage(thread, 1)
	}
	for _, text := range []string{
		"The teacher of our school is rude to all children", "Безнең авылда укытучы балаларга кычкыра, ярдәм итегез",
	} {
		if a := read(text); !a.NeedsAnswer || a.Group == "Обращение с отходами" {
			t.Errorf("%s: %+v", text, a)
		}
	}
}
