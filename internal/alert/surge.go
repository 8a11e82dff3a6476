package alert

import (
	"slices"
	"time"

	"otklik/internal/inbox"
)

// Other is the group of what fits no group: it is no one matter.
const other = "Прочее"

// surges are topics of a place that far more people write about than usual at this hour, whatever words they use. What
// is part of a problem that was found already is no second one.
func (w *watch) surges(found []Decision) (all []Decision) {
	if w.Usual == nil {
		return nil
	}
	type key struct{ group, place string }
	about := map[key][]*letter{}
	var keys []key
	for _, l := range w.fresh {
		k := key{l.Status.Group, l.place}
		if k.group == "" || k.group == other {
			continue
		}
		if about[k] == nil {
			keys = append(keys, k)
		}
		about[k] = append(about[k], l)
	}
	for _, k := range keys {
		letters := about[k]
		peak, ok := w.peak(letters, k.group, k.place)
		if !ok || slices.ContainsFunc(found, func(d Decision) bool {
			return d.Verdict == Send && 2*shared(d.Alert.Refs, peak) >= len(peak)
		}) {
			continue
		}
		a := w.alert(inbox.AlertSurge, peak, k.group)
		a.Urgency = degree(peak)
		all = append(all, Decision{a, Send, time.Time{}})
	}
	return all
}

// peak are the letters of the hour with most people, where that is a surge.
func (w *watch) peak(letters []*letter, group, place string) (peak []*letter, ok bool) {
	most := 0
	for n, l := range letters {
		until := l.received.Add(surgeHour)
		people := len(peopleOf(letters[n:], until))
		if people < surgePeople || people <= most {
			continue
		}
		usual, known := w.Usual(group, place, l.received)
		if !known || float64(people) < surgeTimes*usual {
			continue
		}
		most, peak = people, letters[n:]
		if end := slices.IndexFunc(peak, func(l *letter) bool { return l.received.After(until) }); end > 0 {
			peak = peak[:end]
		}
	}
	return peak, most > 0
}

// shared counts the letters that are among the refs.
func shared(refs []inbox.Ref, letters []*letter) (n int) {
	for _, l := range letters {
		if slices.Contains(refs, l.Message.Ref()) {
			n++
		}
	}
	return n
}
