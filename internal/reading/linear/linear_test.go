package linear

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

var roads = []string{"Во дворе яма на дороге", "Дорога разбита, сплошные ямы", "Когда заасфальтируют дорогу?",
	"Ямы на дорогах, колёса пробили", "Отремонтируйте дорогу, асфальт провалился",
	"На перекрёстке яма", "Асфальт сошёл вместе со снегом", "Дорогу не ремонтировали двадцать лет"}
var water = []string{"Нет воды третий день", "Вода ржавая из крана", "Когда дадут воду?", "Напор воды слабый",
	"Воду отключили без предупреждения", "Горячей воды нет неделю",
	"Из крана течёт ржавчина, вода воняет", "Прорвало трубу, вода течёт"}
var thanks = []string{"Спасибо большое!", "Молодцы, так держать", "Спасибо за праздник", "Отлично, поздравляю",
	"Красивый праздник получился", "Спасибо, всё понравилось", "Здоровья вам", "Желаю удачи"}

func fill(t testing.TB, spec Spec, labels ...string) *Set {
	t.Helper()
	s, err := NewSet(spec, labels...)
	if err != nil {
		t.Fatal(err)
	}
	f := s.NewFeatures()
	for i := range roads {
		for _, part := range []struct {
			label string
			text  string
		}{{"дороги", roads[i]}, {"вода", water[i]}, {"спасибо", thanks[i]}} {
			if len(labels) == 2 {
				part.label = map[bool]string{true: labels[0], false: labels[1]}[part.label == "спасибо"]
			}
			f.Reset()
			f.Text(part.text)
			s.Add(f, part.label, 1)
		}
	}
	return s
}

func testSpec() Spec {
	s := DefaultSpec()
	s.Bits, s.MinDocs = 14, 1
	return s
}

func TestManyLabels(t *testing.T) {
	s := fill(t, testSpec())
	m, err := Train(context.Background(), s, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := m.NewFeatures()
	for text, want := range map[string]string{"яма на дороге": "дороги", "нет горячей воды": "вода",
		"спасибо вам большое": "спасибо", "АСФАЛЬТ": "дороги"} {
		f.Reset()
		f.Text(text)
		best, _ := Best(m.Scores(f, nil))
		if got := m.Labels()[best]; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestBinary(t *testing.T) {
	for _, loss := range []Loss{Logistic, SquaredHinge} {
		s := fill(t, testSpec(), "нет", "да")
		m, err := Train(context.Background(), s, nil, Options{Loss: loss, C: 10, Balance: true})
		if err != nil {
			t.Fatal(err)
		}
		f := m.NewFeatures()
		for text, want := range map[string]bool{"яма на дороге у дома": true, "воды нет": true,
			"спасибо за праздник": false, "молодцы": false} {
			f.Reset()
			f.Text(text)
			p := m.Probability(f)
			if p < 0 || p > 1 || (p > 0.5) != want {
				t.Errorf("loss %d, %q: %.3f, want answer %v", loss, text, p, want)
			}
			pair := m.Scores(f, nil)
			if len(pair) != 2 || pair[0] != -pair[1] || math.Abs(float64(pair[1])-m.Margin(f)) > 1e-6 {
				t.Errorf("scores %v and margin %g", pair, m.Margin(f))
			}
		}
	}
}

// The dual of either problem has one solution: weights found with a finer tolerance must be nearly the same.
func TestConverges(t *testing.T) {
	s := fill(t, testSpec(), "нет", "да")
	for _, loss := range []Loss{Logistic, SquaredHinge} {
		rough, err := Train(context.Background(), s, nil, Options{Loss: loss, Tol: 1e-3, Rounds: 2000, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		fine, err := Train(context.Background(), s, nil, Options{Loss: loss, Tol: 1e-7, Rounds: 20000, Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		f := s.NewFeatures()
		for i := range s.Len() {
			s.Fill(f, i)
			if a, b := rough.Margin(f), fine.Margin(f); math.Abs(a-b) > 0.05 {
				t.Errorf("loss %d: margins %g and %g of row %d", loss, a, b, i)
			}
		}
	}
}

func TestNamedFeatures(t *testing.T) {
	s, err := NewSet(testSpec(), "нет", "да")
	if err != nil {
		t.Fatal(err)
	}
	f := s.NewFeatures()
	for i := range 40 {
		f.Reset()
		f.Text("одни и те же слова")
		if i%2 == 1 {
			f.Add("cue", 1)
		}
		f.Add("noise", float32(i%3))
		f.Add("zero", 0)
		f.Add("nothing", float32(math.NaN()))
		s.Add(f, []string{"нет", "да"}[i%2], 1)
	}
	m, err := Train(context.Background(), s, nil, Options{Loss: Logistic, C: 10})
	if err != nil {
		t.Fatal(err)
	}
	f.Reset()
	f.Text("одни и те же слова")
	without := m.Probability(f)
	f.Add("cue", 1)
	if with := m.Probability(f); with < 0.8 || without > 0.2 {
		t.Errorf("probability %.2f with the cue, %.2f without", with, without)
	}
}

func TestWorkersDoNotMatter(t *testing.T) {
	s := fill(t, testSpec())
	var files [2]bytes.Buffer
	for i := range files {
		m, err := Train(context.Background(), s, nil, Options{Workers: 1 + 2*i, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("one worker and three make different models")
	}
}

func TestSameWords(t *testing.T) {
	spec := testSpec()
	spec.Marks = true
	for _, pair := range [][2]string{
		{"ДОРОГА", "дорога"}, {"ёлка", "елка"}, {"дом 12", "дом 45"}, {"Дорогаааааа", "дорогаа"}, {"стра́на", "страна"},
		{"дopoга", "дорога"},
		{"[id1|Иван], нет воды", "@ivan, нет воды"}, {"смотри https://example.org/a", "смотри https://example.org/b"},
		{"нет  воды", "нет, воды"},
	} {
		a, b := NewFeatures(spec), NewFeatures(spec)
		a.Text(pair[0])
		b.Text(pair[1])
		if x, y := bag(a), bag(b); x != y {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
	a, b := NewFeatures(spec), NewFeatures(spec)
	a.Text("нет воды")
	b.Text("есть вода")
	if bag(a) == bag(b) {
		t.Error("different texts have the same features")
	}
}

func bag(f *Features) string {
	s := &Set{spec: f.spec, index: map[string]int{}}
	s.Add(f, "", 1)
	return fmt.Sprint(s.rows[0].items)
}

func TestFile(t *testing.T) {
	for _, labels := range [][]string{nil, {"нет", "да"}} {
		s := fill(t, testSpec(), labels...)
		m, err := Train(context.Background(), s, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := m.Write(&file); err != nil {
			t.Fatal(err)
		}
		back, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		f, g := m.NewFeatures(), back.NewFeatures()
		for _, text := range append(roads, thanks...) {
			f.Reset()
			f.Text(text)
			g.Reset()
			g.Text(text)
			if a, b := fmt.Sprint(m.Scores(f, nil)), fmt.Sprint(back.Scores(g, nil)); a != b {
				t.Errorf("%q: scores %s before the file, %s after it", text, a, b)
			}
		}
		if got := fmt.Sprint(back.Labels()); got != fmt.Sprint(m.Labels()) {
			t.Errorf("labels %s", got)
		}
		for cut := range file.Len() {
			if _, err := Read(bytes.NewReader(file.Bytes()[:cut])); err == nil {
				t.Fatalf("a file cut at %d bytes was read", cut)
			}
		}
		for at := range file.Len() {
			broken := bytes.Clone(file.Bytes())
			broken[at] ^= 0x55
			if _, err := Read(bytes.NewReader(broken)); err == nil {
				t.Fatalf("a file changed at byte %d was read", at)
			}
		}
		newer := bytes.Clone(file.Bytes())
		newer[len(magic)] = 99
		if _, err := Read(bytes.NewReader(newer)); !errors.Is(err, ErrNewer) {
			t.Errorf("a newer file: %v", err)
		}
		if _, err := Read(strings.NewReader("reading: {}\nsomething else entirely")); !errors.Is(err, ErrNotModel) {
			t.Errorf("another file: %v", err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	s, _ := NewSet(testSpec())
	x := s.NewFeatures()
	for i, text := range []string{"нет воды", "спасибо"} {
		x.Reset()
		x.Text(text)
		s.Add(x, fmt.Sprint(i), 1)
	}
	m, err := Train(context.Background(), s, nil, Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.encode())
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := decode(body)
		if err != nil {
			return
		}
		g := m.NewFeatures()
		g.Text("нет воды и спасибо")
		m.Scores(g, nil)
	})
}

func TestErrors(t *testing.T) {
	if _, err := NewSet(Spec{Bits: 40}); err == nil {
		t.Error("a Spec of 40 bits was accepted")
	}
	s, err := NewSet(testSpec())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Train(context.Background(), s, nil, Options{}); err == nil {
		t.Error("a model was learnt from nothing")
	}
	f := s.NewFeatures()
	f.Text("нет воды")
	s.Add(f, "a", 1)
	if _, err := Train(context.Background(), s, nil, Options{}); !errors.Is(err, ErrOneLabel) {
		t.Errorf("one label: %v", err)
	}
	s.Add(f, "b", 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, s, nil, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

func TestFolds(t *testing.T) {
	var labels, groups []string
	for i := range 300 {
		labels = append(labels, []string{"a", "a", "b"}[i%3])
		groups = append(groups, fmt.Sprint(i%37))
	}
	fold := Folds(labels, groups, 5, 1)
	of := map[string]int{}
	size := make([]int, 5)
	for i, f := range fold {
		if known, ok := of[groups[i]]; ok && known != f {
			t.Fatalf("group %s is in two folds", groups[i])
		}
		of[groups[i]] = f
		size[f]++
	}
	for k, n := range size {
		if n < 40 || n > 80 {
			t.Errorf("fold %d has %d of 300 rows", k, n)
		}
	}
	even := make([]int, 5)
	for i, f := range Folds(labels, nil, 5, 1) {
		if labels[i] == "b" {
			even[f]++
		}
	}
	for k, n := range even {
		if n != 20 {
			t.Errorf("fold %d has %d of 100 rows of the rarer label", k, n)
		}
	}
}

func TestCrossValidate(t *testing.T) {
	s := fill(t, testSpec())
	var labels []string
	for i := range s.Len() {
		labels = append(labels, s.Labels()[s.Label(i)])
	}
	scores, err := CrossValidate(context.Background(), s, Folds(labels, nil, 4, 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, row := range scores {
		best, _ := Best(row)
		said = append(said, s.Labels()[best])
	}
	if b := Compare(labels, said); b.Accuracy < 0.7 {
		t.Errorf("accuracy %.2f on unseen rows: %+v", b.Accuracy, b.Confusion)
	}
}

func TestCompare(t *testing.T) {
	b := Compare([]string{"a", "a", "b", "c"}, []string{"a", "b", "b", "b"})
	if b.Right != 2 || b.Accuracy != 0.5 || b.Confusion[0][1] != 1 {
		t.Errorf("%+v", b)
	}
	q := b.Of("b")
	if q.Recall != 1 || math.Abs(q.Precision-1.0/3) > 1e-9 || math.Abs(q.F1-0.5) > 1e-9 || q.Support != 1 ||
		q.Said != 3 {
		t.Errorf("%+v", q)
	}
	if got := b.Of("x"); got.Label != "x" || got.F1 != 0 {
		t.Errorf("%+v", got)
	}
}

func TestHostile(t *testing.T) {
	f := NewFeatures(testSpec())
	for _, text := range []string{"", "\xff\xfe", strings.Repeat("а", 1<<20), strings.Repeat("[id1|", 1<<18),
		strings.Repeat("@", 1<<20), strings.Repeat("9", 1<<20), "[", "@", "\u0301\u0301а"} {
		f.Reset()
		f.Text(text)
		if len(f.items) > maxText*4 {
			t.Errorf("%d features of one text", len(f.items))
		}
	}
	f.Reset()
	if len(f.items) != 0 {
		t.Error("Reset left features")
	}
	f.Text("нет воды")
	g := NewFeatures(testSpec())
	g.Text("нет воды")
	if bag(f) != bag(g) {
		t.Error("a reused Features sees other features than a new one")
	}
}

func TestScoringAllocatesNothing(t *testing.T) {
	s := fill(t, testSpec())
	m, err := Train(context.Background(), s, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := m.NewFeatures()
	var scores []float32
	run := func() {
		f.Reset()
		f.Text("Во дворе дома 12 яма, нет воды третий день")
		f.Add("cue", 1)
		scores = m.Scores(f, scores)
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%g allocations per text", n)
	}
}

var benchTexts = []string{
	"Спасибо большое!",
	"Добрый день! На улице Садовой 12 третий день нет горячей воды, управляющая компания трубку не берёт. Помогите, " +
		"пожалуйста!",
	"Так держать 👍👍👍",
	"Когда уже отремонтируют дорогу до посёлка? Ямы такие, что автобус отказался ездить",
	"ну ты и выдал, сам-то выходил на субботник?",
}

// BenchmarkBinary scores short comments with a binary model; texts/s is for one core.
func BenchmarkBinary(b *testing.B) { benchmark(b, "нет", "да") }

// BenchmarkThreeLabels is the same with a column for each label.
func BenchmarkThreeLabels(b *testing.B) { benchmark(b) }

func benchmark(b *testing.B, labels ...string) {
	spec := DefaultSpec()
	spec.MinDocs = 1
	m, err := Train(context.Background(), fill(b, spec, labels...), nil, Options{})
	if err != nil {
		b.Fatal(err)
	}
	f := m.NewFeatures()
	var scores []float32
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		f.Reset()
		f.Text(benchTexts[n%len(benchTexts)])
		scores = m.Scores(f, scores)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "texts/s")
}
