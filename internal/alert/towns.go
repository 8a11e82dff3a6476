package alert

import (
	"cmp"
	"slices"

	"otklik/internal/inbox"
	"otklik/internal/text"
	"otklik/internal/text/supply"
)

// lacks is what an outage takes from whoever wrote; None for what is no outage.
func (l *letter) lacks() supply.Supply {
	if l.Status.Urgency != inbox.Outage {
		return supply.None
	}
	return supply.Of(l.Status.Topic, l.Message.Text)
}

// settle gives letters that name no municipality that of their problem, or else that of all others who write of the
// same outage on their street.
func (w *watch) settle() {
	ofProblems := func() {
		for _, p := range w.Problems {
			letters := w.lettersOf(p.Refs)
			town := foremost(letters, func(l *letter) string { return l.place })
			for _, l := range letters {
				l.place = cmp.Or(l.place, town)
			}
		}
	}
	ofProblems()
	type street struct {
		name  string
		lacks supply.Supply
	}
	const several = "\x00"
	towns := map[street]string{}
	of := func(l *letter) street { return street{text.FoldName(l.Status.Street), l.lacks()} }
	for _, l := range w.fresh {
		if s := of(l); s.name != "" && s.lacks != supply.None && l.place != "" {
			if towns[s] != "" && towns[s] != l.place {
				towns[s] = several
			} else {
				towns[s] = l.place
			}
		}
	}
	for _, l := range w.fresh {
		if town := towns[of(l)]; l.place == "" && town != several {
			l.place = town
		}
	}
	ofProblems() // the street of one letter may have told the town of all
}

func (w *watch) lettersOf(refs []inbox.Ref) (letters []*letter) {
	for _, ref := range refs {
		if l := w.waiting[ref]; l != nil {
			letters = append(letters, l)
		}
	}
	return letters
}

// towns are the problems with those joined that are one outage: a cut takes a town at once, and everybody writes of a
// house of their own.
func (w *watch) towns() (problems []Problem) {
	type cut struct {
		lacks            supply.Supply
		town, settlement string
	}
	at := map[cut]int{}
	for _, p := range w.Problems {
		letters := w.lettersOf(p.Refs)
		fresh := slices.DeleteFunc(slices.Clone(letters), func(l *letter) bool {
			return w.Now.Sub(l.received) >= freshFor
		})
		key := cut{supply.Supply(foremost(fresh, func(l *letter) string { return string(l.lacks()) })),
			foremost(letters, func(l *letter) string { return l.place }),
			foremost(letters, func(l *letter) string { return l.Status.Settlement })}
		if key.settlement == key.town {
			key.settlement = ""
		}
		worse := slices.ContainsFunc(fresh, func(l *letter) bool { return l.Status.Urgency.Compare(inbox.Outage) > 0 })
		n, known := at[key]
		switch {
		case key.lacks == supply.None || key.town+key.settlement == "" || worse:
			problems = append(problems, p)
		case known:
			problems[n].Refs = slices.Concat(problems[n].Refs, p.Refs)
		default:
			at[key] = len(problems)
			problems = append(problems, p)
		}
	}
	return problems
}

// cutOff reports whether the letters are about an outage.
func cutOff(letters []*letter) bool {
	return slices.ContainsFunc(letters, func(l *letter) bool { return l.lacks() != supply.None })
}

// oneStreet reports whether nobody names another street than the first who names any.
func oneStreet(letters []*letter) bool {
	first := ""
	for _, l := range letters {
		if street := text.FoldName(l.Status.Street); first == "" {
			first = street
		} else if street != "" && street != first {
			return false
		}
	}
	return true
}
