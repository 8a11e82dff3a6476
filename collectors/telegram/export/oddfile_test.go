package export

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

// entry is a message of an export with some fields of its own.
func entry(fields string) string {
	return `{"id":11,"type":"message","date":"2031-01-02T03:04:05","date_unixtime":"1925089445","from_id":"user501",` +
		fields + `}`
}

// What is attached is told as the bot would tell it; what says something elsewhere than in its text is read there.
func TestWhatAnExportAttaches(t *testing.T) {
	for name, c := range map[string]struct {
		fields, text string
		media        string
	}{
		"speech recorded elsewhere": {`"text":"","media_type":"audio_file","file":"a.m4a"`, "", "[{voice 0s}]"},
		"music":                     {`"text":"","media_type":"audio_file","performer":"x"`, "", "[{audio 0s}]"},
		"a file of sound":           {`"text":"","file":"a.ogg","mime_type":"audio/ogg"`, "", "[{voice 0s}]"},
		"a paper":                   {`"text":"","file":"a.pdf","mime_type":"application/pdf"`, "", "[{document 0s}]"},
		"a kind of a later version": {`"text":"","media_type":"hologram","file":"x"`, "", "[{unknown 0s}]"},
		"nothing that is known":     {`"text":"","hologram":{}`, "", "[{unknown 0s}]"},
		"no text at all":            {`"photo":"p.jpg"`, "", "[{photo 0s}]"},
		"a text that is null":       {`"text":null,"photo":"p.jpg"`, "", "[{photo 0s}]"},
		"a forwarded message":       {`"text":"нет воды","forwarded_from":"Сосед"`, "нет воды", "[{repost 0s}]"},
		"a question to vote on":     {`"text":"","poll":{"question":"Где яма?"}`, "Где яма?", "[{poll 0s}]"},
		"a list": {`"text":"","todo_list":{"title":"Сделать","answers":[{"text":"яма"},{},{"text":"свет"}]}`,
			"Сделать\nяма\nсвет", "[{unknown 0s}]"},
		"a length that is none": {`"text":"","media_type":"voice_message","duration_seconds":"99999999999999"`,
			"", "[{voice 0s}]"},
	} {
		got, _, err := read(t, group(1000000002, "private_supergroup", post(10), entry(c.fields)), options())
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %d messages, %v", name, len(got), err)
		}
		if m := got[1]; m.Text != c.text || name != "a list" && fmt.Sprint(m.Media) != c.media {
			t.Errorf("%s: %q, %v", name, m.Text, m.Media)
		}
	}
}

// A piece that is no message is kept aside and hides none of its neighbours.
func TestPiecesThatAreNoMessages(t *testing.T) {
	for name, piece := range map[string]string{
		"a text that is a number": entry(`"text":5`),
		"a number beyond any":     strings.Replace(entry(`"text":"x"`), `"id":11`, `"id":4294967296`, 1),
		"no number":               strings.Replace(entry(`"text":"x"`), `"id":11,`, ``, 1),
	} {
		got, sum, err := read(t, group(1000000002, "private_supergroup", post(10), piece,
			comment(12, 10, "user502", "рядом")), options())
		if err != nil || len(got) != 2 || got[1].Text != "рядом" || sum.UndecodedCount != 1 || len(sum.Undecoded) != 1 {
			t.Errorf("%s: %d messages, %d pieces kept, %v", name, len(got), sum.UndecodedCount, err)
		}
	}
}

// An old group speaks with its own number, and a writer of a kind that nobody knows is no one.
func TestWhoSpeaksInAnExport(t *testing.T) {
	for from, want := range map[string]inbox.Author{
		"chat4001": {ID: "-4001", Official: true}, "chat4002": {ID: "-4002"}, "robot5": {}, "user": {}, "user-5": {},
	} {
		piece := strings.Replace(entry(`"text":"x"`), "user501", from, 1)
		got, _, err := read(t, group(4001, "private_group", post(10), piece), options())
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %d messages, %v", from, len(got), err)
		}
		if a := got[1].Author; a != want {
			t.Errorf("%s: %+v", from, a)
		}
	}
}

// Of a whole account's many chats a few are named by number and type: names of chats may be names of people.
func TestManyChatsAreNotAllListed(t *testing.T) {
	var chats []string
	for n := range 25 {
		chats = append(chats, group(int64(1000000100+n), "private_supergroup", comment(1, 0, "user1", "x")))
	}
	_, _, err := read(t, full(chats...), options())
	if err == nil || !strings.Contains(err.Error(), " more") || strings.Count(err.Error(), "supergroup") > 20 ||
		strings.Contains(err.Error(), "Обсуждение") {
		t.Errorf("%v", err)
	}
	_, _, err = read(t, group(5, "Чат Ивановых", comment(1, 0, "user1", "x")), options())
	if err == nil || !strings.Contains(err.Error(), "unknown type") || strings.Contains(err.Error(), "Иванов") {
		t.Errorf("an odd type: %v", err)
	}
}
