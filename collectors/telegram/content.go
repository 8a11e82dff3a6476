package telegram

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// serviceFields mark a message that nobody wrote: somebody came, a title changed
// (https://core.telegram.org/bots/api#message).
var serviceFields = []string{"new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed",
	"new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
	"channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
	"pinned_message", "successful_payment", "refunded_payment", "users_shared", "chat_shared", "gift", "unique_gift",
	"gift_upgrade_sent", "connected_website", "write_access_allowed", "passport_data", "proximity_alert_triggered",
	"boost_added", "chat_background_set", "checklist_tasks_done", "checklist_tasks_added",
	"direct_message_price_changed", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
	"forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway_created",
	"giveaway_completed", "managed_bot_created", "paid_message_price_changed", "poll_option_added",
	"poll_option_deleted", "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined",
	"suggested_post_paid", "suggested_post_refunded", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
	"video_chat_participants_invited"}

// writtenFields hold what a person wrote; where one is there, the message is no service message whatever else it bears.
var writtenFields = []string{"text", "caption", "rich_message", "poll", "checklist", "voice", "video_note"}

// service reports whether nobody wrote the message.
func service(o loose.Object) bool {
	return slices.ContainsFunc(serviceFields, o.Has) && !slices.ContainsFunc(writtenFields, o.Has)
}

// attachment is one field of a message and what it means. Where a message bears `instead`, the field is only there for
// older programs and is not counted.
type attachment struct {
	field, instead string
	media          inbox.MediaType
}

var attachments = []attachment{
	{"voice", "", inbox.MediaVoice}, {"video_note", "", inbox.MediaVideoNote}, {"video", "", inbox.MediaVideo},
	{"animation", "", inbox.MediaAnimation}, {"audio", "", inbox.MediaAudio}, {"photo", "live_photo", inbox.MediaPhoto},
	{"live_photo", "", inbox.MediaPhoto}, {"sticker", "", inbox.MediaSticker}, {"document", "animation",
		inbox.MediaDocument},
	{"poll", "", inbox.MediaPoll}, {"location", "venue", inbox.MediaLocation}, {"venue", "", inbox.MediaLocation},
	{"contact", "", inbox.MediaContact}, {"story", "", inbox.MediaRepost}, {"external_reply", "", inbox.MediaRepost},
	{"paid_media", "", inbox.MediaPhoto}, {"dice", "", inbox.MediaSticker}, {"game", "", inbox.MediaSticker},
}

// content reads what a message says. Formatting is left out: only its text counts. A field of a wrong type is a problem
// only where nothing else says anything.
func content(o loose.Object) (text string, media []inbox.Media, problem string) {
	if text, problem = words(o); text == "" && problem != "" {
		return "", nil, problem
	}
	if media = attached(o); text == "" && len(media) == 0 {
		media = []inbox.Media{{Type: inbox.MediaUnknown}}
	}
	return withQuote(text, o), media, ""
}

// words are what a message says itself: its text and caption or, where it has none, what else in it is worded.
func words(o loose.Object) (text, problem string) {
	for _, field := range []string{"text", "caption"} {
		if !o.Has(field) {
			continue
		}
		part, ok := o.Text(field)
		if !ok {
			problem = "the message's " + field + " is not a string"
			continue
		}
		text = joinLines(text, part)
	}
	if text == "" && o.Has("rich_message") {
		text = strings.TrimSpace(richText(o["rich_message"], 0))
	}
	if text == "" && o.Has("poll") {
		text, _ = o.Child("poll").Text("question")
	}
	if text == "" && o.Has("checklist") {
		list := o.Child("checklist")
		text, _ = list.Text("title")
		for _, task := range list.Objects("tasks") {
			line, _ := task.Text("text")
			text = joinLines(text, line)
		}
	}
	return text, problem
}

// attached are what is sent with a message.
func attached(o loose.Object) (media []inbox.Media) {
	for _, a := range attachments {
		if !o.Has(a.field) || a.instead != "" && o.Has(a.instead) {
			continue
		}
		file := o.Child(a.field)
		one := inbox.Media{Type: a.media}
		if recording(a.field, file) {
			one.Type = inbox.MediaVoice
		}
		if seconds, ok := file.Number("duration"); ok && seconds > 0 && seconds < 1<<31 {
			one.Duration = time.Duration(seconds) * time.Second
		}
		media = append(media, one)
	}
	return media
}

// recording reports whether a file is speech that was recorded elsewhere: a sound file that names no performer.
func recording(field string, file loose.Object) bool {
	switch field {
	case "document":
		kind, _ := file.Text("mime_type")
		return strings.HasPrefix(kind, "audio/")
	case "audio":
		return file.Has("file_name") && !file.Has("performer") // music names who plays
	}
	return false
}

// withQuote is a text and below it, as lines that begin with "> ", what it quotes of a message in another chat: what a
// reply quotes of its own chat stands there itself.
func withQuote(text string, o loose.Object) string {
	quoted, _ := o.Child("quote").Text("text")
	if !o.Has("external_reply") || strings.TrimSpace(quoted) == "" {
		return text
	}
	for line := range strings.Lines(quoted) {
		text = joinLines(text, "> "+strings.TrimRight(line, "\r\n"))
	}
	return text
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// richOrder are the fields of rich blocks and texts that hold words, in the order in which they are read aloud
// (https://core.telegram.org/bots/api#richmessage).
var richOrder = []string{"summary", "label", "text", "expression", "blocks", "items", "cells", "caption", "credit"}

// richText takes the words out of a rich message: a string, a list, or an object of any type.
func richText(raw json.RawMessage, depth int) string {
	if depth > 50 {
		return "" // deeper than any real message
	}
	var word string
	if json.Unmarshal(raw, &word) == nil {
		return word
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		var b strings.Builder
		for _, element := range list {
			b.WriteString(richText(element, depth+1))
		}
		return b.String()
	}
	o, ok := loose.Read(raw)
	if !ok {
		return ""
	}
	var b strings.Builder
	for _, field := range richOrder {
		if !o.Has(field) {
			continue
		}
		switch part := richText(o[field], depth+1); {
		case part == "":
		case field == "text" && !block(o):
			b.WriteString(part)
		default:
			b.WriteString(strings.TrimSuffix(part, "\n"))
			b.WriteString("\n")
		}
	}
	return b.String()
}

// block reports whether a rich object stands on lines of its own.
func block(o loose.Object) bool {
	kind, _ := o.Text("type")
	return slices.Contains([]string{"paragraph", "heading", "pre", "footer", "pullquote", "thinking"}, kind)
}
