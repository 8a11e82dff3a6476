package build

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"otklik/internal/worktime"
	"otklik/report/clean"
)

// breakdown works out the figures of the period by place, body, group and official.
func (in Input) breakdown(items []item, p, past Period, known bool) Breakdown {
	official := make(map[string]string, len(in.Officials))
	for _, o := range in.Officials {
		official[o.ID] = cmp.Or(o.Name, o.ID)
	}
	of := func(items []item, name func(item) string) []Part {
		return parts(items, in.Norm, p, past, known, name)
	}
	by := func(name func(item) string) []Part { return of(items, name) }
	groups := by(func(i item) string { return i.group })
	if in.AllGroups {
		groups = in.withAll(groups, known)
	}
	regions, within := districts(items, of)
	return Breakdown{
		Municipalities: by(func(i item) string { return i.place }),
		Districts:      regions, Within: within,
		Bodies: by(func(i item) string { return i.body }),
		Groups: groups,
		Officials: by(func(i item) string {
			id := i.Message.Channel.Official()
			return cmp.Or(official[id], id)
		}),
	}
}

// districts are those of the items, and the places within them; nil where no item tells a district from its place.
func districts(items []item, parts func([]item, func(item) string) []Part) (list []Part, within map[string][]Part) {
	if !slices.ContainsFunc(items, func(i item) bool { return i.Status.District != "" || i.within() != "" }) {
		return nil, nil
	}
	inside := map[string][]item{}
	for _, i := range items {
		if i.within() != "" {
			inside[i.district()] = append(inside[i.district()], i)
		}
	}
	within = map[string][]Part{}
	for name, items := range inside {
		if places := parts(items, item.within); len(places) > 0 {
			within[name] = places
		}
	}
	return parts(items, item.district), within
}

// district is where an item is counted among districts: a town that lies in none stands for itself, and for the
// districts inside it.
func (i item) district() string {
	if i.inner() != "" {
		return i.place
	}
	return cmp.Or(i.Status.District, i.place)
}

// inner is the item's district where it is one inside its town, and so named by it: «Ленинский район Энска». Those of
// a region end with what they are.
func (i item) inner() string {
	_, town, _ := strings.Cut(i.Status.District, " район ")
	if first, _, _ := strings.Cut(i.place, " "); town == "" || first == "" || !begunAlike(town, first) {
		return ""
	}
	return i.Status.District
}

// begunAlike reports whether two words begin alike, as the cases of every town's name do: «Орёл», «Орла».
func begunAlike(a, b string) bool {
	const enough = 2 // letters
	x, y := []rune(a), []rune(b)
	return len(x) >= enough && len(y) >= enough && slices.Equal(x[:enough], y[:enough])
}

// within is the settlement, district of a town or municipality within the item's district; empty where it names none
// but the district.
func (i item) within() string {
	for _, name := range []string{i.inner(), i.Status.Settlement, i.place} {
		if name != "" && name != i.district() {
			return name
		}
	}
	return ""
}

// partCount collects one part.
type partCount struct {
	Part
	messages                       int // that the part is about
	receivedBefore, answeredBefore int
	hours                          []float64
	inTime, closed                 int
}

// parts groups the items by a name. Those not ranked come last, otherwise the most received first.
func parts(items []item, norm worktime.Norm, p, past Period, known bool, name func(item) string) []Part {
	tallies := make(map[string]*partCount)
	for _, i := range items {
		n := tallies[name(i)]
		if n == nil {
			n = &partCount{Part: Part{Name: name(i)}}
			tallies[name(i)] = n
		}
		n.add(i, norm, p, past)
	}
	list := []Part{}
	for _, n := range tallies {
		if n.messages == 0 && n.receivedBefore == 0 && n.answeredBefore == 0 {
			continue
		}
		n.Ranked = n.messages >= 2
		n.MedianHours, n.P90Hours = quantiles(n.hours)
		if n.closed > 0 {
			share := float64(n.inTime) / float64(n.closed)
			n.InNorm = &share
		}
		if known {
			n.ReceivedBefore, n.AnsweredBefore = &n.receivedBefore, &n.answeredBefore
		}
		list = append(list, n.Part)
	}
	slices.SortFunc(list, func(a, b Part) int {
		if a.Ranked != b.Ranked {
			return before(a.Ranked)
		}
		return cmp.Or(b.Received-a.Received, b.Unanswered-a.Unanswered, b.Answered-a.Answered,
			cmp.Compare(a.Name, b.Name))
	})
	return list
}

func (n *partCount) add(i item, norm worktime.Norm, p, past Period) {
	received := p.holds(i.received) && i.needs
	closed := !i.closed.IsZero() && p.holds(i.closed)
	state, waits := i.waiting(p.To)
	if received {
		n.Received++
	}
	if closed {
		n.Answered++
		n.hours = append(n.hours, norm.Age(i.received, i.closed).Hours())
	}
	if waits {
		n.Unanswered++
		if p.To.After(i.due(norm, p.To)) {
			n.Overdue++
		}
		n.count(state)
	}
	if received || closed || waits {
		n.messages++
	}
	if past.holds(i.received) && i.needed(past.To) {
		n.receivedBefore++
	}
	if was := i.answered(past.To); !was.IsZero() && past.holds(was) {
		n.answeredBefore++
	}
	if closed {
		n.closed++
		if i.inTime(norm, i.closed) {
			n.inTime++
		}
	} else if i.missed(norm, p) {
		n.closed++
	}
}

// missed reports whether the item's term ran out in the period while it waited.
func (i item) missed(norm worktime.Norm, p Period) bool {
	for _, end := range []time.Time{i.firstDue, i.due(norm, p.To)} {
		if p.holds(end) && end.Equal(i.due(norm, end)) {
			if _, waits := i.waiting(end); waits {
				return true
			}
		}
	}
	return false
}

// inTime reports whether an answer, or another end, at a moment was within the term that ran until then.
func (i item) inTime(norm worktime.Norm, end time.Time) bool {
	return !end.After(i.due(norm, end.Add(-1)))
}

// quantiles are the median and the 90th percentile (nearest rank: a time that really occurred) with one decimal.
func quantiles(hours []float64) (median, p90 *float64) {
	if len(hours) == 0 {
		return nil, nil
	}
	slices.Sort(hours)
	m := Round1((hours[(len(hours)-1)/2] + hours[len(hours)/2]) / 2)
	n := Round1(hours[(9*len(hours)+9)/10-1])
	return &m, &n
}

// changes are the groups and municipalities of which clearly more or less was received than before, the greatest
// difference first.
func changes(b Breakdown) []Changed {
	list := []Changed{}
	for _, of := range []struct {
		what  string
		parts []Part
	}{{"group", b.Groups}, {"municipality", b.Municipalities}} {
		for _, part := range of.parts {
			if part.Name != "" && part.ReceivedBefore != nil &&
				changed(part.Received, float64(*part.ReceivedBefore)) != 0 {
				list = append(list, Changed{of.what, part.Name, part.Received, *part.ReceivedBefore})
			}
		}
	}
	difference := func(c Changed) int { return max(c.Now-c.Before, c.Before-c.Now) }
	slices.SortStableFunc(list, func(a, b Changed) int {
		return cmp.Or(difference(b)-difference(a), cmp.Compare(a.What, b.What), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// bodies finds who is responsible for a group; the first body that names it.
func (in Input) bodies() func(group string) string {
	names := make(map[string]string)
	for _, b := range in.Bodies {
		for _, group := range b.Groups {
			key := strings.ToLower(clean.OneLine(group))
			if _, taken := names[key]; !taken {
				names[key] = clean.OneLine(b.Name)
			}
		}
	}
	return func(group string) string { return names[strings.ToLower(clean.OneLine(group))] }
}
