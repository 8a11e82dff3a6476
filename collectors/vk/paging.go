package vk

import (
	"context"
)

// level remembers how far a list of comments has been read, oldest first, so that the reading can go on from a cursor.
//
// Such a list grows at its end and shrinks anywhere. When a comment on a page that was read disappears, the rest moves
// up and the next offset would jump over a standing comment. Each page therefore overlaps the one before, and must
// hold something of it; if it does not, it is asked for again from further back.
type level struct {
	Offset int     `json:"o,omitempty"` // how many have been passed
	Last   numbers `json:"l,omitempty"` // the ids of the last page
	Back   int     `json:"b,omitempty"` // how far the next page reaches back; 0 is one comment
	Pages  int     `json:"n,omitempty"` // pages asked for, against servers that never end
}

// maxPages bounds one list: a hundred thousand comments.
const maxPages = 1100

// from is the offset to ask for.
func (l *level) from() int { return max(0, l.Offset-max(1, l.Back)) }

// step is what to do with a page.
type step int

const (
	further step = iota // take the page and ask for the next
	moved               // the list has moved: leave the page and ask further back
	done                // take the page; the list has been read to its end
	unsure              // take the page; the server repeats itself, so the list is not known to be complete
)

// take judges the page that was asked for at from(). ids are its comments', 0 for those without one; asked is the
// number asked for; total is how long the server says the list is, -1 if it does not say.
func (l *level) take(ids []int64, asked, total int) step {
	from, overlap := l.from(), l.Offset-l.from()
	l.Pages++
	if l.Pages > maxPages {
		return unsure
	}
	known, fresh := 0, 0
	for _, v := range ids {
		if l.Last.has(v) {
			known++
		} else {
			fresh++
		}
	}
	if len(l.Last) > 0 && known == 0 && from > 0 {
		l.Back = max(1, l.Back) * 10
		return moved
	}
	if fresh == 0 {
		if len(ids) > max(1, overlap) {
			return unsure
		}
		return done
	}
	l.Offset, l.Last, l.Back = from+len(ids), ids, 0
	if len(ids) >= asked || l.Offset < total {
		return further
	}
	return done
}

// paginate reads a list that grows at its front: posts, dialogs, the messages of one dialog, newest first. Additions
// only move the rest down, so a page may repeat items (the visitor must expect that); removals move it up, which shows
// in the total: then the page is asked for again from as much further back. visit returns false to stop. whole is true
// if the visitor stopped it or the list was seen to its end.
func paginate(
	ctx context.Context, asked int, page func(ctx context.Context, offset int) (total, items int, visit func() (fresh,
		goOn bool), err error)) (whole bool, err error,
) {
	before, offset, stale := -1, 0, 0
	for range maxPages {
		total, items, visit, err := page(ctx, offset)
		if err != nil {
			return false, err
		}
		if total >= 0 && before > total && offset > 0 {
			offset = max(0, offset-(before-total))
			before = total
			continue
		}
		before = total
		if items == 0 {
			return offset >= total, nil
		}
		fresh, goOn := visit()
		offset += items
		if stale++; fresh {
			stale = 0
		}
		switch {
		case !goOn, total >= 0 && offset >= total, total < 0 && items < asked:
			return true, nil
		case stale > 2:
			return false, nil
		}
	}
	return false, nil
}
