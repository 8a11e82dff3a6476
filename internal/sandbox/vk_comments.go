package sandbox

import (
	"slices"
	"unicode/utf8"
)

// previewByDefault is where VK cuts the texts of comments if preview_length is not given.
const previewByDefault = 90

// wallGetComments lists the comments of a post, or with comment_id those of one thread. Each comment of the upper
// level brings up to ten replies; further ones have to be paged on their own.
func (s *Sandbox) wallGetComments(c call) (any, *vkError) {
	if err := s.wallOf(c); err != nil {
		return nil, err
	}
	l, err := readListing(c)
	if err != nil {
		return nil, err
	}
	post := s.postByID(l.post)
	switch {
	case post == nil:
		return nil, refuse(15, "Access denied: post was not found")
	case post.closed:
		return nil, refuse(212, "Access to post comments denied")
	}
	level := []*vkComment{}
	total := post.standing()
	if l.thread != 0 {
		if root := s.vk.comments[l.thread]; root != nil && root.post == post {
			level = root.standing()
		}
		total = len(level)
	} else {
		for _, comment := range post.comments {
			if comment.root == nil && comment.shown() {
				level = append(level, comment)
			}
		}
	}
	onLevel := len(level)
	if l.descending {
		slices.Reverse(level)
	}
	begin := l.begin(level, s.vk.comments)
	people := newMentioned()
	items := []object{}
	for i, comment := range page(level, begin, l.count) {
		item := s.commentObject(comment, l, people)
		if l.start != 0 {
			item["real_offset"] = begin + i
		}
		items = append(items, item)
	}
	result := object{
		"count": total, "current_level_count": onLevel, "items": items,
		"can_post": true, "show_reply_button": true, "groups_can_post": true,
	}
	if c.yes("extended") {
		s.extend(result, people.ids)
		result["post_author_id"] = OwnerID
	}
	return result, nil
}

// listing is what a call of wall.getComments asks for.
type listing struct {
	post, thread, start, offset, count, inThread, preview int
	descending, likes                                     bool
}

func readListing(c call) (l listing, err *vkError) {
	for _, number := range []struct {
		to              *int
		name            string
		low, high, none int64
	}{
		{&l.post, "post_id", 1, noLimit, 0},
		{&l.thread, "comment_id", 0, noLimit, 0},
		{&l.start, "start_comment_id", 0, noLimit, 0},
		{&l.offset, "offset", -noLimit, noLimit, 0},
		{&l.count, "count", 0, 100, 10},
		{&l.inThread, "thread_items_count", 0, 10, 0},
		{&l.preview, "preview_length", 0, noLimit, previewByDefault},
	} {
		if *number.to, err = c.within(number.name, number.low, number.high, number.none); err != nil {
			return l, err
		}
	}
	switch c.parameters["sort"] {
	case "", "asc", "smart":
	case "desc":
		l.descending = true
	default:
		return l, badParam("sort is invalid")
	}
	switch {
	case l.post == 0:
		return l, badParam("post_id is undefined")
	case l.offset < 0 && l.start == 0:
		return l, badParam("offset should be positive without start_comment_id")
	}
	l.likes = c.yes("need_likes")
	return l, nil
}

// begin is where the page starts on its level: at the comment start_comment_id, or where it stood, moved by offset.
func (l listing) begin(level []*vkComment, all map[int]*vkComment) int {
	if l.start == 0 {
		return l.offset
	}
	start := l.start
	if c := all[start]; c != nil && c.root != nil && l.thread == 0 {
		start = c.root.id
	}
	at := slices.IndexFunc(level, func(c *vkComment) bool {
		if l.descending {
			return c.id <= start
		}
		return c.id >= start
	})
	if at < 0 {
		at = len(level)
	}
	return max(at+l.offset, 0)
}

// commentObject is a comment as VK shows it. The people who appear in it are added to people.
func (s *Sandbox) commentObject(c *vkComment, l listing, people *mentionedIDs) object {
	item := object{
		"id": c.id, "from_id": c.from, "date": c.at.Unix(), "text": cut(c.text, l.preview),
		"post_id": c.post.id, "owner_id": OwnerID, "parents_stack": []int{},
		"is_from_post_author": c.from == OwnerID,
	}
	if c.deleted {
		// Author and text of a deleted comment are gone; what hangs on it stays.
		item["text"], item["deleted"], item["from_id"] = "", true, 0
	} else {
		people.add(c.from)
		if attachments := s.vkAttachments(c.media, c.id, c.from, c.at, false); len(attachments) > 0 {
			item["attachments"] = attachments
		}
		if l.likes {
			item["likes"] = object{"count": c.id % 5, "can_like": 1, "user_likes": 0, "can_publish": 0}
		}
	}
	if c.root != nil {
		item["parents_stack"] = []int{c.root.id}
		item["reply_to_comment"], item["reply_to_user"] = c.replyTo.id, c.replyTo.from
		people.add(c.replyTo.from)
		return item
	}
	replies := c.standing()
	first := []object{}
	for _, reply := range page(replies, 0, l.inThread) {
		first = append(first, s.commentObject(reply, l, people))
	}
	item["thread"] = object{
		"count": len(replies), "items": first, "can_post": true, "show_reply_button": true, "groups_can_post": true,
		"author_replied": slices.ContainsFunc(replies, func(r *vkComment) bool { return r.from == OwnerID }),
	}
	return item
}

// cut shortens a text to a number of characters; 0 leaves it whole.
func cut(text string, length int) string {
	if length == 0 || utf8.RuneCountInString(text) <= length {
		return text
	}
	return string([]rune(text)[:length]) + "..."
}
