package reading

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/text"
)

var (
	echoes    = lists.Words("echoes")
	ownPlaces = lists.Set("own places")
	// wholeEchoes are texts that say nothing else, of whatever place.
	wholeEchoes = lists.Set("whole echoes")
)

// longestEcho bounds an echo, in words: who says more says it himself.
const longestEcho = 9

// echo reports whether a text has no matter of its own and says of its author's place what was said before: «у нас
// тоже», «и на Кирова так же», «и в Берёзовке», or that it is just so: «то же самое», «+1». «Я тоже так думаю» names no
// place.
func echo(said string) bool {
	if wholeEchoes[strings.Join(slices.Collect(text.Words(said)), " ")] || plusOne(said) || placeAlone(said) {
		return true
	}
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

// plusOne reports whether a text is «+1».
func plusOne(said string) bool {
	return strings.Join(strings.Fields(strings.Trim(said, " .!\n")), "") == "+1"
}

// placeAlone reports whether a text is «и», «в» or «на» and a name of up to three words.
func placeAlone(said string) bool {
	words := strings.Fields(strings.Trim(said, " .!\n"))
	if len(words) < 3 || len(words) > 5 || !strings.EqualFold(words[0], "и") || words[1] != "в" && words[1] != "на" {
		return false
	}
	return !slices.ContainsFunc(words[2:], func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(first) || strings.ContainsAny(w, "?:,;")
	})
}

// assessEcho reads an echo as the comment that it answers or, where there is none, as the post, where that one needs an
// answer itself. ok is false where the text is none or needs no answer.
func (r *Reader) assessEcho(said string, in surroundings) (a inbox.Assessment, about named, ok bool) {
	before := cmp.Or(in.Above, in.Post)
	if before == "" || in.echoed || !echo(said) {
		return a, about, false
	}
	if s := r.read(said); r.kindly(s) || s.laughs > 0 {
		return a, about, false
	}
	above := asRead(before)
	if in.Above == "" && !r.tellsOfFault(above) {
		return a, about, false
	}
	a, about = r.assess(above, surroundings{echoed: true})
	about.text = above
	a.Reasons = append(inbox.Because("echo"), a.Reasons...)
	return a, about, a.NeedsAnswer
}

// tellsOfFault reports whether a post tells of a fault and does not praise: others invite and ask for pictures, which
// reads as a request, and nobody repeats that.
func (r *Reader) tellsOfFault(post string) bool {
	s := r.read(post)
	return !r.kindly(s) && s.has(r, "failing", "absent", "defect", "outage", "danger", "hazard")
}
