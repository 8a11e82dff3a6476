// Package loose reads JSON objects field by field: a field that is not needed, or is of another type than expected,
// cannot hide the others. The platform adds fields and values at any time.
package loose

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// Object is a JSON object of which each field is decoded on its own. The methods of a nil Object find nothing.
type Object map[string]json.RawMessage

// Read takes an object apart; false if raw is none.
func Read(raw []byte) (Object, bool) {
	var o Object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

// Has reports whether the field is there and not null.
func (o Object) Has(name string) bool {
	raw, there := o[name]
	return there && len(raw) > 0 && !bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}

// Object is the object of that name; false if there is none.
func (o Object) Object(name string) (Object, bool) {
	if !o.Has(name) {
		return nil, false
	}
	return Read(o[name])
}

// Objects are the objects of the list of that name; its other elements are left out.
func (o Object) Objects(name string) []Object {
	var list []json.RawMessage
	if !o.Has(name) || json.Unmarshal(o[name], &list) != nil {
		return nil
	}
	var all []Object
	for _, raw := range list {
		if element, ok := Read(raw); ok {
			all = append(all, element)
		}
	}
	return all
}

// Number reads a whole number, also one that is written as a string.
func (o Object) Number(name string) (int64, bool) {
	if !o.Has(name) {
		return 0, false
	}
	return ReadNumber(o[name])
}

// ReadNumber reads a whole number, also one that is written as a string.
func ReadNumber(raw json.RawMessage) (int64, bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) >= 2 && raw[0] == '"' {
		raw = raw[1 : len(raw)-1]
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	return n, err == nil
}

// Text is the string of that name; false if it is none.
func (o Object) Text(name string) (string, bool) {
	var s string
	if !o.Has(name) || json.Unmarshal(o[name], &s) != nil {
		return "", false
	}
	return s, true
}

// Flag is true where the field is.
func (o Object) Flag(name string) bool {
	var b bool
	return o.Has(name) && json.Unmarshal(o[name], &b) == nil && b
}

// Child is the object of that name; an empty one where there is none.
func (o Object) Child(name string) Object {
	c, _ := o.Object(name)
	return c
}
