package telegram

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"otklik/internal/inbox"
)

// rememberedAlbums is how many albums are remembered, those seen last. Under a post an album has the post's thread, so
// only those that somebody put into the group by themselves are.
const rememberedAlbums = 100

// album is one that began a talk: its parts name no thread, and what replies to a part names that part alone.
type album struct {
	Channel inbox.ChannelID `json:"channel"`
	Chat    string          `json:"chat,omitempty"`
	ID      string          `json:"id"`
	// Thread is the part that was seen first: the thread of all.
	Thread string   `json:"thread"`
	Parts  []string `json:"parts"`
}

// albumThread is the thread of a message that stands in none: its own, or that of the album it belongs to.
func (d *decoder) albumThread(ctx context.Context, m inbox.Message) (string, error) {
	if m.Album == "" {
		return m.ID, nil
	}
	i := slices.IndexFunc(d.albums, func(a album) bool { return a.of(m) && a.ID == m.Album })
	if i < 0 {
		began := m.ID
		if d.source.archive != nil { // an edited part of an album that is remembered no more
			stored, err := d.source.archive.Thread(ctx, m.Ref())
			if err != nil {
				return "", fmt.Errorf("look up the thread of a stored album: %w", err)
			}
			began = cmp.Or(stored.ID, began)
		}
		i = len(d.albums)
		d.albums = append(d.albums, album{Channel: m.Channel, Chat: m.Chat, ID: m.Album, Thread: began})
	}
	a := &d.albums[i]
	if !slices.Contains(a.Parts, m.ID) {
		a.Parts = append(slices.Clone(a.Parts), m.ID)
	}
	thread := a.Thread
	if over := len(d.albums) - rememberedAlbums; over > 0 {
		d.albums = slices.Delete(d.albums, 0, over)
	}
	return thread, nil
}

// of reports whether an album stands in the chat of a message.
func (a album) of(m inbox.Message) bool { return a.Channel == m.Channel && a.Chat == m.Chat }

// albumOf is the thread that message id in the chat of m begins: that of its album where it is a part of one.
func (d *decoder) albumOf(m inbox.Message, id string) string {
	for _, a := range d.albums {
		if a.of(m) && slices.Contains(a.Parts, id) {
			return a.Thread
		}
	}
	return id
}
