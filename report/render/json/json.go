// Package json writes a digest as JSON: a contract with other programs (build.Schema).
package json

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"otklik/report/build"
	"otklik/report/page"
)

// noTotals has the keys of Totals, all null.
type noTotals struct{}

// MarshalJSON implements json.Marshaler.
func (noTotals) MarshalJSON() ([]byte, error) {
	names := map[string]any{}
	totals := reflect.TypeFor[build.Totals]()
	for i := range totals.NumField() {
		names[totals.Field(i).Tag.Get("json")] = nil
	}
	return json.Marshal(names)
}

// withoutZeros is a struct with the same keys, in which whole numbers that are zero are null.
func withoutZeros(v any) any {
	from := reflect.ValueOf(v)
	fields := make([]reflect.StructField, from.NumField())
	for i := range fields {
		fields[i] = from.Type().Field(i)
		if fields[i].Type.Kind() == reflect.Int {
			fields[i].Type = reflect.PointerTo(fields[i].Type)
		}
	}
	to := reflect.New(reflect.StructOf(fields)).Elem()
	for i := range fields {
		switch {
		case from.Field(i).Kind() != reflect.Int:
			to.Field(i).Set(from.Field(i))
		case !from.Field(i).IsZero():
			n := int(from.Field(i).Int())
			to.Field(i).Set(reflect.ValueOf(&n))
		}
	}
	return to.Interface()
}

func eachWithoutZeros[T any](list []T) []any {
	out := make([]any, len(list))
	for n, v := range list {
		out[n] = withoutZeros(v)
	}
	return out
}

// Delivery is the member that a digest has where its delivery has to be told of: that it is late is a fact for every
// program.
type Delivery struct {
	Late     bool     `json:"late"`
	Warnings []string `json:"warnings"`
	// Notices are the sentences that operators read before a page; they are a member of the digest itself,
	// operator_notices. Nil: it is not for operators.
	Notices []string `json:"-"`
}

// Write writes the digest with one complaint after another: together they may be the largest part by far. Its first
// member is about its delivery; nil: there is none.
func Write(w io.Writer, d build.Digest, sent *Delivery) error {
	if err := d.Whole(); err != nil {
		return err
	}
	complaints := d.Complaints
	d.Complaints = nil
	var b bytes.Buffer
	if err := indented(&b, "").Encode(wireOf(page.InWords(d))); err != nil {
		return fmt.Errorf("write the digest as JSON: %w", err)
	}
	// No string has a line break in it, so that this is the digest's own member.
	head, tail, _ := bytes.Cut(b.Bytes(), []byte("\n  \"complaints\": null"))
	out := bufio.NewWriter(w)
	if sent != nil {
		// On the line of the brace, as it always stood.
		member, err := json.Marshal(Delivery{Late: sent.Late, Warnings: append([]string{}, sent.Warnings...)})
		if err != nil {
			return fmt.Errorf("write what there is to tell of the delivery as JSON: %w", err)
		}
		out.WriteString(`{"delivery":` + string(member) + ",")
		if sent.Notices != nil {
			notices, err := json.Marshal(sent.Notices)
			if err != nil {
				return fmt.Errorf("write the notices for operators as JSON: %w", err)
			}
			out.WriteString(`"operator_notices":` + string(notices) + ",")
		}
		head = bytes.TrimPrefix(head, []byte("{"))
	}
	out.Write(head)
	out.WriteString("\n  \"complaints\": [")
	var one bytes.Buffer
	for n, c := range complaints {
		c.Reasons = page.ReasonsOf(d, c)
		one.Reset()
		if err := indented(&one, "    ").Encode(c); err != nil {
			return fmt.Errorf("write a complaint as JSON: %w", err)
		}
		if n > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimSuffix(one.Bytes(), []byte("\n")))
	}
	if len(complaints) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteByte(']')
	out.Write(tail)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the digest as JSON: %w", err)
	}
	return nil
}

func indented(b *bytes.Buffer, prefix string) *json.Encoder {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	return e
}

// wireOf is the digest as JSON has it.
func wireOf(d build.Digest) any {
	type plain build.Digest
	switch d.Headline.Mood {
	case build.NoData:
		// Nothing was read, so there are no figures: not even zeros.
		return struct {
			plain
			Totals  noTotals       `json:"totals"`
			Ages    *build.Ages    `json:"ages"`
			Backlog *build.Backlog `json:"backlog"`
		}{plain: plain(d)}
	case build.Incomplete, build.Imported:
		// What was read counts at least; a zero counts nothing where a part was not read, as in every other format.
		type breakdown struct {
			Municipalities []any `json:"municipalities"`
			Districts      []any `json:"districts,omitempty"`
			Bodies         []any `json:"bodies"`
			Groups         []any `json:"groups"`
			Officials      []any `json:"officials"`
		}
		b := d.Breakdown
		return struct {
			plain
			Totals    any       `json:"totals"`
			Urgent    any       `json:"urgent"`
			Topics    []any     `json:"topics"`
			Bodies    []any     `json:"bodies"`
			Ages      any       `json:"ages"`
			Backlog   any       `json:"backlog"`
			Breakdown breakdown `json:"breakdown"`
		}{plain(d), withoutZeros(d.Totals), withoutZeros(d.Urgent), eachWithoutZeros(d.Topics),
			eachWithoutZeros(d.Bodies), withoutZeros(d.Ages),
			withoutZeros(d.Backlog), breakdown{eachWithoutZeros(b.Municipalities), eachWithoutZeros(b.Districts),
				eachWithoutZeros(b.Bodies), eachWithoutZeros(b.Groups), eachWithoutZeros(b.Officials)}}
	}
	return plain(d)
}
