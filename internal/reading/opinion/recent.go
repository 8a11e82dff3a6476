package opinion

import "sync"

// recent keeps what texts were encoded as: a comment is read again as the one above the next, a post under each of its
// comments, and what many people send word for word once for each of them. It may be used by several goroutines.
type recent struct {
	mu         sync.Mutex
	young, old map[part]encoded
}

// part is a text of which at most so many pieces were read; 0: all that the encoder reads.
type part struct {
	text string
	most int
}

type encoded struct {
	numbers []float32
	pieces  int
}

const (
	mostRecent    = 512     // of either age: some 3 MB together
	longestRecent = 4 << 10 // bytes of a text that is worth the room
)

// find is what a text was encoded as, of which at most so many pieces are to be read.
func (r *recent) find(text string, most int) (encoded, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, ok := r.get(part{text, 0}); ok && (most == 0 || e.pieces <= most) {
		return e, true
	}
	if most == 0 {
		return encoded{}, false
	}
	return r.get(part{text, most})
}

// get also makes what is still asked for young again.
func (r *recent) get(p part) (encoded, bool) {
	if e, ok := r.young[p]; ok {
		return e, true
	}
	e, ok := r.old[p]
	if ok {
		r.put(p, e)
	}
	return e, ok
}

// keep remembers a text. Fewer pieces than might have been read are all that it has.
func (r *recent) keep(text string, most int, e encoded) {
	if len(text) > longestRecent {
		return
	}
	if e.pieces < most {
		most = 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(part{text, most}, e)
}

func (r *recent) put(p part, e encoded) {
	if len(r.young) >= mostRecent {
		r.young, r.old = nil, r.young
	}
	if r.young == nil {
		r.young = make(map[part]encoded, mostRecent)
	}
	r.young[p] = e
}
