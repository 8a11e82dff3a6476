package inbox

import "slices"

// Answerer is somebody who answers other people's complaints as the staff does and is not known to be of the official's
// side: an employee, perhaps, who writes in his own name.
type Answerer struct {
	Channel  ChannelID
	Platform Platform
	Author   string // as Author.ID
	// Messages are such answers, Complaints the different complaints they stand under, Formal the answers in an
	// office's words.
	Messages, Complaints, Formal int
}

const (
	// StaffComplaints is the number of other people's complaints from which an answerer is taken for an employee.
	StaffComplaints = 5
	// StaffFormal is how many of the answers have to be in an office's words: the others may only report what was done,
	// as a well-informed neighbour does too.
	StaffFormal = 2
)

// LikeStaff are those who answer as the staff does.
func LikeStaff(all []Answerer) []Answerer {
	return slices.DeleteFunc(slices.Clone(all), func(a Answerer) bool {
		return a.Complaints < StaffComplaints || a.Formal < StaffFormal
	})
}
