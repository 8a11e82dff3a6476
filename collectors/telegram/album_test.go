package telegram

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

// part is an update with a part of an album; fields go into the message.
func part(update, id int64, fields string) string {
	return fmt.Sprintf(
		`{"update_id":%d,"message":{"message_id":%d,"date":1700000000,"from":{"id":555,"first_name":"Житель"},`+
			`"chat":{"id":%d,"type":"supergroup","title":"Обсуждение"},"media_group_id":"77","photo":[{"file_id":"a"}]%s}}`,
		update, id, testGroup, fields)
}

// TestAnAlbumStaysTogether: its parts come in different updates, pages and pulls, in any order, and what replies to one
// of them stands with all.
func TestAnAlbumStaysTogether(t *testing.T) {
	reply := func(update, id, to int64) string {
		return fmt.Sprintf(
			`{"update_id":%d,"message":{"message_id":%d,"message_thread_id":%d,"date":1700000100,"from":{"id":42,"first_name":"Ответ"},`+
				`"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":%d},"text":"Сделали"}}`, update,
			id, to, testGroup, to)
	}
	for name, pulls := range map[string][][]string{
		"one page":             {{part(1, 20, ""), part(2, 21, `,"caption":"Яма"`), reply(3, 30, 21)}},
		"three pulls":          {{part(1, 20, "")}, {part(2, 21, `,"caption":"Яма"`)}, {reply(3, 30, 21)}},
		"the second one first": {{part(1, 21, `,"caption":"Яма"`)}, {part(2, 20, "")}, {reply(3, 30, 20)}},
	} {
		f := newFake()
		var cursor []byte
		threads := map[string]string{}
		var albums []string
		for _, updates := range pulls {
			f.push(updates...)
			var batches []inbox.Batch
			batches, cursor = drain(t, open(t, f.options()), cursor)
			for _, b := range batches {
				for _, m := range b.Messages {
					threads[m.ID] = m.Thread
					if m.Album != "" {
						albums = append(albums, m.Album)
					}
				}
			}
		}
		if len(threads) != 3 || threads["20"] != threads["21"] || threads["30"] != threads["20"] {
			t.Errorf("%s: threads %v", name, threads)
		}
		if strings.Join(albums, " ") != "77 77" {
			t.Errorf("%s: albums %v", name, albums)
		}
	}
}

func TestAnAlbumUnderAPostHasItsThread(t *testing.T) {
	f := newFake(part(1, 20, `,"message_thread_id":10`), part(2, 21, `,"message_thread_id":10`))
	batches, _ := drain(t, open(t, f.options()), nil)
	for _, m := range batches[0].Messages {
		if m.Thread != "10" || m.Album != "77" {
			t.Errorf("%s: thread %s, album %s", m.ID, m.Thread, m.Album)
		}
	}
}

// TestAnOldAlbumIsEdited: the store knows where a part stands that is remembered no more.
func TestAnOldAlbumIsEdited(t *testing.T) {
	f := newFake(strings.Replace(part(1, 21, ""), `"message":`, `"edited_message":`, 1))
	o := f.options()
	o.Archive = archive{"21": "20"}
	batches, _ := drain(t, open(t, o), nil)
	if m := batches[0].Messages[0]; m.Thread != "20" {
		t.Errorf("thread %s", m.Thread)
	}
}

func TestRememberedAlbumsAreBounded(t *testing.T) {
	d := &decoder{source: &Source{}}
	for i := range 3 * rememberedAlbums {
		if _, err := d.albumThread(t.Context(), inbox.Message{ID: fmt.Sprint(i), Album: fmt.Sprint("a",
			i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.albums) != rememberedAlbums || d.albumOf(inbox.Message{}, fmt.Sprint(3*rememberedAlbums-1)) == "" {
		t.Errorf("%d albums", len(d.albums))
	}
}

func TestWhatIsSharedAndRecorded(t *testing.T) {
	for fields, want := range map[string]struct {
		text  string
		media inbox.MediaType
	}{
		`"text":"Вот так","external_reply":{"origin":{"type":"channel"}},"quote":{"text":"Мост закрыт\nдо мая","position":3}`: {"Вот так\n> Мост закрыт\n> до мая", inbox.MediaRepost},
		`"text":"Вот так","reply_to_message":{"message_id":4},"quote":{"text":"Мост закрыт"}`:                                 {"Вот так", ""},
		`"text":"Вот так","external_reply":7,"quote":7`:                                                                       {"Вот так", inbox.MediaRepost},
		`"document":{"file_name":"голос.ogg","mime_type":"audio/ogg"}`:                                                        {"", inbox.MediaVoice},
		`"document":{"file_name":"письмо.pdf","mime_type":"application/pdf"}`:                                                 {"", inbox.MediaDocument},
		`"audio":{"file_name":"Запись.m4a","duration":9}`:                                                                     {"", inbox.MediaVoice},
		`"audio":{"file_name":"песня.mp3","performer":"Хор","title":"Песня","duration":9}`:                                    {"", inbox.MediaAudio},
		`"animation":{"duration":2},"document":{"mime_type":"video/mp4"}`:                                                     {"", inbox.MediaAnimation},
		`"dice":{"emoji":"🎲","value":3}`:                                                                                      {"", inbox.MediaSticker},
		`"hologram":{}`:                                                                                                       {"", inbox.MediaUnknown},
	} {
		f := newFake(
			`{"update_id":1,"message":{"message_id":5,"date":1700000000,"from":{"id":555,"first_name":"Ж"},"chat":{"id":555,"type":"private"},` + fields + `}}`)
		batches, _ := drain(t, open(t, f.options()), nil)
		if len(batches[0].Messages) != 1 {
			t.Fatalf("%s: %+v", fields, batches[0])
		}
		m := batches[0].Messages[0]
		if got := inbox.MediaType(""); len(m.Media) > 0 {
			got = m.Media[0].Type
			if got != want.media || len(m.Media) > 1 {
				t.Errorf("%s: %v, want %s", fields, m.Media, want.media)
			}
		} else if want.media != "" {
			t.Errorf("%s: no media", fields)
		}
		if m.Text != want.text {
			t.Errorf("%s: %q", fields, m.Text)
		}
	}
}
