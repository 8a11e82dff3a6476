package town

import (
	"slices"
	"strings"
	"time"
)

// The community's own machine says this to whoever writes first.
const greeting = "Здравствуйте! Спасибо, что написали. Мы ответим в рабочее время, с 9:00 до 18:00."

// correspond makes the private dialogs. The bot sees nothing of what the official's side writes, so its dialogs have
// citizens' messages only.
func (b *builder) correspond() []Dialog {
	vk := crowd{b.r, map[int]bool{}}
	bot := crowd{b.r, map[int]bool{}}
	var all []Dialog
	add := func(s scene, platform Platform, people crowd) {
		if d := b.dialog(s, platform, people.pick(sex(s, 'A'), nil)); len(d.Messages) > 0 {
			all = append(all, d)
		}
	}
	for _, section := range b.sections("dialogs.txt") {
		platform, people := VK, vk
		if strings.HasPrefix(section, "tg") {
			platform, people = Telegram, bot
		}
		for s, ok := b.decks[section].deal(); ok; s, ok = b.decks[section].deal() {
			add(s, platform, people)
		}
	}
	for _, s := range b.direct {
		if s.answered() {
			add(s, VK, vk)
		} else {
			add(s, Telegram, bot)
		}
	}
	slices.SortFunc(all, byTime)
	return all
}

// dialog plays one scene in private; it began at some time in the two weeks, urgent ones within the last hours.
func (b *builder) dialog(s scene, platform Platform, person int) Dialog {
	where := newSetting(b.r)
	now := b.clock.now
	at := b.clock.awake(now.Add(-span + 6*time.Hour + time.Duration(b.r.Int64N(int64(span-8*time.Hour)))))
	if strings.Contains(s.lines[0].text, "Заводск") {
		at = now.Add(-time.Duration(40+b.r.IntN(500)) * time.Minute)
	}
	if !at.Before(now.Add(-2 * time.Minute)) {
		at = now.Add(-time.Duration(3+b.r.IntN(90)) * time.Minute)
	}
	if s.reopens() {
		where.until = 1
		at = b.clock.awake(now.Add(-time.Duration(9*24+b.r.IntN(90)) * time.Hour))
	}
	start := at
	d := Dialog{Platform: platform, Person: person}
	var thread []entry
	var lines []line
	say := func(l line, at time.Time, text string) {
		author := person
		if l.who == 0 {
			author = OfficialSide
		}
		d.Messages = append(d.Messages, DirectMessage{FromOfficial: l.who == 0, Automatic: l.auto,
			At: at.Truncate(time.Second), Text: text, Media: l.media})
		thread = append(thread, entry{author, -1, l.worth, l.need})
		lines = append(lines, l)
	}
	greets := platform == VK && !strings.HasSuffix(s.section, "/greeting") && b.chance(55)
	for i, l := range s.lines {
		switch {
		case i == 0:
		case l.auto:
			at = at.Add(2 * time.Second)
		default:
			at = b.clock.next(at, l.who == 0, s.lines[i-1].who == 0 && !s.lines[i-1].auto)
			if l.need && s.lines[i-1].worth == good {
				at = b.clock.awake(at.Add(time.Duration(50+b.r.IntN(40)) * time.Hour))
			}
		}
		if !at.Before(now.Add(-time.Minute)) {
			break
		}
		say(l, at, where.fill(l.text, at, start))
		if i == 0 && greets {
			say(line{auto: true}, at.Add(2*time.Second), greeting)
		}
	}
	for i, state := range states(thread, true) {
		if l := lines[i]; l.who != 0 {
			d.Messages[i].Truth = Truth{NeedsAnswer: l.need, Group: l.group, Urgent: l.urgent, State: state}
		}
	}
	return d
}
