// Package town is the made-up town that the sandbox plays: what its people wrote to their governor over two weeks, and
// what was answered. All of it was written for this project; no real person, phone or account stands in it.
package town

import "time"

// Town is everything that stands on the platforms at some moment.
type Town struct {
	// Name of the official whose pages these are.
	Official string
	People   []Person
	Posts    []Post
	Dialogs  []Dialog
}

// Platform is where a post or dialog stands.
type Platform string

// The platforms of the town.
const (
	VK       Platform = "vk"
	Telegram Platform = "telegram"
)

// Person is a citizen. Their platform ids are made from their index in Town.People.
type Person struct {
	FirstName, LastName string
}

// OfficialSide as the Author of a message means that the official's side wrote it.
const OfficialSide = -1

// Post is a post of the official with what stands under it.
type Post struct {
	Platform Platform
	At       time.Time
	Text     string
	Comments []Comment
}

// Comment stands under a post. Comments of a post are in time order.
type Comment struct {
	Author int // index in Town.People, or OfficialSide
	At     time.Time
	Text   string
	// ReplyTo is the index of an earlier comment of the same post, or -1 for one that answers the post.
	ReplyTo int
	// Media is "", "photo", "voice" or "sticker".
	Media string
	// Deleted comments were removed by their author or a moderator; VK shows those with replies as deleted.
	Deleted bool
	// Truth, for citizens' comments only, is what two careful readers would say.
	Truth Truth
}

// Dialog is a private correspondence of one citizen with the official's side.
type Dialog struct {
	Platform Platform
	Person   int
	Messages []DirectMessage // in time order
}

// DirectMessage is one message of a dialog.
type DirectMessage struct {
	FromOfficial bool
	// Automatic is true for the greeting that the community's own machine sends.
	Automatic bool
	At        time.Time
	Text      string
	Media     string
	Truth     Truth // for the citizen's messages only
}

// Truth is the label of a citizen's message.
type Truth struct {
	NeedsAnswer bool
	Group       string // the federal classifier's group; empty where none
	Urgent      bool
	// State is the contract's state that follows from the thread: none, open, formal, interim, answered, reopened.
	State string
}
