package telegram

import (
	"slices"

	"otklik/internal/inbox"
)

// Platform implements collectors.PersonEraser.
func (s *Source) Platform() inbox.Platform { return ID }

// People implements collectors.PersonEraser: the people whose usernames a cursor holds.
func (s *Source) People(cursor []byte) ([]string, error) {
	c, err := readCursor(cursor)
	if err != nil {
		return nil, err
	}
	var authors []string
	for _, u := range c.Names {
		authors = append(authors, u.Author)
	}
	return authors, nil
}

// ErasePerson implements collectors.PersonEraser. The usernames are for telling whom a mention means; without one a
// mention stays a word.
func (s *Source) ErasePerson(cursor []byte, erased func(author string) bool) ([]byte, error) {
	c, err := readCursor(cursor)
	if err != nil {
		return nil, err
	}
	all := len(c.Names)
	c.Names = slices.DeleteFunc(c.Names, func(u username) bool { return erased(u.Author) })
	// The same bytes: a cursor that changed for nothing would overtake a collector at work.
	if len(c.Names) == all {
		return cursor, nil
	}
	return c.write()
}
