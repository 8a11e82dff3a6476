package reading

import "testing"

// Complaints behind thanks and wishes are complaints; thanks for a matter that is well are none.
func TestThanksThatTurn(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"Спасибо за новый мост, но съезд с него так и не сделали":               true,
		"Благодарим за подъезд! Только лифт не работает второй месяц":           true,
		"С праздником вас! А когда дадут горячую воду на Речной?":               true,
		"Спасибо, площадку поставили. Но освещения на ней нет":                  true,
		"Молодцы, парк красивый, но мусор из него не вывозят":                   true,
		"Спасибо за ремонт Садовой улицы, теперь и с коляской проехать приятно": false,
		"Спасибо за отопление, в доме тепло":                                    false,
		"Благодарим дорожников за переход у школы":                              false,
		"С праздником! Здоровья и успехов вам":                                  false,
		"Спасибо всем врачам районной больницы за тёплые слова":                 false,
	} {
		if a := r.ReadText(text); a.NeedsAnswer != want {
			t.Errorf("%q: needs an answer %v (%v), want %v: %v", text, a.NeedsAnswer, a.Score, want, a.Reasons)
		}
	}
}

// Russian in Latin letters is read as Russian; other languages are not made Russian.
func TestRussianInLatinLetters(t *testing.T) {
	for text, want := range map[string]string{
		"U nas net vody vtoroy den'":            "У нас нет воды второй день",
		"Pochemu ne chistyat sneg na Sadovoy?":  "Почему не чистят снег на Садовой?",
		"kogda budet svet, uzhe chas sidim":     "когда будет свет, уже час сидим",
		"eto bezobrazie, dorogu opyat razbili!": "это безобразие, дорогу опять разбили!",
		"Best shoes for you, click here":        "Best shoes for you, click here",
		"net profit for the best traders":       "net profit for the best traders",
		"На ул. Мира нет воды, see you":         "На ул. Мира нет воды, see you",
		"ok": "ok",
		"":   "",
	} {
		if got := fromLatin(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	r := newReader(t)
	for text, want := range map[string]bool{
		"Musor ne vyvozyat s proshlogo goda, ulitsa Polevaya 7": true,
		"u nas holodno doma, otopleniya net":                    true,
		"spasibo bolshoe za dorogu, vy molodcy":                 false,
		"Subscribe to our channel and get free bonus":           false,
	} {
		if a := r.ReadText(text); a.NeedsAnswer != want {
			t.Errorf("%q: needs an answer %v (%v), want %v", text, a.NeedsAnswer, a.Score, want)
		}
	}
}

func TestCallsByName(t *testing.T) {
	for text, want := range map[string]bool{
		"Олеся, у нас воду дали":          true,
		"Виктор! вы не правы":             true,
		"Виктор Петрович, помогите":       false,
		"олеся молодец":                   false,
		"Дорога, которую обещали":         false,
		"Света нет второй день, помогите": false,
		"[id5|Олеся], у нас воду дали":    false, // a mention, known otherwise
		"Вера": false,
		"Любовь к городу не пропьёшь, господин": false,
	} {
		if got := scanText(text).callsByName(); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
