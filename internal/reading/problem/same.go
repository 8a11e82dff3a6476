// Package problem joins messages about one and the same problem: near-duplicates, and the same matter in other words at
// the same place. It knows texts, groups and places; it must not know of states, channels or stores.
//
// Its state is derivable: adding the stored messages again, in the order they were sent, gives the same problems with
// the same ids. Nothing of it needs to be stored.
package problem

import (
	"slices"
	"time"

	"otklik/internal/reading/place"
)

// Item is a message as far as problems go.
type Item struct {
	ID     string
	Text   string
	Group  string
	Place  place.Place
	Author string // the platform's id; empty = unknown, and never the same person as another
	At     time.Time
}

// Thresholds of the decision, shares between 0 and 1. They were set on own examples; see same_test.go.
const (
	nearlyAll   = 0.75 // shared runs of words: a copy
	mostly      = 0.5  // shared runs of words: the same text, changed
	personalTwo = 0.85 // words shared by two messages about one's own affairs
	telling     = 6    // words that carry meaning, without which a text says no place and no problem
)

// Same decides whether two messages are about one problem, and says in Russian why. It is symmetric and pure; time
// plays no part in it. The same wording with another street, house, settlement or municipality is another problem.
func Same(a, b Item) (bool, string) {
	ok, reason, _ := same(newProfile(a), newProfile(b))
	return ok, reason
}

// same also says how alike the two are, for choosing between problems.
func same(a, b *profile) (ok bool, reason string, likeness float64) {
	if reason := elsewhere(a, b); reason != "" {
		return false, reason, 0
	}
	runs := part(shared(a.list(shingles), b.list(shingles)), min(len(a.list(shingles)), len(b.list(shingles))))
	both := shared(a.list(content), b.list(content))
	words := part(both, min(len(a.list(content)), len(b.list(content))))
	likeness = (runs + words) / 2
	short := min(a.words, b.words) <= 30
	anchor, weight := nearest(a, b)
	if anchor == "" && len(a.list(streets)) > 0 && len(b.list(streets)) > 0 {
		return false, "улица того же имени, населённый пункт другой или назван в одном сообщении", 0
	}
	likeness += weight
	name := shared(a.list(names), b.list(names)) > 0
	if !name && crossed(a.list(names), b.list(names)) && weight < 1 {
		return false, "названы разные объекты", 0
	}
	if short && weight < 1.5 && (parted(a.list(spots), b.list(spots)) || parted(a.list(things), b.list(things))) {
		return false, "разные места в похожем тексте", 0
	}
	matter := a.matters & b.matters
	if matter == opening && weight < 1.5 && words < 0.34 {
		matter = 0 // a club and a rink of one village may both be closed
	}
	parting := otherFaults(matter, a.sides, b.sides)
	matter &^= parting
	if parting != 0 && matter == 0 && short {
		return false, "разные неисправности", 0
	}
	copied, _ := sameWording(a.row, b.row)
	enough := min(len(a.list(content)), len(b.list(content))) >= telling
	switch {
	case anchor == "" && copied && !(a.mine && b.mine): // passed round, even where it says little
		return true, "почти один и тот же текст", likeness
	case anchor == "" && !enough:
		return false, "слишком общо: место не названо", 0
	case anchor == "" && (a.mine && b.mine) && (runs < nearlyAll || words < personalTwo):
		return false, "личные обстоятельства разных людей", 0
	case anchor == "" && runs >= nearlyAll:
		return true, "почти один и тот же текст", likeness
	case anchor == "":
		return false, "место не названо, тексты разные", 0
	case runs >= mostly && words >= mostly && enough:
		return true, "похожий текст, " + anchor, likeness
	case parting != 0 && matter == 0:
		return false, "разные неисправности", 0
	case matter == 0 && a.matters|b.matters != 0 && words < 0.6:
		return false, "разные предметы", 0
	case weight >= 2 && (matter != 0 || words >= 0.5):
		return true, anchor + ", тот же предмет", likeness
	case weight >= 1.5 && (matter != 0 && short || words >= 0.5): // a long message about a clinic has some matter of any other
		return true, anchor + ", тот же предмет", likeness
	case weight >= 1.5 && a.matters|b.matters == 0 && words >= 0.33:
		return true, anchor + ", похожие слова", likeness
	case weight >= 1 && matter != 0 && (words >= 0.2 || within(a.matters, b.matters)):
		return true, anchor + ", тот же предмет", likeness
	case weight > 0.5 && matter != 0 && a.matters == b.matters:
		return true, anchor + ", тот же предмет", likeness
	case weight >= 0.5 && matter != 0 && (words >= 0.4 || within(a.matters, b.matters) && both >= 1):
		return true, anchor + ", тот же предмет", likeness
	case words >= 0.7 && both >= 3:
		return true, "похожие слова, " + anchor, likeness
	}
	return false, "мало общего", 0
}

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// within: what one message is about is all in the other.
func within(a, b uint64) bool { return a == b || a&^b == 0 || b&^a == 0 }

// elsewhere says what parts the places of two messages; "" where nothing does.
func elsewhere(a, b *profile) string {
	switch {
	case a.municipality != 0 && b.municipality != 0 && a.municipality != b.municipality && !a.assumed && !b.assumed &&
		a.municipality != b.district && b.municipality != a.district:
		return "разные муниципалитеты"
	case a.settlement != 0 && b.settlement != 0 && a.settlement != b.settlement:
		return "разные населённые пункты"
	case a.part != 0 && b.part != 0 && a.part != b.part && a.borough == b.borough:
		return "разные части города"
	case len(a.list(streets)) > 0 && len(b.list(streets)) > 0 && !slices.ContainsFunc(a.list(streets), func(s uint32) bool { return slices.Contains(b.list(streets), s) }):
		return "разные улицы"
	case len(a.list(streets)) == 2 && len(b.list(streets)) == 2 && !slices.Equal(a.list(streets), b.list(streets)):
		return "разные перекрёстки"
	case len(a.list(houses)) > 0 && len(b.list(houses)) > 0 && !slices.ContainsFunc(a.list(houses), func(s uint32) bool { return slices.Contains(b.list(houses), s) }):
		return "разные дома"
	case otherObjects(a.list(objects), b.list(objects)):
		return "разные номера маршрутов или учреждений"
	}
	return ""
}

// nearest is the closest place that both messages name, with its weight: 2 a house or a crossing, 1.5 an object with a number,
// 1 a street, a village or a named thing, 0.75 a neighbourhood, 0.5 a district of a town or a town; "" where they name none together.
func nearest(a, b *profile) (string, float64) {
	street := len(a.list(streets)) > 0 && len(b.list(streets)) > 0 && sameVillage(a, b)
	switch {
	case street && len(a.list(houses)) > 0 && len(b.list(houses)) > 0:
		return "тот же дом", 2
	case street && len(a.list(streets)) == 2 && len(b.list(streets)) == 2:
		return "тот же перекрёсток", 2
	case sameObject(a.list(objects), b.list(objects)):
		return "тот же номер маршрута или учреждения", 1.5
	case street:
		return "та же улица", 1
	case shared(a.list(names), b.list(names)) > 0:
		return "тот же объект", 1
	case a.settlement != 0 && a.settlement == b.settlement:
		return "тот же населённый пункт", 1
	case a.part != 0 && a.part == b.part:
		if a.borough {
			return "та же часть города", 0.5
		}
		return "та же часть города", 0.75
	case a.municipality != 0 && a.municipality == b.municipality && !a.assumed && !b.assumed && len(a.list(streets)) == 0 && len(b.list(streets)) == 0:
		return "тот же город или район", 0.5
	}
	return "", 0
}
