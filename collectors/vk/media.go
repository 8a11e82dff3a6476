package vk

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
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
	"sticker": inbox.MediaSticker, "ugc_sticker": inbox.MediaSticker, "gift": inbox.MediaSticker,
	"poll": inbox.MediaPoll,
	"link": inbox.MediaLink, "article": inbox.MediaLink, "page": inbox.MediaLink, "note": inbox.MediaLink,
	"wall": inbox.MediaRepost, "wall_reply": inbox.MediaRepost, "story": inbox.MediaRepost,
	"geo": inbox.MediaLocation, "contact": inbox.MediaContact,
}

// attachments decodes one by one, so that an odd attachment hides neither its neighbours nor the message. Whatever
// cannot be read is still an attachment: MediaUnknown.
func attachments(raw json.RawMessage) []inbox.Media {
	if !present(raw) {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return []inbox.Media{{Type: inbox.MediaUnknown}}
	}
	var media []inbox.Media
	for _, item := range all {
		media = append(media, attachment(item))
	}
	return media
}

func attachment(raw json.RawMessage) inbox.Media {
	var fields map[string]json.RawMessage
	var kind string
	if json.Unmarshal(raw, &fields) != nil || json.Unmarshal(fields["type"], &kind) != nil {
		return inbox.Media{Type: inbox.MediaUnknown}
	}
	mapped, known := mediaTypes[kind]
	if !known {
		return inbox.Media{Type: inbox.MediaUnknown}
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
	case inbox.MediaDocument:
		m = document(fields[kind])
	}
	return m
}

// The types of documents that are no papers (https://dev.vk.com/reference/objects/doc, field type).
const (
	docAnimation = 3
	docAudio     = 5
)

// soundFiles are the file name endings of recordings.
var soundFiles = []string{"ogg", "oga", "opus", "mp3", "m4a", "aac", "amr", "wav", "wma", "3ga", "flac", "caf"}

// document tells papers from what is sent as a file for another reason: recordings, which older programs and other
// networks' voice messages become, and moving pictures.
func document(raw json.RawMessage) inbox.Media {
	var doc struct {
		Type    hint  `json:"type"`
		Ext     words `json:"ext"`
		Title   words `json:"title"`
		Preview struct {
			Voice   json.RawMessage `json:"audio_msg"`
			Message json.RawMessage `json:"audio_message"`
		} `json:"preview"`
		Voice json.RawMessage `json:"audio_message"`
	}
	_ = json.Unmarshal(raw, &doc) // a field of another shape leaves the others read
	for _, voice := range []json.RawMessage{doc.Preview.Voice, doc.Preview.Message, doc.Voice} {
		if present(voice) {
			var about struct {
				Duration hint `json:"duration"`
			}
			_ = json.Unmarshal(voice, &about)
			seconds := max(0, min(about.Duration, 86400))
			return inbox.Media{Type: inbox.MediaVoice, Duration: time.Duration(seconds) * time.Second}
		}
	}
	ext := strings.ToLower(string(doc.Ext))
	if ext == "" {
		ext = strings.ToLower(strings.TrimPrefix(path.Ext(string(doc.Title)), "."))
	}
	switch {
	case doc.Type == docAudio, slices.Contains(soundFiles, ext):
		return inbox.Media{Type: inbox.MediaVoice}
	case doc.Type == docAnimation, ext == "gif":
		return inbox.Media{Type: inbox.MediaAnimation}
	}
	return inbox.Media{Type: inbox.MediaDocument}
}

// items are the elements of a list; what is none has no elements.
func items(raw json.RawMessage) list {
	var l list
	_ = l.UnmarshalJSON(raw)
	return l
}
