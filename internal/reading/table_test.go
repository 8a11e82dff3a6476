package reading

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/inbox"
)

func table(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\n"); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

func TestTexts(t *testing.T) {
	r := newReader(t)
	rows := table(t, "texts.txt")
	needs, category, urgent := 0, 0, 0
	for _, row := range rows {
		head, text, _ := strings.Cut(row, " | ")
		want := strings.Fields(head)
		a := r.ReadText(text)
		if a.NeedsAnswer == (want[0] == "1") {
			needs++
		} else {
			t.Logf("needs answer %v, score %.2f: %q %v", a.NeedsAnswer, a.Score, text, a.Reasons)
		}
		if string(a.Category) == want[1] {
			category++
		} else {
			t.Logf("category %s, want %s: %q", a.Category, want[1], text)
		}
		if a.Urgency.Urgent(nil) == (want[2] == "u") {
			urgent++
		} else {
			t.Logf("urgent %q: %q", a.Urgency, text)
		}
		if len(a.Reasons) == 0 {
			t.Errorf("no reason given for %q", text)
		}
	}
	n := len(rows)
	t.Logf("of %d texts: needs answer %d, category %d, urgent %d right", n, needs, category, urgent)
	if n < 150 || needs*100 < 95*n || category*100 < 85*n || urgent*100 < 96*n {
		t.Errorf("of %d texts too few are read right: needs %d (want 95 %%), category %d (85 %%), urgent %d (96 %%)",
			n, needs, category, urgent)
	}
}

func TestReplies(t *testing.T) {
	r := newReader(t)
	rows := table(t, "replies.txt")
	if len(rows) < 60 {
		t.Errorf("only %d replies, want 60", len(rows))
	}
	for _, row := range rows {
		p := strings.Split(row, " | ")
		got, reason := worth(t, r, inbox.Message{Text: p[1]},
			inbox.Message{Text: p[2], Author: inbox.Author{Official: true}})
		if string(got) != p[0] || reason.Code == "" {
			t.Errorf("%s (%v), want %s: %q to %q", got, reason, p[0], p[2], p[1])
		}
	}
}

func TestOperatorIsNoMachine(t *testing.T) {
	reply := inbox.Message{Text: "Ваше сообщение получено", Author: inbox.Author{Official: true, Operator: "7"}}
	if got, _ := worth(t, newReader(t), inbox.Message{Text: "Нет воды"}, reply); got == inbox.ReplyAutomatic {
		t.Error("a message with an operator was taken for an automatic one")
	}
}

func TestUnheard(t *testing.T) {
	voice := inbox.Message{Media: []inbox.Media{{Type: inbox.MediaVoice, Duration: time.Second}}}
	a := newReader(t).assessMessage(inbox.Thread{Messages: []inbox.Message{voice}}, 0)
	if !a.NeedsAnswer || a.Category != inbox.Question || a.Reasons[0].Code != "voice" {
		t.Errorf("a voice message was read as %+v", a)
	}
}

func TestUnsolvedAfterReply(t *testing.T) {
	r := newReader(t)
	citizen := inbox.Author{ID: "1"}
	th := inbox.Thread{Messages: []inbox.Message{
		{ID: "1", Kind: inbox.Comment, Author: citizen, Text: "Яма на Мира 5, почините"},
		{ID: "2", Kind: inbox.Comment, Author: inbox.Author{ID: "-1", Official: true}, ReplyTo: "1",
			Text: "Яму засыпали"},
		{ID: "3", Kind: inbox.Comment, Author: citizen, Text: "Ничего не сделали, воз и ныне там"},
		{ID: "4", Kind: inbox.Comment, Author: citizen, Text: "Спасибо!"},
	}}
	if a := r.assessMessage(th, 2); !a.Unsolved || !a.NeedsAnswer {
		t.Errorf("the second message was read as %+v", a)
	}
	if a := r.assessMessage(th, 3); a.Unsolved || a.NeedsAnswer {
		t.Errorf("thanks were read as %+v", a)
	}
	if a := r.assessMessage(th, 0); a.Unsolved {
		t.Error("the first message cannot say that an answer did not help")
	}
}

func TestGroups(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]string{
		"Дорога разбита": "Дороги", "Не вывозят мусор": "Обращение с отходами", "Батареи холодные": "ЖКХ",
		"Нет света в посёлке":       "Энергетика",
		"К терапевту не записаться": "Здравоохранение", "Маршрутка не ходит": "Общественный транспорт",
		"Бродячие собаки":      "Безопасность и правопорядок",
		"Не выплатили пособие": "Социальное обслуживание и защита", "Нет мест в детском саду": "Образование",
		"Интернет не работает":   "Связь и телевидение",
		"Дольщики ждут квартиры": "Строительство и архитектура", "Детская площадка сломана": "Благоустройство",
		"Бассейн закрыт":        "Физическая культура и спорт",
		"Военкомат не отвечает": "Военная служба", "Межевание участка": "Имущественные и земельные отношения",
		"Ждём ответа": Other,
	} {
		if a := r.ReadText(text); a.Group != want {
			t.Errorf("%q has the group %s, want %s", text, a.Group, want)
		}
	}
}

func TestOtherLanguages(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{"Беҙҙең урамда юл юҡ, ярҙам итегеҙ", "Безнең авылда өч көн су юк",
		"Пирĕн ялта çул çук", "Өйгө тымныы, оҕолор тоҥоллор"} {
		if a := r.ReadText(text); !a.NeedsAnswer || a.Reasons[0].Code != "foreign" {
			t.Errorf("%q was read as %+v", text, a)
		}
	}
	for _, text := range []string{"Рәхмәт!", "Исәнмесез, дуслар", "Сәлам Казаннан"} {
		if a := r.ReadText(text); a.NeedsAnswer {
			t.Errorf("the greeting %q needs an answer: %v", text, a.Reasons)
		}
	}
	if a := r.ReadText("Спасибо за праздник, сказали рәхмәт всем"); a.Reasons[0].Code == "foreign" {
		t.Error("one word of another language made a Russian text foreign")
	}
}

func TestReaderIsSafeForManyGoroutines(t *testing.T) {
	r := newReader(t)
	want := r.ReadText("Третий день нет воды на Садовой 12")
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range 50 {
				r.ReadText(fmt.Sprintf("слово%d и ещё%d, яма на Мира %d", n, i, n))
				if got := r.ReadText("Третий день нет воды на Садовой 12"); got.Score != want.Score ||
					got.Category != want.Category {
					t.Errorf("read as %+v, then as %+v", want, got)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestHostile(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{"\xff\xfe\xd0", strings.Repeat("нет ", 1<<14), strings.Repeat("я", 1<<19),
		strings.Repeat("8", 1<<20), strings.Repeat(" ", 1<<20), strings.Repeat("[id1|", 1<<16),
		strings.Repeat("?", 1<<20), "\u0301\u0301"} {
		a := r.ReadText(text)
		if a.Score < 0 || a.Score > 1 || a.Category == "" || a.Group == "" {
			t.Errorf("read as %+v", a)
		}
		worth(t, r, inbox.Message{Text: text}, inbox.Message{Text: text})
	}
}

func TestVersion(t *testing.T) {
	a, b := newReader(t), newReader(t)
	c, err := New(Options{Region: "Энская область"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Version() == "" || a.Version() != b.Version() || a.Version() == c.Version() {
		t.Errorf("versions %q, %q and %q", a.Version(), b.Version(), c.Version())
	}
}
