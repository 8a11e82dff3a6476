package vk

import (
	"encoding/json"
	"testing"
	"time"

	"otklik/internal/inbox"
)

func decodeOne(t *testing.T, raw string, page int64) inbox.Message {
	t.Helper()
	c := decodeComment(json.RawMessage(`{"id":5,"date":100,"from_id":7,` + raw + `}`))
	if c.problem != nil {
		t.Fatal(c.problem)
	}
	return underPost{post: 3}.message(c, page)
}

// TestWhomACommentTurnsTo: the comment it replies to where it names one; whom it names, in a field or in its words,
// goes before the comment it is only shown beneath.
func TestWhomACommentTurnsTo(t *testing.T) {
	for name, c := range map[string]struct {
		raw                string
		page               int64
		replyTo, addressee string
		beneath            bool
	}{
		"a reply": {`"text":"Да","reply_to_comment":4,"reply_to_user":9,"parents_stack":[1]`, 0,
			"4", "9", false},
		"a person alone":              {`"text":"Да","reply_to_user":9,"parents_stack":[1]`, 0, "1", "9", true},
		"a person on a thread's page": {`"text":"Да","reply_to_user":9`, 1, "1", "9", true},
		"a mention":                   {`"text":"[id9|Ольга], да","parents_stack":[1]`, 0, "1", "9", true},
		"a mention behind a greeting": {`"text":"Добрый день, [id9|Ольга]! Да","parents_stack":[1]`, 0, "1", "9", true},
		"behind two":                  {`"text":"Здравствуйте! Уважаемая [id9|Ольга], да"`, 0, "", "9", false},
		"as it is typed":              {`"text":"@id9 (Ольга), да"`, 0, "", "9", false},
		"with an asterisk":            {`"text":"*id9 да"`, 0, "", "9", false},
		"a community":                 {`"text":"[club9|Двор], да"`, 0, "", "-9", false},
		"a community by its number":   {`"text":"@club9, да"`, 0, "", "-9", false},
		"a mention of the post":       {`"text":"[id9:bp-1_2|Ольга], да"`, 0, "", "9", false},
		"a mention in the middle":     {`"text":"Спасибо, [id9|Ольга]","parents_stack":[1]`, 0, "1", "", true},
		"a name that is no number":    {`"text":"@id9olga, да"`, 0, "", "", false},
		"nobody":                      {`"text":"Да"`, 0, "", "", false},
	} {
		m := decodeOne(t, c.raw, c.page)
		if m.ReplyTo != c.replyTo || m.Addressee != c.addressee || m.Beneath != c.beneath {
			t.Errorf("%s: reply to %q, addressee %q, beneath %v", name, m.ReplyTo, m.Addressee, m.Beneath)
		}
	}
}

// TestWhatIsAttached: recordings are heard and papers read, whatever form they come in.
func TestWhatIsAttached(t *testing.T) {
	for raw, want := range map[string]inbox.Media{
		`{"type":"audio_message","audio_message":{"duration":4}}`: {Type: inbox.MediaVoice,
			Duration: 4 * time.Second},
		`{"type":"doc","doc":{"type":5,"ext":"ogg","preview":{"audio_msg":{"duration":9}}}}`: {Type: inbox.MediaVoice,
			Duration: 9 * time.Second},
		`{"type":"doc","doc":{"type":5,"preview":{"audio_message":{"duration":9}}}}`: {Type: inbox.MediaVoice,
			Duration: 9 * time.Second},
		`{"type":"doc","doc":{"audio_message":{}}}`:                               {Type: inbox.MediaVoice},
		`{"type":"doc","doc":{"type":5,"ext":"ogg","title":"voice_message.ogg"}}`: {Type: inbox.MediaVoice},
		`{"type":"doc","doc":{"type":"8","ext":"OGG"}}`:                           {Type: inbox.MediaVoice},
		`{"type":"doc","doc":{"title":"Запись 12.m4a"}}`:                          {Type: inbox.MediaVoice},
		`{"type":"doc","doc":{"type":1,"ext":"pdf","title":"Обращение.ogg.pdf"}}`: {Type: inbox.MediaDocument},
		`{"type":"doc","doc":{"type":3,"ext":"gif"}}`:                             {Type: inbox.MediaAnimation},
		`{"type":"doc","doc":{"type":4,"ext":"jpg"}}`:                             {Type: inbox.MediaDocument},
		`{"type":"doc","doc":{"preview":[],"ext":7,"type":{}}}`:                   {Type: inbox.MediaDocument},
		`{"type":"doc"}`: {Type: inbox.MediaDocument},
		`{"type":"audio","audio":{"artist":"А","title":"Б","duration":200}}`: {Type: inbox.MediaAudio,
			Duration: 200 * time.Second},
		`{"type":"gift","gift":{"id":1}}`: {Type: inbox.MediaSticker},
		`{"type":"hologram"}`:             {Type: inbox.MediaUnknown},
		`7`:                               {Type: inbox.MediaUnknown},
	} {
		m := decodeOne(t, `"text":"","attachments":[`+raw+`]`, 0)
		if len(m.Media) != 1 || m.Media[0] != want {
			t.Errorf("%s: %+v, want %+v", raw, m.Media, want)
		}
	}
	if m := decodeOne(t, `"text":"","attachments":[{"type":"wall","wall":{"text":"Нет света"}}]`,
		0); m.Text != "> Нет света" {
		t.Errorf("a shared post: %q", m.Text)
	}
}
