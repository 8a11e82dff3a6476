// Package certificate writes the two documents that confirm a destruction of personal data: the certificate and the
// extract of the log, as order № 179 of Roskomnadzor of 28 October 2022 asks of whoever processes by machine. It is
// pure: what was destroyed is handed to it, and neither document holds personal data beyond pseudonyms.
package certificate

import (
	"fmt"
	"strings"
	"time"

	"otklik/report/build"
	"otklik/report/page"
)

// Certificate is a destruction of personal data as its documents tell of it.
type Certificate struct {
	Number string    // year and number, 2027-3
	Date   time.Time // when the destruction ended, in the office's time zone
	// Operator is the name and address of whoever answers for the data (clause 3а of the order); empty: a line to fill
	// in.
	Operator string
	// System and Store name the information system (clause 3ж) with its version, and the file.
	System, Store string
	// Account is the account of the machine that the destruction ran under.
	Account string
	// Demand: one person asked for it. Else the storage period is over: of what was sent before Before.
	Demand  bool
	Before  time.Time
	Period  string // how long data are kept: "365 дн."
	Subject string // the pseudonym of the person who asked
	// Depersonalised: the figures of messages were kept.
	Depersonalised bool
	// Encrypted: the values of the store are, and with them the key of the hashes that are left of what was destroyed.
	Encrypted bool
	Counts    []Count
	Subjects  int // how many people the destroyed messages were of
	// What was destroyed besides the messages.
	Raw, Undecoded, Digests, Blanked, Corrections, Mentions int
	// messages that had had no answer; at most mostWaiting are listed
	Waiting []Row
	// Rewritten is when the file of the store was written again; zero: it was not, yet.
	Rewritten time.Time
	// Backups are the names of copies that were made before and still hold what was destroyed.
	Backups []string
	// Swept are the names of files that killed processes had left and that were removed; Unswept of those that could
	// not be, or that another process was making. Unseen folders could not be looked into for such.
	Swept, Unswept []string
	Unseen         int
	// Register is the name of the file that lists everything.
	Register string
}

// Count counts the destroyed messages of one kind of one channel.
type Count struct {
	Channel, Kind               string
	Messages, Official, Waiting int
}

// Row is one destroyed message; Record and Subject are pseudonyms.
type Row struct {
	At                             time.Time
	Channel, Kind, Record, Subject string
	Official, Waiting              bool
}

// mostListed is how many rows a document shows; the register has all. A document draws no more than 200.
const mostListed = 150

// kindName is the kind in words.
func kindName(kind string) string {
	if kind == "direct" {
		return "личные сообщения"
	}
	return "комментарии"
}

func (a Certificate) messages() (all, waiting int) {
	for _, c := range a.Counts {
		all += c.Messages
		waiting += c.Waiting
	}
	return all, waiting
}

func (a Certificate) ground() string {
	if a.Demand {
		return "требование субъекта персональных данных (ст. 14, 20 и 21 Федерального закона от 27.07.2006 " +
			"№\u00a0152-ФЗ «О персональных данных»)"
	}
	return fmt.Sprintf("достижение цели обработки: истёк срок хранения (%s) записей, отправленных до %s (ч. 4 ст. 21 "+
		"Федерального закона от 27.07.2006 №\u00a0152-ФЗ «О персональных данных»)",
		a.Period, day(a.Before))
}

func (a Certificate) method() string {
	how := "Записи удалены из базы данных вместе с их указателями; файл базы переписан заново, поэтому удалённое не " +
		"осталось и в его свободных страницах"
	if a.Depersonalised {
		how = "Записи обезличены: удалены авторы, тексты, адреса и номера, оставлены канал, время с точностью до " +
			"часа, муниципалитет, тема, срочность, вид вложений и состояния ответа; файл базы переписан заново, " +
			"поэтому удалённое не осталось и в его свободных страницах"
	}
	if a.Rewritten.IsZero() {
		return how[:strings.Index(how, ";")] + ". Файл базы ещё не переписан"
	}
	return how + " (" + moment(a.Rewritten) + ")"
}

// left is what the store keeps so that nothing of the destroyed comes back, and what can be made of it.
func (a Certificate) left() string {
	what := "момент, раньше которого ничего не собирается, и отпечатки номеров уничтоженных диалогов с днём уничтожения"
	if a.Demand {
		what = "отпечатки номеров уничтоженных сообщений и диалогов с днём уничтожения"
	}
	what += ", чтобы уничтоженное не было собрано вновь; в оставшихся ответах на уничтоженные сообщения — номер " +
		"сообщения, на которое отвечено"
	if a.Encrypted {
		return what + "; ключ отпечатков зашифрован вместе с базой"
	}
	return what + ". База не зашифрована: кто получит её файл, сможет подобрать эти номера перебором"
}

// categories are what was stored of each person (clause 3д).
func (a Certificate) categories() []string {
	derived := "сведения, выведенные из текста: тема, место, состояние ответа"
	if a.Depersonalised {
		derived = "сведения, выведенные из текста: населённый пункт, улица, дом, причины решений"
	}
	return []string{"имя, под которым автор показан на площадке", "идентификатор автора на площадке",
		"текст обращения и прежние редакции",
		"адрес сообщения на площадке", derived, "исходный ответ площадки"}
}

const blank = "________________________________________"

func filled(s string) string {
	if s == "" {
		return blank
	}
	return s
}

// Page is the certificate.
func (a Certificate) Page() page.Page {
	all, waiting := a.messages()
	p := page.Page{Lang: "ru", Title: "Акт №\u00a0" + a.Number + " об уничтожении персональных данных",
		AsOf: day(a.Date),
		Word: "Уничтожение подтверждено", Reason: "основание — " + a.ground(), Tone: build.Same,
		Figures: []page.Figure{{Label: "сообщений", Value: number(all)},
			{Label: "субъектов", Value: number(a.Subjects)},
			{Label: "из них без ответа", Value: number(waiting)}},
		Notes: []string{"Составлен по требованиям к подтверждению уничтожения персональных данных (приказ " +
			"Роскомнадзора от 28.10.2022 №\u00a0179). Хранить вместе с выгрузкой из журнала три года."}}
	if a.Depersonalised {
		p.Title, p.Word = "Акт №\u00a0"+a.Number+" об уничтожении (обезличивании) персональных данных",
			"Обезличивание подтверждено"
	}
	subject := fmt.Sprintf("авторы уничтоженных сообщений, всего %s; перечень под псевдонимами — в выгрузке из журнала",
		number(a.Subjects))
	if a.Demand {
		subject = "лицо под псевдонимом " + a.Subject
	}
	p.Sections = append(p.Sections, page.Section{Head: "Сведения", Items: []page.Item{
		{Strong: "Оператор (наименование, адрес)", Text: filled(a.Operator)},
		{Strong: "Лицо, обрабатывающее данные по поручению оператора", Text: blank},
		{Strong: "Субъекты", Text: subject},
		{Strong: "Категории уничтоженных данных", Text: strings.Join(a.categories(), "; ")},
		{Strong: "Информационная система", Text: a.System + "; база данных " + a.Store},
		{Strong: "Материальный носитель", Text: "не уничтожался: данные обрабатывались средствами автоматизации"},
		{Strong: "Способ", Text: a.method()},
		{Strong: "Оставлено в базе", Text: a.left()},
		{Strong: "Причина", Text: a.ground()},
		{Strong: "Дата и время окончания", Text: moment(a.Date)},
		{Strong: "Учётная запись", Text: filled(a.Account)},
	}})
	if len(a.Counts) > 0 {
		t := &page.Table{Columns: []page.Column{{Name: "Канал, вид"}, {Name: "Сообщений", Number: true},
			{Name: "Официальной стороны", Number: true}, {Name: "Без ответа", Number: true}}}
		for _, c := range a.Counts {
			t.Rows = append(t.Rows, page.Row{Cells: []string{c.Channel + ", " + kindName(c.Kind), number(c.Messages),
				number(c.Official), number(c.Waiting)}})
		}
		p.Sections = append(p.Sections, page.Section{Head: "Что уничтожено", Table: t})
	}
	if derived := a.derived(); len(derived) > 0 {
		p.Sections = append(p.Sections, page.Section{Head: "Вместе с ними", Items: derived})
	}
	if len(a.Waiting) > 0 {
		s := page.Section{Head: "Остались без ответа", Lines: []string{"Срок этих сообщений истёк раньше, чем на " +
			"них ответили."}}
		if a.Demand {
			s.Lines[0] = "Ответа на эти сообщения не было."
		}
		for _, r := range a.Waiting[:min(len(a.Waiting), mostListed)] {
			s.Items = append(s.Items, page.Item{Text: r.Channel + ", " + kindName(r.Kind) + ", запись " + r.Record})
		}
		s.More = rest(waiting-len(s.Items), a.Register)
		p.Sections = append(p.Sections, s)
	}
	p.Sections = append(p.Sections, a.leftovers())
	if len(a.Backups) > 0 {
		s := page.Section{Head: "Резервные копии", Lines: []string{"Эти копии сделаны раньше и ещё содержат " +
			"уничтоженное. Удалите их, когда они больше не нужны, не позднее 30 дней:"}}
		for _, name := range a.Backups[:min(len(a.Backups), mostListed)] {
			s.Items = append(s.Items, page.Item{Text: name})
		}
		if n := len(a.Backups) - len(s.Items); n > 0 {
			s.More = "и ещё " + number(n)
		}
		p.Sections = append(p.Sections, s)
	}
	p.Sections = append(p.Sections, page.Section{Head: "Подписи", Lines: []string{
		"Лица, уничтожившие персональные данные (фамилия, имя, отчество, должность, подпись):",
		"1. " + blank + "   _______________", "2. " + blank + "   _______________",
		"3. " + blank + "   _______________"}})
	return p
}

// leftovers tells of copies and outputs that killed processes had begun: they hold what was destroyed, too.
func (a Certificate) leftovers() page.Section {
	s := page.Section{Head: "Остатки прерванных записей"}
	list := func(line string, names []string) {
		if len(names) == 0 {
			return
		}
		s.Lines = append(s.Lines, line)
		for _, name := range names[:min(len(names), mostListed)] {
			s.Items = append(s.Items, page.Item{Text: name})
		}
		if n := len(names) - mostListed; n > 0 {
			s.More = "и ещё " + number(n)
		}
	}
	const looked = "Папки базы, резервных копий, актов, сводок и выгрузок, названных в журнале доступа, осмотрены"
	if len(a.Swept)+len(a.Unswept) == 0 {
		s.Lines = append(s.Lines, looked+": недописанных копий и выгрузок, оставленных прерванными программами, в "+
			"них нет.")
	}
	list(looked+": недописанные копии и выгрузки, оставленные прерванными программами, удалены.", a.Swept)
	if len(a.Unswept) > 0 {
		s.Lines = append(s.Lines, "Не удалены, так как записываются другой программой или недоступны, и могут "+
			"содержать уничтоженное: "+
			strings.Join(a.Unswept[:min(len(a.Unswept), mostListed)], ", ")+". Удалите их или дождитесь их окончания.")
	}
	if a.Unseen > 0 {
		s.Lines = append(s.Lines, "Папок, которые осмотреть не удалось: "+number(a.Unseen)+".")
	}
	return s
}

// derived lists what went with the messages.
func (a Certificate) derived() []page.Item {
	var items []page.Item
	for _, d := range []struct {
		what string
		n    int
	}{
		{"исходных ответов площадок", a.Raw}, {"нераспознанных записей", a.Undecoded},
		{"решений сотрудников о сообщениях", a.Corrections},
		{"сводок старше срока хранения", a.Digests},
		{"сводок, тексты которых стёрты, так как могли приводить уничтоженное", a.Blanked},
		{"чужих сообщений, в которых стёрты имя и идентификатор субъекта", a.Mentions},
	} {
		if d.n > 0 {
			items = append(items, page.Item{Text: d.what + ": " + number(d.n)})
		}
	}
	return items
}

func rest(n int, register string) string {
	if n <= 0 {
		return ""
	}
	return "Ещё " + number(n) + " — в файле " + register
}

func day(t time.Time) string    { return t.Format("02.01.2006") }
func moment(t time.Time) string { return t.Format("02.01.2006 15:04:05 (-07:00)") }

// number groups thousands.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}
