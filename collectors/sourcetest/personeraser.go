package sourcetest

import (
	"bytes"
	"slices"
	"testing"

	"otklik/collectors"
)

// ErasesPerson is the suite of every collectors.PersonEraser. The cursor knows exactly the people given, at least two.
func ErasesPerson(t *testing.T, source collectors.PersonEraser, cursor []byte, people ...string) {
	t.Helper()
	remembered := func(cursor []byte) []string {
		t.Helper()
		known, err := source.People(cursor)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(known)
		return known
	}
	slices.Sort(people)
	if got := remembered(cursor); len(people) < 2 || !slices.Equal(got, people) {
		t.Fatalf("the cursor knows %v, not %v", got, people)
	}
	after, err := source.ErasePerson(cursor, func(author string) bool { return author == people[0] })
	if err != nil || !slices.Equal(remembered(after), people[1:]) {
		t.Errorf("after %s was erased: %s, %v", people[0], after, err)
	}
	if same, err := source.ErasePerson(after, func(author string) bool { return author == people[0] }); err != nil ||
		!bytes.Equal(same, after) {
		t.Errorf("nothing to forget: %s, %v", same, err)
	}
	none, err := source.ErasePerson(after, func(string) bool { return true })
	if err != nil || len(remembered(none)) > 0 {
		t.Errorf("everybody erased: %s, %v", none, err)
	}
	if known, err := source.People(nil); err != nil || len(known) > 0 {
		t.Errorf("no cursor yet: %v, %v", known, err)
	}
	for _, broken := range []string{"{", "[]", "\x00"} {
		if _, err := source.ErasePerson([]byte(broken), func(string) bool { return true }); err == nil {
			t.Errorf("a broken cursor is taken: %q", broken)
		}
		if _, err := source.People([]byte(broken)); err == nil {
			t.Errorf("a broken cursor is read: %q", broken)
		}
	}
}
