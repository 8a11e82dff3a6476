package inbox

import "slices"

// Answerer is somebody who answers other people's complaints in an office's words and is not known to be of the official's
// side: an employee, perhaps, who writes in his own name.
type Answerer struct {
	Channel  ChannelID
	Platform Platform
	Author   string // as Author.ID
	// Messages are such answers, Complaints the different complaints they stand under.
	Messages, Complaints int
}

// StaffComplaints is the number of other people's complaints from which an answerer is taken for an employee: a
// well-informed neighbour sounds like an office now and then, not five times.
const StaffComplaints = 5

// LikeStaff are those who answer as the staff does.
func LikeStaff(all []Answerer) []Answerer {
	return slices.DeleteFunc(slices.Clone(all), func(a Answerer) bool { return a.Complaints < StaffComplaints })
}
