package vk

import "crypto/rand"

// pullName tells the end of one pull from the start of the next, which the cursor alone cannot: both come with the same
// one. A pull ends with its last batch or with an error; a source that was made anew starts a new one.
type pullName struct{ name string }

func (p *pullName) running() string {
	if p.name == "" {
		p.name = rand.Text()
	}
	return p.name
}

func (p *pullName) ends() { p.name = "" }
