package telegram

import "slices"

// Remembered are the ids of the people whose usernames a cursor holds.
func Remembered(cursor []byte) ([]string, error) {
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

// Forget takes people's usernames out of a cursor; the place it stands for stays the same. Where nothing changes it
// gives the cursor itself.
func Forget(cursor []byte, forgotten func(author string) bool) ([]byte, error) {
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
