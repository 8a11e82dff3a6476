package alert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/alert"
	"otklik/internal/inbox"
)

// dark are people who write within half an hour that they have no light, each of a house of their own, and each message
// is a problem of its own.
func dark(in *alert.Input, town string, people int, streets ...string) {
	for n := range people {
		street := streets[n%len(streets)]
		l := letter{sent: in.Now.Add(time.Duration(n-people) * time.Minute), place: town, group: "Энергетика",
			author: fmt.Sprint(town, n), urgency: inbox.Outage,
			text: fmt.Sprintf("Света нет на %s %d", street, n/len(streets)+1)}
		r := l.record(len(in.Records))
		r.Status.Street, r.Status.House = street, fmt.Sprint(n/len(streets)+1)
		r.Status.Topic = "отключение электричества, аварии на подстанциях, лэп"
		in.Records = append(in.Records, r)
		in.Problems = append(in.Problems, alert.Problem{Group: l.group, Refs: []inbox.Ref{r.Message.Ref()}})
	}
}

func told(decisions []alert.Decision) string {
	var list []string
	for _, d := range decisions {
		a := d.Alert
		list = append(list, fmt.Sprintf("%s %s %d %s/%s/%s", d.Verdict, a.Reason, a.People, a.Municipality, a.Street,
			a.House))
	}
	return strings.Join(list, "; ")
}

// The place of an outage is the town: a cut of thirty houses rises though no house has three messages.
func TestATownWithoutLightRises(t *testing.T) {
	settings := alert.Settings{Location: zone, AtMost: 5}
	in := alert.Input{Now: at(3, "12:00"), Settings: settings}
	dark(&in, "Энск", 30, "Ленина", "Мира", "Победы", "Садовая", "Речная")
	decided := alert.Decide(in)
	if got := told(decided); got != "send rise 30 Энск//" {
		t.Fatal(got)
	}
	in.History = []inbox.Alert{decided[0].Alert}
	in.Now = in.Now.Add(time.Minute)
	if got := told(alert.Decide(in)); !strings.HasPrefix(got, "not_new") {
		t.Errorf("told of again: %s", got)
	}

	in = alert.Input{Now: at(3, "12:00"), Settings: settings}
	dark(&in, "Энск", 9, "Ленина")
	if got := told(alert.Decide(in)); got != "send rise 9 Энск/Ленина/" {
		t.Errorf("one street: %s", got)
	}

	in = alert.Input{Now: at(3, "12:00"), Settings: settings}
	dark(&in, "Энск", 2, "Ленина", "Мира")
	dark(&in, "Заречный", 2, "Ленина", "Мира")
	if got := told(alert.Decide(in)); got != "" {
		t.Errorf("two people each in two towns: %s", got)
	}

	// Who names no town writes of that of the street's others; of a street that two towns have nobody knows.
	in.Problems, in.Records = in.Problems[:2], in.Records[:2]
	dark(&in, "", 1, "Мира")
	if got := told(alert.Decide(in)); got != "send rise 3 Энск//" {
		t.Errorf("a street's fellow: %s", got)
	}
	dark(&in, "Заречный", 1, "Мира")
	if got := told(alert.Decide(in)); got != "" {
		t.Errorf("whose street it is: %s", got)
	}

	// Other supplies are other outages.
	in = alert.Input{Now: at(3, "12:00"), Settings: settings}
	dark(&in, "Энск", 4, "Ленина", "Мира")
	for n := range 2 {
		in.Records[n].Message.Text = "Батареи ледяные"
	}
	if got := told(alert.Decide(in)); got != "" {
		t.Errorf("light and heat: %s", got)
	}
}
