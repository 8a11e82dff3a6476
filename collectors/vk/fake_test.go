package vk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// fakeVK answers API calls from memory. It keeps to the schema in what it reads: owner_id, post_id, offset, count,
// comment_id, thread_items_count, peer_id.
type fakeVK struct {
	mu    sync.Mutex
	posts []*fakePost // newest first
	// dialogs are in no order; the listing sorts them by their last message.
	dialogs map[int64][]fakeMessage
	calls   []fakeCall
	// before runs ahead of every answer, with the number of calls so far: it changes the world or fails the call.
	before func(n int, c fakeCall) *fakeError
	// plain leaves out current_level_count, as simple servers do.
	plain bool
	// replace, if set, may give another reply than the true one; nil leaves it.
	replace func(c fakeCall) any
	// lacks: the server does not know wall.getById.
	lacks bool
	// stubs lists deleted comments that have standing replies as `deleted: true`; otherwise they are left out.
	stubs bool
	// unseen is how many more comments or messages a post or dialog is said to have than it shows.
	unseen map[int64]int
	// listed is how many more comments the list of posts says that a post has than its own reply does.
	listed map[int64]int
	// extended: lists of dialogs name the authors of their last messages, as VKontakte does.
	extended bool
	// people are short names and whose they are: minus for a community. Nil: the server does not know users.get.
	people map[string]int64
}

func (*fakeVK) kindOf(id int64) string {
	if id < 0 {
		return "page"
	}
	return "user"
}

type fakeCall struct {
	method string
	params url.Values
	token  string
}

func (c fakeCall) int(key string) int64 {
	n, _ := strconv.ParseInt(c.params.Get(key), 10, 64)
	return n
}

type fakeError struct {
	code int
	err  error
}

type fakePost struct {
	id, date int64
	pinned   bool
	closed   int
	comments []*fakeComment // in the order of writing, replies among them
}

type fakeComment struct {
	id, root, replyTo, from, date int64
	text                          string
	deleted                       bool
}

type fakeMessage struct {
	id, date, from, admin, edited int64
	text                          string
	out                           bool
}

func (f *fakeVK) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	params, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	c := fakeCall{method: path.Base(r.URL.Path), params: params,
		token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, c)
	if f.before != nil {
		if e := f.before(len(f.calls), c); e != nil {
			if e.err != nil {
				return nil, e.err
			}
			return jsonReply(refusal(e.code)), nil
		}
	}
	if f.replace != nil {
		if reply := f.replace(c); reply != nil {
			return jsonReply(reply), nil
		}
	}
	return jsonReply(f.answer(c)), nil
}

func (f *fakeVK) answer(c fakeCall) any {
	switch c.method {
	case "wall.get":
		return f.wallGet(c)
	case "wall.getById":
		if f.lacks {
			return refusal(3)
		}
		items := []any{}
		for _, p := range f.posts {
			if fmt.Sprintf("%d_%d", testOwner, p.id) == c.params.Get("posts") {
				items = append(items, map[string]any{"id": p.id, "owner_id": testOwner, "date": p.date})
			}
		}
		return response(map[string]any{"items": items})
	case "wall.getComments":
		return f.getComments(c)
	case "messages.getConversations":
		return f.conversations(c)
	case "messages.getHistory":
		return f.history(c)
	case "groups.getTokenPermissions":
		return response(map[string]any{"mask": 4096, "permissions": []any{map[string]any{"name": "messages",
			"setting": 4096}, map[string]any{"name": "manage", "setting": 1}}})
	case "groups.getById":
		return response(map[string]any{"groups": []any{map[string]any{"id": 1001, "name": "Губернатор"}}})
	case "utils.getServerTime":
		return response(time.Now().Unix())
	case "utils.resolveScreenName":
		if id := f.people[c.params.Get("screen_name")]; id != 0 {
			return response(map[string]any{"type": f.kindOf(id), "object_id": max(id, -id)})
		}
		return response([]any{})
	case "users.get":
		if f.people == nil {
			break
		}
		found := []any{}
		for _, id := range f.people {
			if slices.Contains(strings.Split(c.params.Get("user_ids"), ","), strconv.FormatInt(id, 10)) {
				found = append(found, map[string]any{"id": id, "first_name": "А", "last_name": "Б"})
			}
		}
		return response(found)
	}
	return refusal(3)
}

func response(v any) any { return map[string]any{"response": v} }

func refusal(code int) any {
	return map[string]any{"error": map[string]any{"error_code": code, "error_msg": fmt.Sprintf("refused with %d", code),
		"request_params": []any{map[string]any{"key": "method", "value": "x"}}}}
}

func jsonReply(v any) *http.Response {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return rawReply(200, "application/json; charset=utf-8", raw)
}

func rawReply(status int, contentType string, raw []byte) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}},
		Body: io.NopCloser(bytes.NewReader(raw)), ContentLength: int64(len(raw))}
}

func window[T any](items []T, c fakeCall, cap int64) []T {
	offset := min(c.int("offset"), int64(len(items)))
	count := min(c.int("count"), cap)
	return items[offset:min(offset+count, int64(len(items)))]
}

func (f *fakeVK) wallGet(c fakeCall) any {
	items := []any{}
	for _, p := range window(f.posts, c, 100) {
		post := map[string]any{"id": p.id, "owner_id": c.int("owner_id"), "from_id": c.int("owner_id"),
			"date": p.date, "text": "пост",
			"comments": map[string]any{"count": p.standing() + f.unseen[p.id] + f.listed[p.id], "can_post": 1}}
		if p.pinned {
			post["is_pinned"] = 1
		}
		items = append(items, post)
	}
	return response(map[string]any{"count": len(f.posts), "items": items})
}

func (p *fakePost) standing() int {
	n := 0
	for _, c := range p.comments {
		if !c.deleted {
			n++
		}
	}
	return n
}

func (p *fakePost) comment(id int64) *fakeComment {
	for _, c := range p.comments {
		if c.id == id {
			return c
		}
	}
	return nil
}

func (p *fakePost) thread(root int64) []*fakeComment {
	var found []*fakeComment
	for _, c := range p.comments {
		if c.root == root && !c.deleted {
			found = append(found, c)
		}
	}
	return found
}

// level is what is listed on a level: deleted roots as stubs where they have standing replies, or not at all.
func (f *fakeVK) level(p *fakePost, root int64) []*fakeComment {
	if root != 0 {
		return p.thread(root)
	}
	var found []*fakeComment
	for _, c := range p.comments {
		if c.root == 0 && (!c.deleted || (f.stubs && len(p.thread(c.id)) > 0)) {
			found = append(found, c)
		}
	}
	return found
}

func (f *fakeVK) getComments(c fakeCall) any {
	i := slices.IndexFunc(f.posts, func(p *fakePost) bool { return p.id == c.int("post_id") })
	if i < 0 {
		return refusal(15)
	}
	p := f.posts[i]
	if p.closed != 0 {
		return refusal(p.closed)
	}
	root := c.int("comment_id")
	level := f.level(p, root)
	items, people := []any{}, map[int64]bool{}
	for _, comment := range window(level, c, 100) {
		items = append(items, f.comment(p, comment, c.int("owner_id"), min(c.int("thread_items_count"), 10), people))
	}
	reply := map[string]any{"count": p.standing() + f.unseen[p.id], "items": items, "profiles": profiles(people),
		"groups": []any{}, "can_post": true}
	if !f.plain {
		reply["current_level_count"] = len(level)
	} else { // a simple server counts what it lists
		n := len(level)
		for _, comment := range level {
			if root == 0 {
				n += len(p.thread(comment.id))
			}
		}
		reply["count"] = n
	}
	return response(reply)
}

func (f *fakeVK) comment(p *fakePost, c *fakeComment, owner, included int64, people map[int64]bool) any {
	people[c.from] = true
	item := map[string]any{"id": c.id, "from_id": c.from, "date": c.date, "text": c.text, "post_id": p.id,
		"owner_id": owner, "parents_stack": []int64{}}
	if c.deleted {
		item = map[string]any{"id": c.id, "from_id": 0, "date": c.date, "text": "", "deleted": true}
	}
	if c.root != 0 {
		item["parents_stack"] = []int64{c.root}
		if c.replyTo != 0 {
			item["reply_to_comment"] = c.replyTo
		}
		return item
	}
	thread := p.thread(c.id)
	replies := []any{}
	for _, reply := range thread[:min(int64(len(thread)), included)] {
		replies = append(replies, f.comment(p, reply, owner, included, people))
	}
	item["thread"] = map[string]any{"count": len(thread), "items": replies, "can_post": true}
	return item
}

func profiles(people map[int64]bool) []any {
	found := []any{}
	for id := range people {
		if id > 0 {
			found = append(found, map[string]any{"id": id, "first_name": "Житель", "last_name": strconv.FormatInt(id,
				10)})
		}
	}
	return found
}

func (f *fakeVK) peers() []int64 {
	var peers []int64
	for peer := range f.dialogs {
		peers = append(peers, peer)
	}
	last := func(peer int64) int64 { d := f.dialogs[peer]; return d[len(d)-1].id }
	slices.SortFunc(peers, func(a, b int64) int { return int(last(b) - last(a)) })
	return peers
}

func (f *fakeVK) conversations(c fakeCall) any {
	items, people := []any{}, map[int64]bool{}
	peers := f.peers()
	for _, peer := range window(peers, c, 200) {
		d := f.dialogs[peer]
		last := d[len(d)-1].id
		people[d[len(d)-1].from] = f.extended
		items = append(items, map[string]any{"conversation": map[string]any{"peer": map[string]any{"id": peer,
			"type": "user", "local_id": peer},
			"last_message_id": last, "last_conversation_message_id": len(d), "in_read": 0, "out_read": 0},
			"last_message": fakeItem(peer, len(d), d[len(d)-1])})
	}
	if !f.extended {
		return response(map[string]any{"count": len(peers), "items": items})
	}
	return response(map[string]any{"count": len(peers), "items": items, "profiles": profiles(people),
		"groups": []any{}})
}

func (f *fakeVK) history(c fakeCall) any {
	d := slices.Clone(f.dialogs[c.int("peer_id")])
	slices.Reverse(d)
	items, people := []any{}, map[int64]bool{}
	for i, m := range window(d, c, 200) {
		people[m.from] = true
		items = append(items, fakeItem(c.int("peer_id"), len(d)-int(c.int("offset"))-i, m))
	}
	return response(map[string]any{"count": len(d) + f.unseen[c.int("peer_id")], "items": items,
		"profiles": profiles(people)})
}

func fakeItem(peer int64, number int, m fakeMessage) any {
	item := map[string]any{"id": m.id, "conversation_message_id": number, "date": m.date, "from_id": m.from,
		"peer_id": peer, "out": 0, "text": m.text, "attachments": []any{}, "fwd_messages": []any{}}
	if m.out {
		item["out"] = 1
	}
	if m.admin != 0 {
		item["admin_author_id"] = m.admin
	}
	if m.edited != 0 {
		item["update_time"] = m.edited
	}
	return item
}

func (f *fakeVK) count(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked(method)
}

// asked is count for a hook, which runs under the lock.
func (f *fakeVK) asked(method string) (n int) {
	for _, c := range f.calls {
		if c.method == method {
			n++
		}
	}
	return n
}

// memory is the store as a source sees it.
type memory struct {
	messages  map[inbox.Ref]inbox.Message
	threads   map[inbox.ThreadRef]map[inbox.Ref]bool
	cursors   map[string][]byte
	undecoded map[string]inbox.Undecoded
	warnings  []string
	// inaccessible is what the last batch named.
	inaccessible   []inbox.Inaccessible
	reconciliation inbox.Reconciliation
	// destroyed are not stored again, as after a purge.
	destroyed map[inbox.Ref]bool
}

func newMemory() *memory {
	return &memory{messages: map[inbox.Ref]inbox.Message{}, threads: map[inbox.ThreadRef]map[inbox.Ref]bool{},
		cursors: map[string][]byte{}, undecoded: map[string]inbox.Undecoded{}}
}

func (m *memory) Known(_ context.Context, thread inbox.ThreadRef) ([]inbox.Message, error) {
	var known []inbox.Message
	for ref := range m.threads[thread] {
		if message, stored := m.messages[ref]; stored {
			message.Text, message.Raw = "", nil
			known = append(known, message)
		}
	}
	slices.SortFunc(known, inbox.Compare)
	return known, nil
}

func (m *memory) Thread(_ context.Context, ref inbox.Ref) (inbox.ThreadRef, error) {
	return m.messages[ref].ThreadRef(), nil
}

func (m *memory) Purged(context.Context, inbox.ThreadRef) (bool, error) {
	return m.destroyed != nil, nil
}

func (m *memory) commit(source string, b inbox.Batch) {
	for _, message := range b.Messages {
		if m.destroyed[message.Ref()] {
			continue
		}
		if old, stored := m.messages[message.Ref()]; stored && !message.Deleted.IsZero() {
			message.Text = old.Text
		}
		m.messages[message.Ref()] = message
		if m.threads[message.ThreadRef()] == nil {
			m.threads[message.ThreadRef()] = map[inbox.Ref]bool{}
		}
		m.threads[message.ThreadRef()][message.Ref()] = true
	}
	for _, gone := range b.Deletions {
		message, stored := m.messages[gone.Ref]
		if !stored {
			panic("a message that is not stored is said to be gone")
		}
		message.Deleted = gone.Noticed
		m.messages[gone.Ref] = message
	}
	for _, piece := range b.Undecoded {
		m.undecoded[piece.ID] = piece
	}
	m.warnings = append(m.warnings, b.Warnings...)
	m.inaccessible, m.reconciliation = b.Inaccessible, b.Reconciliation
	if strings.HasSuffix(source, " wall") && !sameWhenStored(b.Next) {
		panic("a cursor does not open as it was stored: " + string(b.Next))
	}
	m.cursors[source] = b.Next
}

// standing are the ids of the stored messages of a thread that have not been deleted.
func (m *memory) standing(thread string) []int64 {
	var ids []int64
	for _, message := range m.messages {
		if message.Thread == thread && message.Deleted.IsZero() {
			n, _ := strconv.ParseInt(message.ID, 10, 64)
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	return ids
}

const testOwner = -1001

func testOptions(transport http.RoundTripper, m *memory) Options {
	return Options{Channel: "governor/vk", OwnerID: testOwner, ServiceToken: "service-secret",
		CommunityToken: "community-secret",
		Wall:           true, Messages: true, APIURL: "https://vk.test/method",
		HTTP: &http.Client{Transport: transport}, Archive: m,
		Retry: collectors.RetryPolicy{First: 10 * time.Millisecond, Longest: time.Second, Tries: 3,
			Patience: time.Minute},
		Staff: []int64{4242}}
}

func sourcesOf(t testing.TB, o Options) (wall, messages collectors.Source) {
	t.Helper()
	sources, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return sources[0], sources[1]
}

// pull fetches and commits until nothing more is there. Every third step a source that remembers nothing goes on, as
// after a crash.
func pull(t testing.TB, source func() collectors.Source, m *memory) error {
	t.Helper()
	return crashing(t, source, m, 3)
}

// crashing is a pull during which the program crashes after every so many steps, for ever.
func crashing(t testing.TB, source func() collectors.Source, m *memory, every int) error {
	t.Helper()
	s := source()
	for steps := 1; ; steps++ {
		if steps > 5000 {
			t.Fatal("the pull does not end")
		}
		b, err := s.Fetch(t.Context(), m.cursors[s.Name()])
		if err != nil {
			if len(b.Messages) > 0 || len(b.Next) > 0 {
				t.Fatal("a failed step brings a batch")
			}
			return err
		}
		m.commit(s.Name(), b)
		if !b.More {
			return nil
		}
		if steps%every == 0 {
			s = source()
		}
	}
}
