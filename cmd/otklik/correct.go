package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/spelling"
)

// correction is what the flags of correct say.
type correction struct {
	needs, answered, group, topic, place, reason, by string
	noPlace, undo                                    bool
}

func (a *cli) correctCommand() *cobra.Command {
	var c correction
	var message app.Pointer
	cmd := &cobra.Command{
		Use:   "correct [OFFICIAL/CHANNEL] MESSAGE [--needs-answer yes|no] [--answered HOW] [--group … [--topic …]] [--place …]",
		Short: "Correct what was read of a message; the program learns from it",
		Long: "Stores what a person of the office knows better: that a message needs an answer or none, that it was answered in another way,\n" +
			"what it is about, where. The state changes at once, the message itself never. `otklik train --from-store` learns from all\n" +
			"corrections. A second correction adds to the first; --undo takes all of them back. Topic and place may also be corrected of\n" +
			"what was answered or closed.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := message.Parse(args, "otklik correct "+registry.Channel+" 123 --needs-answer no --reason \"a joke\""); err != nil {
				return err
			}
			c.answered, c.reason = strings.TrimSpace(c.answered), strings.TrimSpace(c.reason)
			if err := c.check(); err != nil {
				return err
			}
			o, err := a.open("correct", slog.LevelWarn)
			if err != nil {
				return err
			}
			if err := c.canonicalise(o); err != nil {
				return err
			}
			if err := a.decide(cmd.Context(), o, message, c.decision()); err != nil {
				return err
			}
			if unknown := c.unknownPlace(o); unknown != "" {
				fmt.Fprintln(a.err, "otklik:", unknown)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.needs, "needs-answer", "", "yes: it needs an answer; no: it does not")
	flags.StringVar(&c.answered, "answered", "", "how it was answered outside the platform, for example \"by telephone\"")
	flags.StringVar(&c.group, "group", "", "the group it belongs to")
	flags.StringVar(&c.topic, "topic", "", "the topic within the group")
	flags.StringVar(&c.place, "place", "", "the municipality it is about")
	flags.BoolVar(&c.noPlace, "no-place", false, "it names no place")
	flags.StringVar(&c.reason, "reason", "", "why; stands in the export")
	flags.StringVar(&c.by, "by", "", "who decided (default: the account's name)")
	flags.BoolVar(&c.undo, "undo", false, "take back everything that was decided about the message, a dismissal too")
	dialogFlag(cmd, &message)
	return cmd
}

// decision is the correction as it is made about a message.
func (c *correction) decision() decision {
	d := decision{action: audit.Correct, by: c.by, outcome: c.outcome(), apply: c.apply}
	if c.undo {
		d.undoes = func(inbox.Correction) bool { return true }
		d.apply = func(r *inbox.Correction) { *r = inbox.Correction{Ref: r.Ref, Decision: inbox.Unchanged} }
		return d
	}
	var says []string
	add := func(text string, applies bool) {
		if applies {
			says = append(says, text)
		}
	}
	add("it needs an answer", c.needs == "yes")
	add("it needs no answer", c.needs == "no")
	add("answered elsewhere", c.answered != "")
	add("group «"+c.group+"»", c.group != "")
	add("topic «"+c.topic+"»", c.topic != "")
	add("place «"+c.place+"»", c.place != "")
	add("no place", c.noPlace)
	d.says = strings.Join(says, ", ")
	return d
}

// outcome is what the correction says about whether the message waits.
func (c *correction) outcome() inbox.Decision {
	switch {
	case c.needs == "yes":
		return inbox.Needed
	case c.needs == "no":
		return inbox.Needless
	case c.answered != "":
		return inbox.Elsewhere
	}
	return inbox.Unchanged
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

// canonicalise brings group, topic and place to the spelling of those that are known, so that no slip of the pen makes a new one. A
// place may be new: the registers have no villages.
func (c *correction) canonicalise(o *app.Service) error {
	known := false
	groups := append(o.Reader.Groups(), reading.Other)
	if c.group, known = spelling.Known(c.group, groups); !known && c.group != "" {
		return usagef("there is no group %q%s; it is one of: %s (a region's own stand in reading.topics or the model)", c.group, spelling.Hint(c.group, groups),
			strings.Join(groups, "; "))
	}
	topics := o.Reader.Topics(c.group)
	if c.topic, known = spelling.Known(c.topic, topics); !known && c.topic != "" && len(topics) > 0 {
		return usagef("the group %q has no topic %q%s; it has: %s (a region's own stand in reading.topics or the model)", c.group, c.topic,
			spelling.Hint(c.topic, topics), strings.Join(topics, "; "))
	}
	c.place, _ = spelling.Known(c.place, o.Municipalities())
	return nil
}

// unknownPlace is what is to be said of a place that is known nowhere; empty where it is known.
func (c *correction) unknownPlace(o *app.Service) string {
	known := o.Municipalities()
	if _, ok := spelling.Known(c.place, known); ok || c.place == "" {
		return ""
	}
	text := fmt.Sprintf("%q is in no register of municipalities and in no file of reading.places; digests will show it as it is written here", c.place)
	if near := spelling.Near(c.place, known); len(near) > 0 {
		text += fmt.Sprintf(". Is %q meant? Then correct it again", near[0])
	}
	return text
}

// apply puts the correction on top of what was decided before.
func (c *correction) apply(r *inbox.Correction) {
	switch outcome := c.outcome(); outcome {
	case inbox.Unchanged:
		if c.reason != "" {
			r.Reason = c.reason
		}
	case inbox.Elsewhere:
		r.Decision, r.Reason = outcome, c.answered
	case inbox.Needless:
		r.Decision, r.Reason = outcome, cmp.Or(c.reason, "сотрудник отметил: ответа не требует")
	default:
		r.Decision, r.Reason = outcome, c.reason
	}
	if c.group != "" {
		r.Group, r.Topic = c.group, c.topic
	}
	if c.place != "" || c.noPlace {
		r.Placed, r.Municipality = true, c.place
	}
}
