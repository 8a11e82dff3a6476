package topic

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
)

// kinship is an encoder that knows which words mean the same, which n-grams do not.
func kinship(mark string) *Meaning {
	kin := [][]string{{"кошка", "мурлыка", "котофей", "усатый", "киска", "барсик"},
		{"собака", "барбос", "псина", "лохматый", "шавка", "тузик"}}
	return &Meaning{Encoder: []byte(mark), Of: func(text string) []float32 {
		meaning := []float32{0, 0, 0.1}
		for i, words := range kin {
			for _, word := range words {
				if strings.Contains(text, word) {
					meaning[i] = 1
				}
			}
		}
		return meaning
	}}
}

// pets are rows of two groups, each with a word of its own: what n-grams learn of one says nothing of another.
func pets() (rows []Row) {
	cats := []string{"кошка", "мурлыка", "котофей", "усатый", "киска"}
	dogs := []string{"собака", "барбос", "псина", "лохматый", "шавка"}
	for i := range 10 {
		rows = append(rows, Row{fmt.Sprintf("потерялся %s", cats[i/2]), "Кошки", ""},
			Row{fmt.Sprintf("потерялся %s", dogs[i/2]), "Собаки", ""})
	}
	return rows
}

func trained(t *testing.T, rows []Row, by *Meaning) (*Model, Report, []byte) {
	t.Helper()
	m, report, err := Train(context.Background(), rows, TrainOptions{Seed: 3, Meaning: by})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	return m, report, file.Bytes()
}

func TestMeaningIsLearntWhereItIsBetter(t *testing.T) {
	m, report, file := trained(t, pets(), kinship("one"))
	if !m.Sees() || report.Words == nil || report.Meaning == nil || report.Meaning.Right <= report.Words.Right ||
		report.Groups.Right != report.Meaning.Right {
		t.Fatalf("sees %v; by words %+v, by meaning %+v", m.Sees(), report.Words, report.Meaning)
	}
	read, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by    *Meaning
		alone bool
	}{"the same encoder": {kinship("one"), false}, "another": {kinship("two"), true}, "none": {nil, true}} {
		classifier, err := New(Options{Model: read, Meaning: c.by})
		if err != nil {
			t.Fatal(err)
		}
		if classifier.WordsAlone() != c.alone {
			t.Errorf("%s: by words alone %v", name, classifier.WordsAlone())
		}
		if group, _, _, _ := classifier.Classify("потерялся барбос"); group != "Собаки" {
			t.Errorf("%s: a text that was learnt from is of %s", name, group)
		}
		if group, _, _, _ := classifier.Classify("потерялся тузик"); !c.alone && group != "Собаки" {
			t.Errorf("%s: a word that only the encoder knows is of %s", name, group)
		}
	}
	testBroken(t, file)
}

// A model that learnt nothing from the encoder is the same file as ever, which older programs read.
func TestMeaningIsLeftOutWhereItIsNoBetter(t *testing.T) {
	empty := &Meaning{Encoder: []byte("none"), Of: func(string) []float32 { return make([]float32, 3) }}
	m, report, file := trained(t, office(), empty)
	_, plain, before := trained(t, office(), nil)
	if m.Sees() || !bytes.Equal(file, before) || report.Groups.Right != plain.Groups.Right || report.Words == nil {
		t.Errorf("sees %v, the same file %v", m.Sees(), bytes.Equal(file, before))
	}
	if version := binary.LittleEndian.Uint16(file[len(magic):]); version != blind {
		t.Errorf("version %d", version)
	}
	if plain.Words != nil || plain.Meaning != nil {
		t.Error("without an encoder two ways were tried")
	}
}

// A file whose two models do not belong together is refused.
func TestTheTwoModelsOfAFileBelongTogether(t *testing.T) {
	m, _, _ := trained(t, pets(), kinship("one"))
	other, _, _ := trained(t, office(), nil)
	for name, s := range map[string]seeing{
		"other groups": {m.seeing.encoder, other.groups, 2}, "no model": {m.seeing.encoder, nil, 2},
		"no sharpness": {m.seeing.encoder, m.seeing.groups, math.NaN()},
	} {
		mixed := *m
		mixed.seeing = &s
		var file bytes.Buffer
		if err := mixed.Write(&file); err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(file.Bytes()); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}
