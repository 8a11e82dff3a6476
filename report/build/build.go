package build

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/worktime"
	"otklik/report/clean"
)

// New makes the digest of the period (in.From, at]. It is pure: the same input and moment give the same digest,
// whatever the order of the records.
func New(in Input, at time.Time) Digest {
	in = in.withDefaults(at)
	at = at.In(in.Location)
	period := Period{From: in.From.In(in.Location), To: at}
	past := period.previous(in.Length)
	pastKnown := in.knows(past)
	items := in.items(at)
	in.Problems = in.withCampaigns(items, at)
	fires := in.burningAt(items, at, related{in.Problems, in.Same})
	in.Problems = in.problemsOf(fires, items)
	waiting := in.owed(items, at)
	d := Digest{
		Schema: Schema, ID: in.ID, Title: in.Title, Audience: in.Audience, Language: in.Language, Length: in.Length,
		At: at, Period: period,
		Totals:     totalsAt(items, in.Norm, period),
		Complaints: in.complaints(waiting, at),
		Channels:   in.channels(items, period),
		Problems:   in.groups(items),
		Days:       in.days(items, at),
		Backlog:    backlog(items, period),
		Breakdown:  in.breakdown(items, period, past, pastKnown),
		Changes:    []Changed{},
		HotPlaces:  hotPlaces(items, period),
		Officials:  in.Officials,
		Classifier: in.Classifier,
		Platforms:  in.Platforms,
		Working:    in.Norm.Clock != worktime.ClockCalendar,
		IsMasked:   in.Masker != nil, WithoutEncoder: in.WithoutEncoder,
		capped: in.Capped,
	}
	d.Burning = in.burning(fires, d.Problems)
	d.BurnedBefore = in.burnedBefore(items, period)
	d.Bodies, d.Unassigned = in.loads(items, period)
	d.Mixed = slices.ContainsFunc(waiting, func(i owed) bool { return i.Status.Category != inbox.Complaint })
	in.reveal(d, waiting)
	in.tellPromises(&d, items, at)
	if in.Audience == Analyst {
		d.Arrivals = in.arrivals(items, at)
		for _, a := range in.StaffLike {
			d.StaffLike = append(d.StaffLike, StaffLike{a.Channel, a.Platform, a.Author, a.Messages, a.Complaints})
		}
	}
	d.Alerts = in.alerts(items, period)
	if in.Audience != Governor {
		d.Waves, d.NewThemes = in.waves(items, period), in.newThemes(items, period)
	}
	d.RootCause = in.rootCause(items, period)
	d.Ages = ages(d.Complaints)
	d.Topics = in.topics(items, d.Complaints, period)
	d.Answered, d.Edited, d.Deleted = in.references(items, period)
	d.Closed = in.closed(items, period)
	var hours []float64
	for _, i := range items {
		if p := period; !i.closed.IsZero() && p.holds(i.closed) {
			hours = append(hours, in.Norm.Age(i.received, i.closed).Hours())
		}
	}
	d.Speed = speed(hours)
	if in.Length == OneDay {
		d.Compare = compare(items, in.Norm, period, in.knows)
	}
	if in.Length != OneMonth { // months are no whole weeks
		d.Usual = usual(items, period, in.knows)
	}
	if pastKnown {
		totals := totalsAt(items, in.Norm, past)
		d.Before = &totals
		if in.knows(period) {
			d.Changes = changes(d.Breakdown)
		}
	}
	d.Urgent = urgentIn(items, period, past, in)
	d.Complete = len(d.Channels) > 0
	for _, c := range d.Channels {
		d.Complete = d.Complete && c.Complete
	}
	if !d.Complete {
		for _, list := range d.Breakdown.Lists() {
			dropZeroShares(list)
		}
		for _, list := range d.Breakdown.Within {
			dropZeroShares(list)
		}
	}
	d.Headline = headline(d)
	return d
}

// dropZeroShares takes out the shares kept that are zero: where answers may be unread nobody is said to have kept no
// term.
func dropZeroShares(list []Part) {
	for i := range list {
		if share := list[i].InNorm; share != nil && *share == 0 {
			list[i].InNorm = nil
		}
	}
}

// knows reports whether all channels were read over the period, so that it can be drawn and compared with.
func (in Input) knows(p Period) bool {
	if p.From.Before(in.Known) || len(in.Channels) == 0 {
		return false
	}
	for _, c := range in.Channels {
		if !c.Fresh && c.LastComplete.Before(p.To) {
			return false
		}
		for _, g := range c.Gaps {
			if g.From.Before(p.To) && (g.To.IsZero() || g.To.After(p.From)) {
				return false
			}
		}
	}
	return true
}

func (in Input) withDefaults(at time.Time) Input {
	in.Audience = cmp.Or(in.Audience, Governor)
	in.Language = cmp.Or(in.Language, Russian)
	in.Length = cmp.Or(in.Length, OneDay)
	if in.Location == nil {
		in.Location = in.Norm.Calendar.Location()
	}
	if in.From.IsZero() || in.From.After(at) {
		in.From = in.Length.Begin(at.In(in.Location))
	}
	return in
}

func (in Input) items(at time.Time) []item {
	municipality := make(map[string]string, len(in.Officials))
	for _, o := range in.Officials {
		municipality[o.ID] = o.Municipality
	}
	body := in.bodies()
	items := make([]item, 0, len(in.Records))
	for n := range in.Records {
		r := &in.Records[n]
		if r.Status == nil {
			continue
		}
		received, ok := receivedAt(r, at)
		if !ok {
			continue
		}
		i := item{
			Record: r, received: received.In(in.Location), firstDue: in.Norm.Due(received),
			group: r.Status.Group, body: body(r.Status.Group),
			place: cmp.Or(r.Status.Municipality, municipality[r.Message.Channel.Official()]),
		}
		if degree := r.Status.Urgency; degree.Urgent(in.Urgent) {
			i.urgency = degree
		}
		i.needs, i.closed = i.needed(at), i.answered(at)
		items = append(items, i)
	}
	slices.SortStableFunc(items, func(a, b item) int {
		x, y := a.Message, b.Message
		return cmp.Or(a.received.Compare(b.received), cmp.Compare(x.Channel, y.Channel), cmp.Compare(x.Kind, y.Kind),
			cmp.Compare(x.Thread, y.Thread), inbox.CompareIDs(x.ID, y.ID))
	})
	return items
}

// owed is an item that waits, with when its answer is due.
type owed struct {
	*item
	due time.Time
}

// owed are the items that wait: the urgent first by their degree, then the longest overdue, then the oldest.
func (in Input) owed(items []item, at time.Time) []owed {
	var list []owed
	for n := range items {
		if _, ok := items[n].waiting(at); ok {
			list = append(list, owed{item: &items[n]})
		}
	}
	inParallel(len(list), func(k int) { list[k].due = list[k].item.due(in.Norm, at).In(in.Location) })
	slices.SortStableFunc(list, compareOwed)
	return list
}

// weight is how many people look at a message, as far as its platform tells.
func (i owed) weight() int { return i.Message.Likes + i.Message.Replies }

// compareOwed puts the urgent first by their degree, and among equals the earliest term: that is the longest overdue
// first, and then what falls due next; of what falls due together, what more people look at.
func compareOwed(a, b owed) int {
	return cmp.Or(b.urgency.Compare(a.urgency), a.due.Compare(b.due), b.weight()-a.weight(),
		a.received.Compare(b.received),
		cmp.Compare(a.Message.Channel, b.Message.Channel),
		cmp.Compare(a.Message.Thread, b.Message.Thread), inbox.CompareIDs(a.Message.ID, b.Message.ID))
}

// complaints are the waiting messages in the order of owed, without the words of citizens: reveal adds them.
func (in Input) complaints(list []owed, at time.Time) []Complaint {
	problem := make(map[inbox.Ref]string)
	for _, p := range in.Problems {
		for _, ref := range p.Refs {
			problem[ref] = p.ID
		}
	}
	complaints := make([]Complaint, len(list))
	inParallel(len(list), func(k int) {
		complaints[k] = in.complaint(list[k], at)
		complaints[k].Problem = problem[list[k].Message.Ref()]
	})
	in.joinSame(list, complaints)
	return complaints
}

func (in Input) complaint(i owed, at time.Time) Complaint {
	state, _ := i.waiting(at)
	m, v := &i.Message, i.Status
	return Complaint{
		Channel: m.Channel, Platform: m.Platform, Kind: m.Kind, Number: m.Ref().Number(), ID: m.ID, Thread: m.Thread,
		URL: in.url(m.URL), ReceivedAt: i.received, State: state, AgeHours: Round1(in.Norm.Age(i.received, at).Hours()),
		DueAt: i.due, Overdue: at.After(i.due), Urgent: i.urgency != inbox.NotUrgent,
		Urgency: v.Urgency.Code(), Group: i.group, Topic: v.Topic, Body: i.body, Municipality: i.place,
		District: v.District, Settlement: v.Settlement, Street: v.Street, House: house(v), Copies: v.Copies,
		Likes: m.Likes, Replies: m.Replies, Escalated: in.escalated(i, at),
		HowToAnswer: in.howToAnswer(m),
		Listen:      m.Unheard(), Look: m.Unseen() && !m.Unheard(), Media: m.Media,
	}
}

// reveal adds the words of those complaints that a reader may come to see, masked.
func (in Input) reveal(d Digest, list []owed) {
	places := in.seen(d)
	inParallel(len(places), func(k int) {
		c, i := &d.Complaints[places[k]], list[places[k]]
		c.Author, c.Text = i.Message.Author.Name, in.masked(i.Message.Text)
		c.Above = clean.Quoted(in.masked(in.Above[i.Message.Ref()]))
		for _, a := range in.Answers[i.Message.Ref()] {
			a.At, a.Text = a.At.In(in.Location), clean.Quoted(in.masked(a.Text))
			c.Answers = append(c.Answers, a)
		}
		c.Why = reasons(*i.item, d.At)
		for _, r := range c.Why {
			c.ReasonCodes = append(c.ReasonCodes, r.Codes()...)
		}
		if in.Masker == nil {
			return
		}
		c.Author = in.Masker.Name(clean.Visible(c.Author))
		for n, reason := range c.Why {
			c.Why[n].Words = in.Masker.Text(clean.Visible(reason.Words))
		}
	})
}

// seen are the places of the complaints whose words are needed: all of them or, in a digest of capped lists, those
// that the lists show and those that topics are described by.
func (in Input) seen(d Digest) (places []int) {
	needed := make([]bool, len(d.Complaints))
	if in.Capped && in.Audience != Governor {
		for _, n := range d.listedItems() {
			needed[n] = true
		}
	}
	type kind struct {
		group  string
		danger bool
	}
	told := map[kind]int{}
	for n, c := range d.Complaints {
		of := kind{c.Group, c.Urgency != inbox.NotUrgent}
		if told[of]++; !in.Capped || needed[n] || told[of] <= saysRead {
			places = append(places, n)
		}
	}
	return places
}

// house is the house where its street is known: alone it leads nobody anywhere.
func house(v *inbox.MessageStatus) string {
	if strings.TrimSpace(v.Street) == "" {
		return ""
	}
	return v.House
}

// url is the address of a message. In a digest that is masked, one that only a program understands is left out, as
// every other format does: Telegram's tg://user?id=… is its author's account.
func (in Input) url(address string) string {
	if in.Masker != nil && clean.Link(address) == "" {
		return ""
	}
	return address
}

func before(first bool) int {
	if first {
		return -1
	}
	return 1
}

func reasons(i item, at time.Time) []inbox.Reason {
	list := append([]inbox.Reason{}, i.Status.Reasons...)
	if c, ok := i.step(at); ok && c.Reason != (inbox.Reason{}) && !slices.Contains(list, c.Reason) {
		list = append(list, c.Reason)
	}
	return list
}

func Round1(x float64) float64 { return math.Round(x*10) / 10 }
