package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"otklik/inbox"
	"otklik/reading"
)

func (a *app) classifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Read JSON lines {\"id\",\"text\"} and say of each what it is and whether it needs an answer",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			reader, err := a.classifier()
			if err != nil {
				return err
			}
			return classify(cmd.Context(), a.in, a.out, a.err, reader)
		},
	}
}

// classifier is the reader of the configuration named by --config; without one, that of the whole country.
func (a *app) classifier() (*reading.Reader, error) {
	if a.configPath != "" {
		o, err := a.open("classify", slog.LevelWarn)
		if err != nil {
			return nil, err
		}
		return o.reader, nil
	}
	return reading.New(reading.Options{})
}

// classified is one line of output (contract: JSON formats).
type classified struct {
	ID           json.RawMessage `json:"id,omitempty"`
	Kind         inbox.Category  `json:"kind"`
	NeedsAnswer  bool            `json:"needs_answer"`
	Score        float64         `json:"score"`
	Group        string          `json:"group"`
	Topic        string          `json:"topic,omitempty"`
	Municipality string          `json:"municipality,omitempty"`
	Settlement   string          `json:"settlement,omitempty"`
	Street       string          `json:"street,omitempty"`
	House        string          `json:"house,omitempty"`
	Urgent       bool            `json:"urgent"`
	Reasons      []string        `json:"reasons"`
}

// classify reads line by line, so that it works in a pipe and needs no memory for the whole. A line that cannot be read
// is said on complaints with its number, and the others are answered.
func classify(ctx context.Context, in io.Reader, out, complaints io.Writer, reader *reading.Reader) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	results := bufio.NewWriterSize(out, 1<<16)
	encoder := json.NewEncoder(results)
	encoder.SetEscapeHTML(false)
	good, bad := 0, 0
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, results.Flush())
		}
		line, readErr := lines.ReadString('\n')
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line != "" {
			result, err := classifyLine(line, reader)
			if err != nil {
				bad++
				fmt.Fprintf(complaints, "otklik: line %d: %v\n", n, err)
			} else {
				good++
				if err := encoder.Encode(result); err != nil {
					return fmt.Errorf("write the results: %w", err)
				}
			}
		}
		if lines.Buffered() == 0 {
			if err := results.Flush(); err != nil {
				return fmt.Errorf("write the results: %w", err)
			}
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			return fmt.Errorf("read line %d: %w", n, readErr)
		}
	}
	switch {
	case bad == 0:
		return nil
	case good == 0:
		return fmt.Errorf("no line could be read; each must be a JSON object such as {\"id\": \"1\", \"text\": \"…\"}")
	}
	return errPartly
}

func classifyLine(line string, reader *reading.Reader) (classified, error) {
	var given struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if !utf8.ValidString(line) {
		// The decoder would put question marks in place of every letter, and a complaint would be read as chatter.
		return classified{}, errors.New("not in UTF-8; convert it first: iconv -f cp1251 -t utf-8")
	}
	if err := json.Unmarshal([]byte(line), &given); err != nil {
		return classified{}, fmt.Errorf("not a JSON object with id and text: %w", err)
	}
	if given.Text == nil {
		return classified{}, errors.New("the text is missing")
	}
	assessment := reader.ReadText(*given.Text)
	reasons := assessment.Reasons
	if reasons == nil {
		reasons = []string{}
	}
	return classified{ID: given.ID, Kind: assessment.Category, NeedsAnswer: assessment.NeedsAnswer,
		Score: math.Round(assessment.Score*1000) / 1000, Group: assessment.Group, Topic: assessment.Topic,
		Municipality: assessment.Municipality, Settlement: assessment.Settlement, Street: assessment.Street, House: assessment.House, Urgent: assessment.Urgent, Reasons: reasons}, nil
}
