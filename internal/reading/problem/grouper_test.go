package problem

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"otklik/internal/reading/place"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

type sample struct{ id, text, author string }

// undoubted are messages whose problems nobody would doubt: the id's first letter.
var undoubted = []sample{
	{"a1", "На улице Садовой 12 третий день нет горячей воды", "u1"},
	{"a2", "Садовая 12, опять без горячей воды сидим", "u2"},
	{"a3", "Ул. Садовая, 12: когда дадут горячую воду?", "u3"},
	{"b1", "На улице Садовой 14 нет горячей воды", "u4"},
	{"b2", "Улица Садовая 14, горячей воды нет неделю", "u5"},
	{"c1", "Село Хворостянка, не ходит автобус до больницы", "u6"},
	{"c2", "Отменили автобус из села Хворостянка, до врача не добраться", "u7"},
	{"d1", "Яма на проспекте Кирова 100, пробил колесо", "u8"},
	{"d2", "Проспект Кирова 100: яма на дороге, машину жалко", "u1"},
	{"e1", "В сквере «Дубки» качели сломаны, дети травмируются", "u9"},
	{"f1", "Лифт стоит, ул. Авроры 110", "u9"},
}

func TestShuffledMessagesGiveTheSameGroups(t *testing.T) {
	f := finder(t, "Самарская область")
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		order := random.Perm(len(undoubted))
		g := New(Options{})
		for _, i := range order {
			s := undoubted[i]
			g.Add(s.id, s.text, "", f.Find(s.text, ""), s.author, start.Add(time.Duration(i)*time.Hour))
		}
		var got []string
		for _, p := range g.Problems() {
			got = append(got, strings.Join(p.Members, " "))
		}
		slices.Sort(got)
		if diff := cmp.Diff([]string{"a1 a2 a3", "b1 b2", "c1 c2", "d1 d2", "e1", "f1"}, got); diff != "" {
			t.Fatalf("order %v (-want +got):\n%s", order, diff)
		}
	}
}

// A petition is named by what it asks for, though a call to sign it is shorter.
func TestTitleOfAPetition(t *testing.T) {
	f := finder(t, "Самарская область")
	g := New(Options{})
	const text = "Прошу сохранить духовой оркестр в Сызрани! Подпишите обращение, распространите! Играют там сорок лет!"
	for n, author := range []string{"u1", "u2", "u3"} {
		g.Add(strconv.Itoa(n), text, "Культура", f.Find(text, ""), author, start)
	}
	if p := g.Problems(); len(p) != 1 || p[0].Title != "Прошу сохранить духовой оркестр в Сызрани" {
		t.Errorf("%+v", p)
	}
}

func TestProblemCountsAndTitle(t *testing.T) {
	f := finder(t, "Самарская область")
	g := New(Options{})
	add := func(id, text, author string, day int) string {
		return g.Add(id, text, "ЖКХ", f.Find(text, ""), author, start.AddDate(0, 0, day))
	}
	first := add("1", "Здравствуйте, Иван Иванович! Живу в Сызрани. На улице Советской 5 протекает крыша. Писали "+
		"всем, никто не отвечает, ходим по кругу третий год.", "u1", 0)
	second := add("2", "Сызрань, ул. Советская, 5, крыша течёт, сделайте что-нибудь", "u2", 3)
	add("3", "Крыша на улице Советской 5 в Сызрани так и течёт", "u1", 5)
	if first != second {
		t.Fatal("one roof became two problems")
	}
	p := g.Problems()[0]
	if p.Messages != 3 || p.People != 2 || p.Municipality != "Сызрань" || p.Group != "ЖКХ" || !p.First.Equal(start) ||
		!p.Last.Equal(start.AddDate(0, 0, 5)) || p.Campaign {
		t.Errorf("got %+v", p)
	}
	if p.Title != "На улице Советской 5 протекает крыша" {
		t.Errorf("title %q", p.Title)
	}
	if again := add("2", "Сызрань, ул. Советская, 5, крыша течёт, сделайте что-нибудь", "u2", 3); again != first ||
		g.Problems()[0].Messages != 3 {
		t.Error("a message added again was counted twice")
	}
	if moved := add("2", "Сызрань, ул. Советская, 7, нет отопления", "u2", 3); moved == first ||
		g.Problems()[0].Messages != 2 {
		t.Error("a changed message stayed where it was")
	}
	g.Remove("2")
	if _, ok := g.Of("2"); ok || len(g.Problems()) != 1 {
		t.Error("a removed message is still there")
	}
	if late := add("9", "Сызрань, ул. Советская, 5, крыша течёт", "u3", 90); late == first {
		t.Error("a message after the window joined the old problem")
	}
}

// TestNothingIsLostOrDoubled: every added message is in exactly one problem, a rebuild in the same order gives the
// same, and a text is the same problem as itself at the same place, or says nothing.
func TestNothingIsLostOrDoubled(t *testing.T) {
	streets := []string{"", "улица Мира", "улица Ленина", "Садовая"}
	words := []string{"нет", "воды", "света", "яма", "мусор", "во дворе", "крыша", "течёт", "третий день", "собаки",
		"школа 2", "второй школы", "№", "25 автобус", "не", "спилили", "ржавая", "Дубки", "сквер", "\xff", "🙂", "."}
	rapid.Check(t, func(t *rapid.T) {
		type message struct {
			id, text string
			where    place.Place
			at       time.Time
		}
		var all []message
		for i := range rapid.IntRange(0, 25).Draw(t, "n") {
			all = append(all, message{fmt.Sprint(i),
				strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 10).Draw(t, "words"), " "),
				place.Place{Municipality: "Самара", Street: rapid.SampledFrom(streets).Draw(t, "street"),
					House: rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "house")},
				start.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "hours")) * time.Hour)})
		}
		build := func() []Problem {
			g := New(Options{})
			for _, m := range all {
				if id := g.Add(m.id, m.text, "", m.where, "u"+m.id, m.at); id == "" {
					t.Fatal("no problem for a message")
				}
			}
			return g.Problems()
		}
		problems := build()
		if diff := cmp.Diff(problems, build()); diff != "" {
			t.Fatalf("a rebuild differs:\n%s", diff)
		}
		seen := map[string]bool{}
		for _, p := range problems {
			if p.Messages != len(p.Members) || p.People != p.Messages || p.Last.Before(p.First) {
				t.Fatalf("counts do not fit: %+v", p)
			}
			for _, id := range p.Members {
				if seen[id] {
					t.Fatal("a message in two problems")
				}
				seen[id] = true
			}
		}
		if len(seen) != len(all) {
			t.Fatal("a message is lost")
		}
		for i := 1; i < len(all); i++ {
			a, b := Item{Text: all[i-1].text, Place: all[i-1].where}, Item{Text: all[i].text, Place: all[i].where}
			ab, _ := Duplicates(a, b)
			ba, _ := Duplicates(b, a)
			if ab != ba {
				t.Fatal("the decision depends on the order")
			}
		}
	})
}

// TestAddedChangedAndRemoved: whatever comes and goes, every message that is there is in exactly one problem, ids of
// problems are their own, and copies are counted among what is there.
func TestAddedChangedAndRemoved(t *testing.T) {
	petitions := []string{petition, strings.Replace(petition, "дети", "внуки", 1), "Верните прямые выборы главы " +
		"нашему народу", "нет воды", "Садовая 12, опять без горячей воды сидим всем подъездом"}
	streets := []string{"", "улица Мира", "Садовая"}
	rapid.Check(t, func(t *rapid.T) {
		g := New(Options{})
		type said struct{ text, author string }
		there := map[string]said{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			id := fmt.Sprint(rapid.IntRange(0, 15).Draw(t, "id"))
			if rapid.IntRange(0, 2).Draw(t, "what") == 0 {
				g.Remove(id)
				delete(there, id)
				continue
			}
			s := said{rapid.SampledFrom(petitions).Draw(t, "text"),
				rapid.SampledFrom([]string{"", "u1", "u2", "u3", "u4"}).Draw(t, "author")}
			where := place.Place{Municipality: "Самара", Street: rapid.SampledFrom(streets).Draw(t, "street")}
			p := g.Add(id, s.text, "", where, s.author, start)
			if of, ok := g.Of(id); !ok || of != p {
				t.Fatalf("added to %s, but is in %s", p, of)
			}
			there[id] = s
		}
		ids := map[string]bool{}
		for _, p := range g.Problems() {
			if ids[p.ID] {
				t.Fatalf("two problems are %s", p.ID)
			}
			ids[p.ID] = true
			if p.Messages != len(p.Members) || p.Copies < len(p.Copied) || p.Copiers > p.Copies ||
				p.Campaign != (p.Copiers >= 3) || p.Copies == 1 || p.Title == "" && p.Municipality != "" {
				t.Fatalf("counts do not fit: %+v", p)
			}
			for _, id := range p.Copied {
				if !slices.Contains(p.Members, id) {
					t.Fatalf("%s is copied but not there: %+v", id, p)
				}
			}
			for _, id := range p.Members {
				if of, _ := g.Of(id); of != p.ID || there[id].text == "" {
					t.Fatalf("%s is in %s and %s", id, of, p.ID)
				}
				delete(there, id)
			}
		}
		if len(there) > 0 {
			t.Fatalf("lost: %v", there)
		}
	})
}
