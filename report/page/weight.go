package page

import (
	"cmp"

	"otklik/report/build"
)

type weightTexts struct{ likes, replies noun }

var weightWords = map[build.Language]weightTexts{
	build.Russian: {noun{"отметка «нравится»", "отметки «нравится»", "отметок «нравится»"},
		noun{"ответ под сообщением", "ответа под сообщением", "ответов под сообщением"}},
	build.English: {noun{"like", "", "likes"}, noun{"reply beneath", "", "replies beneath"}},
}

// weightFacts are how many people approve of a complaint and how many replies it has, as far as its platform tells.
func (w writer) weightFacts(c build.Complaint) (facts []string) {
	t := weightWords[cmp.Or(w.d.Language, build.Russian)]
	if c.Likes > 0 {
		facts = append(facts, w.t.count(c.Likes, t.likes))
	}
	if c.Replies > 0 {
		facts = append(facts, w.t.count(c.Replies, t.replies))
	}
	return facts
}
