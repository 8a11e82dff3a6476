package pdf

import "testing"

func TestVisual(t *testing.T) {
	for _, c := range []struct {
		line string
		rtl  bool
		want string
	}{
		{"Обычная строка (со скобками) 15 раз", false, "Обычная строка (со скобками) 15 раз"},
		{"рядом שלום 15 раз", false, "рядом 15 םולש раз"},
		{"«שלום»", true, "«םולש»"},
		{"שלום (שבוע) עולם", true, "םלוע (עובש) םולש"},
		{"שלום 12 שבוע", true, "עובש 12 םולש"},
		{"שלום 12 שבוע", false, "עובש 12 םולש"},
		{"слово שלום", false, "слово םולש"},
		{"שלום слово", true, "слово םולש"},
	} {
		if got := visual(c.line, c.rtl); got != c.want {
			t.Errorf("visual(%q, %t) = %q, want %q", c.line, c.rtl, got, c.want)
		}
	}
}
