package export

import (
	"testing"

	"otklik/collectors/telegram/loose"
)

func TestReactionsThatAgreeAreCounted(t *testing.T) {
	for file, want := range map[string]int{
		`{}`: 0,
		`{"reactions":[{"type":"emoji","count":3,"emoji":"👍"},{"type":"emoji","count":2,"emoji":"❤️"}]}`: 5,
		`{"reactions":[{"type":"emoji","count":9,"emoji":"🤡"},{"type":"emoji","count":1,"emoji":"🔥"}]}`:  1,
		`{"reactions":[{"type":"custom_emoji","count":4,"document_id":"x"}]}`:                            0,
		`{"reactions":[{"type":"emoji","count":-4,"emoji":"👍"},{"count":"many","emoji":"👍"}]}`:           0,
		`{"reactions":"none"}`: 0,
	} {
		m, ok := loose.Read([]byte(file))
		if got := likes(m); !ok || got != want {
			t.Errorf("%s: %d, want %d", file, got, want)
		}
	}
}
