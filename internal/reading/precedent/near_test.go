package precedent

import (
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"otklik/internal/reading/opinion"
)

//go:embed testdata/near.tsv
var nearTexts string

// encoded gives what texts mean; it skips where the program is built without the encoder.
func encoded(t testing.TB) func(text string) Vector {
	t.Helper()
	h, err := opinion.Open()
	if errors.Is(err, opinion.ErrAbsent) {
		t.Skip("built without the encoder")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) Vector { return NewVector(opinion.Fingerprint(), h.Meaning(text)) }
}

// moved counts the texts of each column that a correction of the first column moves.
func moved(needs int, vector func(string) Vector) (rows, again, otherWords, lookAlike int) {
	for line := range strings.Lines(nearTexts) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		texts := strings.Split(strings.TrimSpace(line), "\t")
		b := Learn([]Example{{Text: texts[0], Vector: vector(texts[0]), Needs: needs, Margin: float64(-needs)}})
		rows++
		for i, count := range []*int{&again, &otherWords, &lookAlike} {
			if text := texts[i+1]; b.Bias(text, vector(text)) != 0 {
				*count++
			}
		}
	}
	return rows, again, otherWords, lookAlike
}

// What is told again is found as by words alone, and fewer texts of another matter are taken for it.
func TestVectorsTellMattersApart(t *testing.T) {
	vector := encoded(t)
	for _, c := range []struct {
		name                   string
		needs                  int
		vector                 func(string) Vector
		leastAgain, mostAlikes int
	}{
		{"words", 1, func(string) Vector { return nil }, 60, 36},
		{"both, for an answer", 1, vector, 60, 28},
		{"both, against one", -1, vector, 59, 20},
	} {
		rows, again, other, alike := moved(c.needs, c.vector)
		t.Logf("%s: of %d told again %d, in other words %d; of another matter %d", c.name, rows, again, other, alike)
		if rows != 64 || again < c.leastAgain || alike > c.mostAlikes {
			t.Errorf("%s: want %d told again, at most %d of another matter", c.name, c.leastAgain, c.mostAlikes)
		}
	}
}

func TestTheContraryIsNoPrecedentHoweverNear(t *testing.T) {
	vector := encoded(t)
	said, contrary := "автобус на Заречную не ходит вторую неделю", "автобус на Заречную ходит вторую неделю без опозданий"
	b := Learn([]Example{{Text: said, Vector: vector(said), Needs: 1, Margin: -2}})
	if pull := b.Bias(contrary, vector(contrary)); pull != 0 {
		t.Errorf("the contrary: %v", pull)
	}
	if pull := b.Bias(said, vector(said)); pull < 3.4 {
		t.Errorf("the message itself: %v", pull)
	}
}

// Vectors of another encoder, or none on one side, leave the words.
func TestVectorsThatCannotBeCompared(t *testing.T) {
	one, other := []byte("one encoder"), []byte("two encoders")
	up, down := []float32{1, 0.5, 0}, []float32{-1, 0.5, 0}
	const text, like = "Шлагбаум у больницы опять закрыт, скорая стоит", "Шлагбаум у больницы снова закрыт"
	learn := func(v Vector) *Memory {
		return Learn([]Example{{Text: text, Vector: v, Needs: 1, Margin: -1, Group: "Медицина"}})
	}
	words := learn(nil).Bias(like, nil)
	for name, c := range map[string][2]Vector{
		"two encoders": {NewVector(one, up), NewVector(other, up)}, "no vector of the text": {NewVector(one, up), nil},
		"an old memory": {nil, NewVector(one, up)}, "a shorter vector": {NewVector(one, up), NewVector(one, up[:2])},
	} {
		if got := learn(c[0]).Bias(like, c[1]); got != words || words <= 0 {
			t.Errorf("%s: moved by %v, by words %v", name, got, words)
		}
	}
	b := learn(NewVector(one, up))
	var none *Memory
	if b.WordsAlone(one) || !b.WordsAlone(other) || !b.WordsAlone(nil) || learn(nil).WordsAlone(nil) ||
		none.WordsAlone(nil) {
		t.Error("which encoder the memory was learnt with is not told")
	}
	if got := b.Bias(like, NewVector(one, up)); got <= 0 {
		t.Errorf("of one meaning: %v", got)
	}
	if got := b.Bias(like, NewVector(one, down)); got != 0 {
		t.Errorf("of another meaning: %v", got)
	}
	if NewVector(nil, up) != nil || NewVector(one, nil) != nil || NewVector(one, make([]float32, 3)) != nil {
		t.Error("a vector of nothing")
	}
}

func TestVectorsInTheFile(t *testing.T) {
	v := NewVector([]byte("an encoder"), []float32{0.1, -0.2, 0.3})
	b := Learn([]Example{{Text: "Яма на дороге", Vector: v, Needs: 1, Margin: -1}, {Text: "Ура, праздник", Needs: -1}})
	data, err := b.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(data)
	if err != nil || again.Bias("Яма на дороге", v) != b.Bias("Яма на дороге", v) {
		t.Errorf("%v: %s", err, data)
	}
	for _, broken := range []string{`[{"signs":[1],"vector":"AAAA"}]`, `[{"signs":[1],"vector":"AAAAAAAA"}]`,
		`[{"signs":[1],"vector":"!"}]`, `[{"signs":[1],"vector":7}]`} {
		if _, err := Parse([]byte(broken)); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

// What outlines tell apart at once is what the cosine would.
func TestOutlinesLeaveOutNothingNear(t *testing.T) {
	vector := encoded(t)
	var all []Vector
	for line := range strings.Lines(nearTexts) {
		for text := range strings.SplitSeq(strings.TrimSpace(line), "\t") {
			all = append(all, vector(text))
		}
	}
	left := 0
	for i, a := range all {
		for _, b := range all[:i] {
			near := cosine(a, b, a.length()*b.length())
			for _, bound := range []float64{0.3, 0.5, 0.6, 0.7, 0.8} {
				far := farApart(a.outline(), b.outline(), bound)
				if far && near >= bound {
					t.Errorf("cosine %.3f is called below %.1f", near, bound)
				}
				if !far && bound == 0.6 {
					left++
				}
			}
		}
	}
	if pairs := len(all) * (len(all) - 1) / 2; left*5 > pairs {
		t.Errorf("%d of %d pairs are left to be compared", left, pairs)
	}
}

// BenchmarkBias: ten thousand corrections of one kind beside the millisecond that a text is encoded in.
func BenchmarkBias(b *testing.B) {
	begins := []string{"Нет воды", "Яма на дороге", "Не горит фонарь", "Автобус не пришёл", "Мусор не вывезли",
		"Холодно в квартире", "Снег не убран", "Собаки у школы", "Лифт стоит", "Талонов нет"}
	random := rand.New(rand.NewPCG(1, 2))
	var examples []Example
	for n := range 10000 {
		meaning := make([]float32, 512)
		for i := range meaning {
			meaning[i] = float32(random.NormFloat64())
		}
		text := fmt.Sprintf("%s, слово%d другое%d третье%d на улице номер%d, когда приедут и сделают",
			begins[n%len(begins)], n, n%700, n%90, n%40)
		examples = append(examples, Example{Text: text, Vector: NewVector([]byte("mark"), meaning), Needs: 1 - n%2*2})
	}
	memory := Learn(examples)
	b.ResetTimer()
	for b.Loop() {
		memory.Bias("Яма на дороге, слово501 другое501 на улице номер21, когда приедут дорожники", examples[500].Vector)
	}
}
