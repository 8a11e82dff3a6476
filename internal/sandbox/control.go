package sandbox

import (
	"fmt"
	"slices"

	"otklik/internal/sandbox/town"
)

// Revoke makes a token invalid; Restore makes it valid again.
func (s *Sandbox) Revoke(token string) { s.setRevoked(token, true) }

// Restore takes Revoke back.
func (s *Sandbox) Restore(token string) { s.setRevoked(token, false) }

func (s *Sandbox) setRevoked(token string, revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked[token] = revoked
}

// SetCommunityScopes sets the rights of the community token; the first are "messages",
// "manage" and "wall".
func (s *Sandbox) SetCommunityScopes(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vk.scopes = slices.Clone(names)
}

// CloseWall makes the VK wall readable by members only, or opens it.
func (s *Sandbox) CloseWall(closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vk.closed = closed
}

// CloseComments closes or opens the comments under a VK post.
func (s *Sandbox) CloseComments(post int, closed bool) error {
	return s.changePost(post, func(p *vkPost) { p.closed = closed })
}

// CountUnseen makes a VK post count so many comments more than it shows.
func (s *Sandbox) CountUnseen(post, n int) error {
	return s.changePost(post, func(p *vkPost) { p.unseen = n })
}

func (s *Sandbox) changePost(post int, change func(*vkPost)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	p := s.postByID(post)
	if p == nil {
		return fmt.Errorf("no post %d stands on the VK wall", post)
	}
	change(p)
	return nil
}

// Posts lists the ids of the posts, the oldest first: of the wall, or of the root messages in the Telegram group.
func (s *Sandbox) Posts(platform town.Platform) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	ids := []int{}
	if platform == town.VK {
		for _, p := range s.vk.posts {
			ids = append(ids, p.id)
		}
		return ids
	}
	for _, id := range sorted(s.tg.group) {
		if s.tg.group[id].automatic {
			ids = append(ids, id)
		}
	}
	return ids
}

// Comments lists the ids of the comments that stand under a post, the oldest first. In VK deleted ones are left out.
func (s *Sandbox) Comments(platform town.Platform, post int) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	ids := []int{}
	if platform == town.VK {
		if p := s.postByID(post); p != nil {
			for _, c := range p.comments {
				if !c.deleted {
					ids = append(ids, c.id)
				}
			}
		}
		return ids
	}
	for _, id := range sorted(s.tg.group) {
		if s.tg.group[id].thread == post {
			ids = append(ids, id)
		}
	}
	return ids
}

// AddPost publishes a post now and gives its id (in Telegram that of the root message in the group).
func (s *Sandbox) AddPost(platform town.Platform, text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	if platform == town.VK {
		return s.addVKPost(now, text).id
	}
	return s.addTelegramPost(now, text).id
}

// AddComment writes a comment now under a post and gives its id. ReplyTo is the id of the comment it answers, or 0.
// The author is an index in Town.People or town.OfficialSide; media as in town.Comment.
func (s *Sandbox) AddComment(platform town.Platform, post, author int, text, media string, replyTo int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	if platform == town.VK {
		p := s.postByID(post)
		if p == nil {
			return 0, fmt.Errorf("no post %d stands on the VK wall", post)
		}
		var parent *vkComment
		if replyTo != 0 {
			if parent = s.vk.comments[replyTo]; parent == nil || parent.post != p {
				return 0, fmt.Errorf("no comment %d stands under the VK post %d", replyTo, post)
			}
		}
		from := OwnerID
		if author != town.OfficialSide {
			from = PersonVK(author)
		}
		return s.addVKComment(p, parent, from, now, text, media).id, nil
	}
	root := s.tg.group[post]
	if root == nil || !root.automatic {
		return 0, fmt.Errorf("no post has the root message %d in the Telegram group", post)
	}
	parent := root
	if replyTo != 0 {
		if parent = s.tg.group[replyTo]; parent == nil || parent.thread != post {
			return 0, fmt.Errorf("no comment %d stands in the Telegram thread %d", replyTo, post)
		}
	}
	m := s.newComment(root, parent, author, now, text, media)
	s.push("message", now, m.object(true))
	return m.id, nil
}

// AddAlbum writes an album of photos now under a Telegram post: as many parts as there are captions, each with its own,
// which is mostly empty. It gives the ids of the parts.
func (s *Sandbox) AddAlbum(post, author int, captions ...string) ([]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	root := s.tg.group[post]
	if root == nil || !root.automatic {
		return nil, fmt.Errorf("no post has the root message %d in the Telegram group", post)
	}
	var ids []int
	album := ""
	for _, caption := range captions {
		m := s.newComment(root, root, author, now, caption, "photo")
		if album == "" {
			album = fmt.Sprint(13_000_000_000 + m.id)
		}
		m.album = album
		s.push("message", now, m.object(true))
		ids = append(ids, m.id)
	}
	return ids, nil
}

// EditComment changes the text of a comment now.
func (s *Sandbox) EditComment(platform town.Platform, id int, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	if platform == town.VK {
		c := s.vk.comments[id]
		if c == nil || c.deleted {
			return fmt.Errorf("no comment %d stands on the VK wall", id)
		}
		c.text = text
		return nil
	}
	m := s.tg.group[id]
	if m == nil || m.automatic {
		return fmt.Errorf("no comment %d stands in the Telegram group", id)
	}
	s.correct(m, now, text)
	return nil
}

// DeleteComment removes a VK comment. Telegram tells bots nothing of deletions, so there is nothing to play there.
func (s *Sandbox) DeleteComment(id int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	c := s.vk.comments[id]
	if c == nil || c.deleted {
		return fmt.Errorf("no comment %d stands on the VK wall", id)
	}
	c.deleted = true
	return nil
}

// AddDirect writes a direct message now and gives its id: in VK the message id, in Telegram the id in the chat with the
// bot or in the channel's direct messages, whichever the person uses. At and Truth of m are not used. What the
// official's side writes to somebody who talks to the bot is not heard by the bot.
func (s *Sandbox) AddDirect(platform town.Platform, person int, m town.DirectMessage) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	if platform == town.VK {
		return s.addVKMessage(person, now, m).id
	}
	return s.addTelegramDirect(person, now, m).id
}

// EditDirect changes the text of a direct message in VK now.
func (s *Sandbox) EditDirect(id int, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.advance()
	m := s.vk.messages[id]
	if m == nil {
		return fmt.Errorf("no message %d stands in the VK dialogs", id)
	}
	m.text, m.edited = text, now
	return nil
}

// JumpUpdates lets Telegram number its next updates from id on, as it does at random after a week of silence.
func (s *Sandbox) JumpUpdates(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	s.tg.nextUpdate = id
}
