package main

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/config"
	"otklik/inbox"
	"otklik/journal"
	"otklik/reading/promise"
	"otklik/report"
	"otklik/report/edition"
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
			moment, err := parseMoment(at)
			if err != nil {
				return err
			}
			f, err := report.ParseFormat(format)
			if err != nil {
				return usageError{err}
			}
			if !slices.Contains([]report.Format{report.Text, report.Markdown, report.HTML, report.DOCX, report.PDF}, f) {
				return usagef("%q is no format of a page; write text, md, html, docx or pdf", f)
			}
			o, err := a.open("brief", slog.LevelWarn)
			if err != nil {
				return err
			}
			b, err := o.brief(cmd.Context(), municipality, days, moment)
			if err != nil {
				return err
			}
			bytes, err := edition.RenderPage(report.NewBriefPage(b), f)
			if err != nil {
				return usageError{err}
			}
			entry := journal.Entry{Action: journal.Brief, Of: moment, Count: len(b.Digest.Complaints), Format: format, Path: whither(output)}
			if err := o.noteMasked(cmd.Context(), entry); err != nil {
				return err
			}
			return a.write(output, bytes)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&municipality, "municipality", "", "the town or district, as digests name it")
	flags.IntVar(&days, "days", 30, "how many days to look back")
	flags.StringVar(&at, "at", "", "as of this moment, RFC 3339 (default now)")
	flags.StringVar(&format, "format", "text", "text, md, html, docx or pdf")
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
	replies := map[inbox.Ref]inbox.Message{}
	here = slices.DeleteFunc(in.Records, func(r inbox.Record) bool { return !o.isAbout(r, municipality) || !r.Message.Sent.Before(from) })
	named := map[string]int{}
	err = o.store.Between(ctx, o.channels(), from, at, func(r inbox.Record) error {
		switch {
		case r.Verdict == nil:
			replies[r.Message.Ref()] = r.Message
		case o.isAbout(r, municipality):
			here = append(here, r)
		case r.Verdict.Municipality != "":
			named[r.Verdict.Municipality]++
		}
		return nil
	})
	if err != nil {
		return report.Brief{}, err
	}
	if len(here) == 0 && !o.knownPlace(municipality) {
		return report.Brief{}, unknownPlace(municipality, named)
	}
	in.Records = here
	needful := slices.DeleteFunc(slices.Clone(here), func(r inbox.Record) bool { return !r.Verdict.NeedsAnswer || r.Message.Sent.Before(from) })
	waiting := slices.DeleteFunc(slices.Clone(here), func(r inbox.Record) bool {
		c, ok := r.Verdict.At(at)
		return !ok || !c.State.Waiting() || !r.Standing(at)
	})
	questions := slices.DeleteFunc(slices.Clone(needful), func(r inbox.Record) bool { return r.Verdict.Category != inbox.Question })
	in.Problems = o.grouped(needful, 1)
	b := report.Brief{Digest: report.Build(in, at), Municipality: municipality, Days: days, Loud: o.masked(o.grouped(waiting, problemsPeople))}
	for _, p := range o.masked(o.grouped(questions, 1)) {
		b.Asked = append(b.Asked, report.Asked{Problem: p, Answer: o.maskedText(answerOf(p, questions, replies))})
	}
	b.Promises = o.promises(here, replies)
	return b, nil
}

// knownPlace reports whether the registers or the configuration know a municipality of this name: only then is it true
// that nothing came from it.
func (o *office) knownPlace(name string) bool {
	found := o.reader.Place(inbox.Message{Text: "в городе " + name}).Municipality
	return strings.EqualFold(found, name) || strings.EqualFold(o.reader.Place(inbox.Message{Text: name}).Municipality, name) ||
		slices.ContainsFunc(o.config.Officials, func(official config.Official) bool { return strings.EqualFold(official.Municipality, name) })
}

// unknownPlace names the places that messages are about, those of most messages first.
func unknownPlace(name string, named map[string]int) error {
	places := slices.SortedFunc(maps.Keys(named), func(a, b string) int { return cmp.Or(named[b]-named[a], cmp.Compare(a, b)) })
	if len(places) == 0 {
		return usagef("no municipality %q is known, and no message of this time names any", name)
	}
	return usagef("no municipality %q is known; messages of this time are about %s", name, strings.Join(places[:min(len(places), 12)], ", "))
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
	if r.Verdict == nil {
		return false
	}
	home := ""
	for _, official := range o.config.Officials {
		if official.ID == r.Message.Channel.Official() {
			home = official.Municipality
		}
	}
	return strings.EqualFold(cmp.Or(r.Verdict.Municipality, home), municipality)
}

// answerOf is how one message about a problem was answered, the latest; empty if none was.
func answerOf(p report.Problem, records []inbox.Record, replies map[inbox.Ref]inbox.Message) string {
	var latest inbox.Message
	for _, r := range records {
		if !slices.Contains(p.Refs, r.Message.Ref()) || r.Verdict.State() != inbox.Answered {
			continue
		}
		if m, ok := replyOf(r, replies); ok && m.Sent.After(latest.Sent) {
			latest = m
		}
	}
	return latest.Text
}

// replyOf finds the reply that a message's state rests on.
func replyOf(r inbox.Record, replies map[inbox.Ref]inbox.Message) (inbox.Message, bool) {
	for i := len(r.Verdict.History) - 1; i >= 0; i-- {
		if by := r.Verdict.History[i].By; by != "" {
			ref := r.Message.Ref()
			ref.ID = by
			m, ok := replies[ref]
			return m, ok && m.Deleted.IsZero()
		}
	}
	return inbox.Message{}, false
}

// promises are those that the answers to the messages gave, each once.
func (o *office) promises(records []inbox.Record, replies map[inbox.Ref]inbox.Message) []report.Promise {
	var all []report.Promise
	seen := map[string]bool{}
	for _, r := range records {
		m, ok := replyOf(r, replies)
		if !ok {
			continue
		}
		for _, p := range promise.Find(m.Text, m.Sent.In(o.config.Location)) {
			if key := p.Sentence + p.Due.String(); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			all = append(all, report.Promise{Sentence: o.maskedText(p.Sentence), Words: p.Words, Due: p.Due, Given: m.Sent.In(o.config.Location),
				URL: r.Message.URL, Group: r.Verdict.Group, Channel: string(r.Message.Channel)})
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
