package sandbox

import (
	"fmt"
	"unicode/utf8"

	"otklik/internal/sandbox/town"
)

// longestVKMessage is VK's limit of a message in characters (VK's messages/methods.json).
const longestVKMessage = 9000

// wallCreateComment writes under a post in the community's name. The same guid writes once.
func (s *Sandbox) wallCreateComment(c call) (any, *vkError) {
	if err := s.wallOf(c); err != nil {
		return nil, err
	}
	id, err := c.within("post_id", 1, noLimit, 0)
	if err != nil {
		return nil, err
	}
	to, err := c.within("reply_to_comment", 0, noLimit, 0)
	if err != nil {
		return nil, err
	}
	post := s.postByID(id)
	var target *vkComment
	if to != 0 {
		target = s.vk.comments[to]
	}
	switch {
	case post == nil:
		return nil, refuse(210, "Access to wall's post denied")
	case post.closed:
		return nil, refuse(213, "Access to status replies denied")
	case c.parameters["message"] == "":
		return nil, badParam("message is undefined")
	case to != 0 && (target == nil || target.deleted || target.post != post):
		return nil, badParam("reply_to_comment not found")
	}
	key := fmt.Sprintf("comment %d %s", id, c.parameters["guid"])
	made := s.vk.comments[s.vk.sent[key]]
	if made == nil || c.parameters["guid"] == "" {
		made = s.addVKComment(post, nil, OwnerID, c.now, c.parameters["message"], "")
		if target != nil {
			s.answerVK(made, target)
		}
		s.vk.sent[key] = made.id
	}
	parents := []int{}
	if made.root != nil {
		parents = append(parents, made.root.id)
	}
	return object{"comment_id": made.id, "parents_stack": parents}, nil
}

// answerVK puts a comment under another one. What is written by a call gets no mention before it.
func (s *Sandbox) answerVK(c, target *vkComment) {
	c.replyTo, c.root = target, target
	if target.root != nil {
		c.root = target.root
	}
	c.root.replies = append(c.root.replies, c)
}

// messagesSend writes into a dialog in the community's name. The same random_id writes once.
func (s *Sandbox) messagesSend(c call) (any, *vkError) {
	peer, given, wrong := c.whole("peer_id")
	random, hasRandom, wrongRandom := c.whole("random_id")
	switch {
	case wrong != nil || !given:
		return nil, badParam("peer_id is undefined")
	case wrongRandom != nil || !hasRandom || random != int64(int32(random)):
		return nil, badParam("random_id is a required parameter")
	case c.parameters["message"] == "":
		return nil, badParam("message is empty or invalid")
	case utf8.RuneCountInString(c.parameters["message"]) > longestVKMessage:
		return nil, refuse(914, "Message is too long")
	case s.vk.dialogs[peer] == nil:
		return nil, refuse(901, "Can't send messages for users without permission")
	}
	key := fmt.Sprintf("message %d", random)
	if id, was := s.vk.sent[key]; was && random != 0 {
		return id, nil
	}
	made := s.addVKMessage(int(peer-PersonVK(0)), c.now, town.DirectMessage{FromOfficial: true, Automatic: true,
		Text: c.parameters["message"]})
	s.vk.sent[key] = made.id
	return made.id, nil
}
