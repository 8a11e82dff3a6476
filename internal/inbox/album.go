package inbox

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// albums says which messages of a thread are one: by their places in the thread.
type albums struct {
	parts [][]int // of each album, in the order of the thread; the messages that stand alone are in none
	head  []int   // of each album, the part that speaks for it
	of    map[int]int
}

// findAlbums looks for messages that their author sent as one. Posts open threads of their own and are left alone.
func findAlbums(messages []Message) albums {
	type key struct{ chat, album, author string }
	var a albums
	var found map[key]int
	for i, m := range messages {
		if m.Album == "" || m.Post {
			continue
		}
		if found == nil {
			found, a.of = map[key]int{}, map[int]int{}
		}
		k := key{m.Chat, m.Album, m.Author.ID}
		n, known := found[k]
		if !known {
			n = len(a.parts)
			found[k] = n
			a.parts = append(a.parts, nil)
		}
		a.parts[n] = append(a.parts[n], i)
		a.of[i] = n
	}
	for _, parts := range a.parts {
		a.head = append(a.head, headOf(messages, parts))
	}
	return a
}

// headOf is the part of an album that speaks for it: the first with words, of those that still stand if any does.
func headOf(messages []Message, parts []int) int {
	best, rank := parts[0], -1
	for _, i := range parts {
		r := 0
		if messages[i].Deleted.IsZero() {
			r += 2
		}
		if !messages[i].wordless() {
			r++
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

// join gives the thread in which every album is one message, at the place of its first part and under the id of its
// head, and for each message of that thread the place of its head in the whole one.
func (a albums) join(t Thread) (Thread, []int) {
	all := t.Messages
	names := map[Ref]string{} // a part → id of its album's head
	for n, parts := range a.parts {
		for _, i := range parts {
			names[all[i].Ref()] = all[a.head[n]].ID
		}
	}
	t.Messages = make([]Message, 0, len(all))
	var from []int
	for i, m := range all {
		at := i
		if n, in := a.of[i]; in {
			if i != a.parts[n][0] {
				continue
			}
			at = a.head[n]
			m = a.one(all, n)
		}
		if target, replies := m.Target(); replies {
			m.ReplyTo = cmp.Or(names[target], m.ReplyTo)
		}
		t.Messages = append(t.Messages, m)
		from = append(from, at)
	}
	t.Corrections = a.mergeCorrections(all, t.Corrections)
	return t, from
}

// JoinAlbum is an album as one message: the head with the words and attachments of all, sent when the first part was.
func JoinAlbum(head Message, others []Message) Message {
	parts := append([]Message{head}, others...)
	slices.SortStableFunc(parts, Compare)
	return whole(parts, slices.IndexFunc(parts, func(m Message) bool { return m.Ref() == head.Ref() }))
}

// whole is Whole for parts in their order.
func whole(parts []Message, head int) Message {
	m := parts[head]
	m.Sent, m.Media = parts[0].Sent, nil
	var before, after []string
	for i, part := range parts {
		m.Media = append(m.Media, part.Media...)
		if m.ReplyTo == "" || m.toOpening() && part.ReplyTo != "" && !part.toOpening() {
			m.ReplyTo, m.ReplyChat, m.Beneath = part.ReplyTo, part.ReplyChat, part.Beneath
		}
		if m.Addressee == "" {
			m.Addressee = part.Addressee
		}
		switch {
		case i == head || part.wordless():
		case i < head:
			before = append(before, part.Text)
		default:
			after = append(after, part.Text)
		}
	}
	within := func(text string) string { return strings.Join(slices.Concat(before, []string{text}, after), "\n") }
	m.Text, m.Revisions = within(m.Text), slices.Clone(m.Revisions)
	for i := range m.Revisions {
		m.Revisions[i].Text = within(m.Revisions[i].Text)
	}
	return m
}

// one is an album of a thread as one message.
func (a albums) one(all []Message, n int) Message {
	var parts []Message
	head := 0
	for k, i := range a.parts[n] {
		parts = append(parts, all[i])
		if i == a.head[n] {
			head = k
		}
	}
	return whole(parts, head)
}

// mergeCorrections lets what was decided about any part of an album stand for its head: the latest decision goes.
func (a albums) mergeCorrections(messages []Message, all map[Ref]Correction) map[Ref]Correction {
	if len(all) == 0 {
		return all
	}
	out := maps.Clone(all)
	for n, parts := range a.parts {
		head := messages[a.head[n]].Ref()
		for _, i := range parts {
			if r, ok := all[messages[i].Ref()]; ok && (out[head].At.IsZero() || r.At.After(out[head].At)) {
				r.Ref = head
				out[head] = r
			}
		}
	}
	return out
}

// part is the status of a part of an album that another part speaks for.
func (a albums) part(m, head Message) MessageStatus {
	reason := Reason{Code: "album_part", Words: head.ID}
	return MessageStatus{Ref: m.Ref(), Assessment: Assessment{Category: Chatter, Reasons: []Reason{reason}},
		History: []Change{{At: m.Sent, State: None, Reason: reason}}}
}
