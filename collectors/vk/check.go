package vk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
)

// maxSkew is how far this machine's clock may be from the platform's before deadlines get noticeably wrong.
const maxSkew = time.Minute

// Check tries what the sources will do and says in sentences what it found: the configuration, the service token on
// the wall, the community token on the dialogs and its rights, the clock. It stores nothing and changes nothing.
func Check(ctx context.Context, o Options) []collectors.Diagnostic {
	c := &checking{channel: o, now: time.Now}
	if err := o.faults(); err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			c.say(collectors.Fault, "configuration", line)
		}
	}
	o, err := o.withDefaults()
	if err != nil {
		c.say(collectors.Fault, "network", err.Error())
		return c.findings
	}
	var clock *client
	if o.Wall && o.ServiceToken != "" && o.OwnerID != 0 {
		calls := newClient(o, serviceToken)
		c.owner(ctx, calls)
		if c.wall(ctx, calls) {
			clock = calls
		}
	}
	if o.Messages && o.CommunityToken != "" && o.OwnerID < 0 {
		calls := newClient(o, communityToken)
		if c.messages(ctx, calls) && clock == nil {
			clock = calls
		}
	}
	if o.Replies && (o.Wall || o.Messages) {
		c.replies(ctx, o)
	}
	if clock != nil {
		c.staff(ctx, clock)
		c.clock(ctx, clock)
	}
	if len(o.Staff)+len(o.StaffNames) == 0 && o.OwnerID > 0 {
		c.say(collectors.Warning, "staff", "nobody but the page itself counts as the official's side; add the ids of "+
			"employees who answer to staff")
	}
	return c.findings
}

type checking struct {
	channel  Options
	now      func() time.Time
	findings []collectors.Diagnostic
}

func (c *checking) say(level collectors.Level, subject, sentence string, args ...any) {
	if len(args) > 0 {
		sentence = fmt.Sprintf(sentence, args...)
	}
	c.findings = append(c.findings, collectors.Diagnostic{Level: level, Channel: c.channel.Channel, Subject: subject,
		Sentence: sentence})
}

func (c *checking) fail(subject, doing string, err error) {
	c.say(collectors.Fault, subject, "%s failed: %v", doing, err)
}

func (c *checking) wall(ctx context.Context, calls *client) bool {
	reply, err := call[wallPage](ctx, calls, "wall.get", api.Params{"owner_id": c.channel.OwnerID, "count": 1,
		"offset": 0})
	if err != nil {
		c.fail("service token", "reading the wall", err)
		return false
	}
	total := reply.Count.orUnknown()
	if total == 0 || len(reply.Items) == 0 {
		c.say(collectors.Warning, "service token",
			"the service token is accepted, but the wall %d shows no posts; check owner_id and that the page is open",
			c.channel.OwnerID)
		return true
	}
	if total < 0 {
		total = len(reply.Items)
	}
	c.say(collectors.OK, "service token", "the service token reads the wall %d; posts there: %d", c.channel.OwnerID,
		total)
	return true
}

func (c *checking) messages(ctx context.Context, calls *client) bool {
	group := -c.channel.OwnerID
	rights, err := call[tokenRights](ctx, calls, "groups.getTokenPermissions", api.Params{})
	if err != nil {
		c.fail("community token", "asking for the token's rights", err)
		return false
	}
	names := rights.names()
	if !slices.Contains(names, "messages") {
		c.say(collectors.Fault, "community token",
			"the community token lacks the right \"messages\"; make a new one with it in the community's settings "+
				"and put it under community_token")
		return false
	}
	if !slices.Contains(names, "manage") {
		c.say(collectors.Warning, "community token",
			"the community token lacks the right \"manage\"; it is not needed to read messages, but events cannot "+
				"be set up with it")
	}
	if _, err := call[conversationsPage](ctx, calls, "messages.getConversations", api.Params{"count": 1, "offset": 0,
		"group_id": group}); err != nil {
		c.fail("community token", "reading the dialogs", err)
		return false
	}
	name, ids, err := c.community(ctx, calls)
	switch {
	case err != nil:
		c.say(collectors.Warning, "community token",
			"the community token reads the dialogs, but the community's name could not be read: %v", err)
	case !slices.Contains(ids, group):
		c.say(collectors.Fault, "community token",
			"the community token belongs to community %d, owner_id names %d; put that community's own token under "+
				"community_token", ids[0], group)
		return false
	default:
		c.say(collectors.OK, "community token", "the community token reads the dialogs of %q; its rights: %s", name,
			strings.Join(names, ", "))
	}
	return true
}

// community is the community that the token belongs to: without parameters the method answers for the token's own.
func (c *checking) community(ctx context.Context, calls *client) (name string, ids []int64, err error) {
	raw, err := call[json.RawMessage](ctx, calls, "groups.getById", api.Params{})
	if codeOf(err) == codeParameter { // a server that insists on being asked for a certain one
		raw, err = call[json.RawMessage](ctx, calls, "groups.getById", api.Params{"group_id": -c.channel.OwnerID})
	}
	if err != nil {
		return "", nil, err
	}
	if name, ids, err = communities(raw); err != nil {
		return "", nil, err
	}
	if len(ids) == 0 {
		return "", nil, errors.New("the reply names no community")
	}
	return name, ids, nil
}

func (c *checking) clock(ctx context.Context, calls *client) {
	before := c.now()
	stamp, err := call[number](ctx, calls, "utils.getServerTime", api.Params{})
	if err != nil {
		c.say(collectors.Warning, "clock", "the clock could not be compared with VKontakte's: %v", err)
		return
	}
	// The stamp is whole seconds and was made between the call and now.
	skew := before.Sub(time.Unix(int64(stamp), 0)).Round(time.Second)
	switch {
	case skew > maxSkew:
		c.say(collectors.Warning, "clock",
			"this machine's clock is %v ahead of VKontakte's; set it by NTP, or deadlines will be wrong", skew)
	case skew < -maxSkew:
		c.say(collectors.Warning, "clock",
			"this machine's clock is %v behind VKontakte's; set it by NTP, or deadlines will be wrong", -skew)
	default:
		c.say(collectors.OK, "clock", "this machine's clock agrees with VKontakte's")
	}
}
