package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// telegramError is a refusal of the Bot API.
type telegramError struct {
	code        int
	description string
	retryAfter  int // seconds; zero: not said
}

func badRequest(problem string) *telegramError {
	return &telegramError{code: http.StatusBadRequest, description: "Bad Request: " + problem}
}

// respondTelegram answers one call of the Bot API. Method names do not depend on case.
func (s *Sandbox) respondTelegram(ctx context.Context, token, method string, p parameters) reply {
	name, known := telegramMethods[strings.ToLower(method)]
	if !known {
		name = method
	}
	kind := unknownToken
	if token == BotToken {
		kind = botToken
	}
	s.note(name, kind.String(), p)
	return s.failing(ctx, name,
		func() reply {
			s.mu.Lock()
			defer s.mu.Unlock()
			switch {
			case kind == unknownToken || s.revoked[token]:
				return telegramRefusal(&telegramError{code: http.StatusUnauthorized, description: "Unauthorized"})
			case !known:
				return telegramRefusal(&telegramError{code: http.StatusNotFound,
					description: "Not Found: method not found"})
			}
			result, err := s.callTelegram(ctx, name, p)
			if err != nil {
				return telegramRefusal(err)
			}
			return telegramJSON(http.StatusOK, object{"ok": true, "result": result})
		},
		func(code int, message string, retryAfter int) reply {
			if message == "" {
				message = http.StatusText(code)
			}
			if code == http.StatusTooManyRequests && retryAfter > 0 {
				message += ": retry after " + strconv.Itoa(retryAfter)
			}
			return telegramRefusal(&telegramError{code, message, retryAfter})
		})
}

// telegramMethods are the played methods by their names in small letters.
var telegramMethods = map[string]string{
	"getme": "getMe", "getchat": "getChat", "getchatadministrators": "getChatAdministrators",
	"getchatmember": "getChatMember",
	"getupdates":    "getUpdates", "getwebhookinfo": "getWebhookInfo", "setwebhook": "setWebhook",
	"deletewebhook": "deleteWebhook", "sendmessage": "sendMessage", "senddocument": "sendDocument",
}

// callTelegram makes a call. The caller holds mu; a long poll lets go of it while it waits.
func (s *Sandbox) callTelegram(ctx context.Context, method string, p parameters) (any, *telegramError) {
	now := s.advance()
	switch method {
	case "getMe":
		return s.getMe()
	case "getChat":
		return s.getChat(p)
	case "getChatAdministrators":
		return s.getChatAdministrators(p)
	case "getChatMember":
		return s.getChatMember(p)
	case "getUpdates":
		return s.getUpdates(ctx, p)
	case "getWebhookInfo":
		return s.getWebhookInfo(now)
	case "setWebhook":
		return s.setWebhook(p)
	case "deleteWebhook":
		return s.deleteWebhook(p)
	case "sendDocument":
		return s.sendDocument(now, p)
	}
	return s.sendMessage(now, p)
}

func telegramRefusal(e *telegramError) reply {
	body := object{"ok": false, "error_code": e.code, "description": e.description}
	if e.retryAfter > 0 {
		body["parameters"] = object{"retry_after": e.retryAfter}
	}
	return telegramJSON(e.code, body)
}

func telegramJSON(status int, value object) reply {
	body, err := json.Marshal(value)
	if err != nil {
		// Every reply is built of strings, numbers, lists and maps.
		panic(fmt.Sprintf("sandbox: a reply has no JSON form: %v", err))
	}
	rep := jsonReply(status, body)
	rep.header.Set("Content-Type", "application/json")
	return rep
}

// update is one entry of the bot's queue, kept as it was when it happened.
type update struct {
	id   int64
	at   time.Time
	body json.RawMessage
}

// push puts an update into the queue, unless the bot asked not to hear of its kind, and wakes waiting polls. The
// caller holds mu.
func (s *Sandbox) push(kind string, at time.Time, content object) {
	if !s.hears(kind) || s.now().Sub(at) > updateLife && !s.options.KeepUpdates {
		return
	}
	id := s.tg.nextUpdate
	s.tg.nextUpdate++
	body, err := json.Marshal(object{"update_id": id, kind: content})
	if err != nil {
		panic(fmt.Sprintf("sandbox: an update has no JSON form: %v", err))
	}
	s.tg.updates = append(s.tg.updates, update{id, at, body})
	close(s.changed)
	s.changed = make(chan struct{})
}
