package vk

import (
	"errors"
	"fmt"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// rule says what an error code of VK means for a collector (codes: errors.json of the API schema 5.199).
type rule struct {
	trouble   inbox.FailureKind
	temporary bool
	after     time.Duration
	// advice may hold one %s for the token's kind and one for its key in the configuration, in this order.
	advice string
}

const captchaAdvice = "VKontakte wants a person to solve a captcha, so this channel pauses until the next scheduled pull; " +
	"if it repeats, collect less often or make a new %s (key %s)"

var rules = map[int]rule{
	// Pass by themselves.
	1:  {inbox.FailurePlatform, true, 0, "VKontakte failed for an unknown reason; it is tried again at the next pull"},
	6:  {inbox.FailureLimit, true, time.Second, "too many calls a second: does another program use the same %s (key %s)?"},
	9:  {inbox.FailureLimit, true, 5 * time.Second, "VKontakte sees too many calls of one kind; collect less often, or give a %s (key %s) that no other program uses"},
	10: {inbox.FailurePlatform, true, 0, "VKontakte failed inside; it is tried again at the next pull"},
	29: {inbox.FailureLimit, false, 0, "the daily limit of calls is used up, and what is missing is read when it is reset; collect less often, or give a %s (key %s) that no other program uses"},
	32: {inbox.FailurePlatform, true, 0, "VKontakte asks to wait; it is tried again at the next pull"},
	36: {inbox.FailurePlatform, true, 0, "VKontakte took too long; it is tried again at the next pull"},
	43: {inbox.FailurePlatform, true, 0, "this part of VKontakte is switched off for a while; it is tried again at the next pull"},
	// Need a person.
	5:    {inbox.FailureToken, false, 0, "VKontakte does not accept the %s: it is wrong or was revoked; make a new one and put it under %s"},
	1114: {inbox.FailureToken, false, 0, "the %s has expired; make a new one and put it under %s"},
	1116: {inbox.FailureToken, false, 0, "VKontakte does not accept the %s; make a new one and put it under %s"},
	1117: {inbox.FailureToken, false, 0, "the %s has expired; make a new one and put it under %s (tokens of services and communities do not expire, users' do)"},
	3609: {inbox.FailureToken, false, 0, "VKontakte wants the %s to be extended; make a new one and put it under %s"},
	3610: {inbox.FailureToken, false, 0, "the account behind the %s is deactivated; make a token of another account and put it under %s"},
	2:    {inbox.FailureToken, false, 0, "the application of the %s is switched off; switch it on in its settings, or put another token under %s"},
	4:    {inbox.FailureToken, false, 0, "VKontakte does not accept the signature of the %s; make a new one and put it under %s"},
	20:   {inbox.FailureToken, false, 0, "the application of the %s may not call this; make a token of the kind that %s asks for"},
	25:   {inbox.FailureToken, false, 0, "VKontakte wants the %s to be confirmed; confirm it or make a new one and put it under %s"},
	27:   {inbox.FailureToken, false, 0, "a community's token was given where VKontakte refuses it; the wall needs an application's service token under service_token"},
	28:   {inbox.FailureToken, false, 0, "a service token was given where VKontakte refuses it; direct messages need a community's token with the right \"messages\" under community_token"},
	7:    {inbox.FailureAccess, false, 0, "the %s lacks a right; make a new one (for direct messages with the right \"messages\") and put it under %s"},
	15:   {inbox.FailureAccess, false, 0, "VKontakte denies access to this page: a closed page cannot be read with the %s (key %s); open the page, or check owner_id and the token's rights"},
	17:   {inbox.FailureAccess, false, 0, "VKontakte wants the owner of the %s (key %s) to sign in and confirm it in a browser"},
	18:   {inbox.FailureAccess, false, 0, "the page was deleted or banned; check owner_id"},
	19:   {inbox.FailureAccess, false, 0, "VKontakte has blocked this page's content; check owner_id"},
	30:   {inbox.FailureAccess, false, 0, "the page is private and cannot be read with the %s (key %s); its owner has to open it"},
	42:   {inbox.FailureAccess, false, 0, "the %s (key %s) may not be used from this network address; allow the address in the application's settings"},
	203:  {inbox.FailureAccess, false, 0, "the community is closed for the %s (key %s); open the community, or check owner_id"},
	100:  {inbox.FailureOther, false, 0, "VKontakte does not accept a parameter; check owner_id"},
	113:  {inbox.FailureOther, false, 0, "there is no such person; check owner_id"},
	125:  {inbox.FailureOther, false, 0, "there is no such community; check owner_id (minus the community's number)"},
	14:   {inbox.FailureCaptcha, false, 0, captchaAdvice},
	3300: {inbox.FailureCaptcha, false, 0, captchaAdvice},
}

// failure sorts an error of a call.
func (c *client) failure(method string, err error) *collectors.Failure {
	var refused *api.Error
	if errors.As(err, &refused) {
		r, known := rules[int(refused.Code)]
		if !known {
			r = rule{trouble: inbox.FailureOther, advice: "VKontakte refused the call; if it repeats, please report it"}
		}
		return &collectors.Failure{Kind: r.trouble, Temporary: r.temporary, RetryAfter: r.after, Advice: c.advise(r.advice),
			Err: c.seal(method, &codeError{int(refused.Code), refused})}
	}
	f := &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true,
		Advice: "VKontakte answered with something that is not its API; try later, and check api_url and the proxy",
		Err:    c.seal(method, err)}
	var status *statusError
	var content *api.InvalidContentType
	switch {
	case errors.As(err, &status):
		f.RetryAfter = status.after
		f.Advice = "VKontakte, or a proxy on the way, is out of order; it is tried again at the next pull"
		if status.status == 429 {
			f.Kind = inbox.FailureLimit
		}
	case errors.Is(err, collectors.ErrReplyTooLong):
		f.Temporary = false // it would be as long again: asking once a pull is enough
	case errors.As(err, &content), errors.Is(err, errBrokenGzip), errors.Is(err, errLibraryPanic),
		errors.Is(err, errNoResponse), isJSONFault(err):
	default:
		f.Kind = inbox.FailureNetwork
		f.Advice = "VKontakte cannot be reached; check the network, api_url, the proxy and ca_file"
	}
	return f
}

// codeError names the code, which the library's error leaves out.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string { return fmt.Sprintf("error %d: %v", e.code, e.err) }
func (e *codeError) Unwrap() error { return e.err }

// codeOf is VK's error code behind an error; 0 if it is none of VK's.
func codeOf(err error) int {
	var refused *codeError
	if errors.As(err, &refused) {
		return refused.code
	}
	return 0
}

func (c *client) advise(advice string) string {
	switch countVerbs(advice) {
	case 2:
		return fmt.Sprintf(advice, c.kind, c.kind.key())
	default:
		return advice
	}
}

func countVerbs(s string) int {
	n := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '%' && s[i+1] == 's' {
			n++
		}
	}
	return n
}
