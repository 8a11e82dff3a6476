package place

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnknownRegionIsSaid(t *testing.T) {
	if _, err := New(Options{Region: "Тридевятое царство"}); err == nil ||
		!strings.Contains(err.Error(), "Тридевятое") {
		t.Errorf("got %v", err)
	}
}

func TestOwnFileExtends(t *testing.T) {
	name := filepath.Join(t.TempDir(), "places.txt")
	if err := os.WriteFile(name, []byte("\uFEFF# свои места\nНахаловка\tСаратов\nВесёлая Горка\tТатищевский район\r\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	f, err := New(Options{Region: "Саратовская область", File: name})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"на Нахаловке темно": "Саратов",
		"В Весёлой Горке нет воды": "Татищевский район", "Энгельс далеко": ""} {
		if p := f.Find(text, ""); p.Municipality != want {
			t.Errorf("%q: %q, want %q", text, p.Municipality, want)
		}
	}
	for text, want := range map[string]string{
		"одно слово\n": "line 1", "Нахаловка\t\tСаратов\t\rГорка;Энгельс\r": "line 2",
		"# свои\n\nНахаловка   Саратов\n": "line 3", "\tСаратов\n": "line 1",
		"Нахаловка\tСаратов\tещё\n": "parted by one tab", "\xcd\xe0\xf5\xe0\tx\n": "not UTF-8",
		"Нахаловка\t\n": "line 1",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Options{File: name}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := New(Options{File: name + ".absent"}); err == nil {
		t.Error("an absent file is no error")
	}
}

func TestStreetKeyJoinsForms(t *testing.T) {
	same := [][]string{{"улица Садовая", "Садовой", "ул. Садовая"}, {"проспект Победы", "Победы"},
		{"Комсомольский проспект", "Комсомольском проспекте"}, {"Ленина / Мира", "Мира / Ленина"}}
	for _, group := range same {
		for _, other := range group[1:] {
			if a, b := StreetKey(group[0]), StreetKey(strings.TrimPrefix(other, "ул. ")); a != b {
				t.Errorf("%q has the key %q, %q has %q", group[0], a, other, b)
			}
		}
	}
	if StreetKey("улица Садовая") == StreetKey("улица Лесная") || StreetKey("") != "" {
		t.Error("keys of different streets are equal")
	}
}

// TestAnyTextIsRead: whatever stands in a text, nothing breaks, the same text gives the same place, and a fallback is
// never lost without a named place.
func TestAnyTextIsRead(t *testing.T) {
	f := newFinder(t, "Самарская область")
	pieces := []string{"в ", "г. ", "ул. ", "Самара", "самаре", "Ленина ", "45", " д. ", "12а", "район", "Ленинский ",
		"пос. ", "\xff", "\n", ", ", ".", "и ", "50 лет ", "Октября", "—", "@user ", "#", "🙂", "Чапаевск",
		"8-", "к", "1"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "") +
			rapid.String().Draw(t, "rest")
		p := f.Find(text, "Сызрань")
		if p.Municipality == "" {
			t.Fatal("the fallback is lost")
		}
		if !cmp.Equal(p, f.Find(text, "Сызрань")) {
			t.Fatal("the same text gives another place")
		}
		if p.Assumed != (p.Municipality == "Сызрань" && contains(p.Reasons, "по умолчанию")) {
			t.Fatalf("assumed %v with reasons %v", p.Assumed, p.Reasons)
		}
		if utf8.ValidString(text) && !utf8.ValidString(p.Municipality+p.Part+p.Settlement+p.Street+p.House) {
			t.Fatal("a name is cut inside a letter")
		}
	})
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestManyMayRead(t *testing.T) {
	f := newFinder(t, "Самарская область")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 200 {
				if p := f.Find("Самара, ул. Победы 5", ""); p.Municipality != "Самара" || p.House != "5" {
					t.Errorf("got %+v", p)
				}
			}
		})
	}
	wait.Wait()
}

// BenchmarkFind reads comments of common lengths; texts/s is for one core.
func BenchmarkFind(b *testing.B) {
	f := newFinder(b, "Челябинская область")
	texts := []string{
		"Спасибо большое!",
		"Добрый день! На улице Садовой 12 третий день нет горячей воды, управляющая компания трубку не берёт. " +
			"Помогите, пожалуйста!",
		"Так держать 👍👍👍",
		"Когда уже отремонтируют дорогу до посёлка Прудный в Сосновском районе? Ямы такие, что автобус отказался " +
			"ездить, дети в школу идут пешком по обочине.",
		"@ivanov ну ты и выдал, сам-то выходил на субботник в Миассе?",
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		f.Find(texts[n%len(texts)], "")
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newFinder(b, "Челябинская область")
	}
}
