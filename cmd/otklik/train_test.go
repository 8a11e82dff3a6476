package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"otklik/internal/sandbox/town"
)

// incident is a row of an export that is of use here.
type incident struct{ group, topic, text string }

// subjects are an office's own groups and topics, each with beginnings and ends of what people write about them.
var subjects = []struct {
	group, topic string
	begins, ends []string
}{
	{"Тепло и вода", "Отопление", []string{"Батареи холодные", "Отопления нет", "В квартире 14 градусов, батареи " +
		"ледяные", "Стояк отопления чуть тёплый"},
		[]string{"дети спят в куртках", "когда дадут тепло в дом?", "котельная молчит", "греемся обогревателями"}},
	{"Тепло и вода", "Водоснабжение", []string{"Из крана идёт ржавая вода", "Холодной воды нет",
		"Напора воды нет на верхних этажах", "Отключили воду без объявления"},
		[]string{"водоканал не отвечает", "носим воду вёдрами из колонки", "стирать и мыться нечем",
			"трубы в подвале гнилые"}},
	{"Дороги и тротуары", "Ямы", []string{"Яма на дороге", "Асфальт разбит, дорога в ямах",
		"После ремонта дорога опять в выбоинах", "Колея на проезжей части"},
		[]string{"пробил колесо", "машины объезжают по встречной", "засыпьте ямы хотя бы щебнем",
			"когда положат асфальт?"}},
	{"Дороги и тротуары", "Снег", []string{"Снег на дороге не чистят", "Тротуар завален снегом",
		"Грейдер не приезжал, дорога в сугробах", "Гололёд, дорогу не посыпали песком"},
		[]string{"скорая не проехала", "с коляской не пройти по тротуару", "машины застревают",
			"пришлите снегоуборочную технику"}},
	{"Мусор", "Вывоз", []string{"Мусор не вывозят", "Контейнеры переполнены мусором", "Баки забиты с прошлой недели",
		"Мусоровоз не приезжает"},
		[]string{"пакеты разносят вороны", "крысы бегают у контейнеров", "региональный оператор берёт деньги ни за что",
			"вонь от баков"}},
	{"Мусор", "Свалки", []string{"За гаражами свалка", "Стихийная свалка у леса",
		"Строительный мусор сваливают в овраг", "На пустыре растёт свалка"},
		[]string{"уберите отходы", "горит и дымит", "самосвалы возят отходы по ночам", "найдите, кто сваливает мусор"}},
	{"Автобусы", "Расписание", []string{"Автобус не приходит по расписанию", "Ждали автобус час",
		"Маршрутка ходит раз в два часа", "Вечерний рейс автобуса отменили"},
		[]string{"опаздываем на работу", "стоим на остановке на морозе", "добавьте рейсы на маршрут",
			"перевозчик не отвечает"}},
	{"Автобусы", "Водители", []string{"Водитель автобуса хамит", "Водитель маршрутки курит за рулём",
		"Водитель автобуса проехал мимо остановки", "Водитель маршрутки высадил школьника"},
		[]string{"примите меры к перевозчику", "пассажиры возмущены", "номер маршрута известен",
			"уволите такого водителя"}},
	{"Поликлиники", "Запись к врачу", []string{"К врачу не записаться", "Талонов к терапевту нет",
		"Запись к педиатру на месяц вперёд", "В регистратуру поликлиники не дозвониться"},
		[]string{"очередь с шести утра", "ребёнок с температурой", "где лечиться больному?",
			"электронная запись закрыта"}},
	{"Поликлиники", "Лекарства", []string{"Льготных лекарств нет", "В аптеке нет инсулина по рецепту",
		"Не выдают лекарства диабетикам", "Рецепт на лекарство не обслуживают"},
		[]string{"покупаем за свои деньги", "болезнь не ждёт", "врач разводит руками", "мама пьёт таблетки по " +
			"жизненным показаниям"}},
}

// incidents tells something about every subject, n times; another salt makes other texts of the same words.
func incidents(n, salt int) (all []incident) {
	streets := []string{"Заречной", "Полевой", "Тихой", "Школьной", "Вишнёвой", "Дачной", "Луговой"}
	for i, s := range subjects {
		for k := range n {
			text := fmt.Sprintf("%s на улице %s, дом %d, %s", s.begins[(k+salt)%4], streets[(i+k+salt)%7], 3+2*k+salt,
				s.ends[(k/4+k+salt*3)%4])
			all = append(all, incident{s.group, s.topic, text})
		}
	}
	return all
}

// columns are those of an export of «Инцидент Менеджмент» that are known, and some more to make it as wide.
func columns() []string {
	names := []string{"Номер инцидента", "Отдел", "Исполнитель", "Дата создания", "Дата окончания/закрытия",
		"Время с начала создания инцидента до окончания",
		"Текущий шаг инцидента", "Группа тем", "Тема", "Регион", "Муниципалитет", "Населённый пункт", "Улица", "Дом",
		"Тип инцидента", "Итог", "Теги",
		"Текст инцидента", "1ый ответ ПИ"}
	for len(names) < 44 {
		names = append(names, fmt.Sprint("Поле ", len(names)+1))
	}
	return names
}

// workbook makes the xlsx: rows of the same group and topic two by two with these cells merged, texts with a leading
// apostrophe, <br> and mentions. above is how many rows stand over the header.
func workbook(t *testing.T, rows []incident, above int) string {
	t.Helper()
	var texts []string
	var sheet, merged strings.Builder
	cell := func(column, line int, text string) {
		if text == "" {
			return
		}
		texts = append(texts, text)
		fmt.Fprintf(&sheet, `<c r="%s%d" t="s"><v>%d</v></c>`, letters(column), line, len(texts)-1)
	}
	names := columns()
	at := func(name string) int { return slices.Index(names, name) }
	line := 1
	if above > 0 {
		sheet.WriteString(`<row r="1">`)
		cell(0, 1, "Выгрузка инцидентов за неделю")
		sheet.WriteString(`</row>`)
		fmt.Fprintf(&merged, `<mergeCell ref="A1:%s1"/>`, letters(len(names)-1))
		if above > 3 {
			sheet.WriteString(`<row r="3">`)
			cell(0, 3, "Период")
			cell(1, 3, "01.11–30.11")
			sheet.WriteString(`</row>`)
		}
		line += above
	}
	fmt.Fprintf(&sheet, `<row r="%d">`, line)
	for i, name := range names {
		cell(i, line, name)
	}
	sheet.WriteString(`</row>`)
	for i, r := range rows {
		line++
		second := i%2 == 1 && rows[i-1].group == r.group && rows[i-1].topic == r.topic
		text := r.text
		switch i % 4 {
		case 0:
			text = "'" + text
		case 1:
			text = "Здравствуйте!<br>" + text + "<br/>Спасибо"
		case 2:
			text = "[club123|Город онлайн], " + text
		case 3:
			text = "[id123|Имя], " + text
		}
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d"><v>%d</v></c>`, line, line, 5000+i)
		cell(at("Текущий шаг инцидента"), line, "Готово")
		if !second {
			cell(at("Группа тем"), line, r.group)
			cell(at("Тема"), line, r.topic)
		} else {
			for _, column := range []string{"Группа тем", "Тема"} {
				c := letters(at(column))
				fmt.Fprintf(&merged, `<mergeCell ref="%s%d:%s%d"/>`, c, line-1, c, line)
			}
		}
		cell(at("Регион"), line, "Энская область")
		cell(at("Тип инцидента"), line, "Решаемый")
		cell(at("Текст инцидента"), line, text)
		cell(at("1ый ответ ПИ"), line, "Здравствуйте! Информация передана исполнителю.")
		sheet.WriteString(`</row>`)
	}
	var shared bytes.Buffer
	for _, text := range texts {
		shared.WriteString(`<si><t xml:space="preserve">`)
		if err := xml.EscapeText(&shared, []byte(text)); err != nil {
			t.Fatal(err)
		}
		shared.WriteString(`</t></si>`)
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"[Content_Types].xml",
			`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
				`<Override PartName="/xl/workbook.xml" ContentType="` + kind +
				`sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + kind +
				`worksheet+xml"/>` +
				`<Override PartName="/xl/sharedStrings.xml" ContentType="` + kind + `sharedStrings+xml"/></Types>`},
		{"_rels/.rels",
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + relation +
			`"><sheets><sheet name="Инциденты" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels",
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="rId2" Type="` + relation +
				`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + main + `><sheetData>` + sheet.String() +
			`</sheetData><mergeCells>` + merged.String() + `</mergeCells></worksheet>`},
		{"xl/sharedStrings.xml", `<sst ` + main + `>` + shared.String() + `</sst>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(head + part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// letters is the name of a column: A, B, … Z, AA.
func letters(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return letters(column/26-1) + string(rune('A'+column%26))
}

// oneByte writes a text in a one-byte encoding: small and capital letters are those of the bytes that follow.
func oneByte(t *testing.T, text string, code map[rune]byte) string {
	t.Helper()
	var b []byte
	for _, r := range text {
		c, known := code[r]
		switch {
		case r < 0x80:
			b = append(b, byte(r))
		case known:
			b = append(b, c)
		default:
			t.Fatalf("%q has no place in the encoding", r)
		}
	}
	return string(b)
}

// encoding maps letters to the bytes from first on.
func encoding(first byte, letters string, more map[rune]byte) map[rune]byte {
	code := map[rune]byte{}
	for i, r := range []rune(letters) {
		code[r] = first + byte(i)
	}
	for r, c := range more {
		code[r] = c
	}
	return code
}

const alphabet = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"

var (
	cp1251 = encoding(0xC0, alphabet, map[rune]byte{'ё': 0xB8, 'Ё': 0xA8, '«': 0xAB, '»': 0xBB})
	koi8r  = encoding(0xC0, "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
		map[rune]byte{'ё': 0xA3, 'Ё': 0xB3})
	cp866 = encoding(0x80, alphabet[:2*48], encoding(0xE0, alphabet[2*48:], map[rune]byte{'ё': 0xF1, 'Ё': 0xF0}))
)

// asCSV is the same table as Excel saves it in Russia.
func asCSV(rows []incident) string {
	var b strings.Builder
	b.WriteString("Номер;Текст инцидента;Группа тем;Тема\r\n")
	for i, r := range rows {
		fmt.Fprintf(&b, "%d;\"%s\";%s;%s\r\n", i+1, r.text, r.group, r.topic)
	}
	return b.String()
}

var ofExport = []string{"--text", "Текст инцидента", "--group", "Группа тем", "--topic", "Тема"}

func (b *bench) train(data, output string, columns ...string) result {
	b.t.Helper()
	args := append([]string{"train", "--data", b.path(data), "--output", b.path(output)}, columns...)
	return b.with(b.t.Context(), "", args...)
}

// share finds a share in per cent after some words of an output.
func share(t *testing.T, out, pattern string) float64 {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no %s in:\n%s", pattern, out)
	}
	n, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnExportIsLearntUsedAndEvaluated(t *testing.T) {
	t.Parallel()
	rows := incidents(8, 0)
	for name, above := range map[string]int{"the header first": 0, "a title above": 2,
		"title, period and author above": 5} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, town.Town{Official: "Глава"})
			b.write("Выгрузка.xlsx", workbook(t, rows, above))
			b.folders("models")
			r := b.train("Выгрузка.xlsx", "models/topics.model", ofExport...)
			if r.code != exitDone || !strings.Contains(r.out, fmt.Sprintf("learnt from %d rows\n", len(rows))) ||
				!fewRowsOnly(r) {
				t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
			}
			for _, s := range subjects {
				if !strings.Contains(r.out, "  "+s.group+"\n") {
					t.Errorf("no held-out score of %q in:\n%s", s.group, r.out)
				}
			}
			if right := share(t, r.out, `checked on 80 rows that were held out: ([0-9.]+) %`); right < 90 {
				t.Errorf("only %.1f %% of the held-out groups are right", right)
			}
			if right := share(t, r.out, `group and topic right: ([0-9.]+) % of 80 rows`); right < 80 {
				t.Errorf("only %.1f %% of the held-out topics are right", right)
			}
			if info, err := os.Stat(b.path("models/topics.model")); err != nil || info.Mode().Perm() != 0o600 ||
				!strings.Contains(r.out, b.path("models/topics.model")) {
				t.Errorf("the model file: %v, %v\n%s", info, err, r.out)
			}
			b.configure("language: ru", "language: ru\nreading: { model: models/topics.model }")
			b.classified(incidents(4, 1))
			b.write("new.csv", asCSV(incidents(4, 1)))
			r = b.must("evaluate", "--data", b.path("new.csv"), "--text", "Текст инцидента", "--label", "Группа тем")
			if right := share(t, r.out, `40 rows, ([0-9]+) right`); right < 36 ||
				!strings.Contains(r.out, "the group of topics") || !strings.Contains(r.out, "Confusions") {
				t.Errorf("%s%s", r.out, r.err)
			}
			r = b.must("evaluate", "--data", b.path("Выгрузка.xlsx"), "--text", "Текст инцидента", "--label",
				"Группа тем")
			if right := share(t, r.out, `80 rows, ([0-9]+) right`); right < 76 {
				t.Errorf("%s%s", r.out, r.err)
			}
		})
	}
}

// classified reads texts with the configuration and compares groups and topics.
func (b *bench) classified(rows []incident) {
	b.t.Helper()
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for i, r := range rows {
		if err := encoder.Encode(map[string]any{"id": i, "text": r.text}); err != nil {
			b.t.Fatal(err)
		}
	}
	r := b.with(b.t.Context(), in.String(), "--config", b.path("config.yaml"), "classify")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if r.code != exitDone || len(lines) != len(rows) {
		b.t.Fatalf("exit %d, %d lines for %d texts\n%s", r.code, len(lines), len(rows), r.err)
	}
	groups, topics := 0, 0
	for i, line := range lines {
		var got struct {
			ID           int
			Group, Topic string
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil || got.ID != i {
			b.t.Fatalf("line %d: %s, %v", i+1, line, err)
		}
		if got.Group == rows[i].group {
			groups++
		}
		if got.Group == rows[i].group && got.Topic == rows[i].topic {
			topics++
		}
	}
	if groups*10 < len(rows)*9 || topics*10 < len(rows)*8 {
		b.t.Errorf("of %d texts %d have the office's group and %d its topic too\n%s", len(rows), groups, topics, r.out)
	}
}

func TestACP1251TableIsReadRight(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	rows := incidents(8, 0)
	b.write("cp1251.csv", oneByte(t, asCSV(rows), cp1251))
	b.write("utf8.csv", asCSV(rows))
	said := b.train("cp1251.csv", "one.model", ofExport...)
	plain := b.train("utf8.csv", "other.model", ofExport...)
	if said.code != exitDone || !strings.Contains(said.err, "Windows-1251") || plain.code != exitDone ||
		!fewRowsOnly(plain) {
		t.Fatalf("exit %d, %d: %s%s", said.code, plain.code, said.err, plain.err)
	}
	if strings.ReplaceAll(said.out, "one.model", "other.model") != plain.out ||
		b.read("one.model") != b.read("other.model") {
		t.Errorf("another model was learnt from the same table in another encoding:\n%s", said.out)
	}
}

// With --quiet nothing is said beside the result.
func TestTrainIsQuiet(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	b.write("utf8.csv", asCSV(incidents(8, 0)))
	if said := b.train("utf8.csv", "one.model", append([]string{"--quiet"}, ofExport...)...); said.code != exitDone ||
		said.err != "" {
		t.Errorf("exit %d: %s", said.code, said.err)
	}
}

// fewRowsOnly reports whether nothing was said beside the result but that the table is short.
func fewRowsOnly(r result) bool {
	return strings.Count(r.err, "\n") == 1 && strings.Contains(r.err, "fewer than 200 is often wrong")
}

// listing are the names and contents of a bench's files.
func (b *bench) listing() map[string]string {
	b.t.Helper()
	entries, err := os.ReadDir(b.folder)
	if err != nil {
		b.t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if !e.IsDir() {
			files[e.Name()] = b.read(e.Name())
		}
	}
	return files
}

func TestBadTablesAreSaidAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	rows := incidents(8, 0)
	good, csv := workbook(t, rows, 2), asCSV(rows)
	alone := slices.Clone(rows)
	for i := range alone {
		alone[i].group = "Дороги"
	}
	for _, c := range []struct {
		name, file, data string
		columns          []string
		says             []string
	}{
		{"a picture", "table.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", ofExport, []string{"save it as"}},
		{"a letter", "table.docx", "PK\x03\x04whatever", ofExport, []string{".xlsx"}},
		{"a page", "table.pdf", "%PDF-1.4", ofExport, []string{".csv, .tsv or .xlsx"}},
		{"an old Excel file", "table.xls", "\xd0\xcf\x11\xe0", ofExport, []string{"save it as .xlsx"}},
		{"an Excel file under another name", "table.csv", good, ofExport, []string{"rename it to .xlsx"}},
		{"an xlsx that is none", "table.xlsx", csv, ofExport, []string{"not an Excel file"}},
		{"a cut xlsx", "table.xlsx", good[:len(good)*2/3], ofExport, []string{"not an Excel file", "damaged"}},
		{"a damaged xlsx", "table.xlsx", damaged(good), ofExport, []string{"not an Excel file", "damaged"}},
		{"no such column", "table.xlsx", good, []string{"--text", "Сообщение", "--group", "Группа тем"},
			[]string{"no column «Сообщение»", "«Текст инцидента»", "«Группа тем»", "«1ый ответ ПИ»"}},
		{"no such topic column", "table.csv", csv, []string{"--text", "Текст инцидента", "--group", "Группа тем",
			"--topic", "Подтема"}, []string{"no column «Подтема»", "«Тема»"}},
		{"two rows", "table.csv", asCSV([]incident{rows[0], rows[len(rows)-1]}), ofExport,
			[]string{"has 2 rows", "fewer than 20"}},
		{"one label only", "table.csv", asCSV(alone), ofExport, []string{"the same group"}},
		{"no rows", "table.csv", csv[:strings.Index(csv, "\n")+1], ofExport, []string{"0 rows"}},
		{"no rows in an xlsx", "table.xlsx", workbook(t, nil, 2), ofExport, []string{"0 rows"}},
		{"an empty file", "table.csv", "", ofExport, []string{"empty"}},
		{"empty labels", "table.csv", "Текст инцидента;Группа тем;Тема\r\nНет воды;;\r\nНет света;;\r\n", ofExport,
			[]string{"none of the 2 rows"}},
		{"KOI8-R", "table.csv", oneByte(t, csv, koi8r), ofExport, []string{"encoding", "CSV UTF-8"}},
		{"the encoding of DOS", "table.csv", oneByte(t, csv, cp866), ofExport, []string{"encoding", "CSV UTF-8"}},
		{"noise", "table.csv", noise(), ofExport, []string{"CSV UTF-8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, town.Town{Official: "Глава"})
			b.write(c.file, c.data)
			b.write("topics.model", "the model of last month")
			before := b.listing()
			check := func(r result, command string) {
				t.Helper()
				if r.code != exitFailed || r.out != "" {
					t.Errorf("%s: exit %d, %q", command, r.code, r.out)
				}
				for _, part := range append(c.says, c.file) {
					if !strings.Contains(r.err, part) {
						t.Errorf("%s does not say %q: %s", command, part, r.err)
					}
				}
				if text := strings.TrimSpace(r.err); strings.Contains(text, "\n") || strings.Count(text, c.file) != 1 ||
					!strings.HasPrefix(text, "otklik: ") {
					t.Errorf("%s says more than a sentence: %s", command, r.err)
				}
			}
			check(b.train(c.file, "topics.model", c.columns...), "train")
			if len(c.columns) == len(ofExport) && c.name != "one label only" && c.name != "two rows" &&
				!slices.Contains(c.columns, "Подтема") {
				check(b.otklik("evaluate", "--data", b.path(c.file), "--text", c.columns[1], "--label", c.columns[3]),
					"evaluate")
			}
			after := b.listing()
			delete(after, "otklik.db")
			if fmt.Sprint(before) != fmt.Sprint(after) {
				t.Error("something was written")
			}
		})
	}
}

// damaged is a zip whose sheet cannot be unpacked.
func damaged(file string) string {
	b := []byte(file)
	at := bytes.Index(b, []byte("xl/worksheets/sheet1.xml")) + 60
	for i := at; i < at+200; i++ {
		b[i] ^= 0x5a
	}
	return string(b)
}

// noise is what no encoding makes a text of.
func noise() string {
	var b []byte
	for i := range 4000 {
		b = append(b, byte(0x80+(i*i*7+i*13)%128))
	}
	return string(b)
}

func TestUsageOfTrainAndEvaluate(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	b.write("table.csv", asCSV(incidents(4, 0)))
	before := b.listing()
	for _, args := range [][]string{
		{"train"},
		{"train", "--data", b.path("table.csv"), "--text", "Текст инцидента", "--group", "Группа тем"},
		{"train", "--data", b.path("table.csv"), "--group", "Группа тем", "--output", b.path("x")},
		{"train", b.path("table.csv")},
		{"evaluate", "--data", b.path("table.csv"), "--text", "Текст инцидента"},
	} {
		if r := b.with(t.Context(), "", args...); r.code != exitUsage || r.out != "" ||
			!strings.Contains(r.err, args[0]) {
			t.Errorf("%q: exit %d, %s%s", args, r.code, r.out, r.err)
		}
	}
	b.write("topics.model", "no model")
	b.configure("language: ru", "language: ru\nreading: { model: topics.model }")
	if r := b.with(t.Context(), `{"id":"1","text":"Яма"}`, "--config", b.path("config.yaml"),
		"classify"); r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "topics.model") {
		t.Errorf("a model that is none: exit %d, %s%s", r.code, r.out, r.err)
	}
	if len(b.listing()) != len(before)+1 {
		t.Error("something was written")
	}
}
