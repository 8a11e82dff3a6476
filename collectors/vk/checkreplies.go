package vk

import (
	"context"
	"slices"
	"strings"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
)

// tokenRights is a reply of groups.getTokenPermissions.
type tokenRights struct {
	Permissions []struct {
		Name string `json:"name"`
	} `json:"permissions"`
}

func (r tokenRights) names() (names []string) {
	for _, p := range r.Permissions {
		names = append(names, p.Name)
	}
	return names
}

// replies looks whether what is read can be answered.
func (c *checking) replies(ctx context.Context, o Options) {
	switch {
	case o.OwnerID > 0:
		c.say(collectors.Warning, "replies", "VKontakte lets programs answer for communities alone: the owner of this "+
			"page answers there")
		return
	case o.CommunityToken == "":
		c.say(collectors.Warning, "replies", "`otklik reply` cannot answer here: it needs the community's token under "+
			"community_token, with the rights \"wall\" and \"messages\"")
		return
	}
	rights, err := call[tokenRights](ctx, newClient(o, communityToken), "groups.getTokenPermissions", api.Params{})
	if err != nil {
		c.fail("replies", "asking for the token's rights", err)
		return
	}
	var lacks []string
	for right, needed := range map[string]bool{"wall": o.Wall, "messages": o.Messages} {
		if needed && !slices.Contains(rights.names(), right) {
			lacks = append(lacks, "\""+right+"\"")
		}
	}
	if len(lacks) > 0 {
		slices.Sort(lacks)
		c.say(collectors.Fault, "replies", "the community token lacks the right %s, so `otklik reply` cannot answer; "+
			"make a new one with it and put it under community_token", strings.Join(lacks, " and "))
		return
	}
	c.say(collectors.OK, "replies", "`otklik reply` can answer with the community token")
}
