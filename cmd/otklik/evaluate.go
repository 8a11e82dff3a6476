package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/reading/table"
)

func (a *cli) evaluateCommand() *cobra.Command {
	var data, sheet, text, label string
	var worst int
	cmd := &cobra.Command{
		Use:   "evaluate --data FILE --text COLUMN --label COLUMN",
		Short: "How well the reading agrees with a labelled table (csv, tsv, xlsx)",
		Long: "Compares with what people said: if the labels are 1 and 0 (yes and no, да and нет), whether an answer is needed; if they are\n" +
			"complaint, request, question, thanks, chatter, spam, what a message is; else the group of topics. Rows with the label ? are left out.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if data == "" || text == "" || label == "" {
				return usagef("--data, --text and --label are needed: otklik evaluate --data labelled.csv --text Текст --label Группа")
			}
			c, err := a.classifier("evaluate")
			if err != nil {
				return err
			}
			picked, err := a.pick(data, sheet, text, label)
			if err != nil {
				return err
			}
			a.join(data, picked.Rows, 1, append(c.reader.Groups(), reading.Other), true)
			return c.audited(cmd.Context(), audit.Entry{Action: audit.Evaluate, Path: app.Destination(data)}, func() error {
				return a.evaluate(cmd.Context(), c.reader, picked, worst)
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&data, "data", "", "labelled table: csv, tsv or xlsx")
	flags.StringVar(&sheet, "sheet", "", "sheet of an xlsx (default the first visible one that has the columns)")
	flags.StringVar(&text, "text", "", "column with the texts")
	flags.StringVar(&label, "label", "", "column with the labels")
	flags.IntVar(&worst, "mistakes", 10, "how many of the worst mistakes to print")
	return cmd
}

// undecided is the reason of rows that nobody could label.
const undecided table.Reason = "labelled ?"

func (a *cli) evaluate(ctx context.Context, reader *reading.Reader, picked table.Picked, worst int) error {
	var rows []table.Labelled
	var numbers, unsure []int
	for i, c := range picked.Rows {
		if c[1] == "?" {
			unsure = append(unsure, picked.Numbers[i])
			continue
		}
		rows, numbers = append(rows, table.Labelled{Text: c[0], Label: c[1]}), append(numbers, picked.Numbers[i])
	}
	if len(rows) == 0 {
		return fmt.Errorf("no row has a label other than ?")
	}
	what, predict, err := judgeFor(reader, rows, numbers)
	if err != nil {
		return err
	}
	var cancelled error
	result := table.Evaluate(rows, func(text string) (string, float64) {
		if cancelled = ctx.Err(); cancelled != nil {
			return "", 0
		}
		return predict(text)
	})
	if cancelled != nil {
		return cancelled
	}
	fmt.Fprintf(a.out, "%s\n", what)
	out := picked.LeftOut
	if len(unsure) > 0 {
		out = append(out, table.LeftOut{Reason: undecided, Numbers: unsure})
	}
	if left := leftOut(picked.All(), out, "a text or a label"); left != "" {
		fmt.Fprintln(a.out, left)
	}
	for i := range result.Mistakes { // as the file counts them
		result.Mistakes[i].Row = numbers[result.Mistakes[i].Row-1]
	}
	fmt.Fprint(a.out, result.Text(worst))
	return nil
}

// judgeFor finds out from the labels what is compared. Yes and no are brought to one spelling. Where a few labels are of
// another kind than the rest, the error names them by the numbers of the rows.
func judgeFor(reader *reading.Reader, rows []table.Labelled, numbers []int) (what string, predict func(string) (string, float64), err error) {
	const yes, no = "1", "0"
	spelling := map[string]string{"1": yes, "yes": yes, "true": yes, "да": yes, "истина": yes, "1.0": yes, "1,0": yes,
		"0": no, "no": no, "false": no, "нет": no, "ложь": no, "0.0": no, "0,0": no}
	categories := []inbox.Category{inbox.Complaint, inbox.Request, inbox.Question, inbox.Thanks, inbox.Chatter, inbox.Spam}
	strange := func(known func(string) bool) (others []int) {
		for i, r := range rows {
			if !known(strings.ToLower(r.Label)) {
				others = append(others, i)
			}
		}
		return others
	}
	notYesNo := strange(func(l string) bool { return spelling[l] != "" })
	notKind := strange(func(l string) bool { return slices.Contains(categories, inbox.Category(l)) })
	switch {
	case len(notYesNo) == 0:
		for i := range rows {
			rows[i].Label = spelling[strings.ToLower(rows[i].Label)]
		}
		return "compared: does the message need an answer (1) or not (0)?", func(text string) (string, float64) {
			assessment := reader.ReadText(text)
			if assessment.NeedsAnswer {
				return yes, assessment.Score
			}
			return no, 1 - assessment.Score
		}, nil
	case len(notKind) == 0:
		for i := range rows {
			rows[i].Label = strings.ToLower(rows[i].Label)
		}
		return "compared: what the message is", func(text string) (string, float64) {
			assessment := reader.ReadText(text)
			return string(assessment.Category), max(assessment.Score, 1-assessment.Score)
		}, nil
	}
	for kind, others := range map[string][]int{"1 or 0": notYesNo, "a kind such as complaint": notKind} {
		if 2*len(others) < len(rows) {
			return "", nil, strangeLabels(rows, numbers, others, kind)
		}
	}
	groups := append(reader.Groups(), reading.Other)
	if !slices.ContainsFunc(rows, func(r table.Labelled) bool { return slices.Contains(groups, r.Label) }) {
		return "", nil, fmt.Errorf("no label of this column is known: it holds neither 1 and 0, nor kinds such as complaint, nor a group of the topics in use such as %q", groups[0])
	}
	return "compared: the group of topics", func(text string) (string, float64) {
		assessment := reader.ReadText(text)
		return assessment.Group, assessment.Score
	}, nil
}

// strangeLabels names the rows whose labels are not what those of the others are.
func strangeLabels(rows []table.Labelled, numbers, others []int, kind string) error {
	var at []int
	for _, i := range others {
		at = append(at, numbers[i])
	}
	return fmt.Errorf("the other labels are each %s, but not those of %s, the first of which is «%s»: mend them, or leave their cells empty",
		kind, table.Numbered("row", at), rows[others[0]].Label)
}
