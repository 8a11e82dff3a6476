package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Alerts say when people may be disturbed between digests. Who is disturbed stands beside each delivery.
type Alerts struct {
	Quiet  string `yaml:"quiet"`   // "22:00-07:00": only danger to life is told of then; empty: at any hour
	AtMost int    `yaml:"at_most"` // rising problems a day; danger to life is beyond the bound

	// QuietHours are Quiet, parsed.
	QuietHours Hours `yaml:"-"`
}

// Hours are a part of each day by the clock on the wall, in minutes after midnight; where To is not behind From it
// ends on the next day. Both zero: no time at all.
type Hours struct{ From, To int }

// tellsAlerts are the formats of files that an alert is told in: it is no table.
func tellsAlerts() []string { return []string{"text", "md", "html", "json", "docx", "pdf"} }

func (k *checker) alerts() {
	a := &k.config.Alerts
	if a.AtMost < 0 {
		k.fault("alerts.at_most", "a number of alerts is not below 0; 0 tells of danger to life alone")
	}
	hours, err := parseHours(a.Quiet)
	if err != nil {
		k.fault("alerts.quiet", "%v", err)
	}
	a.QuietHours = hours
	for i, digest := range k.config.Digests {
		for n, d := range digest.Deliver {
			if !d.Alerts {
				continue
			}
			key := fmt.Sprintf("digests[%d].deliver[%d]", i, n)
			if d.Mail != nil && len(d.Mail.To) == 0 {
				k.fault(key+".alerts", "alerts go to recipients that are named, not to the bodies; add "+
					"to: to this mail")
			}
			if d.File != nil && !slices.Contains(tellsAlerts(), d.File.Format) {
				k.fault(key+".alerts", "an alert is no table or picture; take the format %s for this file",
					strings.Join(tellsAlerts(), " or "))
			}
		}
	}
}

// parseHours reads "22:00-07:00".
func parseHours(text string) (h Hours, err error) {
	if strings.TrimSpace(text) == "" {
		return h, nil
	}
	from, to, _ := strings.Cut(text, "-")
	begins, ok := minuteOf(from)
	ends, also := minuteOf(to)
	if h = (Hours{begins, ends}); !ok || !also || begins == ends {
		return Hours{}, fmt.Errorf("%q are no hours of a night such as 22:00-07:00; leave it empty for alerts at "+
			"any hour", text)
	}
	return h, nil
}

// minuteOf is the minute of the day that "22:00" names.
func minuteOf(text string) (minute int, ok bool) {
	at, err := time.Parse("15:04", strings.TrimSpace(text))
	return at.Hour()*60 + at.Minute(), err == nil
}
