package build

import (
	"fmt"
	"slices"

	"otklik/internal/inbox"
)

// joinSame tells the complaints of one text of each other; the first in the list stands for the others.
func (in Input) joinSame(waiting []owed, list []Complaint) {
	set := map[inbox.Ref]int{}
	for n, refs := range in.Same {
		for _, ref := range refs {
			set[ref] = n
		}
	}
	members := map[int][]int{}
	for n := range list {
		if s, ok := set[waiting[n].Message.Ref()]; ok {
			members[s] = append(members[s], n)
		}
	}
	for _, same := range members {
		if len(same) < 2 {
			continue
		}
		first, people, unknown := &list[same[0]], map[string]bool{}, 0
		for k, n := range same {
			if k > 0 {
				first.Others = append(first.Others, list[n].Number)
				list[n].SameAs = first.Number
			}
			if author := waiting[n].Message.Author.ID; author != "" {
				people[string(list[n].Platform)+" "+author] = true
			} else {
				unknown++ // nobody's namesake
			}
		}
		for _, n := range same {
			list[n].People = len(people) + unknown
		}
	}
}

// Items are the places in Complaints of what lists show: of the messages of one text only the first. An item's number
// is its place among them, from 1.
func (d Digest) Items() []int {
	items := make([]int, 0, len(d.Complaints))
	for n, c := range d.Complaints {
		if c.SameAs == "" {
			items = append(items, n)
		}
	}
	return items
}

// MostListed is how many items, or lines that point to items, a list of a page has: nobody reads more, and a pile of
// years would make a page of a hundred megabytes. What is more is counted; tables and JSON have all.
const MostListed = 2000

// listedItems are those of Items that pages list: a press office has an order of its own.
func (d Digest) listedItems() []int {
	items := d.Items()
	if d.Audience == Press {
		list := d.Worklist()
		items = slices.Concat(list.New, list.Due, list.Rest)
	}
	return items[:min(len(items), MostListed)]
}

// ItemNumbers are the numbers of the items under which the complaints stand, in the order of Complaints.
func (d Digest) ItemNumbers() []int {
	byNumber, numbers := map[string]int{}, make([]int, len(d.Complaints))
	next := 0
	for n, c := range d.Complaints {
		if c.SameAs == "" {
			next++
			numbers[n] = next
			if len(c.Others) > 0 {
				byNumber[c.Number] = next
			}
		} else {
			numbers[n] = byNumber[c.SameAs]
		}
	}
	return numbers
}

// ReferencesShown is how many messages that need no work any more a list of a page has; tables hold them all.
const ReferencesShown = 200

// Whole is an error where a digest was built for pages and lacks the words of what these do not list.
func (d Digest) Whole() error {
	if d.capped {
		return fmt.Errorf("the digest %s was built for pages: it does not hold all texts", d.ID)
	}
	return nil
}
