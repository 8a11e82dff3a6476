package certificate

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"otklik/report/build"
	"otklik/report/clean"
	"otklik/report/page"
)

// Extract is the extract of the log of a certificate (clause 5 of the order): who, what, in which system, why and when.
// Rows are added one by one, because there may be millions; what stays in memory is one line for each person and
// channel.
type Extract struct {
	csv    *csv.Writer
	groups map[groupKey]*group
	order  []groupKey
	// Waiting are the first rows that had no answer, Subjects how many people there were.
	Waiting  []Row
	subjects map[string]bool
}

type groupKey struct{ subject, channel, kind string }

type group struct {
	messages int
	last     time.Time
}

// NewExtract writes the register, all rows as CSV for a spreadsheet (semicolons, UTF-8 with its mark), to w.
func NewExtract(w io.Writer) (*Extract, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, fmt.Errorf("write the register: %w", err)
	}
	e := &Extract{csv: csv.NewWriter(w), groups: map[groupKey]*group{}, subjects: map[string]bool{}}
	e.csv.Comma, e.csv.UseCRLF = ';', true
	return e, e.write([]string{"Дата и время уничтожения", "Канал", "Вид", "Запись (псевдоним)", "Субъект (псевдоним)",
		"Сторона", "Без ответа"})
}

func (e *Extract) write(cells []string) error {
	if err := e.csv.Write(cells); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	return nil
}

// Add takes one destroyed message.
func (e *Extract) Add(r Row) error {
	k := groupKey{r.Subject, r.Channel, r.Kind}
	g := e.groups[k]
	if g == nil {
		g = &group{}
		e.groups[k] = g
		e.order = append(e.order, k)
	}
	g.messages++
	if r.At.After(g.last) { // rows come in no order of time
		g.last = r.At
	}
	if r.Subject != "" {
		e.subjects[r.Subject] = true
	}
	if r.Waiting && len(e.Waiting) < mostListed {
		e.Waiting = append(e.Waiting, r)
	}
	side, waiting := "гражданин", ""
	if r.Official {
		side = "официальная"
	}
	if r.Waiting {
		waiting = "да"
	}
	return e.write([]string{moment(r.At), clean.Guard(r.Channel), kindName(r.Kind), r.Record, r.Subject,
		side, waiting})
}

// Close ends the register.
func (e *Extract) Close() error {
	e.csv.Flush()
	if err := e.csv.Error(); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	return nil
}

// Subjects is how many different people the rows are of.
func (e *Extract) Subjects() int { return len(e.subjects) }

// Page is the extract of the log that belongs to a certificate.
func (e *Extract) Page(a Certificate) page.Page {
	all, _ := a.messages()
	p := page.Page{Lang: "ru", Title: "Выгрузка из журнала регистрации событий к акту №\u00a0" + a.Number,
		AsOf: day(a.Date),
		Word: "Уничтожено сообщений: " + number(all), Reason: "причина — " + a.ground(), Tone: build.Same,
		Notes: []string{"Псевдоним — отпечаток идентификатора с разовым ключом, который стёрт из базы до составления " +
			"документов: в этом акте и выгрузке один человек всегда под одним псевдонимом, " +
			"в других актах — под другими. Восстановить по псевдониму идентификатор нельзя.",
			"Хранить вместе с актом три года (приказ Роскомнадзора от 28.10.2022 №\u00a0179)."}}
	p.Sections = append(p.Sections, page.Section{Head: "Сведения", Items: []page.Item{
		{Strong: "Информационная система", Text: a.System + "; база данных " + a.Store},
		{Strong: "Причина уничтожения", Text: a.ground()},
		{Strong: "Дата и время окончания", Text: moment(a.Date)},
		{Strong: "Категории уничтоженных данных", Text: "одни и те же для каждого субъекта: " +
			strings.Join(a.categories(), "; ")},
		{Strong: "Полный перечень", Text: "файл " + a.Register},
	}})
	t := &page.Table{Columns: []page.Column{{Name: "Субъект"}, {Name: "Канал, вид"},
		{Name: "Записей", Number: true}, {Name: "Уничтожено"}}}
	for _, k := range e.order[:min(len(e.order), mostListed)] {
		g := e.groups[k]
		subject := k.subject
		if subject == "" {
			subject = "без субъекта"
		}
		t.Rows = append(t.Rows, page.Row{Cells: []string{subject, k.channel + ", " + kindName(k.kind),
			number(g.messages), g.last.Format("02.01.2006 15:04:05")}})
	}
	if len(t.Rows) > 0 {
		p.Sections = append(p.Sections, page.Section{Head: "Записи журнала",
			Lines: []string{"«Без субъекта» — сообщения официальной стороны и авторов, которых площадка не называет."},
			Table: t, More: rest(len(e.order)-len(t.Rows), a.Register)})
	}
	if derived := a.derived(); len(derived) > 0 {
		p.Sections = append(p.Sections, page.Section{Head: "Вместе с ними", Items: derived})
	}
	return p
}
