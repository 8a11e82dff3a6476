package sandbox

import (
	"maps"
	"slices"
	"time"
)

// Request is one call that a client made.
type Request struct {
	// Method is the platform's method: "wall.get", "getUpdates".
	Method string
	// Params are the parameters without the token.
	Params map[string]string
	// Token is the kind of the token, never the token: "service", "community", "user", "bot" or "unknown".
	Token string
	// At is the town's time of the call.
	At time.Time
}

// Requests gives all calls so far, the oldest first.
func (s *Sandbox) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Calls counts the calls of a method so far.
func (s *Sandbox) Calls(method string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method == method {
			n++
		}
	}
	return n
}

// ForgetRequests empties the log of calls.
func (s *Sandbox) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// note writes a call down.
func (s *Sandbox) note(method, token string, p parameters) {
	params := maps.Clone(map[string]string(p))
	delete(params, "access_token")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{Method: method, Params: params, Token: token, At: s.now()})
}
