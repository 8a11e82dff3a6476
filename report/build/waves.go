package build

import (
	"cmp"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/report/clean"
)

// What makes a wave: so many messages that need an answer under one post, and so many times the usual of a post.
const (
	waveMessages = 5
	waveTimes    = 3
	wavesShown   = 3
	// fewestPosts is how many posts what is usual is worked out from.
	fewestPosts = 5
)

// Post is what opens a thread of comments, as far as it is known.
type Post struct {
	Text, URL string
	Sent      time.Time
}

// Wave is a post that brought far more messages than a post usually does.
type Wave struct {
	Channel  inbox.ChannelID `json:"channel"`
	Platform inbox.Platform  `json:"platform"`
	Thread   string          `json:"thread"`
	// Post are its first words, masked; empty where the platform did not give them. Says is what people write under
	// it.
	Post string `json:"post,omitempty"`
	Says string `json:"says,omitempty"`
	// URL leads to the post or, where that is not known, to the first of the messages.
	URL      string    `json:"url,omitempty"`
	Posted   time.Time `json:"posted_at,omitzero"`
	Messages int       `json:"messages"` // new ones of the period that need an answer
	People   int       `json:"people"`
	// Usual is how many a post brings in the mean; absent where too few posts are known.
	Usual *float64 `json:"usual,omitempty"`
	Group string   `json:"group"` // that most of them are about
}

// waves are the posts that brought the messages of the period, those of most first.
func (in Input) waves(items []item, p Period) []Wave {
	fresh, ever := map[inbox.ThreadRef][]item{}, map[inbox.ThreadRef]int{}
	for _, i := range items {
		if i.Message.Kind != inbox.Comment || !i.needs {
			continue
		}
		thread := i.Message.ThreadRef()
		if p.holds(i.received) {
			fresh[thread] = append(fresh[thread], i)
		} else if i.received.Before(p.From) {
			ever[thread]++
		}
	}
	var usual *float64
	if len(ever) >= fewestPosts {
		sum := 0
		for _, n := range ever {
			sum += n
		}
		mean := Round1(float64(sum) / float64(len(ever)))
		usual = &mean
	}
	list := []Wave{}
	for thread, letters := range fresh {
		n := len(letters)
		if n < waveMessages || usual != nil && float64(n) < waveTimes**usual {
			continue
		}
		list = append(list, in.wave(thread, letters, usual))
	}
	slices.SortFunc(list, func(a, b Wave) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Thread, b.Thread))
	})
	return list[:min(len(list), wavesShown)]
}

func (in Input) wave(thread inbox.ThreadRef, letters []item, usual *float64) Wave {
	first := letters[0].Message
	post, known := in.Posts[thread]
	w := Wave{Channel: thread.Channel, Platform: first.Platform, Thread: thread.ID, Messages: len(letters),
		People: peopleAmong(letters), Usual: usual, Post: clean.Quoted(in.masked(post.Text)), Group: mostGroup(letters)}
	if known && !post.Sent.IsZero() {
		w.Posted = post.Sent.In(in.Location)
	}
	w.URL = in.url(cmp.Or(post.URL, first.URL))
	w.Says = telling(in.textsOf(letters))
	return w
}

// textsOf are the masked texts of letters, as many as a sentence is chosen from.
func (in Input) textsOf(letters []item) (texts []string) {
	for _, i := range letters[:min(len(letters), saysRead)] {
		texts = append(texts, in.masked(i.Message.Text))
	}
	return texts
}

// peopleAmong counts who wrote; whom the platform hides is somebody else every time.
func peopleAmong(letters []item) int {
	s := newSpot(HotPlace{})
	for _, i := range letters {
		s.add(i)
	}
	return len(s.people)
}

// mostGroup is the group that most of them are about, the first by name of several.
func mostGroup(letters []item) (most string) {
	times := map[string]int{}
	for _, i := range letters {
		times[i.group]++
	}
	for group, n := range times {
		if n > times[most] || n == times[most] && group < most {
			most = group
		}
	}
	return most
}

// WavesAmong are the threads of a period in which so many messages came that they may be waves.
func WavesAmong(records []inbox.Record, from, to time.Time) (threads []inbox.ThreadRef) {
	times := map[inbox.ThreadRef]int{}
	for _, r := range records {
		m := r.Message
		if r.Status != nil && m.Kind == inbox.Comment && m.Sent.After(from) && !m.Sent.After(to) {
			thread := m.ThreadRef()
			if times[thread]++; times[thread] == waveMessages {
				threads = append(threads, thread)
			}
		}
	}
	return threads
}
