package vk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/internal/inbox"
)

// reading is one step in the comments of one post.
type reading struct {
	wall  *wall
	job   *job
	under underPost
	// post is the state of the post in the cursor; nil if it is not known there.
	post  *postState
	batch inbox.Batch
	// met are the ids on the page of this step.
	met map[int64]bool
	// stored is looked up only where it is needed.
	stored map[int64]inbox.Message
	// vanished: the post itself is gone.
	vanished bool
}

// commentsPage is a reply of wall.getComments.
type commentsPage struct {
	// Level is the number of comments on the level that was asked for. Count is of the whole post on some servers.
	Level *hint             `json:"current_level_count"`
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
	who

	// comments are the items, each decoded once.
	comments []comment
}

func (p *commentsPage) whole() error {
	p.comments = make([]comment, len(p.Items))
	for i, raw := range p.Items {
		p.comments[i] = decodeComment(raw)
	}
	return needItems(p.Items)
}

// ids are the comments' numbers, 0 for those without one.
func (p *commentsPage) ids() []int64 {
	ids := make([]int64, len(p.comments))
	for i, c := range p.comments {
		ids[i] = int64(c.ID)
	}
	return ids
}

// step reads one page and reports whether the post is finished.
func (r *reading) step(ctx context.Context) (over bool, err error) {
	if r.missing() {
		switch found, err := r.wall.look(ctx, r.job.Post); {
		case err != nil:
			return false, err
		case found == vanished:
			return true, r.vanish(ctx)
		case found == stands:
			r.post.stand()
		}
	}
	switch {
	case len(r.job.Threads) > 0:
		err = r.thread(ctx)
	case r.job.Stage == stageTop:
		var s step
		if s, err = r.page(ctx, &r.job.Top, 0); err == nil && s != further {
			r.job.Stage = stageThreads
		}
	}
	if err != nil {
		return false, err
	}
	if r.post != nil {
		r.post.stand()
	}
	if len(r.job.Threads) > 0 || r.job.Stage == stageTop {
		return false, nil
	}
	return r.resolveMissing(ctx)
}

// thread reads one page of the first thread that waits.
func (r *reading) thread(ctx context.Context) error {
	t := &r.job.Threads[0]
	s, err := r.page(ctx, &t.Level, t.Root)
	if code := codeOf(err); threadRefused(code) {
		// Whether its replies still stand cannot be known: they stay as they are.
		if !t.Rootless {
			r.batch.Warnings = append(r.batch.Warnings, fmt.Sprintf(
				"the replies to comment %d under %s cannot be read to their end (VKontakte says error %d)",
				t.Root, r.wall.address(r.job.Post), code))
		}
		if err := r.lookUp(ctx); err != nil {
			return err
		}
		r.job.Unseen = slices.DeleteFunc(r.job.Unseen, func(v int64) bool {
			return v != t.Root &&
				r.rootOf(v) == t.Root
		})
		s, err = done, nil
	}
	if err != nil {
		return err
	}
	if s != further {
		r.job.Threads = r.job.Threads[1:]
	}
	return nil
}

// page reads one page of a level: the post's own if root is 0, otherwise that comment's thread.
func (r *reading) page(ctx context.Context, l *level, root int64) (step, error) {
	for {
		params := api.Params{"owner_id": r.under.page.owner, "post_id": r.job.Post, "offset": l.from(),
			"count": commentsPerPage, "sort": "asc", "preview_length": 0, "extended": 1, "need_likes": 1,
			"thread_items_count": threadItems}
		if root != 0 {
			params["comment_id"] = root
		}
		reply, denied, err := r.ask(ctx, l, params)
		if err != nil {
			return 0, fmt.Errorf("read the comments under %s: %w", r.wall.address(r.job.Post), err)
		}
		if root == 0 {
			if l.from() == 0 && !denied {
				r.doubt(&reply)
			}
			r.job.Total = reply.Count.orUnknown()
		}
		ids, before, s := reply.ids(), l.Last, done
		if !denied {
			s = l.take(ids, commentsPerPage, reply.Level.orUnknown())
		}
		if s == moved {
			continue
		}
		if s == unsure {
			r.job.lower(sightPart)
			r.batch.Warnings = append(r.batch.Warnings, fmt.Sprintf(
				"VKontakte repeats the same comments under %s: some may be missing until it is read again",
				r.wall.address(r.job.Post)))
		}
		r.under.names = reply.names()
		for _, c := range reply.comments {
			if err := r.item(ctx, c, root, before.has(int64(c.ID)), 0); err != nil {
				return 0, err
			}
		}
		r.job.Unseen = r.job.Unseen.without(r.met)
		return s, nil
	}
}

// ask asks for a page and does not believe a denial. One that lasts is borne if it is small, or after denialBorne: then
// denied is true, and nothing may be called gone.
func (r *reading) ask(ctx context.Context, l *level, params api.Params) (reply commentsPage, denied bool, err error) {
	var last commentsPage
	reply, err = callChecked(ctx, r.wall.calls, "wall.getComments", params, func(p commentsPage) error {
		last = p
		if d := l.denies(p.ids(), p.claims(l.from())); d != nil && !(d.small() && r.post != nil &&
			r.post.Gap == d.claimed-d.shown) {
			return d
		}
		return nil
	})
	var d *denial
	if errors.As(err, &d) {
		switch {
		case d.small():
		case r.post != nil && r.post.bearable(r.under.now):
			r.job.lower(sightHidden)
		default:
			if r.post != nil {
				r.post.deny(r.under.now)
			}
			return reply, false, err
		}
		reply, err = last, nil
	}
	if err != nil {
		return reply, false, err
	}
	if d = l.denies(reply.ids(), reply.claims(l.from())); d == nil {
		return reply, false, nil
	}
	r.job.lower(sightPart)
	r.job.Gap = d.claimed - d.shown
	r.batch.Warnings = append(r.batch.Warnings, fmt.Sprintf(
		"VKontakte counts %d comments more under %s than it shows; nothing stored there is called deleted until "+
			"the numbers agree",
		r.job.Gap, r.wall.address(r.job.Post)))
	return reply, true, nil
}

// denialBorne is how long a post whose comments are counted and not shown makes pulls fail; then it is said to be
// refused, and the rest of the wall is called read.
const denialBorne = time.Hour

// doubt looks at the first page of a post: where it says that there are no comments at all, while the list of posts
// counted some and some are stored, it is asked for again at the next pulls before it is believed.
func (r *reading) doubt(first *commentsPage) {
	if len(first.Items) > 0 || first.Count.orUnknown() != 0 || len(r.job.Unseen) == 0 || r.post == nil ||
		r.post.Listed <= 0 {
		return
	}
	if !r.post.believable(r.under.now) {
		r.job.lower(sightNone)
	}
}

// maxDepth bounds replies within replies: VK has one level.
const maxDepth = 4

// item takes one comment and what is included of its thread. repeated: it stood on the page before as well.
func (r *reading) item(ctx context.Context, c comment, root int64, repeated bool, depth int) error {
	if !repeated {
		r.job.Found++
		switch {
		case c.problem != nil:
			r.job.Undecoded++
		case bool(c.Deleted):
			r.job.Stubs++
		}
	}
	r.met[int64(c.ID)] = true
	var thread replies
	inside, broken := present(c.Thread) && depth < maxDepth, false
	if inside {
		broken = json.Unmarshal(c.Thread, &thread) != nil
		c.replies = thread.Count.orUnknown()
	}
	if c.problem == nil {
		if err := r.keep(ctx, c, root); err != nil {
			return err
		}
	} else {
		r.batch.Undecoded = append(r.batch.Undecoded, r.under.undecoded(c, c.problem))
	}
	if !inside {
		return nil
	}
	inner := root
	if inner == 0 {
		inner = int64(c.ID)
	}
	for _, reply := range thread.Items {
		if err := r.item(ctx, decodeComment(reply), inner, repeated, depth+1); err != nil {
			return err
		}
	}
	total := thread.Count.orUnknown()
	partial := broken || total > len(thread.Items) || (total < 0 && len(thread.Items) >= threadItems)
	if partial && !repeated && c.ID > 0 && int64(c.ID) != root {
		r.job.Threads = append(r.job.Threads, threadJob{Root: int64(c.ID)})
	}
	return nil
}

// keep adds a decoded comment to the batch. A deleted one often comes as a stub, without an author or a date: then what
// is stored of it fills the holes, and when it was first noticed stays.
func (r *reading) keep(ctx context.Context, c comment, root int64) error {
	m := r.under.message(c, root)
	if c.Deleted {
		if err := r.lookUp(ctx); err != nil {
			return err
		}
		if old, stored := r.stored[int64(c.ID)]; stored {
			if m.Author.ID == "" {
				m.Author = old.Author
			}
			if m.Sent.IsZero() {
				m.Sent = old.Sent
			}
			if len(m.Media) == 0 {
				m.Media = old.Media
			}
			if m.ReplyTo == "" {
				m.ReplyTo = old.ReplyTo
			}
			if !old.Deleted.IsZero() {
				m.Deleted = old.Deleted
			}
		}
	}
	if m.Sent.IsZero() {
		if m.Text != "" {
			r.batch.Undecoded = append(r.batch.Undecoded, r.under.undecoded(c, errNoDate))
		}
		return nil // a deleted comment that was never stored and says nothing, not even when it was written
	}
	r.batch.Messages = append(r.batch.Messages, m)
	return nil
}

// resolveMissing decides about stored comments that the reading did not meet. A missing root may have left its replies
// standing: its thread is asked for before anything is called gone. over is false while such threads are to be read.
func (r *reading) resolveMissing(ctx context.Context) (over bool, err error) {
	if len(r.job.Unseen) == 0 || r.job.Sight != sightWhole {
		return true, nil
	}
	if err := r.lookUp(ctx); err != nil {
		return false, err
	}
	if r.job.Stage != stageMissing {
		r.job.Stage = stageMissing
		if r.job.Threads = r.lostThreads(); len(r.job.Threads) > 0 {
			return false, nil
		}
	}
	for _, v := range r.job.Unseen {
		if m, stored := r.stored[v]; stored && m.Deleted.IsZero() {
			r.batch.Deletions = append(r.batch.Deletions, inbox.Deletion{Ref: m.Ref(), Noticed: r.under.now})
		}
	}
	return true, nil
}

// lostThreads are the threads whose roots were not met although the root itself, or a reply of theirs, is stored as
// standing.
func (r *reading) lostThreads() []threadJob {
	unseen := make(map[int64]bool, len(r.job.Unseen))
	for _, v := range r.job.Unseen {
		unseen[v] = true
	}
	var lost []threadJob
	asked := map[int64]bool{}
	for _, v := range r.job.Unseen {
		if m, stored := r.stored[v]; !stored || !m.Deleted.IsZero() {
			continue
		}
		root := r.rootOf(v)
		_, known := r.stored[root]
		met := r.met[root] || (known && !unseen[root])
		if root != 0 && !met && !asked[root] {
			asked[root] = true
			lost = append(lost, threadJob{Root: root, Rootless: true})
		}
	}
	return lost
}

// rootOf is the root of a stored comment's thread, or the comment itself where it is one.
func (r *reading) rootOf(v int64) int64 {
	for range 100 {
		m, stored := r.stored[v]
		if !stored || m.ReplyTo == "" {
			return v
		}
		if root, err := strconv.ParseInt(cmp.Or(m.Root, storedRoot(m)), 10, 64); err == nil {
			return root
		}
		// It came from elsewhere: the chain of replies leads there.
		up, err := strconv.ParseInt(m.ReplyTo, 10, 64)
		if err != nil || up == v {
			return v
		}
		v = up
	}
	return v
}

// storedRoot is the root of a reply that a version stored which did not keep it: its address names it, until the post
// is read again.
func storedRoot(m inbox.Message) string {
	_, root, _ := strings.Cut(m.URL, "&thread=")
	return root
}

func (r *reading) lookUp(ctx context.Context) error {
	if r.stored != nil {
		return nil
	}
	messages, err := r.wall.archive.Known(ctx, r.under.ref())
	if err != nil {
		return fmt.Errorf("look up the stored comments: %w", err)
	}
	r.stored = make(map[int64]inbox.Message, len(messages))
	for _, m := range messages {
		if n, err := strconv.ParseInt(m.ID, 10, 64); err == nil {
			r.stored[n] = m
		}
	}
	return nil
}

// foundBefore is the number of comments that the post had at its last complete reading.
func (r *reading) foundBefore(state *wallCursor) int {
	if p := state.post(r.job.Post); p != nil {
		return max(p.Found, 1) // at least one: a closed post is asked for again at its interval
	}
	return 1
}

// idsOf are the numeric ids of messages, ascending.
func idsOf(messages []inbox.Message) numbers {
	var ids numbers
	for _, m := range messages {
		n, err := strconv.ParseInt(m.ID, 10, 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			continue
		}
		ids = append(ids, n)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
