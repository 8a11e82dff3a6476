package page

import (
	"fmt"

	"otklik/report/build"
)

// sinceTexts say from when on messages are known, where a period begins earlier.
type sinceTexts struct {
	channel  string // channel, moment
	answered string // nothing waits among what is known
	came     string // day; how many came, how many were answered
}

func (w writer) sinceWords() sinceTexts {
	if w.d.Language == build.English {
		return sinceTexts{"%s: known since %s", "no complaint is unanswered in what is known",
			"Known since %s: %s came, %s were answered"}
	}
	return sinceTexts{"%s: известно с %s", "нет жалоб без ответа в том, что известно",
		"Известно с %s: пришло %s, ответили на %s"}
}

// knownSince says of each channel from when on it is known, where that is not the whole period.
func (w writer) knownSince() (parts []string) {
	if w.d.Headline.Mood == build.NoData {
		return nil
	}
	for _, c := range w.d.Channels {
		if !c.KnownSince.IsZero() {
			parts = append(parts, fmt.Sprintf(w.sinceWords().channel, w.names[c.Channel],
				w.t.day(c.KnownSince, w.d.At)))
		}
	}
	return parts
}
