// Command build learns the built-in model of topics: from the messages to a portal, the incidents and wishes whose
// group was read one by one (a folder of tables whose columns are parted by tabs), and the examples of topics.tsv. The
// labelled pages are left out: the model is measured on them. It holds hashes and the names of groups, no text.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"otklik/internal/reading/topic"
)

func main() {
	data := flag.String("data", "", "the folder of tables")
	labels := flag.String("labels", "", "the table of labels by the numbers of rows")
	output := flag.String("output", "model.bin", "the model file to write")
	flag.Parse()
	if err := build(*data, *labels, *output); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(data, labels, output string) error {
	rows, err := learnt(data, labels)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the model stays as it is: a table is not there: %w", err)
	}
	if err != nil {
		return err
	}
	model, _, err := topic.Train(context.Background(), rows, topic.TrainOptions{Seed: 1})
	if err != nil {
		return fmt.Errorf("learn the built-in model: %w", err)
	}
	var file bytes.Buffer
	if err := model.Write(&file); err != nil {
		return err
	}
	if err := os.WriteFile(output, file.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the built-in model: %w", err)
	}
	fmt.Printf("%s: %d bytes, learnt from %d rows\n", output, file.Len(), len(rows))
	return nil
}

// learnt are the rows to learn from. A label that was given by reading goes before one that came with the text.
func learnt(data, labels string) ([]topic.Row, error) {
	read := map[string]map[string]string{}
	if err := each(labels, func(row map[string]string) { read[row["id"]] = row }); err != nil {
		return nil, err
	}
	rows := topic.BuiltIn().Examples()
	for _, table := range []struct {
		name  string
		known bool // every text's group is known, whether it was read or not
	}{{"portal-dev.tsv", true}, {"incidents-dev.tsv", false}, {"citizens-dev.tsv", false}, {"talk-dev.tsv", false}} {
		err := each(filepath.Join(data, table.name), func(row map[string]string) {
			label, byReading := read[row["id"]]
			switch {
			case byReading && label["needs"] == "1":
				rows = append(rows, topic.Row{Text: row["text"], Group: label["group"]})
			case !byReading && table.known:
				rows = append(rows, topic.Row{Text: row["text"], Group: row["group"]})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// each calls f with every whole row of a table, by the names of its columns.
func each(path string, f func(row map[string]string)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the table: %w", err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	if !slices.Contains(head, "id") {
		return fmt.Errorf("the table %s has no column id, but %s", path, strings.Join(head, ", "))
	}
	for _, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) != len(head) {
			continue
		}
		row := make(map[string]string, len(head))
		for i, name := range head {
			row[name] = fields[i]
		}
		f(row)
	}
	return nil
}
