// Package telegram delivers a digest into a Telegram chat: its pages as messages, then its documents as files. It also
// writes those pages.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/internal/delivery"
)

// between is the pause between two messages: a chat takes about one a second.
const between = 1100 * time.Millisecond

// Options say where a transport leads.
type Options struct {
	// APIURL is the address of the Bot API, empty: https://api.telegram.org.
	APIURL string
	// Token is the bot's; the bot must be allowed to write in the chat.
	Token string
	// Chat is the chat's id: −100… for channels and large groups.
	Chat int64
	// Attach are the formats of the documents that follow the pages.
	Attach []string
	// Client brings proxy and certificates; nil is a plain one.
	Client *http.Client
}

// Transport sends to one chat.
type Transport struct {
	api    api
	chat   int64
	attach []string
	// pace is the pause between two messages; tests take none.
	pace time.Duration
}

// New is the way into a chat.
func New(o Options) (*Transport, error) {
	base := strings.TrimRight(o.APIURL, "/")
	if base == "" {
		base = "https://api.telegram.org"
	}
	if u, err := url.Parse(base); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the address of the Bot API is not an http or https URL")
	}
	if !tokenForm.MatchString(o.Token) {
		return nil, errors.New("this is no bot token: it looks like 123456:ABC…, as @BotFather gives it")
	}
	if o.Chat == 0 {
		return nil, errors.New("the chat's id is missing, such as -1001234567890")
	}
	client := &http.Client{}
	if o.Client != nil {
		*client = *o.Client
	}
	// The token stands in the address: a redirect would carry it away.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Transport{api: api{root: base + "/bot" + o.Token, token: o.Token, client: client}, chat: o.Chat,
		attach: slices.Clone(o.Attach), pace: between}, nil
}

var tokenForm = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)

// Name implements delivery.Transport.
func (w *Transport) Name() string { return "telegram " + strconv.FormatInt(w.chat, 10) }

// step is one call of a delivery.
type step func(ctx context.Context) error

// Send implements delivery.Transport. The mark of progress is the number of calls that were accepted, of all: "3/5".
// Only the first message rings.
func (w *Transport) Send(ctx context.Context, p delivery.Outgoing, done string, progress func(string) error) (string,
	error) {
	documents, err := p.Attachments(w.attach)
	if err != nil {
		return "", err
	}
	pages := withNotices(p)
	if len(pages) == 0 {
		return "", delivery.Permanent(errors.New("the stored digest has no messages for Telegram: this delivery was " +
			"configured after the digest was made"))
	}
	var steps []step
	for n, page := range pages {
		steps = append(steps, func(ctx context.Context) error { return w.page(ctx, page, n > 0) })
	}
	for _, d := range documents {
		steps = append(steps, func(ctx context.Context) error {
			return w.api.document(ctx, w.chat, d.Name, d.ContentType, d.Data)
		})
	}
	response := fmt.Sprintf("%d messages, %d documents", len(pages), len(documents))
	first := begun(done, len(steps))
	for n, send := range steps[first:] {
		if n > 0 {
			if err := sleep(ctx, w.pace); err != nil {
				return "", fmt.Errorf("send the digest to the chat %d: %w", w.chat, err)
			}
		}
		if err := send(ctx); err != nil {
			return "", fmt.Errorf("send part %d of %d to the chat %d: %w", first+n+1, len(steps), w.chat, err)
		}
		if err := progress(fmt.Sprintf("%d/%d", first+n+1, len(steps))); err != nil {
			return "", fmt.Errorf("note the progress of the digest to the chat %d: %w", w.chat, err)
		}
	}
	return response, nil
}

// begun reads a mark of progress; one of another digest or garbage is none.
func begun(done string, of int) int {
	sent, all, ok := strings.Cut(done, "/")
	n, err := strconv.Atoi(sent)
	if !ok || err != nil || all != strconv.Itoa(of) || n < 0 || n > of {
		return 0
	}
	return n
}

// withNotices puts the notices before the first page, or on one of their own where it is full.
func withNotices(p delivery.Outgoing) []string {
	if len(p.Pages) == 0 {
		return nil
	}
	var notices []string
	for _, n := range p.Notices() {
		notices = append(notices, "! "+tagged("b", n))
	}
	if len(notices) == 0 {
		return Split(p.Pages)
	}
	return Split(append([]string{strings.Join(notices, "\n")}, p.Pages...))
}

// page sends one message. Should Telegram not understand the markup after all, the words go without it: a digest that
// is plain is better than none.
func (w *Transport) page(ctx context.Context, markup string, silent bool) error {
	err := w.api.message(ctx, w.chat, markup, "HTML", silent)
	if errors.Is(err, errMarkup) {
		return w.api.message(ctx, w.chat, html.UnescapeString(anyTag.ReplaceAllString(markup, "")), "", silent)
	}
	return err
}

var anyTag = regexp.MustCompile(`<[^<>]*>`)

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Check implements delivery.Transport: the token is known, the chat is there and, in a channel, the bot may post.
func (w *Transport) Check(ctx context.Context) error {
	var me struct {
		ID       int64  `json:"id"`
		Username string `json:"username"`
	}
	if err := w.api.call(ctx, "getMe", nil, &me); err != nil {
		return fmt.Errorf("ask Telegram who the bot is: %w", err)
	}
	var chat struct {
		Type string `json:"type"`
	}
	if err := w.api.call(ctx, "getChat", map[string]any{"chat_id": w.chat}, &chat); err != nil {
		return fmt.Errorf("look at the chat %d: %w", w.chat, err)
	}
	if chat.Type != "channel" {
		return nil
	}
	var member struct {
		Status  string `json:"status"`
		CanPost *bool  `json:"can_post_messages"`
	}
	if err := w.api.call(ctx, "getChatMember", map[string]any{"chat_id": w.chat, "user_id": me.ID},
		&member); err != nil {
		return fmt.Errorf("look at the bot's rights in the channel %d: %w", w.chat, err)
	}
	if member.Status != "creator" && (member.Status != "administrator" || member.CanPost == nil || !*member.CanPost) {
		return delivery.Permanent(fmt.Errorf("the bot @%s may not post in the channel %d; make it an administrator "+
			"with the right to post messages", me.Username, w.chat))
	}
	return nil
}
