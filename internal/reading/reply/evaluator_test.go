package reply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

func newJudge(t testing.TB) *Evaluator {
	t.Helper()
	j, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestReply holds the borders between the kinds that README.md draws.
func TestReply(t *testing.T) {
	j := newJudge(t)
	for _, c := range []struct {
		citizen, reply string
		want           inbox.ReplyKind
		reason         string // a part of it; empty: any
	}{
		{"Яма на Мира", "Яму засыпали вчера", inbox.ReplyAnswer, ""},
		{"Музей открыт?", "Да, до 18:00", inbox.ReplyAnswer, ""},
		{"Дорога разбита", "Передали подрядчику, отремонтируют до 20 мая", inbox.ReplyAnswer, ""},
		{"Нет лавочек", "По закону № 44-ФЗ провели торги, лавочки установим до 1 июня.", inbox.ReplyAnswer, ""},
		{"Постройте тротуар", "Тротуар построить нельзя: под ним проходит газопровод, отступ по проекту 2 метра.",
			inbox.ReplyAnswer, ""},
		{"Куда обратиться за справкой?", "Обратитесь в МФЦ, ул. Школьная, 3, с 9 до 18.", inbox.ReplyAnswer, ""},
		{"Дорога разбита", "Направили запрос подрядчику, ответ до пятницы", inbox.ReplyInterim, ""},
		{"Дорога разбита", "Передали в дорожную службу", inbox.ReplyInterim, "reply_passed"},
		{"Дорога разбита", "Взяли в работу", inbox.ReplyInterim, ""},
		{"Лифт стоит", "Напишите, пожалуйста, адрес в личные сообщения", inbox.ReplyInterim, ""},
		{"Лифт стоит", "Специалисты выедут завтра", inbox.ReplyInterim, ""},
		{"Дорога разбита", "Какой именно участок?", inbox.ReplyInterim, ""},
		{"Лифт стоит", "Обратитесь в управляющую компанию, телефон 00-00-00, с 8 до 17, мастер Олег", inbox.ReplyFormal,
			"reply_sent"},
		{"Мусор лежит", "Ваше мнение очень важно для нас", inbox.ReplyFormal, ""},
		{"Мусор лежит", "Вопросы обращения с отходами регулируются Федеральным законом № 89-ФЗ.",
			inbox.ReplyFormal, ""},
		{"Двор в ямах", "Благодарим за активную гражданскую позицию! Благоустройство дворов — один из приоритетов " +
			"нашей работы.", inbox.ReplyFormal, ""},
		{"Двор в ямах", "Ремонт двора возможен по мере поступления средств.", inbox.ReplyFormal, ""},
		{"Яма", "👍👍", inbox.ReplyNone, "reply_no_words"},
		{"Яма", "", inbox.ReplyNone, "reply_no_words"},
		{"Спасибо за парк", "И вам спасибо!", inbox.ReplyNone, ""},
		{"Яма", "Ваше обращение получено, оператор ответит в рабочее время.", inbox.ReplyAutomatic, ""},
	} {
		got, reason := j.Reply(c.citizen, c.reply)
		if got != c.want || !strings.Contains(reason.Code+" "+reason.Also, c.reason) || reason.Code == "" {
			t.Errorf("%q under %q is %s (%v), want %s (…%s…)", c.reply, c.citizen, got, reason, c.want, c.reason)
		}
	}
}

// TestBenefitOfTheDoubt: between an answer and a formal reply the honest office gets the benefit.
func TestBenefitOfTheDoubt(t *testing.T) {
	if got := decide([len(kinds)]float64{0.45, 0, 0.5, 0.05, 0}); got != classAnswer {
		t.Errorf("nearly even is %s", kinds[got])
	}
	if got := decide([len(kinds)]float64{0.2, 0, 0.7, 0.1, 0}); got != classFormal {
		t.Errorf("clearly formal is %s", kinds[got])
	}
}

var hostile = []string{
	"\xff\xfe\xd0", "\u0301\u0301", "[id1|", "@", "www.", "?", ".", "-", "\x00", "٣٤٥", "да-",
	strings.Repeat("обратитесь ", 1<<14),
	strings.Repeat("я", 1<<19), strings.Repeat("8", 1<<20), strings.Repeat(" ", 1<<20), strings.Repeat("[id1|", 1<<16),
	strings.Repeat("?", 1<<20), strings.Repeat("а.", 1<<18), strings.Repeat("не ", 1<<16),
}

func TestHostile(t *testing.T) {
	j := newJudge(t)
	var matters [][]uint32
	for _, text := range hostile {
		check(t, j, text, text)
		check(t, j, "Яма", text)
		Fingerprint(text, 4)
		matters = append(matters, Subject(text))
	}
	if n := CountDistinct(matters); n > len(hostile) {
		t.Errorf("%d different matters in %d texts", n, len(hostile))
	}
}

func check(t *testing.T, j *Evaluator, citizen, text string) {
	t.Helper()
	kind, reason := j.Reply(citizen, text)
	if kind == "" || reason.Code == "" || reason.Words != "" {
		t.Errorf("%.20q is %q because of %v", text, kind, reason)
	}
	if again, why := j.Reply(citizen, text); again != kind || why != reason {
		t.Errorf("%.20q is judged in two ways", text)
	}
	if mood, why := j.Reaction(text); mood == "" || why == "" {
		t.Errorf("%.20q is %q because of %v", text, mood, why)
	}
}

func FuzzReply(f *testing.F) {
	j := newJudge(f)
	for _, text := range hostile {
		f.Add("Яма", text[:min(len(text), 1000)])
	}
	f.Fuzz(func(t *testing.T, citizen, text string) {
		check(t, j, citizen, text)
		Fingerprint(text, 4)
		CountDistinct([][]uint32{Subject(text), Subject(citizen)})
	})
}

// TestGovernorPage looks at the official's own replies of a real page.
func TestGovernorPage(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "governor-page-dev.tsv"))
	if err != nil {
		t.Skip("the texts for measuring (../shared/data/governor-page-dev.tsv) are not here")
	}
	j := newJudge(t)
	want := map[string]inbox.ReplyKind{"d623": inbox.ReplyAnswer, "d895": inbox.ReplyInterim, "d904": inbox.ReplyAnswer}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 10 || fields[4] != "O" {
			continue
		}
		kind, reason := j.Reply("", fields[9])
		t.Logf("%s is %s: %v", fields[0], kind, reason)
		if want[fields[0]] != "" && kind != want[fields[0]] {
			t.Errorf("%s is %s, want %s", fields[0], kind, want[fields[0]])
		}
	}
}

func TestBrokenFiles(t *testing.T) {
	for _, text := range []string{"слово", "[a]\nа*б", "[a]\n..", "[]", "[a]\n[a]", "[a"} {
		if _, err := readLexicon(text); err == nil {
			t.Errorf("the phrases %q pass", text)
		}
	}
	known := []feature{{name: "x"}}
	for _, text := range []string{"", "head\nbias\t1\t1\t1\t1\t1", "head\nbias\t1", "head\nbias\t1\t1\t1\t1\tx",
		"head\ny\t1\t1\t1\t1\t1"} {
		if _, err := readWeights(text, known); err == nil {
			t.Errorf("the weights %q pass", text)
		}
	}
	if w, err := readWeights("head\nbias\t1\t1\t1\t1\t1\nx\t0\t0\t0\t0\t2\n", known); err != nil || w[1][4] != 2 {
		t.Errorf("good weights: %v, %v", w, err)
	}
}

// BenchmarkReply judges the pairs of pairs.tsv; replies/s is for one core.
func BenchmarkReply(b *testing.B) {
	j, pairs := newJudge(b), readPairs(b, "pairs.tsv")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		j.Reply(pairs[n%len(pairs)].citizen, pairs[n%len(pairs)].reply)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "replies/s")
}

// BenchmarkWording prepares each pair's reply for being found again.
func BenchmarkWording(b *testing.B) {
	pairs := readPairs(b, "pairs.tsv")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		Fingerprint(pairs[n%len(pairs)].reply, 4)
		Subject(pairs[n%len(pairs)].citizen)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "replies/s")
}
