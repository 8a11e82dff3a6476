package vk

import (
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// tokenKind is what VK calls the kind of an access token: methods accept some kinds only.
type tokenKind int

const (
	serviceToken   tokenKind = iota // an application's, or a user's: 3 calls a second
	communityToken                  // a community's: 20 calls a second
)

// key is the name of the token in the configuration.
func (k tokenKind) key() string {
	if k == communityToken {
		return "community_token"
	}
	return "service_token"
}

func (k tokenKind) String() string {
	if k == communityToken {
		return "community token"
	}
	return "service token"
}

// pace is the pause between two calls. It is 2 % longer than VK's limit asks for, because calls may travel at
// different speeds and VK counts their arrivals.
func (k tokenKind) pace() time.Duration {
	if k == communityToken {
		return 51 * time.Millisecond
	}
	return 340 * time.Millisecond
}

// Limiters keep the pace of calls per token, evenly within the second. The zero value is ready; one value may be
// shared by all channels and used by several goroutines, so that channels with the same token keep its pace together.
type Limiters struct {
	// Unpaced lets calls go as they come: for a server that has no limits.
	Unpaced bool

	mu sync.Mutex
	// byToken is keyed by a hash, so that no copy of a token lies here.
	byToken map[[sha256.Size]byte]*rate.Limiter
}

func (l *Limiters) of(token string, kind tokenKind) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := sha256.Sum256([]byte(token))
	limiter := l.byToken[key]
	if limiter == nil {
		if l.byToken == nil {
			l.byToken = make(map[[sha256.Size]byte]*rate.Limiter)
		}
		limiter = rate.NewLimiter(rate.Every(kind.pace()), 1)
		if l.Unpaced {
			limiter.SetLimit(rate.Inf)
		}
		l.byToken[key] = limiter
	}
	return limiter
}
