package reading

import (
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
)

// leanedOf are the words that an assessment says the encoder leaned on.
func leanedOf(a inbox.Assessment) string {
	for _, r := range a.Reasons {
		if r.Code == "leaned" {
			return r.Words
		}
	}
	return ""
}

func withEncoder(t *testing.T) *Reader {
	t.Helper()
	if !HasEncoder() {
		t.Skip("built without the encoder")
	}
	r, err := New(Options{Public: privacy.New(privacy.Options{}).Without, Ordinary: privacy.Ordinary})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What the encoder decided is explained by words of the complaint: not of the thanks around it, of a name or of words
// that say nothing.
func TestWordsThatTheEncoderLeanedOn(t *testing.T) {
	r := withEncoder(t)
	for text, complaint := range map[string]string{
		"Лучше бы скамейки во дворе покрасили": "Лучше бы скамейки во дворе покрасили",
		"С днём города! Концерт был прекрасный. А вот борщевик растёт прямо у песочницы": "борщевик растёт прямо у " +
			"песочницы",
		"Спасибо, но борщевик растёт прямо у песочницы":             "борщевик растёт прямо у песочницы",
		"Антонина Ряскина, у клуба крыльцо без перил":               "у клуба крыльцо без перил",
		"Антонина Ряскина, площадка для собак далеко, гулять негде": "площадка для собак далеко, гулять негде",
	} {
		a := r.ReadText(text)
		words := strings.Split(leanedOf(a), " … ")
		if !a.NeedsAnswer || words[0] == "" || len(words) > mostLeaned {
			t.Errorf("%q: needs an answer %v, %v", text, a.NeedsAnswer, a.Reasons)
			continue
		}
		rest := complaint
		for _, w := range words {
			_, after, ok := strings.Cut(rest, w)
			if !ok {
				t.Errorf("%q: %q stands not in %q, or not in this order", text, w, rest)
			}
			rest = after
		}
	}
}

// Where cues decide, nothing is added, nor where a text needs no answer, nor the words of somebody else's text.
func TestNothingIsSaidOfTheEncoderWhereItDecidedNothing(t *testing.T) {
	r := withEncoder(t)
	for _, said := range []Text{
		{Text: "Нет воды второй день на Полевой 7, когда включат?"},
		{Text: "Когда отремонтируют дорогу на Садовой? Ямы по колено"},
		{Text: "Спасибо за праздник, было весело"},
		{Text: ""},
		{Text: "у нас тоже", Above: "Лучше бы скамейки во дворе покрасили"},
	} {
		if a := r.Read(said); leanedOf(a) != "" {
			t.Errorf("%q: %v", said.Text, a.Reasons)
		}
	}
}

// Words that are personal data anywhere in the text are not named, nor are other names; a denial goes with its word.
func TestNameableWords(t *testing.T) {
	const said = "Ряскина молчит. Не работает свет, без крыши сидим на Полевой, ПОМОГИТЕ ряскина 45 Ко"
	w := weighed{text: said}
	var got []string
	for _, s := range w.nameable(strings.ReplaceAll(said, "Ряскина", ","), privacy.Ordinary) {
		got = append(got, said[s.from:s.to])
	}
	want := []string{"молчит", "Не работает", "свет", "без крыши", "сидим", "ПОМОГИТЕ"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStrongestWords(t *testing.T) {
	words := []span{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}}
	for _, c := range []struct {
		falls []float64
		want  []span
	}{
		{[]float64{3, 1, 2, 1.9, 1.8}, []span{{0, 1}, {4, 5}, {6, 7}}}, // three at most, as they stand
		{[]float64{0.1, 3, 0, -1, 1}, []span{{2, 3}}},                  // those beside which the others are small
		{[]float64{0.1, 0.1, 0.1, 0, 0}, nil},                          // of which none matters
		{[]float64{1, 1, 1, 1, 1}, words[:3]},
	} {
		if got := strongest(words, c.falls); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.falls, got, c.want)
		}
	}
	if got := strongest(nil, nil); got != nil {
		t.Errorf("of no words %v", got)
	}
}

// Of a long text a part is looked at closer, and its words stand in that part.
func TestWordsOfALongText(t *testing.T) {
	r := withEncoder(t)
	const talk = "Смотрели вчера эфир всей семьёй, дети смеялись, соседи зашли, пили чай, говорили про урожай и рыбалку. "
	const complaint = "В бассейне раздевалка без шкафчиков, вещи складываем на мокрый пол"
	for _, text := range []string{strings.Repeat(talk, 3) + complaint, complaint + ". " + strings.Repeat(talk, 3)} {
		w := weighed{text: text, needs: r.opinions.Read(text, weighed{}.in).Needs}
		for part := range strings.SplitSeq(r.leaned(w, w.nameable(text, privacy.Ordinary)), " … ") {
			if !strings.Contains(complaint, part) {
				t.Errorf("%q stands not in the complaint", part)
			}
		}
	}
}
