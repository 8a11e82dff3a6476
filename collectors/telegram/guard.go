package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
	"otklik/internal/redact"
)

// guard is the HTTP client of both the library and our own calls. It lets only good replies through, whole and with a
// body that is JSON; everything else becomes a *collectors.Failure. The token stands in the address of every call, so
// no error leaves here with an address in it.
type guard struct {
	client *http.Client
	hide   *redact.Redactor // knows the token
}

// Do makes a call and reads the reply to its end.
func (g guard) Do(request *http.Request) (*http.Response, error) {
	reply, err := g.client.Do(request)
	if err != nil {
		return nil, g.network(request.Context(), err)
	}
	// One byte more than is allowed, so that a reply which is too long is known from one that just fits.
	body, err := io.ReadAll(io.LimitReader(reply.Body, collectors.MaxReply+1))
	_ = reply.Body.Close() // nothing is left to be lost
	switch {
	case errors.Is(err, collectors.ErrReplyTooLong) || len(body) > collectors.MaxReply:
		return nil, &collectors.Failure{Kind: inbox.FailurePlatform, Err: collectors.ErrReplyTooLong,
			Advice: "Telegram sent a reply that is too long to be true; look at the proxy and the address of the " +
				"Bot API"}
	case err != nil:
		return nil, g.network(request.Context(), err)
	}
	if err := g.classify(reply, body); err != nil {
		return nil, err
	}
	reply.Body = io.NopCloser(bytes.NewReader(body))
	return reply, nil
}

// network describes a call that brought no reply.
func (g guard) network(ctx context.Context, err error) error {
	// Stopped by a person or the daemon: no fault of the network. A deadline that passed is one.
	if ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled) {
		return fmt.Errorf("the call was stopped: %w", context.Canceled)
	}
	return &collectors.Failure{Kind: inbox.FailureNetwork, Temporary: true, Err: g.clean(err),
		Advice: "Telegram cannot be reached; look at the network, and at `proxy` and `api_url` under " +
			"platforms.telegram"}
}

// clean takes the address of the call, and with it the token, out of an error.
func (g guard) clean(err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	if text := g.hide.Text(err.Error()); text != err.Error() {
		return errors.New(text)
	}
	return err
}

// classify sorts a reply by what to do about it.
func (g guard) classify(reply *http.Response, body []byte) error {
	var envelope struct {
		OK          bool            `json:"ok"`
		Code        json.RawMessage `json:"error_code"`
		Description json.RawMessage `json:"description"`
		Parameters  json.RawMessage `json:"parameters"`
	}
	status := reply.StatusCode
	isJSON := json.Unmarshal(body, &envelope) == nil
	if isJSON && envelope.OK && status < 300 {
		return nil
	}
	said := fmt.Errorf("HTTP status %d without a readable body", status)
	var retryAfter time.Duration
	if s, err := strconv.Atoi(reply.Header.Get("Retry-After")); err == nil && s > 0 {
		retryAfter = time.Duration(s) * time.Second
	}
	var description string
	if isJSON {
		if code, ok := loose.ReadNumber(envelope.Code); ok {
			status = int(code)
		}
		_ = json.Unmarshal(envelope.Description, &description) // another type than a string says nothing
		description = g.hide.Text(description)
		// It goes into logs and the journal of pulls: a server that answers with pages must not fill them.
		if r := []rune(description); len(r) > 200 {
			description = string(r[:200])
		}
		said = fmt.Errorf("reply %d: %s", status, description)
		if parameters, ok := loose.Read(envelope.Parameters); ok {
			if s, ok := parameters.Number("retry_after"); ok && s > 0 && s < 1<<31 {
				retryAfter = time.Duration(s) * time.Second
			}
		}
	}
	if parameters, ok := loose.Read(envelope.Parameters); ok {
		if to, ok := parameters.Number("migrate_to_chat_id"); ok && to != 0 {
			said = &moved{to, said}
		}
	}
	return failure(status, isJSON, description, retryAfter, said)
}

// moved is the refusal of a call about a group that became a supergroup with another number.
type moved struct {
	to  int64
	err error
}

func (m *moved) Error() string { return m.err.Error() }
func (m *moved) Unwrap() error { return m.err }

// movedTo is the number that a refused group has now; zero where the refusal says nothing of the kind.
func movedTo(err error) int64 {
	var m *moved
	if errors.As(err, &m) {
		return m.to
	}
	return 0
}

// failure maps a status to a trouble. The meanings are those of the Bot API server's own replies.
func failure(status int, isJSON bool, description string, retryAfter time.Duration, said error) error {
	f := &collectors.Failure{Err: said, RetryAfter: retryAfter}
	switch {
	// Before the general 404: the token is right where the server knows the bot and not the call.
	case status == http.StatusNotFound && strings.Contains(description, "method not found"):
		f.Kind = inbox.FailurePlatform
		f.Advice = "the server at `api_url` under platforms.telegram does not know this call: it is too old, or " +
			"not a whole Bot API"
	case status == http.StatusUnauthorized, status == http.StatusNotFound:
		f.Kind = inbox.FailureToken
		f.Advice = "Telegram does not know this bot: put the token that @BotFather shows now into `bot_token`"
		if !isJSON {
			f.Advice += ", and look whether `api_url` under platforms.telegram is the address of a Bot API"
		}
	case status == http.StatusConflict && strings.Contains(strings.ToLower(description), "webhook"):
		f.Kind = inbox.FailureConflict
		f.Advice = "a webhook is set for this bot, so its updates go elsewhere; remove it with the method " +
			"deleteWebhook, or use a bot of your own for this program"
	case status == http.StatusConflict:
		return rival(said, retryAfter)
	case status == http.StatusTooManyRequests:
		f.Kind, f.Temporary = inbox.FailureLimit, true
		f.Advice = "Telegram asks to wait before the next call"
	// Only in the Bot API's own form: a proxy's refusal says nothing about rights.
	case status == http.StatusForbidden && isJSON:
		f.Kind = inbox.FailureAccess
		f.Advice = "the bot has no access there; make it an administrator of the channel's discussion group"
	case status == http.StatusBadRequest && isJSON:
		f.Kind = inbox.FailureAccess
		f.Advice = "Telegram refuses the call; look at the numbers of the channels and at the rights of the bot"
	default:
		f.Kind, f.Temporary = inbox.FailurePlatform, true
		f.Advice = "Telegram, or a proxy before it, failed or answered with something that is not the Bot API's"
	}
	return f
}

// garbled is a reply that says it is good and cannot be read. Nothing of it was confirmed, so it is asked for again.
func garbled(method string, err error) error {
	return &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true,
		Err:    fmt.Errorf("read the reply of %s: %w", method, err),
		Advice: "Telegram's reply could not be read"}
}
