package page

import (
	"fmt"
	"strings"

	"otklik/internal/inbox"
	"otklik/report/build"
)

// Words are those of the catalogue that stand beside a page: what deliveries, documents, messages and workbooks add.
type Words struct{ t *texts }

// WordsIn are those of a page's language: English for "en", otherwise Russian.
func WordsIn(language string) Words { return Words{textsOf(build.Language(language))} }

// Period is from when to when a digest looks.
func (w Words) Period(p build.Period) string {
	return fmt.Sprintf(w.t.period, w.t.date(p.From), w.t.date(p.To))
}

// Late says that a digest was missed and comes after its time.
func (w Words) Late() string { return w.t.lateDigest }

// Undelivered says that another digest did not arrive: for the operators who have a transport that works. moment is
// that digest's moment in words, route the route's name, and status a delivery.DeliveryStatus that is not
// success.
func (w Words) Undelivered(title, moment, route, status string) string {
	title = strings.Join(strings.Fields(title), " ")
	return fmt.Sprintf(w.t.undelivered, title, moment, w.t.undeliveredAs[status], route)
}

// Tag is the language as documents name it: ru-RU.
func (w Words) Tag() string { return w.t.tag }

// InRegister says that n more are not shown, and where they are.
func (w Words) InRegister(n int) string { return fmt.Sprintf(w.t.inRegister, w.t.number(n)) }

// PageOf are the words around a page's number: before it, between it and the number of pages.
func (w Words) PageOf() (before, between string) { return w.t.pageNumber[0], w.t.pageNumber[1] }

// InFull says that n more did not fit into messages, and where they are.
func (w Words) InFull(n int) string { return fmt.Sprintf(w.t.inFull, n) }

// Kind is how a kind of message is called; empty where there is no word for it.
func (w Words) Kind(k inbox.Kind) string { return w.t.kinds[k] }

// State is how a message's state is called; empty where there is no word for it.
func (w Words) State(s inbox.State) string { return w.t.states[s] }

// Urgency is how a degree of urgency is called; empty where there is no word for it.
func (w Words) Urgency(u inbox.Urgency) string { return w.t.degrees[u] }

// Ago is how long before the last period of this length was; empty for other lengths.
func (w Words) Ago(l build.Length) string { return w.t.ago[l] }

// Contents is the heading of a page's list of its parts.
func (w Words) Contents() string { return w.t.press.contents }

// Decision is how a closing by the staff is called; empty where it is plain.
func (w Words) Decision(d inbox.Decision) string { return w.t.press.decided[d] }

// Terms are the words that stand alone.
func (w Words) Terms() Terms { return w.t.Terms }
