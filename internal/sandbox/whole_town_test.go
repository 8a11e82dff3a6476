package sandbox

import (
	"fmt"
	"testing"

	"otklik/internal/sandbox/town"
)

func key(platform town.Platform, direct bool, thread, id any) string {
	return fmt.Sprintf("%s %t %v %v", platform, direct, thread, id)
}

// TestTheWholeTownCanBeRead pages through everything as a collector would and misses nothing that was written.
func TestTheWholeTownCanBeRead(t *testing.T) {
	s := New(Options{Town: town.New(testNow), Now: stillClock, NoLimits: true, KeepUpdates: true})
	want := map[string]bool{} // what the labels say that a reader must find
	for _, l := range s.Labels() {
		if l.Platform == town.VK || l.Direct {
			want[key(l.Platform, l.Direct, l.Thread, l.ID)] = true
		}
	}
	deleted := 0
	for _, c := range s.vk.comments {
		if c.deleted {
			deleted++
			delete(want, key(town.VK, false, fmt.Sprintf("%d_%d", OwnerID, c.post.id), c.id))
		}
	}
	total := len(want)
	found := func(platform town.Platform, direct bool, thread any, id int) {
		delete(want, key(platform, direct, thread, id))
	}
	longThreads := 0
	for _, post := range s.Posts(town.VK) {
		thread := fmt.Sprintf("%d_%d", OwnerID, post)
		for offset := 0; ; offset += 100 {
			part := comments(t, s, post, "offset", fmt.Sprint(offset))
			for _, c := range part.Items {
				found(town.VK, false, thread, c.ID)
				if c.Thread.Count > 10 {
					longThreads++
				}
				for at := 0; at < c.Thread.Count; at += 100 {
					for _, reply := range comments(t, s, post, "comment_id", fmt.Sprint(c.ID), "offset",
						fmt.Sprint(at)).Items {
						found(town.VK, false, thread, reply.ID)
					}
				}
			}
			if len(part.Items) < 100 {
				break
			}
		}
	}
	for peer, dialog := range s.vk.dialogs {
		for offset := 0; offset < len(dialog.messages); offset += 200 {
			var h vkHistory
			vkGet(t, s, &h, CommunityToken, "messages.getHistory", "peer_id", fmt.Sprint(peer), "count", "200",
				"offset", fmt.Sprint(offset))
			for _, m := range h.Items {
				found(town.VK, true, peer, m.ID)
			}
		}
	}
	group := 0
	for offset := int64(0); ; {
		list := updates(t, s, "offset", fmt.Sprint(offset))
		if len(list) == 0 {
			break
		}
		offset = list[len(list)-1].ID + 1
		for _, u := range list {
			switch m := u.Message; {
			case m == nil:
			case m.Topic != nil:
				found(town.Telegram, true, int64((*m.Topic)["topic_id"].(float64)), m.ID)
			case m.Chat.ID == GroupChat:
				group++
			default:
				found(town.Telegram, true, m.Chat.ID, m.ID)
			}
		}
	}
	if len(want) != 0 {
		t.Errorf("%d of %d messages of citizens could not be read: %.300v", len(want), total, want)
	}
	if group != len(s.tg.group) || group == 0 {
		t.Errorf("%d messages of the group were delivered, %d were written", group, len(s.tg.group))
	}
	if longThreads == 0 {
		t.Error("no thread of the town is longer than ten replies")
	}
	t.Logf("%d messages of citizens, %d deleted comments, %d long threads, %d messages in the Telegram group", total,
		deleted, longThreads, group)
}

func TestTheWholeTownFitsTheSchemas(t *testing.T) {
	vk := openVKSchema(t)
	s := New(Options{Town: town.New(testNow), Now: stillClock, NoLimits: true, KeepUpdates: true, NoOddities: true})
	for _, post := range s.Posts(town.VK) {
		vk.must(t, "wall/responses.json", "wall_getComments_extended_response",
			vkBody(t, s, ServiceToken, "wall.getComments",
				"owner_id", owner, "post_id", fmt.Sprint(post), "count", "100", "thread_items_count", "10",
				"extended", "1",
				"preview_length", "0"))
	}
	vk.must(t, "messages/responses.json", "messages_getConversations_response",
		vkBody(t, s, CommunityToken, "messages.getConversations", "count", "200", "extended", "1"))
	for _, f := range allUpdateFaults(t, s, openBotSchema(t)) {
		t.Error(f)
	}
}
