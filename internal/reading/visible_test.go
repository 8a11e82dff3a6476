package reading

import (
	"testing"

	"otklik/internal/inbox"
)

func TestUnseenSignsHideNothing(t *testing.T) {
	r := newReader(t)
	want := r.ReadText("Нет воды в доме")
	if want.Urgency != inbox.Outage {
		t.Errorf("no water: %q", want.Urgency)
	}
	for _, text := range []string{"Нет во\u00adды в до\u00adме", "Н\u200bет во\u200bды в до\u2060ме", "Не\u0301т воды\u0301 в до\u0301ме",
		"\ufeffНет воды в доме"} {
		if got := r.ReadText(text); got.Score != want.Score || got.Urgency != want.Urgency || got.Group != want.Group {
			t.Errorf("%q: %v %q %s, want %v %q %s", text, got.Score, got.Urgency, got.Group, want.Score, want.Urgency,
				want.Group)
		}
	}
}
