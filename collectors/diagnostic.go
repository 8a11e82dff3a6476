package collectors

import "otklik/internal/inbox"

// Level says how bad a Diagnostic is.
type Level string

// The levels of `otklik check`.
const (
	OK      Level = "ok"
	Warning Level = "warning" // it works, and somebody should know
	Fault   Level = "fault"   // it will not work until it is mended
)

// Diagnostic is one thing that `otklik check` found out about a channel.
type Diagnostic struct {
	Level   Level
	Channel inbox.ChannelID
	// Subject is what was looked at, in a word or two: "service token".
	Subject string
	// Sentence says what was found and, for a fault, how to mend it. No secrets.
	Sentence string
}
