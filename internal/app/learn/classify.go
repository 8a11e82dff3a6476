// Package learn is what the use cases of reading need that know no store: texts that somebody brings are classified,
// tables of labelled texts are compared with the reading or taught to it, and corrections are made precedents.
package learn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/report/build"
	"otklik/report/page"
)

var (
	// ErrNoLine says that no line could be read.
	ErrNoLine = errors.New("no line could be read; each must be a JSON object such as {\"id\": \"1\", \"text\": \"…\"}")
	// ErrSomeLines says that some lines could not be read.
	ErrSomeLines = errors.New("some lines could not be read")
)

// classified is one line of output (contract: JSON formats).
type classified struct {
	ID           json.RawMessage `json:"id,omitempty"`
	Kind         inbox.Category  `json:"kind"`
	NeedsAnswer  bool            `json:"needs_answer"`
	Score        float64         `json:"score"`
	Group        string          `json:"group"`
	Topic        string          `json:"topic,omitempty"`
	Municipality string          `json:"municipality,omitempty"`
	District     string          `json:"district,omitempty"`
	Settlement   string          `json:"settlement,omitempty"`
	Street       string          `json:"street,omitempty"`
	House        string          `json:"house,omitempty"`
	Urgent       bool            `json:"urgent"`
	Urgency      inbox.Urgency   `json:"urgency,omitempty"`
	Reasons      []string        `json:"reasons"`
}

// Classify reads JSON lines {"id","text"} and writes one for each that says what the text is and whether it needs an
// answer. What is known of where a text stands may stand beside it: "post", the text of the post above; "above", that
// of the comment answered; "official_replied", whether the official's side had answered its author before. urgent are
// the degrees that the office has called urgent. Lines that cannot be read and the end are those of answerLines, with
// ErrNoLine where none could be read.
func Classify(
	ctx context.Context, in io.Reader, out io.Writer, bad func(line int, err error),
	read func(reading.Text) inbox.Assessment, urgent []inbox.Urgency,
) error {
	return answerLines(ctx, in, out, bad, ErrNoLine, func(line []byte) (any, error) {
		return classifyLine(line, read, urgent)
	})
}

func classifyLine(
	line []byte, read func(reading.Text) inbox.Assessment, urgent []inbox.Urgency,
) (classified, error) {
	var given struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`

		Post            string `json:"post"`
		Above           string `json:"above"`
		OfficialReplied bool   `json:"official_replied"`
	}
	if !utf8.Valid(line) {
		return classified{}, errNotUTF8
	}
	if err := json.Unmarshal(line, &given); err != nil {
		return classified{}, notAnObject(err)
	}
	if given.Text == nil {
		return classified{}, errors.New("the text is missing")
	}
	assessment := read(reading.Text{Text: *given.Text, Post: given.Post, Above: given.Above,
		OfficialReplied: given.OfficialReplied})
	return classified{ID: given.ID, Kind: assessment.Category, NeedsAnswer: assessment.NeedsAnswer,
		Score: math.Round(assessment.Score*1000) / 1000, Group: assessment.Group, Topic: assessment.Topic,
		Municipality: assessment.Municipality, District: assessment.District, Settlement: assessment.Settlement,
		Street: assessment.Street, House: assessment.House,
		Urgent: assessment.Urgency.Urgent(urgent), Urgency: assessment.Urgency.Code(),
		Reasons: page.Reasons(build.Russian, assessment.Reasons)}, nil
}

// notAnObject says what a line is instead of {"id", "text"}. The decoder's own words name types of the program.
func notAnObject(err error) error {
	const want = "write one JSON object a line, such as {\"id\": \"1\", \"text\": \"…\"}"
	var other *json.UnmarshalTypeError
	switch {
	case errors.As(err, &other) && other.Field == "official_replied":
		return fmt.Errorf("official_replied is a JSON %s and neither true nor false; %s", other.Value, want)
	case errors.As(err, &other) && other.Field != "" && other.Field != "text":
		return fmt.Errorf("%s is a JSON %s and no string; %s", other.Field, other.Value, want)
	case errors.As(err, &other) && other.Field != "":
		return fmt.Errorf("the text is a JSON %s and no string; %s", other.Value, want)
	case errors.As(err, &other):
		return fmt.Errorf("a JSON %s stands here; %s", other.Value, want)
	}
	return errors.New("this is no JSON, or cut off; " + want)
}
