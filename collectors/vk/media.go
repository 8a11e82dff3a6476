package vk

import (
	"encoding/json"
	"time"

	"otklik/inbox"
)

// mediaTypes are the attachment types of comments, posts and messages in the schema that mean something to a reader.
var mediaTypes = map[string]inbox.MediaType{
	"photo": inbox.MediaPhoto, "photos_list": inbox.MediaPhoto, "posted_photo": inbox.MediaPhoto,
	"album": inbox.MediaPhoto, "graffiti": inbox.MediaPhoto,
	"video": inbox.MediaVideo, "clip": inbox.MediaVideo, "video_playlist": inbox.MediaVideo,
	"video_message": inbox.MediaVideoNote,
	"audio_message": inbox.MediaVoice,
	"audio":         inbox.MediaAudio, "audio_playlist": inbox.MediaAudio, "podcast": inbox.MediaAudio,
	"doc":     inbox.MediaDocument,
	"sticker": inbox.MediaSticker, "ugc_sticker": inbox.MediaSticker,
	"poll": inbox.MediaPoll,
	"link": inbox.MediaLink, "article": inbox.MediaLink, "page": inbox.MediaLink, "note": inbox.MediaLink,
	"wall": inbox.MediaRepost, "wall_reply": inbox.MediaRepost, "story": inbox.MediaRepost,
	"geo": inbox.MediaLocation, "contact": inbox.MediaContact,
}

// attachments decodes one by one, so that an odd attachment hides neither its neighbours nor the message. Whatever
// cannot be read is still an attachment: MediaOther.
func attachments(raw json.RawMessage) []inbox.Media {
	if !present(raw) {
		return nil
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return []inbox.Media{{Type: inbox.MediaOther}}
	}
	var media []inbox.Media
	for _, item := range items {
		media = append(media, attachment(item))
	}
	return media
}

func attachment(raw json.RawMessage) inbox.Media {
	var fields map[string]json.RawMessage
	var kind string
	if json.Unmarshal(raw, &fields) != nil || json.Unmarshal(fields["type"], &kind) != nil {
		return inbox.Media{Type: inbox.MediaOther}
	}
	mapped, known := mediaTypes[kind]
	if !known {
		return inbox.Media{Type: inbox.MediaOther}
	}
	m := inbox.Media{Type: mapped}
	switch mapped {
	case inbox.MediaVoice, inbox.MediaVideoNote, inbox.MediaVideo, inbox.MediaAudio:
		var body struct {
			Duration hint `json:"duration"`
		}
		const longest = 7 * 24 * 3600 // seconds; what is beyond a week is no duration
		if json.Unmarshal(fields[kind], &body) == nil && body.Duration > 0 && body.Duration < longest {
			m.Duration = time.Duration(body.Duration) * time.Second
		}
	case inbox.MediaDocument: // older versions send a voice message as a document with a preview
		var doc struct {
			Preview struct {
				Voice *struct {
					Duration hint `json:"duration"`
				} `json:"audio_msg"`
			} `json:"preview"`
		}
		if json.Unmarshal(fields[kind], &doc) == nil && doc.Preview.Voice != nil {
			m = inbox.Media{Type: inbox.MediaVoice, Duration: time.Duration(max(0, min(doc.Preview.Voice.Duration, 86400))) * time.Second}
		}
	}
	return m
}
