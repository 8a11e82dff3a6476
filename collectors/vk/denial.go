package vk

import "fmt"

// denial is a reply that contradicts itself: it says how much there is and does not show it, even where it was asked
// for all. Taken at its word it would make everything stored look deleted, so it is a temporary failure.
type denial struct {
	claimed int // how long the list is said to be
	shown   int // up to where it was shown
}

func (d *denial) Error() string {
	return fmt.Sprintf("the reply contradicts itself: it counts %d and shows %d", d.claimed, d.shown)
}

// small reports whether so little is missing that the list is usable, though not for saying what is gone: VK's
// counts may include what it hides from this token.
func (d *denial) small() bool {
	return d.shown > 0 && d.claimed-d.shown <= max(3, d.claimed/20)
}

// denies judges a page of posts, dialogs or messages that was asked for at an offset.
func denies(offset, items int, total *hint) error {
	if d := (&denial{claimed: total.orUnknown(), shown: offset}); items == 0 && offset < d.claimed && !d.small() {
		return d
	}
	return nil
}

// denies judges a page of comments: it is a denial if it holds nothing new although more is said to stand there. total
// is -1 if the server does not say. A page that repeats more than was asked to overlap is another fault (see take).
func (l *level) denies(ids []int64, total int) *denial {
	from, overlap := l.from(), l.Offset-l.from()
	if len(ids) > max(1, overlap) || from+len(ids) >= total {
		return nil
	}
	for _, v := range ids {
		if !l.Last.has(v) {
			return nil
		}
	}
	return &denial{claimed: total, shown: from + len(ids)}
}

// claims is how long the level is said to be. Servers that do not count levels count the whole post; that helps only
// where they show nothing at all.
func (p *commentsPage) claims(from int) int {
	if total := p.Level.orUnknown(); total >= 0 {
		return total
	}
	if from == 0 && len(p.Items) == 0 {
		return p.Count.orUnknown()
	}
	return -1
}
