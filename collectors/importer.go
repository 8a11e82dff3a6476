package collectors

import (
	"context"
	"io"
	"time"

	"otklik/internal/inbox"
)

// Importer reads a file that people saved from a platform themselves, such as an export of its desktop program. Its
// package brings it; the program lists it in one line, and `otklik import PLATFORM FILE` calls it.
type Importer struct {
	// Platform is whose messages the file holds.
	Platform inbox.Platform
	// Title, Short and Long say to people what file that is and how they get it, File what it is called.
	Title, Short, Long, File string
	// Read checks the whole file, then hands its messages to each, some hundreds at a time; the slice is reused. A file
	// that is not the channel's is refused before anything is handed over. An error of each ends the reading and is
	// returned. Errors name no person and quote no text.
	Read func(ctx context.Context, f io.ReadSeeker, into Import, each func([]inbox.Message) error) (Imported, error)
	// Trial is a channel of this platform in the configuration of a file that is tried without one, as an item of
	// `channels`. chat is the number that the file told; 0: none yet.
	Trial func(chat int64) string
}

// Import says where the messages of a file belong.
type Import struct {
	Connection
	// Channel is the one they belong to, Channels are all of its platform.
	Channel  Channel
	Channels []Channel
	// Trial: the configuration does not know yet which chat its channel is; the file may tell.
	Trial bool
	// Chat picks one chat of several in a file; 0: the one that is found.
	Chat int64
	// Cursor tells how far a source has come, LastChat is what the last import told (see Imported.Chat); 0: nothing.
	Cursor   func(ctx context.Context, source string) ([]byte, error)
	LastChat int64
	// Location is the zone of the computer that saved the file.
	Location *time.Location
	// Progress, if set, is told how many bytes were read; the file is read twice, so it ends at twice its size.
	Progress func(bytes int64)
}

// Imported says what was in a file.
type Imported struct {
	// Messages were handed over, Service messages (somebody joined) left out.
	Messages, Service int
	// UndecodedCount counts the pieces that could not be read; Undecoded are the first of them, to be stored.
	UndecodedCount int
	Undecoded      []inbox.Undecoded
	// Seen is the chat that the file seems to be of, where it is not the configured one. Warning says so to people.
	Seen    int64
	Warning string
	// Chat is to be given to the next import of the channel as LastChat; 0: the file does not say for certain.
	Chat int64
}
