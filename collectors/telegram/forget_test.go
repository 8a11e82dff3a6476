package telegram

import (
	"slices"
	"strings"
	"testing"
)

func TestForgetTakesNamesOutOfACursor(t *testing.T) {
	before := `{"version":` + "1" + `,"offset":17,"pulled":"2026-01-02T03:04:05Z","channels":null,"names":[{"name":"first_one","author":"5"},{"name":"second_one","author":"6"}]}`
	if c, err := readCursor([]byte(before)); err != nil || c.Version != cursorVersion {
		t.Fatalf("the test's cursor: %v", err)
	}
	people, err := Remembered([]byte(before))
	if err != nil || !slices.Equal(people, []string{"5", "6"}) {
		t.Errorf("%v, %v", people, err)
	}
	after, err := Forget([]byte(before), func(author string) bool { return author == "5" })
	if err != nil || strings.Contains(string(after), "first_one") || !strings.Contains(string(after), "second_one") {
		t.Errorf("%s, %v", after, err)
	}
	if c, err := readCursor(after); err != nil || c.Offset != 17 {
		t.Errorf("%+v, %v", c, err)
	}
	if same, err := Forget(after, func(author string) bool { return author == "7" }); err != nil || string(same) != string(after) {
		t.Errorf("%s, %v", same, err)
	}
	if _, err := Forget([]byte("{"), func(string) bool { return true }); err == nil {
		t.Error("a broken cursor is taken")
	}
}
