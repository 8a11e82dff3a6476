package vk

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// The longest texts. That of a message is the schema's; of comments it names none, and VKontakte's page takes as much.
const (
	longestMessage = 9000
	longestComment = 16384
)

// errAlien says that a number which was made for an answer is that of a message in another dialog.
var errAlien = errors.New("call messages.send: the random_id was used before")

// replier answers for communities, with their own tokens.
type replier struct {
	channels map[inbox.ChannelID]Options
}

// NewReplier gives who answers in some channels, whose sources need not be read. It makes no call.
func NewReplier(channels []Options) (collectors.Replier, error) {
	r := &replier{channels: map[inbox.ChannelID]Options{}}
	for _, o := range channels {
		o, err := o.withDefaults()
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", o.Channel, err)
		}
		r.channels[o.Channel] = o
	}
	return r, nil
}

// Answerable implements collectors.Replier.
func (r *replier) Answerable(to inbox.Message, text string) error {
	o, known := r.channels[to.Channel]
	most := longestComment
	if to.Kind == inbox.Direct {
		most = longestMessage
	}
	switch {
	case !known || to.Platform != ID:
		return &collectors.NoWayError{Sentence: "the message is of no channel that is configured; whoever runs its " +
			"page answers there"}
	case o.OwnerID > 0:
		return &collectors.NoWayError{Sentence: "VKontakte lets programs answer for communities alone, and this is " +
			"a person's page: its owner answers there"}
	case o.CommunityToken == "":
		return &collectors.NoWayError{Sentence: "answering needs the community's token under community_token, with " +
			"the rights \"wall\" (comments) and \"messages\" (dialogs); until then whoever runs the community " +
			"answers there"}
	}
	if _, _, ok := postOf(to.Thread); to.Kind == inbox.Comment && !ok {
		return &collectors.NoWayError{Sentence: "the message does not say under which post it stands: answer there"}
	}
	return collectors.CheckText(text, most)
}

// postOf takes the owner and the post from a thread's name.
func postOf(thread string) (owner, post int64, ok bool) {
	before, after, found := strings.Cut(thread, "_")
	owner, wrongOwner := strconv.ParseInt(before, 10, 64)
	post, wrongPost := strconv.ParseInt(after, 10, 64)
	return owner, post, found && wrongOwner == nil && wrongPost == nil && post > 0
}

// Reply implements collectors.Replier.
func (r *replier) Reply(ctx context.Context, to inbox.Message, text, key string) (inbox.Message, error) {
	if err := errors.Join(ctx.Err(), r.Answerable(to, text)); err != nil {
		return inbox.Message{}, err
	}
	o := r.channels[to.Channel]
	s := sending{options: o, calls: newClient(o, communityToken), page: newPage(o), to: to, text: text}
	if to.Kind == inbox.Direct {
		return s.message(ctx, key)
	}
	return s.comment(ctx, key)
}

// sending is one answer on its way.
type sending struct {
	options Options
	calls   *client
	page    page
	to      inbox.Message
	text    string
}

// comment writes under the comment in the community's name. guid is given and not relied upon: that VKontakte writes a
// comment once for one guid is documented and contested.
func (s sending) comment(ctx context.Context, key string) (inbox.Message, error) {
	owner, post, _ := postOf(s.to.Thread)
	reply, err := send[struct {
		ID      number `json:"comment_id"`
		Parents list   `json:"parents_stack"`
	}](ctx, s.calls, "wall.createComment", api.Params{"owner_id": owner, "post_id": post, "from_group": -owner,
		"reply_to_comment": s.to.ID, "message": s.text, "guid": key})
	if err == nil && reply.ID <= 0 {
		err = &collectors.UnsureError{Err: errNoID}
	}
	if err != nil {
		return inbox.Message{}, err
	}
	under := underPost{page: s.page, post: post, now: time.Now()}
	root := s.to.Root
	if root == "" {
		root = s.to.ID
	}
	rootID, _ := strconv.ParseInt(root, 10, 64)
	if m, ok := s.shownComment(ctx, under, int64(reply.ID), rootID); ok {
		return m, nil
	}
	target, _ := strconv.ParseInt(s.to.ID, 10, 64)
	person, _ := strconv.ParseInt(s.to.Author.ID, 10, 64)
	c := comment{ID: reply.ID, From: number(owner), Date: number(time.Now().Unix()), Text: s.text,
		Parents: reply.Parents, ReplyToComment: hint(target), ReplyToUser: hint(person)}
	m := under.message(c, rootID)
	m.Raw = s.rawOf(c.ID)
	return m, nil
}

// shownComment is the comment as VKontakte shows it to whoever reads the wall; ok is false where it does not yet, or
// nobody reads it.
func (s sending) shownComment(ctx context.Context, under underPost, id, root int64) (m inbox.Message, ok bool) {
	if s.options.ServiceToken == "" {
		return m, false
	}
	shown, err := call[commentsPage](ctx, newClient(s.options, serviceToken), "wall.getComments", api.Params{
		"owner_id": s.page.owner, "post_id": under.post, "comment_id": root, "start_comment_id": id, "count": 1,
		"preview_length": 0, "extended": 1})
	if err != nil {
		return m, false
	}
	under.names = shown.names()
	for _, c := range shown.comments {
		if c.problem == nil && int64(c.ID) == id {
			return under.message(c, root), true
		}
	}
	return m, false
}

// message writes into the dialog. VKontakte sends a message once for one random_id.
func (s sending) message(ctx context.Context, key string) (inbox.Message, error) {
	id, err := send[number](ctx, s.calls, "messages.send", api.Params{"peer_id": s.to.Thread,
		"random_id": randomID(key), "message": s.text})
	var unsure *collectors.UnsureError
	if errors.As(err, &unsure) {
		unsure.Once = true
	}
	if err == nil && id <= 0 {
		err = &collectors.UnsureError{Err: errNoID, Once: true}
	}
	if err != nil {
		return inbox.Message{}, err
	}
	peer, _ := strconv.ParseInt(s.to.Thread, 10, 64)
	in := inDialog{page: s.page, peer: peer, now: time.Now()}
	switch m, ok, alien := s.shownMessage(ctx, in, int64(id)); {
	case ok:
		return m, nil
	case alien:
		return m, &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true, Err: errAlien,
			Advice: "VKontakte took the answer for another one and sent nothing; send it once more"}
	}
	m := in.message(directMessage{ID: id, Date: number(time.Now().Unix()), From: number(s.page.owner), Out: true,
		Text: s.text})
	m.Raw = s.rawOf(id)
	return m, nil
}

// shownMessage is the message as VKontakte shows it in the dialog. alien: it stands in another dialog, so that
// VKontakte has taken the random_id for that of an earlier message and sent nothing.
func (s sending) shownMessage(ctx context.Context, in inDialog, id int64) (m inbox.Message, ok, alien bool) {
	shown, err := call[struct {
		Items []json.RawMessage `json:"items"`
		who
	}](ctx, s.calls, "messages.getById", api.Params{"message_ids": id, "extended": 1, "group_id": -s.page.owner})
	if err != nil {
		return m, false, false
	}
	in.names = shown.names()
	for _, raw := range shown.Items {
		d, err := decodeDirect(raw)
		if err != nil || d.number() != id || !bool(d.Out) {
			continue
		}
		var stands struct {
			Peer hint `json:"peer_id"`
		}
		if json.Unmarshal(raw, &stands) == nil && stands.Peer != 0 && int64(stands.Peer) != in.peer {
			return m, false, true
		}
		return in.message(d), true, false
	}
	return m, false, false
}

// rawOf stands for what VKontakte sends of a message that it has not shown yet.
func (s sending) rawOf(id number) []byte {
	raw, _ := json.Marshal(map[string]any{"id": id, "text": s.text}) // of a number and a string: it cannot fail
	return raw
}

// randomID makes a number of a key. VKontakte's random_id has 32 bits, whatever its documentation said once: what is
// larger overflows, and 0 is no number. Two keys may share one; see alien.
func randomID(key string) int32 {
	sum := sha256.Sum256([]byte(key))
	return int32(max(binary.BigEndian.Uint32(sum[:4])>>1, 1))
}

// send makes a call that must not be made twice.
func send[T any](ctx context.Context, c *client, method string, params api.Params) (T, error) {
	var reply T
	if err := c.limiter.Wait(ctx); err != nil {
		return reply, fmt.Errorf("wait for the turn to call %s: %w", method, err)
	}
	raw, err := c.request(ctx, method, params)
	if err != nil {
		return reply, c.unsent(method, err)
	}
	if err := json.Unmarshal(raw, &reply); err != nil {
		return reply, &collectors.UnsureError{Err: fmt.Errorf("call %s: the reply has another shape than documented",
			method)}
	}
	return reply, nil
}

// unsent sorts an error of a call that sends: what VKontakte refused was not sent, and of all else nobody knows unless
// there was no connection.
func (c *client) unsent(method string, err error) error {
	f := c.failure(method, err)
	f.Advice = strings.TrimSuffix(f.Advice, nextPull) // nothing is sent again by itself
	code := codeOf(f)
	switch advice, known := sendAdvice[code]; {
	case code == codeUnknown, code == codeServer, code == codeTimeout, code == 0 && !collectors.NeverSent(err):
		return &collectors.UnsureError{Err: f}
	case known:
		f.Kind, f.Temporary, f.Advice = inbox.FailureAccess, false, advice
	}
	return f
}

// sendAdvice says what the refusals mean of what is sent.
var sendAdvice = map[int]string{
	codeNoRight: noSendRight, codeDenied: noSendRight, codeMethod: noSendRight, codeCommunityToken: noSendRight,
	codeNoComment:    "the comment is not there any more: it was deleted or hidden",
	codeNotFound:     "the message is not there any more: it was deleted or hidden",
	codeParameter:    "VKontakte does not find the comment or the dialog: it was deleted or hidden",
	codeNoPost:       "the post is not there any more, or may not be seen",
	codeNoReplies:    "the comments under the post are closed: nobody can answer there",
	codeNoAnswering:  "the comments under the post are closed: nobody can answer there",
	codeNoLinks:      "VKontakte takes no links in comments there: leave them out",
	codeManyReplies:  "VKontakte takes no more comments of this community for a while: try later",
	codeFlood:        "VKontakte takes no more of this kind for a while: try later",
	codeBlacklisted:  "the person has blocked the community, or is blocked by it: no message reaches this person",
	codeNoPermission: "the person does not allow messages of the community: answer in another way",
	codePrivacy:      "the person's settings allow no messages of the community: answer in another way",
	codeLongMessage:  "VKontakte finds the message too long: make it shorter, or answer in parts",
}

const noSendRight = "the community token may not answer there: make a new one with the rights \"wall\" (comments) " +
	"and \"messages\" (dialogs) and put it under community_token"
