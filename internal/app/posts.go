package app

import (
	"context"
	"errors"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/store"
	"otklik/store/bolt"
)

// posts are what opens threads, as far as it is stored: not every platform gives a post to who reads its comments.
func posts(ctx context.Context, s *bolt.Store, threads []inbox.ThreadRef) (map[inbox.ThreadRef]build.Post, error) {
	found := map[inbox.ThreadRef]build.Post{}
	for _, t := range threads {
		r, err := s.Message(ctx, inbox.Ref{Channel: t.Channel, Kind: t.Kind, Chat: t.Chat, ID: t.ID})
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, err
		case r.Message.Author.Official || r.Message.Post:
			found[t] = build.Post{Text: r.Message.Text, URL: r.Message.URL, Sent: r.Message.Sent}
		}
	}
	return found, nil
}
