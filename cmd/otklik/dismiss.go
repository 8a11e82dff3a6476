package main

import (
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
)

func (a *cli) dismissCommand() *cobra.Command {
	var reason, by string
	var undo bool
	var message app.Pointer
	cmd := &cobra.Command{
		Use:   "dismiss [OFFICIAL/CHANNEL] MESSAGE --reason \"…\"",
		Short: "Close a message by a decision of the office, with its reason",
		Long: "Marks a message that waits as closed by a person of the office, for example because it was answered by telephone, and says\n" +
			"which one it was. The message itself is not changed; --undo takes the decision back.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := message.Parse(args, "otklik dismiss "+registry.Channel+" 123 --reason \"answered by telephone\""); err != nil {
				return err
			}
			reason = strings.TrimSpace(reason)
			switch {
			case undo && reason != "":
				return usagef("--undo takes the decision back; it needs no --reason")
			case !undo && reason == "":
				return usagef("--reason is missing: why does the message need no answer any more?")
			}
			o, err := a.open("dismiss", slog.LevelWarn)
			if err != nil {
				return err
			}
			d := decision{action: audit.Dismiss, by: by, outcome: inbox.Closed,
				apply: func(r *inbox.Correction) { r.Decision, r.Reason = inbox.Closed, reason }}
			if undo {
				d.undoes = func(r inbox.Correction) bool { return r.Decision != inbox.Unchanged }
				d.apply = func(r *inbox.Correction) { r.Decision, r.Reason = inbox.Unchanged, "" }
			}
			return a.decide(cmd.Context(), o, message, d)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&reason, "reason", "", "why it is closed; stands in the export")
	flags.StringVar(&by, "by", "", "who decided (default: the account's name)")
	flags.BoolVar(&undo, "undo", false, "take the decision back")
	dialogFlag(cmd, &message)
	return cmd
}
