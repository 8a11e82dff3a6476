package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/sandbox/town"
)

// vkSide is what stands in VK at the moment.
type vkSide struct {
	closed   bool // the wall can be read by members only
	posts    []*vkPost
	comments map[int]*vkComment
	nextID   int // posts and comments of a wall are numbered together
	pinned   *vkPost

	dialogs     map[int64]*vkDialog // by peer
	messages    map[int]*vkMessage
	nextMessage int

	scopes []string // rights of the community token
	// sent are the numbers of what was written with a key, by method, place and key.
	sent  map[string]int
	calls map[string][]time.Time
}

func newVKSide(o Options) vkSide {
	return vkSide{
		comments: map[int]*vkComment{}, nextID: 101,
		dialogs: map[int64]*vkDialog{}, messages: map[int]*vkMessage{}, nextMessage: 1001,
		scopes: []string{"messages", "manage", "wall"}, sent: map[string]int{}, calls: map[string][]time.Time{},
	}
}

type vkPost struct {
	id       int
	at       time.Time
	text     string
	closed   bool         // nobody may read or write comments
	comments []*vkComment // in the order in which they were written
	unseen   int          // comments that are counted and never shown
}

type vkComment struct {
	id      int
	post    *vkPost
	from    int64 // VK id; negative: the community
	at      time.Time
	text    string
	media   string
	root    *vkComment // nil for a comment that answers the post
	replyTo *vkComment
	replies []*vkComment // of a root: its whole thread, flat, in the order in which it was written
	deleted bool
}

// standing replies of a root.
func (c *vkComment) standing() []*vkComment {
	return slices.DeleteFunc(slices.Clone(c.replies), func(r *vkComment) bool { return r.deleted })
}

// shown reports whether the comment is listed: a deleted one is only as long as standing replies hang on it.
func (c *vkComment) shown() bool {
	return !c.deleted || c.root == nil && len(c.standing()) > 0
}

// standing counts the comments of a post that were not deleted, replies included.
func (p *vkPost) standing() int {
	n := p.unseen
	for _, c := range p.comments {
		if !c.deleted {
			n++
		}
	}
	return n
}

func (s *Sandbox) scheduleVKPost(post town.Post) {
	var made *vkPost
	comments := make([]*vkComment, len(post.Comments))
	s.plan(post.At, func(at time.Time) { made = s.addVKPost(at, post.Text) })
	s.scheduleComments(post, func(i int, at time.Time, text string) {
		c := post.Comments[i]
		var replyTo *vkComment
		if c.ReplyTo >= 0 && c.ReplyTo < i {
			replyTo = comments[c.ReplyTo]
		}
		from := OwnerID
		if c.Author != town.OfficialSide {
			from = PersonVK(c.Author)
		} else if !s.options.NoOddities && i%5 == 3 {
			from = StaffVK
		}
		comments[i] = s.addVKComment(made, replyTo, from, at, text, c.Media)
		comments[i].deleted = c.Deleted
		if c.Author != town.OfficialSide {
			s.label(town.VK, false, fmt.Sprintf("%d_%d", OwnerID, made.id), comments[i].id, c.Text, c.Truth)
		}
	}, func(i int, _ time.Time, text string) { comments[i].text = s.mentioned(comments[i].replyTo, text) })
}

func (s *Sandbox) addVKPost(at time.Time, text string) *vkPost {
	post := &vkPost{id: s.vk.nextID, at: at, text: text}
	s.vk.nextID++
	s.vk.posts = append(s.vk.posts, post)
	if len(s.vk.posts) == 2 && !s.options.NoOddities {
		s.vk.pinned = post
	}
	return post
}

// addVKComment writes a comment. VK keeps threads one level deep: an answer to a reply stands in the thread of the
// root and names the reply, and its text begins with a mention of the person.
func (s *Sandbox) addVKComment(post *vkPost, replyTo *vkComment, from int64, at time.Time, text,
	media string) *vkComment {
	c := &vkComment{id: s.vk.nextID, post: post, from: from, at: at, text: s.mentioned(replyTo, text), media: media,
		replyTo: replyTo}
	s.vk.nextID++
	if replyTo != nil {
		c.root = replyTo
		if replyTo.root != nil {
			c.root = replyTo.root
		}
		c.root.replies = append(c.root.replies, c)
	}
	post.comments = append(post.comments, c)
	s.vk.comments[c.id] = c
	return c
}

// mentioned puts the mention before a text that VK's own page puts there when a person answers a reply.
func (s *Sandbox) mentioned(replyTo *vkComment, text string) string {
	if s.options.NoOddities || replyTo == nil || replyTo.root == nil || text == "" || strings.HasPrefix(text, "[") {
		return text
	}
	if replyTo.from < 0 {
		return fmt.Sprintf("[club%d|%s], %s", -replyTo.from, s.options.Town.Official, text)
	}
	first, _ := s.vkName(replyTo.from)
	return fmt.Sprintf("[id%d|%s], %s", replyTo.from, first, text)
}
