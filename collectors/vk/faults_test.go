package vk

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
)

// The addresses of the sources of two channels.
const (
	faultyWall, faultyDialogs = "localhost:1", "localhost:2"
	otherWall, otherDialogs   = "localhost:3", "localhost:4"
)

const wordsOfFaults = "на улице Заречной"

func calledBy(address, method string, more func(sourcetest.Asked) bool) func(sourcetest.Asked) bool {
	return func(a sourcetest.Asked) bool {
		return a.Address == address && a.Method == method && (more == nil || more(a))
	}
}

func vkCalls() []sourcetest.Call {
	thread := func(wanted bool) func(sourcetest.Asked) bool {
		return func(a sourcetest.Asked) bool { return (a.Params.Get("comment_id") != "") == wanted }
	}
	page := func(first bool) func(sourcetest.Asked) bool {
		return func(a sourcetest.Asked) bool { return (a.Params.Get("offset") == "0") == first }
	}
	wall := func(name, method string, more func(sourcetest.Asked) bool) sourcetest.Call {
		return sourcetest.Call{Name: name, Source: "governor/vk wall", Channel: "governor/vk", Method: method,
			Match: calledBy(faultyWall, method, more)}
	}
	dialogs := func(name, method string, more func(sourcetest.Asked) bool) sourcetest.Call {
		return sourcetest.Call{Name: name, Source: "governor/vk messages", Channel: "governor/vk", Method: method,
			Match: calledBy(faultyDialogs, method, more)}
	}
	gone := wall("VK wall.getById", "wall.getById", nil)
	gone.Later, gone.Borne = true, true
	long := func(c sourcetest.Call) sourcetest.Call { c.Long, c.First = true, c.Method != "wall.get"; return c }
	return []sourcetest.Call{
		wall("VK wall.get", "wall.get", page(true)),
		long(wall("VK wall.get, second page", "wall.get", page(false))),
		gone,
		wall("VK wall.getComments", "wall.getComments", func(a sourcetest.Asked) bool {
			return thread(false)(a) &&
				page(true)(a)
		}),
		long(wall("VK wall.getComments, second page", "wall.getComments",
			func(a sourcetest.Asked) bool { return thread(false)(a) && page(false)(a) })),
		wall("VK wall.getComments of a thread", "wall.getComments", thread(true)),
		dialogs("VK messages.getConversations", "messages.getConversations", nil),
		dialogs("VK messages.getHistory", "messages.getHistory", page(true)),
		long(dialogs("VK messages.getHistory, second page", "messages.getHistory", page(false))),
	}
}

// faultyTown is a wall with a long thread, and dialogs; if it is long, with more than a page of posts, comments and
// words.
type faultyTown struct {
	*fakeVK
	began time.Time
	long  bool
}

func newFaultyTown(long bool) *faultyTown {
	posts := 4
	if long {
		posts = 102
	}
	f := &faultyTown{fakeVK: townWall(posts, 0), began: time.Now(), long: long}
	f.dialogs = map[int64][]fakeMessage{}
	return f
}

func (f *faultyTown) comment(post *fakePost, id, root int64) {
	post.comments = append(post.comments, &fakeComment{id: id, root: root, replyTo: root, from: 7 + id%5,
		date: f.began.Unix() - 600 + id%600,
		text: fmt.Sprintf("Яма %s, дом %d", wordsOfFaults, id)})
}

func (f *faultyTown) say(peer, id int64) {
	f.dialogs[peer] = append(f.dialogs[peer], fakeMessage{id: id, date: f.began.Unix() - 3000 + id, from: peer,
		text: fmt.Sprintf("Нет воды %s, дом %d", wordsOfFaults, id)})
}

// happens: new comments on three posts, more than a page under one of them, long threads, and new words in dialogs;
// before the second pull also an edit, deletions, and a post with comments disappears.
func (f *faultyTown) happens(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	comments, replies, words := int64(2), int64(2), int64(2)
	if n == 0 {
		replies = 11 // more than are included with their root
	}
	if n == 0 && f.long {
		comments, words = 120, 230
	}
	for i, post := range f.posts[:3] {
		first := int64(n*10000 + i*1000 + 1)
		for id := range comments {
			if i == 0 || id < 3 {
				f.comment(post, first+id, 0)
			}
		}
		for id := range replies {
			f.comment(post, first+500+id, int64(i*1000+2))
		}
		if n > 0 {
			post.comments[0].text += ", уже глубже"
			post.comments[2].deleted = true
		}
	}
	last := len(f.posts) - 1
	if n == 0 {
		f.comment(f.posts[last], 70001, 0)
	} else {
		f.posts = f.posts[:last]
		f.posts[last-1] = &fakePost{id: 1, date: f.posts[last-1].date}
	}
	for peer := range int64(3) {
		f.say(5+peer, int64(n*1000)+10*peer+11)
	}
	for id := range words {
		f.say(9, int64(n*1000)+100+id)
	}
}

func (f *faultyTown) scene(other *faultyTown) *sourcetest.Scene {
	options := func(client *http.Client, scheme, address string, channel inbox.ChannelID, shared *Limiters) Options {
		o := testOptions(nil, nil)
		o.Channel, o.HTTP, o.APIURL, o.Limiters = channel, client, scheme+"://"+address+"/method", shared
		o.Retry = collectors.RetryPolicy{} // the program's own
		return o
	}
	return &sourcetest.Scene{
		Answer: func(address string, r *http.Request) (*http.Response, error) {
			if address == otherWall || address == otherDialogs {
				return other.RoundTrip(r)
			}
			return f.RoundTrip(r)
		},
		Status: func(_, retryAfter int) (http.Header, string) {
			h := http.Header{"Content-Type": {"text/html"}}
			if retryAfter > 0 {
				h.Set("Retry-After", fmt.Sprint(retryAfter))
			}
			return h, "<html><body>VK</body></html>"
		},
		Happens: func(n int) { f.happens(n); other.happens(n) },
		Sources: func(client *http.Client, scheme string, l *sourcetest.Ledger) ([]collectors.Source, error) {
			var all []collectors.Source
			shared := &Limiters{}
			for i, address := range []string{faultyWall, faultyDialogs, otherWall, otherDialogs} {
				o := options(client, scheme, address, []inbox.ChannelID{"governor/vk", "health/vk"}[i/2], shared)
				o.Archive, o.Wall, o.Messages = l, i%2 == 0, i%2 == 1
				s, err := New(o)
				if err != nil {
					return nil, err
				}
				all = append(all, s...)
			}
			return all, nil
		},
		Check: func(client *http.Client, scheme string) []collectors.Diagnostic {
			return Check(context.Background(), options(client, scheme, faultyWall, "governor/vk", nil))
		},
		Secrets: []string{"service-secret", "community-secret", wordsOfFaults, "Житель"},
	}
}

// TestFaults is the VK part of docs/reliability.md.
func TestFaults(t *testing.T) {
	calls := vkCalls()
	ran := sourcetest.Matrix(t, calls,
		func(long bool) *sourcetest.Scene { return newFaultyTown(long).scene(newFaultyTown(false)) })
	sourcetest.Documented(t, "../../docs/reliability.md", "VK ", ran, calls)
}

func vkCheckCalls() []sourcetest.Call {
	var calls []sourcetest.Call
	for _, method := range []string{"wall.get", "groups.getTokenPermissions", "messages.getConversations",
		"groups.getById", "utils.getServerTime"} {
		calls = append(calls, sourcetest.Call{Name: "VK check: " + method, Method: method, Match: calledBy(faultyWall,
			method, nil)})
	}
	return calls
}

// TestFaultsOfTheCheck is its part about `otklik check`.
func TestFaultsOfTheCheck(t *testing.T) {
	calls := vkCheckCalls()
	ran := sourcetest.CheckMatrix(t, calls,
		func() *sourcetest.Scene { return newFaultyTown(false).scene(newFaultyTown(false)) })
	sourcetest.Documented(t, "../../docs/reliability.md", "VK check: ", ran, calls)
}
