package inbox

// Duplicates says where else the wording of a message stands in the store.
type Duplicates struct {
	// People is how many different people sent it, the author included; for a citizen's message.
	People int
	// First is true for the earliest of their messages.
	First bool
	// Complaints is under how many different complaints it stands; for a message of the official's side.
	Complaints int
}

const (
	// CampaignPeople is the number of people from which one text is a campaign. Two people share a text by chance or
	// forward it; five do not.
	CampaignPeople = 5
	// FormalComplaints is the number of different complaints from which one reply text is a form letter.
	FormalComplaints = 3
)

// Campaign reports whether so many people sent the text that it is decided about as one.
func (s Duplicates) Campaign() bool { return s.People >= CampaignPeople }

// FormLetter reports whether the text answers so many different complaints that it answers none.
func (s Duplicates) FormLetter() bool { return s.Complaints >= FormalComplaints }

// Matcher tells which texts say the same. Implementations are pure and may be called from several goroutines.
type Matcher interface {
	// Fingerprint is the same number for messages whose texts differ by a greeting, a name or punctuation only; 0 for a
	// text too short to be a copy of another.
	Fingerprint(m Message) uint64
	// Subject is what a complaint is about, in a form that CountDistinct compares; empty where it has no words of
	// substance.
	Subject(text string) []uint32
	// CountDistinct is how many of the complaints are about different matters.
	CountDistinct(matters [][]uint32) int
}

// campaign decides about a text that many people sent. Neighbours who copy one complaint in the chat of their house
// each wait for an answer; lists show them as one, and say how many of them still wait. Advertising and talk is spam
// from the second copy on, and its first message says how many sent it. Nothing is dropped: every copy stays stored and
// counted.
func (s Duplicates) campaign(a *Assessment) {
	if !s.Campaign() {
		return
	}
	if a.NeedsAnswer && !a.Advert {
		return
	}
	if s.First {
		a.Copies = s.People - 1
		a.Reasons = append(a.Reasons, Reason{Code: "copies", Count: a.Copies})
		return
	}
	a.Category, a.NeedsAnswer, a.Urgency, a.Certain, a.Unsolved = Spam, false, NotUrgent, false, false
	a.Reasons = append([]Reason{{Code: "mass_message", Count: s.People}}, a.Reasons...)
}

// formLetter doubts an answer whose text stands under many different complaints.
func (s Duplicates) formLetter(kind ReplyKind, reason Reason) (ReplyKind, Reason) {
	if kind != ReplyAnswer || !s.FormLetter() {
		return kind, reason
	}
	return ReplyFormal, Reason{Code: "form_letter"}
}
