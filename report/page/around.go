package page

import (
	"fmt"
	"strings"

	"otklik/report/build"
)

// Around are the words that stand around a page: what deliveries, documents and messages add to it.
type Around struct{ t *texts }

// AroundIn are those of a page's language: English for "en", otherwise Russian.
func AroundIn(language string) Around { return Around{textsOf(build.Language(language))} }

// Late says that a digest was missed and comes after its time.
func (a Around) Late() string { return a.t.lateDigest }

// Undelivered says that another digest did not arrive: for the operators who have a way that works. moment is that
// digest's moment in words, way the way's name, and status a delivery.DeliveryStatus that is not success.
func (a Around) Undelivered(title, moment, way, status string) string {
	title = strings.Join(strings.Fields(title), " ")
	return fmt.Sprintf(a.t.undelivered, title, moment, a.t.undeliveredAs[status], way)
}

// Tag is the language as documents name it: ru-RU.
func (a Around) Tag() string { return a.t.tag }

// InRegister says that n more are not shown, and where they are.
func (a Around) InRegister(n int) string { return fmt.Sprintf(a.t.inRegister, a.t.number(n)) }

// PageOf are the words around a page's number: before it, between it and the number of pages.
func (a Around) PageOf() (before, between string) { return a.t.pageNumber[0], a.t.pageNumber[1] }

// InFull says that n more did not fit into messages, and where they are.
func (a Around) InFull(n int) string { return fmt.Sprintf(a.t.inFull, n) }
