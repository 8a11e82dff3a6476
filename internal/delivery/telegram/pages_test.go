package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/delivery/telegram"
	"otklik/report/page"
)

func digestPage(entries int, quote string) page.Page {
	p := page.Page{
		Lang: "ru", Title: "Утренняя <сводка>", Officials: "Губернатор & Ко", AsOf: "На 23 ноября",
		Period: "Период: сутки",
		Word:   "Спокойнее обычного", Reason: "меньше новых",
		Figures: []page.Figure{{Label: "Без ответа", Value: "6 жалоб", Change: "+2"}, {Label: "Новых", Value: "2"}},
		Lines:   []string{"Удалено до ответа: 1."},
		Sections: []page.Section{
			{Head: "Ждут дольше всех", More: "Остальное в реестре."},
			{Head: "Темы", Table: &page.Table{Columns: []page.Column{{Name: "Тема"},
				{Name: "Без ответа", Number: true}},
				Rows: []page.Row{{Cells: []string{"Дороги", "2"}, Detail: "Энск 1"}, {Cells: []string{"ЖКХ", ""}}}}},
			{Head: "Каналы", Items: []page.Item{{Text: "прочитан", Strong: "ВКонтакте",
				URL: "https://vk.com/x?a=1&b=2"}, {Text: "нет", URL: "javascript:alert(1)",
				Below: []string{"не читался"}}}},
			{Lines: []string{"Без заголовка."}},
		},
		Notes: []string{"Имена скрыты.", "Конец."},
	}
	for n := range entries {
		p.Sections[0].Entries = append(p.Sections[0].Entries, page.Entry{
			Number: n + 1, Age: "ждёт 27 рабочих часов", Due: "срок истёк", Badges: []string{"срочно"},
			Facts: []string{"ВКонтакте", "Энск"},
			Quote: quote, URL: fmt.Sprintf("https://vk.com/wall-1_%d", n+1), Open: "открыть", Above: "пост: дороги",
		})
	}
	return p
}

func TestPages(t *testing.T) {
	got := telegram.Pages(digestPage(1, "«Яма <глубокая> & мокрая»"))
	want := `<b>Утренняя &lt;сводка&gt;</b>
Губернатор &amp; Ко
На 23 ноября
Период: сутки

<b>Спокойнее обычного</b>: меньше новых
• Без ответа: <b>6 жалоб</b> (+2)
• Новых: <b>2</b>

Удалено до ответа: 1.

<b>ЖДУТ ДОЛЬШЕ ВСЕХ</b>
<b>1. срочно · ждёт 27 рабочих часов</b> · срок истёк
ВКонтакте · Энск
<blockquote>«Яма &lt;глубокая&gt; &amp; мокрая»</blockquote>
пост: дороги
<a href="https://vk.com/wall-1_1">открыть</a>
<i>Остальное в реестре.</i>

<b>ТЕМЫ</b>
• <b>Дороги</b>: без ответа 2; Энск 1
• <b>ЖКХ</b>

<b>КАНАЛЫ</b>
• <b>ВКонтакте:</b> <a href="https://vk.com/x?a=1&amp;b=2">прочитан</a>
• нет
! <b>не читался</b>

Без заголовка.

<i>Имена скрыты.</i>
<i>Конец.</i>`
	if len(got) != 1 || got[0] != want {
		t.Errorf("%d messages:\n%s", len(got), strings.Join(got, "\n-----\n"))
	}
}

func TestPagesAreBounded(t *testing.T) {
	for _, entries := range []int{0, 1, 5, 400, 10000} {
		for _, quote := range []string{"Коротко.", strings.Repeat("Слово ", 900), strings.Repeat("ы", 5000),
			"<b>" + strings.Repeat("🏠", 500)} {
			pages := telegram.Pages(digestPage(entries, quote))
			if len(pages) == 0 || len(pages) > telegram.MostPages {
				t.Fatalf("%d entries: %d messages", entries, len(pages))
			}
			for _, p := range pages {
				wellFormed(t, p)
			}
			all := strings.Join(pages, "\n")
			shown := strings.Count(all, ">открыть<")
			if !strings.HasSuffix(all, "<i>Конец.</i>") || !strings.Contains(all, "КАНАЛЫ") {
				t.Errorf("%d entries: the end is lost", entries)
			}
			if left := entries - shown; left > 0 &&
				!strings.Contains(all, fmt.Sprintf("не поместилось ещё %d:", left)) {
				t.Errorf("%d entries, %d shown: the rest is not counted", entries, shown)
			}
			if entries == 400 && quote == "Коротко." && shown < 100 {
				t.Errorf("only %d shown", shown)
			}
		}
	}
}

func BenchmarkPages(b *testing.B) {
	p := digestPage(10000, "«Третью неделю еле тёплые батареи, дома плюс пятнадцать.»")
	for b.Loop() {
		telegram.Pages(p)
	}
}
