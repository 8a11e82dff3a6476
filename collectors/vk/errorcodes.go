package vk

import (
	"time"

	"otklik/internal/inbox"
)

// The error codes of VK that mean something here (errors.json of the API schema 5.199).
const (
	codeUnknown          = 1    // failed for an unknown reason
	codeApplicationOff   = 2    // the application is switched off
	codeSignature        = 4    // the signature is wrong
	codeToken            = 5    // the token is not accepted
	codeTooMany          = 6    // too many calls a second
	codeNoRight          = 7    // the token lacks a right
	codeFlood            = 9    // too many calls of one kind
	codeServer           = 10   // failed inside
	codeCaptcha          = 14   // a captcha is wanted
	codeDenied           = 15   // access is denied
	codeConfirm          = 17   // its owner has to confirm it in a browser
	codeDeleted          = 18   // the page was deleted or banned
	codeBlocked          = 19   // the content is blocked
	codeMethod           = 20   // the application may not call this
	codeConfirmToken     = 25   // the token has to be confirmed
	codeCommunityToken   = 27   // a community's token where it is refused
	codeServiceToken     = 28   // a service's token where it is refused
	codeDailyLimit       = 29   // the day's calls are used up
	codePrivate          = 30   // the page is private
	codeWait             = 32   // asks to wait
	codeTimeout          = 36   // took too long
	codeBanned           = 37   // the person is banned
	codeNobody           = 39   // the person is unknown
	codeAddress          = 42   // not from this network address
	codeSectionOff       = 43   // this part is switched off
	codeParameter        = 100  // a parameter is wrong
	codeNotFound         = 104  // not found
	codeNoPerson         = 113  // no such person
	codeNoCommunity      = 125  // no such community
	codeClosedCommunity  = 203  // the community is closed
	codeNoPost           = 210  // the post is not visible
	codeNoComment        = 211  // the comment is not visible
	codeNoReplies        = 212  // the comments are closed or not visible
	codeNoAnswering      = 213  // nobody may comment
	codeAnonymousExpired = 1114 // an anonymous token has expired
	codeAnonymousInvalid = 1116 // an anonymous token is not accepted
	codeExpired          = 1117 // the token has expired
	codeRecaptcha        = 3300 // a captcha of another kind is wanted
	codeExtendToken      = 3609 // the token has to be extended
	codeDeactivated      = 3610 // the token's account is deactivated
)

// The error codes of what is sent.
const (
	codeNoLinks      = 222 // links are forbidden in comments
	codeManyReplies  = 223 // too many comments
	codeBlacklisted  = 900 // the person has put the community on the black list, or it the person
	codeNoPermission = 901 // the person never wrote to the community, or has forbidden its messages
	codePrivacy      = 902 // the person's settings forbid it
	codeLongMessage  = 914 // the message is too long
)

// The codes of messages (no access to the chat, left it, the community may not talk to the peer, no such contact).
const firstOfMessages, lastOfMessages = 900, 1099

// rule says what an error code means for a collector.
type rule struct {
	kind      inbox.FailureKind
	temporary bool
	after     time.Duration
	// advice may hold one %s for the token's kind and one for its key in the configuration, in this order.
	advice string
}

const captchaAdvice = "VKontakte wants a person to solve a captcha, so this channel pauses until the next " +
	"scheduled pull; " +
	"if it repeats, collect less often or make a new %s (key %s)"

var rules = map[int]rule{
	// Pass by themselves.
	codeUnknown: {inbox.FailurePlatform, true, 0,
		"VKontakte failed for an unknown reason" + nextPull},
	codeTooMany: {inbox.FailureLimit, true, time.Second,
		"too many calls a second: does another program use the same %s (key %s)?"},
	codeFlood: {inbox.FailureLimit, true, 5 * time.Second,
		"VKontakte sees too many calls of one kind; collect less often, or give a %s (key %s) that no other " +
			"program uses"},
	codeServer: {inbox.FailurePlatform, true, 0,
		"VKontakte failed inside" + nextPull},
	codeDailyLimit: {inbox.FailureLimit, false, 0,
		"the daily limit of calls is used up, and what is missing is read when it is reset; collect less " +
			"often, or give a %s (key %s) that no other program uses"},
	codeWait: {inbox.FailurePlatform, true, 0,
		"VKontakte asks to wait" + nextPull},
	codeTimeout: {inbox.FailurePlatform, true, 0,
		"VKontakte took too long" + nextPull},
	codeSectionOff: {inbox.FailurePlatform, true, 0,
		"this part of VKontakte is switched off for a while" + nextPull},
	// Need a person.
	codeToken: {inbox.FailureToken, false, 0,
		"VKontakte does not accept the %s: it is wrong or was revoked; make a new one and put it under %s"},
	codeAnonymousExpired: {inbox.FailureToken, false, 0,
		"the %s has expired; make a new one and put it under %s"},
	codeAnonymousInvalid: {inbox.FailureToken, false, 0,
		"VKontakte does not accept the %s; make a new one and put it under %s"},
	codeExpired: {inbox.FailureToken, false, 0,
		"the %s has expired; make a new one and put it under %s (tokens of services and communities do not " +
			"expire, users' do)"},
	codeExtendToken: {inbox.FailureToken, false, 0,
		"VKontakte wants the %s to be extended; make a new one and put it under %s"},
	codeDeactivated: {inbox.FailureToken, false, 0,
		"the account behind the %s is deactivated; make a token of another account and put it under %s"},
	codeApplicationOff: {inbox.FailureToken, false, 0,
		"the application of the %s is switched off; switch it on in its settings, or put another token under " +
			"%s"},
	codeSignature: {inbox.FailureToken, false, 0,
		"VKontakte does not accept the signature of the %s; make a new one and put it under %s"},
	codeMethod: {inbox.FailureToken, false, 0,
		"the application of the %s may not call this; make a token of the kind that %s asks for"},
	codeConfirmToken: {inbox.FailureToken, false, 0,
		"VKontakte wants the %s to be confirmed; confirm it or make a new one and put it under %s"},
	codeCommunityToken: {inbox.FailureToken, false, 0,
		"a community's token was given where VKontakte refuses it; the wall needs an application's service " +
			"token under service_token"},
	codeServiceToken: {inbox.FailureToken, false, 0,
		"a service token was given where VKontakte refuses it; direct messages need a community's token with " +
			"the right \"messages\" under community_token"},
	codeNoRight: {inbox.FailureAccess, false, 0,
		"the %s lacks a right; make a new one (for direct messages with the right \"messages\") and put it " +
			"under %s"},
	codeDenied: {inbox.FailureAccess, false, 0,
		"VKontakte denies access to this page: a closed page cannot be read with the %s (key %s); open the " +
			"page, or check owner_id and the token's rights"},
	codeConfirm: {inbox.FailureAccess, false, 0,
		"VKontakte wants the owner of the %s (key %s) to sign in and confirm it in a browser"},
	codeDeleted: {inbox.FailureAccess, false, 0,
		"the page was deleted or banned; check owner_id"},
	codeBlocked: {inbox.FailureAccess, false, 0,
		"VKontakte has blocked this page's content; check owner_id"},
	codePrivate: {inbox.FailureAccess, false, 0,
		"the page is private and cannot be read with the %s (key %s); its owner has to open it"},
	codeAddress: {inbox.FailureAccess, false, 0,
		"the %s (key %s) may not be used from this network address; allow the address in the application's " +
			"settings"},
	codeClosedCommunity: {inbox.FailureAccess, false, 0,
		"the community is closed for the %s (key %s); open the community, or check owner_id"},
	codeParameter: {inbox.FailureOther, false, 0,
		"VKontakte does not accept a parameter; check owner_id"},
	codeNoPerson: {inbox.FailureOther, false, 0,
		"there is no such person; check owner_id"},
	codeNoCommunity: {inbox.FailureOther, false, 0,
		"there is no such community; check owner_id (minus the community's number)"},
	codeCaptcha: {inbox.FailureCaptcha, false, 0,
		captchaAdvice},
	codeRecaptcha: {inbox.FailureCaptcha, false, 0,
		captchaAdvice},
}

// closed are the refusals that concern one post or one thread, and say nothing about the rest of the wall: denied,
// blocked, not found, post, comment or comments not visible.
var closed = map[int]bool{
	codeDenied: true, codeBlocked: true, codeNotFound: true, codeNoPost: true, codeNoComment: true,
	codeNoReplies: true, codeNoAnswering: true,
}

// aboutOne are general refusals that may concern one post or one dialog alone, because the list that names it was
// shown: no permission, denied, deleted or banned, blocked, private, banned, unknown person, wrong parameter, not
// found, no such person.
var aboutOne = map[int]bool{
	codeNoRight: true, codeDenied: true, codeDeleted: true, codeBlocked: true, codePrivate: true,
	codeBanned: true, codeNobody: true, codeParameter: true, codeNotFound: true, codeNoPerson: true,
}

// notThere are the refusals of comments that confirm that a post which is no longer listed is gone. The others
// (comments closed or blocked) may concern a post that stands.
var notThere = map[int]bool{
	codeDenied: true, codeParameter: true, codeNotFound: true, codeNoPost: true,
}

// dialogRefused reports whether an error code concerns one dialog and says nothing about the others.
func dialogRefused(code int) bool {
	return aboutOne[code] || code >= firstOfMessages && code <= lastOfMessages
}

// threadRefused reports whether an error code concerns the replies to one comment.
func threadRefused(code int) bool {
	return closed[code] || code == codeParameter || code == codeDeleted
}
