package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var owner = fmt.Sprint(OwnerID)

func TestVKRefusals(t *testing.T) {
	s := newTest(t, nil)
	post := fmt.Sprint(s.Posts("vk")[0])
	many := strings.Repeat("1,", 101)
	for _, c := range []struct {
		name, token, method string
		pairs               []string
		want                int
	}{
		{"community token on the wall", CommunityToken, "wall.get", []string{"owner_id", owner}, 27},
		{"community token on comments", CommunityToken, "wall.getComments",
			[]string{"owner_id", owner, "post_id", post}, 27},
		{"service token on messages", ServiceToken, "messages.getConversations", nil, 28},
		{"service token on a history", ServiceToken, "messages.getHistory", []string{"peer_id", "1"}, 28},
		{"service token in execute", ServiceToken, "execute", nil, 28},
		{"user token on permissions", UserToken, "groups.getTokenPermissions", nil, 15},
		{"user token on the wall", UserToken, "wall.get", []string{"owner_id", owner}, 0},
		{"wrong token", "nonsense", "wall.get", []string{"owner_id", owner}, 5},
		{"no token", "", "wall.get", []string{"owner_id", owner}, 5},
		{"unknown method", ServiceToken, "wall.getEverything", nil, 3},
		{"known, not played", ServiceToken, "wall.search", nil, 23},
		{"no version", ServiceToken, "wall.get", []string{"owner_id", owner, "v", ""}, 100},
		{"old version", ServiceToken, "wall.get", []string{"owner_id", owner, "v", "5.21"}, 8},
		{"101 posts", ServiceToken, "wall.get", []string{"owner_id", owner, "count", "101"}, 100},
		{"101 comments", ServiceToken, "wall.getComments",
			[]string{"owner_id", owner, "post_id", post, "count", "101"}, 100},
		{"11 in a thread", ServiceToken, "wall.getComments",
			[]string{"owner_id", owner, "post_id", post, "thread_items_count", "11"}, 100},
		{"negative offset", ServiceToken, "wall.getComments",
			[]string{"owner_id", owner, "post_id", post, "offset", "-1"}, 100},
		{"unknown order", ServiceToken, "wall.getComments",
			[]string{"owner_id", owner, "post_id", post, "sort", "up"}, 100},
		{"unknown filter", ServiceToken, "wall.get", []string{"owner_id", owner, "filter", "best"}, 100},
		{"another wall", ServiceToken, "wall.get", []string{"owner_id", "-5"}, 15},
		{"no such post", ServiceToken, "wall.getComments", []string{"owner_id", owner, "post_id", "99999"}, 15},
		{"201 dialogs", CommunityToken, "messages.getConversations", []string{"count", "201"}, 100},
		{"201 messages", CommunityToken, "messages.getHistory", []string{"peer_id", "1", "count", "201"}, 100},
		{"positive offset from a message", CommunityToken, "messages.getHistory",
			[]string{"peer_id", "1", "start_message_id", "5", "offset", "2"}, 100},
		{"a chat", CommunityToken, "messages.getHistory", []string{"peer_id", "2000000001"}, 917},
		{"101 message ids", CommunityToken, "messages.getById", []string{"message_ids", many}, 100},
	} {
		if got := vkCode(t, s, c.token, c.method, c.pairs...); got != c.want {
			t.Errorf("%s: error %d, want %d", c.name, got, c.want)
		}
	}
	s.CloseWall(true)
	if got := vkCode(t, s, ServiceToken, "wall.get", "owner_id", owner); got != 15 {
		t.Errorf("closed wall: error %d, want 15", got)
	}
	s.CloseWall(false)
	if err := s.CloseComments(s.Posts("vk")[0], true); err != nil {
		t.Fatal(err)
	}
	if got := vkCode(t, s, ServiceToken, "wall.getComments", "owner_id", owner, "post_id", post); got != 212 {
		t.Errorf("closed comments: error %d, want 212", got)
	}
	s.SetCommunityScopes("manage")
	if got := vkCode(t, s, CommunityToken, "messages.getConversations"); got != 15 {
		t.Errorf("no right to messages: error %d, want 15", got)
	}
	s.Revoke(ServiceToken)
	if got := vkCode(t, s, ServiceToken, "utils.getServerTime"); got != 5 {
		t.Errorf("revoked token: error %d, want 5", got)
	}
}

func TestVKErrorsEchoParametersWithoutTheToken(t *testing.T) {
	s := newTest(t, nil)
	body := string(vkBody(t, s, "", "wall.get", "access_token", "secret-of-somebody", "count", "7"))
	if strings.Contains(body, "secret-of-somebody") || !strings.Contains(body, `{"key":"count","value":"7"}`) {
		t.Errorf("the echo is %s", body)
	}
	if p := s.Requests()[0].Params; p["access_token"] != "" || p["count"] != "7" {
		t.Errorf("the log holds %v", p)
	}
	if got := vkCode(t, s, "", "wall.get", "access_token", ServiceToken, "owner_id", owner); got != 0 {
		t.Errorf("a token as a parameter: error %d", got)
	}
}

type vkComments struct {
	Count, OnLevel int
	Level          int `json:"current_level_count"`
	Items          []vkItem
	Profiles       []struct{ ID int64 }
	Groups         []struct{ ID int64 }
}
type vkItem struct {
	ID      int
	From    int64 `json:"from_id"`
	Text    string
	Deleted bool
	Parents []int `json:"parents_stack"`
	ReplyTo int   `json:"reply_to_comment"`
	User    int64 `json:"reply_to_user"`
	Real    int   `json:"real_offset"`
	Thread  *struct {
		Count int
		Items []vkItem
	}
}

func comments(t *testing.T, s *Sandbox, post int, pairs ...string) (c vkComments) {
	t.Helper()
	vkGet(t, s, &c, ServiceToken, "wall.getComments",
		append([]string{"owner_id", owner, "post_id", fmt.Sprint(post), "preview_length", "0", "count", "100",
			"thread_items_count", "10"}, pairs...)...)
	return c
}

func ids(items []vkItem) (list []int) {
	for _, i := range items {
		list = append(list, i.ID)
	}
	return list
}

func TestVKCommentsAndThreads(t *testing.T) {
	s := newTest(t, nil)
	post := s.Posts("vk")[0]
	c := comments(t, s, post, "extended", "1")
	// 26 comments were written, two of them deleted.
	var wall struct {
		Items []struct {
			ID       int
			Comments struct{ Count int }
		}
	}
	vkGet(t, s, &wall, ServiceToken, "wall.get", "owner_id", owner)
	for _, p := range wall.Items {
		if p.Comments.Count != 24 {
			t.Errorf("the post counts %d standing comments, want 24", p.Comments.Count)
		}
	}
	if c.Count != 24 || c.Level != 7 || len(c.Items) != 7 {
		t.Errorf("count %d, on this level %d, listed %d; want 24, 7, 7", c.Count, c.Level, len(c.Items))
	}
	if !slices.IsSorted(ids(c.Items)) || len(c.Profiles) == 0 {
		t.Errorf("not in order, or without accounts: %v", c)
	}
	root := c.Items[0]
	if root.Thread == nil || root.Thread.Count != 17 || len(root.Thread.Items) != 10 {
		t.Fatalf("the long thread is %+v", root.Thread)
	}
	var all []vkItem
	for offset := 0; ; offset += 5 {
		part := comments(t, s, post, "comment_id", fmt.Sprint(root.ID), "count", "5", "offset", fmt.Sprint(offset))
		if part.Count != 17 || part.Level != 17 {
			t.Fatalf("a thread counts %d, %d; want 17", part.Count, part.Level)
		}
		if all = append(all, part.Items...); len(part.Items) == 0 {
			break
		}
	}
	if len(all) != 17 || !slices.IsSorted(ids(all)) || !slices.Equal(ids(all[:10]), ids(root.Thread.Items)) {
		t.Errorf("paging the thread gave %v", ids(all))
	}
	if g := comments(t, s, post, "comment_id", fmt.Sprint(root.ID), "extended", "1").Groups; len(g) != 1 ||
		g[0].ID != -OwnerID {
		t.Errorf("the community that answered is not among the groups: %v", g)
	}
	nested := 0
	for _, reply := range all {
		if !slices.Equal(reply.Parents, []int{root.ID}) || reply.Thread != nil {
			t.Errorf("a reply stands under %v, not under the root alone", reply.Parents)
		}
		if reply.ReplyTo != root.ID {
			nested++
			if !strings.HasPrefix(reply.Text, "[id") || reply.User == 0 {
				t.Errorf("an answer to a reply mentions nobody: %q", reply.Text)
			}
		}
	}
	if nested == 0 {
		t.Error("no answer to a reply")
	}
	deleted := c.Items[1]
	if !deleted.Deleted || deleted.Text != "" || deleted.Thread.Count != 1 {
		t.Errorf("a deleted parent with a reply is %+v", deleted)
	}
	if err := s.DeleteComment(deleted.Thread.Items[0].ID); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(ids(comments(t, s, post).Items), deleted.ID) {
		t.Error("a deleted comment is listed although nothing hangs on it any more")
	}
}

func TestVKCommentPaging(t *testing.T) {
	s := newTest(t, nil)
	post := s.Posts("vk")[0]
	rising := ids(comments(t, s, post).Items)
	falling := ids(comments(t, s, post, "sort", "desc").Items)
	slices.Reverse(falling)
	if !slices.Equal(rising, falling) {
		t.Errorf("desc gives other comments: %v, %v", rising, falling)
	}
	from := comments(t, s, post, "start_comment_id", fmt.Sprint(rising[3]), "count", "2")
	if !slices.Equal(ids(from.Items), rising[3:5]) || from.Items[0].Real != 3 {
		t.Errorf("from a comment: %v", from.Items)
	}
	from = comments(t, s, post, "start_comment_id", fmt.Sprint(rising[3]), "offset", "-2", "count", "3")
	if !slices.Equal(ids(from.Items), rising[1:4]) {
		t.Errorf("from two before a comment: %v, want %v", ids(from.Items), rising[1:4])
	}
	if n := len(comments(t, s, post, "offset", "500").Items); n != 0 {
		t.Errorf("%d comments beyond the end", n)
	}
	var cut vkComments
	vkGet(t, s, &cut, ServiceToken, "wall.getComments", "owner_id", owner, "post_id", fmt.Sprint(post), "count", "100")
	last := []rune(cut.Items[len(cut.Items)-1].Text)
	if len(last) != 93 || string(last[90:]) != "..." {
		t.Errorf("without preview_length the text has %d characters", len(last))
	}
	if cut.Items[0].Thread.Count != 17 || len(cut.Items[0].Thread.Items) != 0 {
		t.Error("without thread_items_count replies are counted, not listed")
	}
}

func TestVKPinnedPostStandsFirst(t *testing.T) {
	s := newTest(t, nil)
	var wall struct {
		Count int
		Items []struct {
			ID     int
			Pinned int `json:"is_pinned"`
		}
	}
	vkGet(t, s, &wall, ServiceToken, "wall.get", "owner_id", owner)
	posts := s.Posts("vk")
	if wall.Count != 3 || wall.Items[0].Pinned != 1 || wall.Items[0].ID != posts[1] || wall.Items[1].ID != posts[2] ||
		wall.Items[2].ID != posts[0] {
		t.Errorf("the wall is %+v, the posts are %v", wall, posts)
	}
}

type vkHistory struct {
	Count int
	Items []struct {
		ID       int
		Out      int
		Text     string
		Operator int64 `json:"admin_author_id"`
		Updated  int64 `json:"update_time"`
	}
}

func TestVKDialogs(t *testing.T) {
	s := newTest(t, nil)
	var dialogs struct {
		Count, Unread int
		Items         []struct {
			Conversation struct {
				Peer       struct{ ID int64 }
				Unanswered bool
				Last       int `json:"last_message_id"`
			}
		}
	}
	vkGet(t, s, &dialogs, CommunityToken, "messages.getConversations", "count", "2", "offset", "1")
	if dialogs.Count != 4 || len(dialogs.Items) != 2 ||
		dialogs.Items[0].Conversation.Last < dialogs.Items[1].Conversation.Last {
		t.Errorf("dialogs: %+v", dialogs)
	}
	vkGet(t, s, &dialogs, CommunityToken, "messages.getConversations", "filter", "unanswered")
	if dialogs.Count != 3 {
		t.Errorf("%d unanswered dialogs, want 3", dialogs.Count)
	}
	peer := fmt.Sprint(PersonVK(2))
	history := func(pairs ...string) (h vkHistory) {
		vkGet(t, s, &h, CommunityToken, "messages.getHistory", append([]string{"peer_id", peer}, pairs...)...)
		return h
	}
	all := history("rev", "1")
	if all.Count != 4 || len(all.Items) != 4 || all.Items[1].Out != 1 || all.Items[1].Operator != 0 ||
		all.Items[3].Operator != OperatorVK {
		t.Fatalf("the dialog is %+v", all)
	}
	idsOf := func(h vkHistory) (list []int) {
		for _, m := range h.Items {
			list = append(list, m.ID)
		}
		return list
	}
	whole := idsOf(all)
	if got := idsOf(history("start_message_id", fmt.Sprint(whole[1]), "rev", "1")); !slices.Equal(got, whole[1:]) {
		t.Errorf("rising from the second message: %v of %v", got, whole)
	}
	if got := idsOf(history("start_message_id", fmt.Sprint(whole[1]), "offset", "-1", "count", "2")); !slices.Equal(got,
		[]int{whole[2], whole[1]}) {
		t.Errorf("falling from one newer than the second: %v of %v", got, whole)
	}
	if got := idsOf(history("offset", "1", "count", "2")); !slices.Equal(got, []int{whole[2], whole[1]}) {
		t.Errorf("falling with an offset: %v of %v", got, whole)
	}
	if err := s.EditDirect(whole[0], "исправлено"); err != nil {
		t.Fatal(err)
	}
	if m := history("rev", "1").Items[0]; m.Text != "исправлено" || m.Updated == 0 {
		t.Errorf("after a correction: %+v", m)
	}
}

func TestVKRateLimits(t *testing.T) {
	s := newTest(t, func(o *Options) { o.NoLimits = false })
	refused := func(token string, calls int) (n int) {
		for range calls {
			if vkCode(t, s, token, "utils.getServerTime") == 6 {
				n++
			}
		}
		return n
	}
	started := time.Now()
	service, community := refused(ServiceToken, 5), refused(CommunityToken, 22)
	if time.Since(started) < limitWindow && (service != 2 || community != 2) {
		t.Errorf("%d of 5 and %d of 22 calls at once were refused, want 2 and 2", service, community)
	}
}
