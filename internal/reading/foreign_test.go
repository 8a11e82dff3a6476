package reading

import "testing"

// The encoder has read messages in other languages of Russia; without it their group is left to a person.
func TestGroupsOfOtherLanguages(t *testing.T) {
	r := newReader(t)
	if r.opinions == nil {
		t.Skip("built without the encoder")
	}
	for text, want := range map[string]string{
		"Пирӗн урамра ҫул начар, шӑтӑк нумай, хӑҫан юсаҫҫӗ?":                   "Дороги",
		"Автобус чарӑнӑвӗ ҫук, маршрутка ҫӳремест":                             "Общественный транспорт",
		"Ҫурт ҫинчи хӑма ҫине урам ятне пӗр чӗлхепе кӑна ҫырса хунӑ, тӳрлетӗр": "Межнациональные отношения",
	} {
		a := r.ReadText(text)
		if !a.NeedsAnswer || a.Group != want {
			t.Errorf("%q: needs an answer %v, group %q; want %q", text, a.NeedsAnswer, a.Group, want)
		}
	}
}
