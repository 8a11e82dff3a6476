package delivery

import "context"

// Transport brings outgoing digests to one address: one mailbox, one chat, one folder, one web address.
//
// An outgoing digest is delivered at least once: a crash or a lost reply between the other side's acceptance and the
// caller's note of it leads to a second Send of the same bytes. A transport makes that harmless as well as its protocol
// allows: the same name of the file, the same Message-ID, the same idempotency key, pages that were sent are not sent
// again.
//
// Methods may be called from several goroutines, but Send is called by one at a time for the same outgoing digest.
type Transport interface {
	// Name tells this transport from the others in the store, in status and in warnings, such as "mail
	// press@example.org". It stays the same from start to start and holds no secret.
	Name() string

	// Send delivers the whole outgoing digest, or what is left of it.
	//
	// done is what progress was last told for this outgoing digest, empty at first; a value that the transport does not
	// understand counts as empty. progress is called after each part that is delivered for good, and Send goes on only
	// when it returns nil: the caller has then stored the mark. A transport that delivers in one part never calls it.
	//
	// The response is what the other side said about it, for the log; no secrets.
	//
	// Errors: Permanent (errors.Is ErrPermanent) when a repeat cannot help before a person has changed something, and
	// the text says what; with a wait (see RetryAfter) when the other side named one; all others are temporary. A
	// cancelled or expired context ends Send soon, with an error that errors.Is the context's. No error holds a
	// secret, the digest's words or, beyond the transport's own address, anybody's name.
	Send(ctx context.Context, p Outgoing, done string, progress func(done string) error) (response string, err error)

	// Check finds out whether Send would work, as far as that can be known without sending: the address answers, the
	// password is right, the folder can be written. Its errors are those of Send.
	Check(ctx context.Context) error
}
