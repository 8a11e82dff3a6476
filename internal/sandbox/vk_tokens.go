package sandbox

import "time"

// tokenKind is what a VK token stands for.
type tokenKind int

const (
	unknownToken tokenKind = iota
	userToken
	communityToken
	serviceToken
	botToken
)

func (k tokenKind) String() string {
	return [...]string{"unknown", "user", "community", "service", "bot"}[k]
}

func kindOf(token string) tokenKind {
	switch token {
	case ServiceToken:
		return serviceToken
	case CommunityToken:
		return communityToken
	case UserToken:
		return userToken
	}
	return unknownToken
}

var (
	users        = []tokenKind{userToken}
	publicRead   = []tokenKind{userToken, serviceToken}
	mail         = []tokenKind{userToken, communityToken}
	communities  = []tokenKind{communityToken}
	everyVKToken = []tokenKind{userToken, communityToken, serviceToken}
)

// vkMethods are the methods that VK knows, as far as anyone might call them here, with the kinds of token that each
// accepts (VK's methods.json, access_token_type). Those that the sandbox does not play answer with error 23.
var vkMethods = map[string][]tokenKind{
	"wall.get": publicRead, "wall.getById": publicRead, "wall.getComments": publicRead, "wall.search": publicRead,
	"wall.getReposts": publicRead, "wall.getComment": users, "wall.createComment": mail,
	"video.get": users, "video.getComments": users, "photos.getComments": users, "photos.getAllComments": users,
	"market.getComments": users, "board.getTopics": publicRead, "board.getComments": publicRead,
	"messages.getConversations": mail, "messages.getConversationsById": mail, "messages.getHistory": mail,
	"messages.getById": mail, "messages.getByConversationMessageId": mail, "messages.search": mail,
	"messages.send":              mail,
	"messages.getLongPollServer": mail, "messages.getLongPollHistory": mail,
	"groups.getLongPollServer": mail, "groups.getLongPollSettings": mail, "groups.setLongPollSettings": mail,
	"groups.getTokenPermissions": communities, "groups.getById": everyVKToken,
	"users.get": everyVKToken, "utils.getServerTime": everyVKToken, "utils.resolveScreenName": everyVKToken,
	"newsfeed.getMentions": users, "newsfeed.getComments": users, "newsfeed.search": publicRead,
	"notifications.get": users, "stories.getReplies": mail, "execute": mail,
}

// limitWindow is a little shorter than VK's second, so that a client who keeps exactly to the limit is not refused
// because two of its calls travelled at different speeds.
const limitWindow = 900 * time.Millisecond

// tooMany reports whether the token has used up its calls of this second, and counts the call if not. The caller
// holds mu.
func (s *Sandbox) tooMany(token string, kind tokenKind) bool {
	if s.options.NoLimits {
		return false
	}
	limit := 3
	switch {
	case kind == serviceToken && s.options.ServicePerSecond > 0:
		limit = s.options.ServicePerSecond
	case kind == communityToken && s.options.CommunityPerSecond > 0:
		limit = s.options.CommunityPerSecond
	case kind == communityToken:
		limit = 20
	}
	now := time.Now()
	recent := s.vk.calls[token]
	for len(recent) > 0 && now.Sub(recent[0]) >= limitWindow {
		recent = recent[1:]
	}
	refused := len(recent) >= limit
	if !refused {
		recent = append(recent, now)
	}
	s.vk.calls[token] = recent
	return refused
}
