package main

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

// forgetDemanded takes the person of an unfinished demand out of what sources remember.
func (o *office) forgetDemanded(ctx context.Context, id uint64) error {
	ids, records, err := o.store.Purges(ctx)
	if err != nil {
		return err
	}
	i := slices.Index(ids, id)
	if i < 0 || records[i].Order.Author == "" {
		return nil
	}
	demanded := person{records[i].Order.Platform, records[i].Order.Author}
	return o.forgetInCursors(ctx, func(p person) bool { return p == demanded })
}

// forgetUnstored takes everybody out of whom no message is stored any more.
func (o *office) forgetUnstored(ctx context.Context) error {
	people, err := o.remembered(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	if err := o.store.Each(ctx, func(r inbox.Record) error {
		delete(people, person{r.Message.Platform, r.Message.Author.ID})
		return nil
	}); err != nil || len(people) == 0 {
		return err
	}
	return o.forgetInCursors(ctx, func(p person) bool { return people[p] })
}

// remembered are the people whom the sources' cursors know.
func (o *office) remembered(ctx context.Context) (map[person]bool, error) {
	people := map[person]bool{}
	err := o.eachForgetful(func(source collectors.PersonEraser) error {
		cursor, err := o.store.Cursor(ctx, source.Name())
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

// forgetTries bounds how often a cursor is taken up again that a collecting process moved meanwhile.
const forgetTries = 20

func (o *office) forgetInCursors(ctx context.Context, forgotten func(person) bool) error {
	return o.eachForgetful(func(source collectors.PersonEraser) error {
		for try := 0; ; try++ {
			cursor, err := o.store.Cursor(ctx, source.Name())
			if err != nil || cursor == nil {
				return err
			}
			next, err := source.ErasePerson(cursor, func(author string) bool { return forgotten(person{source.Platform(), author}) })
			if err != nil {
				return err
			}
			_, err = o.store.Commit(ctx, source.Name(), cursor, inbox.Batch{Next: next})
			if !errors.Is(err, inbox.ErrCursorMoved) || try == forgetTries {
				return err
			}
		}
	})
}

func (o *office) eachForgetful(fn func(source collectors.PersonEraser) error) error {
	sources, err := o.sources(o.channels())
	if err != nil {
		return err
	}
	for _, s := range sources {
		if f, ok := s.(collectors.PersonEraser); ok {
			if err := fn(f); err != nil {
				return err
			}
		}
	}
	return nil
}
