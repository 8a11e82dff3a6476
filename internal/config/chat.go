package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// WholeNumber begins what is said of an id that is none.
const WholeNumber = "a whole number is expected here"

// ReadChat reads a chat of Telegram: a number, or the number in a link to a post. A channel's or a group's is -100
// and the number that links have (core.telegram.org/api/bots/ids).
func ReadChat(text string) (id int64, name string, err error) {
	text = strings.TrimPrefix(text, "tg://openmessage?chat_id=")
	if m := regexp.MustCompile(`^tg://privatepost\?channel=(\d+)`).FindStringSubmatch(text); m != nil {
		id, err = strconv.ParseInt("-100"+m[1], 10, 64)
		return id, "", err
	}
	if path, _, fragment, ok := Link(text, "t.me", "telegram.me", "telegram.dog", "web.telegram.org"); ok {
		first, rest, _ := strings.Cut(path, "/")
		number, _, _ := strings.Cut(rest, "/")
		switch {
		case first == "c" && number != "":
			id, err = strconv.ParseInt("-100"+number, 10, 64)
			return id, "", err
		case regexp.MustCompile(`^-\d+$`).MatchString(fragment):
			id, err = strconv.ParseInt(WholeChat(fragment), 10, 64)
			return id, "", err
		case fragment != "":
			text = fragment
		case first == "s":
			text = number
		default:
			text = first
		}
	}
	if id, err = strconv.ParseInt(text, 10, 64); err == nil {
		return id, "", nil
	}
	return 0, strings.TrimPrefix(text, "@"), nil
}

// WholeChat is a channel's id as bots need it: one of the web clients leaves the 100 out, and people the minus.
func WholeChat(id string) string {
	bare := strings.TrimPrefix(id, "-")
	if strings.HasPrefix(bare, "100") && len(bare) >= 13 {
		return "-" + bare
	}
	return "-100" + bare
}

// FindChat says where the number of a channel or group can be seen.
const FindChat = "the address in web.telegram.org/a/ ends with it, links to posts of private channels (t.me/c/…) " +
	"hold it, and both may stand here as they are; or forward a post to @userinfobot"

func telegramChat(text string) (int64, error) {
	id, name, err := ReadChat(text)
	if err != nil || name != "" {
		return 0, fmt.Errorf("%s: of a person the number that @userinfobot says, of a channel or group -100…: %s",
			WholeNumber, FindChat)
	}
	return id, nil
}

// chats reads the chats that digests go to.
func (d ids) chats(root *yaml.Node) {
	for _, list := range []string{"digests", "bodies"} {
		for i, one := range items(member(root, list)) {
			for n, entry := range items(member(one, "deliver")) {
				key := fmt.Sprintf("%s[%d].deliver[%d].telegram.chat", list, i, n)
				d.number(member(member(entry, "telegram"), "chat"), key, telegramChat)
			}
		}
	}
}
