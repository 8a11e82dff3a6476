package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/inbox"
	"otklik/journal"
	"otklik/reading"
	"otklik/store"
)

// correction is what the flags of correct say.
type correction struct {
	needs, answered, group, topic, place, reason, by, dialog string
	noPlace, undo                                            bool
}

func (a *app) correctCommand() *cobra.Command {
	var c correction
	cmd := &cobra.Command{
		Use:   "correct OFFICIAL/CHANNEL MESSAGE [--needs-answer yes|no] [--answered HOW] [--group … [--topic …]] [--place …]",
		Short: "Correct what was read of a message; the program learns from it",
		Long: "Stores what a person of the office knows better: that a message needs an answer or none, that it was answered in another way,\n" +
			"what it is about, where. The state changes at once, the message itself never. `otklik train --from-store` learns from all\n" +
			"corrections. A second correction adds to the first; --undo takes all of them back. MESSAGE is the id that `otklik export` shows.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("name the channel and the message: otklik correct governor/vk 123 --needs-answer no --reason \"a joke\"")
			}
			if err := c.check(); err != nil {
				return err
			}
			o, err := a.open("correct", slog.LevelWarn)
			if err != nil {
				return err
			}
			ctx, id := cmd.Context(), inbox.ChannelID(args[0])
			if _, err := o.channel(id); err != nil {
				return err
			}
			if err := c.spell(o); err != nil {
				return err
			}
			m, err := o.find(ctx, id, args[1], c.dialog)
			if err != nil {
				return err
			}
			if err := o.decidable(ctx, m, c.undo, everyRuling); err != nil {
				return err
			}
			if unknown := c.unknownPlace(o); unknown != "" {
				fmt.Fprintln(a.err, "otklik:", unknown)
			}
			entry := journal.Entry{Action: journal.Correct, Channels: []string{string(id)}, Count: 1, Undone: c.undo}
			err = o.noted(ctx, entry, func() error {
				if c.undo {
					return o.store.Unrule(ctx, m.Ref())
				}
				return o.rule(ctx, m.Ref(), c.by, c.apply)
			})
			if err != nil {
				return err
			}
			return o.settle(ctx)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.needs, "needs-answer", "", "yes: it needs an answer; no: it does not")
	flags.StringVar(&c.answered, "answered", "", "how it was answered outside the platform, for example \"by telephone\"")
	flags.StringVar(&c.group, "group", "", "the group it belongs to")
	flags.StringVar(&c.topic, "topic", "", "the topic within the group")
	flags.StringVar(&c.place, "place", "", "the municipality it is about")
	flags.BoolVar(&c.noPlace, "no-place", false, "it names no place")
	flags.StringVar(&c.reason, "reason", "", "why; stands in the register")
	flags.StringVar(&c.by, "by", "", "who decided (default: the account's name)")
	flags.StringVar(&c.dialog, "dialog", "", "for a direct message: its `THREAD`, as the export shows it")
	flags.BoolVar(&c.undo, "undo", false, "take back everything that was decided about the message, a dismissal too")
	return cmd
}

func (c *correction) check() error {
	says := c.needs != "" || c.answered != "" || c.group != "" || c.topic != "" || c.place != "" || c.noPlace
	switch {
	case c.undo && says:
		return usagef("--undo takes everything back; it goes with no other correction")
	case c.undo:
		return nil
	case !says:
		return usagef("nothing is corrected: give --needs-answer, --answered, --group, --place or --no-place")
	case c.needs != "" && c.needs != "yes" && c.needs != "no":
		return usagef("--needs-answer is yes or no, not %q", c.needs)
	case c.needs != "" && c.answered != "":
		return usagef("--needs-answer and --answered exclude each other: what was answered needed it")
	case c.topic != "" && c.group == "":
		return usagef("--topic needs its --group")
	case c.place != "" && c.noPlace:
		return usagef("--place and --no-place exclude each other")
	}
	return nil
}

// spell brings group, topic and place to the spelling of those that are known, so that no slip of the pen makes a new one. A
// place may be new: the registers have no villages.
func (c *correction) spell(o *office) error {
	known := false
	groups := append(o.reader.Groups(), reading.Other)
	if c.group, known = spelling(c.group, groups); !known && c.group != "" {
		return usagef("there is no group %q; it is one of: %s (a region's own stand in reading.topics or the model)", c.group, strings.Join(groups, "; "))
	}
	topics := o.reader.Topics(c.group)
	if c.topic, known = spelling(c.topic, topics); !known && c.topic != "" && len(topics) > 0 {
		return usagef("the group %q has no topic %q; it has: %s (a region's own stand in reading.topics or the model)", c.group, c.topic, strings.Join(topics, "; "))
	}
	c.place, _ = spelling(c.place, o.municipalities())
	return nil
}

// unknownPlace is what is to be said of a place that is known nowhere; empty where it is known.
func (c *correction) unknownPlace(o *office) string {
	known := o.municipalities()
	if _, ok := spelling(c.place, known); ok || c.place == "" {
		return ""
	}
	text := fmt.Sprintf("%q is in no register of municipalities and in no file of reading.places; digests will show it as it is written here", c.place)
	if near := nearest(c.place, known); near != "" {
		text += fmt.Sprintf(". Is %q meant? Then correct it again", near)
	}
	return text
}

// municipalities are those that a digest may name: of the officials, the office's own file and the registers.
func (o *office) municipalities() []string {
	var names []string
	for _, official := range o.config.Officials {
		if official.Municipality != "" {
			names = append(names, official.Municipality)
		}
	}
	return append(names, o.reader.Municipalities()...)
}

// apply puts the correction on top of what was decided before.
func (c *correction) apply(r *inbox.Ruling) {
	switch {
	case c.needs == "yes":
		r.Outcome, r.Reason = inbox.Needed, c.reason
	case c.needs == "no":
		r.Outcome, r.Reason = inbox.Needless, c.reason
		if c.reason == "" {
			r.Reason = "сотрудник отметил: ответа не требует"
		}
	case c.answered != "":
		r.Outcome, r.Reason = inbox.Elsewhere, c.answered
	case c.reason != "":
		r.Reason = c.reason
	}
	if c.group != "" {
		r.Group, r.Topic = c.group, c.topic
	}
	if c.place != "" || c.noPlace {
		r.Placed, r.Municipality = true, c.place
	}
}

// rule stores a decision of the office on top of what was decided about the message before.
func (o *office) rule(ctx context.Context, ref inbox.Ref, by string, apply func(*inbox.Ruling)) error {
	r, err := o.store.Ruling(ctx, ref)
	switch {
	case errors.Is(err, store.ErrNotFound):
		r = inbox.Ruling{Ref: ref, Outcome: inbox.Unchanged}
	case err != nil:
		return err
	}
	apply(&r)
	if r.Outcome == inbox.Unchanged && r.Group == "" && !r.Placed {
		return o.store.Unrule(ctx, ref) // nothing is left of it
	}
	r.At, r.By = time.Now(), decider(by)
	return o.store.Rule(ctx, r)
}

// decidable refuses what cannot be decided about a message, before anything is noted. undoes says which rulings an undo takes back.
func (o *office) decidable(ctx context.Context, m inbox.Message, undo bool, undoes func(inbox.Ruling) bool) error {
	if !undo {
		switch {
		case m.Post:
			return usagef("%s of %s is a post of the channel: only what people write to the official can be decided about", m.ID, m.Channel)
		case m.Author.Official:
			return usagef("%s of %s is a message of the official's own side: only what people write to the official can be decided about", m.ID, m.Channel)
		}
		return nil
	}
	r, err := o.store.Ruling(ctx, m.Ref())
	if errors.Is(err, store.ErrNotFound) || err == nil && !undoes(r) {
		return usagef("nothing was decided about message %s of %s that this could take back", m.ID, m.Channel)
	}
	return err
}

func everyRuling(inbox.Ruling) bool { return true }
