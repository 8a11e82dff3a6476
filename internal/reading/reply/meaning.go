package reply

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Meaning says what texts mean: an encoder, as this package needs it.
type Meaning struct {
	// Of gives the numbers of a text, of length 1. It may be called from several goroutines.
	Of func(text string) []float32
	// Encoder is the fingerprint of what gives them: what was learnt with one encoder says nothing by another.
	Encoder []byte
}

//go:embed meaning.tsv
var meaningFile string

// meant is how far what a reply means speaks for each of kinds, beside its features. It knows what was done or put off
// where words and forms are strange; what it says of a reply is the same under every message.
type meant [len(kinds)]float64

// hear makes the evaluator heed what replies mean, where the built-in table was learnt with this encoder.
func (j *Evaluator) hear(by *Meaning) error {
	encoder, table, err := readMeaning(meaningFile)
	if err != nil {
		return fmt.Errorf("read the built-in table of meanings: %w", err)
	}
	if by != nil && bytes.Equal(encoder, by.Encoder) {
		j.meaning, j.meanings = by, table
	}
	return nil
}

// meant is what a reply means; all zero where nobody can say.
func (j *Evaluator) meant(text string) meant {
	if j.meaning == nil {
		return meant{}
	}
	return j.meanings.sums(numbersOf(j.meaning, text))
}

// numbersOf is what the encoder makes of a text. Figures are hidden from it, how long they are, too: they are features,
// and a bot's replies that differ by a number alone have to mean the same.
func numbersOf(m *Meaning, text string) []float64 {
	figure := false
	hidden := strings.Map(func(r rune) rune {
		before := figure
		if figure = unicode.IsDigit(r); !figure {
			return r
		}
		if before {
			return -1
		}
		return '0'
	}, text[:min(len(text), maxText)])
	given := m.Of(hidden)
	numbers := make([]float64, len(given))
	for i, x := range given {
		numbers[i] = float64(x)
	}
	return numbers
}

// decidedByRule reports whether a rule has found the reply to be an evasion, which is worded like a step towards the
// matter, or to say yes or no to a question, which the encoder does not see. What it means has no say then.
func (j *Evaluator) decidedByRule(values []float64) bool {
	d := values[len(j.lexicon.sections):]
	return d[ackOnly]+d[passedNowhere]+d[retortOnly]+d[privateOnly]+d[directYes] > 0
}

// readMeaning reads the table that training writes: the encoder's fingerprint, then a line for the bias and one for
// each number of a meaning, with a column for each of kinds.
func readMeaning(text string) (encoder []byte, table weights, err error) {
	head, rest, _ := strings.Cut(text, "\n")
	if encoder, err = hex.DecodeString(strings.TrimSpace(head)); err != nil {
		return nil, nil, fmt.Errorf("line 1: %w", err)
	}
	n := 1
	for line := range strings.Lines(rest) {
		n++
		fields := strings.Fields(line)
		if len(fields) != len(kinds) {
			return nil, nil, fmt.Errorf("line %d: %d columns, want %d", n, len(fields), len(kinds))
		}
		var row [len(kinds)]float64
		for c, field := range fields {
			if row[c], err = strconv.ParseFloat(field, 64); err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
		table = append(table, row)
	}
	if len(table) < 2 {
		return nil, nil, fmt.Errorf("%d lines after the first; train again", len(table))
	}
	return encoder, table, nil
}
