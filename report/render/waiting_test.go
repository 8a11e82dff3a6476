package render_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// piled is a town where n complaints wait, each in words of its own and some with personal data in them.
func piled(t testing.TB, n int) build.Input {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	groups := []string{"Дороги", "ЖКХ", "Благоустройство", "Общественный транспорт", "Здравоохранение", "Образование",
		"Экология"}
	places := []string{"Энск", "Заречный", "Верхний Посад", "Нижние Ключи", ""}
	matters := []string{
		"Третий день не вывозят мусор из контейнеров, собаки растащили пакеты по всему двору",
		"На перекрёстке провалился асфальт, машины объезжают яму по тротуару, где ходят дети",
		"Батареи еле тёплые, в комнатах плюс пятнадцать, в управляющей компании трубку не берут",
		"Автобус снова не пришёл ни в семь, ни в половине восьмого, люди опоздали на работу",
		"К терапевту запись только через месяц, а пожилым людям ждать столько нельзя",
	}
	ends := []string{
		"Когда это кончится и кто за это ответит?", "Прошу принять меры.",
		"Мой телефон 8 900 000-00-00, звоните после шести.",
		"Меня зовут Анна Петровна Выдуманова, живу в квартире 12.", "Писали уже дважды, ответа нет.",
	}
	in.Records, in.Problems, in.Masker = nil, nil, privacy.New(privacy.Options{})
	for i := range n {
		text := fmt.Sprintf("Здравствуйте! Улица Садовая, дом %d. %s. Обращение %d. %s", i%90+1,
			matters[i%len(matters)], i, ends[i/5%len(ends)])
		sent := at.Add(-time.Duration(i+1) * 97 * time.Second)
		r := reporttest.Written(1000+i, sent, groups[i%len(groups)], places[i%len(places)], text)
		if i%97 == 5 {
			r.Status.Urgency = inbox.Outage
		}
		in.Records = append(in.Records, r)
	}
	return in
}

// measured runs do once and reports how many MiB of heap it needed at its highest above what lay there before.
func measured(b *testing.B, do func()) {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	done, highest := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				highest <- most
				return
			case <-tick.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
		}
	}()
	do()
	close(done)
	b.ReportMetric(float64(max(<-highest, before.HeapAlloc)-before.HeapAlloc)/(1<<20), "MiB")
}

// BenchmarkWaiting builds and draws the first digest of a page that nobody answered for years. The time of a complaint
// stays as their number grows sixteenfold; in formats that list the first it falls.
func BenchmarkWaiting(b *testing.B) {
	for _, f := range []render.Format{render.Text, render.HTML, render.JSON, render.CSV} {
		var first time.Duration
		for _, n := range []int{4_250, 17_000, 68_000} {
			in := piled(b, n)
			in.Audience, in.Capped = build.Press, f.Capped()
			b.Run(fmt.Sprintf("%s/%d", f, n), func(b *testing.B) {
				for b.Loop() {
					measured(b, func() {
						if err := render.Write(io.Discard, build.New(in, reporttest.Morning(b)), f); err != nil {
							b.Fatal(err)
						}
					})
				}
				each := b.Elapsed() / time.Duration(b.N*n)
				if first == 0 {
					first = each
				}
				b.ReportMetric(float64(each)/float64(first), "ratio")
			})
		}
	}
}

// counting counts what it is asked to mask.
type counting struct {
	reporttest.Stars
	texts *atomic.Int64
}

func (c counting) Text(s string) string {
	c.texts.Add(1)
	return c.Stars.Text(s)
}

// A digest for pages masks what they show, and they are the same as those of a whole one.
func TestCapped(t *testing.T) {
	in := reporttest.Busy(t, build.MostListed+3000)
	in.StaffLike = nil
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in.Audience, in.Masker = audience, reporttest.Stars{}
		whole := build.New(in, reporttest.Morning(t))
		masked := counting{texts: &atomic.Int64{}}
		in.Masker, in.Capped = masked, true
		capped := build.New(in, reporttest.Morning(t))
		in.Capped = false
		most := int64(build.MostListed + build.ReferencesShown*3 + 300*len(whole.Topics))
		if audience == build.Governor {
			most = int64(300 * (len(whole.Topics) + 1))
		}
		// Each with what it replies to and why it is listed.
		if n := masked.texts.Load(); n > 4*most || n == 0 {
			t.Errorf("%s: %d texts were masked", audience, n)
		}
		for _, f := range render.Formats() {
			if !slices.Contains(render.TextFormats(), f) {
				continue
			}
			got, err := render.Render(capped, f)
			if !f.Capped() {
				if err == nil {
					t.Errorf("%s: %s of a digest for pages", audience, f)
				}
				continue
			}
			want, wantErr := render.Render(whole, f)
			if err != nil || wantErr != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %s differs: %v, %v", audience, f, err, wantErr)
			}
		}
		if audience == build.Governor {
			continue
		}
		listed, left := 0, 0
		for _, s := range page.New(capped).Sections {
			if len(s.Entries) > 0 {
				listed, left = listed+len(s.Entries), left+s.Left
			} else if s.ID == "rest" { // a press office's lines of what has time
				listed, left = listed+len(s.Items), left+s.Left
			}
		}
		if items := len(whole.Items()); listed != build.MostListed || left != items-build.MostListed {
			t.Errorf("%s: of %d items %d are listed and %d counted", audience, items, listed, left)
		}
	}
}
