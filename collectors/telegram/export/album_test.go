package export

import (
	"fmt"
	"strings"
	"testing"
)

// shot is a photo of a file: second is its time, to the message it replies to.
func shot(id, to int, from string, second int, text string) string {
	reply := ""
	if to != 0 {
		reply = fmt.Sprintf(`"reply_to_message_id":%d,`, to)
	}
	return fmt.Sprintf(
		`{"id":%d,"type":"message","date_unixtime":"%d","from":"Имя","from_id":%q,%s"photo":"p%d.jpg","text":%q}`, id,
		1925089400+second, from, reply, id, text)
}

func TestAlbumsAreFound(t *testing.T) {
	ten := make([]string, 0, 12)
	for i := range 12 {
		ten = append(ten, shot(11+i, 10, "user501", 0, ""))
	}
	paper := func(id int) string {
		return strings.Replace(shot(id, 10, "user501", 0, ""), `"photo":`, `"mime_type":"application/pdf","file":`, 1)
	}
	for name, c := range map[string]struct {
		messages []string
		want     string // the albums of the messages after the post, one letter each, . for none
	}{
		"two photos, caption at the second": {[]string{shot(11, 10, "user501", 0, ""), shot(12, 10, "user501", 0,
			"Яма")}, "aa"},
		"within a second": {[]string{shot(11, 10, "user501", 0, "Яма"), shot(12, 10, "user501", 1,
			"")}, "aa"},
		"later": {[]string{shot(11, 10, "user501", 0, "Яма"), shot(12, 10, "user501", 3,
			"")}, ".."},
		"another author": {[]string{shot(11, 10, "user501", 0, "Яма"), shot(12, 10, "user502", 0,
			"")}, ".."},
		"to another message": {[]string{shot(11, 10, "user501", 0, "Яма"), shot(12, 11, "user501", 0,
			"")}, ".."},
		"two captions are two messages": {[]string{shot(11, 10, "user501", 0, "Яма"), shot(12, 10, "user501", 0,
			"И люк")}, ".."},
		"something between": {[]string{shot(11, 10, "user501", 0, "Яма"), comment(12, 10, "user502",
			"да"), shot(13, 10, "user501", 0, "")}, "..."},
		"a text and a photo": {[]string{comment(11, 10, "user501", "Яма"), shot(12, 10, "user501", 45,
			"")}, ".."},
		"papers":              {[]string{paper(11), paper(12)}, "aa"},
		"a paper and a photo": {[]string{paper(11), shot(12, 10, "user501", 0, "")}, ".."},
		"two albums": {[]string{shot(11, 10, "user501", 0, ""), shot(12, 10, "user501", 0,
			"Яма"), shot(13, 10, "user502", 0, ""), shot(14, 10, "user502", 0, "")}, "aabb"},
		"ten at most": {ten, "aaaaaaaaaabb"},
	} {
		all, _, err := read(t, group(1000000002, "private_supergroup", append([]string{post(10)}, c.messages...)...),
			options())
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		names := map[string]byte{"": '.'}
		for _, m := range all[1:] {
			if names[m.Album] == 0 {
				names[m.Album] = "abc"[len(names)-1]
			}
			got = append(got, names[m.Album])
		}
		if string(got) != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestAlbumThatBeganATalk: it has one thread, and what replies to any part stands in it.
func TestAlbumThatBeganATalk(t *testing.T) {
	all, _, err := read(t, group(1000000002, "private_supergroup", shot(11, 0, "user501", 0, ""),
		shot(12, 0, "user501", 0, "Яма"),
		comment(13, 12, "user42", "Заделаем"), comment(14, 13, "user501", "Спасибо"), shot(15, 0, "user501", 0,
			"другая")), options())
	if err != nil {
		t.Fatal(err)
	}
	var threads []string
	for _, m := range all {
		threads = append(threads, m.Thread)
	}
	if got := strings.Join(threads, " "); got != "11 11 11 11 15" {
		t.Errorf("threads %s", got)
	}
	if !strings.Contains(all[1].URL, "thread=11") {
		t.Error(all[1].URL)
	}
}

// TestAlbumAcrossBatches: the first part is still at hand when the second shows that they are one.
func TestAlbumAcrossBatches(t *testing.T) {
	messages := []string{post(10)}
	for i := range batchSize - 2 {
		messages = append(messages, comment(20+i, 10, "user501", "да"))
	}
	messages = append(messages, shot(9001, 10, "user501", 60, ""), shot(9002, 10, "user501", 60, "Яма"))
	all, sum, err := read(t, group(1000000002, "private_supergroup", messages...), options())
	if err != nil || sum.Messages != len(messages) {
		t.Fatal(sum, err)
	}
	if a, b := all[len(all)-2], all[len(all)-1]; a.Album == "" || a.Album != b.Album {
		t.Errorf("%q and %q", a.Album, b.Album)
	}
}
