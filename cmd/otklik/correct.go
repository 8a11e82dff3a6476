package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/inbox"
)

// correction is what the flags of correct say.
type correction struct {
	app.Correction
	needs string
}

func (a *cli) correctCommand() *cobra.Command {
	var c correction
	var message app.Pointer
	var from string
	var try bool
	cmd := &cobra.Command{
		Use: "correct [OFFICIAL/CHANNEL] MESSAGE [--needs-answer yes|no] [--answered HOW] [--group … [--topic …]] " +
			"[--place …]\n  otklik correct --from REGISTER [--dry-run]",
		Short: "Correct what was read of a message; the program learns from it",
		Long: "Stores what a person of the office knows better: that a message needs an answer or none, that it was " +
			"answered in another way,\n" +
			"what it is about, where. The state changes at once, the message itself never. `otklik train " +
			"--from-store` learns from all\n" +
			"corrections. A second correction adds to the first; --undo takes all of them back. Topic and place may " +
			"also be corrected of\n" +
			"what was answered or closed.\n\n" +
			"--from reads the register of a digest (xlsx or csv) in which columns are filled in: «Решение» (нужен " +
			"ответ, не нужен,\n" +
			"отвечено: чем), «Верная группа», «Верная тема», «Верное место», «Кто»; in an English register " +
			"Decision (answer needed,\n" +
			"not needed, answered: how), Right group, Right topic, Right place, Decided by. It prints what became " +
			"of each such row. The\n" +
			"same file once more changes nothing.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("from") {
				if alone := onlyFlags(cmd, args, "from", "dry-run", "by"); alone != nil || from == "" {
					return cmp.Or(alone, usagef("--from names the register: otklik correct --from register.xlsx"))
				}
				return a.correctFrom(cmd.Context(), from, c.By, try)
			}
			if try {
				return usagef("--dry-run goes with --from")
			}
			if err := parsePointer(&message, args, "otklik correct "+registry.Channel+" 123 --needs-answer no "+
				"--reason \"a joke\""); err != nil {
				return err
			}
			c.Answered, c.Reason = strings.TrimSpace(c.Answered), strings.TrimSpace(c.Reason)
			if err := c.check(); err != nil {
				return err
			}
			c.Decision = c.decided()
			s, err := a.open("correct", slog.LevelWarn)
			if err != nil {
				return err
			}
			if c.Correction, err = s.Canonical(c.Correction); err != nil {
				return err
			}
			done, err := s.Correct(cmd.Context(), message, c.Correction)
			if err != nil {
				return a.undecided(s, err)
			}
			a.printDecided(s, done, decisionWords{undo: c.Undo, decision: c.Decision, says: c.says()})
			a.warnOfPlace(s, c.Place)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.needs, "needs-answer", "", "yes: it needs an answer; no: it does not")
	flags.StringVar(&c.Answered, "answered", "", "how it was answered outside the platform, for example \"by "+
		"telephone\"")
	flags.StringVar(&c.Group, "group", "", "the group it belongs to")
	flags.StringVar(&c.Topic, "topic", "", "the topic within the group")
	flags.StringVar(&c.Place, "place", "", "the municipality it is about")
	flags.BoolVar(&c.NoPlace, "no-place", false, "it names no place")
	flags.StringVar(&c.Reason, "reason", "", "why; stands in the export")
	flags.StringVar(&c.By, "by", "", "who decided (default: the account's name)")
	flags.StringVar(&from, "from", "", "a register of a digest, xlsx or csv, whose columns are filled in")
	flags.BoolVar(&try, "dry-run", false, "with --from: say what would be done, and do nothing")
	flags.BoolVar(&c.Undo, "undo", false, "take back everything that was decided about the message, a dismissal too")
	dialogFlag(cmd, &message)
	return cmd
}

// onlyFlags is an error where something else was given than some flags of the command and the global ones.
func onlyFlags(cmd *cobra.Command, args []string, names ...string) error {
	var other error
	if len(args) > 0 {
		other = usagef("--%s takes no argument %q beside it", names[0], args[0])
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(names, f.Name) && cmd.InheritedFlags().Lookup(f.Name) == nil {
			other = usagef("--%s and --%s exclude each other", names[0], f.Name)
		}
	})
	return other
}

// says is what changes, for people.
func (c *correction) says() string {
	var says []string
	add := func(text string, applies bool) {
		if applies {
			says = append(says, text)
		}
	}
	add("it needs an answer", c.needs == "yes")
	add("it needs no answer", c.needs == "no")
	add("answered elsewhere", c.Answered != "")
	add("group «"+c.Group+"»", c.Group != "")
	add("topic «"+c.Topic+"»", c.Topic != "")
	add("place «"+c.Place+"»", c.Place != "")
	add("no place", c.NoPlace)
	return strings.Join(says, ", ")
}

// outcome is what the correction says about whether the message waits.
func (c *correction) decided() inbox.Decision {
	switch {
	case c.needs == "yes":
		return inbox.Needed
	case c.needs == "no":
		return inbox.Needless
	case c.Answered != "":
		return inbox.Elsewhere
	}
	return inbox.Unchanged
}

func (c *correction) check() error {
	says := c.needs != "" || c.Answered != "" || c.Group != "" || c.Topic != "" || c.Place != "" || c.NoPlace
	switch {
	case c.Undo && says:
		return usagef("--undo takes everything back; it goes with no other correction")
	case c.Undo:
		return nil
	case !says:
		return usagef("nothing is corrected: give --needs-answer, --answered, --group, --place or --no-place")
	case c.needs != "" && c.needs != "yes" && c.needs != "no":
		return usagef("--needs-answer is yes or no, not %q", c.needs)
	case c.needs != "" && c.Answered != "":
		return usagef("--needs-answer and --answered exclude each other: what was answered needed it")
	case c.Topic != "" && c.Group == "":
		return usagef("--topic needs its --group")
	case c.Place != "" && c.NoPlace:
		return usagef("--place and --no-place exclude each other")
	}
	return nil
}

// warnOfPlace says of a place that it is known nowhere.
func (a *cli) warnOfPlace(s *app.Service, place string) {
	if place == "" {
		return
	}
	known, near := s.KnowsPlace(place)
	if known {
		return
	}
	text := fmt.Sprintf("%q is in no register of municipalities and in no file of reading.places; digests will show "+
		"it as it is written here", place)
	if near != "" {
		text += fmt.Sprintf(". Is %q meant? Then correct it again", near)
	}
	fmt.Fprintln(a.err, "otklik:", text)
}

func (a *cli) dismissCommand() *cobra.Command {
	var reason, by string
	var undo bool
	var message app.Pointer
	cmd := &cobra.Command{
		Use:   "dismiss [OFFICIAL/CHANNEL] MESSAGE --reason \"…\"",
		Short: "Close a message by a decision of the office, with its reason",
		Long: "Marks a message that waits as closed by a person of the office, for example because it was answered " +
			"by telephone, and says\n" +
			"which one it was. The message itself is not changed; --undo takes the decision back.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := parsePointer(&message, args, "otklik dismiss "+registry.Channel+" 123 --reason \"answered by "+
				"telephone\""); err != nil {
				return err
			}
			reason = strings.TrimSpace(reason)
			switch {
			case undo && reason != "":
				return usagef("--undo takes the decision back; it needs no --reason")
			case !undo && reason == "":
				return usagef("--reason is missing: why does the message need no answer any more?")
			}
			s, err := a.open("dismiss", slog.LevelWarn)
			if err != nil {
				return err
			}
			done, err := s.Dismiss(cmd.Context(), message, app.Dismissal{Reason: reason, By: by, Undo: undo})
			if err != nil {
				return a.undecided(s, err)
			}
			a.printDecided(s, done, decisionWords{undo: undo, decision: inbox.Closed})
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&reason, "reason", "", "why it is closed; stands in the export")
	flags.StringVar(&by, "by", "", "who decided (default: the account's name)")
	flags.BoolVar(&undo, "undo", false, "take the decision back")
	dialogFlag(cmd, &message)
	return cmd
}
