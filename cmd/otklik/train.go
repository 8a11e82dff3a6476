package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"otklik/internal/app/learn"
	"otklik/internal/reading/table"
	"otklik/internal/userfile"
)

func (a *cli) trainCommand() *cobra.Command {
	var data, sheet, text, group, topicColumn, output string
	var fromStore bool
	cmd := &cobra.Command{
		Use:   "train [--data FILE --text COLUMN --group COLUMN [--topic COLUMN]] [--from-store] --output MODEL",
		Short: "Learn topics from an office's own table (csv, tsv, xlsx), and from the corrections in the store",
		Long: "Learns groups and topics as the office itself names them, for example from an export of its incident " +
			"system. Prints how well\n" +
			"the model does on rows it had not seen. Name the result in the configuration: reading.model.\n\n" +
			"With --from-store it learns from what people of the office corrected (otklik correct): what was said " +
			"of a message holds for\n" +
			"messages like it. Both can go together; with --from-store alone the topics stay those of the present " +
			"reading.model.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if fromStore && output == "" {
				return usagef("--output is needed: otklik train --from-store --output office.model")
			}
			if err := a.target(output); err != nil {
				return err
			}
			if userfile.Same(data, output) {
				return usagef("%s is the table to learn from and is not overwritten: name another file for the "+
					"model", output)
			}
			if !fromStore && data == "" || data != "" && (text == "" || group == "") || output == "" {
				return usagef("--data, --text, --group and --output are needed: otklik train --data incidents.xlsx " +
					"--text \"Текст инцидента\" --group \"Группа тем\" --output topics.model")
			}
			var trained learn.Trained
			if data != "" {
				var err error
				trained, err = a.train(cmd.Context(), learn.Teaching{File: data, Sheet: sheet, Text: text,
					Group: group, Topic: topicColumn})
				if err != nil {
					return err
				}
			}
			if fromStore {
				return a.trainFromStore(cmd.Context(), trained, output)
			}
			if err := trained.Save(a.to(output).Write); err != nil {
				return err
			}
			a.printModel(output)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "", "table to learn from: csv, tsv or xlsx")
	flags.StringVar(&sheet, "sheet", "", "sheet of an xlsx (default the first visible one that has the columns)")
	flags.StringVar(&text, "text", "", "column with the texts")
	flags.StringVar(&group, "group", "", "column with the groups")
	flags.StringVar(&topicColumn, "topic", "", "column with the topics, if there is one")
	flags.BoolVar(&fromStore, "from-store", false, "learn from the corrections in the store")
	flags.StringVarP(&output, "output", "o", "", "file to write the model to")
	return cmd
}

func (a *cli) train(ctx context.Context, t learn.Teaching) (learn.Trained, error) {
	step, finish := a.steps("learning")
	trained, err := learn.Train(ctx, t, a.remarks(t.File), step)
	finish()
	if trained.Few > 0 && !a.quiet {
		fmt.Fprintf(a.err, "otklik: %s has only %d rows; a model from fewer than %d is often wrong, so look at the "+
			"figures before it is used\n",
			t.File, trained.Few, learn.GoodRows)
	}
	if err != nil {
		return trained, err
	}
	fmt.Fprintf(a.out, "learnt from %d rows", trained.Report.Rows)
	if left := leftOut(trained.Rows, trained.LeftOut, "a text or a group"); left != "" {
		fmt.Fprintf(a.out, "; %s", left)
	}
	fmt.Fprintln(a.out)
	r := trained.Report
	if r.Checked == 0 {
		fmt.Fprintln(a.out, "too few rows to measure: nothing is known about how good the model is")
		return trained, nil
	}
	fmt.Fprintf(a.out, "checked on %d rows that were held out: %.1f %% of the groups right (always the commonest "+
		"group: %.1f %%)\n\n%s",
		r.Checked, 100*r.Groups.Accuracy, 100*r.Frequent, table.Classes(r.Groups))
	a.printTrials(trained)
	if r.TopicRows > 0 {
		fmt.Fprintf(a.out, "\ngroup and topic right: %.1f %% of %d rows\n", 100*r.TopicsRight, r.TopicRows)
	}
	return trained, nil
}

// printTrials sets the two ways of choosing a group side by side, where both were tried.
func (a *cli) printTrials(t learn.Trained) {
	r := t.Report
	if r.Meaning == nil {
		return
	}
	fmt.Fprintf(a.out, "\n%-32s%10s%10s\n", "on the same rows, held out", "right", "mean F1")
	meant := t.SeesMeaning()
	say := func(name string, used bool, accuracy, f1 float64) {
		mark := ""
		if used {
			mark = "   used"
		}
		fmt.Fprintf(a.out, "%-32s%8.1f %%%10.3f%s\n", name, 100*accuracy, f1, mark)
	}
	say("words alone", !meant, r.Words.Accuracy, r.Words.MacroF1)
	say("words and the language model", meant, r.Meaning.Accuracy, r.Meaning.MacroF1)
}

// trainFromStore learns from the corrections in the store, on top of what was taught by a table.
func (a *cli) trainFromStore(ctx context.Context, from learn.Trained, output string) error {
	s, err := a.open("train", slog.LevelWarn)
	if err != nil {
		return err
	}
	taught, err := s.TrainFromCorrections(ctx, from, a.to(output))
	if taught.Corrections > 0 {
		a.printTaught(taught)
	}
	if err != nil {
		return err
	}
	a.printModel(output)
	return nil
}

// printTaught says how the corrections fare when each is read with what the others taught.
func (a *cli) printTaught(t learn.Taught) {
	fmt.Fprintf(a.out, "learnt from %d corrections\n", t.Corrections)
	if !t.Measured {
		fmt.Fprintln(a.out, "too few to measure what they do for messages like them")
	}
	say := func(what string, r learn.Rightly) {
		if r.All > 0 {
			fmt.Fprintf(a.out, "%s: %d corrected; read rightly without them %d, each with what the others taught "+
				"%d\n", what, r.All, r.Alone, r.Taught)
		}
	}
	say("needs an answer", t.Needs)
	say("group", t.Groups)
}

func (a *cli) printModel(output string) {
	fmt.Fprintf(a.out, "\nthe model is in %s; name it in the configuration: reading: { model: %s }\n", output, output)
}

// steps shows how much of some equal steps is done; silent where nobody watches.
func (a *cli) steps(label string) (step func(done, total int), finish func()) {
	if !a.terminal {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(label),
		progressbar.OptionClearOnFinish())
	return func(done, total int) {
		bar.ChangeMax(total)
		// A bar that cannot be drawn is no reason to stop the work.
		_ = bar.Set(done)
	}, func() { _ = bar.Finish() }
}
