package collectors

import "otklik/internal/inbox"

// Forgetful is a Source whose cursor knows people beyond what the store holds of them: a purge takes them out of it.
type Forgetful interface {
	Source
	// Platform is where the people's ids are from.
	Platform() inbox.Platform
	// Remembered are the ids of the people whom a cursor knows.
	Remembered(cursor []byte) ([]string, error)
	// Forget takes people out of a cursor; the place it stands for stays the same. Where nothing changes it gives the
	// cursor itself.
	Forget(cursor []byte, forgotten func(author string) bool) ([]byte, error)
}
