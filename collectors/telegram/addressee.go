package telegram

import (
	"slices"
	"strconv"
	"strings"

	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// rememberedNames is how many usernames are remembered, those seen last.
const rememberedNames = 500

// username belongs to a citizen who wrote a comment: officials turn to people by it.
type username struct {
	Name   string `json:"name"` // in lower case, because Telegram does not tell the cases apart
	Author string `json:"author"`
}

// remember notes the username of a comment's author.
func (d *decoder) remember(message inbox.Message, m loose.Object) {
	name, _ := m.Child("from").Text("username")
	if name == "" || message.Author.ID == "" || message.Author.Official || m.Child("sender_chat") != nil {
		return
	}
	name = strings.ToLower(name)
	d.names = slices.DeleteFunc(d.names, func(u username) bool { return u.Name == name })
	d.names = append(d.names, username{name, message.Author.ID})
	if over := len(d.names) - rememberedNames; over > 0 {
		d.names = slices.Delete(d.names, 0, over)
	}
}

// addressee is the author id of the person whom an official's comment begins by mentioning, where it replies to
// nobody's message but at most to the post; empty where there is none or the username is not known.
func (d *decoder) addressee(message inbox.Message, m loose.Object) string {
	if !message.Author.Official || message.Post || message.ReplyTo != "" && message.ReplyTo != message.Thread {
		return ""
	}
	for _, field := range []string{"entities", "caption_entities"} {
		for _, e := range m.Objects(field) {
			kind, _ := e.Text("type")
			at, ok := e.Number("offset")
			if user, named := e.Child("user").Number("id"); kind == "text_mention" && ok && at == 0 && named {
				return strconv.FormatInt(user, 10) // a person without a username
			}
		}
	}
	text, mentions := strings.CutPrefix(strings.TrimSpace(message.Text), "@")
	if !mentions {
		return ""
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end >= 0 {
		text = text[:end]
	}
	name := strings.ToLower(text)
	if i := slices.IndexFunc(d.names, func(u username) bool { return u.Name == name }); i >= 0 {
		return d.names[i].Author
	}
	return ""
}
