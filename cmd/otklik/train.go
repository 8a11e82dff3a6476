package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/reading"
	"otklik/internal/reading/linear"
	"otklik/internal/reading/table"
	"otklik/internal/reading/topic"
)

func (a *cli) trainCommand() *cobra.Command {
	var data, sheet, text, group, topicColumn, output string
	var fromStore bool
	cmd := &cobra.Command{
		Use:   "train [--data FILE --text COLUMN --group COLUMN [--topic COLUMN]] [--from-store] --output MODEL",
		Short: "Learn topics from an office's own table (csv, tsv, xlsx), and from the corrections in the store",
		Long: "Learns groups and topics as the office itself names them, for example from an export of its incident system. Prints how well\n" +
			"the model does on rows it had not seen. Name the result in the configuration: reading.model.\n\n" +
			"With --from-store it learns from what people of the office corrected (otklik correct): what was said of a message holds for\n" +
			"messages like it. Both can go together; with --from-store alone the topics stay those of the present reading.model.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if fromStore && output == "" {
				return usagef("--output is needed: otklik train --from-store --output office.model")
			}
			if err := a.target(output); err != nil {
				return err
			}
			if sameFile(data, output) {
				return usagef("%s is the table to learn from and is not overwritten: name another file for the model", output)
			}
			if fromStore && data == "" {
				return a.trainFromStore(cmd.Context(), reading.Model{}, output)
			}
			if data == "" || text == "" || group == "" || output == "" {
				return usagef("--data, --text, --group and --output are needed: otklik train --data incidents.xlsx --text \"Текст инцидента\" --group \"Группа тем\" --output topics.model")
			}
			model, err := a.train(cmd.Context(), data, sheet, text, group, topicColumn)
			if err != nil {
				return err
			}
			if fromStore {
				return a.trainFromStore(cmd.Context(), reading.Model{Topics: model}, output)
			}
			return a.keepLearnt(reading.Model{Topics: model}, output)
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

func (a *cli) train(ctx context.Context, data, sheet, text, group, topicColumn string) (*topic.Model, error) {
	columns := []string{text, group}
	if topicColumn != "" {
		columns = append(columns, topicColumn)
	}
	picked, err := a.pick(data, sheet, columns...)
	if err != nil {
		return nil, err
	}
	cells := picked.Rows
	a.join(data, cells, 1, topic.BuiltIn().Groups(), false)
	if topicColumn != "" {
		a.joinTopics(data, cells)
	}
	rows := make([]topic.Row, len(cells))
	for i, c := range cells {
		rows[i] = topic.Row{Text: c[0], Group: c[1]}
		if topicColumn != "" {
			rows[i].Topic = c[2]
		}
	}
	if err := a.enough(data, rows); err != nil {
		return nil, err
	}
	step, finish := a.steps("learning")
	model, report, err := topic.Train(ctx, rows, topic.TrainOptions{Seed: 1, Progress: step})
	finish()
	if errors.Is(err, linear.ErrOneLabel) {
		return nil, oneGroup(data)
	}
	if err != nil {
		return nil, fmt.Errorf("learn from %s: %w", data, err)
	}
	fmt.Fprintf(a.out, "learnt from %d rows", report.Rows)
	if left := leftOut(picked.All(), picked.LeftOut, "a text or a group"); left != "" {
		fmt.Fprintf(a.out, "; %s", left)
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
	return model, nil
}

// joinTopics joins spellings of a topic within its group.
func (a *cli) joinTopics(data string, cells [][]string) {
	groups := map[string][][]string{}
	var order []string
	for _, c := range cells {
		if groups[c[1]] == nil {
			order = append(order, c[1])
		}
		groups[c[1]] = append(groups[c[1]], c)
	}
	for _, g := range order {
		a.join(data, groups[g], 2, nil, false)
	}
}

// A model names one of the groups it was taught, whatever it reads: from a few rows it would call every complaint by one of two
// names.
const (
	fewestRows = 20
	goodRows   = 200
)

// enough refuses a table that can teach nothing, and warns of one that teaches little.
func (a *cli) enough(data string, rows []topic.Row) error {
	groups := map[string]bool{}
	for _, r := range rows {
		groups[r.Group] = true
	}
	switch {
	case len(groups) == 1:
		return oneGroup(data)
	case len(rows) < fewestRows:
		return fmt.Errorf("%s has %s with a text and a group; from fewer than %d nothing can be learnt, and some hundreds are better",
			data, app.Counted(len(rows), "row"), fewestRows)
	case len(rows) < goodRows:
		fmt.Fprintf(a.err, "otklik: %s has only %d rows; a model from fewer than %d is often wrong, so look at the figures before it is used\n", data, len(rows), goodRows)
	}
	return nil
}

func oneGroup(data string) error {
	return fmt.Errorf("all rows of %s have the same group; there is nothing to tell apart", data)
}

// keepLearnt writes what was learnt, whole or not at all.
func (a *cli) keepLearnt(l reading.Model, output string) error {
	if err := a.output(output, func(f *os.File) error { return l.Write(f) }); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nthe model is in %s; name it in the configuration: reading: { model: %s }\n", output, output)
	return nil
}

// steps shows how much of some equal steps is done; silent where nobody watches.
func (a *cli) steps(label string) (step func(done, total int), finish func()) {
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
