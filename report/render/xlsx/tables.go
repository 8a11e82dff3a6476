package xlsx

import (
	"fmt"
	"strings"

	"otklik/report/build"
)

// parts are the columns of a breakdown. One of fewer than two messages is not compared: its times and shares are left
// out, so that sorting does not rank it.
func (b book) parts(what string) []field[build.Part] {
	faintly := func(p build.Part) mark {
		if !p.Ranked {
			return faint
		}
		return plain
	}
	number := func(title string, pick func(build.Part) int) field[build.Part] {
		return field[build.Part]{title, 11, whole, func(p build.Part) any { return b.count(pick(p)) }, faintly}
	}
	ranked := func(title string, form form, pick func(build.Part) *float64) field[build.Part] {
		return field[build.Part]{title, 13, form, func(p build.Part) any {
			if !p.Ranked || b.d.Headline.Mood == build.NoData {
				return nil
			}
			return optional(pick(p))
		}, faintly}
	}
	before := func(title string, pick func(build.Part) *int) field[build.Part] {
		return field[build.Part]{title, 13, whole, func(p build.Part) any { return optional(pick(p)) }, faintly}
	}
	return []field[build.Part]{
		{what, 34, words, func(p build.Part) any { return b.named(p.Name) }, faintly},
		number(b.say("Получено", "Received"), func(p build.Part) int { return p.Received }),
		before(b.say("Получено раньше", "Received before"), func(p build.Part) *int { return p.ReceivedBefore }),
		number(b.say("Отвечено", "Answered"), func(p build.Part) int { return p.Answered }),
		before(b.say("Отвечено раньше", "Answered before"), func(p build.Part) *int { return p.AnsweredBefore }),
		number(b.say("Без ответа", "Unanswered"), func(p build.Part) int { return p.Unanswered }),
		number(b.say("Просрочено", "Overdue"), func(p build.Part) int { return p.Overdue }),
		number(b.say("Формально", "Formal"), func(p build.Part) int { return p.Formal }),
		number(b.say("Написали снова", "Reopened"), func(p build.Part) int { return p.Reopened }),
		ranked(b.say("Медиана до ответа, ч", "Median to answer, h"), tenths,
			func(p build.Part) *float64 { return p.MedianHours }),
		ranked(b.say("90 % ответов за, ч", "90 % answered in, h"), tenths,
			func(p build.Part) *float64 { return p.P90Hours }),
		ranked(b.say("Доля в норме", "Terms kept"), share, func(p build.Part) *float64 { return p.InNorm }),
		{b.say("Сравнение", "Comparison"), 26, words, func(p build.Part) any {
			if p.Ranked {
				return nil
			}
			return b.say("меньше двух сообщений", "fewer than two messages")
		}, faintly},
	}
}

func (b book) municipalities() sheet {
	return newTable(b, b.say("Муниципалитеты", "Municipalities"), "Municipalities", b.d.Breakdown.Municipalities,
		b.say("За период сообщений нет.", "There are no messages in the period."),
		b.parts(b.say("Муниципалитет", "Municipality")))
}

func (b book) bodies() sheet {
	return newTable(b, b.say("Ответственные", "Bodies"), "Bodies", b.d.Breakdown.Bodies,
		b.say("Ответственные за темы не указаны, или сообщений для них нет.", "No body is named for the topics, or "+
			"there are no messages for it."),
		b.parts(b.say("Ответственный", "Body")))
}

func (b book) officials() sheet {
	return newTable(b, b.say("Должностные лица", "Officials"), "Officials", b.d.Breakdown.Officials,
		b.say("За период сообщений нет.", "There are no messages in the period."),
		b.parts(b.say("Должностное лицо", "Official")))
}

// topics are the groups with, beside their figures, what people write and where.
func (b book) topics() sheet {
	about := map[string]build.Topic{}
	for _, t := range b.d.Topics {
		about[t.Group] = t
	}
	text := func(title string, width float64, pick func(build.Topic) string) field[build.Part] {
		return field[build.Part]{title, width, words, func(p build.Part) any { return line(pick(about[p.Name])) }, nil}
	}
	fields := append(b.parts(b.say("Группа тем", "Topic group")),
		field[build.Part]{b.say("Без ответа: изменение", "Unanswered: change"), 12, whole, func(p build.Part) any {
			if t, known := about[p.Name]; known && !b.unsure() {
				return t.Change
			}
			return nil
		}, nil},
		text(b.say("Что пишут", "What people write"), 60, func(t build.Topic) string { return t.Says }),
		text(b.say("Где", "Where"), 36, func(t build.Topic) string {
			var places []string
			for _, p := range t.Places {
				places = append(places, fmt.Sprintf("%s %d", p.Municipality, p.Unanswered))
			}
			return strings.Join(places, ", ")
		}),
		text(b.say("Ответственный", "Body"), 28, func(t build.Topic) string { return t.Body }),
	)
	t := newTable(b, b.say("Темы", "Topics"), "Topics", b.d.Breakdown.Groups,
		b.say("За период сообщений нет.", "There are no messages in the period."), fields)
	t.printed = len(b.parts(""))
	return t
}

func (b book) problems() sheet {
	return newTable(b, b.say("О чём пишут многие", "Problems"), "Problems", b.d.Problems,
		b.say("Общих проблем не найдено.", "No problem of many was found."), []field[build.Group]{
			{b.say("Проблема", "Problem"), 60, words, func(g build.Group) any { return line(g.Title) }, nil},
			{b.say("Сообщений", "Messages"), 11, whole, func(g build.Group) any { return b.count(g.Messages) }, nil},
			{b.say("Людей", "People"), 9, whole, func(g build.Group) any { return b.count(g.People) }, nil},
			{b.say("Ещё людей с тем же текстом", "Others with the same text"), 13, whole, func(g build.Group) any {
				if g.Copies == 0 {
					return nil
				}
				return g.Copies
			}, nil},
			{b.say("Группа тем", "Topic group"), 24, words, func(g build.Group) any { return line(g.Group) }, nil},
			{b.say("Муниципалитет", "Municipality"), 24, words,
				func(g build.Group) any { return line(g.Municipality) }, nil},
			{b.say("Первое", "First"), 16, moment, func(g build.Group) any { return b.clock(g.FirstAt) }, nil},
			{b.say("Последнее", "Last"), 16, moment, func(g build.Group) any { return b.clock(g.LastAt) }, nil},
		})
}

func (b book) places() sheet {
	return newTable(b, b.say("Горячие адреса", "Hot places"), "HotPlaces", b.d.HotPlaces,
		b.say("Адресов, о которых пишут несколько человек, нет.",
			"There is no address that several people write about."), []field[build.HotPlace]{
			{b.say("Муниципалитет", "Municipality"), 24, words,
				func(p build.HotPlace) any { return line(p.Municipality) }, nil},
			{b.say("Населённый пункт", "Settlement"), 24, words,
				func(p build.HotPlace) any { return line(p.Settlement) }, nil},
			{b.say("Улица", "Street"), 28, words, func(p build.HotPlace) any { return line(p.Street) }, nil},
			{b.say("Дом", "House"), 8, words, func(p build.HotPlace) any { return line(p.House) }, nil},
			{b.say("Сообщений", "Messages"), 11, whole, func(p build.HotPlace) any { return b.count(p.Messages) }, nil},
			{b.say("Людей", "People"), 9, whole, func(p build.HotPlace) any { return b.count(p.People) }, nil},
			{b.say("Группы тем", "Topic groups"), 40, words,
				func(p build.HotPlace) any { return line(strings.Join(p.Groups, ", ")) }, nil},
		})
}

// days are the figures behind the picture. A day that was not read has none.
func (b book) days() sheet {
	known := func(pick func(build.Day) int) func(build.Day) any {
		return func(d build.Day) any {
			if !d.Known {
				return nil
			}
			return pick(d)
		}
	}
	return newTable(b, b.say("По дням", "By day"), "Days", b.d.Days, b.say("Дней нет.", "There are no days."),
		[]field[build.Day]{
			{b.say("День", "Day"), 13, date, func(d build.Day) any { return b.clock(d.Date) }, nil},
			{b.say("Получено", "Received"), 12, whole, known(func(d build.Day) int { return d.Received }), nil},
			{b.say("Отвечено", "Answered"), 12, whole, known(func(d build.Day) int { return d.Answered }), nil},
			{b.say("Без ответа на конец дня", "Unanswered at its end"), 16, whole,
				known(func(d build.Day) int { return d.Unanswered }), nil},
			{b.say("Данные", "Data"), 24, words, func(d build.Day) any {
				if d.Known {
					return nil
				}
				return b.say("прочитано не всё", "not everything was read")
			}, func(build.Day) mark { return faint }},
		})
}

// references are the columns of messages that the digest mentions without listing them.
func (b book) references() []field[reference] {
	return []field[reference]{
		{b.say("Получено", "Received"), 16, moment, func(r reference) any { return b.clock(r.ReceivedAt) }, nil},
		{b.say("Текст", "Text"), 60, words, func(r reference) any { return fit(r.Text) }, nil},
		{b.say("Ссылка", "Link"), 32, link, func(r reference) any { return address(r.URL) }, nil},
		{b.say("Группа тем", "Topic group"), 22, words, func(r reference) any { return line(r.Group) }, nil},
		{b.say("Муниципалитет", "Municipality"), 20, words, func(r reference) any { return line(r.Municipality) }, nil},
		{b.say("Канал", "Channel"), 20, words, func(r reference) any { return b.channelOf(r.Channel) }, nil},
		{b.say("Вид", "Kind"), 18, words, func(r reference) any { return b.kind(r.Kind) }, nil},
		{b.say("Номер сообщения", "Message number"), 13, words, func(r reference) any { return line(r.Number) }, nil},
		{b.say("Номер на площадке", "ID on the platform"), 14, words, func(r reference) any { return line(r.ID) }, nil},
	}
}

// reference is a mentioned message with what happened to it.
type reference struct {
	build.Reference
	happened string
}

func referencesOf(list []build.Reference, happened string) []reference {
	items := make([]reference, len(list))
	for n, r := range list {
		items[n] = reference{r, happened}
	}
	return items
}

func (b book) answered() sheet {
	late := func(r reference) mark {
		if !r.InNorm {
			return alert
		}
		return plain
	}
	fields := append([]field[reference]{
		{b.say("Отвечено", "Answered"), 16, moment, func(r reference) any { return b.clock(r.At) }, nil},
		{b.say("До ответа, часов", "To the answer, hours"), 12, tenths, func(r reference) any { return r.Hours }, late},
		{b.say("Ответ в срок", "Answer in time"), 9, words, func(r reference) any {
			if r.InNorm {
				return b.say("да", "yes")
			}
			return b.say("нет", "no")
		}, late},
	}, b.references()...)
	return newTable(b, b.say("Отвечено", "Answered"), "Answered", referencesOf(b.d.Answered, ""),
		b.say("За период ответов не было.", "Nothing was answered in the period."), fields)
}

func (b book) changed() sheet {
	items := append(referencesOf(b.d.Edited, b.say("изменено после ответа", "edited after the answer")),
		referencesOf(b.d.Deleted, b.say("удалено до ответа", "deleted before an answer"))...)
	fields := append([]field[reference]{
		{b.say("Что произошло", "What happened"), 22, words, func(r reference) any { return r.happened }, nil},
		{b.say("Когда", "When"), 16, moment, func(r reference) any { return b.clock(r.At) }, nil},
		{b.say("Видели", "Last seen"), 16, moment, func(r reference) any {
			if r.LastSeen.IsZero() {
				return nil
			}
			return b.clock(r.LastSeen)
		}, nil},
	}, b.references()...)
	return newTable(b, b.say("Изменено и удалено", "Edited and deleted"), "Changed", items,
		b.say("За период ничего не изменили и не удалили.", "Nothing was edited or deleted in the period."), fields)
}

func (b book) channels() sheet {
	whether := func(c build.Channel) mark {
		if !c.Complete || len(c.Gaps) > 0 {
			return alert
		}
		return plain
	}
	// A nought of a channel that was not read to its end says nothing.
	stored := func(n func(build.Channel) int) func(build.Channel) any {
		return func(c build.Channel) any {
			if c.Behind() && n(c) == 0 {
				return nil
			}
			return n(c)
		}
	}
	t := newTable(b, b.say("Каналы", "Channels"), "Channels", b.d.Channels, "", []field[build.Channel]{
		{b.say("Канал", "Channel"), 30, words, func(c build.Channel) any { return b.channelOf(c.Channel) }, nil},
		{b.say("Площадка", "Platform"), 14, words, func(c build.Channel) any { return b.platform(c.Platform) }, nil},
		{b.say("Сверено", "Reconciled"), 14, words, func(c build.Channel) any {
			if c.Reconciled == nil || c.Behind() {
				return nil
			}
			return fmt.Sprintf(b.say("%d из %d", "%d of %d"), c.Reconciled.Stored, c.Reconciled.Counted)
		}, nil},
		{b.say("Прочитан", "Read"), 16, words, func(c build.Channel) any {
			switch {
			case c.Behind():
				return b.say("не до конца", "not to its end")
			case len(c.Gaps) > 0:
				return b.say("с пропусками", "with gaps")
			case !c.Complete:
				return b.say("показано не всё", "not all is shown")
			}
			return b.say("до конца", "to its end")
		}, whether},
		{b.say("Что не прочитано", "What was not read"), 60, words,
			func(c build.Channel) any { return strings.Join(b.unread(c), "\n") }, whether},
		{b.say("До конца прочитан", "Read to its end"), 16, moment,
			func(c build.Channel) any { return b.clock(c.LastRead) }, nil},
		{b.say("Загружен из файла", "Imported"), 16, moment,
			func(c build.Channel) any { return b.clock(c.Imported) }, nil},
		{b.say("Хранится сообщений", "Stored"), 12, whole, stored(func(c build.Channel) int { return c.Stored }), nil},
		{b.say("Не удалось разобрать", "Not decoded"), 12, whole,
			stored(func(c build.Channel) int { return c.Unread }), nil},
		{b.say("Удалено до ответа", "Deleted unanswered"), 12, whole,
			stored(func(c build.Channel) int { return c.DeletedUnanswered }), nil},
		{b.say("Обозначение", "Identifier"), 22, words,
			func(c build.Channel) any { return line(string(c.Channel)) }, nil},
	})
	t.empty = b.say("В сводке нет ни одного канала.", "The digest has no channel.")
	return t
}

// gap is a time in which a channel was not read.
type gap struct {
	channel build.Channel
	build.Gap
}

func (b book) gaps() sheet {
	var items []gap
	complete := len(b.d.Channels) > 0
	for _, c := range b.d.Channels {
		complete = complete && c.Complete
		for _, g := range c.Gaps {
			items = append(items, gap{c, g})
		}
	}
	t := newTable(b, b.say("Пропуски", "Gaps"), "Gaps", items, "", []field[gap]{
		{b.say("Канал", "Channel"), 30, words, func(g gap) any { return b.channelOf(g.channel.Channel) }, nil},
		{b.say("Не читался с", "Not read from"), 16, moment, func(g gap) any { return b.clock(g.From) }, nil},
		{b.say("По", "To"), 16, moment, func(g gap) any { return b.clock(g.To) }, nil},
		{b.say("Причина", "Reason"), 60, words, func(g gap) any { return line(g.Reason) }, nil},
	})
	t.empty = b.say("Пропусков нет.", "There are no gaps.")
	if !complete {
		t.empty = b.say("Прочитано не всё: смотрите лист «Каналы».", "Not everything was read: see the sheet Channels.")
	}
	return t
}
