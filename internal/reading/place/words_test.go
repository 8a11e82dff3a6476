package place

import (
	"strings"
	"testing"
)

func TestScanCutsWords(t *testing.T) {
	for text, want := range map[string]string{
		"ул. Ленина, дом 12а":         "ул ленина дом 12а",
		"ещё Ёлки":                    "еще елки",
		"пр-т Победы 12/3":            "пр-т победы 12/3",
		"живу вa дoме":                "живу вa дoме",
		"сад-огород и сад - огород":   "сад-огород и сад огород",
		"конец-":                      "конец",
		"\xffдом\xd0":                 "дом",
		strings.Repeat("и ", limit+9): strings.TrimSpace(strings.Repeat("и ", limit)),
	} {
		var got []string
		for _, w := range scan(text, nil) {
			got = append(got, w.low)
			if !strings.Contains(text, w.orig) || lower(w.orig) != w.low && !strings.Contains(w.orig, "‑") {
				t.Errorf("%.40q: the word %q is written %q", text, w.low, w.orig)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.40q: %.60q, want %.60q", text, got, want)
		}
	}
	words := scan("ул. труда", nil)
	if len(words) != 2 || !words[0].point || words[1].gap != '.' || words[1].tight {
		t.Errorf("%+v", words)
	}
}
