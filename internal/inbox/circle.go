package inbox

import "slices"

// circle is what a reply reaches together: the messages of one person in a comment thread, everybody's in a dialog.
// What a reply cannot change any more is left out of its lists, so that a thousand replies cost what they change.
type circle struct {
	messages []int // met so far, ascending
	places   []int // the same in the whole thread
	open     []int // those of them that wait for a better reply, ascending
	edited   []int // those whose author changed them: each reply has to be weighed against a wording
	// weighed is up to which message a reply of a certain worth was weighed already. States only improve while no reply
	// is deleted, so what did not improve a message once will not do so later.
	weighed map[worth]int
}

// worth tells replies apart that may be worth different things to a message.
type worth struct {
	said string // a digest of the text, or the key of its gist
	form bool   // its text stands under different complaints
}

// unweighed are the open messages before end that no reply of a worth was weighed against.
func (c *circle) unweighed(w worth, end int) []int {
	last, _ := slices.BinarySearch(c.open, end)
	first, _ := slices.BinarySearch(c.open, c.weighed[w])
	return c.open[min(first, last):last]
}

// everybody is the circle of a dialog. In comment threads it would be that of authors who are not known; there each of
// their messages stands alone.
const everybody = ""

// meet notes whose message i is.
func (e *evaluator) meet(i int) {
	key := everybody
	if e.thread.Ref.Kind != Direct {
		if key = e.thread.Messages[i].Author.ID; key == "" {
			e.alone[i] = e.join(nil, i)
			return
		}
	}
	e.circles[key] = e.join(e.circles[key], i)
}

// join takes message i into a circle, a new one where it is nil.
func (e *evaluator) join(c *circle, i int) *circle {
	if c == nil {
		c = &circle{weighed: map[worth]int{}}
	}
	c.messages = append(c.messages, i)
	c.places = append(c.places, e.place(i))
	switch {
	case e.reader == nil: // nothing is evaluated (Addressed)
	case len(e.thread.Messages[i].Revisions) > 0:
		c.edited = append(c.edited, i)
	case e.of(i).History[0].State.Waiting():
		c.open = append(c.open, i)
	}
	return c
}

// reaches finds the earlier citizens' messages that message i of the official's side speaks to: the first n of a
// circle.
func (e *evaluator) reaches(i int) (c *circle, n int) {
	target := -1
	if e.thread.Ref.Kind == Direct {
		c = e.circles[everybody]
	} else {
		var person string
		switch target, person = e.target(i); {
		case target < 0 && person != "":
			c = e.circles[person]
		case target >= 0:
			if c = e.alone[target]; c == nil {
				c = e.circles[e.thread.Messages[target].Author.ID]
			}
		}
	}
	if c == nil {
		return nil, 0
	}
	n = len(c.messages)
	if target >= 0 {
		n, _ = slices.BinarySearch(c.messages, target+1)
	}
	return c, n
}

// target finds whom the official's message i answers: the index of a citizen's message, or a person's author id where
// only that is known, or neither (-1 and "").
func (e *evaluator) target(i int) (message int, person string) {
	// An official who continues his own message still speaks to the same citizen. The walk ends, because every step
	// goes to an earlier message; where one of those came out is where all that lead to it do.
	at := i
	defer func() { e.ends[i] = at }()
	for {
		m := e.thread.Messages[at]
		target, replies := m.Target()
		next, known := e.byRef[target]
		toRoot := target.Chat == e.thread.Ref.Chat && target.ID == e.thread.Ref.ID
		replies = replies && !toRoot || known && !e.thread.Messages[next].Post
		switch {
		case m.Beneath && m.Addressee != "" && !e.officials[m.Addressee]:
			return -1, m.Addressee
		case replies && known && next < at && e.thread.Messages[next].Author.Official:
			if end, walked := e.ends[next]; walked {
				next = end
			}
			at = next
		case replies && known && next < at:
			return next, ""
		case m.Addressee != "":
			return -1, m.Addressee
		case replies:
			return -1, "" // it answers something that is not stored
		default:
			return e.firstComment(i), ""
		}
	}
}

// firstComment is the index of the thread's first comment if a citizen wrote it before message i, else -1.
func (e *evaluator) firstComment(i int) int {
	first := slices.IndexFunc(e.thread.Messages, func(m Message) bool { return !m.Post })
	if first < i && !e.thread.Messages[first].Author.Official {
		return first
	}
	return -1
}
