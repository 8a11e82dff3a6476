package opinion

import (
	_ "embed"
	"encoding/json"
	"math"
	"testing"
)

//go:embed testdata/reference.json
var reference []byte

// said is what tools/encoder/export.py gives of an example, in 32 bits.
type said struct {
	Text, Above, Post string
	Pieces            []int32
	Outputs           []float64
}

func opened(t testing.TB) *Heads {
	t.Helper()
	h, err := Open()
	if err == ErrAbsent {
		t.Skip("built without the encoder")
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHeadsSayWhatTheTrainerSays(t *testing.T) {
	h := opened(t)
	var all []said
	if err := json.Unmarshal(reference, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("%d examples", len(all))
	}
	kinds, groups := len(h.labels.Kinds), len(h.labels.Groups)
	for _, s := range all {
		o := h.Read(s.Text, Surroundings{Above: s.Above, Post: s.Post})
		if got := h.encoder.Pieces(s.Text); len(got) != len(s.Pieces) {
			t.Errorf("%q: pieces %v, want %v", s.Text, got, s.Pieces)
		}
		near(t, s.Text+": needs", o.Needs, s.Outputs[0])
		near(t, s.Text+": urgent", o.Urgent, s.Outputs[1+kinds+groups])
		for name, part := range map[string]struct{ got, odds []float64 }{
			"kinds":   {o.Kinds, s.Outputs[1 : 1+kinds]},
			"groups":  {o.Groups, s.Outputs[1+kinds : 1+kinds+groups]},
			"degrees": {o.Degrees, s.Outputs[2+kinds+groups:]},
		} {
			if len(part.got) != len(part.odds) {
				t.Fatalf("%s: %d probabilities of %d", name, len(part.got), len(part.odds))
			}
			sum := 0.0
			for _, v := range part.odds {
				sum += math.Exp(v)
			}
			for i, v := range part.odds {
				near(t, s.Text+": "+name, part.got[i], math.Exp(v)/sum)
			}
		}
	}
}

// near allows what the order of additions costs.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-3*max(1, math.Abs(want)) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestVectorsAreOfLengthOne(t *testing.T) {
	h := opened(t)
	for _, text := range []string{"", "а", "Нет света на Полевой"} {
		sum := 0.0
		for _, v := range h.Read(text, Surroundings{}).Vector {
			sum += float64(v) * float64(v)
		}
		near(t, text, sum, 1)
	}
}

// What says nothing by itself is read with what it answers: under a complaint it is odds of two more to one than under
// thanks.
func TestSurroundingsMatter(t *testing.T) {
	h := opened(t)
	const complaint, thanks = "Второй месяц не вывозят мусор со двора на Полевой", "Прекрасный концерт, спасибо артистам!"
	for _, text := range []string{"и у нас так же", "у нас тоже", "и на Кирова так же", "Когда это закончится?", "А когда у нас?"} {
		under := h.Read(text, Surroundings{Above: complaint}).Needs
		if other := h.Read(text, Surroundings{Above: thanks}).Needs; under < other+math.Ln2 {
			t.Errorf("%q: under a complaint %.2f, under thanks %.2f", text, under, other)
		}
	}
}

func TestLabelsHaveProbabilities(t *testing.T) {
	h := opened(t)
	o, l := h.Read("Яма на дороге", Surroundings{}), h.Labels()
	if len(o.Kinds) != len(l.Kinds) || len(o.Groups) != len(l.Groups) || len(o.Degrees) != len(l.Degrees) {
		t.Errorf("%d kinds, %d groups, %d degrees; labels %+v", len(o.Kinds), len(o.Groups), len(o.Degrees), l)
	}
}

func BenchmarkRead(b *testing.B) {
	h := opened(b)
	for b.Loop() {
		h.Read("Третий день нет холодной воды на Садовой 14, водовозку не прислали", Surroundings{})
	}
}
