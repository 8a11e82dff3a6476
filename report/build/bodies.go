package build

import (
	"cmp"
	"slices"

	"otklik/internal/inbox"
	"otklik/report/clean"
)

// BodyLoad is whom to ask: what waits with one body, and what it did in the period.
type BodyLoad struct {
	Name    string `json:"name"`
	Waiting int    `json:"waiting"`
	Overdue int    `json:"overdue"` // of the waiting
	// Answered are messages, Formal are form letters; both of the period.
	Answered int `json:"answered"`
	Formal   int `json:"formal"`
}

// loads are the bodies of the configuration with what waits for them, the most overdue first, and the groups in which
// something waits that nobody is named for. Where no body is configured the groups stand for them.
func (in Input) loads(items []item, p Period) (list []BodyLoad, unassigned []string) {
	index := make(map[string]*BodyLoad)
	named := len(in.Bodies) > 0
	list, unassigned = []BodyLoad{}, []string{}
	for n := range items {
		i := &items[n]
		name := i.body
		if !named {
			name = clean.OneLine(i.group)
			if Unnamed(name) {
				continue
			}
		}
		_, waits := i.waiting(p.To)
		group := clean.OneLine(i.group)
		if waits && i.body == "" && !Unnamed(group) && !slices.Contains(unassigned, group) {
			unassigned = append(unassigned, group)
		}
		if name == "" {
			continue
		}
		load := index[name]
		if load == nil {
			load = &BodyLoad{Name: name}
			index[name] = load
		}
		if waits {
			load.Waiting++
			if p.To.After(i.due(in.Norm, p.To)) {
				load.Overdue++
			}
		}
		if !i.closed.IsZero() && p.holds(i.closed) {
			load.Answered++
		}
		load.Formal += i.formalIn(p)
	}
	for _, load := range index {
		if load.Waiting+load.Answered+load.Formal > 0 {
			list = append(list, *load)
		}
	}
	slices.SortFunc(list, func(a, b BodyLoad) int {
		return cmp.Or(b.Overdue-a.Overdue, b.Waiting-a.Waiting, cmp.Compare(a.Name, b.Name))
	})
	slices.Sort(unassigned)
	return list, unassigned
}

// Unnamed reports whether a group says nothing of what a message is about.
func Unnamed(group string) bool { return group == "" || group == inbox.OtherGroup }

// formalIn counts the form letters that the message had in a period.
func (i *item) formalIn(p Period) (n int) {
	for _, c := range i.Status.History {
		if c.State == inbox.Formal && p.holds(c.At) {
			n++
		}
	}
	return n
}
