package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// vkError is a refusal of the VK API. Codes are those of VK's errors.json.
type vkError struct {
	code    int
	message string
}

func (e *vkError) Error() string { return fmt.Sprintf("VK error %d: %s", e.code, e.message) }

func refuse(code int, format string, a ...any) *vkError {
	return &vkError{code, fmt.Sprintf(format, a...)}
}

// badParam is VK's refusal of one parameter.
func badParam(problem string) *vkError {
	return refuse(100, "One of the parameters specified was missing or invalid: %s", problem)
}

// call is one VK call after its token was accepted.
type call struct {
	parameters
	kind tokenKind
	now  time.Time
}

// within reads a whole number that must lie between low and high; absent is the default.
func (c call) within(name string, low, high, byDefault int64) (int, *vkError) {
	value, given, err := c.whole(name)
	switch {
	case err != nil:
		return 0, badParam(name + " not integer")
	case !given:
		return int(byDefault), nil
	case value < low:
		return 0, badParam(fmt.Sprintf("%s should be greater or equal to %d", name, low))
	case value > high:
		return 0, badParam(fmt.Sprintf("%s should be less or equal to %d", name, high))
	}
	return int(value), nil
}

// noLimit is the largest number that VK's integers hold.
const noLimit = 1<<31 - 1

// object is a JSON object.
type object = map[string]any

// respondVK answers one VK call. VK reports all its own errors with HTTP status 200.
func (s *Sandbox) respondVK(r *http.Request, method string, p parameters) reply {
	token := p["access_token"]
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	kind := kindOf(token)
	s.note(method, kind.String(), p)
	rep := s.failing(r.Context(), method,
		func() reply { return s.rightVK(method, token, kind, p) },
		func(code int, message string, _ int) reply {
			if code == http.StatusTooManyRequests {
				return reply{body: []byte("<html><head><title>429 Too Many Requests</title></head></html>"),
					header: http.Header{"Content-Type": {"text/html"}}}
			}
			if message == "" {
				message = "Sandbox: this failure was asked for"
			}
			return vkRefusal(method, p, refuse(code, "%s", message))
		})
	if rep.header != nil && rep.header.Get("Content-Encoding") == "" && rep.fate != neverSent &&
		strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(rep.body) > 0 {
		compress(&rep)
	}
	return rep
}

func (s *Sandbox) rightVK(method, token string, kind tokenKind, p parameters) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	result, refused := s.callVK(method, token, kind, p)
	if refused != nil {
		return vkRefusal(method, p, refused)
	}
	return vkJSON(object{"response": result})
}

func vkJSON(value object) reply {
	body, err := json.Marshal(value)
	if err != nil {
		// Every reply is built of strings, numbers, lists and maps.
		panic(fmt.Sprintf("sandbox: a reply has no JSON form: %v", err))
	}
	return jsonReply(http.StatusOK, body)
}

// vkRefusal is VK's error envelope, which repeats the call's parameters without the token.
func vkRefusal(method string, p parameters, e *vkError) reply {
	echo := []object{{"key": "method", "value": method}, {"key": "oauth", "value": "1"}}
	for _, key := range sorted(p) {
		if key != "access_token" {
			echo = append(echo, object{"key": key, "value": p[key]})
		}
	}
	failure := object{"error_code": e.code, "error_msg": e.message, "request_params": echo}
	if e.code == 14 {
		failure["redirect_uri"] = "https://id.vk.com/not_robot_captcha?session_token=sandbox"
	}
	return vkJSON(object{"error": failure})
}

// callVK checks a call as VK does and makes it. The caller holds mu.
func (s *Sandbox) callVK(method, token string, kind tokenKind, p parameters) (any, *vkError) {
	kinds, known := vkMethods[method]
	if !known {
		return nil, refuse(3, "Unknown method passed")
	}
	switch {
	case token == "":
		return nil, refuse(5, "User authorization failed: no access_token passed.")
	case kind == unknownToken || s.revoked[token]:
		return nil, refuse(5, "User authorization failed: invalid access_token (4).")
	}
	if err := checkVersion(p["v"]); err != nil {
		return nil, err
	}
	if !slices.Contains(kinds, kind) {
		switch kind {
		case communityToken:
			return nil, refuse(27, "Group authorization failed: method is unavailable with group auth.")
		case serviceToken:
			return nil, refuse(28, "Application authorization failed: method is unavailable with service token.")
		}
		return nil, refuse(15, "Access denied: method is unavailable with user auth.")
	}
	if s.tooMany(token, kind) {
		return nil, refuse(6, "Too many requests per second")
	}
	played, ok := s.vkPlayed(method)
	if !ok {
		return nil, refuse(23, "Method was disabled: the sandbox does not play it")
	}
	if strings.HasPrefix(method, "messages.") && kind == communityToken && !slices.Contains(s.vk.scopes, "messages") {
		return nil, refuse(15, "Access denied: no access to call this method. It cannot be called with current scopes.")
	}
	if method == "wall.createComment" && kind == communityToken && !slices.Contains(s.vk.scopes, "wall") {
		return nil, refuse(15, "Access denied: no access to call this method. It cannot be called with current scopes.")
	}
	return played(call{p, kind, s.advance()})
}

func (s *Sandbox) vkPlayed(method string) (func(call) (any, *vkError), bool) {
	switch method {
	case "wall.get":
		return s.wallGet, true
	case "wall.getById":
		return s.wallGetByID, true
	case "wall.getComments":
		return s.wallGetComments, true
	case "wall.createComment":
		return s.wallCreateComment, true
	case "messages.send":
		return s.messagesSend, true
	case "messages.getConversations":
		return s.messagesGetConversations, true
	case "messages.getHistory":
		return s.messagesGetHistory, true
	case "messages.getById":
		return s.messagesGetByID, true
	case "groups.getById":
		return s.groupsGetByID, true
	case "groups.getTokenPermissions":
		return s.groupsGetTokenPermissions, true
	case "users.get":
		return s.usersGet, true
	case "utils.getServerTime":
		return func(c call) (any, *vkError) { return c.now.Unix(), nil }, true
	case "utils.resolveScreenName":
		return s.resolveScreenName, true
	}
	return nil, false
}

// checkVersion refuses calls without a version and with one that VK no longer serves.
func checkVersion(v string) *vkError {
	if v == "" {
		return badParam("v is required")
	}
	major, minor, _ := strings.Cut(v, ".")
	a, err1 := strconv.Atoi(major)
	b, err2 := strconv.Atoi(minor)
	if err1 != nil || err2 != nil {
		return badParam("v is incorrect")
	}
	if a < 5 || a == 5 && b < 81 {
		return refuse(8, "Invalid request: versions below 5.81 are deprecated. Version param should be passed as "+
			"\"v\". Current version is: 5.199.")
	}
	return nil
}
