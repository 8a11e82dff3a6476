package build

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
)

// AlertInput is a decision between digests with what was done about it.
type AlertInput struct {
	inbox.Alert
	// Routes are where its notice went; none: nobody was disturbed.
	Routes []AlertRoute
	// Texts are what people wrote, masked; Title is what their problem is called where no sentence of theirs fits.
	Texts []string
	Title string
	// URL leads to the first of the messages, Message is its short number.
	URL, Message string
	Kind         inbox.Kind
}

// AlertRoute is one way of an alert.
type AlertRoute struct {
	Route string `json:"way"`
	Sent  bool   `json:"sent"` // it arrived
}

// AlertState is what became of the messages that an alert is about.
type AlertState string

// The states.
const (
	AlertWaits    AlertState = "waiting"  // at least one waits
	AlertAnswered AlertState = "answered" // none waits any more
	AlertDeleted  AlertState = "deleted"  // all were deleted before an answer
)

// Alert is a problem that could not wait for a digest.
type Alert struct {
	At      time.Time         `json:"at"`
	Reason  inbox.AlertReason `json:"reason"`
	Urgency inbox.Urgency     `json:"urgency,omitempty"`
	// OverBound: the day's bound was reached, and nobody was disturbed.
	OverBound bool      `json:"over_bound,omitempty"`
	People    int       `json:"people"`
	Messages  int       `json:"messages"`
	First     time.Time `json:"first_at"`
	Last      time.Time `json:"last_at"`
	Group     string    `json:"group"`
	Topic     string    `json:"topic,omitempty"`
	// Doubtful: less than half of those who wrote use a word of the topic; in a notice only.
	Doubtful     bool   `json:"topic_doubtful,omitempty"`
	Municipality string `json:"municipality"`
	Settlement   string `json:"settlement,omitempty"`
	Street       string `json:"street,omitempty"`
	House        string `json:"house,omitempty"`
	Body         string `json:"body,omitempty"` // who is responsible
	// Says is what people write, in a masked sentence of theirs; in a notice only.
	Says string `json:"says,omitempty"`
	// URL leads to the first message, Number is the one that commands take; both in a notice only.
	URL    string `json:"url,omitempty"`
	Number string `json:"number,omitempty"`
	// HowToAnswer is where the first message can be answered; in a notice only.
	HowToAnswer HowToAnswer  `json:"how_to_answer,omitempty"`
	Routes      []AlertRoute `json:"ways"`
	// State and the number that still wait are as of the digest; absent in a notice.
	State   AlertState `json:"state,omitempty"`
	Waiting int        `json:"waiting,omitempty"`
}

// NoticeSchema names the JSON form of a notice.
const NoticeSchema = "otklik/alert/1"

// Notice tells of problems between two digests. Its JSON form is read by other programs.
type Notice struct {
	Schema   string    `json:"schema"`
	Title    string    `json:"title"`
	Language Language  `json:"language"`
	At       time.Time `json:"at"`
	Alerts   []Alert   `json:"alerts"`

	Masked bool `json:"-"`
}

// NewNotice is a notice of alerts as of their moment; in says whose, and who is responsible.
func NewNotice(in Input, at time.Time, alerts []AlertInput) Notice {
	in = in.withDefaults(at)
	n := Notice{Schema: NoticeSchema, Title: in.Title, Language: in.Language, At: at.In(in.Location), Alerts: []Alert{},
		Masked: in.Masker != nil}
	for _, a := range alerts {
		told := in.alert(a)
		told.Doubtful = doubtful(a.Topic, a.Texts)
		told.HowToAnswer = in.howToAnswer(&inbox.Message{Kind: a.Kind, URL: a.URL})
		if a.Reason == inbox.AlertLife && len(a.Texts) > 0 {
			told.Says = endangered(a.Texts)
		} else if told.Says = cmp.Or(telling(a.Texts), shortSentence(a.Texts)); told.Says == "" {
			told.Says = in.masked(WholeTitle(a.Title, a.Texts))
		}
		told.URL, told.Number = in.url(a.URL), a.Message
		n.Alerts = append(n.Alerts, told)
	}
	return n
}

// shortSentence is the first whole sentence of these texts that is long enough to say something and fits.
func shortSentence(texts []string) string {
	for _, text := range texts {
		for _, s := range sentences(text) {
			if n := utf8.RuneCountInString(s); n >= saysShortest && n <= SaysLongest {
				return s
			}
		}
	}
	return ""
}

func (in Input) alert(a AlertInput) Alert {
	return Alert{At: a.At.In(in.Location), Reason: a.Reason, Urgency: a.Urgency.Code(), OverBound: a.OverBound,
		People: a.People, Messages: a.Messages, First: a.First.In(in.Location), Last: a.Last.In(in.Location),
		Group: a.Group, Topic: a.Topic, Municipality: a.Municipality, Settlement: a.Settlement, Street: a.Street,
		House: a.House, Body: in.bodies()(a.Group), Routes: append([]AlertRoute{}, a.Routes...)}
}

// latest has each problem of the period once, as it was told of last: told again because it grew, it is one still.
func (in Input) latest(p Period) (all []AlertInput) {
	byTime := slices.SortedStableFunc(slices.Values(in.Alerts), func(a, b AlertInput) int { return a.At.Compare(b.At) })
	var circles [][]string // that were told of each
	for _, a := range slices.Backward(byTime) {
		if !p.holds(a.At) {
			continue
		}
		n := slices.IndexFunc(all, func(later AlertInput) bool {
			return slices.ContainsFunc(a.Refs, func(r inbox.Ref) bool { return slices.Contains(later.Refs, r) })
		})
		if n < 0 {
			all, circles = append(all, a), append(circles, []string{a.Circle})
		} else if !slices.Contains(circles[n], a.Circle) { // others were told of the same
			all[n].Routes, circles[n] = slices.Concat(a.Routes, all[n].Routes), append(circles[n], a.Circle)
		}
	}
	slices.Reverse(all)
	return all
}

// alerts are those of the period with what became of them.
func (in Input) alerts(items []item, p Period) (all []Alert) {
	if len(in.Alerts) == 0 {
		return nil
	}
	byRef := make(map[inbox.Ref]*item, len(items))
	for n := range items {
		byRef[items[n].Message.Ref()] = &items[n]
	}
	for _, a := range in.latest(p) {
		told := in.alert(a)
		deleted := 0
		for _, ref := range a.Refs {
			i := byRef[ref]
			if i == nil {
				continue // closed long ago, or of no channel of this digest
			}
			if _, waits := i.waiting(p.To); waits {
				told.Waiting++
			} else if !i.PresentAt(p.To) && i.answered(p.To).IsZero() {
				deleted++
			}
		}
		switch {
		case told.Waiting > 0:
			told.State = AlertWaits
		case deleted > 0 && deleted == len(a.Refs):
			told.State = AlertDeleted
		default:
			told.State = AlertAnswered
		}
		all = append(all, told)
	}
	return all
}
