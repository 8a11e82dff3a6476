package telegram

import (
	"testing"
	"time"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
)

// played is the fake Bot API as the suite wants it.
type played struct {
	*fakeAPI
	written int64
}

func (p *played) Source(t *testing.T, archive collectors.Archive) collectors.Source {
	o := p.options()
	o.Archive = archive
	o.Retry.First, o.Retry.Longest = time.Millisecond, time.Millisecond
	return open(t, o)
}

func (p *played) Write(_ *testing.T, text string) {
	p.written++
	p.push(comment(7000+p.written, 20+p.written, text))
}

func (p *played) Break(_ *testing.T, calls int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing = calls
}

func (p *played) Secret() string { return testToken }

func TestContract(t *testing.T) {
	sourcetest.Run(t, func(*testing.T) sourcetest.Platform { return &played{fakeAPI: newFake()} })
}
