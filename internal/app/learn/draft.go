package learn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/report/build"
	"otklik/report/page"
)

// ErrNoDraft says that no line could be read as a complaint with a draft of its answer.
var ErrNoDraft = errors.New("no line could be read; each must be a JSON object such as " + draftLine)

const draftLine = `{"id": "1", "complaint": "…", "reply": "…"}`

// checked is one line of output (contract: command line, check-reply).
type checked struct {
	ID    json.RawMessage `json:"id,omitempty"`
	Kind  inbox.ReplyKind `json:"verdict"`
	Lacks []reading.Lack  `json:"lacks"`
}

// CheckReplies reads JSON lines {"id","complaint","reply"} and writes one for each that says what the reply would be
// worth and what it lacks: as JSON, or as a sentence in the language that is given. Lines that cannot be read and the
// end are those of answerLines, with ErrNoDraft where none could be read.
func CheckReplies(
	ctx context.Context, in io.Reader, out io.Writer, bad func(line int, err error),
	check func(complaint, draft string) reading.Draft, sentences build.Language,
) error {
	return answerLines(ctx, in, out, bad, ErrNoDraft, func(line []byte) (any, error) {
		result, err := checkLine(line, check)
		if err != nil || sentences == "" {
			return result, err
		}
		sentence := DraftWords(sentences, reading.Draft{Kind: result.Kind, Lacks: result.Lacks})
		if id := strings.Trim(string(result.ID), `"`); id != "" {
			sentence = id + ": " + sentence
		}
		return sentence, nil
	})
}

// DraftWords are a draft's worth and what it lacks in a sentence or several.
func DraftWords(language build.Language, d reading.Draft) string {
	codes := make([]string, len(d.Lacks))
	for i, code := range d.Lacks {
		codes[i] = string(code)
	}
	return page.Draft(language, d.Kind, codes)
}

func checkLine(line []byte, check func(complaint, draft string) reading.Draft) (checked, error) {
	var given struct {
		ID        json.RawMessage `json:"id"`
		Complaint *string         `json:"complaint"`
		Reply     *string         `json:"reply"`
	}
	if !utf8.Valid(line) {
		return checked{}, errNotUTF8
	}
	if err := json.Unmarshal(line, &given); err != nil {
		return checked{}, notADraft(err)
	}
	switch {
	case given.Complaint == nil:
		return checked{}, errors.New("the complaint is missing")
	case given.Reply == nil:
		return checked{}, errors.New("the reply is missing")
	}
	d := check(*given.Complaint, *given.Reply)
	return checked{ID: given.ID, Kind: d.Kind, Lacks: d.Lacks}, nil
}

// notADraft says what a line is instead. The decoder's own words name types of the program.
func notADraft(err error) error {
	const want = "write one JSON object a line, such as " + draftLine
	var other *json.UnmarshalTypeError
	switch {
	case errors.As(err, &other) && other.Field != "":
		return fmt.Errorf("%s is a JSON %s and no string; %s", other.Field, other.Value, want)
	case errors.As(err, &other):
		return fmt.Errorf("a JSON %s stands here; %s", other.Value, want)
	}
	return errors.New("this is no JSON, or cut off; " + want)
}
