package assistant

import (
	"cmp"
	"slices"
	"sync"

	"otklik/internal/inbox"
)

// mostWaiting bounds the questions that wait: after a change of the reading everything is read at once.
const mostWaiting = 500

// queue holds the questions that nobody was asked yet, those of most doubt first, and of equals the latest.
type queue struct {
	mu      sync.Mutex
	read    int
	waiting []question
}

// saw counts a message that was read.
func (q *queue) saw() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.read++
}

// add puts a question where it belongs. A thread that is evaluated twice asks once.
func (q *queue) add(one question) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if slices.ContainsFunc(q.waiting, func(w question) bool { return w.key == one.key }) {
		return
	}
	at, _ := slices.BinarySearchFunc(q.waiting, one, func(a, b question) int {
		return cmp.Or(cmp.Compare(a.doubt, b.doubt), b.sent.Compare(a.sent))
	})
	if at < mostWaiting {
		q.waiting = slices.Insert(q.waiting, at, one)
		q.waiting = q.waiting[:min(len(q.waiting), mostWaiting)]
	}
}

// next takes the question whose turn it is.
func (q *queue) next() (question, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return question{}, false
	}
	one := q.waiting[0]
	q.waiting = slices.Delete(q.waiting, 0, 1)
	return one, true
}

// Read is how many messages were read since it was called last: of them a share may be asked about.
func (r *Reader) Read() int {
	r.queue.mu.Lock()
	defer r.queue.mu.Unlock()
	n := r.queue.read
	r.queue.read = 0
	return n
}

// Due reports whether there is anything to ask or to count.
func (r *Reader) Due() bool {
	r.queue.mu.Lock()
	defer r.queue.mu.Unlock()
	return r.queue.read > 0 || len(r.queue.waiting) > 0
}

// refsOf lists the messages that opinions are about.
func refsOf(all []question) []inbox.Ref {
	refs := make([]inbox.Ref, len(all))
	for i, q := range all {
		refs[i] = q.refs[0]
	}
	return refs
}
