package xlsx

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
)

// choice is a column that people fill in, with what they may choose there. They may write something else, too: whoever
// reads it back says what it cannot be.
type choice struct {
	title string
	// keys are what may be chosen or, where they are many, list is the formula of the cells that hold it, for the first
	// row.
	keys []string
	list string
	hint string
}

// choices are those of the register, whose columns are fields.
func (b book) choices(fields []field[complaint]) []choice {
	group, topic := choice{title: b.fill.Group}, choice{title: b.fill.Topic}
	if groups := b.d.Classifier; len(groups) > 0 {
		sheet := "'" + b.fill.Lists + "'!"
		group.list = fmt.Sprintf("%s$A$1:$A$%d", sheet, len(groups))
		if topics := countTopics(groups); topics > 0 {
			right, own := cellIn(fields, b.fill.Group), cellIn(fields, b.say.TopicGroup)
			// The topics of the group that was chosen or, without one, of the row's own.
			of := fmt.Sprintf(`IF(%[1]s="",%[2]s,%[1]s)`, right, own)
			topic.list = fmt.Sprintf("OFFSET(%[1]s$C$1,MATCH(%[2]s,%[1]s$B$1:$B$%[3]d,0)-1,0,"+
				"COUNTIF(%[1]s$B$1:$B$%[3]d,%[2]s),1)", sheet, of, topics)
		}
	}
	return []choice{{title: b.fill.Decision, keys: b.fill.Offered, hint: b.fill.Hint}, group, topic,
		{title: b.fill.Place}, {title: b.fill.Decider}}
}

// cellIn is the first row's cell of a column, as a formula of any row names it.
func cellIn[T any](fields []field[T], title string) string {
	return fmt.Sprintf("$%s%d", columnName(fields, title), headerRow+1)
}

// columnName is the letter of a column.
func columnName[T any](fields []field[T], title string) string {
	at := slices.IndexFunc(fields, func(f field[T]) bool { return f.title == title })
	name, err := excelize.ColumnNumberToName(at + 1)
	if err != nil {
		return "" // a title that no column has
	}
	return name
}

func countTopics(groups []build.KnownGroup) (n int) {
	for _, g := range groups {
		n += len(g.Topics)
	}
	return n
}

// isFilledIn reports whether people fill in a column.
func (t table[T]) isFilledIn(title string) bool {
	return slices.ContainsFunc(t.choices, func(c choice) bool { return c.title == title })
}

// offer lets people choose what they fill in.
func (t table[T]) offer(f *excelize.File) error {
	if len(t.items) == 0 {
		return nil
	}
	for _, c := range t.choices {
		if len(c.keys) == 0 && c.list == "" {
			continue
		}
		column := columnName(t.fields, c.title)
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%[1]s%[2]d:%[1]s%[3]d", column, headerRow+1, headerRow+len(t.items)))
		if len(c.keys) > 0 {
			if err := v.SetDropList(c.keys); err != nil {
				return err
			}
		} else {
			v.SetSqrefDropList(c.list)
		}
		if c.hint != "" {
			v.SetInput(c.title, c.hint)
		}
		if err := f.AddDataValidation(t.name, v); err != nil {
			return err
		}
	}
	return nil
}

// lists is the hidden sheet of what may be chosen: the groups, then every topic beside its group.
type lists struct{ book }

// lists is there where the digest knows the groups.
func (b book) lists() []sheet {
	if len(b.d.Classifier) == 0 {
		return nil
	}
	return []sheet{lists{b}}
}

func (b lists) title() string { return b.fill.Lists }

func (b lists) write(w workbook, _ string) error {
	if err := fitToPage(w.File, b.title(), "portrait"); err != nil {
		return err
	}
	stream, err := w.NewStreamWriter(b.title())
	if err != nil {
		return err
	}
	var of, topics []string
	for _, g := range b.d.Classifier {
		for _, topic := range g.Topics {
			of, topics = append(of, b.topic(g.Name)), append(topics, b.topic(topic))
		}
	}
	for n := range max(len(b.d.Classifier), len(topics)) {
		var row [3]any
		if n < len(b.d.Classifier) {
			row[0] = w.cell(b.topic(b.d.Classifier[n].Name), words, plain)
		}
		if n < len(topics) {
			row[1], row[2] = w.cell(of[n], words, plain), w.cell(topics[n], words, plain)
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", n+1), row[:]); err != nil {
			return err
		}
	}
	return stream.Flush()
}
