package telegram

import (
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

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/redact"
)

// allowedUpdates are the updates that are read. The list goes along with every call, because Telegram otherwise keeps
// the one that some program gave before.
const allowedUpdates = `["message","edited_message"]`

// pageSize is the largest that getUpdates allows.
const pageSize = 100

// api makes the calls of one bot. Every reply, the library's too, passes guard, where a fault becomes a
// *collectors.Failure without the token.
type api struct {
	guard guard
	lib   *bot.Bot
	root  string // {api_url}/bot{token}; never shown
	retry collectors.RetryPolicy
}

func newAPI(o Options) (*api, error) {
	base := strings.TrimRight(o.APIURL, "/")
	if base == "" {
		base = DefaultAPIURL
	}
	if u, err := url.Parse(base); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, errors.New("the address of the Bot API is not an http or https URL")
	}
	client := o.HTTP
	if client == nil {
		var err error
		if client, err = collectors.NewClient(collectors.ClientOptions{}); err != nil {
			return nil, fmt.Errorf("prepare the network for Telegram: %w", err)
		}
	}
	retry := o.Retry
	if retry.Tries == 0 {
		retry = collectors.DefaultRetry()
	}
	a := &api{guard: guard{client: client, hide: redact.New(o.Token)}, root: base + "/bot" + o.Token, retry: retry}
	lib, err := bot.New(o.Token, bot.WithSkipGetMe(), bot.WithServerURL(base), bot.WithHTTPClient(time.Minute, a.guard),
		bot.WithErrorsHandler(func(err error) {
			if o.Log != nil {
				o.Log.Debug("the Telegram library reports a fault", "error", a.guard.clean(err))
			}
		}))
	if err != nil {
		return nil, fmt.Errorf("prepare the Telegram library: %w", a.guard.clean(err))
	}
	a.lib = lib
	return a, nil
}

// answer is the envelope of every reply, https://core.telegram.org/bots/api#making-requests.
type answer struct {
	Result json.RawMessage `json:"result"`
	// at is the platform's time of the reply where it told, otherwise this machine's.
	at time.Time
}

// post makes one call of our own and gives the result undecoded.
func (a *api) post(ctx context.Context, method string, form url.Values) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.root+"/"+method,
		strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, fmt.Errorf("prepare the call of %s: %w", method, a.guard.clean(err))
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	reply, err := a.guard.Do(request)
	if err != nil {
		return answer{}, fmt.Errorf("call %s: %w", method, err)
	}
	defer func() { _ = reply.Body.Close() }() // guard has read it to its end
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return answer{}, fmt.Errorf("read the reply of %s: %w", method, err)
	}
	var got answer
	if err := json.Unmarshal(body, &got); err != nil {
		return answer{}, garbled(method, err)
	}
	got.at = serverTime(reply.Header)
	return got, nil
}

// serverTime prefers the platform's clock: the age of an update is counted by it, and a wrong clock here must neither
// invent nor hide a gap.
func serverTime(h http.Header) time.Time {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		return at.UTC()
	}
	return time.Now().UTC()
}

// updatesReply is one page of the queue.
type updatesReply struct {
	updates []json.RawMessage
	at      time.Time
}

// updates asks for the updates from offset on. Those before it are confirmed by this call and gone for ever.
func (a *api) updates(ctx context.Context, offset int64) (updatesReply, error) {
	form := url.Values{"limit": {strconv.Itoa(pageSize)}, "timeout": {"0"}, "allowed_updates": {allowedUpdates}}
	if offset > 0 {
		form.Set("offset", strconv.FormatInt(offset, 10))
	}
	return a.withoutRival(ctx, form, a.askUpdates)
}

func (a *api) askUpdates(ctx context.Context, form url.Values) (updatesReply, error) {
	return collectors.Retry(ctx, a.retry, func(ctx context.Context) (updatesReply, error) {
		got, err := a.post(ctx, "getUpdates", form)
		if err != nil {
			return updatesReply{}, err
		}
		updates, err := collectors.Elements(got.Result)
		if err != nil {
			return updatesReply{}, garbled("getUpdates", err)
		}
		return updatesReply{updates: updates, at: got.at}, nil
	})
}

// me is the bot itself. Our own call: a number that comes as a string is one to us, and a fault to the library.
func (a *api) me(ctx context.Context) (*models.User, error) {
	o, err := a.object(ctx, "getMe", nil)
	if err != nil {
		return nil, err
	}
	user := &models.User{CanReadAllGroupMessages: o.Flag("can_read_all_group_messages")}
	var known bool
	if user.ID, known = o.Number("id"); !known {
		return nil, garbled("getMe", errors.New("the result is no bot"))
	}
	user.Username, _ = o.Text("username")
	return user, nil
}

// webhook says whether updates are pushed somewhere, which forbids fetching them.
func (a *api) webhook(ctx context.Context) (*models.WebhookInfo, error) {
	o, err := a.object(ctx, "getWebhookInfo", nil)
	if err != nil {
		return nil, err
	}
	info := &models.WebhookInfo{}
	info.URL, _ = o.Text("url")
	pending, _ := o.Number("pending_update_count")
	info.PendingUpdateCount = int(pending)
	return info, nil
}

// object calls a method whose result is an object.
func (a *api) object(ctx context.Context, method string, form url.Values) (loose.Object, error) {
	return collectors.Retry(ctx, a.retry, func(ctx context.Context) (loose.Object, error) {
		got, err := a.post(ctx, method, form)
		if err != nil {
			return nil, err
		}
		o, ok := loose.Read(got.Result)
		if !ok {
			return nil, garbled(method, errors.New("the result is not an object"))
		}
		return o, nil
	})
}

// libraryFault passes on what guard found. Another error of the library may quote the reply and is not repeated.
func (a *api) libraryFault(ctx context.Context, method string, err error) error {
	var f *collectors.Failure
	switch {
	case errors.As(err, &f):
		return fmt.Errorf("call %s: %w", method, f)
	case ctx.Err() != nil:
		return fmt.Errorf("call %s: %w", method, ctx.Err())
	}
	return garbled(method, errors.New("the library cannot decode it"))
}

// chatInfo is what is needed of a ChatFullInfo.
type chatInfo struct {
	ID, Linked, Parent int64
	Username           string
	// Type is "channel", "supergroup", "group" or "private"; empty where it cannot be read.
	Type string
}

// notChannel reports whether the chat is certainly something else than a channel: a kind of a later version may be one.
func (i chatInfo) notChannel() bool {
	return i.Type == "group" || i.Type == "supergroup" || i.Type == "private"
}

// misnamed says what to do about a number that is not a channel's.
func (i chatInfo) misnamed() string {
	text := fmt.Sprintf("%d is the number of a group and not of a channel", i.ID)
	if i.Linked != 0 {
		return text + fmt.Sprintf("; put the number of the channel, which seems to be %d, into `channel`", i.Linked)
	}
	return text + "; put the number of the channel that the group belongs to into `channel`"
}

// chat asks for a chat. The library decodes the whole of a ChatFullInfo and fails at one unknown kind of reaction;
// then the few fields that are needed are read by our own call.
func (a *api) chat(ctx context.Context, id int64) (chatInfo, error) {
	return collectors.Retry(ctx, a.retry, func(ctx context.Context) (chatInfo, error) {
		full, err := a.lib.GetChat(ctx, &bot.GetChatParams{ChatID: id})
		if err == nil && full.ID != 0 {
			info := chatInfo{ID: full.ID, Linked: full.LinkedChatID, Username: full.Username, Type: string(full.Type)}
			if full.ParentChat != nil {
				info.Parent = full.ParentChat.ID
			}
			return info, nil
		}
		if passed := (*collectors.Failure)(nil); errors.As(err, &passed) || ctx.Err() != nil {
			return chatInfo{}, a.libraryFault(ctx, "getChat", err)
		}
		got, err := a.post(ctx, "getChat", url.Values{"chat_id": {strconv.FormatInt(id, 10)}})
		if err != nil {
			return chatInfo{}, fmt.Errorf("ask for the chat %d: %w", id, err)
		}
		o, ok := loose.Read(got.Result)
		if !ok {
			return chatInfo{}, garbled("getChat", errors.New("the result is not an object"))
		}
		var info chatInfo
		if info.ID, ok = o.Number("id"); !ok {
			return chatInfo{}, garbled("getChat", errors.New("the result is no chat"))
		}
		info.Linked, _ = o.Number("linked_chat_id")
		info.Username, _ = o.Text("username")
		info.Type, _ = o.Text("type")
		if parent, ok := o.Object("parent_chat"); ok {
			info.Parent, _ = parent.Number("id")
		}
		return info, nil
	})
}

// admin is an administrator of a group.
type admin struct {
	ID        int64
	Anonymous bool
	// NoDirects: it certainly may not manage a channel's direct messages.
	NoDirects bool
}

// admins asks who administers a chat, bots included. A call of our own: the library fails the whole list at one
// unknown status.
func (a *api) admins(ctx context.Context, chat int64) ([]admin, error) {
	form := url.Values{"chat_id": {strconv.FormatInt(chat, 10)}, "return_bots": {"true"}}
	return collectors.Retry(ctx, a.retry, func(ctx context.Context) ([]admin, error) {
		got, err := a.post(ctx, "getChatAdministrators", form)
		if err != nil {
			return nil, fmt.Errorf("ask for the administrators of %d: %w", chat, err)
		}
		var members []json.RawMessage
		if err := json.Unmarshal(got.Result, &members); err != nil {
			return nil, garbled("getChatAdministrators", errors.New("the result is not a list"))
		}
		var list []admin
		for _, raw := range members {
			member, _ := loose.Read(raw)
			user, _ := member.Object("user")
			if id, ok := user.Number("id"); ok {
				list = append(list, admin{ID: id, Anonymous: member.Flag("is_anonymous"),
					NoDirects: member.Has("can_manage_direct_messages") && !member.Flag("can_manage_direct_messages")})
			}
		}
		if len(list) == 0 { // a chat has an owner
			return nil, garbled("getChatAdministrators", errors.New("the list names nobody"))
		}
		return list, nil
	})
}
