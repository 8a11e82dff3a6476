package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
)

const Nbsp = "\u00a0"

// noun is a counted word: 1 жалоба, 2 жалобы, 5 жалоб. English uses one and many.
type noun struct{ one, few, many string }

// texts are all words of one language. Formats with verbs say which arguments they take.
type texts struct {
	reasons func() map[string]string // why a message is listed, by codes
	// topics are what groups and topics of the classifier are called; abbreviations those written small by people.
	topics        func() map[string]topicWords
	abbreviations func() map[string]string
	Terms
	lang     string
	decimal  string
	plural   func(n int) int // 0 one, 1 few, 2 many
	months   [12]string
	monthsIn [12]string // after in: «в мае»
	inThe    string     // month
	year     string     // after the year of a date
	thousand string

	freshIn                           map[build.Length]string // the label of a figure
	ago, in                           map[build.Length]string // how long before; within how long
	usualOn                           [7]string               // what the mean of a weekday is, Sunday first
	usualWeek                         string                  // the same of whole weeks
	workingHour, hour, message        noun
	complaint                         noun
	atLeastComplaint                  noun // after atLeast
	urgentMessage                     noun
	degrees                           map[inbox.Urgency]string
	urgentDegree                      string // degree
	urgentUsual                       string // mean
	importedOnly                      string // channel; time
	people                            noun   // after "from"
	openQuote, closeQuote, numberSign string
	notStarted, notFinished           string // why a channel is not complete where nothing failed
	unchanged                         string
	noUsual, fewDays                  string // the headline where some days are known, but not the usual
	moods                             map[build.Mood]string
	// those that differ for longer digests
	moodsOf map[build.Length]map[build.Mood]string
	// now, what it is measured by, how much that is
	causes map[build.Cause]string
	// channel; channel, time; channel, from, to
	neverRead, notReadSince, lostPart     string
	withheld, lacking                     string // channel, how many parts
	unevaluated                           string // channel, how many messages
	horizon                               string // day
	part                                  noun
	allAnswered, readAnswered             string
	period                                string // %s %s
	asOf                                  string // %s
	oldest                                string
	nothingKnown                          string
	waits, due, dueSoon                   string // hours; time; time
	lessThanHour, lessThanWorkingHour     string
	received                              string
	open, from                            string
	noLink                                string
	noText                                string
	hidden                                string // %s complaints
	bucketNames                           [4]string
	byReply, listen, look                 string
	staffLike, likeStaff                  string
	edited, gone                          string // headings
	editedAt, goneAt, answeredAt, seenAt  string // time
	waited, late                          string // hours
	speedMost                             string // hours
	noLongerThan                          string // hours in the genitive
	inTime                                string // of all
	kept                                  string // what the column of that name counts
	above, body, ask, ofProblem           string
	copies                                noun // of formats, by the number of others
	otherPeople                           noun // in copies
	sameMessages                          noun // where some sent a text several times
	moreUnread                            string
	morePlaces                            string
	unseen                                string
	formalRef, interimRef                 string
	columnNew                             string
	moreTopics                            string // topics, unanswered
	problems                              string
	problem                               string // messages, people, when
	fromTo                                string // from, to
	fromPeople                            string // messages, people
	backlog                               string // start received reopened answered dismissed deleted end
	lowerBound                            string
	none                                  string // a cell without a value
	compared                              map[build.Length]string
	columnBefore, columnChange            string
	ofThose                               [4]string
	noBefore, changes, noChanges          string
	changed                               string // now, how long ago, before, difference
	hotPlaces                             string
	byPlace, byDistrict                   string
	byBody, byGroup, byOfficial           string
	columnOfficial                        string
	noPlace, noBody                       string
	columnCame, columnWaiting, columnLate string
	columnMedian, columnP90, columnKept   string
	columnAgain, columnEarlier            string
	notRanked                             string
	picture, pictureSoFar                 string // …; time
	pictureReceived                       string
	pictureUnknown                        string
	pictureAlt                            string // days, received, first day, unanswered then
	pictureNow, pictureLost               string
	speed                                 string // answered, median
	lastRead, stored, imported            string
	pending                               string // how many messages are not evaluated yet
	reconciled                            string // stored, counted
	missingIn                             string // part, since, Missing
	gap, gapStart                         string // from to reason; to reason
	deleted                               string
	masked                                string
	why                                   string
	kinds                                 map[inbox.Kind]string
	states                                map[inbox.State]string
	failures                              map[inbox.FailureKind]string
	media                                 map[inbox.MediaType]string
	other                                 string

	lateDigest     string // before a digest that was missed at its time
	withoutEncoder string
	undelivered    string            // title, moment, what became of it, way
	undeliveredAs  map[string]string // by what the delivery calls it
	tag            string            // the language as documents name it
	inRegister     string            // how many more
	press          *pressWords
	pageNumber     [2]string // before a page's number; between it and how many there are
	inFull         string    // how many did not fit into the messages
}

func textsOf(l build.Language) *texts {
	if l == build.English {
		return &english
	}
	return &russian
}

// count is a number with its word: "1 234 жалобы".
func (t *texts) count(n int, w noun) string { return t.number(n) + Nbsp + t.word(n, w) }

func (t *texts) word(n int, w noun) string { return [3]string{w.one, w.few, w.many}[t.plural(n)] }

// number separates thousands and uses a real minus.
func (t *texts) number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(t.thousand)
		}
		b.WriteRune(r)
	}
	return sign + b.String()
}

// decimals is a number with at most one decimal.
func (t *texts) decimals(x float64) string {
	x = build.Round1(x)
	whole, tenth := math.Modf(math.Abs(x))
	s := t.number(int(whole))
	if digit := int(math.Round(tenth * 10)); digit > 0 {
		s += t.decimal + strconv.Itoa(digit)
	}
	if x < 0 {
		s = "−" + s
	}
	return s
}

// difference is a number with its sign.
func (t *texts) difference(x float64) string {
	switch x = build.Round1(x); {
	case x == 0:
		return t.unchanged
	case x > 0:
		return "+" + t.decimals(x)
	}
	return t.decimals(x)
}

// signed is a whole number with its sign, 0 without one.
func (t *texts) signed(n int) string {
	if n == 0 {
		return "0"
	}
	return t.difference(float64(n))
}

// hours are whole from ten on; a fraction takes the word's form for a part ("2,5 часа").
func (t *texts) hours(h float64, w noun) string {
	if h < 1 && w == t.workingHour {
		return t.lessThanWorkingHour
	}
	if h < 1 {
		return t.lessThanHour
	}
	if h >= 10 {
		h = math.Round(h)
	}
	if h == math.Trunc(h) {
		return t.count(int(h), w)
	}
	if t.lang == "ru" {
		return t.decimals(h) + Nbsp + w.few2()
	}
	return t.decimals(h) + Nbsp + w.many
}

// few2 is the genitive singular that follows a fraction: "2,5 рабочего часа".
func (w noun) few2() string { return strings.Replace(w.few, "рабочих", "рабочего", 1) }

// date is "22 ноября 2026 г., 08:00".
func (t *texts) date(at time.Time) string {
	return fmt.Sprintf("%d%s%s%s%d%s, %s", at.Day(), Nbsp, t.months[at.Month()-1], Nbsp, at.Year(), t.year,
		at.Format("15:04"))
}

// day is the date without a year where that is the year of the digest.
func (t *texts) day(at, digest time.Time) string {
	if at.Year() != digest.Year() {
		return t.date(at)
	}
	return fmt.Sprintf("%d%s%s, %s", at.Day(), Nbsp, t.months[at.Month()-1], at.Format("15:04"))
}

// dayOnly is a day without its time, with the year where that is not the digest's.
func (t *texts) dayOnly(at, digest time.Time) string {
	if at.Year() == digest.Year() {
		return t.dayLabel(at)
	}
	return t.dayLabel(at) + Nbsp + strconv.Itoa(at.Year()) + t.year
}

// inMonth is a month of which no day is known: "в мае 2027 г.".
func (t *texts) inMonth(at, digest time.Time) string {
	month := fmt.Sprintf(t.inThe, t.monthsIn[at.Month()-1])
	if at.Year() == digest.Year() {
		return month
	}
	return month + Nbsp + strconv.Itoa(at.Year()) + t.year
}

// span is from when to when, or the one moment that both are as they are shown.
func (t *texts) span(from, to, digest time.Time) string {
	first, last := t.day(from, digest), t.day(to, digest)
	if first == last {
		return first
	}
	return fmt.Sprintf(t.fromTo, first, last)
}

func (t *texts) failure(failure inbox.FailureKind) string {
	if s, ok := t.failures[failure]; ok {
		return s
	}
	return t.failures[inbox.FailureOther]
}

// dayLabel is a day without its year: "5 мая".
func (t *texts) dayLabel(day time.Time) string {
	return strconv.Itoa(day.Day()) + Nbsp + t.months[day.Month()-1]
}

// within is an upper bound of hours: "не дольше 5 рабочих часов".
func (t *texts) within(h float64, w noun) string {
	if t.lang != "ru" {
		return fmt.Sprintf(t.noLongerThan, t.hours(h, w))
	}
	// After a comparison Russian takes the genitive: 21 рабочего часа, 5 рабочих часов.
	if h >= 10 {
		h = math.Round(h)
	}
	genitive := noun{w.few2(), w.many, w.many}
	if h < 1 || h != math.Trunc(h) {
		return fmt.Sprintf(t.noLongerThan, t.decimals(h)+Nbsp+w.few2())
	}
	return fmt.Sprintf(t.noLongerThan, t.count(int(h), genitive))
}
