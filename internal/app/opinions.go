package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/table"
	"otklik/internal/smallfile"
	"otklik/report/page"
)

// Judged is a sample in which people have said what they think.
type Judged struct {
	// Register has the opinions as rows of a register. CorrectFrom stores them, so that they teach: what waits or was
	// not listed is decided by it, as by Correct; what is answered stays so, and only teaches.
	Register Register
	// Missed is how much of what was read as needing no answer needs one, Needless how much of what was read as needing
	// one needs none.
	Missed, Needless Estimate
	Damaged          []int // rows with an answer whose code is damaged: they teach, but are not counted
}

// ReadSample reads a sample that DrawSample gave out and people have filled in, in either language. Errors are
// permanent until the file is changed, and name no file.
func ReadSample(path string) (Judged, error) {
	j := Judged{Register: Register{Path: path}}
	rows, words, err := sampleRows(path, &j.Register)
	if err != nil {
		return j, UsageError{err}
	}
	strata := [strataOfSample]stratum{}
	fill := words.FillIn()
	for _, r := range rows {
		answer, ok := answerIn(r.Decision)
		r.words, r.opinion = fill, words.Sample().Reason
		switch {
		case r.Decision == "" && r.Group == "":
			j.Register.Idle++
			continue
		case !ok:
			r.answers = words.Sample().Offered()
			j.Register.Rows = append(j.Register.Rows, r.RegisterRow)
			continue
		case answer == 0:
			j.Register.Unsure++
			continue
		}
		number, _ := inbox.ReadNumber(r.Number)
		if of, size, whole := readCode(number, r.code); whole {
			s := &strata[of]
			s.size = max(s.size, size)
			s.judged++
			if listed := of == listedSure || of == listedUnsure; listed == (answer < 0) {
				s.found++
			}
		} else {
			j.Damaged = append(j.Damaged, r.Row)
		}
		if r.Decision = fill.Needless[0]; answer > 0 {
			r.Decision = fill.Needed[0]
		}
		j.Register.Rows = append(j.Register.Rows, r.RegisterRow)
	}
	j.Missed = estimate([]stratum{strata[noneSure], strata[noneUnsure]})
	j.Needless = estimate([]stratum{strata[listedUnsure], strata[listedSure]})
	return j, nil
}

// answerIn understands an answer in either language: 1 yes, -1 no, 0 not sure.
func answerIn(cell string) (answer int, ok bool) {
	for _, language := range []string{"ru", "en"} {
		switch words := page.WordsIn(language).Sample(); {
		case isOneOf(cell, words.Yes):
			return 1, true
		case isOneOf(cell, words.No):
			return -1, true
		case isOneOf(cell, words.Unsure):
			return 0, true
		}
	}
	return 0, false
}

// sampleRow is a row of a sample; its Decision is the answer as it was written.
type sampleRow struct {
	RegisterRow
	code string
}

// sampleRows are the rows of a sample, and the words of its language.
func sampleRows(path string, r *Register) (rows []sampleRow, words page.Words, err error) {
	if ext := strings.ToLower(filepath.Ext(path)); ext == ".jsonl" || ext == ".ndjson" {
		rows, err = sampledLines(path)
		return rows, page.WordsIn("ru"), err
	}
	var t *table.Table
	for _, language := range []string{"ru", "en"} {
		words = page.WordsIn(language)
		say := words.Sample()
		if t, err = table.Open(path, table.Wanted{Columns: []string{say.Number, say.Needs},
			Formulas: true}); err != nil {
			return nil, words, err
		}
		c, err := columnsOf(t, say.Number, say.Channel, say.Needs, say.Group, say.Decider, say.Code)
		if err != nil {
			return nil, words, err
		}
		if c[0] < 0 || c[2] < 0 {
			continue
		}
		r.LeftOut = t.LeftOut
		for n, row := range t.Rows {
			cell := func(which int) string {
				if c[which] < 0 {
					return ""
				}
				return strings.Join(strings.Fields(table.Clean(row[c[which]])), " ")
			}
			rows = append(rows, sampleRow{RegisterRow{Row: t.Numbers[n], Number: cell(0), Channel: cell(1),
				Decision: cell(2), Group: page.OriginalTopic(cell(3)), By: cell(4)}, cell(5)})
		}
		return rows, words, nil
	}
	say := page.WordsIn("ru").Sample()
	return nil, words, fmt.Errorf("it is no sample: it has not the columns «%s» and «%s»; its columns are: «%s»",
		say.Number, say.Needs, strings.Join(t.Columns, "», «"))
}

// largestSample bounds a sample as JSON lines, in bytes.
const largestSample = 64 << 20

// sampledLines reads a sample of JSON lines. An answer may be true, false, null or a word of either language.
func sampledLines(path string) (rows []sampleRow, err error) {
	data, err := smallfile.Read(path, largestSample)
	if err != nil {
		var of *fs.PathError // the caller names the file
		if errors.As(err, &of) {
			err = of.Err
		}
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	for n := 1; ; n++ {
		var l sampledLine
		switch err := decoder.Decode(&l); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, fmt.Errorf("object %d is no JSON of a sample, or cut off", n)
		}
		answer := ""
		if l.Needs != nil {
			answer = strings.Join(strings.Fields(fmt.Sprint(l.Needs)), " ")
		}
		rows = append(rows, sampleRow{RegisterRow{Row: n, Number: l.Number, Channel: l.Channel, Decision: answer,
			Group: page.OriginalTopic(strings.TrimSpace(l.Group)), By: strings.TrimSpace(l.By)}, l.Code})
	}
}
