package vk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
)

// comment is what a collector needs of wall_wall_comment. Only what a message cannot do without may fail to decode.
type comment struct {
	ID             number          `json:"id"`
	From           number          `json:"from_id"`
	Date           number          `json:"date"`
	Text           string          `json:"text"`
	Attachments    json.RawMessage `json:"attachments"`
	Parents        list            `json:"parents_stack"`
	ReplyToUser    hint            `json:"reply_to_user"`
	ReplyToComment hint            `json:"reply_to_comment"`
	FromPostAuthor yesNo           `json:"is_from_post_author"`
	Deleted        yesNo           `json:"deleted"`
	Thread         json.RawMessage `json:"thread"`
	Likes          counted         `json:"likes"`

	// replies is how many the comment's thread has, as far as that was looked at.
	replies int
	raw     json.RawMessage
	// problem is why not all of it could be decoded.
	problem error
}

// replies is a comment's thread as it is included with its root.
type replies struct {
	Count *hint `json:"count"`
	Items list  `json:"items"`
}

var (
	errNoID   = errors.New("no id")
	errNoDate = errors.New("no usable date")
)

// latest bounds what can be a time at all, in Unix seconds. Whether a message can be of that time is the store's to
// say.
const latest = 1 << 40

// decodeComment reads one item of wall.getComments. A comment with a problem has as much as could be read: its id and
// thread are still of use.
func decodeComment(raw json.RawMessage) comment {
	var c comment
	err := json.Unmarshal(raw, &c)
	c.raw = raw
	switch {
	case err != nil:
		// One field of the wrong type ends the decoding in the middle; fetch the two that lead further on their own.
		var rest struct {
			ID     hint            `json:"id"`
			Thread json.RawMessage `json:"thread"`
		}
		if json.Unmarshal(raw, &rest) == nil {
			c.ID, c.Thread = number(rest.ID), rest.Thread
		}
		c.problem = fmt.Errorf("comment: %s", shapeProblem(err))
	case c.ID <= 0:
		c.problem = errNoID
	case !bool(c.Deleted) && (c.Date <= 0 || c.Date > latest):
		c.problem = errNoDate
	}
	return c
}

// shapeProblem says why a piece could not be decoded, without any of its values.
func shapeProblem(err error) string {
	var odd *json.UnmarshalTypeError
	switch {
	case errors.As(err, &odd):
		return fmt.Sprintf("field %q is of an unexpected type", odd.Field)
	case errors.Is(err, errNotANumber):
		return "a field that should be a number is none"
	}
	return "not the JSON of one"
}

// root is the comment that opens the thread this one stands in; 0 if it opens one itself. page is the root whose
// thread was asked for, 0 on the post's own level.
func (c comment) root(page int64) int64 {
	if len(c.Parents) > 0 {
		var first hint
		if json.Unmarshal(c.Parents[0], &first) == nil && first > 0 {
			return int64(first)
		}
	}
	if page == int64(c.ID) {
		return 0 // a server that lists the root with its thread
	}
	return page
}

// replyTo is the comment that this one names as the one it replies to or, where it names none, the one it is shown
// beneath.
func (c comment) replyTo(root int64) int64 {
	if c.ReplyToComment > 0 {
		return int64(c.ReplyToComment)
	}
	if n := len(c.Parents); n > 0 {
		var last hint
		if json.Unmarshal(c.Parents[n-1], &last) == nil && last > 0 {
			return int64(last)
		}
	}
	return root
}

// mention is how VK writes whom a reply turns to: [id5|Name], [club7|Name], [public7|Name], [event7|Name] or, as it is
// typed, @id5 and *id5. It stands at the beginning, or behind the greeting.
var mention = regexp.MustCompile(
	`(?i)^[\s,.!]*(?:(?:здравствуйте|приветствую|приветствуем|уважаем(?:ый|ая|ые)|добр(?:ый|ое|ого|ой)\s+` +
		`(?:день|вечер|утро|дня|вечера|утра|ночи))[\s,.!]*)*` +
		`(?:\[(id|club|public|event)(\d{1,18})(?::[^|\]]*)?\|[^\]]*\]|` +
		`[@*](id|club|public|event)(\d{1,18})(?:[^\d\pL_.]|$))`)

// addressee is whom the comment names, by the platform's field or in its words.
func (c comment) addressee() string {
	if c.ReplyToUser != 0 {
		return strconv.FormatInt(int64(c.ReplyToUser), 10)
	}
	m := mention.FindStringSubmatch(c.Text)
	if m == nil {
		return ""
	}
	kind, number := m[1]+m[3], m[2]+m[4] // one of the two forms is empty
	if strings.EqualFold(kind, "id") {
		return number
	}
	return "-" + number
}

// underPost is what a comment does not tell about the post it stands under.
type underPost struct {
	page page
	post int64
	// guest is true for a post that somebody else left on a person's wall: its author is not the official.
	guest bool
	names names
	now   time.Time
}

// thread is the thread's name in the contract: OWNER_POST.
func (u underPost) thread() string { return fmt.Sprintf("%d_%d", u.page.owner, u.post) }

func (u underPost) ref() inbox.ThreadRef {
	return inbox.ThreadRef{Channel: u.page.channel, Kind: inbox.Comment, ID: u.thread()}
}

func (u underPost) message(c comment, page int64) inbox.Message {
	root := c.root(page)
	replyTo := c.replyTo(root)
	m := inbox.Message{
		Channel: u.page.channel, Platform: ID, Kind: inbox.Comment,
		ID: id(int64(c.ID)), Thread: u.thread(), Root: id(root), ReplyTo: id(replyTo),
		Beneath: replyTo > 0 && c.ReplyToComment <= 0, Addressee: c.addressee(),
		Author: inbox.Author{
			ID: id(int64(c.From)), Name: u.names[int64(c.From)],
			Official: u.page.speaks(int64(c.From)) || (u.page.owner > 0 && bool(c.FromPostAuthor) && !u.guest),
		},
		Text:  withShared(c.Text, items(c.Attachments), nil),
		URL:   u.url(int64(c.ID), root),
		Media: attachments(c.Attachments),
		Likes: int(max(c.Likes, 0)), Replies: max(c.replies, 0),
		Raw: c.raw,
	}
	if c.Date > 0 && c.Date <= latest {
		m.Sent = time.Unix(int64(c.Date), 0).UTC()
	}
	if c.Deleted {
		m.Deleted = u.now
	}
	return m
}

// url opens the very comment. The thread has to be named for a reply, because VK shows it folded.
func (u underPost) url(comment, root int64) string {
	address := fmt.Sprintf("https://vk.com/wall%s?reply=%d", u.thread(), comment)
	if root != 0 && root != comment {
		address += fmt.Sprintf("&thread=%d", root)
	}
	return address
}

func (u underPost) undecoded(c comment, problem error) inbox.Undecoded {
	piece := inbox.Undecoded{Channel: u.page.channel, ID: id(int64(c.ID)), Raw: c.raw, Problem: problem.Error()}
	if c.ID <= 0 {
		piece.ID = nameless(u.thread(), c.raw)
	}
	return piece
}

// nameless gives a piece without an id a name that is the same whenever the piece is read.
func nameless(where string, raw []byte) string {
	sum := sha256.Sum256(raw)
	return where + "/" + hex.EncodeToString(sum[:8])
}

// id writes a number as an id; 0 is no id.
func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
