package reading

import "testing"

// BenchmarkRead reads comments of common lengths; comments/s is for one core.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	texts := []string{
		"Спасибо большое!",
		"Добрый день! На улице Садовой 12 третий день нет горячей воды, управляющая компания трубку не берёт. Помогите, пожалуйста!",
		"Так держать 👍👍👍",
		"Когда уже отремонтируют дорогу до посёлка? Ямы такие, что автобус отказался ездить, дети в школу идут пешком по обочине.",
		"@ivanov ну ты и выдал, сам-то выходил на субботник?",
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r.ReadText(texts[n%len(texts)])
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "comments/s")
}
