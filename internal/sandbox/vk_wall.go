package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// wallOf checks whose wall a call names.
func (s *Sandbox) wallOf(c call) *vkError {
	owner, given, err := c.whole("owner_id")
	switch {
	case err != nil:
		return badParam("owner_id not integer")
	case !given && c.parameters["domain"] == ScreenName:
	case !given:
		return badParam("owner_id is undefined")
	case owner != OwnerID:
		return refuse(15, "Access denied: wall is disabled")
	}
	if s.vk.closed {
		return refuse(15, "Access denied: this wall available only for community members")
	}
	return nil
}

// wallGet lists posts, the newest first; a pinned post stands before them all, whatever its age.
func (s *Sandbox) wallGet(c call) (any, *vkError) {
	if err := s.wallOf(c); err != nil {
		return nil, err
	}
	count, err := c.within("count", 0, 100, 20)
	if err != nil {
		return nil, err
	}
	offset, err := c.within("offset", 0, noLimit, 0)
	if err != nil {
		return nil, err
	}
	posts := slices.Clone(s.vk.posts)
	slices.Reverse(posts)
	if s.vk.pinned != nil {
		posts = slices.DeleteFunc(posts, func(p *vkPost) bool { return p == s.vk.pinned })
		posts = slices.Insert(posts, 0, s.vk.pinned)
	}
	switch c.parameters["filter"] {
	case "", "all", "owner":
	case "others", "donut":
		posts = nil
	case "postponed", "suggests", "archived":
		return nil, refuse(15, "Access denied: no access to this filter")
	default:
		return nil, badParam("filter is invalid")
	}
	items := []object{}
	for _, post := range page(posts, offset, count) {
		items = append(items, s.postObject(post))
	}
	result := object{"count": len(posts), "items": items}
	if c.yes("extended") {
		s.extend(result, []int64{OwnerID})
	}
	return result, nil
}

func (s *Sandbox) wallGetByID(c call) (any, *vkError) {
	names := c.list("posts")
	switch {
	case len(names) == 0:
		return nil, badParam("posts is undefined")
	case len(names) > 100:
		return nil, badParam("posts should contain at most 100 elements")
	case s.vk.closed:
		return nil, refuse(15, "Access denied: this wall available only for community members")
	}
	items := []object{}
	for _, name := range names {
		owner, id, ok := strings.Cut(name, "_")
		number, err := strconv.Atoi(id)
		if !ok || err != nil {
			return nil, badParam("posts is invalid")
		}
		if post := s.postByID(number); post != nil && owner == strconv.FormatInt(OwnerID, 10) {
			items = append(items, s.postObject(post))
		}
	}
	result := object{"items": items}
	if c.yes("extended") {
		s.extend(result, []int64{OwnerID})
	}
	return result, nil
}

func (s *Sandbox) postByID(id int) *vkPost {
	for _, post := range s.vk.posts {
		if post.id == id {
			return post
		}
	}
	return nil
}

func (s *Sandbox) postObject(p *vkPost) object {
	open := flag(!p.closed)
	result := object{
		"inner_type": "wall_wallpost", "type": "post", "post_type": "post",
		"id": p.id, "owner_id": OwnerID, "from_id": OwnerID, "date": p.at.Unix(), "text": p.text,
		"comments":    object{"count": p.standing(), "can_post": open, "can_view": open, "groups_can_post": true},
		"likes":       object{"count": 7 + p.id%90, "can_like": 1, "user_likes": 0, "can_publish": 1},
		"reposts":     object{"count": p.id % 11, "user_reposted": 0},
		"views":       object{"count": 900 + p.id*13},
		"post_source": object{"type": "vk"}, "attachments": []object{},
		"marked_as_ads": 0, "hash": fmt.Sprintf("sandbox%d", p.id),
	}
	if p == s.vk.pinned {
		result["is_pinned"] = 1
	}
	return result
}

// flag is VK's form of a truth value.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// page cuts a page out of a list.
func page[T any](all []T, offset, count int) []T {
	offset = min(max(offset, 0), len(all))
	return all[offset : offset+min(count, len(all)-offset)]
}
