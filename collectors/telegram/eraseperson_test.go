package telegram

import (
	"strings"
	"testing"

	"otklik/collectors/sourcetest"
)

func TestErasePersonTakesNamesOutOfACursor(t *testing.T) {
	before := []byte(`{"version":` + "1" +
		`,"offset":17,"pulled":"2026-01-02T03:04:05Z","channels":null,"names":[{"name":"first_one","author":"5"},{"name":"second_one","author":"6"}]}`)
	if c, err := readCursor(before); err != nil || c.Version != cursorVersion {
		t.Fatalf("the test's cursor: %v", err)
	}
	s := &Source{}
	sourcetest.ErasesPerson(t, s, before, "5", "6")
	after, err := s.ErasePerson(before, func(author string) bool { return author == "5" })
	if err != nil || strings.Contains(string(after), "first_one") || !strings.Contains(string(after), "second_one") {
		t.Errorf("%s, %v", after, err)
	}
	if c, err := readCursor(after); err != nil || c.Offset != 17 {
		t.Errorf("%+v, %v", c, err)
	}
}
