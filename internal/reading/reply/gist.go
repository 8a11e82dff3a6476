package reply

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"

	"otklik/internal/inbox"
)

// Asked is what of a citizen's message decides what replies to it are worth.
type Asked struct {
	wants  class // shared is left open
	matter map[string]bool
}

// class are the messages under which a reply that shares as many words of matter with them is worth the same.
type class struct {
	where, when, praised bool // what it asks for, or says
	questions            bool
	matter               int // words of matter; two stand for more
	shared               int // those that the reply has too; two stand for more
}

// Asked reads a citizen's message, of which only the first 16 KiB count.
func (j *Evaluator) Asked(text string) *Asked {
	s := cut(text)
	a := &Asked{matter: map[string]bool{}}
	a.wants.questions = s.questions > 0
	j.asked.find(s, func(h hit) {
		// the file has them in this order
		*[...]*bool{&a.wants.where, &a.wants.when, &a.wants.praised}[h.section] = true
	})
	stems := stems(s)
	a.wants.matter = min(len(stems), 2)
	for _, stem := range stems {
		a.matter[matterKey(stem)] = true
	}
	return a
}

// When reports whether the message asks when.
func (a *Asked) When() bool { return a.wants.when }

// class is that of the message under a reply.
func (a *Asked) class(r *Said) class {
	c := a.wants
	for _, word := range r.matter {
		if a.matter[word] {
			if c.shared++; c.shared == 2 {
				break
			}
		}
	}
	return c
}

// Said is a reply read by itself. It remembers what it was worth and belongs to one goroutine.
type Said struct {
	evaluator *Evaluator
	values    []float64 // of all features that need no other text
	sentences []sight
	words     bool     // it has any
	plain     bool     // begins with yes or no and asks nothing
	matter    []string // keys of its words of matter
	meant     meant
	worth     map[class]worth
}

type worth struct {
	kind   inbox.ReplyKind
	reason inbox.Reason
}

// Said reads a reply, of which only the first 16 KiB count.
func (j *Evaluator) Said(text string) *Said {
	r := j.read(text, nil)
	if r.words {
		r.meant = j.meant(text)
	}
	r.worth = map[class]worth{}
	return r
}

// Worth says what the reply is worth as an answer to a message, and why.
func (r *Said) Worth(a *Asked) (inbox.ReplyKind, inbox.Reason) {
	c := a.class(r)
	v, known := r.worth[c]
	if !known {
		v.kind, v.reason = r.evaluator.decide(r.evaluator.relate(r, c), r.meant)
		r.worth[c] = v
	}
	return v.kind, v.reason
}

// Key is equal for replies that are worth the same to every message: those of a bot, whichever number it gives.
func (r *Said) Key() string {
	key := make([]byte, 0, 512)
	for i, x := range r.values {
		if x != 0 {
			key = binary.BigEndian.AppendUint16(key, uint16(i))
			key = binary.BigEndian.AppendUint64(key, math.Float64bits(x))
		}
	}
	key = fmt.Appendf(key, "%t %t %q %q %v", r.words, r.plain, r.sentences, r.matter, r.meant)
	sum := sha256.Sum256(key)
	return string(sum[:])
}
