package vk

import (
	"slices"
	"strconv"

	"otklik/internal/inbox"
)

// Platform implements collectors.PersonEraser.
func (w *wall) Platform() inbox.Platform { return ID }

// People implements collectors.PersonEraser: a wall's cursor knows nobody.
func (w *wall) People(cursor []byte) ([]string, error) {
	_, err := decodeWallCursor(cursor, w.page.owner)
	return nil, err
}

// ErasePerson implements collectors.PersonEraser.
func (w *wall) ErasePerson(cursor []byte, _ func(author string) bool) ([]byte, error) {
	return cursor, nil
}

// Platform implements collectors.PersonEraser.
func (d *dialogs) Platform() inbox.Platform { return ID }

// People implements collectors.PersonEraser: the number of a dialog with a person is the person's. Dialogs that are
// refused stay, as they are still to be read.
func (d *dialogs) People(cursor []byte) ([]string, error) {
	c, err := decodeDialogCursor(cursor, d.page.owner)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, one := range c.Counts {
		people = append(people, id(one.Peer))
	}
	for _, one := range append(slices.Clone(c.Edits), c.Odd...) {
		people = append(people, id(one.Peer))
	}
	slices.Sort(people)
	return slices.Compact(people), nil
}

// ErasePerson implements collectors.PersonEraser.
func (d *dialogs) ErasePerson(cursor []byte, erased func(author string) bool) ([]byte, error) {
	c, err := decodeDialogCursor(cursor, d.page.owner)
	if err != nil {
		return nil, err
	}
	before := len(c.Counts) + len(c.Edits) + len(c.Odd)
	gone := func(peer int64) bool { return erased(strconv.FormatInt(peer, 10)) }
	c.Counts = slices.DeleteFunc(c.Counts, func(one dialogCount) bool { return gone(one.Peer) })
	c.Edits = slices.DeleteFunc(c.Edits, func(one oddDialog) bool { return gone(one.Peer) })
	c.Odd = slices.DeleteFunc(c.Odd, func(one oddDialog) bool { return gone(one.Peer) })
	if len(c.Counts)+len(c.Edits)+len(c.Odd) == before {
		return cursor, nil
	}
	return c.encode(), nil
}
