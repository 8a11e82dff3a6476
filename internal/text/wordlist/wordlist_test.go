package wordlist

import (
	"slices"
	"testing"
)

const file = "# two lists\n[doing]\nсдела # сделаем\n почин \n\n[numbers]\nдва = 2\nпару=2\n"

func TestParse(t *testing.T) {
	lists := Parse(file)
	if got := lists.Words("doing"); !slices.Equal(got, []string{"сдела", "почин"}) {
		t.Errorf("%q", got)
	}
	if got := lists.Set("doing", "numbers"); len(got) != 4 || !got["почин"] {
		t.Errorf("%v", got)
	}
	if got := lists.Numbers("numbers"); len(got) != 2 || got["пару"] != 2 {
		t.Errorf("%v", got)
	}
}

func TestASlipIsFound(t *testing.T) {
	for name, read := range map[string]func(){
		"a missing list": func() { Parse(file).Words("done") },
		"no number":      func() { Parse("[n]\nдва = две").Numbers("n") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is read", name)
				}
			}()
			read()
		}()
	}
}

func TestBeginningsAndEndings(t *testing.T) {
	if b := (Beginnings{"во", "дом"}); !b.Begin("домой") || b.Begin("подом") || b.Begin("") {
		t.Error("beginnings")
	}
	e := Endings{"ого", "ому"}
	if stem, ok := e.Cut("новому"); !ok || stem != "нов" || !e.End("нового") || e.End("новый") {
		t.Errorf("%q, %t", stem, ok)
	}
	if word, ok := e.Cut("дом"); ok || word != "дом" {
		t.Errorf("%q, %t", word, ok)
	}
}
