package build

import (
	"cmp"
	"time"

	"otklik/internal/inbox"
)

// Schema names the JSON form of a digest.
const Schema = "otklik/digest/1"

// Digest is a built digest. Its JSON form is a contract with other programs (schema otklik/digest/1).
type Digest struct {
	Schema   string    `json:"schema"`
	ID       string    `json:"digest"`
	Title    string    `json:"title"`
	Audience Audience  `json:"audience"`
	Language Language  `json:"language"`
	Length   Length    `json:"length"`
	At       time.Time `json:"at"`
	Period   Period    `json:"period"`
	// Complete is false as soon as one channel is not complete, and where there is no channel at all.
	Complete   bool        `json:"complete"`
	Headline   Headline    `json:"verdict"`
	Channels   []Channel   `json:"channels"`
	Totals     Totals      `json:"totals"`
	Compare    Compare     `json:"compare"`
	Speed      Speed       `json:"speed"`
	Complaints []Complaint `json:"complaints"`
	Problems   []Group     `json:"problems"`
	Topics     []Topic     `json:"topics"`
	// Burning are the dangers that wait, the worst first; BurnedBefore those at the beginning of the period, with what
	// became of them.
	Burning      []Burning `json:"burning"`
	BurnedBefore []Burning `json:"burned_before"`
	// Bodies are whom to ask, Unassigned the groups in which something waits that no body is named for.
	Bodies     []BodyLoad `json:"bodies"`
	Unassigned []string   `json:"unassigned"`

	// Ages, Days (fourteen up to the digest's moment, in time order) and Backlog tell how the pile of the unanswered
	// moves.
	Ages    Ages    `json:"ages"`
	Days    []Day   `json:"days"`
	Backlog Backlog `json:"backlog"`
	// Before has the totals of the same length of time just before the period; absent where it is not known.
	Before *Totals `json:"before,omitempty"`
	// Urgent is how many urgent messages came in the period, and how many usually do.
	Urgent Urgent `json:"urgent"`
	// Usual is the mean of new messages on this weekday (in a week, for a digest of a week) over the four weeks before;
	// absent where they are not known, and for a month.
	Usual *float64 `json:"usual,omitempty"`
	// Answered, Edited (after their answer), Deleted (before one) and Closed (by people of the office, who wrote no
	// answer there) are what happened in the period, the latest first.
	Answered  []Reference `json:"answered"`
	Edited    []Reference `json:"edited"`
	Deleted   []Reference `json:"deleted"`
	Closed    []Reference `json:"closed"`
	Breakdown Breakdown   `json:"breakdown"`
	Changes   []Changed   `json:"changes"`
	HotPlaces []HotPlace  `json:"hot_places"`
	// Promises are what was promised to those who were answered, the worst first; what was promised to those who wait
	// stands with their complaints.
	Promises []Promised `json:"promises"`
	// Arrivals tell when people write, in an analyst's digest only; absent where too few days are known.
	Arrivals *Arrivals `json:"arrivals,omitempty"`
	// StaffLike are people who answer others' complaints as the staff does and are not known to belong to it; in an
	// analyst's digest only.
	StaffLike []StaffLike `json:"staff_like,omitempty"`
	// Waves are posts that brought far more messages than usual, NewThemes what no topic fits; in digests of press and
	// analysts only. RootCause is what a month's digest has found worth a decision; absent: nothing, or not enough is
	// known.
	Waves     []Wave     `json:"waves,omitempty"`
	NewThemes []Theme    `json:"new_themes,omitempty"`
	RootCause *RootCause `json:"root_cause,omitempty"`
	// Alerts are what could not wait for this digest, with what became of it, in time order.
	Alerts []Alert `json:"alerts,omitempty"`

	// Platforms are what platforms are called.
	Platforms PlatformNames `json:"-"`
	Officials []Official    `json:"-"` // for the subtitle
	// Classifier are the groups that a message may belong to; empty in digests of earlier versions.
	Classifier []KnownGroup `json:"-"`
	Working    bool         `json:"-"` // ages are working hours
	Mixed      bool         `json:"-"` // not all that wait are complaints
	IsMasked   bool         `json:"-"` // personal data was masked when it was built
	// WithoutEncoder: what it tells was read by a program built without its language model, which misses more.
	WithoutEncoder bool `json:"without_encoder,omitempty"`
	capped         bool // only what pages list has its words
}

// PlatformName is what people call a platform.
func (d Digest) PlatformName(p inbox.Platform) string {
	return cmp.Or(d.Platforms[p][d.Language], string(p))
}

// Period is (From, To].
type Period struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (p Period) holds(t time.Time) bool { return t.After(p.From) && !t.After(p.To) }

// Channel is how completely one channel was read.
type Channel struct {
	Channel  inbox.ChannelID `json:"channel"`
	Platform inbox.Platform  `json:"platform"`
	Title    string          `json:"title,omitempty"`
	// LastRead is the last complete reading; absent: never.
	LastRead time.Time `json:"last_read,omitzero"`
	Imported time.Time `json:"imported,omitzero"`
	// KnownSince is from when on the channel's messages are known, where that is later than the period begins.
	KnownSince time.Time `json:"known_since,omitzero"`
	// FromFile: nothing reads the channel, what is known of it is what a file held.
	FromFile bool `json:"from_file,omitempty"`
	// Complete is false exactly where there are Shortfalls.
	Complete   bool              `json:"complete"`
	Shortfalls []inbox.Shortfall `json:"shortfalls,omitempty"`
	Stored     int               `json:"stored"`
	Undecoded  int               `json:"unread"` // pieces kept that could not be decoded
	// Pending are messages that are not evaluated yet, so that more may wait.
	Pending int   `json:"pending,omitempty"`
	Gaps    []Gap `json:"gaps"`
	// Horizon: what is written beneath posts older than it is not read. Absent: there are none.
	Horizon time.Time `json:"comments_from,omitzero"`
	// Refused are the parts that the platform did not show: "wall-1_5" for a post whose comments are hidden.
	Inaccessible []string `json:"refused,omitempty"`
	// Reconciled sets what the platform counts against what is stored; absent where it does not count.
	Reconciled *Reconciled `json:"reconciled,omitempty"`
	// DeletedUnanswered is the channel's part of the total of the same name.
	DeletedUnanswered int `json:"deleted_unanswered"`
}

// Gap is a time that was not read. From is absent where the channel was never read.
type Gap struct {
	From   time.Time `json:"from,omitzero"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"` // in words: packages that draw make it of Why
	Why    Why       `json:"-"`
	// Part is the only part of the channel that it concerns, as in Missing; absent: all of it.
	Part string `json:"part,omitempty"`
}

// Why is the reason of a gap: what failed or, where Counted is not zero, that the platform counts more than it shows.
type Why struct {
	Failure         inbox.FailureKind
	Counted, Stored int
}

// What failed where no reading did.
const (
	NotStarted  inbox.FailureKind = "not_started"  // collecting never ran
	NotFinished inbox.FailureKind = "not_finished" // it has not come to its end yet
)

// Reconciled is how many messages the platform counts in the parts that were read last, and how many of them are
// stored.
type Reconciled struct {
	Counted int       `json:"counted"`
	Stored  int       `json:"stored"`
	Parts   int       `json:"parts"` // posts and dialogs
	Missing []Missing `json:"missing,omitempty"`
}

// Missing is a part of which less is stored than the platform counts, although it was read again.
type Missing struct {
	Part    string    `json:"part"` // "wall-1_5", "messages"
	Counted int       `json:"counted"`
	Stored  int       `json:"stored"`
	Since   time.Time `json:"since"`
}

// Totals are the figures at one moment.
type Totals struct {
	Unanswered        int `json:"unanswered"`         // wait at the moment and still stand
	Overdue           int `json:"overdue"`            // of those, past their term
	New               int `json:"new"`                // came in the period and need an answer
	Answered          int `json:"answered"`           // closed by an answer in the period
	Formal            int `json:"formal"`             // of the unanswered
	Interim           int `json:"interim"`            // of the unanswered
	Reopened          int `json:"reopened"`           // of the unanswered
	DeletedUnanswered int `json:"deleted_unanswered"` // found deleted in the period while they waited
}

// Urgent counts the urgent messages of a period.
type Urgent struct {
	New int `json:"new"`
	// Usual is the mean of the seven periods of this length before, a day apart, or of the one before for a week or a
	// month; absent where they are not known.
	Usual *float64 `json:"usual,omitempty"`
}

// Compare holds the same figures at earlier moments.
type Compare struct {
	// Both are absent in digests of a week or a month, which are compared with Before.
	// DayBefore is absent where the messages of that day are not known, so that a channel that was connected today does
	// not look like a catastrophe.
	DayBefore *Totals `json:"day_before,omitempty"`
	// WeekMean is the mean of the figures at the seven moments 1 to 7 days before; absent like DayBefore.
	WeekMean *Means `json:"week_mean,omitempty"`
}

// Means are means of totals.
type Means struct {
	Unanswered float64 `json:"unanswered"`
	Overdue    float64 `json:"overdue"`
	New        float64 `json:"new"`
}

// Speed is how fast the answers of the period came.
type Speed struct {
	Answered int `json:"answered"`
	// MedianHours is by the norm's clock; absent if nothing was answered.
	MedianHours *float64 `json:"median_hours,omitempty"`
	P90Hours    *float64 `json:"p90_hours,omitempty"`
}

// Complaint is a message that waits for an answer.
type Complaint struct {
	Channel  inbox.ChannelID `json:"channel"`
	Platform inbox.Platform  `json:"platform"`
	Kind     inbox.Kind      `json:"kind"`
	// Number is the short number that commands take; ID is the platform's.
	Number     string      `json:"number"`
	ID         string      `json:"id"`
	Thread     string      `json:"thread"`
	URL        string      `json:"url"`
	Author     string      `json:"author"` // masked
	Text       string      `json:"text"`   // masked
	ReceivedAt time.Time   `json:"received_at"`
	State      inbox.State `json:"state"`
	AgeHours   float64     `json:"age_hours"` // by the norm's clock, one decimal
	DueAt      time.Time   `json:"due_at"`
	Overdue    bool        `json:"overdue"`
	Urgent     bool        `json:"urgent"`
	// Urgency is the degree; absent where the message is urgent in none, or was last read by a version without degrees.
	Urgency      inbox.Urgency `json:"urgency,omitempty"`
	Group        string        `json:"group"`
	Topic        string        `json:"topic"`
	Municipality string        `json:"municipality"`
	District     string        `json:"district,omitempty"`
	Settlement   string        `json:"settlement,omitempty"`
	Street       string        `json:"street,omitempty"`
	House        string        `json:"house,omitempty"`
	Copies       int           `json:"copies,omitempty"` // how many others sent the same text
	// Likes and Replies are what the platform counts beneath it: of equals the one of more comes first.
	Likes   int `json:"likes,omitempty"`
	Replies int `json:"replies,omitempty"`
	// People is how many people wait with this text, where several messages have it; such messages are one item in
	// lists. The first of them has the numbers of the Others, these have its number as SameAs. All of them are listed
	// and counted here.
	People  int      `json:"people,omitempty"`
	Others  []string `json:"others,omitempty"`
	SameAs  string   `json:"same_as,omitempty"`
	Problem string   `json:"problem,omitempty"`
	// Why are the reasons, ReasonCodes their codes, Reasons the same in the digest's language: packages that draw make
	// them.
	Reasons     []string       `json:"reasons"`
	ReasonCodes []string       `json:"reason_codes,omitempty"`
	Why         []inbox.Reason `json:"-"`
	// Above is the message or post it replies to, masked, in one line.
	Above string `json:"above,omitempty"`
	// Answers are what the official's side has written to it so far, the earliest first.
	Answers []Answer `json:"answers,omitempty"`
	// HowToAnswer is where it can be answered.
	HowToAnswer HowToAnswer `json:"how_to_answer"`
	// Body is who is responsible for the topic.
	Body string `json:"body,omitempty"`
	// Listen is true for speech without a text: a person has to listen to it.
	Listen bool `json:"listen,omitempty"`
	// Look is true for an attachment without a text: a person has to look at it.
	Look bool `json:"look,omitempty"`

	// Escalated are the steps that it has come to by waiting.
	Escalated []Escalated `json:"escalated,omitempty"`
	// Promises are what replies promised to its author.
	Promises []Promise `json:"promises,omitempty"`

	Media []inbox.Media `json:"-"` // what stands for the text where there is none
}

// StaffLike is somebody who may be an employee writing in his own name.
type StaffLike struct {
	Channel    inbox.ChannelID `json:"channel"`
	Platform   inbox.Platform  `json:"platform"`
	AuthorID   string          `json:"author_id"`
	Messages   int             `json:"messages"`   // that answer as the staff does
	Complaints int             `json:"complaints"` // of other people, that they stand under
}

// Group is a problem that several people wrote about.
type Group struct {
	ID           string    `json:"id"`
	Title        string    `json:"title"`
	Messages     int       `json:"messages"`
	People       int       `json:"people"`
	Group        string    `json:"group"`
	Municipality string    `json:"municipality"`
	FirstAt      time.Time `json:"first_at"`
	LastAt       time.Time `json:"last_at"`
	// Copies is how many others sent the same text as one of the messages; they are not among Messages and People.
	Copies int `json:"copies,omitempty"`
}

// Topic is one group of the classifier.
type Topic struct {
	Group      string `json:"group"`
	Unanswered int    `json:"unanswered"`
	New        int    `json:"new"`
	// Change is how much Unanswered differs from the beginning of the period.
	Change int `json:"change"`
	// Says is what people really write, in one masked sentence of theirs.
	Says string `json:"says,omitempty"`
	// Body is who is responsible for the group.
	Body string `json:"body,omitempty"`
	// Places are the municipalities of the unanswered, most frequent first.
	Places []Place `json:"places"`
}

// Place is a municipality with its number of unanswered messages.
type Place struct {
	Municipality string `json:"municipality"`
	Unanswered   int    `json:"unanswered"`
}
