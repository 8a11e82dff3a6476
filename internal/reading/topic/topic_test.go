package topic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"otklik/internal/reading/linear"
)

func builtInClassifier(t testing.TB) *Classifier {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTableIsRich(t *testing.T) {
	table := BuiltIn()
	keys, examples, topics, withKeys := map[string]int{}, map[string]int{}, 0, 0
	for _, e := range table.Rows {
		examples[e.Group] += len(e.Examples)
		if e.Topic == "" {
			keys[e.Group] += len(e.Keys)
			continue
		}
		topics++
		if len(e.Keys) > 0 {
			withKeys++
		}
	}
	if g := table.Groups(); len(g) != 26 || topics != 359 || withKeys < 300 || table.Version == "" {
		t.Errorf("%d groups, %d topics, %d with keys, version %q", len(g), topics, withKeys, table.Version)
	}
	for _, g := range table.Groups() {
		if keys[g] < 25 || examples[g] < 8 {
			t.Errorf("%s has %d keys and %d examples, want 25 and 8", g, keys[g], examples[g])
		}
	}
	if got := table.Current("мусор/свалки/тко"); got != "Обращение с отходами" {
		t.Errorf("a former name maps to %q", got)
	}
}

func TestClassify(t *testing.T) {
	c := builtInClassifier(t)
	for _, want := range []struct{ text, group, topic string }{
		{"Третий день сидим без горячей воды, ук молчит", "ЖКХ", "отсутствие холодной и/или горячей воды"},
		{"Стаи бродячих собак у школы, ребенка чуть не покусали", "Безопасность и правопорядок",
			"отлов безнадзорных собак и кошек"},
		{"ЯМА НА ЯМЕ, КОГДА СДЕЛАЕТЕ ДОРОГУ", "Дороги",
			"некачественное покрытие асфальтовых дорог (ямы, выбоины и пр.)"},
		{"На улице ни один фонарь не горит", "Дороги", "неисправность или отсутствие освещения на дорогах и тротуарах"},
		{"Маршрутку ждали сорок минут", "Общественный транспорт", "график движения общественного транспорта"},
		{"Мобилизованным не платят обещанное", "Военная служба", ""},
		{"К терапевту нет талонов", "Здравоохранение", "очередь в учреждениях здравоохранения"},
		{"Мусор не вывозят, контейнеры переполнены", "Обращение с отходами", "содержание, строительство или " +
			"отсутствие контейнерных площадок (в т.ч. контейнеров)"},
		{"отключили свет во всем поселке", "Энергетика", "отключение электричества, аварии на подстанциях, лэп"},
		{"Где мой избирательный участок?", "Внутренняя политика", "работа избирательных комиссий и порядок " +
			"проведения голосования"},
		{"Коровы гуляют по деревне без пастуха", "Сельское хозяйство и охота", "выпас сельскохозяйственных животных"},
		{"Дышать нечем, опять выбросы комбината", "Экология", "выбросы вредных веществ в атмосферу (загрязнение " +
			"воздуха)"},
		{"Пандуса нет, инвалиду не выйти", "Социальное обслуживание и защита", "создание доступной среды для " +
			"маломобильных групп граждан"},
		{"сотовая связь не ловит совсем", "Связь и телевидение", "отсутствие или неудовлетворительное качество связи " +
			"(в т.ч. мобильной)"},
	} {
		group, topic, score, reasons := c.Classify(want.text)
		if group != want.group || want.topic != "" && topic != want.topic || score <= 0 || score > 1 ||
			len(reasons) == 0 {
			t.Errorf("%q: %s, %s, %.2f, %q; want %s, %s", want.text, group, topic, score, reasons, want.group,
				want.topic)
		}
	}
	for _, text := range []string{"", "👍👍👍", "Спасибо!", "ну и ну", "\xff\xfe", "ха-ха", "Ты сам-то понял, что сказал?",
		strings.Repeat("а", 1<<20), strings.Repeat("- ", 1<<19)} {
		if group, topic, score, reasons := c.Classify(text); group != Other || topic != "" || score != 0 ||
			len(reasons) != 1 {
			t.Errorf("%.30q: %s, %s, %.2f, %q", text, group, topic, score, reasons)
		}
	}
}

// Reasons may leave the office: they hold words of the table, never of the text.
func TestReasonsHoldNoWordOfTheText(t *testing.T) {
	c := builtInClassifier(t)
	for _, text := range []string{"Иван Иванов с улицы Садовой жалуется на яму", "Пётр Петров: нет воды"} {
		_, _, _, reasons := c.Classify(text)
		for _, r := range reasons {
			for _, name := range []string{"Иван", "Садов", "Пётр", "Петров"} {
				if strings.Contains(r, name) {
					t.Errorf("%q gives the reason %q", text, r)
				}
			}
		}
	}
}

func TestConcurrently(t *testing.T) {
	c := builtInClassifier(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				if g, _, _, _ := c.Classify("Прорвало трубу, нет воды в доме"); g != "ЖКХ" {
					t.Errorf("%s", g)
				}
			}
		})
	}
	group.Wait()
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRegion(t *testing.T) {
	c, err := New(Options{File: write(t, "topics.tsv", "# version: край "+
		"1\ngroup\ttopic\tkeys\texamples\nКурорты\tгрязелечебницы\tгрязелечебниц*^5, рапа^3\tКогда откроют "+
		"грязелечебницу?\n"+
		"Мусор/Свалки/ТКО\tраздельный сбор в посёлках\tсиние мешки^8\t\n")})
	if err != nil {
		t.Fatal(err)
	}
	if g, topic, score, reasons := c.Classify("Грязелечебницы опять закрыты, рапа кончилась"); g != "Курорты" ||
		topic != "грязелечебницы" || score <= 0 {
		t.Errorf("a new group: %s, %s, %.2f, %q", g, topic, score, reasons)
	}
	if g, topic, _, reasons := c.Classify("Где взять синие мешки?"); g != "Обращение с отходами" ||
		topic != "раздельный сбор в посёлках" {
		t.Errorf("a new topic under a former name: %s, %s, %q", g, topic, reasons)
	}
	if g, _, _, _ := c.Classify("Нет горячей воды третий день"); g != "ЖКХ" {
		t.Errorf("what the region did not touch: %s", g)
	}
	if !slices.Contains(c.Groups(), "Курорты") || len(c.Groups()) != 27 {
		t.Errorf("groups %q", c.Groups())
	}
	c, err = New(Options{File: write(t, "topics.tsv", "# replace\ngroup\ttopic\tkeys\nВода\tнет воды\tнет воды^4, "+
		"вода\nТепло\tхолодно\tбатаре*^4, отоплени*^4\n")})
	if err != nil {
		t.Fatal(err)
	}
	if g, topic, _, _ := c.Classify("Нет воды с утра"); g != "Вода" || topic != "нет воды" {
		t.Errorf("a table of the region's own: %s, %s", g, topic)
	}
	if g, _, _, _ := c.Classify("Батареи холодные"); g != "Тепло" {
		t.Errorf("a table of the region's own: %s", g)
	}
	if got := fmt.Sprint(c.Groups()); got != "[Вода Тепло]" {
		t.Errorf("groups %s", got)
	}
}

// Lists may be parted by | with or without blanks, and lines end as they like.
func TestTablesAreReadMildly(t *testing.T) {
	got, err := ParseTable("\ufeff# version: 3\r\ngroup\told\texamples\tkeys\r\n Вода \tСток|Канализация\tНет " +
		"воды|Где вода? | Сухо\tводы нет^2.5 , =112\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if e := got.Rows[0]; len(got.Rows) != 1 || e.Line != 3 || e.Group != "Вода" ||
		fmt.Sprintf("%q %q", e.Old, e.Examples) != `["Сток" "Канализация"] ["Нет воды" "Где вода?" "Сухо"]` ||
		len(e.Keys) != 2 || e.Keys[0].Weight != 2.5 || got.Version != "3" {
		t.Errorf("%+v", got.Rows)
	}
}

func TestTableFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "no rows",
		"group\ttopic\n":                       "no rows",
		"topic\tkeys\nа\tб\n":                  "group is missing",
		"group\tсвоё\nа\tб\n":                  "no column \"своё\"",
		"group\nа\tб\n":                        "line 2: 2 fields",
		"group\ttopic\n\tб\n":                  "line 2: the group is empty",
		"group\ttopic\nа\tб\nа\tб\n":           "line 3: the same group and topic stand in line 2",
		"group\tkeys\nа\tб^много\n":            "weight is not a number",
		"group\tkeys\nа\t*\n":                  "has no word",
		"\xc3\xf0\xf3\xef\xef\xe0\ttopic\nа\n": "not UTF-8",
		// Other separators would make one name or one key of many, which is then met by nothing.
		"group;topic;keys\nа;б;в\n": "line 1: this line names the columns, and there is no column " +
			"\"group;topic;keys\"",
		"group\ttopic\tkeys\nДороги;ямы;яма^3\n": "line 2: \"Дороги;ямы;яма^3\" has no tab in it",
		"# свои\n\ngroup\tkeys\nДороги   яма\n":  "line 4: \"Дороги   яма\" has no tab in it",
		"group\tkeys\nа\tяма; выбоина\n":         "line 2: the sign ';' stands among the keys",
		"group\tkeys\nа\tяма | выбоина\n":        "line 2: the sign '|'",
		"group\tkeys\nа\t\"яма\", выбоина\n":     "line 2: the sign '\"'",
		"group\tkeys\nа\tяма^2,5\n":              "line 2: the key \"5\" is a mere number",
		"group\tkeys\nа\tза*бор\n":               "line 2: the key \"за*бор\"",
		"group\tkeys\nа\t!яма\n":                 "line 2: the key \"!яма\"",
		"group\tkeys\nа\t=яма*\n":                "line 2: the key \"=яма*\"",
		"group\tkeys\tkeys\nа\tяма\tлюк\n":       "two columns are called keys",
		"group\tkeys\rа\tяма\rа\tлюк\r":          "line 3: the same group",
	} {
		if _, err := ParseTable(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"group\tkeys\nКурорты\tрапа\nДорги\tяма\n": "line 3: there is no group \"Дорги\"; did you mean \"Дороги\"?",
		"group\tkeys\nЗдравохранение\tврач\n": "line 2: there is no group \"Здравохранение\"; did you mean " +
			"\"Здравоохранение\"?",
		"group\tkeys\nдороги\tяма\n":           "",
		"# Replace\ngroup\tkeys\nДорги\tяма\n": "",
		"#replace\ngroup\nДороги\nЖКХ\n":       "",
	} {
		if _, err := New(Options{File: write(t, "topics.tsv", text)}); (err == nil) != (want == "") ||
			err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := New(Options{File: filepath.Join(t.TempDir(), "none.tsv")}); err == nil {
		t.Error("a file that is not there was read")
	}
	if _, err := Parse([]byte("reading: {}")); !errors.Is(err, ErrNotModel) {
		t.Errorf("another file as model: %v", err)
	}
}

// office is a small table in an office's own names.
func office() []Row {
	var rows []Row
	for i := range 12 {
		rows = append(rows,
			Row{fmt.Sprintf("Нет горячей воды в доме %d, батареи холодные", i), "Отдел тепла", "вода"},
			Row{fmt.Sprintf("Отопления нет, дома %d градусов", i), "Отдел тепла", "отопление"},
			Row{fmt.Sprintf("Яма на дороге у дома %d", i), "Отдел дорог", "ямы"},
			Row{fmt.Sprintf("Спасибо за праздник, %d раз были", i), "Отдел писем", ""})
	}
	return append(rows, Row{"", "Отдел писем", ""}, Row{"текст без группы", " ", ""})
}

func TestTrain(t *testing.T) {
	steps := 0
	m, report, err := Train(context.Background(), office(), TrainOptions{Seed: 3, Progress: func(done, total int) {
		if steps++; done != steps || total != 6 {
			t.Errorf("step %d of %d", done, total)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if steps != 6 || report.Rows != 48 || report.Empty != 2 || report.Checked != 48 || report.Folds != 5 ||
		report.Groups.Accuracy < 0.9 || report.TopicsRight < 0.8 || report.Frequent != 0.5 {
		t.Errorf("%d steps, report %+v", steps, report)
	}
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := Parse(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{Model: read})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"воды горячей нет": "Отдел тепла/вода",
		"когда включат отопление, холодно": "Отдел тепла/отопление", "на дороге яма": "Отдел дорог/ямы",
		"спасибо за праздник": "Отдел писем/"} {
		group, topic, _, reasons := c.Classify(text)
		if group+"/"+topic != want || len(reasons) == 0 {
			t.Errorf("%q: %s/%s, want %s", text, group, topic, want)
		}
	}
	again, _, err := Train(context.Background(), office(), TrainOptions{Seed: 3, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var second bytes.Buffer
	if err := again.Write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file.Bytes(), second.Bytes()) {
		t.Error("the same rows gave another model")
	}
	testBroken(t, file.Bytes())
}

func testBroken(t *testing.T, file []byte) {
	for cut := 0; cut < len(file); cut += 37 {
		if _, err := Parse(file[:cut]); err == nil {
			t.Fatalf("a file cut at %d was read", cut)
		}
	}
	for at := 0; at < len(file); at += 37 {
		broken := bytes.Clone(file)
		broken[at] ^= 0x41
		if _, err := Parse(broken); err == nil {
			t.Fatalf("a file changed at %d was read", at)
		}
	}
	newer := bytes.Clone(file)
	newer[len(magic)] = 200
	if _, err := Parse(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer file: %v", err)
	}
}

func TestTrainFaults(t *testing.T) {
	if _, _, err := Train(context.Background(), nil, TrainOptions{}); err == nil {
		t.Error("a model was learnt from nothing")
	}
	if _, _, err := Train(context.Background(), []Row{{"а", "x", ""}, {"б", "x", ""}}, TrainOptions{}); !errors.Is(err,
		linear.ErrOneLabel) {
		t.Errorf("one label: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Train(ctx, office(), TrainOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// What ships names groups of the table and nothing else: no other word stands in the format.
func TestModelNamesOnlyGroups(t *testing.T) {
	m, err := Parse(builtInModel)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.topics) != 0 || m.Examples() < 1000 {
		t.Errorf("topics of %d groups, %d examples", len(m.topics), m.Examples())
	}
	for _, g := range m.Groups() {
		if !slices.Contains(BuiltIn().Groups(), g) {
			t.Errorf("the label %q is no group", g)
		}
	}
}

func BenchmarkClassify(b *testing.B) {
	c := builtInClassifier(b)
	texts := []string{"Спасибо большое!", "Добрый день! На улице Садовой 12 третий день нет горячей воды, " +
		"управляющая компания трубку не берёт. Помогите, пожалуйста!",
		"Так держать 👍👍👍", "Когда уже отремонтируют дорогу до посёлка? Ямы такие, что автобус отказался ездить",
		"ну ты и выдал, сам-то выходил на субботник?"}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		c.Classify(texts[n%len(texts)])
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "texts/s")
}

// BenchmarkNew is what the topics add to the start of the program.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newIndex(BuiltIn())
		builtInClassifier(b)
	}
}
