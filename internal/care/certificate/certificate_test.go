package certificate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/internal/care/certificate"
	"otklik/report/render"
)

var zone = time.FixedZone("", 3*60*60)

func sample(rows int) (certificate.Certificate, []certificate.Row) {
	at := time.Date(2027, 3, 3, 3, 30, 5, 0, zone)
	a := certificate.Certificate{Number: "2027-3", Date: at, Operator: "Правительство Энской области, 000000, г. Энск, пл. " +
		"Главная, 1", System: "Отклик 1.5", Store: "otklik.db",
		Account: "otklik", Before: at.AddDate(-1, 0, 0), Period: "365 дн.", Raw: 12, Undecoded: 1, Digests: 30, Blanked: 2,
		Corrections: 4,
		Rewritten:   at.Add(3 * time.Second), Backups: []string{"otklik-20270226T000000Z.db.zst",
			"otklik-20270301T000000Z.db.zst"}}
	vk, direct := certificate.Count{Channel: "governor/vk", Kind: "comment"},
		certificate.Count{Channel: "governor/vk", Kind: "direct"}
	var all []certificate.Row
	for i := range rows {
		r := certificate.Row{At: at, Channel: "governor/vk", Kind: "comment", Record: fmt.Sprintf("~record%09d", i),
			Subject: fmt.Sprintf("~person%09d", i/2)}
		c := &vk
		if i%3 == 0 {
			r.Kind, c = "direct", &direct
		}
		if i%10 == 9 {
			r.Official, r.Subject = true, ""
			c.Official++
		}
		if i%4 == 0 {
			r.Waiting = true
			c.Waiting++
		}
		c.Messages++
		all = append(all, r)
	}
	a.Counts = []certificate.Count{vk, direct}
	return a, all
}

func files(t testing.TB, a certificate.Certificate, rows []certificate.Row) (map[string][]byte, []byte) {
	t.Helper()
	var register bytes.Buffer
	e, err := certificate.NewExtract(&register)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := e.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	all, err := certificate.Files(a, e)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string][]byte{}
	for _, f := range all {
		byName[f.Name] = f.Data
	}
	return byName, register.Bytes()
}

// words are the visible words of a document, without its breaks.
func words(t *testing.T, name string, data []byte) string {
	t.Helper()
	if strings.HasSuffix(name, ".txt") {
		return strings.Join(strings.Fields(string(data)), " ")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var xml bytes.Buffer
	if _, err := xml.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	return xml.String()
}

// Both documents say what the order asks of them (clauses 3 and 5).
func TestDocumentsSayWhatTheOrderAsks(t *testing.T) {
	a, rows := sample(40)
	byName, register := files(t, a, rows)
	for name, want := range map[string][]string{
		"act-2027-3": {"Акт № 2027-3", "03.03.2027 03:30:05", "Правительство Энской области", "по поручению оператора",
			"Категории уничтоженных данных", "идентификатор автора", "Отклик 1.5",
			"otklik.db", "переписан заново", "истёк срок хранения", "365 дн.", "03.03.2026", "governor/vk",
			"otklik-20270301T000000Z.db.zst", "фамилия, имя, отчество, должность, подпись",
			"Остались без ответа", "~record000000004", "сводок старше срока хранения"},
		"log-2027-3": {"Выгрузка из журнала", "акту № 2027-3", "~person000000001", "без субъекта",
			"Причина уничтожения", "Категории", "Информационная система", "03.03.2027 03:30:05", "log-2027-3.csv"},
	} {
		for _, ending := range []string{".txt", ".docx"} {
			text := words(t, name+ending, byName[name+ending])
			for _, w := range want {
				if !strings.Contains(strings.ToLower(strings.ReplaceAll(text, "\u00a0", " ")), strings.ToLower(w)) {
					t.Errorf("%s%s does not say %q", name, ending, w)
				}
			}
		}
	}
	table := csv.NewReader(bytes.NewReader(register))
	table.Comma = ';'
	all, err := table.ReadAll()
	if err != nil || len(all) != 41 || all[1][3] != "~record000000000" || all[1][6] != "да" ||
		all[10][5] != "официальная" {
		t.Errorf("%d rows, %v", len(all), err)
	}
	again, _ := files(t, a, rows)
	for name, data := range byName {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s differs from one writing to the next", name)
		}
	}
}

func TestKindsOfActs(t *testing.T) {
	a, rows := sample(4)
	a.Demand, a.Subject, a.Operator, a.Backups, a.Mentions = true, "~abcdefghijklmnop", "", nil, 2
	byName, _ := files(t, a, rows)
	text := words(t, ".txt", byName["act-2027-3.txt"])
	for want, stands := range map[string]bool{"требование субъекта": true, "~abcdefghijklmnop": true,
		"чужих сообщений": true, "истёк": false, "Резервные копии": false,
		"Оператор (наименование, адрес): ____": true} {
		if strings.Contains(text, want) != stands {
			t.Errorf("%q stands in the act: %v\n%s", want, !stands, text)
		}
	}
	a, rows = sample(4)
	a.Depersonalised, a.Rewritten = true, time.Time{}
	byName, _ = files(t, a, rows)
	if text := words(t, ".txt", byName["act-2027-3.txt"]); !strings.Contains(text, "обезличены") ||
		!strings.Contains(text, "ещё не переписан") {
		t.Error(text)
	}
}

// However much was destroyed, the documents stay short and say where the rest is.
func TestLargeActs(t *testing.T) {
	a, rows := sample(5000)
	byName, register := files(t, a, rows)
	if n := bytes.Count(register, []byte("\n")); n != 5001 {
		t.Errorf("%d lines in the register", n)
	}
	for _, name := range []string{"act-2027-3.txt", "log-2027-3.txt"} {
		if text := string(byName[name]); !strings.Contains(text, "log-2027-3.csv") || strings.Contains(text, "xlsx") ||
			len(text) > 60_000 {
			t.Errorf("%s has %d bytes", name, len(text))
		}
	}
	if text := words(t, ".docx", byName["log-2027-3.docx"]); strings.Contains(text, "xlsx") {
		t.Error("the document leads to a register that does not exist")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFullDiskIsSaid(t *testing.T) {
	if _, err := certificate.NewExtract(full{}); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Error(err)
	}
}

// LibreOffice opens the documents; with OTKLIK_ACTS=FOLDER they stay there to be looked at.
func TestOpensInLibreOffice(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("soffice is not installed or the tests are to be short: no document is opened with it")
	}
	folder := os.Getenv("OTKLIK_ACTS")
	if folder == "" {
		folder = t.TempDir()
	}
	a, rows := sample(40)
	byName, _ := files(t, a, rows)
	arguments := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(t.TempDir(), "profile")),
		"--headless", "--convert-to", "pdf", "--outdir", folder}
	for _, name := range []string{"act-2027-3.docx", "log-2027-3.docx"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, byName[name], 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	limit, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(limit, program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	for _, name := range []string{"act-2027-3.pdf", "log-2027-3.pdf"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
}

// What killed processes had left beside the store is part of the destruction, and so is what could not be looked into.
func TestLeftovers(t *testing.T) {
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf(".otklik-copy.otklik-%016x", i)
	}
	for _, c := range []struct {
		swept, unswept []string
		unseen         int
		says, not      []string
	}{
		{says: []string{"в них нет"}, not: []string{"удалены", "не удалось"}},
		{swept: []string{".a.jsonl.otklik-0123456789abcdef"},
			says: []string{".a.jsonl.otklik-0123456789abcdef", "удалены."}, not: []string{"в них нет", "Не удалены"}},
		{unswept: []string{".b.zst.otklik-0123456789abcdef"},
			says: []string{"Не удалены", ".b.zst.otklik-0123456789abcdef"}, not: []string{"в них нет"}},
		{unseen: 2, says: []string{"осмотреть не удалось: 2"}},
		{swept: many, says: []string{"и ещё 50"}},
	} {
		a, _ := sample(1)
		a.Swept, a.Unswept, a.Unseen = c.swept, c.unswept, c.unseen
		text, err := render.RenderPage(a.Page(), render.Text)
		if err != nil {
			t.Fatal(err)
		}
		_, section, _ := strings.Cut(strings.Join(strings.Fields(string(text)), " "), "ОСТАТКИ ПРЕРВАННЫХ ЗАПИСЕЙ")
		section, _, _ = strings.Cut(section, "РЕЗЕРВНЫЕ КОПИИ")
		for _, want := range c.says {
			if !strings.Contains(section, want) {
				t.Errorf("%q is not said: %.300s", want, section)
			}
		}
		for _, no := range c.not {
			if strings.Contains(section, no) {
				t.Errorf("%q is said: %.300s", no, section)
			}
		}
	}
}
