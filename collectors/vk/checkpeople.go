package vk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
)

// owner says whose page a positive owner_id is: people leave the minus of a community out, and the number alone does
// not tell. A community needs no such look, because its wall and its token are asked for.
func (c *checking) owner(ctx context.Context, calls *client) {
	id := c.channel.OwnerID
	if id < 0 {
		return
	}
	people, err := found(ctx, calls, []int64{id})
	if err != nil {
		return // the wall, which is asked next, says why
	}
	name, isCommunity := c.namesake(ctx, calls)
	switch isPerson := len(people) > 0; {
	case isPerson && isCommunity:
		c.say(collectors.Warning, "owner_id", "%d is read as a person's page; there is a community %q with this "+
			"number, too: write -%d if it is meant", id, name, id)
	case isPerson:
		c.say(collectors.OK, "owner_id", "%d is a person's page", id)
	case isCommunity:
		c.say(collectors.Fault, "owner_id", "nobody's page has the number %d, but the community %q has it: write "+
			"-%d, with the minus", id, name, id)
	default:
		c.say(collectors.Fault, "owner_id", "neither a person's page nor a community has the number %d", id)
	}
}

// namesake is the community whose number the page has without a minus.
func (c *checking) namesake(ctx context.Context, calls *client) (name string, there bool) {
	raw, err := call[json.RawMessage](ctx, calls, "groups.getById", api.Params{"group_id": c.channel.OwnerID})
	if err != nil {
		return "", false
	}
	name, ids, err := communities(raw)
	return name, err == nil && slices.Contains(ids, c.channel.OwnerID)
}

// communities reads a reply of groups.getById: the first one's name, and the numbers of all.
func communities(raw json.RawMessage) (name string, ids []int64, err error) {
	var reply struct {
		Groups list `json:"groups"`
	}
	// older versions: the bare list
	if json.Unmarshal(raw, &reply) != nil && json.Unmarshal(raw, &reply.Groups) != nil {
		return "", nil, errors.New("the reply has another shape than documented")
	}
	for _, g := range reply.Groups {
		var group struct {
			ID   hint   `json:"id"`
			Name string `json:"name"`
		}
		if json.Unmarshal(g, &group) == nil && group.ID != 0 {
			ids = append(ids, int64(max(group.ID, -group.ID)))
			if name == "" {
				name = group.Name
			}
		}
	}
	return name, ids, nil
}

// found are those of the numbers that people in VKontakte have; users.get leaves the others out.
func found(ctx context.Context, calls *client, people []int64) (map[int64]bool, error) {
	var texts []string
	for _, id := range people[:min(len(people), 1000)] { // users.get takes no more
		texts = append(texts, strconv.FormatInt(id, 10))
	}
	profiles, err := call[list](ctx, calls, "users.get", api.Params{"user_ids": strings.Join(texts, ",")})
	if err != nil {
		return nil, err
	}
	there := map[int64]bool{}
	for _, raw := range profiles {
		var p struct {
			ID hint `json:"id"`
		}
		if json.Unmarshal(raw, &p) == nil {
			there[int64(p.ID)] = true
		}
	}
	return there, nil
}

// staff says whom the entries of staff stand for: one that is wrong makes an employee's answers a citizen's messages.
func (c *checking) staff(ctx context.Context, calls *client) {
	var names Names
	for _, name := range c.channel.StaffNames {
		switch id, err := names.resolve(ctx, calls, name); {
		case errors.Is(err, errNobody):
			c.say(collectors.Fault, "staff", "nobody in VKontakte has the name @%s; correct it, or write the "+
				"person's number", name)
		case err != nil:
			c.fail("staff", "asking whose name @"+name+" is", err)
		default:
			c.say(collectors.Warning, "staff", "@%s is %d; write the number instead, because a name may pass to "+
				"somebody else", name, id)
		}
	}
	var people []int64
	for _, id := range c.channel.Staff {
		if id > 0 {
			people = append(people, id)
		}
	}
	if len(people) == 0 {
		return
	}
	there, err := found(ctx, calls, people)
	if err != nil {
		c.say(collectors.Warning, "staff", "whether the numbers are people's could not be asked: %v", err)
		return
	}
	for _, id := range people {
		if !there[id] {
			c.say(collectors.Warning, "staff", "nobody in VKontakte has the number %d; correct it", id)
		}
	}
}
