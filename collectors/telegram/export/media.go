package export

import (
	"strings"
	"time"

	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// mediaTypes are the values of media_type (Telegram Desktop, export_output_json.cpp).
var mediaTypes = map[string]inbox.MediaType{
	"voice_message": inbox.MediaVoice, "video_message": inbox.MediaVideoNote, "video_file": inbox.MediaVideo,
	"animation": inbox.MediaAnimation, "audio_file": inbox.MediaAudio, "sticker": inbox.MediaSticker,
}

// otherMedia are fields that stand for something attached, in a fixed order.
var otherMedia = []struct {
	field string
	media inbox.MediaType
}{
	{"photo", inbox.MediaPhoto}, {"poll", inbox.MediaPoll}, {"location_information", inbox.MediaLocation},
	{"contact_information", inbox.MediaContact}, {"story_id", inbox.MediaRepost},
}

// media lists what is attached to a message, as the Bot API's collector names it.
func media(m loose.Object, post bool) []inbox.Media {
	var list []inbox.Media
	if kind, _ := m.Text("media_type"); kind != "" || m.Has("file") {
		one := inbox.Media{Type: inbox.MediaDocument}
		if known, ok := mediaTypes[kind]; ok {
			one.Type = known
		} else if kind != "" {
			one.Type = inbox.MediaUnknown
		}
		mime, _ := m.Text("mime_type")
		if one.Type == inbox.MediaAudio && !m.Has("performer") || kind == "" && strings.HasPrefix(mime, "audio/") {
			one.Type = inbox.MediaVoice // speech that was recorded elsewhere
		}
		// Beyond these bounds it is no length of a recording: a made-up number must not run over.
		if s, ok := m.Number("duration_seconds"); ok && s > 0 && s < 1<<31 {
			one.Duration = time.Duration(s) * time.Second
		}
		list = append(list, one)
	}
	for _, o := range otherMedia {
		if m.Has(o.field) {
			list = append(list, inbox.Media{Type: o.media})
		}
	}
	if m.Has("forwarded_from") && !post {
		list = append(list, inbox.Media{Type: inbox.MediaRepost})
	}
	return list
}

// otherText is the text of a message that says it elsewhere than in its text: a poll, a list.
func otherText(m loose.Object) string {
	if question, _ := m.Child("poll").Text("question"); question != "" {
		return question
	}
	list := m.Child("todo_list")
	text, _ := list.Text("title")
	for _, task := range append(list.Objects("answers"), list.Objects("tasks")...) {
		if line, _ := task.Text("text"); line != "" {
			text += "\n" + line
		}
	}
	return text
}
