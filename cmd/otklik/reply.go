package main

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
)

func (a *cli) replyCommand() *cobra.Command {
	var text string
	var yes, again bool
	var message app.Pointer
	cmd := &cobra.Command{
		Use:   "reply [OFFICIAL/CHANNEL] MESSAGE --text \"…\" [--yes] [--again]",
		Short: "Answer a message through the bot or the channel, where replies: true",
		Long: "Shows the message and what the answer lacks, asks, and sends the answer where the message stands: " +
			"beneath the comment in the\n" +
			"community's or bot's name, or into the dialog. Once the platform has confirmed it, it counts as the " +
			"office's answer. The access\n" +
			"log notes it without its text. Nothing is sent a second time without --again, also where a network " +
			"failure leaves unknown\n" +
			"whether it arrived.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := parsePointer(&message, args, "otklik reply "+registry.Channel+" 123 --text \"…\""); err != nil {
				return err
			}
			if text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")); text == "" {
				return usagef("--text is missing: what is to be answered?")
			}
			if !utf8.ValidString(text) {
				return usagef("--text is not in UTF-8")
			}
			if !yes && !a.asks {
				return usagef("nobody can be asked here, so nothing was sent; --yes sends without a question")
			}
			s, err := a.open("reply", slog.LevelWarn)
			if err != nil {
				return err
			}
			r, err := s.PrepareReply(cmd.Context(), message, text, again)
			if err != nil {
				return a.unreplied(s, err, nil)
			}
			if yes && r.Before != nil {
				return usagef("%s; --again sends another answer", answeredWords(s, *r.Before))
			}
			if yes && !a.quiet {
				fmt.Fprintln(a.err, r.Advice)
			}
			if !yes && !a.agreed(s, r, text) {
				fmt.Fprintln(a.out, "nothing was sent")
				return nil
			}
			done, err := r.Send(cmd.Context())
			if err != nil {
				return a.unreplied(s, err, r)
			}
			a.printReplied(s, done)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&text, "text", "", "the answer")
	flags.BoolVar(&yes, "yes", false, "send without a question, for scripts")
	flags.BoolVar(&again, "again", false, "send although an answer to the message was given out before")
	dialogFlag(cmd, &message)
	return cmd
}

// agreed shows what is to be sent and asks whether it is.
func (a *cli) agreed(s *app.Service, r *app.Reply, text string) bool {
	printMessage(s, a.err, "to", r.To)
	question := "Send it?"
	if r.Before != nil {
		question = answeredWords(s, *r.Before) + ". Send another answer?"
	}
	fmt.Fprintf(a.err, "answer (%s): %s\n%s\n%s [y/N] ", app.Counted(utf8.RuneCountInString(text), "character"),
		text, r.Advice, question)
	line, _ := bufio.NewReader(a.in).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "д", "да":
		return true
	}
	return false
}

// printReplied says what became of the message.
func (a *cli) printReplied(s *app.Service, done app.Replied) {
	fmt.Fprintf(a.out, "sent: %s (%s, %s)", moment(s, done.Answer.Sent), done.Answer.Channel,
		done.Answer.Ref().Number())
	if done.Answer.URL != "" {
		fmt.Fprint(a.out, " ", done.Answer.URL)
	}
	fmt.Fprintln(a.out)
	if done.Pending || done.Now.Status == nil {
		fmt.Fprintln(a.out, "the state of the message follows with the next collect or digest")
		return
	}
	printMessage(s, a.out, "now", done.Now, done.Why)
}

// answeredWords says how a message is answered already.
func answeredWords(s *app.Service, before app.EarlierAnswer) string {
	said := "the message was answered on " + moment(s, before.At) + " already"
	if answer := s.Quote(before.Answer); answer != "" {
		said += " («" + answer + "»)"
	}
	return said
}

// unreplied says why nothing was sent, or that it is not known. r is what was to be sent; nil: it did not come to that.
func (a *cli) unreplied(s *app.Service, err error, r *app.Reply) error {
	var before app.RepliedError
	var unsure *collectors.UnsureError
	switch {
	case errors.As(err, &before) && before.Found:
		return usagef("an answer to this message was given out on %s and has arrived: `otklik collect` found it; "+
			"--again sends another one", moment(s, before.At))
	case errors.As(err, &before) && before.Sent:
		return usagef("an answer to this message was sent on %s already; --again sends another one",
			moment(s, before.At))
	case errors.As(err, &before):
		return usagef("an answer to this message was given out on %s, and whether it arrived is not known: %s; "+
			"--again sends it once more", moment(s, before.At), whereToLook(before.Unheard, before.URL))
	case errors.As(err, &unsure) && unsure.Once:
		return fmt.Errorf("%w; it is not sent again by itself: with --again and the same text the platform "+
			"shows it once",
			err)
	case errors.As(err, &unsure):
		return fmt.Errorf("%w; it is not sent again by itself: %s; --again sends it once more", err,
			whereToLook(r.Unheard, r.To.Message.URL))
	}
	return a.undecided(s, err)
}

// whereToLook says how to find out whether an answer arrived. What collecting never brings a person has to look for.
func whereToLook(unheard bool, url string) string {
	switch {
	case unheard:
		return "look into the chat or ask the person, because `otklik collect` is not told what was sent there in " +
			"the office's name; if it is there, `otklik correct NUMBER --answered \"by otklik reply\"` says so"
	case url == "":
		return "look at the platform, or let `otklik collect` look"
	}
	return "look at " + url + ", or let `otklik collect` look"
}
