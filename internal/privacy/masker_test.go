package privacy

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func lines(t testing.TB, file string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

func TestMasked(t *testing.T) {
	m := New(Options{})
	all := lines(t, "masked.txt")
	if len(all) < 120 {
		t.Errorf("only %d examples, want 120", len(all))
	}
	found := 0
	for _, line := range all {
		text, gone, _ := strings.Cut(line, " | ")
		got := m.Text(text)
		if strings.Contains(got, gone) || !strings.Contains(got, "[") {
			t.Errorf("%q became %q: %q is still to be read", text, got, gone)
			continue
		}
		found++
	}
	t.Logf("masked %d of %d", found, len(all))
}

func TestKept(t *testing.T) {
	m := New(Options{})
	for _, text := range lines(t, "kept.txt") {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q; nothing in it is personal", text, got)
		}
	}
}

func TestMaskedTwice(t *testing.T) {
	for _, m := range []*Masker{New(Options{}), New(Options{English: true})} {
		for _, text := range append(lines(t, "masked.txt"), lines(t, "kept.txt")...) {
			once := m.Text(text)
			if twice := m.Text(once); twice != once {
				t.Errorf("%q became %q and then %q", text, once, twice)
			}
		}
	}
}

func TestWholeText(t *testing.T) {
	text := "Здравствуйте, Анна Петровна! Я Иванова Мария, ул. Сергея Лазо 12, кв. 45, тел. 8-900-000-00-01. Третий " +
		"день нет воды."
	want := "Здравствуйте, [имя]! Я [имя], ул. Сергея Лазо 12, [квартира], тел. [телефон]. Третий день нет воды."
	if got := New(Options{}).Text(text); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	english := "Здравствуйте, [name]! Я [name], ул. Сергея Лазо 12, [flat], тел. [phone]. Третий день нет воды."
	if got := New(Options{English: true}).Text(text); got != english {
		t.Errorf("got  %q\nwant %q", got, english)
	}
}

// What a form asks for stands on a line of its own, and its answer on the next.
func TestForms(t *testing.T) {
	m := New(Options{})
	for _, form := range [...]struct{ text, want string }{
		{"Паспорт:\n7400 000001\nТелефон:\n89000000001\nКвартира\n42\nНет воды",
			"Паспорт:\n[паспорт]\nТелефон:\n[телефон]\n[квартира]\nНет воды"},
		{"ФИО: Ступак И.П.\nАдрес: Мира 5-12\nТел: 2-00-01\nПочта: inna2001",
			"ФИО: [имя]\nАдрес: Мира 5-[квартира]\nТел: [телефон]\nПочта: [почта]"},
		{"договор:\n№ 2047\nлицевой счёт\n1122334455", "договор:\n№ [документ]\nлицевой счёт\n[счёт]"},
		{"карта 2200 0000 0000 0004 12/27", "карта [карта] [карта]"},
		{"В квартире\n15 градусов", "В квартире\n15 градусов"},
	} {
		if got := m.Text(form.text); got != form.want {
			t.Errorf("%q became %q, want %q", form.text, got, form.want)
		}
	}
}

func TestName(t *testing.T) {
	m := New(Options{})
	for name, want := range map[string]string{
		"Анна Ковалёва": "А. К.", "Анна": "А.", "": "", "   ": "", "анна ковалёва": "А. К.", "А. К.": "А. К.",
		"Anna Kovaleva":        "A. K.",
		"Иванов Иван Иванович": "И. И. И.", "😀": "", "😀 Анна": "А.", "Салтыкова-Щедрина Анна": "С. А.",
		"Анна 89000000001": "А.",
		"\xff\xfe":         "", "Анна\tКовалёва": "А. К.", "-": "",
	} {
		if got := m.Name(name); got != want {
			t.Errorf("Name(%q) = %q, want %q", name, got, want)
		}
	}
}

// hostile are pieces that, repeated, make every rule look as far as it can.
var hostile = []string{"8", "8 ", "8-", "8.", "8о", "9 код ", "восемь ", "девятьсот сорок один ", "@", "а@", "a @ ",
	"a.", "собака ", "a собака ", "(at)", "x(at)x.", "[", "[id1|", "[имя]", "*id1(", "vk.com/", "vk.com/wall-/",
	"https://", "тг ", "тг:a", "1-", "1.1.1 ", "5 мая ", "родился ", "А", "А.", "И. ", "Иван ", "Иван Иванов ",
	"Иванович ", "Иванов И. ", "врач ", "врач школы ", "улица Ивана ", "на Ивана Петрова ", "кв ", "кв. 1, ",
	"1 кв ",
	"а123вс", "а 123 вс ", "Ленина 5-", "паспорт 7512 ", "серия 75 ", "\n", " ", "\u200b", "е\u0308", "ц-", "-", "+7",
	"(", "(351) ", "№", "\xff",
	"IV-ИВ ", "паспорт выдан ", "свидетельство ", "свидетельство АБ 1 ", "74:00:", "Q1", "8😊", "Лыков ", "у Лыкова ",
	"Гульсина апа ", "МС Лыков ",
	"Серафим. ", "Инна, 1.1.1961 ", "сын ", "сын Савва, ", "диабет Лыков ", "a собака mail точка ", "a,ru@", "a@b,",
	"тг мой ник ", "inna#",
	"карта 4000 12/27 ", "cvv ", "Мурза Лыков ", "«У ", "а(", "п/к ", "код ", "сорок второй ", "квартира сорок ",
	"д. 4, к. 17 ", "Н. П. Лыков ",
	"р. с. лыков ", "восемь-девять-", "ученик с. Лыков ", "фамилия Лыкова ", "капитан полиции ", "обращение № А-1-",
	"Нгуен Ван ", "Лыков, ", "к-1-кк ",
	"Иван, ", "Вера и ", "И.-", "И в а н о в ", "Ив4нов ", "лыков.иван.", "/Лыков/", "Магомед оглы ", "Анна фон Лыков ",
	"лыков и с ",
	"лыков нп ", "Лыков, Л. Г. ", "Лыков Лид. ", "ЛыковИван", "Лыков-Иван ", "Лы-\nков ", "Shamil Lykov ",
	"Чойгана куулар, ",
	"детей трое - Захар, ", "с Лыковой на Лыкову ", "Николай Чудотворец ", "родился пятнадцатого девятого ",
	"Мария, 14 08 1950 ",
	"мкр 5, 12-7 ", "ул. Мира, дом 5, 42 ", "договор № А-", "дог. 1/", "a_b_", "a_b ", "пароль ", "id ", "карта * ",
	"почта a на mail.ru ", "mail.ru.",
	"mail.", "точка a ", "квартиры с 42 по ", "из 42й ", "секция 1 ", "12/12/12345-", "кадастровый 1 1 ", "девятьсот-",
	"8+", "8:9:", "т. 200-00-01, ",
	"\"a\"@", "«a»@", "номер 123 АВ ", "история болезни ", "@@", "8 (а) ", "Лыкова, по мужу ", "74.05.300101.",
	"к. сорок ", "у соседа Лыкова, 5 ", "123456789 ", "теперь Лыкова (", "8!9!",
	"мама 90 12.03.1951 "}

func TestHostile(t *testing.T) {
	m := New(Options{})
	for _, piece := range hostile {
		text := strings.Repeat(piece, 1<<12/len(piece))
		once := m.Text(text)
		if twice := m.Text(once); twice != once {
			t.Errorf("%q repeated is masked further at the second time", piece)
		}
	}
}

// BenchmarkHostile shows that time grows with the length and no faster: its megabytes a second stay as texts become
// sixteen times longer.
func BenchmarkHostile(b *testing.B) {
	m := New(Options{})
	for _, size := range [...]int{1 << 12, 1 << 16} {
		for _, piece := range hostile {
			text := strings.Repeat(piece, size/len(piece))
			b.Run(fmt.Sprintf("%d/%q", size, piece), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					m.Text(text)
				}
			})
		}
	}
}

// plainPhone is the commonest way to write a mobile number, looked for by other means than the masker's.
var plainPhone = regexp.MustCompile(`(?:^|[^\pN\pL.,/№+-])\+79\d{9}(?:$|[.!?])`)

func FuzzText(f *testing.F) {
	for _, line := range append(lines(f, "masked.txt"), append(lines(f, "kept.txt"), lines(f, "untouched.txt")...)...) {
		f.Add(line)
	}
	for _, e := range examples(f, "examples.tsv") {
		f.Add(e.text)
	}
	m := New(Options{})
	f.Fuzz(func(t *testing.T, text string) {
		once := m.Text(text)
		if !utf8.ValidString(once) {
			t.Errorf("%q became %q, which is no UTF-8", text, once)
		}
		if twice := m.Text(once); twice != once {
			t.Errorf("%q became %q and then %q", text, once, twice)
		}
		if left := plainPhone.FindString(once); left != "" {
			t.Errorf("%q became %q: %q is still to be read", text, once, left)
		}
		last := 0
		for _, s := range find(strings.ToValidUTF8(text, "\uFFFD")) {
			if s.start < last || s.end <= s.start {
				t.Errorf("%q: span %v behind %d", text, s, last)
			}
			last = s.end
		}
	})
}

func BenchmarkText(b *testing.B) {
	m := New(Options{})
	text := "Здравствуйте, Анна Петровна! Я Иванова Мария, ул. Сергея Лазо 12, кв. 45, тел. 8-900-000-00-01. Третий " +
		"день нет воды."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Text(text)
	}
}

// BenchmarkNames masks a text that is full of names.
func BenchmarkNames(b *testing.B) {
	m := New(Options{})
	text := "Иванов Иван Иванович, Петрова А. С. и врач Сидорова просят Дмитрия Комарова: верните Ларису " +
		"Николаевну! Марина Лобанова, Степан Лукич Бобров, тётя Валя Кошкина, С. Т. Громов."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Text(text)
	}
}

// What is asked for stays: a verb before a name is no surname.
func TestVerbsBeforeNamesStay(t *testing.T) {
	m := New(Options{})
	for text, want := range map[string]string{
		"Верните Марину Степановну в поликлинику":   "Верните [имя] в поликлинику",
		"Накажите Игоря Павловича за такую уборку":  "Накажите [имя] за такую уборку",
		"Кравцова Марина Степановна ушла с приёма":  "[имя] ушла с приёма",
		"Уберите Петрова Игоря Павловича из района": "Уберите [имя] из района",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
