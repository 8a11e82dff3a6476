package precedent

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

var corrections = []Example{
	{Text: "Когда же уже концерт на площади, ждём с нетерпением?", Needs: -1, Margin: 2},
	{Text: "Шлагбаум у больницы опять закрыт, скорая стоит", Needs: +1, Margin: -1},
	{Text: "В клубе Прогресс протекает крыша над сценой", Group: "Культура", Topic: "Дома культуры"},
	{Text: "Около Змеиной горки сломан мостик", Placed: true, Municipality: "Энск"},
	{Text: "На Стрелке темно, в Берёзках тоже", Placed: true, Municipality: "Заречный"},
	{Text: "На Стрелке нет остановки", Placed: true, Municipality: "Энск"},
}

func TestPrecedentsMoveWhatIsLikeThem(t *testing.T) {
	b := Learn(corrections)
	for _, c := range []struct {
		text     string
		from, to float64
	}{
		{"Когда же уже концерт на площади, ждём с нетерпением?", -8, -3.4}, // the message itself: from 2 to below -1.4
		{"Ждём с нетерпением концерт на площади", -4, -0.5},
		{"Шлагбаум у больницы снова закрыт", 0.5, 3},
		{"Нет горячей воды третий день", 0, 0},
		{"", 0, 0},
	} {
		if got := b.Bias(c.text, nil); got < c.from || got > c.to {
			t.Errorf("%q is moved by %.2f, want %.1f to %.1f", c.text, got, c.from, c.to)
		}
	}
}

func TestTopicOfPrecedents(t *testing.T) {
	b := Learn(corrections)
	for text, want := range map[string]string{
		"В клубе Прогресс протекает крыша": "Культура", "Крыша дома протекает": "", "Спасибо": "", "": "",
	} {
		if got, _, ok := b.Topic(text, nil); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestPlaceOfPrecedents(t *testing.T) {
	b := Learn(corrections)
	for text, want := range map[string]string{
		"У Змеиной горки опять свалка": "Энск", "Свалка на Змеиной горке": "Энск", "в Березках нет света": "Заречный",
		"на Стрелке темно": "", // two corrections differ
		"змея на дороге":   "", "": "",
	} {
		if got, ok := b.Place(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestContradictoryCorrectionsEnd(t *testing.T) {
	b := Learn([]Example{{Text: "Где автобус номер пять?", Needs: 1}, {Text: "Где автобус номер пять?", Needs: -1}})
	if got := b.Bias("Где автобус номер пять?", nil); got < -most || got > most {
		t.Errorf("moved by %v", got)
	}
}

func TestFile(t *testing.T) {
	b := Learn(corrections)
	data, err := b.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Шлагбаум", "шлагбаум", "нетерпением", "Змеиной"} {
		if strings.Contains(string(data), word) {
			t.Errorf("the file holds the word %q of a citizen", word)
		}
	}
	again, err := Parse(data)
	if err != nil || !reflect.DeepEqual(b, again) {
		t.Errorf("%v\n%+v\n%+v", err, b, again)
	}
	for _, broken := range []string{"", "{}", `[{"signs":[2,1]}]`, `[{"signs":[1],"pull":1e99}]`,
		string(data[:len(data)/2])} {
		if _, err := Parse([]byte(broken)); !errors.Is(err, ErrBroken) {
			t.Errorf("%.20q: %v", broken, err)
		}
	}
	var none *Memory
	if none.Bias("текст", nil) != 0 {
		t.Error("no memory moves something")
	}
}

func FuzzBook(f *testing.F) {
	f.Add("Шлагбаум у больницы опять закрыт", "[]")
	f.Fuzz(func(t *testing.T, text, data string) {
		b := Learn([]Example{{Text: text, Needs: 1, Margin: -2, Group: "а", Placed: true, Municipality: "б"}})
		if p := b.Bias(text, nil); p < 0 || p > most {
			t.Errorf("moved by %v", p)
		}
		if other, err := Parse([]byte(data)); err == nil {
			other.Bias(text, nil)
			other.Topic(text, nil)
			other.Place(text)
		}
	})
}

// What was corrected of a statement says nothing of its contrary.
func TestThePrecedentOfAContrary(t *testing.T) {
	b := Learn([]Example{{Text: "Тамара, автобус ходит каждые полчаса по расписанию", Needs: -1, Margin: 2}})
	if pull := b.Bias("Вера, автобус ходит каждые полчаса, расписание висит", nil); pull >= 0 {
		t.Errorf("the like of it: %v", pull)
	}
	for _, text := range []string{"автобус не ходит каждые полчаса по расписанию", "автобус каждые полчаса по " +
		"расписанию не ходит"} {
		if pull := b.Bias(text, nil); pull != 0 {
			t.Errorf("%q: %v", text, pull)
		}
	}
	b = Learn([]Example{{Text: "Автобус на Заречную не ходит вторую неделю", Needs: 1, Margin: -2}})
	if pull := b.Bias("автобус на Заречную ходит вторую неделю без опозданий", nil); pull != 0 {
		t.Errorf("the contrary of a complaint: %v", pull)
	}
	if pull := b.Bias("автобус на Заречную не ходит неделю", nil); pull <= 0 {
		t.Errorf("the same complaint: %v", pull)
	}
}

// A message with the number of another house or route is like the corrected one, but not the same; and no number is a
// place's name.
func TestOtherNumbersAreNotTheSame(t *testing.T) {
	b := Learn([]Example{
		{Text: "Автобус 5 у дома 12 опять не пришёл", Needs: -1, Margin: 2},
		{Text: "Около 215 дома темно", Placed: true, Municipality: "Энск"},
	})
	same, other := b.Bias("Автобус 5 у дома 12 опять не пришёл", nil), b.Bias("Автобус 7 у дома 21 опять не пришёл", nil)
	if same >= 0 || other >= 0 || other <= 0.7*same {
		t.Errorf("moved by %.2f, with other numbers by %.2f", same, other)
	}
	if got, ok := b.Place("Около 215 столба яма"); ok {
		t.Errorf("a number stands in %s", got)
	}
}
