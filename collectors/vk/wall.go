package vk

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// wall is the source of the comments under the posts of a page.
//
// A pull lists the posts of the window (one call per 100) and reads the comments of those whose number of comments
// changed or that are due for a full reading (everyFull). Each step of that, one page of comments, is a batch of its
// own with everything needed to go on in its cursor. When all is read the posts are listed once more, because a long
// reading gives people time to write. Last come the posts that could not be read (see retryFailed).
type wall struct {
	page    page
	calls   *client
	archive collectors.Archive
	window  time.Duration
	log     *slog.Logger
	pull    pullState
}

func (w *wall) Name() string                { return string(w.page.channel) + " wall" }
func (w *wall) Channels() []inbox.ChannelID { return []inbox.ChannelID{w.page.channel} }

const (
	postsPerPage    = 100 // wall.get gives no more
	commentsPerPage = 100 // wall.getComments gives no more
	threadItems     = 10  // replies included with their root; VK gives no more
	maxRounds       = 3
)

// Fetch is one step; see collectors.Source.
func (w *wall) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	w.pull.resume(cursor)
	batch, err := w.fetch(ctx, cursor)
	w.pull.note(batch, err)
	return batch, err
}

func (w *wall) fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	state, err := decodeWallCursor(cursor, w.page.owner)
	if err != nil {
		return inbox.Batch{}, err
	}
	switch now := time.Now(); {
	case state.Job != nil || len(state.Todo) > 0:
		return w.read(ctx, state, now)
	case w.pull.faults >= maxFailed && len(state.Failed) > 0:
		return inbox.Batch{}, w.failure(&state)
	default:
		return w.list(ctx, state, now)
	}
}

func (w *wall) address(post int64) string {
	return fmt.Sprintf("https://vk.com/wall%d_%d", w.page.owner, post)
}

// inaccessible are the posts whose comments VKontakte counts and does not show.
func (w *wall) inaccessible(state *wallCursor) []inbox.Inaccessible {
	var parts []inbox.Inaccessible
	for _, p := range state.Posts {
		if p.unseen() {
			parts = append(parts, inbox.Inaccessible{Part: fmt.Sprintf("wall%d_%d", w.page.owner, p.ID), Code: p.Code})
		}
	}
	return parts
}

// wallPage is a reply of wall.get.
type wallPage struct {
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
}

func (p *wallPage) whole() error { return needItems(p.Items) }

func needItems(items []json.RawMessage) error {
	if items == nil {
		return errNoItems
	}
	return nil
}

// wallPost is what is needed of a wall_wallpost_full.
type wallPost struct {
	ID       number `json:"id"`
	From     hint   `json:"from_id"`
	Date     number `json:"date"`
	Pinned   yesNo  `json:"is_pinned"`
	Comments *struct {
		Count *hint `json:"count"`
	} `json:"comments"`
}

func decodePost(raw json.RawMessage) (wallPost, error) {
	var p wallPost
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("post: %s", shapeProblem(err))
	}
	switch {
	case p.ID <= 0:
		return p, errNoID
	case p.Date <= 0 || p.Date > latest:
		return p, errNoDate
	}
	return p, nil
}

// postName names a post that could not be decoded by its number where it has one: its bytes change with every view.
func postName(raw json.RawMessage) string {
	var p struct {
		ID hint `json:"id"`
	}
	if json.Unmarshal(raw, &p) == nil && p.ID > 0 {
		return fmt.Sprintf("post/%d", p.ID)
	}
	return nameless("post", raw)
}

func (p wallPost) comments() int {
	if p.Comments == nil {
		return -1
	}
	return p.Comments.Count.orUnknown()
}

// list reads the posts of the window and plans the pull. A quiet pull is this step alone.
func (w *wall) list(ctx context.Context, state wallCursor, now time.Time) (inbox.Batch, error) {
	oldest := now.Add(-w.window)
	var posts []postState
	horizon := int64(0)
	var batch inbox.Batch
	met := map[int64]bool{}
	whole, err := paginate(ctx, postsPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool),
		error) {
		reply, err := callChecked(ctx, w.calls, "wall.get", api.Params{
			"owner_id": w.page.owner, "count": postsPerPage, "offset": offset},
			func(p wallPage) error { return denies(offset, len(p.Items), p.Count) })
		if err != nil {
			return 0, 0, nil, fmt.Errorf("list the posts: %w", err)
		}
		return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
			goOn = true
			for _, raw := range reply.Items {
				p, err := decodePost(raw)
				if err != nil {
					batch.Undecoded = append(batch.Undecoded, inbox.Undecoded{Channel: w.page.channel,
						ID: postName(raw), Raw: raw, Problem: err.Error()})
					fresh = true
					continue
				}
				if met[int64(p.ID)] {
					continue
				}
				met[int64(p.ID)], fresh = true, true
				// A pinned post stands first and is read however old it is, and says nothing about those below it. The
				// other old ones on the page that ends the window cost nothing: their counts are looked at.
				old := int64(p.Date) < oldest.Unix() && !bool(p.Pinned)
				goOn = goOn && !old
				if !bool(p.Pinned) && (horizon == 0 || int64(p.Date) < horizon) {
					horizon = int64(p.Date)
				}
				// A post of the future, as a clock that is behind sees it, is one of now.
				where := placeListed
				if old {
					where = placeOld
				}
				posts = append(posts, postState{ID: int64(p.ID), Date: min(int64(p.Date), now.Unix()), Place: where,
					Listed: p.comments(), Guest: p.From != 0 && !w.page.speaks(int64(p.From))})
			}
			total := reply.Count.orUnknown()
			if total >= 0 && offset+len(reply.Items) >= total || total < 0 && len(reply.Items) < postsPerPage {
				horizon = 0 // the end of the wall: there is nothing older
			}
			return fresh, goOn
		}, nil
	})
	if err != nil {
		return inbox.Batch{}, err
	}
	if n := state.standing(oldest); len(met) == 0 && n > 0 {
		return inbox.Batch{}, w.emptied(n)
	}
	state.merge(posts, whole, oldest, now)
	state.Horizon = horizon
	if w.pull.lists++; w.pull.lists > maxRounds {
		state.Todo = nil
	}
	if len(state.Todo) == 0 && len(state.Failed) > 0 {
		// The last step may store nothing. What the list tells is stored before, but not again where a crash follows
		// soon.
		if !w.pull.first() || listedLately(state.ListedAt, now) {
			return w.retryFailed(ctx, state, batch, now)
		}
		state.ListedAt = now.Unix()
		return w.batch(batch, &state, true), nil
	}
	return w.batch(batch, &state, len(state.Todo) > 0), nil
}

// emptied is the failure of a wall that shows nothing where posts of the window stood.
func (w *wall) emptied(posts int) error {
	return &collectors.Failure{Kind: inbox.FailureAccess, Err: fmt.Errorf("call wall.get: no posts, where %d stood",
		posts),
		Advice: fmt.Sprintf("the wall %d shows no posts any more; open the page, or look at the service token "+
			"(if all posts were deleted on purpose, this ends when the last of them is older than window)",
			w.page.owner)}
}

// batch completes a step.
func (w *wall) batch(b inbox.Batch, state *wallCursor, more bool) inbox.Batch {
	b.Inaccessible, b.Reconciliation = w.inaccessible(state), w.reconciliation(state)
	if state.Horizon != 0 {
		b.Horizon = time.Unix(state.Horizon, 0).UTC()
	}
	b.Next, b.More = state.encode(), more
	return b
}

// read takes one step in the comments of the post that is next.
func (w *wall) read(ctx context.Context, state wallCursor, now time.Time) (inbox.Batch, error) {
	if state.Job == nil {
		post := state.Todo[0]
		state.Todo = state.Todo[1:]
		if err := w.open(ctx, &state, post, now); err != nil {
			return inbox.Batch{}, err
		}
	}
	batch, failed, err := w.step(ctx, &state, now)
	if err != nil {
		return inbox.Batch{}, err
	}
	if failed && w.pull.faults >= maxFailed {
		state.Todo = nil // the others stay due
	}
	return w.batch(batch, &state, true), nil
}

func (w *wall) open(ctx context.Context, state *wallCursor, post int64, now time.Time) error {
	if fresh := state.take(post); !fresh {
		return nil
	}
	stored, err := w.archive.Known(ctx, w.under(state, now).ref())
	if err != nil {
		return fmt.Errorf("look up the stored comments: %w", err)
	}
	state.Job.Unseen = idsOf(stored)
	return nil
}

// step reads one page of the post that is open. failed: it could not be read, and was put aside. An error concerns more
// than this post.
func (w *wall) step(ctx context.Context, state *wallCursor, now time.Time) (batch inbox.Batch, failed bool, err error) {
	r := reading{wall: w, job: state.Job, under: w.under(state, now), post: state.post(state.Job.Post),
		met: map[int64]bool{}}
	over, err := r.step(ctx)
	refused := 0
	code := codeOf(err)
	failure := collectors.FailureKindOf(err)
	switch {
	case err == nil:
	case notThere[code] && r.missing(): // neither on the wall nor at its own address
		r.batch = inbox.Batch{}
		if err := r.vanish(ctx); err != nil {
			return inbox.Batch{}, false, err
		}
		over = true
	case closed[code]:
		r.batch = inbox.Batch{Warnings: []string{fmt.Sprintf(
			"the comments under %s cannot be read (VKontakte says error %d); what is stored of them stays as it "+
				"is, and they are asked for again later",
			w.address(state.Job.Post), code)}}
		over, refused, state.Job.Found = true, code, r.foundBefore(state)
	case (failure == inbox.FailurePlatform || aboutOne[code]) && ctx.Err() == nil:
		// What is wrong with one post, however long it lasts, must not keep the others from being read.
		w.log.Warn("a post's comments could not be read; going on with the others", "post", state.Job.Post, "error",
			err)
		w.pull.failed[state.Job.Post] = err
		w.pull.faults++
		state.fail(now)
		return inbox.Batch{}, true, nil
	default:
		return inbox.Batch{}, false, err
	}
	if r.post != nil {
		r.post.Found = max(r.post.Found, state.Job.Found)
	}
	if over {
		switch {
		case r.vanished:
			state.Posts = slices.DeleteFunc(state.Posts, func(p postState) bool { return p.ID == state.Job.Post })
		case r.post != nil:
			if refused == 0 {
				if err := r.reconcile(ctx); err != nil {
					return inbox.Batch{}, false, err
				}
			}
			r.post.finish(state.Job, refused, now)
		}
		state.Job = nil
	}
	return r.batch, false, nil
}

func (w *wall) under(state *wallCursor, now time.Time) underPost {
	u := underPost{page: w.page, post: state.Job.Post, now: now.UTC()}
	if p := state.post(u.post); p != nil {
		u.guest = p.Guest
	}
	return u
}
