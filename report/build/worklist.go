package build

import (
	"cmp"
	"slices"
	"time"
)

// Worklist are the items of a digest in the order in which a press office works through them, by their places in
// Complaints. Every item stands in exactly one of the lists.
type Worklist struct {
	New  []int // came in the period: since the list before
	Due  []int // older; urgent, or an answer is overdue or due before the day ends
	Rest []int // older; there is time
}

// Worklist parts the items of a digest. Each list has the urgent first by their degree, then what is due first.
func (d Digest) Worklist() (w Worklist) {
	year, month, day := d.At.Date()
	tomorrow := time.Date(year, month, day+1, 0, 0, 0, 0, d.At.Location())
	for _, n := range d.Items() {
		switch c := d.Complaints[n]; {
		case d.Period.holds(c.ReceivedAt):
			w.New = append(w.New, n)
		case c.Urgent || c.Overdue || c.DueAt.Before(tomorrow):
			w.Due = append(w.Due, n)
		default:
			w.Rest = append(w.Rest, n)
		}
	}
	return w
}

// Share is the part of the items that is one body's, or one official's.
type Share struct {
	Name    string // empty: nobody is named for it
	Items   []int  // places in Complaints, in the order given
	Overdue int    // of those
}

// SharesOf parts items by a name, the largest part first and that without a name last.
func (d Digest) SharesOf(items []int, name func(Complaint) string) (list []Share) {
	place := map[string]int{}
	for _, n := range items {
		c := d.Complaints[n]
		at, known := place[name(c)]
		if !known {
			at = len(list)
			place[name(c)], list = at, append(list, Share{Name: name(c)})
		}
		list[at].Items = append(list[at].Items, n)
		if c.Overdue {
			list[at].Overdue++
		}
	}
	slices.SortStableFunc(list, func(a, b Share) int {
		if (a.Name == "") != (b.Name == "") {
			return before(b.Name == "")
		}
		return cmp.Or(len(b.Items)-len(a.Items), b.Overdue-a.Overdue, cmp.Compare(a.Name, b.Name))
	})
	return list
}
