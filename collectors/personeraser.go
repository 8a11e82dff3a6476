package collectors

import "otklik/internal/inbox"

// PersonEraser is a Source whose cursor knows people beyond what the store holds of them: a purge takes them out of it.
type PersonEraser interface {
	Source
	// Platform is where the people's ids are from.
	Platform() inbox.Platform
	// People are the ids of the people whom a cursor knows.
	People(cursor []byte) ([]string, error)
	// ErasePerson takes people out of a cursor; the place it stands for stays the same. Where nothing changes it gives
	// the cursor itself.
	ErasePerson(cursor []byte, erased func(author string) bool) ([]byte, error)
}
