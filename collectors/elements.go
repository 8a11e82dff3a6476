package collectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxElements bounds a list in a platform's reply: pages have at most 200 elements, attachments and threads fewer. A
// list of millions would cost many times what the reply itself does.
const maxElements = 10_000

// Elements takes a JSON list apart. Its error says that the text is no list, or one that is longer than any real one.
func Elements(data []byte) ([]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	begin, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("read a list: %w", err)
	}
	if begin != json.Delim('[') {
		return nil, errors.New("this is no list")
	}
	list := []json.RawMessage{}
	for d.More() {
		if len(list) == maxElements {
			return nil, fmt.Errorf("a list has more than %d elements", maxElements)
		}
		var one json.RawMessage
		if err := d.Decode(&one); err != nil {
			return nil, fmt.Errorf("read a list: %w", err)
		}
		list = append(list, one)
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("read a list: %w", err)
	}
	return list, nil
}
