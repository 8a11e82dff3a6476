package telegram

import (
	"slices"

	"otklik/internal/inbox"
)

// Platform implements collectors.Forgetful.
func (s *Source) Platform() inbox.Platform { return inbox.Telegram }

// Remembered implements collectors.Forgetful: the people whose usernames a cursor holds.
func (s *Source) Remembered(cursor []byte) ([]string, error) {
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

// Forget implements collectors.Forgetful.
func (s *Source) Forget(cursor []byte, forgotten func(author string) bool) ([]byte, error) {
	c, err := readCursor(cursor)
	if err != nil {
		return nil, err
	}
	all := len(c.Names)
	c.Names = slices.DeleteFunc(c.Names, func(u username) bool { return forgotten(u.Author) })
	if len(c.Names) == all {
		return cursor, nil
	}
	return c.write()
}
