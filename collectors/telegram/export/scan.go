package export

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"otklik/collectors/telegram"
	"otklik/collectors/telegram/loose"
)

// scanned is what the first reading of a file found.
type scanned struct {
	size  int64
	whole bool // an export of an account, not of one chat
	chats []*chat
}

// chat is one chat of the file.
type chat struct {
	id   int64 // bare
	kind string
	// messages is the offset of the list's opening bracket.
	messages int64
	count    int
	// forwards counts by channel (Bot API number) the posts that look like automatic forwards into the group.
	forwards map[int64]int
	// threads leads from a message to its root.
	threads threads
}

// group reports whether the chat can be a discussion group.
func (c *chat) group() bool {
	return strings.HasSuffix(c.kind, "_supergroup") || strings.HasSuffix(c.kind, "_group")
}

// scan reads the whole file, so that nothing of a broken one is delivered, and notes where the chats are.
func scan(r io.ReadSeeker, o Options) (scanned, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return scanned{}, fmt.Errorf("find the length of the export: %w", err)
	}
	start, err := skipMark(r)
	if err != nil {
		return scanned{}, err
	}
	s := scanned{size: size}
	w := newWalker(&encoded{r: &counting{r: r, done: start, report: o.Progress}, at: start}, start)
	single := &chat{messages: -1}
	err = w.fields(func(name string) error {
		if name != "chats" && name != "left_chats" {
			return single.field(w, name)
		}
		s.whole = true
		return w.fields(func(name string) error {
			if name != "list" {
				return w.skip()
			}
			var at int64
			return w.elements(&at, func() error {
				c := &chat{messages: -1}
				if err := w.fields(func(name string) error { return c.field(w, name) }); err != nil {
					return err
				}
				c.finish(o)
				if c.messages >= 0 {
					s.chats = append(s.chats, c)
				}
				return nil
			})
		})
	})
	if err != nil {
		return scanned{}, err
	}
	if err := w.end(); err != nil {
		return scanned{}, err
	}
	if single.messages >= 0 {
		single.finish(o)
		s.chats = append(s.chats, single)
	}
	return s, nil
}

// skipMark goes to the beginning and past a byte order mark, which some editors put there.
func skipMark(r io.ReadSeeker) (int64, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("go to the beginning of the export: %w", err)
	}
	var mark [3]byte
	if _, err := io.ReadFull(r, mark[:]); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err,
		io.ErrUnexpectedEOF) {
		return 0, fmt.Errorf("read the beginning of the export: %w", err)
	}
	if err := utf16(mark); err != nil {
		return 0, err
	}
	switch {
	case mark[0] == '<':
		return 0, fmt.Errorf("%w: it is a page (HTML); export again in the format \"Machine-readable JSON\"", ErrBroken)
	case mark[0] == 'P' && mark[1] == 'K':
		return 0, fmt.Errorf("%w: it is a packed file (zip); unpack it and name the result.json in it", ErrBroken)
	}
	start := int64(0)
	if mark == [3]byte{0xEF, 0xBB, 0xBF} {
		start = 3
	}
	if _, err := r.Seek(start, io.SeekStart); err != nil {
		return 0, fmt.Errorf("go to the beginning of the export: %w", err)
	}
	return start, nil
}

// field notes one field of a chat.
func (c *chat) field(w *walker, name string) error {
	switch name {
	case "id", "type":
		raw, err := w.raw()
		if err != nil {
			return err
		}
		if name == "type" {
			_ = json.Unmarshal(raw, &c.kind) // another type than a string leaves the kind unknown, which is refused
			return nil
		}
		c.id, _ = loose.ReadNumber(raw)
		return nil
	case "messages":
		c.forwards = map[int64]int{}
		at, err := w.list(func(raw []byte) error {
			c.note(raw)
			return nil
		})
		c.messages = at
		return err
	}
	return w.skip()
}

// note takes from a message what the second reading needs to know beforehand.
func (c *chat) note(raw []byte) {
	c.count++
	var m struct {
		ID        json.RawMessage `json:"id"`
		From      string          `json:"from_id"`
		Forwarded json.RawMessage `json:"forwarded_from"`
		ReplyTo   json.RawMessage `json:"reply_to_message_id"`
		ReplyPeer json.RawMessage `json:"reply_to_peer_id"`
	}
	// A field of another type than expected stays empty; the others are still read.
	if err := json.Unmarshal(raw, &m); err != nil && len(m.ID) == 0 {
		return
	}
	id, ok := loose.ReadNumber(m.ID)
	if !ok || id <= 0 || id > math.MaxInt32 {
		return
	}
	parent := replyTo(loose.Object{"reply_to_message_id": m.ReplyTo, "reply_to_peer_id": m.ReplyPeer}, c.id)
	c.threads = append(c.threads, link{int32(id), int32(parent)})
	if from, channel := peer(m.From); channel && parent == 0 && m.Forwarded != nil {
		c.forwards[from]++
	}
}

// finish ends the first reading of a chat and lets go of what a chat that will not be read does not need.
func (c *chat) finish(o Options) {
	if !c.group() && telegram.BareID(o.Chat) != c.id {
		c.threads = nil
		return
	}
	c.threads.linkToRoots()
}

// link leads from a message to the one it replies to; zero: to none. Four bytes each, because a group may have millions
// of messages; Telegram's message numbers fit.
type link struct{ id, parent int32 }

type threads []link

// linkToRoots makes every link lead to the root: the topmost message that is named, in the file or not. Each link is
// followed once, however the messages reply to each other.
func (t threads) linkToRoots() {
	slices.SortFunc(t, func(a, b link) int { return cmp.Compare(a.id, b.id) })
	const unknown, onTheWay, settled = 0, 1, 2
	state := make([]byte, len(t))
	var way []int
	for i := range t {
		way = way[:0]
		at, root := i, int32(0)
		for {
			if state[at] == settled {
				if root = t[at].parent; root == 0 {
					root = t[at].id
				}
				break
			}
			if state[at] == onTheWay {
				root = 0 // a circle of replies, in a file that was tampered with
				break
			}
			state[at], way = onTheWay, append(way, at)
			if root = t[at].parent; root == 0 {
				root = t[at].id
				break
			}
			next, known := t.find(root)
			if !known {
				break
			}
			at = next
		}
		for _, k := range way {
			state[k] = settled
			if t[k].parent != 0 {
				t[k].parent = root
			}
		}
	}
}

func (t threads) find(id int32) (int, bool) {
	return slices.BinarySearchFunc(t, id, func(l link, id int32) int { return cmp.Compare(l.id, id) })
}

// root is the root of a message's thread, and whether the file holds it.
func (t threads) root(id int32) (root int32, held bool) {
	i, ok := t.find(id)
	if !ok || t[i].parent == 0 || t[i].parent == id {
		return id, true
	}
	_, held = t.find(t[i].parent)
	return t[i].parent, held
}
