// Package documenttest holds made-up pages that the documents of a digest are tested on. Nobody and no place in them
// exists.
package documenttest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"otklik/report/build"
	"otklik/report/page"
)

const nbsp = "\u00a0"

// Governor is a governor's single page: about 1 200 characters of prose, a table, a picture.
func Governor() page.Page {
	return page.Page{
		Lang: "ru", Title: "Утренняя сводка", Officials: "Губернатор Энской области",
		AsOf: "На 23" + nbsp + "ноября 2026" + nbsp + "г., 08:00", Period: "Период: с 22" + nbsp + "ноября 2026" +
			nbsp + "г., 08:00 по 23" + nbsp + "ноября 2026" + nbsp + "г., 08:00",
		Word: "Напряжённее обычного", Reason: "за период пришло срочное сообщение", Tone: build.Tenser,
		Figures: []page.Figure{
			{Label: "Без ответа", Value: "64" + nbsp + "жалобы", Change: "сутки назад 58 (+6), обычно в понедельник " +
				"41,5 (+22,5)"},
			{Label: "Просрочено", Value: "12" + nbsp + "жалоб", Change: "сутки назад 13 (−1), обычно в понедельник " +
				"4,3 (+7,7)"},
			{Label: "Новых за период", Value: "31" + nbsp + "жалоба", Change: "сутки назад 22 (+9), обычно в " +
				"понедельник 24 (+7)"},
		},
		Lines: []string{"Сколько ждут (рабочих часов): до 4" + nbsp + "ч — 20, 4–8" + nbsp + "ч — 21, 8–24" + nbsp +
			"ч — 11, больше 24" + nbsp + "ч — 12.", "Удалено до ответа: 1."},
		Picture: picture(),
		Sections: []page.Section{
			{Head: "Срочно", Entries: []page.Entry{
				{Number: 1, Age: "ждёт меньше рабочего часа", Due: "ответить до 23" + nbsp + "ноября, 18:00",
					Badges: []string{"срочно"}, Urgent: true,
					Facts: []string{"ВКонтакте, комментарий", "получено 22" + nbsp + "ноября, 22:10", "Энск",
						"Энергетика"}, Open: "Открыть сообщение", URL: "https://vk.com/wall-1001_7?reply=1",
					Quote: "«На улице Садовой оборван провод, искрит прямо у детской площадки!»"},
				{Number: 2, Age: "ждёт 3" + nbsp + "рабочих часа", Due: "ответить до 23" + nbsp + "ноября, 14:00",
					Badges: []string{"срочно"}, Urgent: true,
					Facts: []string{"ВКонтакте, комментарий", "Нижние Ключи", "Здравоохранение"},
					Open:  "Открыть сообщение", URL: "https://vk.com/wall-1001_9?reply=4",
					Quote: "«Скорую ждали три часа, мост закрыт, объезда нет, мужчине семьдесят лет.»"},
				{Number: 3, Age: "ждёт 27 рабочих часов", Due: "срок истёк 18" + nbsp + "ноября, 15:00",
					Badges: []string{"срочно"}, Urgent: true, Overdue: true,
					Facts: []string{"Telegram, личное сообщение", "получено 17" + nbsp + "ноября, 15:00", "Заречный",
						"ЖКХ"}, Open: "прямой ссылки нет",
					Quote: "«Вода идёт по стене с пятого этажа на первый, проводка мокрая, дети ходят мимо щитка.»"},
			}},
			{Head: "Темы", Table: &page.Table{
				Columns: []page.Column{{Name: "Тема"}, {Name: "Без" + nbsp + "ответа", Number: true},
					{Name: "За" + nbsp + "сутки", Number: true}, {Name: "Новых", Number: true}},
				Rows: []page.Row{
					{Cells: []string{"Дороги", "22", "+4", "9"}, Detail: "«Отчитались, что снег убран, а тротуар как " +
						"был, так и стоит.» · Энск 12, Заречный 6 · спросить: Министерство транспорта"},
					{Cells: []string{"ЖКХ", "17", "+1", "8"}, Detail: "«Третью неделю еле тёплые батареи, дома плюс " +
						"пятнадцать.» · Заречный 9, Энск 5 · спросить: Министерство ЖКХ"},
					{Cells: []string{"Общественный транспорт", "9", "0", "6"}, Detail: "«Автобус не пришёл ни в " +
						"семь, ни в половине восьмого.» · Верхний Посад 7 · спросить: Министерство транспорта"},
					{Cells: []string{"Здравоохранение", "8", "−2", "4"}, Detail: "«К терапевту запись только через " +
						"месяц.» · Нижние Ключи 4, Энск 4 · спросить: Министерство здравоохранения"},
					{Cells: []string{"Благоустройство", "8", "+3", "4"}, Detail: "«Во дворе не вывозят мусор с " +
						"четверга.» · Энск 8 · спросить: Администрация города Энска"},
				}}, More: "Ещё тем: 4, в них без ответа: 11."},
			{Head: "О чём пишут многие", Items: []page.Item{
				{Text: "Холодные батареи на Садовой · Энск · 13 сообщений от 11 человек, с 17" + nbsp + "ноября"},
				{Text: "Яма на Мостовой · Заречный · 8 сообщений от 8 человек, с 19" + nbsp + "ноября"},
				{Text: "Отменён автобус № 7 · Верхний Посад · 6 сообщений от 5 человек, с 20" + nbsp + "ноября"},
			}},
			{Head: "Каналы", Items: []page.Item{
				{Strong: "ВКонтакте", Text: "прочитан до конца 23" + nbsp + "ноября, 07:57"},
				{Strong: "Telegram", Text: "прочитан до конца 23" + nbsp + "ноября, 07:56",
					Below: []string{"не читался с 14 по 15" + nbsp + "ноября: площадка не хранит сообщения так долго"}},
			}},
		},
		Notes: []string{"Не показано: 62" + nbsp + "жалобы. Полный список — в таблице (формат xlsx).",
			"Имена, телефоны, почта, номера квартир и документов скрыты."},
	}
}

// Press lists n messages that wait, the first tenth of them urgent.
func Press(n int) page.Page {
	p := Governor()
	p.Title, p.Picture = "Список пресс-службы", nil
	p.Sections = []page.Section{{Head: "Срочно"}, {Head: "Ждут дольше всех"}}
	for i := range n {
		section := &p.Sections[1]
		e := Entry(i + 1)
		if i < n/10 {
			section, e.Urgent = &p.Sections[0], true
			e.Badges = append(e.Badges, "срочно")
		}
		section.Entries = append(section.Entries, e)
	}
	if n < 10 {
		p.Sections = p.Sections[1:]
	}
	if n == 0 {
		p.Sections = nil
		p.Word, p.Tone, p.Reason = "Спокойнее обычного", build.Calmer, "нет жалоб без ответа, все каналы прочитаны"
		for i := range p.Figures {
			p.Figures[i] = page.Figure{Label: p.Figures[i].Label, Value: "0" + nbsp + "жалоб"}
		}
		p.Lines, p.Notes = nil, nil
	}
	p.Sections = append(p.Sections, page.Section{Head: "Написали снова после ответа", Items: []page.Item{
		{Text: "№" + nbsp + "5 · ВКонтакте · Энск · Дороги · ждёт меньше рабочего часа",
			URL: "https://vk.com/wall-1001_7?reply=6"},
	}})
	return p
}

// Entry is one of a press secretary's messages.
func Entry(number int) page.Entry {
	texts := []string{
		"«Автобус не пришёл ни в семь, ни в половине восьмого.»", "«Во дворе не вывозят мусор.»",
		"«К терапевту запись только через месяц, что делать пожилым людям?»",
		"«В подъезде течёт крыша. Писали в управляющую компанию дважды, приходят, смотрят и уходят. Вода идёт по " +
			"стене с пятого этажа на первый, проводка мокрая, дети ходят мимо щитка. Когда это кончится и кто…»",
	}
	places := []string{"Энск", "Заречный", "Верхний Посад", "Нижние Ключи"}
	e := page.Entry{
		Number: number, Age: fmt.Sprintf("ждёт %d"+nbsp+"рабочих часов", 7+number%5),
		Due: "ответить до 23" + nbsp + "ноября, 18:00", Overdue: number%3 == 0,
		Facts: []string{"ВКонтакте, комментарий", "получено 20" + nbsp + "ноября, 16:30", places[number%4], "Дороги"},
		Quote: texts[number%4], URL: fmt.Sprintf("https://vk.com/wall-1001_7?reply=%d", number),
		Open:   "Открыть сообщение",
		Author: "автор: П." + nbsp + "В.", Above: "Под записью: «О ремонте дорог в этом году»",
	}
	if e.Overdue {
		e.Due = "срок истёк 20" + nbsp + "ноября, 18:00"
	}
	return e
}

// Analyst is a page of tables with n rows in each, and n messages.
func Analyst(n int) page.Page {
	p := Press(n)
	p.Title = "Отчёт аналитика"
	p.Picture = picture()
	for _, head := range []string{"По муниципалитетам", "По темам"} {
		table := &page.Table{Columns: []page.Column{{Name: "Муниципалитет"}, {Name: "Получено", Number: true},
			{Name: "Отвечено", Number: true},
			{Name: "Медиана, ч", Number: true}, {Name: "90-й процентиль, ч", Number: true},
			{Name: "В норме", Number: true}, {Name: "Формальных", Number: true}}}
		for i := range n {
			table.Rows = append(table.Rows, page.Row{Cells: []string{fmt.Sprintf("Городской округ %d-й", i+1),
				"1" + nbsp + "234", "987", "6,5", "22", "81" + nbsp + "%", "14"},
				Detail: map[bool]string{true: "было 1" + nbsp + "100 за прошлую неделю"}[i%3 == 0]})
		}
		p.Sections = append(p.Sections, page.Section{Head: head, Lines: []string{"Меньше двух сообщений не " +
			"сравниваются."}, Table: table})
	}
	for i := range p.Sections {
		for k := range p.Sections[i].Entries {
			p.Sections[i].Entries[k].Reasons = "почему в списке: сообщает о неисправности"
		}
	}
	return p
}

// HostileTexts try to break a document.
func HostileTexts() []string {
	return []string{
		`<script>alert(1)</script><img src=x onerror=alert(2)> </w:t></w:r></w:p>]]> &amp; &#0; <!-- `,
		"=HYPERLINK(\"https://evil.example\";\"тык\") \\) (x) Tj ET endstream endobj %PDF",
		"\u202eтокат тевирп\u202c ноль\u200bширины \x1b[31mкрасный\x07\x00\x0b\x0c \u2066изоляция\u2069 \ufffe\uffff",
		"مرحبا شارع بوشكين مغلق منذ 12 أسبوع ולא עונים לנו כבר (שבוע) שלם",
		"На улице Пушкина вывеска «مرحبا بكم» и рядом שלום 15 раз",
		strings.Repeat("😡🚧👨‍👩‍👧🇷🇺👍🏽", 30), "🧀 и ❤️ и 1️⃣ и ✅ и 𝓟𝓻𝓲𝓿𝓮𝓽 и ㋀",
		strings.Repeat("оченьдлинноесловобезпробелов", 180), strings.Repeat("x", 5000),
		"Татарча: Әйдә, өй, үз, җир, таң, һава. Башҡортса: ғаилә, ҫәсән, ҙур. Чӑвашла: ӗҫ, ҫӳрет.",
		"汉字写在这里没有人能读 и 字 и ไทย и हिन्दी और कुछ शब्द", "Й й Ё ё разложенные: и\u0306 е\u0308",
		"з\u0300\u0301\u0302\u0303\u0304а\u0300\u0301го",
		"строка\u2028другая\u2029третья\r\nчетвёртая\tпятая", "битые \xff\xfe\xed\xa0\x80 байты",
		"1" + nbsp + "234 − 5 × 3 = «№" + nbsp + "7» · 50" + nbsp + "₽ – 5 € …", "", " ", "\u200b",
	}
}

// Hostile is a page with a hostile text of at most longest characters in every place.
func Hostile(longest int) page.Page {
	p := Governor()
	p.Sections = nil
	texts := HostileTexts()
	long := texts[7]
	for i, text := range texts {
		if runes := []rune(text); len(runes) > longest {
			texts[i] = string(runes[:longest])
		}
	}
	table := &page.Table{Columns: []page.Column{{Name: "Тема <b>"}, {Name: long[:200], Number: true}, {Name: "🚧"}}}
	entries := page.Section{Head: "Срочно <b>\x00😡"}
	items := page.Section{Head: long[:300], More: "\u202eещё"}
	for i, text := range texts {
		entries.Entries = append(entries.Entries, page.Entry{Number: i + 1, Age: "ждёт", Badges: []string{text},
			Facts: []string{text, "Энск\u202e*"}, Quote: "«" + text + "»",
			URL: []string{"javascript:alert(1)", "https://vk.com/wall-1_2?a=)\"><script>",
				"https://пример.рф/путь?q=я и ты", "https://vk.com/" + strings.Repeat("a", 3000), "\x00",
				"https://vk.com/a#b"}[i%6],
			Open: "Открыть", Author: text, Above: text, Reasons: text})
		items.Items = append(items.Items, page.Item{Text: text, Strong: text, URL: "https://vk.com/%zz\x01",
			Below: []string{text}})
		table.Rows = append(table.Rows, page.Row{Cells: []string{text, text, text}, Detail: text})
	}
	table.Rows = append(table.Rows, page.Row{Cells: []string{"одна"}}, page.Row{})
	p.Title, p.Officials, p.Reason = long[:400]+"😡", "<b>\x00", texts[3]
	p.Lines, p.Notes = texts, texts
	p.Sections = []page.Section{entries, {Head: "Таблица", Table: table}, items, {}, {Table: &page.Table{}}}
	return p
}

func picture() *page.Picture {
	p := &page.Picture{Title: "Получено и без ответа по дням", Received: "получено", Unanswered: "без ответа",
		Unknown: "не читалось",
		Alt: "Столбцы по дням с 10 по 23" + nbsp + "ноября: без ответа было 41, стало 64; больше всего получено 20" +
			nbsp + "ноября — 48."}
	for i := range 14 {
		p.Days = append(p.Days, page.PictureDay{Label: fmt.Sprintf("%d"+nbsp+"ноября", 10+i), Received: 20 + i*7%29,
			Unanswered: 41 + i, Known: i != 4})
	}
	return p
}

// Chart is a PNG such as a picture may be: wide, partly transparent.
func Chart() []byte {
	chart := image.NewNRGBA(image.Rect(0, 0, 600, 300))
	for i := range 14 {
		bar := image.Rect(15+i*41, 285-(20+i*7%29)*5, 40+i*41, 285)
		draw.Draw(chart, bar, image.NewUniform(color.NRGBA{R: 11, G: 87, B: 176, A: 200}), image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, chart); err != nil {
		panic(err) // a picture in memory can always be written
	}
	return b.Bytes()
}
