package topic

import (
	"slices"
	"testing"
)

// Every topic that a group of the table has is known, and no other group's.
func TestTopicsOfAGroup(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range BuiltIn().Rows {
		if known := c.Topics(e.Group); e.Topic != "" && !slices.Contains(known, e.Topic) {
			t.Errorf("%s has no topic %q: %q", e.Group, e.Topic, known)
		}
	}
	if known := c.Topics("no such group"); len(known) > 0 {
		t.Errorf("%q", known)
	}
}
