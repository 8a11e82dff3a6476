package reading

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"otklik/internal/reading/precedent"
	"otklik/internal/reading/topic"
)

func TestLearntFile(t *testing.T) {
	topics, _, err := topic.Train(t.Context(), []topic.Row{
		{Text: "нет воды в доме", Group: "Вода"}, {Text: "вода ржавая", Group: "Вода"},
		{Text: "яма на дороге", Group: "Ямы"}, {Text: "дорога разбита", Group: "Ямы"},
	}, topic.TrainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	memory := precedent.Learn([]precedent.Example{{Text: "Шлагбаум закрыт, скорая стоит", Needs: 1, Margin: -1}})
	for name, l := range map[string]Model{"topics": {Topics: topics}, "precedents": {Precedents: memory},
		"both": {topics, memory}} {
		var file bytes.Buffer
		if err := l.Write(&file); err != nil {
			t.Fatal(err)
		}
		got, err := parseModel(file.Bytes())
		if err != nil || (got.Topics == nil) != (l.Topics == nil) || (got.Precedents == nil) != (l.Precedents == nil) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		for _, cut := range []int{0, 7, 15, file.Len() / 2, file.Len() - 1} {
			if _, err := parseModel(file.Bytes()[:cut]); err == nil {
				t.Errorf("%s cut at %d was read", name, cut)
			}
		}
		changed := bytes.Clone(file.Bytes())
		changed[len(changed)-2] ^= 1
		if _, err := parseModel(changed); !errors.Is(err, ErrBrokenModel) && !errors.Is(err, topic.ErrBroken) {
			t.Errorf("%s with a changed byte: %v", name, err)
		}
		path := filepath.Join(t.TempDir(), "office.model")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Options{Model: path}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Model{}).Write(&bytes.Buffer{}); err == nil {
		t.Error("nothing was written as a model")
	}
	if _, err := ReadModel(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there was read")
	}
}

// A model that learnt with another encoder is read by words alone, and the reader says so.
func TestTopicsOfAnotherEncoder(t *testing.T) {
	rows := []topic.Row{}
	for _, water := range []string{"нет воды", "вода ржавая", "напор слабый", "кран сухой", "труба течёт"} {
		rows = append(rows, topic.Row{Text: water, Group: "Вода"})
	}
	for _, road := range []string{"яма у моста", "асфальт снят", "колея глубокая", "бордюр разбит", "щебень рассыпан"} {
		rows = append(rows, topic.Row{Text: road, Group: "Ямы"})
	}
	at := map[string]float32{}
	for i, r := range rows {
		at[r.Text] = float32(i/5*2 - 1)
	}
	other := &topic.Meaning{Encoder: []byte("another encoder"), Of: func(text string) []float32 {
		return []float32{at[text], 0.1}
	}}
	m, _, err := topic.Train(t.Context(), rows, topic.TrainOptions{Meaning: other})
	if err != nil || !m.Sees() {
		t.Fatalf("%v, sees %v", err, m.Sees())
	}
	for _, c := range []struct {
		model *topic.Model
		alone bool
	}{{m, true}, {nil, false}} {
		path := ""
		if c.model != nil {
			var file bytes.Buffer
			if err := (Model{Topics: c.model}).Write(&file); err != nil {
				t.Fatal(err)
			}
			path = filepath.Join(t.TempDir(), "office.model")
			if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r, err := New(Options{Model: path})
		if err != nil {
			t.Fatal(err)
		}
		if r.ByWordsAlone() != c.alone {
			t.Errorf("model %q: by words alone %v", path, r.ByWordsAlone())
		}
		if group := r.ReadText("Когда починят, опять нет воды").Group; c.alone && group != "Вода" {
			t.Errorf("the office's group: %s", group)
		}
	}
}
