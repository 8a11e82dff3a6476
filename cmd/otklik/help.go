package main

import (
	"cmp"

	"github.com/spf13/cobra"
)

// helpCommand is cobra's own, but for what it does about a name that is none: that is wrong usage, not a wish to read everything.
func (a *cli) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				name := lastOf(args, rest)
				return usagef("there is no command %q%s; see `%s --help`", name, commandHint(cmp.Or(found, cmd.Root()), name), cmd.Root().CommandPath())
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

// strictCompletion makes cobra's completion command refuse what it does not know, which by itself it answers with its help.
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
