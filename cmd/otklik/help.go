package main

import (
	"cmp"

	"errors"
	"otklik/internal/spelling"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpCommand is cobra's own, but for what it does about a name that is none: that is wrong usage, not a wish to read
// everything.
func (a *cli) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				name := lastOf(args, rest)
				return usagef("there is no command %q%s; see `%s --help`", name, commandHint(cmp.Or(found,
					cmd.Root()), name), cmd.Root().CommandPath())
			}
			found.InitDefaultHelpFlag() // as --help shows them
			found.InitDefaultVersionFlag()
			return found.Help()
		},
	}
}

// lastOf is the first word that no command has taken.
func lastOf(args, rest []string) string {
	if len(rest) > 0 {
		return rest[0]
	}
	return args[0]
}

// strictCompletion makes cobra's completion command refuse what it does not know, which by itself it answers with its
// help.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Args = noArguments
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		for _, shell := range cmd.Commands() {
			shell.Args = noArguments
		}
	}
}

// otherWord is the command that a word means which people try elsewhere; empty for any other word.
func otherWord(word string) string {
	switch strings.ToLower(word) {
	case "start", "serve", "daemon":
		return "run"
	case "pull", "fetch", "read":
		return "collect"
	case "report", "send":
		return "digest"
	case "config", "doctor", "validate", "init", "test":
		return "check"
	case "close":
		return "dismiss"
	case "delete", "erase":
		return "forget"
	case "log":
		return "access-log"
	}
	return ""
}

// commandHint asks whether a command of the parent was meant; empty where none is like the word.
func commandHint(parent *cobra.Command, word string) string {
	var names []string
	for _, c := range parent.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if name := otherWord(word); slices.Contains(names, name) {
		return spelling.Hint(name, names)
	}
	return spelling.Hint(word, names)
}

// flagHint asks whether another flag was meant than one that does not exist.
func flagHint(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	word, short := unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()
	if strings.Trim(word, "0123456789") == "" {
		return " (what begins with a minus and is no flag stands behind --)"
	}
	var names, begin []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		names = append(names, f.Name)
		if strings.HasPrefix(f.Name, word) {
			begin = append(begin, f.Name)
		}
	})
	likely := begin
	if len(short) > 1 { // -format
		likely = spelling.Near(short, names)
	} else if short == "" && len(begin) == 0 {
		likely = spelling.Near(word, names)
	}
	if len(likely) == 0 {
		return ""
	}
	return "; did you mean --" + strings.Join(likely, " or --") + "?"
}
