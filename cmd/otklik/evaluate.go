package main

import (
	"fmt"
	"otklik/internal/app/learn"

	"otklik/internal/app"
	"otklik/internal/reading/table"
	"strings"

	"github.com/spf13/cobra"
)

func (a *cli) evaluateCommand() *cobra.Command {
	var data, sheet, text, label string
	var worst int
	cmd := &cobra.Command{
		Use:   "evaluate --data FILE --text COLUMN --label COLUMN",
		Short: "How well the reading agrees with a labelled table (csv, tsv, xlsx)",
		Long: "Compares with what people said: if the labels are 1 and 0 (yes and no, да and нет), whether an " +
			"answer is needed; if they are\n" +
			"complaint, request, question, thanks, chatter, spam, what a message is; else the group of topics. Rows " +
			"with the label ? are left out.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if data == "" || text == "" || label == "" {
				return usagef("--data, --text and --label are needed: otklik evaluate --data labelled.csv --text " +
					"Текст --label Группа")
			}
			r, err := a.reading("evaluate")
			if err != nil {
				return err
			}
			t := learn.Labelled{File: data, Sheet: sheet, Text: text, Label: label}
			agreement, err := r.Evaluate(cmd.Context(), t, a.remarks(data))
			if err != nil {
				return err
			}
			a.printAgreement(agreement, worst)
			return nil
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

func (a *cli) printAgreement(e learn.Agreement, worst int) {
	compared := map[learn.Compared]string{
		learn.Answers: "does the message need an answer (1) or not (0)?",
		learn.Kinds:   "what the message is",
		learn.Groups:  "the group of topics",
	}
	fmt.Fprintf(a.out, "compared: %s\n", compared[e.Compared])
	if left := leftOut(e.Rows, e.LeftOut, "a text or a label"); left != "" {
		fmt.Fprintln(a.out, left)
	}
	fmt.Fprint(a.out, e.Text(worst))
}

// remarks tell beside the result what a person should know of a table.
func (a *cli) remarks(data string) func(sentence string) {
	return func(sentence string) {
		if !a.quiet {
			fmt.Fprintf(a.err, "otklik: %s: %s\n", data, sentence)
		}
	}
}

// leftOut says how many of a table's rows are not used, which and why; empty: all are. what names the needed cells.
func leftOut(all int, out []table.LeftOut, what string) string {
	reasons := map[table.Reason]string{table.Empty: "empty", table.Repeated: "with the header once more",
		table.Wide: "with more cells than the header", table.Short: "with fewer cells than the header",
		table.Lacking: "without " + what}
	var parts []string
	for _, o := range out {
		reason, ok := reasons[o.Reason]
		if !ok {
			reason = string(o.Reason)
		}
		parts = append(parts, fmt.Sprintf("%d %s (%s)", len(o.Numbers), reason, table.Numbered("row", o.Numbers)))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("left out of the table's %s: %s", app.Counted(all, "row"), strings.Join(parts, ", "))
}
