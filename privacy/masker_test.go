package privacy

import (
	"os"
	"strings"
	"testing"
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
	text := "Здравствуйте, Анна Петровна! Я Иванова Мария, ул. Сергея Лазо 12, кв. 45, тел. 8-900-000-00-01. Третий день нет воды."
	want := "Здравствуйте, [имя]! Я [имя], ул. Сергея Лазо 12, [квартира], тел. [телефон]. Третий день нет воды."
	if got := New(Options{}).Text(text); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	english := "Здравствуйте, [name]! Я [name], ул. Сергея Лазо 12, [flat], тел. [phone]. Третий день нет воды."
	if got := New(Options{English: true}).Text(text); got != english {
		t.Errorf("got  %q\nwant %q", got, english)
	}
}

func TestName(t *testing.T) {
	m := New(Options{})
	for name, want := range map[string]string{
		"Анна Ковалёва": "А. К.", "Анна": "А.", "": "", "   ": "", "анна ковалёва": "А. К.", "А. К.": "А. К.", "Anna Kovaleva": "A. K.",
		"Иванов Иван Иванович": "И. И. И.", "😀": "", "😀 Анна": "А.", "Салтыкова-Щедрина Анна": "С. А.", "Анна 89000000001": "А.",
		"\xff\xfe": "", "Анна\tКовалёва": "А. К.", "-": "",
	} {
		if got := m.Name(name); got != want {
			t.Errorf("Name(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestHostile(t *testing.T) {
	m := New(Options{})
	for _, text := range []string{"\xff\xfe\x00", strings.Repeat("8", 1<<13), strings.Repeat("Иван ", 1<<11), strings.Repeat("@", 1<<13), strings.Repeat("1-", 1<<11), strings.Repeat("А.", 1<<11)} {
		m.Text(text)
	}
}

func FuzzText(f *testing.F) {
	for _, line := range append(lines(f, "masked.txt"), lines(f, "kept.txt")...) {
		f.Add(line)
	}
	m := New(Options{})
	f.Fuzz(func(t *testing.T, text string) {
		once := m.Text(text)
		for _, p := range patterns {
			if p.kind != phone {
				continue
			}
			for _, at := range p.re.FindAllStringSubmatchIndex(once, -1) {
				start, end := at[0], at[1]
				if len(at) > 2 && at[2] >= 0 {
					start, end = at[2], at[3]
				}
				if !p.keep(once[start:end], once[:start], once[end:]) {
					t.Errorf("%q became %q: a telephone number is still to be read", text, once)
				}
			}
		}
	})
}

func BenchmarkText(b *testing.B) {
	m := New(Options{})
	text := "Здравствуйте, Анна Петровна! Я Иванова Мария, ул. Сергея Лазо 12, кв. 45, тел. 8-900-000-00-01. Третий день нет воды."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Text(text)
	}
}
