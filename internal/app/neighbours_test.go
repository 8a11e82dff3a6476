package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/table"
	"otklik/internal/sandbox/town"
	"otklik/report/render"
)

const copied = "У нас в доме 5 по улице Кленовой третий день нет отопления, дети мёрзнут, когда включат?"

// crowd is a town whose first post on VK has these comments, by these people.
func crowd(people int, comments []town.Comment) town.Town {
	tw := town.Small(time.Now())
	for n := len(tw.People); n < people; n++ {
		tw.People = append(tw.People, town.Person{FirstName: "Житель", LastName: fmt.Sprintf("Соседов%d", n)})
	}
	tw.Posts = []town.Post{{Platform: town.VK, At: tw.Posts[0].At, Text: "Открыли сквер.", Comments: comments}}
	tw.Dialogs = nil
	return tw
}

// written are comments of one after another, each by the next person.
func written(texts ...string) (comments []town.Comment) {
	at := time.Now().Add(-4 * time.Hour).Truncate(time.Second)
	for n, text := range texts {
		comments = append(comments, town.Comment{Author: n, At: at.Add(time.Duration(n) * time.Second), Text: text,
			ReplyTo: -1})
	}
	return comments
}

// waits is a digest as other programs read it, with what tells messages of one text.
type waits struct {
	Totals     struct{ Unanswered int }
	Complaints []struct {
		ID, Number, Text, State string
		Urgent                  bool
		People                  int
		Others                  []string
		SameAs                  string `json:"same_as"`
	}
	Problems []struct{ Messages, People int }
}

func (b *bench) waits() (w waits) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.digest(render.JSON)), &w); err != nil {
		b.t.Fatal(err)
	}
	return w
}

// items are the complaints that lists show.
func (w waits) items() (n int) {
	for _, c := range w.Complaints {
		if c.SameAs == "" {
			n++
		}
	}
	return n
}

func repeated(text string, n int) []string { return slices.Repeat([]string{text}, n) }

// Neighbours who copy one complaint are one item with their number, and each of them waits: nobody's is spam.
func TestNeighboursWithOneTextAreOneItem(t *testing.T) {
	t.Parallel()
	varied := repeated(copied, 20)
	varied[3] = strings.ToUpper(copied)
	varied[5] = strings.ReplaceAll(strings.ReplaceAll(copied, ",", ""), "?", "!!! 😡😡")
	varied[7] = strings.Replace(copied, "третий", "четвёртый", 1)
	varied[9] = copied + " Проверкина Анна Петровна"
	varied[13] = "Здравствуйте! " + copied
	varied[11] = copied + " С уважением, Образцов П. И."
	for _, c := range []struct {
		name  string
		texts []string
	}{{"2", repeated(copied, 2)}, {"5", repeated(copied, 5)}, {"20", repeated(copied, 20)}, {"20 with changes", varied},
		{"20 in few words", repeated("Когда дадут отопление на Кленовой 5?", 20)}} {
		t.Run(c.name, func(t *testing.T) {
			n := len(c.texts)
			b := newBenchOf(t, crowd(n, written(c.texts...)))
			b.collect()
			for _, l := range b.exported() {
				if !l.Official && (l.State != "open" || strings.Contains(l.Text, "спам")) {
					t.Errorf("%s: %s", l.State, l.Text)
				}
			}
			w := b.waits()
			if w.Totals.Unanswered != n || len(w.Complaints) != n || w.items() != 1 {
				t.Fatalf("%d unanswered, %d listed, %d items", w.Totals.Unanswered, len(w.Complaints), w.items())
			}
			if first := w.Complaints[0]; first.People != n || len(first.Others) != n-1 || !first.Urgent &&
				!strings.HasPrefix(c.texts[0], "Когда") {
				t.Errorf("%+v", first)
			}
			if n > 2 && (len(w.Problems) != 1 || w.Problems[0].People != n) {
				t.Errorf("problems %+v", w.Problems)
			}
			b.oneItem(n)
			// Every one of them can be reached.
			last := w.Complaints[0].Others[len(w.Complaints[0].Others)-1]
			b.dismiss(last, "по телефону")
			if after := b.waits(); after.Totals.Unanswered != n-1 || n > 2 && after.Complaints[0].People != n-1 {
				t.Errorf("after one was closed: %+v", after)
			}
		})
	}
}

// oneItem expects one item with its people in what people read.
func (b *bench) oneItem(people int) {
	b.t.Helper()
	b.preview("preview")
	for _, audience := range []string{"press", "analyst"} {
		for _, format := range []string{"txt", "md", "html"} {
			page := b.read("preview/" + audience + "." + format)
			if n := strings.Count(page, `<li class="entry"`); format == "html" && n != 1 {
				b.t.Errorf("%s, %s: %d items", audience, format, n)
			}
			want := fmt.Sprintf("тот же текст прислали ещё %d", people-1)
			if people == 2 {
				want = "тот же текст прислал ещё 1 человек"
			}
			if !strings.Contains(strings.Join(strings.Fields(page), " "), want) {
				b.t.Errorf("%s, %s does not say %q:\n%s", audience, format, want, page)
			}
		}
	}
	register, err := table.Open(b.path("preview/press.xlsx"),
		table.Wanted{Columns: []string{others, numbers}, Sheet: "Реестр"})
	if err != nil {
		b.t.Fatal(err)
	}
	rows, err := register.Pick(1, others, numbers)
	if err != nil || len(rows.Rows) != 1 {
		b.t.Fatalf("the register has %d rows: %v", len(rows.Rows), err)
	}
	if row := rows.Rows[0]; row[0] != fmt.Sprint(people-1) || strings.Count(row[1], ",") != people-2 {
		b.t.Errorf("the register says %q", row)
	}
}

// The columns of the register.
const others, numbers = "Ещё людей с тем же текстом", "Номера сообщений с тем же текстом"

// An answer to one of them answers that person alone, and the item goes on with the others.
func TestAnAnswerToOneNeighbour(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, crowd(20, written(repeated(copied, 20)...)))
	b.collect()
	w := b.waits()
	var answered int
	_, err := fmt.Sscan(w.Complaints[0].ID, &answered)
	if err == nil {
		_, err = b.platform.AddComment(town.VK, b.platform.Posts(town.VK)[0], town.OfficialSide,
			"Отопление в доме 5 включат сегодня до 18 часов, ремонт закончен.", "", answered)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.collect()
	after := b.waits()
	if after.Totals.Unanswered != 19 || after.items() != 1 || after.Complaints[0].People != 19 {
		t.Errorf("%d wait in %d items, %d people", after.Totals.Unanswered, after.items(), after.Complaints[0].People)
	}
	for _, l := range b.exported() {
		if l.Platform == "vk" && l.ID == w.Complaints[0].ID && l.State != "answered" {
			t.Errorf("who was answered is %s", l.State)
		}
	}
}

// One person who repeats a text is one person; a text over several days and on both platforms is one item still.
func TestOnePersonWhoRepeatsATextIsOnePerson(t *testing.T) {
	t.Parallel()
	tw := crowd(3, written(repeated(copied, 20)...))
	for i := range tw.Posts[0].Comments {
		tw.Posts[0].Comments[i].Author = 0
	}
	b := newBenchOf(t, tw)
	b.collect()
	w := b.waits()
	if w.items() != 1 || w.Complaints[0].People != 1 || len(w.Complaints[0].Others) != 19 {
		t.Errorf("%d items, %+v", w.items(), w.Complaints[0])
	}
	if text := strings.ReplaceAll(b.digest(render.Text), "\u00a0", " "); !strings.Contains(text,
		"20 сообщений с этим текстом") {
		t.Errorf("%s", text)
	}
}

func TestATextOfThreeDaysIsOneItem(t *testing.T) {
	t.Parallel()
	tw := crowd(21, written(repeated(copied, 21)...))
	tw.Posts[0].At = time.Now().Add(-80 * time.Hour).Truncate(time.Second)
	for i := range tw.Posts[0].Comments {
		tw.Posts[0].Comments[i].At = time.Now().Add(-time.Duration(72-3*i) * time.Hour).Truncate(time.Second)
	}
	b := newBenchOf(t, tw)
	b.collect()
	if w := b.waits(); w.items() != 1 || w.Totals.Unanswered != 21 || w.Complaints[0].People != 21 {
		t.Errorf("%d items, %d unanswered", w.items(), w.Totals.Unanswered)
	}
}

// The same words about another house are another item; so is advertising that many copy, which is spam but for its
// first.
func TestWhatIsNoCopyOfNeighbours(t *testing.T) {
	t.Parallel()
	advert := "Нет отопления в доме? Вступайте в наш канал https://t.me/example_teplo, поможем вернуть деньги!"
	other := strings.Replace(copied, "доме 5", "доме 9", 1)
	b := newBenchOf(t, crowd(30, written(slices.Concat(repeated(copied, 10), repeated(other, 10),
		repeated(advert, 10))...)))
	b.collect()
	adverts := 0
	for _, l := range b.exported() {
		if l.Text == advert && l.State == "none" {
			adverts++
		}
	}
	w := b.waits()
	if adverts != 9 || w.Totals.Unanswered != 21 || w.items() != 3 {
		t.Errorf("%d adverts are spam, %d unanswered, %d items", adverts, w.Totals.Unanswered, w.items())
	}
}

// A long text that people pass round with another house, street or number in it is as many complaints, also where
// nobody knows these streets.
func TestAnotherParticularIsAnotherItem(t *testing.T) {
	t.Parallel()
	const passedRound = "%s с прошлого вторника нет горячей воды, в управляющей компании трубку не берут, аварийная " +
		"отвечает одно и то же: " +
		"ждите, бригада работает. Сколько ещё людям ждать и кто за это ответит?"
	for _, texts := range [][]string{
		{"В доме на Трёхпрудной", "В доме на Косогорной"},
		{"Комсомольская 12,", "Генерала Рощина 5"},
		{"В подъезде 2", "В подъезде 3"},
	} {
		b := newBenchOf(t, crowd(6, written(fmt.Sprintf(passedRound, texts[0]), fmt.Sprintf(passedRound, texts[1]))))
		b.collect()
		if w := b.waits(); w.items() != 2 || w.Totals.Unanswered != 2 {
			t.Errorf("%q are %d items of %d", texts, w.items(), w.Totals.Unanswered)
		}
	}
	b := newBenchOf(t, crowd(6, written(fmt.Sprintf(passedRound, "У нас"), fmt.Sprintf(passedRound, "И у нас"))))
	b.collect()
	if w := b.waits(); w.items() != 1 || w.Complaints[0].People != 2 {
		t.Errorf("other words for the same are %d items", w.items())
	}
}

func TestFiveHundredNeighbours(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, crowd(500, written(repeated(copied, 500)...)))
	b.collect()
	started := time.Now()
	w := b.waits()
	t.Logf("a digest of 500 copies took %s", time.Since(started))
	if w.items() != 1 || w.Totals.Unanswered != 500 || w.Complaints[0].People != 500 ||
		len(w.Complaints[0].Others) != 499 {
		t.Errorf("%d items, %d unanswered", w.items(), w.Totals.Unanswered)
	}
}

// It does not matter where they write: under the posts of both networks and in direct messages.
func TestNeighboursWriteEverywhere(t *testing.T) {
	t.Parallel()
	tw := crowd(12, written(repeated(copied, 4)...))
	telegram := tw.Posts[0]
	telegram.Platform = town.Telegram
	tw.Posts = append(tw.Posts, telegram)
	for n := 4; n < 12; n++ {
		tw.Dialogs = append(tw.Dialogs, town.Dialog{Platform: town.VK, Person: n, Messages: []town.DirectMessage{
			{At: time.Now().Add(-time.Duration(n) * time.Hour).Truncate(time.Second), Text: copied}}})
	}
	b := newBenchOf(t, tw)
	b.collect()
	w := b.waits()
	if w.items() != 1 || w.Totals.Unanswered != 16 || w.Complaints[0].People != 16 {
		t.Errorf("%d items, %d unanswered, %d people", w.items(), w.Totals.Unanswered, w.Complaints[0].People)
	}
	for _, l := range b.exported() {
		if !l.Official && l.State != "open" {
			t.Errorf("%s %s: %s", l.Kind, l.ID, l.State)
		}
	}
}

// What was copied and then fitted to one's own house, entrance or village is about another matter: it is listed.
func TestNeighboursOfOtherHousesAreListed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		other []string
	}{
		"houses in words": {"В доме %s по Кленовой нет отопления третий день, когда включат батареи?",
			[]string{"пять", "семь", "девять"}},
		"entrances": {"Кленовая 5 подъезд %s: лифт стоит уже неделю, пожилые люди не могут выйти, когда починят?",
			[]string{"1", "2", "3"}},
		"floors": {"На %s этаже нашего общежития неделю нет света и воды, дети болеют, комендант молчит, примите меры!",
			[]string{"втором", "третьем", "пятом"}},
		"villages": {"%s третий день без света и без связи, дети мёрзнут, примите меры, никто не отвечает на звонки",
			[]string{"Малиновка", "Осиновка", "Рябинино"}},
		"villages in small letters": {"третий день нет света и связи в %s дети мёрзнут примите меры никто не " +
			"отвечает на звонки",
			[]string{"малиновке", "осиновке", "рябинине"}},
	} {
		t.Run(name, func(t *testing.T) {
			var texts []string
			for _, other := range c.other {
				texts = append(texts, fmt.Sprintf(c.text, other))
			}
			b := newBenchOf(t, crowd(len(texts), written(texts...)))
			b.collect()
			if w := b.waits(); w.Totals.Unanswered != len(texts) || w.items() != len(texts) {
				t.Errorf("%d unanswered, %d items", w.Totals.Unanswered, w.items())
			}
		})
	}
}

// A copy with another greeting, another day or another ending of the sentence is about the same.
func TestNeighboursWhoChangeAWordAreOneItem(t *testing.T) {
	t.Parallel()
	const text = "Горячей воды в квартирах нет уже неделю, управляющая молчит, примите меры, пожалуйста"
	texts := []string{text, strings.Replace(text, "уже неделю", "уже 8 дней", 1),
		strings.Replace(text, "уже неделю", "уже девятый день", 1),
		strings.Replace(text, "молчит", "отмалчивается", 1), text + ". Срочно!", "Добрый день! " + text,
		"Помогите! " + text}
	b := newBenchOf(t, crowd(len(texts), written(texts...)))
	b.collect()
	if w := b.waits(); w.Totals.Unanswered != len(texts) || w.items() != 1 {
		t.Errorf("%d unanswered, %d items", w.Totals.Unanswered, w.items())
	}
}

// Whose topic somebody has corrected is listed under it, and not behind the others.
func TestACorrectedCopyIsAnItem(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, crowd(6, written(repeated(copied, 6)...)))
	b.collect()
	w := b.waits()
	b.correct(w.Complaints[0].Others[2], Correction{Decision: inbox.Unchanged, Group: "Дороги"})
	if after := b.waits(); after.items() != 2 || after.Totals.Unanswered != 6 || after.Complaints[0].People != 5 {
		t.Errorf("%d items: %+v", after.items(), after)
	}
	b.correct(w.Complaints[0].Number, Correction{Decision: inbox.Unchanged, Group: "Дороги"})
	if after := b.waits(); after.items() != 2 || after.Totals.Unanswered != 6 {
		t.Errorf("with the first, %d items: %+v", after.items(), after)
	}
}

// The same words under two posts are about two matters where they mean what stands above.
func TestWordsThatPointAboveAreNotOneText(t *testing.T) {
	t.Parallel()
	for text, items := range map[string]int{"А почему у нас до сих пор этого нет?": 2, "Почему в нашем дворе до сих " +
		"пор нет фонарей?": 1,
		"На Кленовой 5 третий день нет отопления, и это зимой, когда включат?": 1} {
		tw := crowd(2, written(text))
		other := tw.Posts[0]
		other.Text, other.Comments = "В школе сделали спортзал.",
			[]town.Comment{{Author: 1, At: other.Comments[0].At, Text: text, ReplyTo: -1}}
		tw.Posts = append(tw.Posts, other)
		b := newBenchOf(t, tw)
		b.collect()
		if w := b.waits(); w.Totals.Unanswered != 2 || w.items() != items {
			t.Errorf("%s: %d unanswered, %d items", text, w.Totals.Unanswered, w.items())
		}
	}
}
