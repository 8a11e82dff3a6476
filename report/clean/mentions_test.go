package clean

import "testing"

func TestPlainMentions(t *testing.T) {
	initial := func(name string) string { return string([]rune(name)[:1]) + "." }
	for text, want := range map[string]string{
		"[id12|Анна], у нас то же":            "А., у нас то же",
		"[club1001|Губернатор], где ответ?":   "Губернатор, где ответ?",
		"было [3|4] и [ссылка] и [id|x] [id5": "было [3|4] и [ссылка] и [id|x] [id5",
		"[[id1|Анна]]": "[А.]",
		"":             "",
	} {
		if got := PlainMentions(text, initial); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := PlainMentions("[id12|Анна], да", nil); got != "Анна, да" {
		t.Errorf("unmasked: %q", got)
	}
}
