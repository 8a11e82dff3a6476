package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/internal/config"
	"otklik/internal/sandbox/town"
	"otklik/report/render"
)

// What waits twice its norm goes to the head of the body once, whatever digests are sent, and stays with the digest.
func TestHeadsAreToldOnce(t *testing.T) {
	t.Parallel()
	long := time.Now().AddDate(0, 0, -14).Truncate(time.Second)
	tw := crowd(3, []town.Comment{
		{Author: 0, At: long, ReplyTo: -1, Text: "На улице Садовой огромная яма на дороге, когда её засыпят?"},
		{Author: 1, At: time.Now().Add(-time.Minute), ReplyTo: -1, Text: "На Лесной яма на дороге, машины не проедут!"},
	})
	tw.Posts[0].At = long.Add(-time.Hour)
	b := newBenchOf(t, tw)
	b.configure("deliver: []", "deliver: [{file: {path: out, format: text}}, {file: {path: out, format: json}}]")
	b.add("\nbodies: [{name: Дорожный комитет, groups: [Дороги], deliver: [{file: {path: heads, format: text}}]}]\n" +
		"escalate: [{after: 2x, to: body}, {after: 4x, to: governor}]\n")
	b.collect()
	send := func(at time.Time, want int) string {
		t.Helper()
		if _, err := b.open().SendDigest(t.Context(), "morning", at, at, false); err != nil {
			t.Fatal(err)
		}
		names, _ := filepath.Glob(b.path("heads/*.txt"))
		if len(names) != want {
			t.Fatalf("the head was told %d times, want %d: %v", len(names), want, names)
		}
		if want == 0 {
			return ""
		}
		text, err := os.ReadFile(names[len(names)-1])
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(text), "\u00a0", " ")
	}
	now := time.Now().Add(-10 * time.Hour)
	// As long as the way does not work nobody has been told.
	way, broken := "{file: {path: heads, format: text}}", "{webhook: {url: 'http://127.0.0.1:1/', secret: a-long-secret}}"
	b.configure(way, broken)
	send(now.Add(-time.Hour), 0)
	if stands, err := b.open().Status(t.Context(), time.Now()); err != nil || stands.Well ||
		!strings.Contains(fmt.Sprint(stands.Deliveries), "head of Дорожный комитет") {
		t.Errorf("the status does not say who was not told: %+v, %v", stands.Deliveries, err)
	}
	b.configure(broken, way)
	page := send(now, 1)
	if !strings.Contains(page, "Дорожный комитет: люди ждут ответа слишком долго") ||
		!strings.Contains(page, "огромная яма") || strings.Contains(page, "На Лесной") {
		t.Errorf("the head is told\n%s", page)
	}
	type told struct {
		Complaints []struct {
			Text      string
			Escalated []struct {
				To    string
				After float64
				New   bool
			}
		}
	}
	read := func() (d told) {
		t.Helper()
		if err := json.Unmarshal([]byte(b.digest(render.JSON)), &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range read().Complaints {
		steps := len(c.Escalated)
		switch {
		case strings.Contains(c.Text, "Садовой") && (steps != 2 || c.Escalated[0].New):
			t.Errorf("what was passed on has the steps %+v", c.Escalated)
		case strings.Contains(c.Text, "Лесной") && steps != 0:
			t.Errorf("what is new has the steps %+v", c.Escalated)
		}
	}
	send(now, 1)                  // the same digest
	send(now.Add(time.Hour), 1)   // the next one
	send(now.Add(2*time.Hour), 1) // and the one after it, which knows it by the one before
	b.configure("after: 4x, to: governor", "after: 3x, to: body")
	send(now.Add(3*time.Hour), 2) // another step
	send(now.Add(4*time.Hour), 2)
	b.sound()
}

// A fortnight: what was promised, and what became of it, from the words that people and the office wrote.
func TestPromisesOfAFortnight(t *testing.T) {
	t.Parallel()
	at := func(days int) time.Time { return time.Now().AddDate(0, 0, -days).Truncate(time.Second) }
	day := func(days int) string { return at(days).Format("02.01.2006") }
	var comments []town.Comment
	say := func(days, author, replyTo int, text string) {
		comments = append(comments, town.Comment{Author: author, At: at(days), ReplyTo: replyTo, Text: text})
	}
	say(14, 0, -1, "На улице Садовой яма на дороге, когда засыпят?")                               // 0
	say(14, 1, -1, "На улице Лесной не горят фонари, почините освещение!")                         // 1
	say(14, 2, -1, "В доме 5 по улице Полевой лифт не работает, почините!")                        // 2
	say(14, 3, -1, "На улице Речной не вывозят мусор, уберите!")                                   // 3
	say(13, town.OfficialSide, 0, "Здравствуйте! Яму засыпят до "+day(5)+".")                      // 4
	say(13, town.OfficialSide, 1, "Здравствуйте! Фонари починят до "+day(6)+".")                   // 5
	say(13, town.OfficialSide, 2, "Здравствуйте! Лифт запустят до "+day(4)+".")                    // 6
	say(13, town.OfficialSide, 3, "Здравствуйте! Мусор вывезут до "+day(-3)+".")                   // 7
	say(4, 0, 4, "Спасибо, яму засыпали!")                                                         // 8
	say(2, 2, 6, "Лифт в доме 5 по улице Полевой так и не работает, обещали и ничего не сделали!") // 9
	tw := crowd(4, comments)
	tw.Posts[0].At = at(15)
	b := newBenchOf(t, tw)
	b.collect()
	var d struct {
		Promises []struct {
			Due, Text, Status string
			ReasonCode        string `json:"reason_code"`
		}
		Complaints []struct {
			Text     string
			Promises []struct{ Due, Text, Status string }
		}
	}
	if err := json.Unmarshal([]byte(b.digest(render.JSON)), &d); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range d.Promises {
		got[p.Text] = p.Status
	}
	for _, c := range d.Complaints {
		for _, p := range c.Promises {
			got[p.Text] = p.Status
		}
	}
	for text, want := range map[string]string{"Яму засыпят до " + day(5) + ".": "kept",
		"Фонари починят до " + day(6) + ".": "unknown", "Лифт запустят до " + day(4) + ".": "broken",
		"Мусор вывезут до " + day(-3) + ".": "due"} {
		if got[text] != want {
			t.Errorf("%q is %q, want %q; the ledger is %v", text, got[text], want, got)
		}
	}
	text := strings.ReplaceAll(b.digest(render.Text), "\u00a0", " ")
	s := b.open()
	in, err := s.input(t.Context(), s.config.Digests[0], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	extract := extractFor(in, config.Body{Name: "Дорожный комитет", Groups: []string{"Дороги"}})
	for _, p := range extract.Promises {
		if p.Record.Status.Group != "Дороги" {
			t.Errorf("a body is told of another's promise: %s", p.Sentence)
		}
	}
	if len(in.Promises) != 4 || len(extract.Promises) == 4 {
		t.Errorf("%d promises, %d in the extract", len(in.Promises), len(extract.Promises))
	}
	if !strings.Contains(strings.ToUpper(text), "ОБЕЩАНО И ПРОСРОЧЕНО: 2") {
		t.Errorf("the governor's page does not say what is overdue:\n%s", text)
	}
	b.sound()
}

// Two sentences of one answer with one day are two promises, each with its own words, and the same words are one.
func TestEachPromiseHasItsOwnWords(t *testing.T) {
	t.Parallel()
	long := time.Now().AddDate(0, 0, -6).Truncate(time.Second)
	day := time.Now().AddDate(0, 0, -3).Format("02.01.2006")
	tw := crowd(2, []town.Comment{
		{Author: 0, At: long, ReplyTo: -1, Text: "На улице Садовой яма на дороге и не горят фонари, когда почините?"},
		{Author: town.OfficialSide, At: long.Add(time.Hour), ReplyTo: 0, Text: "Яму засыпят до " + day +
			". Фонари включат до " + day + ". Яму засыпят до " + day + "."},
	})
	tw.Posts[0].At = long.Add(-time.Hour)
	b := newBenchOf(t, tw)
	b.collect()
	var d struct{ Promises []struct{ Text, When string } }
	if err := json.Unmarshal([]byte(b.digest(render.JSON)), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Promises) != 2 || d.Promises[0].Text == d.Promises[1].Text || d.Promises[0].When != "до "+day {
		t.Errorf("the ledger is %+v", d.Promises)
	}
}

// Thanks for something else, surprise and bitter thanks keep no promise; the last say that it was broken.
func TestWhatIsNoThanksKeepsNothing(t *testing.T) {
	t.Parallel()
	at := func(days int) time.Time { return time.Now().AddDate(0, 0, -days).Truncate(time.Second) }
	day := func(days int) string { return at(days).Format("02.01.2006") }
	var comments []town.Comment
	say := func(days, author, replyTo int, text string) {
		comments = append(comments, town.Comment{Author: author, At: at(days), ReplyTo: replyTo, Text: text})
	}
	say(9, 0, -1, "Третий день нет света на улице Садовой, когда включат?")                             // 0
	say(9, 1, -1, "В доме 5 по улице Полевой лифт не работает, почините!")                              // 1
	say(9, 2, -1, "Не могу дозвониться в аварийную, дома нет воды, помогите!")                          // 2
	say(8, town.OfficialSide, 0, "Здравствуйте! Свет дали всей улице. Опору заменят до "+day(-9)+".")   // 3
	say(8, town.OfficialSide, 1, "Здравствуйте! Лифт починят до "+day(4)+".")                           // 4
	say(8, town.OfficialSide, 2, "Здравствуйте! Заявка принята, диспетчер позвонит Вам до "+day(5)+".") // 5
	say(6, 0, 3, "Свет есть. Спасибо электрикам")                                                       // 6
	say(2, 1, 4, "Ну спасибо, вовремя! Так и стоит")                                                    // 7
	say(4, 2, 5, "Ого, так быстро!")                                                                    // 8
	tw := crowd(3, comments)
	tw.Posts[0].At = at(10)
	b := newBenchOf(t, tw)
	b.collect()
	type promise struct{ Text, Status string }
	var d struct {
		Promises   []promise
		Complaints []struct{ Promises []promise }
	}
	if err := json.Unmarshal([]byte(b.digest(render.JSON)), &d); err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Complaints {
		d.Promises = append(d.Promises, c.Promises...)
	}
	want := map[string]string{"Опору": "due", "Лифт": "broken", "Заявка": "unknown"}
	for _, p := range d.Promises {
		first, _, _ := strings.Cut(p.Text, " ")
		if p.Status != want[strings.Trim(first, ",")] {
			t.Errorf("%q is %s", p.Text, p.Status)
		}
	}
	if len(d.Promises) != len(want) {
		t.Errorf("the ledger is %+v", d.Promises)
	}
}
