package sandbox

import (
	"fmt"
	"unicode/utf16"
)

// putContent adds text and media. A photo, voice or video message carries its text as a caption; a sticker and a round
// video message carry none, so their text is lost, as it would be.
func (m *tgMessage) putContent(o object) {
	file := func(kind string) object {
		return object{"file_id": fmt.Sprintf("sandbox-%s-%d", kind, m.id),
			"file_unique_id": fmt.Sprintf("u%s%d", kind, m.id), "file_size": 4000 + m.id}
	}
	with := func(o, more object) object {
		for key, value := range more {
			o[key] = value
		}
		return o
	}
	switch m.media {
	case "":
		o["text"] = m.text
		if entities := hashtags(m.text); len(entities) > 0 {
			o["entities"] = entities
		}
		return
	case "photo":
		o["photo"] = []object{
			with(file("small"), object{"width": 90, "height": 68}),
			with(file("photo"), object{"width": 1280, "height": 960}),
		}
	case "document":
		o["document"] = with(file("document"), m.file)
	case "voice":
		o["voice"] = with(file("voice"), object{"duration": 5 + m.id%55, "mime_type": "audio/ogg"})
	case "video_note":
		o["video_note"] = with(file("round"), object{"duration": 5 + m.id%55, "length": 384})
		return
	case "sticker":
		o["sticker"] = with(file("sticker"), object{"type": "regular", "width": 512, "height": 512,
			"is_animated": false, "is_video": false, "emoji": "👍", "set_name": "sandbox"})
		return
	}
	if m.text != "" {
		o["caption"] = m.text
	}
}

// hashtags marks the hashtags of a text, in UTF-16 units as Telegram counts.
func hashtags(text string) []object {
	var found []object
	units, start := 0, -1
	end := func() {
		if start >= 0 && units-start > 1 {
			found = append(found, object{"type": "hashtag", "offset": start, "length": units - start})
		}
		start = -1
	}
	for _, r := range text {
		switch {
		case r == '#':
			end()
			start = units
		case r <= ' ' || r == ',' || r == '.' || r == '!' || r == '?':
			end()
		}
		units += utf16.RuneLen(r)
	}
	end()
	return found
}
