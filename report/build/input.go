// Package build works out the facts of a digest from what is known about messages: figures, lists, comparisons, codes.
// It has no words for readers (package page) and reads no store, no clock and no network: the same input always gives
// the same digest.
package build

import (
	"time"

	"otklik/internal/inbox"
	"otklik/internal/worktime"
	"otklik/report/clean"
)

// Audience is who reads a digest; it decides how long the lists are and whether authors are shown.
type Audience string

// The audiences.
const (
	Governor Audience = "governor" // one sheet, no names of citizens
	Press    Audience = "press"    // everything that waits, to be worked through
	Analyst  Audience = "analyst"  // the same with tables, and why a message is listed
)

// Language is the language of a digest.
type Language string

// The languages.
const (
	Russian Language = "ru"
	English Language = "en"
)

// Official is a person or office whose channels a digest covers.
type Official struct {
	ID, Name string
	// Municipality stands for the place of complaints that name none; empty for the head of a region.
	Municipality string
}

// ChannelInput is one channel of the digest.
type ChannelInput struct {
	inbox.Coverage
	Platform inbox.Platform
	// Fresh is true if the channel was read to its end within the last two collection periods before the digest.
	Fresh bool
	// FromFile is true where nothing reads the channel: what is known of it is what a file of messages held.
	FromFile bool
	// Title is what readers call the channel; empty: the platform's name.
	Title string
}

// Problem is a matter that several people wrote about.
type Problem struct {
	ID, Title        string
	Messages, People int
	Group            string
	Municipality     string
	First, Last      time.Time
	// Refs are the messages about it, so that complaints can name their problem.
	Refs []inbox.Ref
}

// Input is all that a digest is built from.
type Input struct {
	ID, Title string
	Audience  Audience // empty: Governor
	// WithoutEncoder: the program reads without its language model.
	WithoutEncoder bool
	Language       Language // empty: Russian
	Length         Length   // of the period; empty: OneDay
	// Location is the zone of all times shown; nil: the location of the norm's calendar.
	Location *time.Location
	// Platforms are the names that people know platforms by; one without is called by its id.
	Platforms PlatformNames
	// From is the beginning of the period; its end is the moment of Build. A message sent exactly at From belongs to
	// the period before. Zero: Length before the end.
	From time.Time
	// Known is the moment from which on the messages of all channels are known. There is no comparison with days
	// before it. Zero: they always were.
	Known time.Time
	// Masker hides personal data in authors and texts; nil: nothing is hidden.
	Masker clean.Masker
	// Capped is true where the digest is drawn only in formats that list at most MostListed items (see Format.Capped):
	// no others are masked, which is what takes time.
	Capped bool
	// Norm says when answers are due. It has to pass its Check.
	Norm      worktime.Norm
	Officials []Official
	Channels  []ChannelInput
	// Records are the citizens' messages that wait now, were closed since Since, or were deleted since then while they
	// waited. Others do no harm. Records of the official's side are passed over.
	Records []inbox.Record
	// Problems may be empty.
	Problems []Problem
	// Earlier are the problems of the dangers that waited at From; it may be empty.
	Earlier []Problem
	// Same are sets of messages that say the same in the same words: lists show each as one item. No message is in two.
	Same [][]inbox.Ref
	// Urgent are the degrees that the office has called urgent beside those that always are.
	Urgent []inbox.Urgency
	// Bodies are who is responsible for which groups of the classifier.
	Bodies []Body
	// Classifier are the groups that a message may belong to, in the classifier's order.
	Classifier []KnownGroup
	// AllGroups has the breakdown list all of them, zeros too.
	AllGroups bool
	// StaffLike are people who answer as the staff does and do not belong to it; an analyst's digest names them.
	StaffLike []inbox.Answerer
	// Escalate are the steps that waiting too long leads to, Told what heads of bodies were told of before.
	Escalate []Step
	Told     Told
	// Promises are what replies promised for days since PromisesSince, in any order.
	Promises []PromiseInput
	// Elsewhere are further citizens' messages that only tell what became of promises: who writes again about one may
	// name no place.
	Elsewhere []inbox.Record
	// Posts are what opens the threads that WavesAmong names, as far as it is known.
	Posts map[inbox.ThreadRef]Post
	// Alerts were decided on between digests, for readers of these channels.
	Alerts []AlertInput
	// Above holds the text of the message or post that a waiting message replies to.
	Above map[inbox.Ref]string
	// Answers are the standing replies of the official's side to waiting messages, the earliest first.
	Answers map[inbox.Ref][]Answer
	// Decisions are what people of the office decided about messages that are closed.
	Decisions map[inbox.Ref]Decision
	// Replies is true where the office lets the program write answers.
	Replies bool
}

// KnownGroup is a group of the classifier with its topics.
type KnownGroup struct {
	Name   string
	Topics []string
}

// PlatformNames are the names of platforms in every language.
type PlatformNames map[inbox.Platform]map[Language]string

// Body is an authority and the groups it is responsible for.
type Body struct {
	Name   string
	Groups []string
	// Head is true where there is a way to the head of the body.
	Head bool
}
