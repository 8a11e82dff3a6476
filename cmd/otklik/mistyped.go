package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"otklik/internal/spelling"
)

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
