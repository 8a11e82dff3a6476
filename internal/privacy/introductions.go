package privacy

import "strings"

// introductions say which words introduce a name and what may be one behind them.
var introductions = []decision[*lone]{
	{"дети Берёзников", func(l *lone) bool { // of a town
		return l.kind(relative) && l.near && l.begins(children) && onBase(l.t.low) && !l.given
	}, never[*lone]},
	{"сын Савва", func(l *lone) bool { return l.kind(relative) && l.near }, func(l *lone) bool {
		return l.given || l.sure || l.manyOf() || l.t.unlisted() && !pluralCues.end(l.cue.low) && !manyEnds.end(l.t.low)
	}},
	{"глава Лыков", func(l *lone) bool { return l.kind(cityhead) }, func(l *lone) bool {
		return l.family && (l.f.personal(l.i) || itsOwner.end(l.t.low))
	}},
	{"врач Лыков", func(l *lone) bool { return l.kind(kin|role) && !l.comma() }, (*lone).behindPart},
	{"пишет Лыков", func(l *lone) bool { return l.kind(intro) }, func(l *lone) bool {
		return l.f.initialBehind(l.i) || l.given || l.sure || l.f.signedAdjective(l.i) || l.near && l.t.unknown()
	}},
	{"я, Лыков", func(l *lone) bool { return l.says("я") && (l.signs || l.at == l.i-1) }, func(l *lone) bool {
		name := l.given && l.t.any(nominative) && (l.t.capital || l.t.none(everyday) && l.f.pauses(l.i+1))
		return name || l.sure && (!genitiveLike(l.t.low) || strings.HasSuffix(l.t.low, "а"))
	}},
	{"это Лыков", func(l *lone) bool { return l.says("это") && (l.f.opens(l.at) || l.f.at(l.at-1).sign == ',') },
		func(l *lone) bool {
			return l.given && l.t.none(everyday) || (l.sure || l.f.signedAdjective(l.i)) && l.f.opens(l.at)
		}},
	{"мой Артём", func(l *lone) bool { return l.kind(possessive) && !l.signs }, func(l *lone) bool {
		small := l.at == l.i-1 && l.t.smallGiven() && l.t.any(nominative) && !l.f.houseBehind(l.i+1)
		return l.t.any(first) && l.t.none(everyday) && (l.t.capital || small)
	}},
	{"в девичестве Лыкова", func(l *lone) bool { return l.kind(maiden) && l.near },
		func(l *lone) bool { return l.f.former(l.at, l.i) }},
	{"она же Лыкова", func(l *lone) bool { return l.says("она", "он") }, func(l *lone) bool {
		return (l.sure || l.t.unknown()) && l.at == l.i-2 && l.f.at(l.i-1).low == "же"
	}},
	{"спасибо, Лыкова", func(l *lone) bool { return grateful(l.cue.low) }, func(l *lone) bool {
		return l.signs && (l.given && l.t.capital || l.sure && !l.f.houseBehind(l.i+1))
	}},
	{"от имени Лыковой", func(l *lone) bool { return l.says("по", "от") && l.f.at(l.i-1).low == "имени" },
		func(l *lone) bool {
			return l.given || l.sure || (l.says("по") || l.f.pauses(l.i+1)) && l.t.unknown()
		}},
	{"жалоба на Лыкова", func(l *lone) bool { return l.says("на") && l.at > 0 }, func(l *lone) bool {
		return l.f.at(l.at-1).any(complaint) && (l.sure || l.given && l.t.capital && l.t.none(everyday))
	}},
	{"заявление от Лыкова", func(l *lone) bool { return l.says("от") }, func(l *lone) bool {
		if l.f.opens(l.at) && l.at == l.i-1 && l.family && l.f.pauses(l.i+1) && l.t.capital {
			return true // «От Лыкова»
		}
		return l.sent() && (l.sure || l.given && l.t.capital)
	}},
}

// sendings begin the words for what people send.
var sendings = listOf("заявлен обращен жалоб просьб вопрос письм сообщен привет запрос")

// sent reports what people send before the cue: «заявление от …».
func (l *lone) sent() bool {
	b := l.f.at(max(l.at-1, 0))
	return b.kind == word && sendings.begin(b.low)
}

// pluralCues are endings of parts in the plural, behind which a genitive may stand: «жильцы Риверсайда».
var pluralCues = listOf("и ы ей ям ах")

// introduced reports a word before that introduces a person; see introductions.
func (l *lone) introduced() bool {
	l.cue, l.at, l.signs = l.f.cueOf(l.i)
	if l.cue == nil || l.cue.capital && l.f.orgBefore(l.at) { // «кафе Дядя Вася»
		return false
	}
	b := l.f.at(l.i - 1)
	l.near = l.at == l.i-1 || l.signs || b.sign == '.' || passedOver(b)
	l.sure = l.family && !(genitiveLike(l.t.low) && l.f.houseBehind(l.i+1)) || l.surnameTold()
	return decide(introductions, l)
}

// surnameTold reports a surname behind a word that only persons stand behind.
func (l *lone) surnameTold() bool {
	return l.kind(role|relative|intro|kin) && !l.kind(cityhead) && !l.begins(towndweller) && !l.begins(children) &&
		l.t.surname()
}

func (l *lone) kind(f fact) bool { return l.cue.any(f) }

func (l *lone) begins(heads words) bool { return heads.begin(l.cue.low) }

func (l *lone) says(list ...string) bool { return words(list).has(l.cue.low) }

// comma reports a comma right before the name.
func (l *lone) comma() bool { return l.signs && l.f.at(l.i-1).sign == ',' }
