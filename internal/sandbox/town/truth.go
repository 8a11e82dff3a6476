package town

// entry is what the states are worked out from: one message of a thread, citizens told apart by author.
type entry struct {
	author  int
	replyTo int // index in the thread, or -1
	worth   reply
	need    bool
}

// states works out the state of every message by the rules of the JSON formats ("Which reply answers what"); direct is
// true for a dialog, where a reply answers everything before it. Official messages have the empty state.
func states(thread []entry, direct bool) []string {
	out := make([]string, len(thread))
	for i, m := range thread {
		if m.author != OfficialSide {
			out[i] = "none"
			if m.need {
				out[i] = "open"
				for k := range i {
					if thread[k].author == m.author && out[k] == "answered" {
						out[i] = "reopened"
					}
				}
			}
			continue
		}
		target := m.replyTo
		if target < 0 {
			target = 0
		}
		for k := range i {
			mine := direct || k <= target && thread[k].author == thread[target].author
			if mine && thread[k].author != OfficialSide && thread[k].need {
				out[k] = improved(out[k], m.worth)
			}
		}
	}
	return out
}

// improved is the state after a reply; a reply never makes a state worse.
func improved(state string, worth reply) string {
	switch {
	case worth == good:
		return "answered"
	case worth == interim && state != "answered":
		return "interim"
	case worth == formal && (state == "open" || state == "reopened"):
		return "formal"
	}
	return state
}
