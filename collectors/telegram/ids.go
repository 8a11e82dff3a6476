package telegram

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"otklik/internal/config"
)

// readChannel reads the number of a channel.
func readChannel(text string) (int64, error) {
	id, name, err := config.ReadChat(text)
	switch {
	case err != nil || name != "":
		return 0, fmt.Errorf("%s, such as -1001234567890, and no name or invitation: %s", config.WholeNumber,
			config.FindChat)
	case id == 0:
		return 0, errors.New("a channel's id is missing here: it begins with -100, such as -1001234567890")
	// A number without -100 belongs to a person or an old group: guessed at, it would read the wrong chat.
	case id > 0 || !strings.HasPrefix(text, "-100") && !strings.Contains(text, "/"):
		return 0, fmt.Errorf("a channel's id is negative and begins with -100; write %s",
			config.WholeChat(strconv.FormatInt(id, 10)))
	}
	return id, nil
}

// readPerson reads the number of a person. The Bot API gives none for a name.
func readPerson(text string) (int64, string, error) {
	for _, before := range []string{"tg://user?id=", "user", "id"} { // a link to a person; from_id of an export
		text = strings.TrimPrefix(text, before)
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id == 0 {
		return 0, "", fmt.Errorf("%s, because Telegram tells bots no person's number for a name; the person learns "+
			"it by "+
			"writing to @userinfobot, and `otklik export` shows it as author_id of what they wrote", config.WholeNumber)
	}
	return id, "", nil
}
