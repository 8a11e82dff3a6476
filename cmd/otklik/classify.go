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

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
)

func (a *cli) classifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Read JSON lines {\"id\",\"text\"} and say of each what it is and whether it needs an answer",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.classifier("classify")
			if err != nil {
				return err
			}
			read := func(text string) inbox.Assessment { return c.reader.ReadTextIn(text, c.home) }
			return c.audited(cmd.Context(), audit.Entry{Action: audit.Classify}, func() error {
				return classify(cmd.Context(), &interruptible{ctx: cmd.Context(), r: a.in}, a.out, a.err, read)
			})
		},
	}
}

// classifier reads texts that the caller brings.
type classifier struct {
	reader *reading.Reader
	// home is the municipality of texts that name no place: a text comes from no channel, so that only the one official there is
	// can say.
	home string
	// office is that of the configuration; nil: none was named.
	office *app.Service
}

// classifier reads as the configuration named by --config says; without one, as for the whole country.
func (a *cli) classifier(purpose string) (c classifier, err error) {
	if a.configPath == "" {
		c.reader, err = reading.New(reading.Options{Public: privacy.New(privacy.Options{}).Without})
		return c, err
	}
	if c.office, err = a.open(purpose, slog.LevelWarn); err != nil {
		return c, err
	}
	c.reader = c.office.Reader
	if len(c.office.Config.Officials) == 1 {
		c.home = c.office.Config.Officials[0].Municipality
	}
	return c, nil
}

// audited notes what is done with an office's configuration. Nothing of its store is given out.
func (c classifier) audited(ctx context.Context, e audit.Entry, deed func() error) error {
	if c.office == nil {
		return deed()
	}
	return c.office.NotedIfPossible(ctx, e, deed)
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
func classify(ctx context.Context, in io.Reader, out, complaints io.Writer, read func(text string) inbox.Assessment) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	results := bufio.NewWriterSize(out, 1<<16)
	encoder := json.NewEncoder(results)
	encoder.SetEscapeHTML(false)
	good, bad := 0, 0
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, results.Flush())
		}
		line, readErr := readLine(lines)
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line != "" {
			result, err := classifyLine(line, read)
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
			if err := results.Flush(); err != nil {
				return fmt.Errorf("write the results: %w", err)
			}
			return fmt.Errorf("read line %d: %w", n, readErr)
		}
	}
	switch {
	case bad == 0:
		return nil
	case good == 0:
		return fmt.Errorf("no line could be read; each must be a JSON object such as {\"id\": \"1\", \"text\": \"…\"}")
	}
	return app.ErrPartly
}

// longestLine bounds a line to classify in bytes: a text of 1 MB takes six times as much where every letter is escaped.
const longestLine = 16 << 20

// readLine is ReadString for a line of a length that can be.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if line = append(line, part...); len(line) > longestLine {
			return "", fmt.Errorf("it has more than %d MB; write one JSON object a line", longestLine>>20)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
}

func classifyLine(line string, read func(text string) inbox.Assessment) (classified, error) {
	var given struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if !utf8.ValidString(line) {
		// The decoder would put question marks in place of every letter, and a complaint would be read as chatter.
		return classified{}, errors.New("not in UTF-8; convert it first: iconv -f cp1251 -t utf-8")
	}
	if err := json.Unmarshal([]byte(line), &given); err != nil {
		return classified{}, notAnObject(err)
	}
	if given.Text == nil {
		return classified{}, errors.New("the text is missing")
	}
	assessment := read(*given.Text)
	reasons := assessment.Reasons
	if reasons == nil {
		reasons = []string{}
	}
	return classified{ID: given.ID, Kind: assessment.Category, NeedsAnswer: assessment.NeedsAnswer,
		Score: math.Round(assessment.Score*1000) / 1000, Group: assessment.Group, Topic: assessment.Topic,
		Municipality: assessment.Municipality, Settlement: assessment.Settlement, Street: assessment.Street, House: assessment.House, Urgent: assessment.Urgent, Reasons: reasons}, nil
}

// notAnObject says what a line is instead of {"id", "text"}. The decoder's own words name types of the program.
func notAnObject(err error) error {
	const want = "write one JSON object a line, such as {\"id\": \"1\", \"text\": \"…\"}"
	var other *json.UnmarshalTypeError
	switch {
	case errors.As(err, &other) && other.Field != "":
		return fmt.Errorf("the text is a JSON %s and no string; %s", other.Value, want)
	case errors.As(err, &other):
		return fmt.Errorf("a JSON %s stands here; %s", other.Value, want)
	}
	return errors.New("this is no JSON, or cut off; " + want)
}
