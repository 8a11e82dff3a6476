package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/spelling"
	"otklik/internal/text"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/store/bolt"
)

// ShowBrief gives out, as a page in a format, what one municipality wrote in the days before the moment at.
func (s *Service) ShowBrief(
	ctx context.Context, municipality string, days int, at time.Time, f render.Format, to Output,
) error {
	b, err := s.brief(ctx, municipality, days, at)
	if err != nil {
		return err
	}
	page, err := render.RenderPage(page.NewBrief(b), f)
	if err != nil {
		return UsageError{err}
	}
	entry := audit.Entry{Action: audit.Brief, Of: at, Count: len(b.Digest.Complaints), Format: string(f), Path: to.Path}
	return s.shown(ctx, entry, func() error { return to.put(page) })
}

// brief gathers what is told.
func (s *Service) brief(ctx context.Context, municipality string, days int, at time.Time) (page.Brief, error) {
	if err := s.EvaluatePending(ctx); err != nil {
		return page.Brief{}, err
	}
	from := at.In(s.config.Location).AddDate(0, 0, -days)
	in, err := s.input(ctx, config.Digest{ID: "brief", Title: municipality, Audience: string(build.Press),
		Period: string(build.OneMonth), Officials: s.officials()}, at)
	if err != nil {
		return page.Brief{}, err
	}
	towns := in.Towns(at)
	placeOf := func(r inbox.Record) string { return cmp.Or(s.placeOf(r), towns[r.Message.Ref()]) }
	// The input was gathered for a month of digests; from here on it is that of these days.
	in.From = from
	var here []inbox.Record
	replies := newReplies()
	// What was sent before these days and is on the list still. What was sent in them comes from the store below.
	in.Elsewhere = slices.Clone(in.Records)
	here = slices.DeleteFunc(in.Records, func(r inbox.Record) bool {
		return r.Status == nil || !samePlace(placeOf(r), municipality) || !r.Message.Sent.Before(from)
	})
	named, spelt := map[string]int{}, map[string]int{}
	for _, r := range here {
		spelt[placeOf(r)]++
	}
	err = s.store.Between(ctx, s.Channels(), from, at, func(r inbox.Record) error {
		replies.add(r)
		switch {
		case r.Status == nil:
		case samePlace(placeOf(r), municipality):
			here = append(here, r)
			spelt[placeOf(r)]++
		case r.Status.Municipality != "":
			named[r.Status.Municipality]++
		}
		return nil
	})
	if err != nil {
		return page.Brief{}, err
	}
	// Nothing from a place that nobody knows is more likely a slip than silence.
	if len(here) == 0 && !s.knownPlace(municipality) {
		return page.Brief{}, unknownPlace(municipality, named, s.municipalities())
	}
	if names := foremost(spelt); len(names) > 0 {
		municipality = names[0] // as the digests spell it, not as it was typed
	}
	in.Records = here
	// The problems are found once for all lists of the page, so that one matter has one name and one topic in each.
	matters := slices.DeleteFunc(slices.Clone(here), func(r inbox.Record) bool {
		return !r.Status.NeedsAnswer &&
			!waitsAt(r, at)
	})
	groups, same := s.grouped(matters, 1)
	for i := range groups {
		groups[i].Title = build.WholeTitle(groups[i].Title, s.texts(groups[i], matters))
	}
	in.Same = same
	needful := func(r inbox.Record) bool { return r.Status.NeedsAnswer && !r.Message.Sent.Before(from) }
	in.Problems = only(groups, matters, 1, needful)
	in.Capped = true // it is only drawn as a page
	if in.Promises, err = s.promisedTo(ctx, municipality, from, at); err != nil {
		return page.Brief{}, err
	}
	b := page.Brief{Digest: build.New(in, at), Municipality: municipality, Days: days,
		Loud: s.masked(only(groups, matters, problemsPeople, func(r inbox.Record) bool { return waitsAt(r, at) }))}
	// A campaign from before these days is not what people write now.
	b.Digest.Problems = slices.DeleteFunc(b.Digest.Problems, func(g build.Group) bool {
		return !slices.ContainsFunc(in.Problems, func(p build.Problem) bool { return p.ID == g.ID })
	})
	asked := func(r inbox.Record) bool { return needful(r) && r.Status.Category == inbox.Question }
	for _, p := range s.masked(only(groups, matters, 1, asked)) {
		if question := build.Asked(s.texts(p, matters)); question != "" { // else nobody asks anything
			b.Asked = append(b.Asked, page.Asked{Problem: p, Question: question,
				Answer: s.maskedText(answerOf(p, matters, replies))})
		}
	}
	return b, nil
}

// promisedTo is what was promised to the people of one municipality, for days of the time looked at and later ones.
// What a digest still tells of is there, too.
func (s *Service) promisedTo(
	ctx context.Context, municipality string, from, at time.Time,
) (promises []build.PromiseInput, err error) {
	since := build.PromisesSince(at)
	if year, month, day := from.Date(); from.Before(since) {
		since = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		promises, err = s.promised(ctx, st, s.Channels(), since)
		return err
	})
	elsewhere := func(p build.PromiseInput) bool { return !s.isAbout(p.Record, municipality) }
	return slices.DeleteFunc(promises, elsewhere), err
}

// waitsAt reports whether an answer is owed at a moment.
func waitsAt(r inbox.Record, at time.Time) bool {
	c, ok := r.Status.At(at)
	if seen := r.Message.FirstSeen; !ok && !seen.IsZero() && !seen.After(at) { // the platform's clock runs ahead
		c.State, ok = r.Status.State(), true
	}
	return ok && c.State.Waiting() && r.PresentAt(at)
}

// only are the problems as far as some of their messages go, where at least so many people sent these, those of most
// people first.
func only(problems []build.Problem, records []inbox.Record, people int, which func(inbox.Record) bool) []build.Problem {
	byRef := make(map[inbox.Ref]inbox.Record, len(records))
	for _, r := range records {
		byRef[r.Message.Ref()] = r
	}
	var list []build.Problem
	for _, p := range problems {
		var refs []inbox.Ref
		authors, copies := map[string]bool{}, 0
		for n, ref := range p.Refs {
			r, known := byRef[ref]
			if !known || !which(r) {
				continue
			}
			author := cmp.Or(r.Message.Author.ID, fmt.Sprintf("unknown %d", n)) // nobody's namesake
			authors[string(r.Message.Platform)+author] = true
			copies += r.Status.Copies
			if sent := r.Message.Sent; len(refs) == 0 {
				p.First, p.Last = sent, sent
			} else if sent.Before(p.First) {
				p.First = sent
			} else if sent.After(p.Last) {
				p.Last = sent
			}
			refs = append(refs, ref)
		}
		if len(authors)+copies < people || len(refs) == 0 {
			continue
		}
		p.Refs, p.Messages, p.People = refs, len(refs), len(authors)
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b build.Problem) int {
		return cmp.Or(b.People-a.People, b.Messages-a.Messages, a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// knownPlace reports whether the registers or the configuration know a municipality of this name: only then is it true
// that nothing came from it.
func (s *Service) knownPlace(name string) bool {
	return s.inRegisters(name) ||
		slices.ContainsFunc(s.config.Officials,
			func(official config.Official) bool { return samePlace(official.Municipality, name) })
}

// unknownPlace names the places that messages are about, those of most messages first, and what may be meant.
func unknownPlace(name string, named map[string]int, known []string) error {
	places := foremost(named)
	hint := spelling.Hint(name, append(places, known...))
	if len(places) == 0 {
		return usagef("no municipality %q is known, and no message of this time names any%s", name, hint)
	}
	return usagef("no municipality %q is known; messages of this time are about %s%s", name,
		strings.Join(places[:min(len(places), 12)], ", "), hint)
}

// foremost are names by how often they were met.
func foremost(named map[string]int) []string {
	return slices.SortedFunc(maps.Keys(named), func(a, b string) int {
		return cmp.Or(named[b]-named[a],
			cmp.Compare(a, b))
	})
}

// samePlace compares names of places as people write them: «деревня Нижние Журавли» is «Нижние Журавли».
func samePlace(a, b string) bool { return placeName(a) != "" && placeName(a) == placeName(b) }

// placeName is the name without the word for what it is, in small letters. A district keeps its word: it is not the
// town of its name.
func placeName(name string) string {
	words := strings.Fields(strings.ReplaceAll(text.Fold(name), ".", ". "))
	kind := func(at int) bool { return slices.Contains(placeKinds(), strings.TrimRight(words[at], ".,")) }
	for len(words) > 1 && kind(0) {
		words = words[1:]
	}
	if last := len(words) - 1; last > 0 && slices.Contains([]string{"город", "г", "г."}, words[last]) {
		words = words[:last] // «Красная Слобода» is its whole name
	}
	return strings.TrimRight(strings.Join(words, " "), ",")
}

func placeKinds() []string {
	return []string{"город", "г", "деревня", "дер", "д", "село", "с", "поселок", "пос", "п", "пгт", "рп",
		"рабочий", "городского", "городской", "типа",
		"станица", "ст-ца", "хутор", "х", "аул", "станция", "ст", "слобода", "местечко", "поселение", "сельское",
		"муниципальное", "образование", "округ"}
}

// officials are the ids of all officials.
func (s *Service) officials() []string {
	var ids []string
	for _, official := range s.config.Officials {
		ids = append(ids, official.ID)
	}
	return ids
}

// isAbout reports whether a citizen's message is about the municipality: by what was read, or by whose channel it is.
func (s *Service) isAbout(r inbox.Record, municipality string) bool {
	return r.Status != nil && samePlace(s.placeOf(r), municipality)
}

// placeOf is the municipality of a citizen's message.
func (s *Service) placeOf(r inbox.Record) string {
	home := ""
	for _, official := range s.config.Officials {
		if official.ID == r.Message.Channel.Official() {
			home = official.Municipality
		}
	}
	return cmp.Or(r.Status.Municipality, home)
}

// texts are the masked texts of a problem's messages: those of its own topic where there are any.
func (s *Service) texts(p build.Problem, records []inbox.Record) []string {
	var own, all []string
	for _, r := range records {
		if slices.Contains(p.Refs, r.Message.Ref()) {
			text := s.maskedText(r.Message.Text)
			if all = append(all, text); r.Status.Group == p.Group {
				own = append(own, text)
			}
		}
	}
	// A problem may hold messages of a neighbouring topic: its own say better what is asked.
	if len(own) > 0 {
		return own
	}
	return all
}

// answerOf is how one message about a problem was answered, the latest; empty if none was. Messages of another topic
// than the problem's do not count: an answer about waste says nothing to those who ask for gas.
func answerOf(p build.Problem, records []inbox.Record, replies replies) string {
	var latest inbox.Message
	for _, r := range records {
		if r.Status.Group != p.Group || r.Status.State() != inbox.Answered || !slices.Contains(p.Refs,
			r.Message.Ref()) {
			continue
		}
		if m, ok := replies.of(r); ok && m.Sent.After(latest.Sent) {
			latest = m
		}
	}
	return latest.Text
}

func (s *Service) maskedText(text string) string {
	if m := s.masker(); m != nil {
		return m.Text(text)
	}
	return text
}

func (s *Service) masked(problems []build.Problem) []build.Problem {
	for i := range problems {
		problems[i].Title = s.maskedText(problems[i].Title)
	}
	return problems
}
