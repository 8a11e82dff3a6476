package sandbox

import (
	"fmt"
	"time"
)

// vkAttachments is a medium of the town as VK attaches it. Voice messages exist in dialogs only; under a post the same
// recording is a file.
func (s *Sandbox) vkAttachments(media string, id int, from int64, at time.Time, inDialog bool) []object {
	address := func(name string) string { return fmt.Sprintf("https://sun1-1.userapi.com/sandbox/%d_%s", id, name) }
	switch {
	case media == "photo":
		return []object{{"type": "photo", "photo": object{
			"id": 456239000 + id, "album_id": -8, "owner_id": from, "date": at.Unix(), "text": "", "has_tags": false,
			"access_key": fmt.Sprintf("key%d", id),
			"sizes": []object{
				{"type": "s", "width": 75, "height": 56, "url": address("s.jpg")},
				{"type": "x", "width": 604, "height": 453, "url": address("x.jpg")},
			},
		}}}
	case media == "sticker":
		return []object{{"type": "sticker", "sticker": object{
			"inner_type": "base_sticker_new", "sticker_id": 9000 + id%40, "product_id": 279, "is_allowed": false,
			"images": []object{{"url": address("64b.png"), "width": 64, "height": 64}},
		}}}
	case media == "voice" && inDialog:
		return []object{{"type": "audio_message", "audio_message": object{
			"id": 650000000 + id, "owner_id": from, "duration": 4 + id%50, "waveform": []int{0, 4, 9, 14, 7, 2},
			"link_mp3": address("voice.mp3"), "link_ogg": address("voice.ogg"), "access_key": fmt.Sprintf("key%d", id),
		}}}
	case media == "voice":
		return []object{{"type": "doc", "doc": object{
			"id": 670000000 + id, "owner_id": from, "title": "audio.ogg", "size": 20000 + id, "ext": "ogg",
			"date": at.Unix(),
			"type": 5, "url": address("audio.ogg"), "access_key": fmt.Sprintf("key%d", id),
		}}}
	}
	return nil
}
