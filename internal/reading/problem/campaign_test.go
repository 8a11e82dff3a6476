package problem

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"otklik/internal/reading/place"
)

// post adds texts, each by its author, and returns the problems.
func post(t *testing.T, texts, authors []string) []Problem {
	t.Helper()
	f := finder(t, "Самарская область")
	g := New(Options{})
	for i, text := range texts {
		g.Add(fmt.Sprint(i), text, "", f.Find(text, ""), authors[i], start)
	}
	return g.Problems()
}

func people(n int) (authors []string) {
	for i := range n {
		authors = append(authors, fmt.Sprint("u", i))
	}
	return authors
}

// campaigns are the problems marked so.
func campaigns(all []Problem) (marked []Problem) {
	return slices.DeleteFunc(slices.Clone(all), func(p Problem) bool { return !p.Campaign })
}

const petition = "Требуем остановить стройку в парке «Молодёжный», наши дети лишатся зелени, подпишите отказ " +
	"застройщику и верните парк жителям!"

func TestTenPeopleInTheirOwnWordsAreNoCampaign(t *testing.T) {
	texts := []string{
		"На улице Садовой 12 третий день нет горячей воды, примите меры",
		"Садовая 12, опять без горячей воды сидим всем подъездом",
		"Ул. Садовая, 12: когда дадут горячую воду? Моемся из тазика",
		"Горячая вода на Садовой 12 будет или нет? В управляющей трубку не берут",
		"Садовая 12. Воды горячей как не было, так и нет, а платим полностью",
		"Добрый день! Подскажите, почему по адресу улица Садовая 12 отключена горячая вода без объявления",
		"у нас на садовой 12 вода еле тёплая потом совсем холодная горячей нет",
		"Маленький ребёнок, а горячей воды на улице Садовой 12 нет с понедельника",
		"Сколько можно терпеть! Улица Садовая, дом 12, нет горячей воды третью неделю подряд",
		"Прошу перерасчёт за горячую воду, Садовая 12, её нет уже десять дней",
	}
	for _, p := range post(t, texts, people(10)) {
		if p.Campaign || p.Copies > 0 {
			t.Errorf("marked: %+v", p)
		}
	}
	short := slices.Repeat([]string{"Нет воды третий день, Садовая 12", "Опять нет света на улице Садовой 12",
		"У нас в доме уже третий день нет воды, Садовая 12"}, 4)
	if marked := campaigns(post(t, short, people(len(short)))); len(marked) > 0 {
		t.Errorf("short complaints that coincide are a campaign: %+v", marked)
	}
}

func TestAFlashMobOfOneTextIsACampaign(t *testing.T) {
	change := func(words []string, i int) string {
		w := slices.Clone(words)
		w[i%len(w)] = fmt.Sprint(strings.Repeat("а", 1+i), "слово")
		return strings.Join(w, " ")
	}
	for name, text := range map[string]string{
		"with a place":    petition,
		"without a place": "Верните прямые выборы главы города, назначенный чиновник народу чужой и непонятный",
		"shortest":        "Верните прямые выборы главы нашему народу",
		"long": strings.Repeat(petition+" Мы, нижеподписавшиеся, просим провести публичные слушания и "+
			"опубликовать проект. ", 4),
	} {
		for _, n := range []int{2, 3, 12} {
			texts := []string{text}
			for i := 1; i < n; i++ {
				switch i % 3 {
				case 0:
					texts = append(texts, strings.ToUpper(text)+"!!! 🙏")
				case 1:
					texts = append(texts, change(strings.Fields(text), i))
				default:
					texts = append(texts, strings.ReplaceAll(text, "ё", "е"))
				}
			}
			all := post(t, texts, people(n))
			if len(all) != 1 || all[0].Copies != n || all[0].Copiers != n || len(all[0].Copied) != n ||
				all[0].Campaign != (n >= 3) {
				t.Errorf("%s, %d people: %d problems, %+v", name, n, len(all), all)
			}
		}
	}
}

func TestOnePersonUnderTenPostsIsOnePerson(t *testing.T) {
	all := post(t, slices.Repeat([]string{petition}, 10), slices.Repeat([]string{"u1"}, 10))
	if len(all) != 1 || all[0].Messages != 10 || all[0].People != 1 || all[0].Copies != 10 || all[0].Copiers != 1 ||
		all[0].Campaign {
		t.Errorf("%+v", all)
	}
	all = post(t, slices.Repeat([]string{petition}, 10), make([]string, 10))
	if len(all) != 1 || all[0].Copiers != 0 || all[0].Campaign {
		t.Errorf("people nobody knows: %+v", all)
	}
}

func TestACampaignIsFoundAmongOthers(t *testing.T) {
	var texts, authors []string
	for i := range 60 { // a busy problem: more wordings than stand for it, copies between them
		own := fmt.Sprintf("Улица Мира 8: крыша течёт, %s", tell(i*7).text)
		if i >= 20 && i%5 == 0 {
			own = "Улица Мира 8: просим срочно отремонтировать крышу, вода заливает квартиры верхних этажей, " +
				"проводка искрит"
		}
		texts, authors = append(texts, own), append(authors, fmt.Sprint("u", i))
	}
	g := New(Options{})
	for i := range texts {
		g.Add(fmt.Sprint(i), texts[i], "ЖКХ", place.Place{Municipality: "Энск", Street: "улица Мира", House: "8"},
			authors[i], start)
	}
	marked := campaigns(g.Problems())
	want := []string{"20", "25", "30", "35", "40", "45", "50", "55"}
	if len(marked) != 1 || marked[0].Copies != 8 || !slices.Equal(marked[0].Copied, want) || marked[0].Messages != 60 {
		t.Errorf("%+v", marked)
	}
	for _, id := range want[2:] {
		g.Remove(id)
	}
	if marked := campaigns(g.Problems()); len(marked) > 0 {
		t.Errorf("two copies are left: %+v", marked)
	}
}

// The same text about other streets makes other problems, and is a campaign in each of them.
func TestACampaignOverManyStreets(t *testing.T) {
	g := New(Options{})
	for i := range 9 {
		street := fmt.Sprintf("улица %c%cевая", 'К'+i, 'а'+i)
		text := fmt.Sprintf("Просим включить %s в программу ремонта дворов, подрядчик бросил работы, заявки "+
			"администрация теряет!", street)
		g.Add(fmt.Sprint(i), text, "Благоустройство", place.Place{Municipality: "Энск", Street: street},
			fmt.Sprint("u", i), start)
	}
	all := g.Problems()
	if len(all) != 9 || len(campaigns(all)) != 9 {
		t.Errorf("%d problems, %d marked", len(all), len(campaigns(all)))
	}
	for _, p := range all {
		if p.Messages != 1 || p.Copies != 9 || p.Copiers != 9 || len(p.Copied) != 1 {
			t.Errorf("%+v", p)
		}
	}
}

func TestAnEditedFirstMessageLeavesItsProblemTheId(t *testing.T) {
	f := finder(t, "Самарская область")
	g := New(Options{})
	add := func(id, text string) string { return g.Add(id, text, "", f.Find(text, ""), "u"+id, start) }
	first := add("1", "Сызрань, ул. Советская, 5, крыша течёт")
	add("2", "Крыша на улице Советской 5 в Сызрани так и течёт")
	seen := map[string]bool{first: true}
	for _, text := range []string{"Сызрань, ул. Советская, 7, нет отопления", "Сызрань, ул. Победы, 9, нет света",
		"Сызрань, ул. Мира, 1, яма"} {
		seen[add("1", text)] = true
	}
	if p, _ := g.Of("2"); p != first {
		t.Errorf("the problem's id changed from %s to %s", first, p)
	}
	if p, _ := g.Of("1"); p == first || len(g.Problems()) != 2 || g.Problems()[0].ID == g.Problems()[1].ID {
		t.Errorf("two problems with one id: %+v", g.Problems())
	}
	if third := add("3", "Сызрань, ул. Советская, 5, крыша протекает"); third != first {
		t.Error("the problem takes no more messages")
	}
}

// More messages than stand for a problem: when these are removed, the others still find company.
func TestAProblemOutlivesItsExamples(t *testing.T) {
	g := New(Options{})
	at := place.Place{Municipality: "Энск", Street: "улица Мира", House: "8"}
	add := func(n int) string {
		return g.Add(fmt.Sprint(n), fmt.Sprintf("Нет воды %s", tell(n).author), "ЖКХ", at, fmt.Sprint("u", n), start)
	}
	first := add(0)
	for n := range 2 * examplesKept {
		if add(n) != first {
			t.Fatal("one house became two problems")
		}
	}
	for n := range 2*examplesKept - 1 {
		g.Remove(fmt.Sprint(n))
	}
	if add(100) != first || g.Problems()[0].Messages != 2 || g.Problems()[0].Title == "" {
		t.Errorf("%+v", g.Problems())
	}
}

func TestDistance(t *testing.T) {
	row := func(text string) (r []uint16) {
		for _, c := range text {
			r = append(r, uint16(c))
		}
		return r
	}
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"abcdef", "abcdef", 1, 0}, {"abcdef", "abcxef", 1, 1}, {"abcdef", "abdef", 1, 1}, {"abcdef", "xabcdef", 1, 1},
		{"abcdef", "abcde", 1, 1},
		{"abcdef", "xbcdey", 1, 2}, {"abcdef", "badcfe", 2, 3}, {"abcdefabcdef", "bcdefabcdefx", 2, 2},
		{"abcdefabcdef", "bcdefabcdefxy", 2, 3},
		{"abcdefabcdef", "abcdef", 2, 3}, {"kitten", "sitting", 3, 3}, {"abc", "", 3, 3},
	} {
		if got := distance(row(c.a), row(c.b), c.limit); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(row(c.b), row(c.a), c.limit); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
