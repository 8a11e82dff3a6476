// Command fit learns the built-in weights of the reading from the texts for measuring and the project's own corpus and
// prints what they reach in cross-validation. The same texts give the same file.
//
//	go run ./reading/internal/fit [-data ../shared/data] [-out reading/weights.bin] [-first 101] [-seeds 8]
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"otklik/internal/reading/internal/trial"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the texts for measuring")
	out := flag.String("out", "reading/weights.bin", "file to write; empty: write none")
	seeds := flag.Int("seeds", 8, "how many times to cross-validate, each with other folds")
	first := flag.Int("first", 101, "number of the first deal of the folds; those from 1 served to choose the settings")
	flag.Parse()
	if err := run(*data, *out, *first, *seeds); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

func run(data, out string, first, seeds int) error {
	examples, err := trial.Load(data)
	if err != nil {
		return err
	}
	b, err := trial.NewBench(examples)
	if err != nil {
		return err
	}
	ctx := context.Background()
	var all []trial.Figures
	for n := range seeds {
		seed := uint64(first + n)
		read, err := b.CrossValidate(ctx, seed)
		if err != nil {
			return fmt.Errorf("cross-validate: %w", err)
		}
		fmt.Printf("-- folds %d\n", seed)
		f := trial.Measure(examples, read)
		f.Print(os.Stdout)
		all = append(all, f)
		trial.PrintThresholds(os.Stdout, examples, read, b.Folds(seed))
		if n > 0 {
			continue
		}
		for _, s := range []trial.Source{trial.Page, trial.Noise, trial.Corpus, trial.Portal} {
			fmt.Printf("worst of %s: %s\n", s, strings.Join(trial.Worst(examples, read, s, 10), ", "))
		}
		missed, wrong := trial.WrongUrgency(examples, read, trial.Page)
		fmt.Printf("urgent, page: missed %v, wrong %v\n", missed, wrong)
	}
	fmt.Printf("-- mean of %d deals\n", len(all))
	trial.Mean(all).Print(os.Stdout)
	if out == "" {
		return nil
	}
	m, err := b.Train(ctx, nil)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		return err
	}
	if err := os.WriteFile(out, file.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the weights: %w", err)
	}
	fmt.Printf("%s: %d bytes\n", out, file.Len())
	return nil
}
