package vk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"otklik/collectors"
)

// number is an integer that a message cannot do without. VK sends numbers, and some servers and older versions send
// them as strings; null is 0. Everything else is an error, so that the item becomes an Undecoded and not a wrong
// message.
type number int64

var errNotANumber = errors.New("a number is expected")

// UnmarshalJSON accepts 12, "12", 12.0, null and false (PHP's "nothing").
func (n *number) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	switch text {
	case "null", "false", "":
		*n = 0
		return nil
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		*n = number(i)
		return nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return errNotANumber
	}
	*n = number(f)
	return nil
}

// hint is an integer that is good to know: what is no number is 0.
type hint int64

// UnmarshalJSON never fails.
func (h *hint) UnmarshalJSON(data []byte) error {
	var n number
	if n.UnmarshalJSON(data) != nil {
		n = 0
	}
	*h = hint(n)
	return nil
}

// yesNo is a yes or no that VK sends as true, 1 or "1" by field and version.
type yesNo bool

// UnmarshalJSON never fails.
func (f *yesNo) UnmarshalJSON(data []byte) error {
	switch strings.Trim(string(data), `"`) {
	case "true", "1":
		*f = true
	default:
		*f = false
	}
	return nil
}

// orUnknown is a total that a server may leave out; -1 says so.
func (h *hint) orUnknown() int {
	if h == nil || *h < 0 {
		return -1
	}
	return int(*h)
}

// counted is the count of {"count": 12}; what has none is 0.
type counted hint

// UnmarshalJSON never fails.
func (c *counted) UnmarshalJSON(data []byte) error {
	var of struct {
		Count hint `json:"count"`
	}
	if json.Unmarshal(data, &of) != nil {
		of.Count = 0
	}
	*c = counted(of.Count)
	return nil
}

// list is an array whose elements are decoded one by one; what is no array, or one longer than any real one, is empty.
type list []json.RawMessage

// UnmarshalJSON never fails.
func (l *list) UnmarshalJSON(data []byte) error {
	items, err := collectors.Elements(data)
	if err != nil {
		items = nil
	}
	*l = items
	return nil
}

func isJSONFault(err error) bool {
	var syntax *json.SyntaxError
	var odd *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &odd) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err,
		io.EOF)
}

func present(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && !bytes.Equal(raw, []byte("null"))
}
