package learn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/reading/table"
)

// Compared is what labels say of a text.
type Compared string

// What labels may say.
const (
	Answers Compared = "answers" // whether it needs an answer: 1 or 0
	Kinds   Compared = "kinds"   // what it is, such as a complaint
	Groups  Compared = "groups"  // its group of topics
)

// Undecided is the reason of rows that nobody could label.
const Undecided table.Reason = "labelled ?"

// Labelled is a table with texts and what people said of them.
type Labelled struct {
	File, Sheet string // Sheet may be empty: the first visible one that has the columns
	Text, Label string // the names of the columns
	picked      table.Picked
}

// Agreement is how well the reading agrees with a labelled table.
type Agreement struct {
	Compared         Compared
	table.Evaluation     // its mistakes by the numbers that the file counts
	Rows             int // of the table
	LeftOut          []table.LeftOut
}

// Open reads the table.
func (l *Labelled) Open(reader *reading.Reader, tell Tell) (err error) {
	if l.picked, err = pick(l.File, l.Sheet, tell, l.Text, l.Label); err != nil {
		return err
	}
	join(l.picked.Rows, 1, append(reader.Groups(), reading.Other), true, tell)
	return nil
}

// Evaluate compares the reading with a table that is open.
func Evaluate(ctx context.Context, reader *reading.Reader, l Labelled) (a Agreement, err error) {
	var rows []table.Labelled
	var numbers, unsure []int
	for i, c := range l.picked.Rows {
		if c[1] == "?" {
			unsure = append(unsure, l.picked.Numbers[i])
			continue
		}
		rows, numbers = append(rows, table.Labelled{Text: c[0], Label: c[1]}), append(numbers, l.picked.Numbers[i])
	}
	if len(rows) == 0 {
		return a, errors.New("no row has a label other than ?")
	}
	what, predict, err := compare(reader, rows, numbers)
	if err != nil {
		return a, err
	}
	a = Agreement{Compared: what, Rows: l.picked.All(), LeftOut: l.picked.LeftOut}
	a.Evaluation = table.Evaluate(rows, func(text string) (string, float64) {
		if err = ctx.Err(); err != nil {
			return "", 0
		}
		return predict(text)
	})
	if err != nil {
		return a, err
	}
	if len(unsure) > 0 {
		a.LeftOut = append(a.LeftOut, table.LeftOut{Reason: Undecided, Numbers: unsure})
	}
	for i := range a.Mistakes {
		a.Mistakes[i].Row = numbers[a.Mistakes[i].Row-1]
	}
	return a, nil
}

// compare finds out from the labels what is compared. Yes and no are brought to one spelling. Where a few labels are of
// another kind than the rest, the error names them by the numbers of the rows.
func compare(
	reader *reading.Reader, rows []table.Labelled, numbers []int,
) (what Compared, predict func(string) (string, float64), err error) {
	const yes, no = "1", "0"
	spelling := map[string]string{"1": yes, "yes": yes, "true": yes, "да": yes, "истина": yes, "1.0": yes, "1,0": yes,
		"0": no, "no": no, "false": no, "нет": no, "ложь": no, "0.0": no, "0,0": no}
	categories := []inbox.Category{inbox.Complaint, inbox.Request, inbox.Question, inbox.Thanks, inbox.Chatter,
		inbox.Spam}
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
		return Answers, func(text string) (string, float64) {
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
		return Kinds, func(text string) (string, float64) {
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
		return "", nil, fmt.Errorf("no label of this column is known: it holds neither 1 and 0, nor kinds such as "+
			"complaint, nor a group of the topics in use such as %q", groups[0])
	}
	return Groups, func(text string) (string, float64) {
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
	return fmt.Errorf("the other labels are each %s, but not those of %s, the first of which is «%s»: mend them, or "+
		"leave their cells empty",
		kind, table.Numbered("row", at), rows[others[0]].Label)
}
