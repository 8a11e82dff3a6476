package build

import (
	"cmp"
	"slices"

	"otklik/internal/inbox"
)

// topics are the groups of the classifier that something waits in, came in or left in the period. What people say of
// one is taken from those who wait, otherwise from those who came.
func (in Input) topics(items []item, waiting []Complaint, p Period) []Topic {
	index := make(map[string]*Topic)
	places := make(map[string]map[string]int)
	came := make(map[string][]string)
	for _, i := range items {
		t := index[i.group]
		if t == nil {
			t = &Topic{Group: i.group, Body: i.body, Places: []Place{}}
			index[i.group], places[i.group] = t, make(map[string]int)
		}
		if _, ok := i.waiting(p.To); ok {
			t.Unanswered++
			t.Change++
			if i.place != "" {
				places[i.group][i.place]++
			}
		}
		if _, ok := i.waiting(p.From); ok {
			t.Change--
		}
		if p.holds(i.received) && i.needs {
			t.New++
			if len(came[i.group]) < saysRead {
				came[i.group] = append(came[i.group], i.Message.Text)
			}
		}
	}
	texts := make(map[string][]string)
	for _, dangers := range []bool{false, true} { // those are told apart, but where nothing else waits
		for _, c := range waiting {
			if (c.Urgency != inbox.NotUrgent) == dangers && (!dangers || len(texts[c.Group]) == 0) {
				texts[c.Group] = append(texts[c.Group], c.Text)
			}
		}
	}
	longest := SaysLongest
	if in.Audience == Governor {
		longest = saysBest // his page has no room for more, and cuts none
	}
	list := []Topic{}
	for _, t := range index {
		if t.Unanswered == 0 && t.New == 0 && t.Change == 0 {
			continue
		}
		if len(texts[t.Group]) == 0 {
			for _, text := range came[t.Group] {
				texts[t.Group] = append(texts[t.Group], in.masked(text))
			}
		}
		t.Says = tellingWithin(texts[t.Group], longest)
		for name, n := range places[t.Group] {
			t.Places = append(t.Places, Place{name, n})
		}
		slices.SortFunc(t.Places, func(a, b Place) int {
			return cmp.Or(b.Unanswered-a.Unanswered, cmp.Compare(a.Municipality, b.Municipality))
		})
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b Topic) int {
		return cmp.Or(b.Unanswered-a.Unanswered, b.New-a.New, cmp.Compare(a.Group, b.Group))
	})
	return list
}
