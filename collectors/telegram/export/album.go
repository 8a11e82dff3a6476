package export

import (
	"slices"
	"time"

	"otklik/internal/inbox"
)

// Exports do not say which messages were sent as one album. Those of one author are, that stand next to each other,
// were sent within a second, reply to the same message, hold one file of the same sort each, and have one caption at
// most.
const (
	albumParts  = 10 // https://core.telegram.org/bots/api#sendmediagroup
	albumWithin = time.Second
)

// run is what stands before a message: the beginning of an album, perhaps.
type run struct {
	last     inbox.Message
	first    string // id of the first part
	parts    int
	captions int
}

// add takes the next message of the file and notes the album that it goes on with; first is that album's first part,
// empty where it begins something new.
func (r *run) add(m *inbox.Message) (first string) {
	captions := 0
	if m.Text != "" {
		captions = 1
	}
	if r.parts > 0 && r.parts < albumParts && r.captions+captions <= 1 && continues(&r.last, m) {
		r.last = *m
		r.parts++
		r.captions += captions
		m.Album = "export " + r.first
		return r.first
	}
	*r = run{}
	if sort(m) != "" {
		*r = run{last: *m, first: m.ID, parts: 1, captions: captions}
	}
	return ""
}

func continues(last, m *inbox.Message) bool {
	apart := m.Sent.Sub(last.Sent)
	return last.Author.ID == m.Author.ID && m.Author.ID != "" && last.ReplyTo == m.ReplyTo &&
		apart >= 0 && apart <= albumWithin && sort(m) != "" && sort(m) == sort(last) && forwarded(m) == forwarded(last)
}

// sort is what may stand together in an album: photos and videos, papers, recordings. Empty: in none.
func sort(m *inbox.Message) string {
	own := slices.DeleteFunc(slices.Clone(m.Media), repost)
	if m.Post || len(own) != 1 {
		return ""
	}
	switch own[0].Type {
	case inbox.MediaPhoto, inbox.MediaVideo:
		return "seen"
	case inbox.MediaDocument, inbox.MediaAudio:
		return string(own[0].Type)
	}
	return ""
}

func forwarded(m *inbox.Message) bool { return slices.ContainsFunc(m.Media, repost) }

func repost(media inbox.Media) bool { return media.Type == inbox.MediaRepost }
