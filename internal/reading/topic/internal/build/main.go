// Command build learns the built-in model of topics anew: from the texts of a table of portal messages (columns group
// and text, parted by tabs) and from the examples of topics.tsv. The model holds hashes and the names of groups, no
// text.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"otklik/internal/reading/topic"
)

func main() {
	data := flag.String("data", "", "the table of portal messages")
	output := flag.String("output", "model.bin", "the model file to write")
	flag.Parse()
	if err := build(*data, *output); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(data, output string) error {
	text, err := os.ReadFile(data)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the model stays as it is: the table of portal messages is not there: %w", err)
	}
	if err != nil {
		return fmt.Errorf("read the table: %w", err)
	}
	rows := topic.BuiltIn().Examples()
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	group, message := slices.Index(head, "group"), slices.Index(head, "text")
	if group < 0 || message < 0 {
		return fmt.Errorf("the table has no columns group and text, but %s", strings.Join(head, ", "))
	}
	for _, line := range lines[1:] {
		if fields := strings.Split(line, "\t"); len(fields) == len(head) {
			rows = append(rows, topic.Row{Text: fields[message], Group: fields[group]})
		}
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
