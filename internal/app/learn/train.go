package learn

import (
	"context"
	"errors"
	"fmt"
	"io"

	"otklik/internal/reading"
	"otklik/internal/reading/linear"
	"otklik/internal/reading/table"
	"otklik/internal/reading/topic"
)

// A model names one of the groups it was taught, whatever it reads: from a few rows it would call every complaint by
// one of two names.
const (
	fewestRows = 20
	// GoodRows is from how many rows on a model is trusted.
	GoodRows = 200
)

// Teaching is a table with texts and the groups that an office gives them.
type Teaching struct {
	File, Sheet        string // Sheet may be empty: the first visible one that has the columns
	Text, Group, Topic string // the names of the columns; Topic may be empty
}

// Trained is what a table taught.
type Trained struct {
	model  reading.Model
	Report topic.Report
	Rows   int // of the table
	// LeftOut are those of them that taught nothing.
	LeftOut []table.LeftOut
	// Few is how many rows there are where they are fewer than GoodRows; 0: they are enough.
	Few int
}

// SeesMeaning reports whether groups are chosen by what the encoder makes of a text, too.
func (t Trained) SeesMeaning() bool { return t.model.Topics != nil && t.model.Topics.Sees() }

// Save writes what was learnt.
func (t Trained) Save(write func(fill func(io.Writer) error) error) error {
	return write(t.model.Write)
}

// Train learns groups and topics as an office itself names them. step is told how much is done; it may be nil.
func Train(ctx context.Context, t Teaching, tell Tell, step func(done, total int)) (Trained, error) {
	columns := []string{t.Text, t.Group}
	if t.Topic != "" {
		columns = append(columns, t.Topic)
	}
	var trained Trained
	picked, err := pick(t.File, t.Sheet, tell, columns...)
	if err != nil {
		return trained, err
	}
	trained.Rows, trained.LeftOut = picked.All(), picked.LeftOut
	join(picked.Rows, 1, topic.BuiltIn().Groups(), false, tell)
	if t.Topic != "" {
		joinTopics(picked.Rows, tell)
	}
	rows := make([]topic.Row, len(picked.Rows))
	for i, c := range picked.Rows {
		rows[i] = topic.Row{Text: c[0], Group: c[1]}
		if t.Topic != "" {
			rows[i].Topic = c[2]
		}
	}
	if err := enough(t.File, rows); err != nil {
		return trained, err
	}
	if len(rows) < GoodRows {
		trained.Few = len(rows)
	}
	encoder, err := reading.Encoder()
	if err != nil {
		return trained, err
	}
	trained.model.Topics, trained.Report, err = topic.Train(ctx, rows,
		topic.TrainOptions{Seed: 1, Progress: step, Meaning: encoder})
	if errors.Is(err, linear.ErrOneLabel) {
		return trained, oneGroup(t.File)
	}
	if err != nil {
		return trained, fmt.Errorf("learn from %s: %w", t.File, err)
	}
	return trained, nil
}

// joinTopics joins spellings of a topic within its group.
func joinTopics(cells [][]string, tell Tell) {
	groups := map[string][][]string{}
	var order []string
	for _, c := range cells {
		if groups[c[1]] == nil {
			order = append(order, c[1])
		}
		groups[c[1]] = append(groups[c[1]], c)
	}
	for _, g := range order {
		join(groups[g], 2, nil, false, tell)
	}
}

// enough refuses a table that can teach nothing.
func enough(file string, rows []topic.Row) error {
	groups := map[string]bool{}
	for _, r := range rows {
		groups[r.Group] = true
	}
	switch {
	case len(groups) == 1:
		return oneGroup(file)
	case len(rows) < fewestRows:
		return fmt.Errorf("%s has %s with a text and a group; from fewer than %d nothing can be learnt, and some "+
			"hundreds are better",
			file, counted(len(rows), "row"), fewestRows)
	}
	return nil
}

func oneGroup(file string) error {
	return fmt.Errorf("all rows of %s have the same group; there is nothing to tell apart", file)
}
