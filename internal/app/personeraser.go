package app

import (
	"context"
	"errors"
	"slices"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// person is somebody as a platform numbers people.
type person struct {
	platform inbox.Platform
	author   string
}

// eraseDemanded takes the person of an unfinished demand out of what sources remember.
func (s *Service) eraseDemanded(ctx context.Context, id uint64) error {
	ids, records, err := s.store.Purges(ctx)
	if err != nil {
		return err
	}
	i := slices.Index(ids, id)
	if i < 0 || records[i].Order.Author == "" {
		return nil
	}
	demanded := person{records[i].Order.Platform, records[i].Order.Author}
	return s.eraseInCursors(ctx, func(p person) bool { return p == demanded })
}

// eraseUnstored takes everybody out of whom no message is stored any more.
func (s *Service) eraseUnstored(ctx context.Context) error {
	people, err := s.peopleInCursors(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	// Only whom no message is left of: who wrote elsewhere, or later, is still needed by the source.
	if err := s.store.Each(ctx, func(r inbox.Record) error {
		delete(people, person{r.Message.Platform, r.Message.Author.ID})
		return nil
	}); err != nil || len(people) == 0 {
		return err
	}
	return s.eraseInCursors(ctx, func(p person) bool { return people[p] })
}

// peopleInCursors are the people whom the sources' cursors know.
func (s *Service) peopleInCursors(ctx context.Context) (map[person]bool, error) {
	people := map[person]bool{}
	err := s.eachPersonEraser(func(source collectors.PersonEraser) error {
		cursor, err := s.store.Cursor(ctx, source.Name())
		if err != nil || cursor == nil {
			return err
		}
		authors, err := source.People(cursor)
		for _, author := range authors {
			people[person{source.Platform(), author}] = true
		}
		return err
	})
	return people, err
}

// eraseTries bounds how often a cursor is taken up again that a collecting process moved meanwhile.
const eraseTries = 20

// eraseInCursors takes people out of the cursors. A collecting process may move a cursor meanwhile: then it is read
// again, because its new state may know the person, too. Where it stays in motion the error is inbox.ErrCursorMoved,
// and the purge that asked for it goes on with the next call.
func (s *Service) eraseInCursors(ctx context.Context, forgotten func(person) bool) error {
	return s.eachPersonEraser(func(source collectors.PersonEraser) error {
		for try := 0; ; try++ {
			cursor, err := s.store.Cursor(ctx, source.Name())
			if err != nil || cursor == nil {
				return err
			}
			next, err := source.ErasePerson(cursor,
				func(author string) bool { return forgotten(person{source.Platform(), author}) })
			if err != nil {
				return err
			}
			_, err = s.store.Commit(ctx, source.Name(), cursor, inbox.Batch{Next: next})
			if !errors.Is(err, inbox.ErrCursorMoved) || try == eraseTries {
				return err
			}
		}
	})
}

// eachPersonEraser visits the configured sources whose cursors know people.
func (s *Service) eachPersonEraser(fn func(source collectors.PersonEraser) error) error {
	sources, err := s.sources(s.Channels())
	if err != nil {
		return err
	}
	for _, source := range sources {
		if f, ok := source.(collectors.PersonEraser); ok {
			if err := fn(f); err != nil {
				return err
			}
		}
	}
	return nil
}
