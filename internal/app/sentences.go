package app

import (
	"fmt"
	"otklik/internal/inbox"
	"strings"
)

// Counted is a number of things in words that agree with it.
func Counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// ByteSize is a number of bytes for people.
func ByteSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}

// LeftoverWords say of a leftover what it is and what to do.
func LeftoverWords(bytes int64) string {
	return ByteSize(bytes) + ": a process that was killed has left it, and it may hold what citizens wrote; `otklik " +
		"store compact` removes it"
}

// LikeStaff says of somebody that he may be an employee who writes in his own name.
func LikeStaff(platform inbox.Platform, author string, messages int) string {
	return fmt.Sprintf("%s %s answers like staff: %d messages; add it to staff?", platform, author, messages)
}

// ShortfallWords joins the sentences of shortfalls.
func ShortfallWords(list []inbox.Shortfall) string {
	words := map[inbox.Shortfall]string{
		inbox.Stale:    "it was not read to its end lately",
		inbox.Blind:    "the platform shows it nothing at present",
		inbox.Withheld: "the platform does not show all that is there",
		inbox.Missing:  "less is stored than the platform counts",
		inbox.Lost:     "a part of the last day could not be read",
		inbox.Pending:  "not all that was read is evaluated yet",
	}
	var parts []string
	for _, s := range list {
		parts = append(parts, words[s])
	}
	return strings.Join(parts, "; ") + "; `otklik status` tells more"
}
