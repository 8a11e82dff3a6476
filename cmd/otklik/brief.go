package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/reading/promise"
	"otklik/internal/spelling"
	"otklik/report"
	"otklik/report/render"
)

func (a *app) briefCommand() *cobra.Command {
	var municipality, at, format, output string
	var days int
	cmd := &cobra.Command{
		Use:   "brief --municipality NAME [--days 30]",
		Short: "Prepare a live broadcast: problems, questions, promises and what still waits in one municipality",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if municipality == "" {
				return usagef("--municipality is needed: otklik brief --municipality Заречный")
			}
			if days < 1 || days > 3660 {
				return usagef("--days is a number from 1 to 3660, not %d", days)
			}
			if err := a.target(output); err != nil {
				return err
			}
			pages := []report.Format{report.Text, report.Markdown, report.HTML, report.DOCX, report.PDF}
			var err error
			if format, err = outputFormat(cmd, output, pages...); err != nil {
				return err
			}
			f, err := report.ParseFormat(format)
			if err != nil {
				return usageError{err}
			}
			if !slices.Contains(pages, f) {
				return usagef("%q is no format of a page; write text, md, html, docx or pdf", f)
			}
			o, err := a.open("brief", slog.LevelWarn)
			if err != nil {
				return err
			}
			moment, err := parseMoment(at, time.Now(), o.config.Location, nil)
			if err != nil {
				return err
			}
			b, err := o.brief(cmd.Context(), municipality, days, moment)
			if err != nil {
				return err
			}
			bytes, err := render.RenderPage(report.NewBriefPage(b), f)
			if err != nil {
				return usageError{err}
			}
			entry := audit.Entry{Action: audit.Brief, Of: moment, Count: len(b.Digest.Complaints), Format: format, Path: destination(output)}
			return o.shown(cmd.Context(), entry, func() error { return a.write(output, bytes) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&municipality, "municipality", "", "the town or district, as digests name it")
	flags.IntVar(&days, "days", 30, "how many days to look back")
	flags.StringVar(&at, "at", "", "as of when: a moment, a date (its end), a time of day or yesterday, as for otklik digest (default now)")
	flags.StringVar(&format, "format", "text", "text, md, html, docx or pdf; left out: by the ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}

// brief gathers what one municipality wrote in the days before the moment at.
func (o *office) brief(ctx context.Context, municipality string, days int, at time.Time) (report.Brief, error) {
	if err := o.settle(ctx); err != nil {
		return report.Brief{}, err
	}
	from := at.In(o.config.Location).AddDate(0, 0, -days)
	in, err := o.input(ctx, config.Digest{ID: "brief", Title: municipality, Audience: string(report.Press), Period: string(report.OneMonth), Officials: o.officials()}, at)
	if err != nil {
		return report.Brief{}, err
	}
	in.From = from
	var here []inbox.Record
	replies := newReplies()
	here = slices.DeleteFunc(in.Records, func(r inbox.Record) bool { return !o.isAbout(r, municipality) || !r.Message.Sent.Before(from) })
	named, spelt := map[string]int{}, map[string]int{}
	for _, r := range here {
		spelt[o.placeOf(r)]++
	}
	err = o.store.Between(ctx, o.channels(), from, at, func(r inbox.Record) error {
		replies.add(r)
		switch {
		case r.Status == nil:
		case o.isAbout(r, municipality):
			here = append(here, r)
			spelt[o.placeOf(r)]++
		case r.Status.Municipality != "":
			named[r.Status.Municipality]++
		}
		return nil
	})
	if err != nil {
		return report.Brief{}, err
	}
	if len(here) == 0 && !o.knownPlace(municipality) {
		return report.Brief{}, unknownPlace(municipality, named, o.municipalities())
	}
	if names := foremost(spelt); len(names) > 0 {
		municipality = names[0] // as the digests spell it, not as it was typed
	}
	in.Records = here
	// The problems are found once for all lists of the page, so that one matter has one name and one topic in each.
	matters := slices.DeleteFunc(slices.Clone(here), func(r inbox.Record) bool { return !r.Status.NeedsAnswer && !waitsAt(r, at) })
	groups, same := o.grouped(matters, 1)
	in.Same = same
	needful := func(r inbox.Record) bool { return r.Status.NeedsAnswer && !r.Message.Sent.Before(from) }
	in.Problems = only(groups, matters, 1, needful)
	b := report.Brief{Digest: report.Build(in, at), Municipality: municipality, Days: days,
		Loud: o.masked(only(groups, matters, problemsPeople, func(r inbox.Record) bool { return waitsAt(r, at) }))}
	// A campaign from before these days is not what people write now.
	b.Digest.Problems = slices.DeleteFunc(b.Digest.Problems, func(g report.Group) bool {
		return !slices.ContainsFunc(in.Problems, func(p report.Problem) bool { return p.ID == g.ID })
	})
	asked := func(r inbox.Record) bool { return needful(r) && r.Status.Category == inbox.Question }
	for _, p := range o.masked(only(groups, matters, 1, asked)) {
		b.Asked = append(b.Asked, report.Asked{Problem: p, Question: report.Telling(o.texts(p, matters)), Answer: o.maskedText(answerOf(p, matters, replies))})
	}
	b.Promises = o.promises(here, replies)
	return b, nil
}

// waitsAt reports whether an answer is owed at a moment.
func waitsAt(r inbox.Record, at time.Time) bool {
	c, ok := r.Status.At(at)
	return ok && c.State.Waiting() && r.Standing(at)
}

// only are the problems as far as some of their messages go, where at least so many people sent these, those of most
// people first.
func only(problems []report.Problem, records []inbox.Record, people int, which func(inbox.Record) bool) []report.Problem {
	byRef := make(map[inbox.Ref]inbox.Record, len(records))
	for _, r := range records {
		byRef[r.Message.Ref()] = r
	}
	var list []report.Problem
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
	slices.SortStableFunc(list, func(a, b report.Problem) int {
		return cmp.Or(b.People-a.People, b.Messages-a.Messages, a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// knownPlace reports whether the registers or the configuration know a municipality of this name: only then is it true
// that nothing came from it.
func (o *office) knownPlace(name string) bool {
	return o.inRegisters(name) ||
		slices.ContainsFunc(o.config.Officials, func(official config.Official) bool { return samePlace(official.Municipality, name) })
}

// unknownPlace names the places that messages are about, those of most messages first, and what may be meant.
func unknownPlace(name string, named map[string]int, known []string) error {
	places := foremost(named)
	hint := spelling.Hint(name, append(places, known...))
	if len(places) == 0 {
		return usagef("no municipality %q is known, and no message of this time names any%s", name, hint)
	}
	return usagef("no municipality %q is known; messages of this time are about %s%s", name, strings.Join(places[:min(len(places), 12)], ", "), hint)
}

// foremost are names by how often they were met.
func foremost(named map[string]int) []string {
	return slices.SortedFunc(maps.Keys(named), func(a, b string) int { return cmp.Or(named[b]-named[a], cmp.Compare(a, b)) })
}

// samePlace compares names of places as people write them: «деревня Нижние Журавли» is «Нижние Журавли».
func samePlace(a, b string) bool { return placeName(a) != "" && placeName(a) == placeName(b) }

// placeName is the name without the word for what it is, in small letters. A district keeps its word: it is not the town
// of its name.
func placeName(name string) string {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(name), "ё", "е"))
	for len(words) > 1 && slices.Contains(placeKinds(), strings.TrimRight(words[0], ".")) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func placeKinds() []string {
	return []string{"город", "г", "деревня", "дер", "д", "село", "с", "поселок", "пос", "п", "пгт", "рп", "рабочий", "городского", "городской", "типа",
		"станица", "ст-ца", "хутор", "х", "аул", "станция", "ст", "слобода", "местечко", "поселение", "сельское", "муниципальное", "образование", "округ"}
}

// officials are the ids of all officials.
func (o *office) officials() []string {
	var ids []string
	for _, official := range o.config.Officials {
		ids = append(ids, official.ID)
	}
	return ids
}

// isAbout reports whether a citizen's message is about the municipality: by what was read, or by whose channel it is.
func (o *office) isAbout(r inbox.Record, municipality string) bool {
	return r.Status != nil && samePlace(o.placeOf(r), municipality)
}

// placeOf is the municipality of a citizen's message.
func (o *office) placeOf(r inbox.Record) string {
	home := ""
	for _, official := range o.config.Officials {
		if official.ID == r.Message.Channel.Official() {
			home = official.Municipality
		}
	}
	return cmp.Or(r.Status.Municipality, home)
}

// texts are the masked texts of a problem's messages: those of its own topic where there are any.
func (o *office) texts(p report.Problem, records []inbox.Record) []string {
	var own, all []string
	for _, r := range records {
		if slices.Contains(p.Refs, r.Message.Ref()) {
			text := o.maskedText(r.Message.Text)
			if all = append(all, text); r.Status.Group == p.Group {
				own = append(own, text)
			}
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// answerOf is how one message about a problem was answered, the latest; empty if none was. Messages of another topic than
// the problem's do not count: an answer about waste says nothing to those who ask for gas.
func answerOf(p report.Problem, records []inbox.Record, replies replies) string {
	var latest inbox.Message
	for _, r := range records {
		if r.Status.Group != p.Group || r.Status.State() != inbox.Answered || !slices.Contains(p.Refs, r.Message.Ref()) {
			continue
		}
		if m, ok := replies.of(r); ok && m.Sent.After(latest.Sent) {
			latest = m
		}
	}
	return latest.Text
}

// promises are those that the answers to the messages gave, each once.
func (o *office) promises(records []inbox.Record, replies replies) []report.Promise {
	var all []report.Promise
	seen := map[string]bool{}
	for _, r := range records {
		for _, m := range replies.all(r) {
			for _, p := range promise.Find(o.maskedText(m.Text), m.Sent.In(o.config.Location)) {
				key := p.Sentence + p.Due.String()
				if seen[key] {
					continue
				}
				seen[key] = true
				all = append(all, report.Promise{Sentence: p.Sentence, Words: p.Words, Due: p.Due, Month: p.Month, Begins: p.Begins,
					Given: m.Sent.In(o.config.Location), URL: r.Message.URL, Group: r.Status.Group, Channel: string(r.Message.Channel)})
			}
		}
	}
	report.SortPromises(all)
	return all
}

func (o *office) maskedText(text string) string {
	if m := o.masker(); m != nil {
		return m.Text(text)
	}
	return text
}

func (o *office) masked(problems []report.Problem) []report.Problem {
	for i := range problems {
		problems[i].Title = o.maskedText(problems[i].Title)
	}
	return problems
}
