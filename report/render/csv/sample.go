package csv

import (
	"io"

	"otklik/report/page"
)

// WriteSample writes messages to be judged, as Write does.
func WriteSample(out io.Writer, s page.Sample) error {
	return write(out, func(yield func([]string) bool) {
		if !yield(page.WordsIn(string(s.Language)).Sample().Titles()) {
			return
		}
		for _, r := range s.Rows {
			if !yield([]string{r.Number, r.Channel, r.Above, r.Text, "", "", "", r.Code}) {
				return
			}
		}
	})
}
