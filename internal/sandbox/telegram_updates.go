package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// updateLife is how long Telegram keeps an update, counted from the message or its correction.
const updateLife = 24 * time.Hour

// longestPoll is where Telegram cuts the timeout parameter.
const longestPoll = 50 * time.Second

// poll is a getUpdates that waits. Another one, or a webhook, ends it.
type poll struct{ ended chan string }

// hears reports whether the bot wants updates of a kind. Without a list it hears all but three kinds.
func (s *Sandbox) hears(kind string) bool {
	if len(s.tg.allowed) == 0 {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return slices.Contains(s.tg.allowed, kind)
}

// allow takes a list of kinds. An absent list leaves the earlier one in force; updates that happened before the call
// are not touched.
func (s *Sandbox) allow(p parameters) *telegramError {
	text, given := p["allowed_updates"]
	if !given || text == "" {
		return nil
	}
	var kinds []string
	if json.Unmarshal([]byte(text), &kinds) != nil {
		return badRequest("can't parse allowed_updates JSON object")
	}
	s.tg.allowed = kinds
	return nil
}

// endWaiting ends a waiting poll with 409.
func (s *Sandbox) endWaiting(why string) {
	if s.tg.waiting != nil {
		s.tg.waiting.ended <- why // buffered, written once
		s.tg.waiting = nil
	}
}

func conflict(why string) *telegramError {
	return &telegramError{code: http.StatusConflict, description: "Conflict: " + why}
}

// getUpdates confirms the updates below offset and gives the next ones. The caller holds mu, which is let go while
// waiting.
func (s *Sandbox) getUpdates(ctx context.Context, p parameters) (any, *telegramError) {
	var numbers [3]int64
	for i, name := range []string{"offset", "limit", "timeout"} {
		value, _, err := p.whole(name)
		if err != nil {
			return nil, badRequest("invalid " + name)
		}
		numbers[i] = value
	}
	offset, limit, timeout := numbers[0], int(numbers[1]), time.Duration(numbers[2])*time.Second
	if limit < 1 || limit > 100 {
		limit = 100
	}
	timeout = min(max(timeout, 0), longestPoll)
	if s.tg.webhook != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the " +
			"webhook first")
	}
	s.endWaiting("terminated by other getUpdates request; make sure that only one bot instance is running")
	if err := s.allow(p); err != nil {
		return nil, err
	}
	limit, timeout = s.discourage(offset, limit, timeout)
	s.confirm(offset)

	me := &poll{ended: make(chan string, 1)}
	deadline := time.Now().Add(timeout)
	for {
		now := s.advance()
		s.expire(now)
		wait := time.Until(deadline)
		if len(s.tg.updates) > 0 || wait <= 0 {
			return s.firstUpdates(limit), nil
		}
		if len(s.timeline) > 0 {
			// A town whose clock stands still must not make this a busy loop.
			wait = min(wait, max(s.timeline[0].at.Sub(now), 10*time.Millisecond))
		}
		s.tg.waiting = me
		why := s.sleep(ctx, wait, me)
		if s.tg.waiting == me {
			s.tg.waiting = nil
		}
		switch {
		case why != "":
			return nil, conflict(why)
		case ctx.Err() != nil:
			return []json.RawMessage{}, nil // nobody is there to read it
		}
	}
}

// discourage slows down a bot that asks for the same updates again and again, as Telegram does: within half a second
// it gets one update only, within three seconds its call waits.
func (s *Sandbox) discourage(offset int64, limit int, timeout time.Duration) (int, time.Duration) {
	now := time.Now()
	since := now.Sub(s.tg.lastPoll)
	again := offset == s.tg.lastOffset && !s.tg.lastPoll.IsZero()
	s.tg.lastOffset, s.tg.lastPoll = offset, now
	if s.options.NoLimits || !again {
		return limit, timeout
	}
	if since < 500*time.Millisecond {
		limit = 1
	}
	if since < 3*time.Second && timeout < 3*time.Second {
		timeout = 3 * time.Second
	}
	return limit, timeout
}

// confirm forgets the updates below offset. A negative offset counts from the end of the queue. An offset beyond
// everything that was ever given out belongs to an earlier numbering and confirms nothing.
func (s *Sandbox) confirm(offset int64) {
	keep := 0
	switch {
	case offset < 0:
		keep = max(len(s.tg.updates)+int(max(offset, -1<<30)), 0)
	case offset > s.tg.nextUpdate:
		return
	default:
		for keep < len(s.tg.updates) && s.tg.updates[keep].id < offset {
			keep++
		}
	}
	s.tg.updates = slices.Clone(s.tg.updates[keep:])
}

// expire forgets what is older than Telegram keeps.
func (s *Sandbox) expire(now time.Time) {
	if !s.options.KeepUpdates {
		s.tg.updates = slices.DeleteFunc(s.tg.updates, func(u update) bool { return now.Sub(u.at) > updateLife })
	}
}

func (s *Sandbox) firstUpdates(limit int) []json.RawMessage {
	list := []json.RawMessage{}
	for _, u := range page(s.tg.updates, 0, limit) {
		list = append(list, u.body)
	}
	return list
}

// sleep lets go of mu until something changes. It returns why the poll was ended by somebody else, if it was.
func (s *Sandbox) sleep(ctx context.Context, wait time.Duration, me *poll) (why string) {
	changed := s.changed
	s.mu.Unlock()
	defer s.mu.Lock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case why = <-me.ended:
	case <-changed:
	case <-timer.C:
	case <-ctx.Done():
	}
	return why
}

func (s *Sandbox) getWebhookInfo(now time.Time) (any, *telegramError) {
	s.expire(now)
	info := object{"url": s.tg.webhook, "has_custom_certificate": false, "pending_update_count": len(s.tg.updates)}
	if s.tg.webhook != "" {
		info["max_connections"] = 40
	}
	if len(s.tg.allowed) > 0 {
		info["allowed_updates"] = s.tg.allowed
	}
	return info, nil
}

func (s *Sandbox) setWebhook(p parameters) (any, *telegramError) {
	address := p["url"]
	if address == "" {
		return s.deleteWebhook(p)
	}
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if err := s.allow(p); err != nil {
		return nil, err
	}
	s.dropIfAsked(p)
	s.tg.webhook = address
	s.endWaiting("terminated by setWebhook request")
	return true, nil
}

func (s *Sandbox) deleteWebhook(p parameters) (any, *telegramError) {
	s.dropIfAsked(p)
	s.tg.webhook = ""
	return true, nil
}

func (s *Sandbox) dropIfAsked(p parameters) {
	if p.yes("drop_pending_updates") {
		s.tg.updates = nil
	}
}
