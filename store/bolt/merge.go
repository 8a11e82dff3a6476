package bolt

import (
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
)

// seenAgainAfter is how old LastSeen must be before an otherwise unchanged message is rewritten for it. Without it,
// every reading of a wall would write all of it again.
const seenAgainAfter = time.Hour

// effect says what a merge did to a stored message.
type effect struct {
	write     bool // anything changed
	count     bool // text, media or deletion changed: Receipt.Changed
	deleted   bool // newly deleted: Receipt.Deletions
	evaluated bool // something changed that evaluating looks at: the thread is pending
}

func (e *effect) minor() { e.write = true }
func (e *effect) major() { e.write, e.evaluated = true, true }
func (e *effect) text()  { e.write, e.evaluated, e.count = true, true, true }

// merge brings a stored message up to date with the same message read again. What the new reading does not carry (an
// empty name, no thread) never erases what is known. Pure but for r.
func (r *record) merge(in *inbox.Message, fromFile bool, now time.Time) effect {
	var e effect
	worded := r.mergeText(in, fromFile, now, &e)
	r.mergeMedia(in, fromFile, worded, &e)
	r.mergeFields(in, fromFile, &e)
	r.mergeFlags(in, &e)
	switch {
	case !in.Deleted.IsZero():
		r.delete(in.Deleted, &e)
	case !r.Deleted.IsZero() && !fromFile:
		r.Deleted = time.Time{}
		e.text()
	}

	again := now.Sub(r.LastSeen) >= seenAgainAfter
	r.mergeWeight(in, fromFile, again, &e)
	// What is shown as deleted has not been seen standing.
	if in.Deleted.IsZero() && (e.write || again) {
		r.LastSeen, e.write = now, true
	}
	return e
}

// mergeWeight takes over what the platform counts now. A like more on each of a thousand comments must not make every
// reading write them all: a count by itself is worth a write where it is the first or differs by a tenth, which is
// seldom where it is large; where the message is rewritten anyway it is taken along. What a reading does not carry is
// zero and erases nothing.
func (r *record) mergeWeight(in *inbox.Message, fromFile, rewritten bool, e *effect) {
	for _, count := range [...]struct {
		stored *int
		in     int
	}{{&r.Likes, in.Likes}, {&r.Replies, in.Replies}} {
		change := max(count.in-*count.stored, *count.stored-count.in)
		if count.in <= 0 || change == 0 || fromFile && *count.stored > 0 {
			continue
		}
		if rewritten || e.write || 10*change >= *count.stored {
			*count.stored = count.in
			e.minor()
		}
	}
}

// mergeMedia takes over other media. None are a change only beside one of the text.
func (r *record) mergeMedia(in *inbox.Message, fromFile, worded bool, e *effect) {
	replaced := len(in.Media) > 0 || worded && in.Deleted.IsZero()
	if slices.Equal(in.Media, r.Media) || !replaced || fromFile && len(r.Media) > 0 && !worded {
		return
	}
	r.Media = slices.Clone(in.Media)
	e.text()
}

// mergeFields fills and replaces what tells whose a message is and where it stands.
func (r *record) mergeFields(in *inbox.Message, fromFile bool, e *effect) {
	if in.ReplyTo != "" && !fromFile && r.Beneath != in.Beneath {
		r.Beneath = in.Beneath
		e.major()
	}
	for _, f := range [...]struct {
		stored *string
		in     string
		mark   func()
	}{
		{&r.Author.Name, in.Author.Name, e.minor},
		{&r.URL, in.URL, e.minor},
		{&r.Root, in.Root, e.minor},
		{(*string)(&r.Platform), string(in.Platform), e.minor},
		{&r.Author.ID, in.Author.ID, e.major},
		{&r.Author.Operator, in.Author.Operator, e.major},
		{&r.ReplyTo, in.ReplyTo, e.major},
		{&r.ReplyChat, in.ReplyChat, e.major},
		{&r.Addressee, in.Addressee, e.major},
		{&r.Thread, in.Thread, e.major},
		{&r.ThreadChat, in.ThreadChat, e.major},
	} {
		// A file that was saved earlier only fills what is missing.
		if f.in != "" && f.in != *f.stored && (!fromFile || *f.stored == "") {
			*f.stored = f.in
			f.mark()
		}
	}
	if r.Album == "" && in.Album != "" {
		r.Album = in.Album
		e.major()
	}
}

// mergeFlags sets what stays: somebody who leaves the staff does not turn the answers given into citizens' messages.
func (r *record) mergeFlags(in *inbox.Message, e *effect) {
	for _, flag := range [...]struct {
		stored *bool
		in     bool
	}{{&r.Author.Official, in.Author.Official}, {&r.Post, in.Post}, {&r.Automatic, in.Automatic}} {
		if flag.in && !*flag.stored {
			*flag.stored = true
			e.major()
		}
	}
}

// mergeText takes over a newer wording and keeps the earlier one; true if it did.
func (r *record) mergeText(in *inbox.Message, fromFile bool, now time.Time, e *effect) bool {
	if in.Text == r.Text || !r.newerWording(in, fromFile) {
		if in.Text == r.Text && in.Edited.After(r.Edited) {
			r.Edited, r.dated = in.Edited.UTC(), true
			e.minor()
		}
		return false
	}
	if onlyQuotes(r.Text, in.Text) && !in.Edited.After(r.Edited) {
		r.Text = in.Text
		e.text()
		return true
	}
	until := now
	if r.dated = !in.Edited.IsZero(); r.dated {
		until = in.Edited.UTC()
	}
	r.Revisions = append(r.Revisions, inbox.Revision{Text: r.Text, Until: until})
	r.Text, r.Edited = in.Text, until
	e.text()
	return true
}

// onlyQuotes reports whether a text differs from another only by lines that quote what the message shares: a later
// version of a collector reads more of the same message, which its author did not change.
func onlyQuotes(was, is string) bool {
	rest, ok := strings.CutPrefix(is, was)
	if !ok {
		return false
	}
	if was != "" {
		if rest, ok = strings.CutPrefix(rest, "\n"); !ok {
			return false
		}
	}
	for line := range strings.SplitSeq(rest, "\n") {
		if !strings.HasPrefix(line, "> ") {
			return false
		}
	}
	return true
}

// newerWording decides whether a different text is a later wording or just a reading that is older or carries less.
func (r *record) newerWording(in *inbox.Message, fromFile bool) bool {
	switch {
	case in.Text == "" && !in.Deleted.IsZero():
		return false // platforms blank what they report as deleted
	case in.Text == "" && len(in.Media) == 0 && in.Edited.IsZero():
		return false
	case r.dated && in.Edited.Before(r.Edited):
		return false // the platform dates its edits, and this is from before the last one
	case fromFile:
		return in.Edited.After(r.Edited)
	}
	return true
}

// delete marks the message as gone; the first time it was noticed stays.
func (r *record) delete(at time.Time, e *effect) {
	if r.Deleted.IsZero() {
		r.Deleted = at.UTC()
		e.text()
		e.deleted = true
	}
}
