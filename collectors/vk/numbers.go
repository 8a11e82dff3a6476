package vk

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
)

// numbers is a list of ids in a cursor, kept in its order. In JSON it is a base64 string of the differences between
// neighbours as varints: a thread's thousand ids take some two kilobytes.
type numbers []int64

var errNumbers = errors.New("a list of ids is damaged")

// MarshalJSON packs the list.
func (n numbers) MarshalJSON() ([]byte, error) {
	var packed []byte
	last := int64(0)
	for _, v := range n {
		packed = binary.AppendVarint(packed, v-last)
		last = v
	}
	return json.Marshal(base64.RawStdEncoding.EncodeToString(packed))
}

// UnmarshalJSON unpacks the list.
func (n *numbers) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return errNumbers
	}
	packed, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return errNumbers
	}
	*n = nil
	last := int64(0)
	for len(packed) > 0 {
		step, size := binary.Varint(packed)
		if size <= 0 {
			return errNumbers
		}
		last += step
		*n = append(*n, last)
		packed = packed[size:]
	}
	return nil
}

func (n numbers) has(v int64) bool { return slices.Contains(n, v) }

// without is the list less the ids of the set.
func (n numbers) without(set map[int64]bool) numbers {
	var left numbers
	for _, v := range n {
		if !set[v] {
			left = append(left, v)
		}
	}
	return left
}
