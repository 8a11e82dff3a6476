package page

import (
	"cmp"
	"fmt"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
)

// waveTexts are the words of posts that brought messages, of themes without a topic, and of the cause of a month.
type waveTexts struct {
	waves, untold, usual, says string // heading; a post without words; how many are usual; what people write
	themes, words              string // heading; common words
	root, places, months       string // heading; how many places and which; new messages of the months
	answered, asked            string // how many were answered; who is responsible
	people                     noun
	place                      noun
}

var waveWords = map[build.Language]waveTexts{
	build.Russian: {
		waves: "Что вызвало обращения", untold: "запись от %s", usual: "обычно у записи %s", says: "пишут: %s",
		themes: "Новое: тем классификатора нет", words: "общие слова: %s",
		root: "Одна причина, которую стоит решить", places: "%s: %s", months: "по месяцам: %s — не убывает",
		answered: "на %s из %s ответили, пишут снова", asked: "решает: %s",
		people: noun{"человек", "человека", "человек"}, place: noun{"место", "места", "мест"},
	},
	build.English: {
		waves: "What brought the messages", untold: "the post of %s", usual: "a post usually brings %s",
		says: "people write: %s", themes: "New, and no topic of the classifier", words: "words in common: %s",
		root: "One cause worth a decision", places: "%s: %s", months: "by months: %s, and not falling",
		answered: "%s of %s were answered, and people write again", asked: "who decides: %s",
		people: noun{"person", "", "people"}, place: noun{"place", "", "places"},
	},
}

func (w writer) waveWords() waveTexts { return waveWords[cmp.Or(w.d.Language, build.Russian)] }

// waves are the posts that brought the messages of the period.
func (w writer) waves() Section {
	own, t := w.waveWords(), w.t
	s := Section{ID: "waves", Head: own.waves}
	for _, v := range w.d.Waves {
		post := ""
		if v.Post != "" {
			post = t.openQuote + clean.OneLine(v.Post) + t.closeQuote
		} else if !v.Posted.IsZero() {
			post = fmt.Sprintf(own.untold, t.day(v.Posted, w.d.At))
		}
		usual := ""
		if v.Usual != nil {
			usual = fmt.Sprintf(own.usual, t.decimals(*v.Usual))
		}
		s.Items = append(s.Items, Item{Strong: t.count(v.Messages, t.message), URL: clean.Link(v.URL),
			Text: JoinFacts([]string{post, w.channel(v.Channel, v.Platform), t.count(v.People, own.people), usual,
				w.t.topicName(v.Group), w.quoted(own.says, v.Says)})})
	}
	return s
}

// quoted puts a sentence of citizens into words; empty where there is none.
func (w writer) quoted(form, sentence string) string {
	if sentence == "" {
		return ""
	}
	return fmt.Sprintf(form, w.t.openQuote+clean.OneLine(sentence)+w.t.closeQuote)
}

// newThemes are what several people write about and no topic fits.
func (w writer) newThemes() Section {
	own, t := w.waveWords(), w.t
	s := Section{ID: "themes", Head: own.themes}
	for _, v := range w.d.NewThemes {
		words := make([]string, len(v.Words))
		for n, word := range v.Words {
			words[n] = clean.OneLine(word)
		}
		numbers := make([]string, 0, len(v.Numbers))
		for _, n := range v.Numbers[:min(len(v.Numbers), themeNumbers)] {
			numbers = append(numbers, t.numberSign+n)
		}
		s.Items = append(s.Items, Item{Strong: fmt.Sprintf(own.words, strings.Join(words, ", ")),
			Text: JoinFacts([]string{t.count(v.People, own.people), t.count(v.Messages, t.message),
				w.quoted(own.says, v.Says), strings.Join(numbers, ", ")})})
	}
	return s
}

// themeNumbers is how many messages of a theme are named.
const themeNumbers = 5

// rootPlacesShown is how many places of a cause are named.
const rootPlacesShown = 4

// rootCause is what the month has found worth a decision.
func (w writer) rootCause() Section {
	c, own, t := w.d.RootCause, w.waveWords(), w.t
	if c == nil {
		return Section{}
	}
	var places, months []string
	for _, p := range c.Places[:min(len(c.Places), rootPlacesShown)] {
		places = append(places, clean.OneLine(p.Municipality)+" "+t.number(p.Messages))
	}
	where := fmt.Sprintf(own.places, t.count(len(c.Places), own.place), strings.Join(places, ", "))
	if len(c.Places) > rootPlacesShown {
		where += "…"
	}
	for _, n := range c.Months {
		months = append(months, t.number(n))
	}
	asked := ""
	if c.Body != "" {
		asked = fmt.Sprintf(own.asked, clean.OneLine(c.Body))
	}
	return Section{ID: "root", Head: own.root, Items: []Item{{Strong: UpperFirst(t.topicName(c.Topic)),
		Text: JoinFacts([]string{t.topicName(c.Group), t.count(c.People, own.people), where,
			fmt.Sprintf(own.months, strings.Join(months, ", ")),
			fmt.Sprintf(own.answered, t.number(c.Answered), t.number(c.Messages)), asked,
			w.quoted(own.says, c.Says)})}}}
}
