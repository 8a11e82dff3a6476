package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Problem is what several messages, or one, are about.
type Problem struct {
	ID string // derived from its first message's id: the same after a rebuild
	// Title is the shortest telling sentence, as a citizen wrote it: to be masked before it leaves the office. Where
	// the messages with the best ones were removed, it is the group and the municipality.
	Title        string
	Messages     int
	People       int       // different authors; unknown ones count as one each
	First, Last  time.Time // when the first and the last message was written, UTC
	Group        string    // the most frequent among the messages
	Municipality string    // the most frequent among the messages
	Members      []string  // ids of the messages, sorted

	// Copies is how many messages use the wording that most people share, wherever they stand: the same text about
	// other streets makes other problems, and its copies count here too. 0: no wording was used twice. Copiers is how
	// many different people are behind them; who is unknown is not counted. Copied are those of them in this problem,
	// sorted.
	Copies, Copiers int
	Copied          []string
	// Campaign: three or more people sent the same wording of six or more words, at least four of which carry meaning,
	// numbers and places not counted. At most one word in six may differ, so that a changed word hides no campaign.
	// Reason: people who complain on their own choose their own words, short complaints excepted («нет воды третий
	// день»), and two with the same text are often one family. One person who pastes a text under ten posts is one
	// person, and no campaign.
	Campaign bool
}

// Problems lists every problem: most messages first, then the latest, then by id. Cost: all stored messages.
func (g *Grouper) Problems() []Problem {
	copies := g.copies()
	out := make([]Problem, 0, len(g.problems))
	for i := range g.problems {
		if len(g.problems[i].members) > 0 {
			out = append(out, g.problem(&g.problems[i], copies))
		}
	}
	slices.SortFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// copying is how often a wording was used and by how many people.
type copying struct{ messages, people int }

// copies counts the wordings that were used more than once, by their numbers.
func (g *Grouper) copies() map[int32]copying {
	uses := make([]int32, len(g.texts))
	for i := range g.texts {
		if t := &g.texts[i]; t.problem >= 0 && t.row != nil {
			uses[t.wording] += t.uses
		}
	}
	type sender struct {
		wording int32
		author  uint32
	}
	seen := map[sender]bool{}
	counts := map[int32]copying{}
	for i := range g.messages {
		w := g.wording(&g.messages[i])
		if w < 0 || uses[w] < 2 {
			continue
		}
		c := counts[w]
		c.messages++
		if by := (sender{w, g.messages[i].author}); by.author != 0 && !seen[by] {
			seen[by] = true
			c.people++
		}
		counts[w] = c
	}
	return counts
}

// wording is the number of a message's wording; -1 = it has none, or the message was removed.
func (g *Grouper) wording(m *message) int32 {
	if m.digest == 0 && m.id == "" || m.text < 0 || g.texts[m.text].row == nil {
		return -1
	}
	return g.texts[m.text].wording
}

func (g *Grouper) problem(x *group, copies map[int32]copying) Problem {
	p := Problem{ID: problemID(x.id), Messages: len(x.members)}
	people := map[uint32]bool{}
	groups, places := map[string]int{}, map[string]int{}
	shared := int32(-1)
	for i, n := range x.members {
		m := &g.messages[n]
		p.Members = append(p.Members, m.id)
		if m.author == 0 {
			p.People++
		} else {
			people[m.author] = true
		}
		groups[g.labels.name(m.group)]++
		places[g.labels.name(m.municipality)]++
		at := time.Unix(m.seconds, int64(m.nanos)).UTC()
		if i == 0 || at.Before(p.First) {
			p.First = at
		}
		if i == 0 || at.After(p.Last) {
			p.Last = at
		}
		if w := g.wording(m); w >= 0 && w != shared {
			c, best := copies[w], copying{p.Copies, p.Copiers}
			if c.messages > 1 && cmp.Or(c.people-best.people, c.messages-best.messages, int(shared-w)) > 0 {
				shared, p.Copies, p.Copiers = w, c.messages, c.people
			}
		}
	}
	p.Campaign = p.Copiers >= campaignPeople
	for _, n := range x.members {
		if m := &g.messages[n]; shared >= 0 && g.wording(m) == shared {
			p.Copied = append(p.Copied, m.id)
		}
	}
	p.People += len(people)
	p.Group, p.Municipality = most(groups), most(places)
	if len(x.titles) > 0 {
		p.Title = x.titles[0].text
	} else {
		p.Title = strings.Trim(p.Group+", "+p.Municipality, ", ")
	}
	slices.Sort(p.Members)
	slices.Sort(p.Copied)
	return p
}

// most is the most frequent name that is not empty; the first in the alphabet of equals.
func most(counts map[string]int) string {
	best := ""
	for name, n := range counts {
		if name != "" && (best == "" || n > counts[best] || n == counts[best] && name < best) {
			best = name
		}
	}
	return best
}

func problemID(n uint64) string { return fmt.Sprintf("p%016x", n) }
