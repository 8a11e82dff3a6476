package inbox

import (
	"crypto/sha256"
	"slices"
	"strconv"
)

// Basis is a digest of all that a reader looks at: equal where it would say the same.
type Basis [16]byte

// Reading is what a reader once said, found again by what it looked at, so that no text is read twice.
type Reading struct {
	Basis Basis
	// One of these is what it said: of Reader.Assess, Reply, Renewed or Voice.
	Assessment *Assessment
	Kind       ReplyKind
	Reason     Reason // why Kind
	Renewed    bool
	Voice      Voice
}

// mostRemembered bounds how many open messages a reply is compared with by what is remembered. A dialog of more is
// that of a bot: its replies are read again, each once.
const mostRemembered = 32

// basis is a digest of parts, which cannot be told to be of other parts.
func basis(parts ...string) (b Basis) {
	h := sha256.New()
	for _, part := range parts {
		h.Write(strconv.AppendInt(nil, int64(len(part)), 10))
		h.Write([]byte{':'})
		h.Write([]byte(part))
	}
	copy(b[:], h.Sum(nil))
	return b
}

// textBasis is a digest of what Gist and Voice look at in message i, in one of its wordings.
func (e *evaluator) textBasis(i, wording int, m Message) Basis {
	key := [2]int{i, wording}
	if b, known := e.texts[key]; known {
		return b
	}
	parts := []string{e.reader.Version(), m.Text, m.Author.Operator, strconv.FormatBool(m.Author.Official)}
	for _, one := range m.Media {
		parts = append(parts, string(one.Type))
	}
	b := basis(parts...)
	e.texts[key] = b
	return b
}

// remembered is what the reader said of a basis, which is kept with message i.
func (e *evaluator) remembered(i int, b Basis) (Reading, bool) {
	r, known := e.thread.Readings[b]
	if known {
		e.keep(i, r)
	}
	return r, known
}

// keep notes a reading that the status of message i rests on.
func (e *evaluator) keep(i int, r Reading) {
	if !slices.ContainsFunc(e.readings[i], func(k Reading) bool { return k.Basis == r.Basis }) {
		e.readings[i] = append(e.readings[i], r)
	}
}

// assess asks what t.Messages[at] is, which is message i or one of its wordings.
func (e *evaluator) assess(i int, t Thread, at int) (Assessment, error) {
	b := e.reader.Basis(t, at)
	r, known := e.remembered(i, b)
	if !known || r.Assessment == nil {
		a, err := e.reader.Assess(e.ctx, t, at)
		if err != nil {
			return a, err
		}
		r = Reading{Basis: b, Assessment: &a}
		e.keep(i, r)
	}
	a := *r.Assessment
	a.Reasons = slices.Clone(a.Reasons)
	return a, nil
}

// renewed asks whether t.Messages[at], a wording of message i, asks for something that the former one did not.
func (e *evaluator) renewed(i int, t Thread, at int, former string) (bool, error) {
	of := e.reader.Basis(t, at)
	b := basis("renewed", string(of[:]), former)
	if r, known := e.remembered(i, b); known {
		return r.Renewed, nil
	}
	is, err := e.reader.Renewed(e.ctx, t, at, former)
	if err == nil {
		e.keep(i, Reading{Basis: b, Renewed: is})
	}
	return is, err
}

// voice asks how message i answers the complaint k.
func (e *evaluator) voice(i, k int) (Voice, error) {
	complaint, reply := e.thread.Messages[k], e.thread.Messages[i]
	of, by := e.textBasis(k, len(complaint.Revisions), complaint), e.textBasis(i, len(reply.Revisions), reply)
	b := basis("voice", string(of[:]), string(by[:]))
	if r, known := e.remembered(i, b); known {
		return r.Voice, nil
	}
	v, err := e.reader.Voice(e.ctx, complaint, reply)
	if err == nil {
		e.keep(i, Reading{Basis: b, Voice: v})
	}
	return v, err
}

// worth asks what reply i is worth to a citizen's message in one of its wordings.
func (e *evaluator) worth(i, k, wording int, citizen Message) (ReplyKind, Reason, error) {
	reply := e.thread.Messages[i]
	of, by := e.textBasis(k, wording, citizen), e.textBasis(i, len(reply.Revisions), reply)
	b := basis("reply", string(of[:]), string(by[:]))
	if r, known := e.remembered(k, b); known {
		return r.Kind, r.Reason, nil
	}
	kind, reason, err := e.compare(i, k, wording, citizen)
	if err == nil {
		e.keep(k, Reading{Basis: b, Kind: kind, Reason: reason})
	}
	return kind, reason, err
}

// compare reads a reply and a citizen's message as far as they were not yet, and compares them.
func (e *evaluator) compare(i, k, wording int, citizen Message) (ReplyKind, Reason, error) {
	gist, err := e.gist(i, len(e.thread.Messages[i].Revisions), e.thread.Messages[i])
	if err != nil {
		return "", Reason{}, err
	}
	asked, err := e.gist(k, wording, citizen)
	if err != nil {
		return "", Reason{}, err
	}
	kind, reason := e.reader.Reply(asked, gist)
	return kind, reason, nil
}
