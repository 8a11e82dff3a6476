package reading

import (
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/text"
)

var (
	echoes    = lists.Words("echoes")
	ownPlaces = lists.Set("own places")
)

// longestEcho bounds an echo, in words: who says more says it himself.
const longestEcho = 9

// echo reports whether a text has no matter of its own and says of its author's place what was said before: «у нас
// тоже», «и на Кирова так же». «Я тоже так думаю» names no place.
func echo(said string) bool {
	words, placed := " ", false
	n := 0
	for w := range text.Words(said) {
		if n++; n > longestEcho {
			return false
		}
		words += w + " "
		placed = placed || ownPlaces[w]
	}
	if !placed {
		return false
	}
	for _, e := range echoes {
		if strings.Contains(words, " "+e+" ") {
			return true
		}
	}
	return false
}

// assessEcho reads an echo as the comment that it answers, where that one needs an answer itself. ok is false where the
// text is none or needs no answer.
func (r *Reader) assessEcho(said string, in surroundings) (a inbox.Assessment, about named, ok bool) {
	if in.Above == "" || in.echoed || !echo(said) {
		return a, about, false
	}
	if s := r.read(said); r.kindly(s) || s.laughs > 0 {
		return a, about, false
	}
	above := asRead(in.Above)
	a, about = r.assess(above, surroundings{echoed: true})
	about.text = above
	a.Reasons = append(inbox.Because("echo"), a.Reasons...)
	return a, about, a.NeedsAnswer
}
