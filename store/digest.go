package store

import "time"

// Delivery is how far a stored digest has come on one route.
type Delivery struct {
	Key DigestKey
	// Route names the route as the program does; it holds no secret.
	Route string
	Data  []byte // the caller's form
}

// DigestKey names one digest: which, and as of when.
type DigestKey struct {
	ID string
	At time.Time
}

// DigestRecord is a digest as it was built. It is stored before it is sent, so that after a crash the same bytes are
// sent again and never a different text.
type DigestRecord struct {
	Key      DigestKey
	From, To time.Time // the period it tells about
	Built    time.Time
	Late     bool   // caught up after its hour had passed
	Data     []byte // the caller's form
}
