// Package assistant asks a language model of the office's own for a second opinion about messages that the reading is
// unsure of. It is a reader around another one, whose word stands wherever no valid opinion was given: silence,
// slowness and nonsense change nothing.
//
// How it stays as pure as inbox.Reader asks: Assess never asks anybody. It notes what it is unsure of, and Ask asks
// later, when all is evaluated and stored and nobody waits. The answers are then given to With, whose reader says for
// ever the same, and are kept with the readings of the thread (inbox.Thread.Readings), by which they are found again.
package assistant

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
)

// instruction is what the model is told before a question; the groups follow it.
//
//go:embed instruction.txt
var instruction string

// codeVersion is raised by hand when the code asks or takes answers differently.
const codeVersion = 1

// widest is how far from the threshold a score may be that counts as unsure: below 0.2 no place is read, so that a
// message would come to be listed without one.
const widest = 0.3

// Options say whom to ask, and what of.
type Options struct {
	// URL is the address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1.
	URL, Model string
	// Key goes into the header Authorization; empty: none does.
	Key string
	// Timeout is how long one answer may take.
	Timeout time.Duration
	// Share is the part of all messages that may be asked about.
	Share float64
	// AllowPublic lets texts leave for an address that is not the office's own.
	AllowPublic bool
	// Threshold is the score from which a message needs an answer.
	Threshold float64
	// Groups are the names that an opinion may give; Other is that of what fits none.
	Groups []string
	Other  string
	// Mask takes the personal data out of a text. Nothing leaves without it.
	Mask func(text string) string
	// Transport carries the questions; nil: the network, as far as AllowPublic lets it.
	Transport http.RoundTripper
}

// Reader is a reading with second opinions. It may be used by several goroutines.
type Reader struct {
	inbox.Reader
	o       Options
	version string
	band    float64
	client  *client
	queue   *queue
	// opinions are what the model said, by the basis of what it was asked about.
	opinions map[inbox.Basis]Opinion
}

var _ inbox.Reader = (*Reader)(nil)

// New puts second opinions around a reader. Nobody is asked yet.
func New(inner inbox.Reader, o Options) *Reader {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q", o.URL, o.Model, instruction)
	return &Reader{Reader: inner, o: o, queue: &queue{},
		version: fmt.Sprintf("%s+assistant-%d-%016x", inner.Version(), codeVersion, h.Sum64()),
		// Measured on a whole city's stream: 0.3 to either side of the threshold are 9 % of all messages, 0.15 are 4 %.
		band: min(3*o.Share, widest), client: newClient(o)}
}

// With is the same reader with opinions that Ask brought.
func (r *Reader) With(opinions map[inbox.Basis]Opinion) *Reader {
	c := *r
	c.opinions = opinions
	return &c
}

// Version implements inbox.Reader: another model or server may say other things.
func (r *Reader) Version() string { return r.version }

// Basis implements inbox.Reader. What was said with an opinion has a basis of its own, so that it goes before what was
// said without, and an opinion that was given once is not asked for again.
func (r *Reader) Basis(t inbox.Thread, i int) inbox.Basis {
	own, asked := r.bases(t, i)
	if _, told := r.opinions[asked]; told {
		return asked
	}
	if _, known := t.Readings[asked]; known {
		return asked
	}
	return own
}

// bases are those of t.Messages[i] as it is read without an opinion and with one. An opinion is one of this message:
// it was asked for with the words around it, so that another of the same words is another question.
func (r *Reader) bases(t inbox.Thread, i int) (own, asked inbox.Basis) {
	inner := r.Reader.Basis(t, i)
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %x", r.version, inner))
	copy(own[:], sum[:])
	sum = sha256.Sum256(fmt.Appendf(nil, "opinion %x %q", own, t.Messages[i].Ref()))
	copy(asked[:], sum[:])
	return own, asked
}

// Assess implements inbox.Reader: the inner reader's assessment, moved by the opinion there is. Where there is none and
// it is unsure, it notes the question for Ask.
func (r *Reader) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	a, err := r.Reader.Assess(ctx, t, i)
	if err != nil {
		return a, err
	}
	_, asked := r.bases(t, i)
	unsure := r.unsure(t, i, a)
	if opinion, told := r.opinions[asked]; told {
		if unsure {
			r.amend(&a, opinion)
		}
		return a, nil
	}
	if r.queue.saw(); unsure {
		r.queue.add(newQuestion(t, i, asked, math.Abs(a.Score-r.o.Threshold)))
	}
	return a, nil
}

// unsure reports whether an opinion about an assessment is wanted. What a rule or a person decided, what is urgent and
// what says that an answer did not help stays as it is.
func (r *Reader) unsure(t inbox.Thread, i int, a inbox.Assessment) bool {
	m := t.Messages[i]
	_, corrected := t.Corrections[m.Ref()]
	return math.Abs(a.Score-r.o.Threshold) < r.band && !corrected && !a.Firm && a.Urgency == inbox.NotUrgent &&
		!a.Unsolved && !a.Advert &&
		a.Category != inbox.Spam && m.Deleted.IsZero() && m.Text != "" && utf8.RuneCountInString(m.Text) <= longestText
}

// furthest is how far an opinion moves a score: across the threshold from wherever is unsure.
const furthest = widest

// amend moves an assessment by an opinion. A group is taken where the reading found none; urgency is only added.
func (r *Reader) amend(a *inbox.Assessment, o Opinion) {
	code, move := "assistant_needless", -furthest
	if o.NeedsAnswer {
		code, move = "assistant_needed", furthest
	}
	a.Score = math.Round(min(0.9, max(0.1, a.Score+move))*1000) / 1000
	switch needs := a.Score >= r.o.Threshold; {
	case needs == a.NeedsAnswer:
		a.Reasons = append(a.Reasons, inbox.Reason{Code: code})
	case needs:
		a.NeedsAnswer, a.Category, a.Reasons = true, inbox.Request, inbox.Because(code)
	default:
		a.NeedsAnswer, a.Category, a.Reasons = false, inbox.Chatter, inbox.Because(code)
	}
	if a.Group = cmp.Or(a.Group, r.o.Other); a.Group == r.o.Other && o.Group != r.o.Other {
		a.Group, a.Topic = o.Group, ""
	}
	if why := o.Urgency.reason(); why != "" && a.NeedsAnswer && o.NeedsAnswer {
		a.Urgency = inbox.Urgency(o.Urgency)
		a.Reasons = append(inbox.Because(why), a.Reasons...)
	}
}
