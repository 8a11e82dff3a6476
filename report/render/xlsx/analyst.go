package xlsx

import (
	"fmt"
	"strings"

	"otklik/report/build"
)

// territory is a district, or a place within one.
type territory struct {
	district string
	build.Part
	whole bool // the district
}

// districts are followed by the places within them. They are there only where they differ from the municipalities.
func (b book) districts() []sheet {
	if len(b.d.Breakdown.Districts) == 0 {
		return nil
	}
	var items []territory
	for _, d := range b.d.Breakdown.Districts {
		items = append(items, territory{d.Name, d, true})
		for _, p := range b.d.Breakdown.Within[d.Name] {
			items = append(items, territory{d.Name, p, false})
		}
	}
	emphasis := func(t territory) mark {
		if t.whole && len(b.d.Breakdown.Within[t.Name]) > 0 {
			return strong
		}
		return plain
	}
	fields := []field[territory]{
		{b.say.District, 30, words, func(t territory) any { return b.named(t.district) }, emphasis},
		{b.tables.Within, 28, words, func(t territory) any {
			if t.whole {
				return b.tables.Whole
			}
			return line(t.Name)
		}, emphasis},
	}
	for _, f := range b.parts("")[1:] {
		fields = append(fields, field[territory]{f.title, f.width, f.form,
			func(t territory) any { return f.value(t.Part) }, func(t territory) mark { return f.mark(t.Part) }})
	}
	return []sheet{newTable(b, b.say.Districts, "Districts", items, b.say.NoMessages, fields)}
}

// arrival is a day of the week with its hours, or all of them together.
type arrival struct {
	name string
	build.Weekday
}

// arrivals tell when people write: by weekday, with a column for each hour.
func (b book) arrivals() []sheet {
	a := b.d.Arrivals
	if a == nil {
		return nil
	}
	all := arrival{b.tables.Every, build.Weekday{Days: a.Days, Received: a.Received, Hours: a.Hours()}}
	var items []arrival
	for _, day := range a.Weekdays {
		items = append(items, arrival{b.tables.Weekdays[day.Weekday-1], day})
	}
	emphasis := func(d arrival) mark {
		if d.Weekday.Weekday == 0 {
			return strong
		}
		return plain
	}
	fields := []field[arrival]{
		{b.tables.Weekday, 16, words, func(d arrival) any { return d.name }, emphasis},
		{b.tables.Days, 8, whole, func(d arrival) any { return d.Days }, emphasis},
		{b.say.Received, 11, whole, func(d arrival) any { return d.Received }, emphasis},
		{b.tables.MeanOfDay, 12, tenths, func(d arrival) any {
			if d.Days == 0 {
				return nil
			}
			return d.Mean()
		}, emphasis},
	}
	for hour := range all.Hours {
		fields = append(fields, field[arrival]{fmt.Sprintf("%02d:00", hour), 6.5, whole,
			func(d arrival) any { return d.Hours[hour] }, emphasis})
	}
	t := newTable(b, b.tables.Arrivals, "Arrivals", append(items, all), "", fields)
	day, _, _ := strings.Cut(b.say.Stamp, " ")
	t.caption += " · " + line(fmt.Sprintf(b.tables.ArrivalsOver, fmt.Sprint(a.Days), a.From.Format(day),
		a.To.AddDate(0, 0, -1).Format(day)))
	return []sheet{t}
}
