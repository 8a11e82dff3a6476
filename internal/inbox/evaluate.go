package inbox

import (
	"slices"
	"time"
)

// Evaluate decides for every citizen's message of a thread whether it needs an answer and what became of it, by the rules
// of the JSON contract ("Which reply answers what"):
//
//   - In a comment thread a reply of the official's side answers the message it replies to and the earlier messages of
//     the same author in that thread; a reply to the official's own message counts for the citizen at the other end of
//     that exchange; one that only names a person answers that person; one without any target answers the thread's
//     first comment. Nobody else's messages are touched.
//   - In a dialog a message of the official's side answers every earlier message of the citizen's side.
//   - What a machine sent is no answer.
//   - A need that is written after its author was answered in the thread is Reopened; thanks are None.
//   - An album is one message: what is said to any of its parts is said to all of it, and the part with the words speaks
//     for it (MessageStatus.Parts); the other parts are None.
//   - A reply counts for the wording that stood when it was sent. Where the author edits a message after its answer so
//     that it asks for something new, it is Reopened at the time of the edit.
//
// A state improves through replies (Open, Formal, Interim, Answered) and falls back when the official's side deletes the
// reply it rested on. The deletion of the citizen's own message changes no state, because it may still have deserved an
// answer (see Record.Status).
//
// Judge is pure. now is the moment of judging: what the platform dates later than it (clocks differ) counts as having
// happened now, so that a wrong clock loses nothing. Verdicts come in the order of the messages, one for each message
// that is not Author.Official.
func Evaluate(t Thread, r Reader, now time.Time) []MessageStatus {
	j := newJudgement(t)
	j.reader, j.now = r, now
	for i, m := range j.thread.Messages {
		if m.Author.Official {
			j.answer(i)
		} else {
			j.arrive(i)
		}
	}
	for i, m := range j.thread.Messages {
		if !m.Author.Official {
			j.rule(i)
		}
	}
	if len(j.albums.parts) == 0 {
		return j.verdicts
	}
	return j.apart(t.Messages)
}

// apart gives the verdicts of a thread whose albums were judged as one: one verdict for each message.
func (j *judgement) apart(whole []Message) []MessageStatus {
	of := make(map[int]int, len(whole)) // place in the whole thread → verdict
	for i, at := range j.from {
		of[at] = j.verdict[i]
	}
	var all []MessageStatus
	for i, m := range whole {
		if m.Author.Official {
			continue
		}
		n, in := j.albums.of[i]
		if in && j.albums.head[n] != i {
			v := j.albums.part(m, whole[j.albums.head[n]])
			v.History[0].At = j.clamp(m.Sent)
			all = append(all, v)
			continue
		}
		v := j.verdicts[of[i]]
		if in {
			for _, k := range j.albums.parts[n] {
				if k != i {
					v.Parts = append(v.Parts, whole[k].ID)
				}
			}
		}
		all = append(all, v)
	}
	return all
}

// Addressed tells for each message of the official's side which earlier citizens' messages it speaks to, by their places
// in the thread, the latest last. It follows the same rules as Evaluate. What a machine sent speaks to nobody.
func Addressed(t Thread) map[int][]int {
	j := newJudgement(t)
	to := map[int][]int{}
	for i, m := range j.thread.Messages {
		switch {
		case !m.Author.Official:
			j.meet(i)
		case !m.Post && !m.Automatic:
			for _, k := range j.meant(i) {
				to[j.place(i)] = append(to[j.place(i)], j.place(k))
			}
		}
	}
	return to
}

func newJudgement(t Thread) judgement {
	j := judgement{thread: t, albums: findAlbums(t.Messages), byAuthor: make(map[string][]int), officials: map[string]bool{}, renewals: map[[3]int]bool{}}
	if len(j.albums.parts) > 0 {
		j.thread, j.from = j.albums.join(t)
	}
	j.byRef = make(map[Ref]int, len(j.thread.Messages))
	j.verdict = make([]int, len(j.thread.Messages))
	for i, m := range j.thread.Messages {
		j.byRef[m.Ref()] = i
		if m.Author.Official {
			j.officials[m.Author.ID] = true
		}
	}
	return j
}

// place is where message i of the joined thread stands in the whole one.
func (j *judgement) place(i int) int {
	if j.from == nil {
		return i
	}
	return j.from[i]
}

// judgement is the state of one Evaluate call while it walks through the thread in time order.
type judgement struct {
	thread   Thread // with every album as one message
	albums   albums
	from     []int // message → its place in the whole thread; nil where there is no album
	reader   Reader
	now      time.Time
	byRef    map[Ref]int      // message → index in thread.Messages
	byAuthor map[string][]int // author id → indexes of the citizen's messages met so far; unknown authors have none
	// officials are the authors of the official's side: whoever names one of them turns to nobody else.
	officials map[string]bool
	verdict   []int // index of a citizen's message → index of its verdict
	verdicts  []MessageStatus
	replies   [][]effect // of each verdict
	// renewals remember what the reader said of edits: message, earlier wording, later wording.
	renewals map[[3]int]bool
}

// stillOpen is the reason of what waits and has had no reply.
const stillOpen = "ответа ещё нет"

// arrive gives a citizen's message its first state.
func (j *judgement) arrive(i int) {
	m := j.thread.Messages[i]
	v := MessageStatus{Ref: m.Ref(), Assessment: j.reader.Assess(j.thread, i)}
	j.thread.Duplicates[v.Ref].campaign(&v.Assessment)
	if ruling, ok := j.thread.Corrections[v.Ref]; ok {
		ruling.amend(&v.Assessment)
	}
	first := Change{At: j.clamp(m.Sent), State: None, Reason: "ответа не требует"}
	switch {
	case (v.NeedsAnswer || v.Unsolved) && j.answeredBefore(m.Author.ID, first.At):
		v.NeedsAnswer = true
		first.State, first.Reason = Reopened, "автор написал снова после ответа"
	case v.NeedsAnswer:
		first.State, first.Reason = Open, stillOpen
	}
	v.History = []Change{first}
	v.Answers, v.Voice = j.answersAsStaff(i)
	j.verdict[i] = len(j.verdicts)
	j.verdicts = append(j.verdicts, v)
	j.replies = append(j.replies, nil)
	j.meet(i)
}

// meet notes whose message i is.
func (j *judgement) meet(i int) {
	if author := j.thread.Messages[i].Author.ID; author != "" {
		j.byAuthor[author] = append(j.byAuthor[author], i)
	}
}

// answeredBefore reports whether the author had a full answer in this thread at the moment t.
func (j *judgement) answeredBefore(author string, t time.Time) bool {
	return slices.ContainsFunc(j.byAuthor[author], func(k int) bool {
		c, _ := j.verdicts[j.verdict[k]].At(t)
		return c.State == Answered
	})
}

// answer lets message i of the official's side take effect on the messages it answers.
func (j *judgement) answer(i int) {
	reply := j.thread.Messages[i]
	if reply.Post || reply.Automatic {
		return
	}
	for _, k := range j.meant(i) {
		if len(j.thread.Messages[k].Revisions) > 0 {
			j.answerEdited(i, k)
			continue
		}
		n := j.verdict[k]
		v := &j.verdicts[n]
		if !v.History[0].State.Waiting() || j.closedForGood(n) {
			continue
		}
		j.replies[n] = append(j.replies[n], j.effect(reply, j.thread.Messages[k], v.History[0].At))
		v.History = history(v.History[0], j.replies[n], nil)
	}
}

// effect is what a reply does for a citizen's message that arrived at a moment.
func (j *judgement) effect(reply, citizen Message, arrived time.Time) effect {
	kind, reason := j.thread.Duplicates[reply.Ref()].formLetter(j.reader.Reply(citizen, reply))
	e := effect{kind: kind, from: later(j.clamp(reply.Sent), arrived), by: reply.ID, reason: reason}
	if !reply.Deleted.IsZero() {
		e.to = later(j.clamp(reply.Deleted), e.from)
	}
	return e
}

// closedForGood reports whether a standing reply answers the message fully: further ones change nothing.
func (j *judgement) closedForGood(n int) bool {
	return slices.ContainsFunc(j.replies[n], func(e effect) bool { return e.kind == ReplyAnswer && e.to.IsZero() })
}

// answersAsStaff is the id of another person's complaint that message i answers as the staff does, and in which voice.
func (j *judgement) answersAsStaff(i int) (complaint string, voice Voice) {
	m := j.thread.Messages[i]
	if m.Kind == Direct || m.Author.ID == "" {
		return "", VoicePrivate
	}
	replied, _ := m.Target()
	k, known := j.byRef[replied]
	if theirs := j.byAuthor[m.Addressee]; m.Addressee != "" && (m.Beneath || !known) && len(theirs) > 0 {
		k, known = theirs[len(theirs)-1], true
	}
	if !known || k >= i {
		return "", VoicePrivate
	}
	target := j.thread.Messages[k]
	if target.Author.Official || target.Author.ID == m.Author.ID || !j.verdicts[j.verdict[k]].NeedsAnswer {
		return "", VoicePrivate
	}
	if voice = j.reader.Voice(target, m); voice == VoicePrivate {
		return "", VoicePrivate
	}
	return target.ID, voice
}

// meant are the indexes of the earlier citizens' messages that message i of the official's side speaks to.
func (j *judgement) meant(i int) []int {
	if j.thread.Ref.Kind == Direct {
		var all []int
		for k := range i {
			if !j.thread.Messages[k].Author.Official {
				all = append(all, k)
			}
		}
		return all
	}
	target, person := j.target(i)
	if target < 0 {
		return j.byAuthor[person]
	}
	author := j.thread.Messages[target].Author.ID
	if author == "" {
		return []int{target}
	}
	mine := j.byAuthor[author]
	end, _ := slices.BinarySearch(mine, target+1)
	return mine[:end]
}

// target finds whom the official's message i answers: the index of a citizen's message, or a person's author id where
// only that is known, or neither (-1 and "").
func (j *judgement) target(i int) (message int, person string) {
	// An official who continues his own message still speaks to the same citizen. The walk ends, because every step
	// goes to an earlier message.
	at := i
	for {
		m := j.thread.Messages[at]
		target, replies := m.Target()
		next, known := j.byRef[target]
		toRoot := target.Chat == j.thread.Ref.Chat && target.ID == j.thread.Ref.ID
		replies = replies && !toRoot || known && !j.thread.Messages[next].Post
		switch {
		case m.Beneath && m.Addressee != "" && !j.officials[m.Addressee]:
			return -1, m.Addressee
		case replies && known && next < at && j.thread.Messages[next].Author.Official:
			at = next
		case replies && known && next < at:
			return next, ""
		case m.Addressee != "":
			return -1, m.Addressee
		case replies:
			return -1, "" // it answers something that is not stored
		default:
			return j.firstComment(i), ""
		}
	}
}

// firstComment is the index of the thread's first comment if a citizen wrote it before message i, else -1.
func (j *judgement) firstComment(i int) int {
	first := slices.IndexFunc(j.thread.Messages, func(m Message) bool { return !m.Post })
	if first < i && !j.thread.Messages[first].Author.Official {
		return first
	}
	return -1
}

// rule lets a decision of the office close a waiting message.
func (j *judgement) rule(i int) {
	v := &j.verdicts[j.verdict[i]]
	ruling, ok := j.thread.Corrections[v.Ref]
	if !ok || !ruling.Decision.Closes() || !v.State().Waiting() {
		return
	}
	at := later(j.clamp(ruling.At), v.last().At)
	v.History = append(v.History, Change{At: at, State: Dismissed, Reason: ruling.Reason})
	j.reopenEdited(i, at)
}

func (j *judgement) clamp(t time.Time) time.Time {
	if t.After(j.now) {
		return j.now
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
