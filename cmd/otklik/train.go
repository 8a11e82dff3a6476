package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"otklik/reading/linear"
	"otklik/reading/table"
	"otklik/reading/topic"
)

func (a *app) trainCommand() *cobra.Command {
	var data, text, group, topicColumn, output string
	cmd := &cobra.Command{
		Use:   "train --data FILE --text COLUMN --group COLUMN [--topic COLUMN] --output MODEL",
		Short: "Learn topics from an office's own table (csv, tsv, xlsx)",
		Long: "Learns groups and topics as the office itself names them, for example from an export of its incident system. Prints how well\n" +
			"the model does on rows it had not seen. Name the result in the configuration: reading.model.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if data == "" || text == "" || group == "" || output == "" {
				return usagef("--data, --text, --group and --output are needed: otklik train --data incidents.xlsx --text \"Текст инцидента\" --group \"Группа тем\" --output topics.model")
			}
			return a.train(cmd.Context(), data, text, group, topicColumn, output)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "", "table to learn from: csv, tsv or xlsx")
	flags.StringVar(&text, "text", "", "column with the texts")
	flags.StringVar(&group, "group", "", "column with the groups")
	flags.StringVar(&topicColumn, "topic", "", "column with the topics, if there is one")
	flags.StringVarP(&output, "output", "o", "", "file to write the model to")
	return cmd
}

func (a *app) train(ctx context.Context, data, text, group, topicColumn, output string) error {
	columns := []string{text, group}
	if topicColumn != "" {
		columns = append(columns, topicColumn)
	}
	cells, skipped, err := a.pick(data, columns...)
	if err != nil {
		return err
	}
	rows := make([]topic.Row, len(cells))
	for i, c := range cells {
		rows[i] = topic.Row{Text: c[0], Group: c[1]}
		if topicColumn != "" {
			rows[i].Topic = c[2]
		}
	}
	step, finish := a.steps("learning")
	model, report, err := topic.Train(ctx, rows, topic.TrainOptions{Seed: 1, Progress: step})
	finish()
	if errors.Is(err, linear.ErrOneLabel) {
		return fmt.Errorf("all rows of %s have the same group; there is nothing to tell apart", data)
	}
	if err != nil {
		return fmt.Errorf("learn from %s: %w", data, err)
	}
	if err := replaceFile(output, func(f *os.File) error { return model.Write(f) }); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "learnt from %d rows", report.Rows)
	if left := skipped + report.Empty; left > 0 {
		fmt.Fprintf(a.out, "; %d without a text or a group were left out", left)
	}
	fmt.Fprintln(a.out)
	switch {
	case report.Checked == 0:
		fmt.Fprintln(a.out, "too few rows to measure: nothing is known about how good the model is")
	default:
		fmt.Fprintf(a.out, "checked on %d rows that were held out: %.1f %% of the groups right (always the commonest group: %.1f %%)\n\n%s",
			report.Checked, 100*report.Groups.Accuracy, 100*report.Frequent, table.Classes(report.Groups))
		if report.TopicRows > 0 {
			fmt.Fprintf(a.out, "\ngroup and topic right: %.1f %% of %d rows\n", 100*report.TopicsRight, report.TopicRows)
		}
	}
	fmt.Fprintf(a.out, "\nthe model is in %s; name it in the configuration: reading: { model: %s }\n", output, output)
	return nil
}

// pick reads the named columns of a table; what the reader of tables noticed is told on the side.
func (a *app) pick(data string, columns ...string) (rows [][]string, skipped int, err error) {
	t, err := table.Open(data)
	if err != nil {
		return nil, 0, fmt.Errorf("read the table %s: %w", data, err)
	}
	for _, note := range t.Notes {
		fmt.Fprintf(a.err, "otklik: %s: %s\n", data, note)
	}
	rows, skipped, err = t.Pick(2, columns...)
	if err != nil {
		return nil, skipped, fmt.Errorf("read the table %s: %w", data, err)
	}
	return rows, skipped, nil
}

// steps shows how much of some equal steps is done; silent where nobody watches.
func (a *app) steps(label string) (step func(done, total int), finish func()) {
	if !a.terminal {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(label), progressbar.OptionClearOnFinish())
	return func(done, total int) {
		bar.ChangeMax(total)
		// A bar that cannot be drawn is no reason to stop the work.
		_ = bar.Set(done)
	}, func() { _ = bar.Finish() }
}
