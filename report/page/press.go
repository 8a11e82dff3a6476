package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// pressWords are the words of the list that a press office works through.
type pressWords struct {
	contents         string
	fresh, due, rest string // the parts
	byBody           string
	byOfficial       string
	noBody           string
	share, late      string // waiting; of those overdue
	moreNumbers      string // how many
	closed           string
	closedAt, by     string // time; who
	because          string // reason
	decided          map[inbox.Decision]string
	replied          string // time, state, words
	askedAgain       string // the state of a reply after which the message came back
	reply, bot, find string // how to answer: number; number; –
	counted          string // head, count
	joined           string // messages, items: those of one text are one
	unmasked         string
}

var russianPress = pressWords{
	contents: "Что в сводке", fresh: "Новое с прошлого списка", due: "Срочное и то, чему срок сегодня или уже истёк",
	rest: "Остальное: время ещё есть", byBody: "Кто отвечает", byOfficial: "Кому писали",
	noBody: "ответственный не назначен", share: "ждут ответа " + "%s", late: ", просрочено " + "%s",
	moreNumbers: "ещё" + Nbsp + "%s", closed: "Закрыто сотрудниками с прошлого списка",
	closedAt: "закрыто %s", by: "кто закрыл: %s", because: "причина: %s",
	decided: map[inbox.Decision]string{inbox.Needless: "ответа не требовало", inbox.Elsewhere: "ответили не здесь"},
	replied: "отвечали %s (%s): %s", askedAgain: "после этого написали снова",
	reply: "ответить: otklik reply %s --text «…»",
	bot:   "написано боту: ответ может отправить только бот, номер для администратора программы — %s",
	find:  "прямой ссылки нет: найдите в канале по времени и словам", counted: "%s — %s",
	joined:   "Одинаковые сообщения стоят вместе: %s, строк в списке: %s.",
	unmasked: "Имена, телефоны и адреса не скрыты: только для тех, кто отвечает людям.",
}

var englishPress = pressWords{
	contents: "In this digest", fresh: "New since the last list", due: "Urgent, due today or overdue",
	rest: "The rest: there is time", byBody: "Who is responsible", byOfficial: "To whom people wrote",
	noBody: "nobody is named", share: "%s waiting", late: ", %s overdue", moreNumbers: "%s more",
	closed: "Closed by the staff since the last list", closedAt: "closed %s", by: "by %s", because: "reason: %s",
	decided: map[inbox.Decision]string{inbox.Needless: "needed no answer", inbox.Elsewhere: "answered elsewhere"},
	replied: "answered %s (%s): %s", askedAgain: "written again after that",
	reply: "to answer: otklik reply %s --text \"…\"",
	bot:   "written to the bot: only the bot can answer; the number for whoever runs the program is %s",
	find:  "no direct link: look for it in the channel by time and words", counted: "%s — %s",
	joined:   "Messages of one text stand together: %s, places in the list: %s.",
	unmasked: "Names, telephones and addresses are not hidden: only for those who answer people.",
}

// press fills the page of a press office: what is new, what is due, and the rest; then the same by who is responsible,
// and what happened since the last list.
func (w writer) press(p Page) Page {
	own := w.t.press
	p.Lines = w.lines()
	list := w.d.Worklist()
	if items := len(w.d.Items()); items < len(w.d.Complaints) {
		messages := w.t.count(len(w.d.Complaints), w.t.message)
		p.Lines = append(p.Lines, fmt.Sprintf(own.joined, messages, w.t.number(items)))
	}
	if !w.d.IsMasked && len(w.d.Complaints) > 0 {
		p.Lines = append(p.Lines, own.unmasked)
	}
	parts := []struct {
		id, head string
		items    []int
	}{{"new", own.fresh, list.New}, {"due", own.due, list.Due}, {"rest", own.rest, list.Rest}}
	p.add(w.alerts())
	number, listed := 0, 0
	for _, part := range parts {
		s := Section{ID: part.id, Head: fmt.Sprintf(own.counted, part.head, w.t.number(len(part.items)))}
		for _, n := range part.items {
			if listed == build.MostListed {
				s.Left++
				continue
			}
			listed++
			if part.id == "rest" {
				s.Folded = true
				s.Items = append(s.Items, w.brief(w.d.Complaints[n]))
				continue
			}
			number++
			s.Entries = append(s.Entries, w.pressEntry(number, w.d.Complaints[n]))
		}
		if s.Left > 0 {
			s.More = fmt.Sprintf(w.t.hidden, w.t.count(s.Left, w.t.complaint))
		}
		p.add(s)
	}
	promised := w.promisedNow()
	promised.ID = "promised"
	heads := w.toHeads()
	heads.ID = "heads"
	p.add(promised, heads)
	all := slices.Concat(list.New, list.Due, list.Rest)
	if slices.ContainsFunc(w.d.Complaints, func(c build.Complaint) bool { return c.Body != "" }) {
		p.add(w.shares("bodies", own.byBody, all, func(c build.Complaint) string { return c.Body }))
	}
	if len(w.d.Officials) > 1 {
		p.add(w.shares("officials", own.byOfficial, all, w.addressed))
	}
	others := append(w.refs(), w.closed(), w.answered(), w.listOf(w.t.edited, w.d.Edited, w.t.editedAt),
		w.listOf(w.t.gone, w.d.Deleted, w.t.goneAt))
	for n := range others {
		others[n].ID = fmt.Sprintf("part%d", n+1)
	}
	p.add(others...)
	p.add(w.waves(), w.newThemes(), w.rootCause())
	channels := w.channels()
	channels.ID = "channels"
	p.add(channels)
	p.cutForPaper()
	for _, s := range p.Sections {
		p.Contents = append(p.Contents, Jump{s.Head, s.ID})
	}
	return p
}

// addressed is the official that a complaint was written to.
func (w writer) addressed(c build.Complaint) string {
	id := c.Channel.Official()
	for _, o := range w.d.Officials {
		if o.ID == id && o.Name != "" {
			return clean.OneLine(o.Name)
		}
	}
	return id
}

// pressEntry is an item with all that is needed to answer it.
func (w writer) pressEntry(number int, c build.Complaint) Entry {
	own := w.t.press
	e := w.entry(number, c)
	e.ID = anchor(c)
	sign := w.t.numberSign + clean.OneLine(c.Number)
	e.Facts = append([]string{sign}, slices.DeleteFunc(e.Facts, func(f string) bool { return f == sign })...)
	for _, a := range c.Answers {
		state := w.t.states[a.State]
		if a.State == inbox.Answered {
			state = own.askedAgain
		}
		e.Replies = append(e.Replies, fmt.Sprintf(own.replied, w.t.day(a.At, w.d.At), state,
			w.t.openQuote+clean.OneLine(a.Text)+w.t.closeQuote))
	}
	if e.URL == "" {
		e.Open = w.howTo(c)
	}
	return e
}

// howTo says where a message without an address is answered.
func (w writer) howTo(c build.Complaint) string { return w.t.howTo(c.HowToAnswer, c.Number) }

func (t *texts) howTo(how build.HowToAnswer, number string) string {
	switch own := t.press; how {
	case build.ByReply:
		return fmt.Sprintf(own.reply, number)
	case build.ByBot:
		return fmt.Sprintf(own.bot, number)
	case build.BySearch:
		return own.find
	}
	return t.noLink
}

// anchor is what jumps to a complaint lead to.
func anchor(c build.Complaint) string {
	return "n" + strings.ReplaceAll(clean.OneLine(c.Number), "-", "")
}

// brief is a complaint that has time, in a line.
func (w writer) brief(c build.Complaint) Item {
	due := fmt.Sprintf(w.t.dueSoon, w.t.day(c.DueAt, w.d.At))
	state := ""
	if c.State != inbox.Open {
		state = w.t.states[c.State]
	}
	i := Item{ID: anchor(c), Strong: w.t.numberSign + clean.OneLine(c.Number), URL: clean.Link(c.URL),
		Text: JoinFacts([]string{w.urgency(c), due, state, address(c.Municipality, c.Settlement, c.Street, c.House),
			w.t.topicName(c.Group), JoinFacts(w.promiseFacts(c)),
			JoinFacts(w.escalationFacts(c)), w.quote(c.Text, c.Media, referenceQuote)})}
	if i.URL == "" {
		i.Text = JoinFacts([]string{i.Text, w.howTo(c)})
	}
	return i
}

// jumpsShown is how many numbers a line of a body has.
const jumpsShown = 12

// shares are the items by who they belong to: how many wait, and which they are, the first in the list first.
func (w writer) shares(id, head string, items []int, name func(build.Complaint) string) Section {
	own := w.t.press
	s := Section{ID: id, Head: head}
	for _, share := range w.d.SharesOf(items, name) {
		i := Item{Strong: UpperFirst(share.Name), Text: fmt.Sprintf(own.share, w.t.number(len(share.Items)))}
		if share.Name == "" {
			i.Strong = UpperFirst(own.noBody)
		}
		if share.Overdue > 0 {
			i.Text += fmt.Sprintf(own.late, w.t.number(share.Overdue))
		}
		for k, n := range share.Items {
			if k == jumpsShown {
				i.Jumps = append(i.Jumps, Jump{Text: fmt.Sprintf(own.moreNumbers, w.t.number(len(share.Items)-k))})
				break
			}
			c := w.d.Complaints[n]
			i.Jumps = append(i.Jumps, Jump{Text: clean.OneLine(c.Number), To: anchor(c)})
		}
		s.Items = append(s.Items, i)
	}
	return s
}

// closed is what people of the office closed, who it was and why.
func (w writer) closed() Section {
	own := w.t.press
	s := Section{Head: own.closed}
	for n, r := range w.d.Closed {
		if n == build.ReferencesShown {
			s.Left = len(w.d.Closed) - n
			s.More = fmt.Sprintf(w.t.hidden, w.t.count(s.Left, w.t.message))
			break
		}
		facts := []string{fmt.Sprintf(own.closedAt, w.t.day(r.At, w.d.At)), own.decided[r.Decision]}
		if r.By != "" {
			facts = append(facts, fmt.Sprintf(own.by, r.By))
		}
		if r.Reason != "" {
			facts = append(facts, fmt.Sprintf(own.because, r.Reason))
		}
		facts = append(facts, w.channel(r.Channel, r.Platform), clean.OneLine(r.Municipality), w.t.topicName(r.Group),
			w.quote(r.Text, r.Media, referenceQuote))
		s.Items = append(s.Items, Item{Strong: w.t.numberSign + clean.OneLine(r.Number), Text: JoinFacts(facts),
			URL: clean.Link(r.URL)})
	}
	return s
}

// Paper has room for so much: ten pages of A4 are what one person works through. The measure is that of the documents,
// which draw the smaller letters.
const (
	paperLines   = 10 * 50
	paperColumns = 95
	// paperOthers is how many items a list has on paper that only points to others or to what is done.
	paperOthers = 15
)

// cutForPaper chooses what is printed within ten pages: of what is new the half at most, unless what is due leaves
// more; then what is due, the worst first; then the rest.
func (p *Page) cutForPaper() {
	room := paperLines - 12 - len(p.Sections)*4
	cost := map[string]int{}
	for _, s := range p.Sections {
		if s.isWork() {
			cost[s.ID] = s.paperLines(len(s.Items))
		} else {
			room -= s.paperLines(s.onPaper())
		}
	}
	room = max(room, 0)
	fresh := max(room/2, room-cost["due"]-cost["rest"])
	rooms := map[string]int{"new": min(cost["new"], fresh)}
	rooms["due"] = min(cost["due"], room-rooms["new"])
	rooms["rest"] = room - rooms["new"] - rooms["due"]
	words := WordsIn(p.Lang)
	for n := range p.Sections {
		s := &p.Sections[n]
		left, most := rooms[s.ID], s.onPaper()
		cut := func(k, lines int) bool {
			if !s.isWork() {
				return k >= most
			}
			left -= lines
			return left < 0
		}
		for k := range s.Entries {
			if s.Entries[k].OffPaper = cut(k, s.Entries[k].paperLines()); s.Entries[k].OffPaper {
				s.OffPaper++
			}
		}
		for k := range s.Items {
			if s.Items[k].OffPaper = cut(k, s.Items[k].paperLines()); s.Items[k].OffPaper {
				s.OffPaper++
			}
		}
		if s.OffPaper > 0 {
			s.PaperMore = words.InRegister(s.OffPaper + s.Left)
		}
	}
}

// isWork reports whether a section is one of the three lists to work through.
func (s Section) isWork() bool { return s.ID == "new" || s.ID == "due" || s.ID == "rest" }

// onPaper is how many items of a section that only points to others are printed.
func (s Section) onPaper() int {
	switch s.ID {
	case "channels", "bodies", "officials":
		return len(s.Items)
	}
	return min(len(s.Items), paperOthers)
}

// paperLines are the lines of a section's entries and of so many of its items.
func (s Section) paperLines(items int) (n int) {
	for _, e := range s.Entries {
		n += e.paperLines()
	}
	for _, i := range s.Items[:items] {
		n += i.paperLines()
	}
	return n
}

// linesOf are how many lines of paper a text takes.
func linesOf(text string) int {
	return (utf8.RuneCountInString(text) + paperColumns - 1) / paperColumns
}

func (e Entry) paperLines() int {
	n := 2 + linesOf(JoinFacts(e.Facts)+e.Author+e.Open) + linesOf(e.Quote) + linesOf(e.Above) + linesOf(e.Reasons)
	for _, reply := range e.Replies {
		n += linesOf(reply)
	}
	return n
}

func (i Item) paperLines() int {
	n := linesOf(i.Strong + i.Text)
	for _, j := range i.Jumps {
		n += linesOf(j.Text) / 8
	}
	for _, below := range i.Below {
		n += linesOf(below)
	}
	return n
}
