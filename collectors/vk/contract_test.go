package vk

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
)

// played is a fake VK with one post and one dialog, for the suite that every source passes.
type played struct {
	*fakeVK
	messages bool
	next     int64
	broken   int
}

func (p *played) Source(t *testing.T, archive collectors.Archive) collectors.Source {
	o := testOptions(p.fakeVK, nil)
	o.Archive = archive
	o.Retry = collectors.RetryPolicy{First: time.Millisecond, Longest: time.Millisecond, Tries: 4,
		Patience: time.Second}
	o.Limiters = &Limiters{byToken: map[[sha256.Size]byte]*rate.Limiter{
		sha256.Sum256([]byte(o.ServiceToken)): rate.NewLimiter(rate.Inf,
			1), sha256.Sum256([]byte(o.CommunityToken)): rate.NewLimiter(rate.Inf, 1)}}
	w, d := sourcesOf(t, o)
	if p.messages {
		return d
	}
	return w
}

func (p *played) Write(_ *testing.T, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	now := time.Now().Unix()
	post := p.posts[0]
	post.comments = append(post.comments, &fakeComment{id: p.next, from: 7, date: now, text: text})
	p.dialogs[7] = append(p.dialogs[7], fakeMessage{id: p.next, from: 7, date: now, text: text})
}

func (p *played) Break(_ *testing.T, calls int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = calls
	p.before = func(int, fakeCall) *fakeError {
		if p.broken == 0 {
			return nil
		}
		p.broken--
		return &fakeError{err: errors.New("connection reset")}
	}
}

func (p *played) Secret() string {
	if p.messages {
		return "community-secret"
	}
	return "service-secret"
}

func TestContract(t *testing.T) {
	for name, messages := range map[string]bool{"wall": false, "messages": true} {
		t.Run(name, func(t *testing.T) {
			sourcetest.Run(t, func(*testing.T) sourcetest.Platform {
				f := &fakeVK{posts: []*fakePost{{id: 5, date: time.Now().Add(-time.Hour).Unix()}},
					dialogs: map[int64][]fakeMessage{}}
				return &played{fakeVK: f, messages: messages, next: 100}
			})
		})
	}
}
