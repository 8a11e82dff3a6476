package app

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// Demand is one person's demand to be forgotten.
func (s *Service) Demand(author string, channels []string, now time.Time) (store.PurgeOrder, error) {
	order := store.PurgeOrder{Mode: store.Delete, At: now.In(s.Config.Location)}
	platform, id, _ := strings.Cut(author, ":")
	order.Platform, order.Author = inbox.Platform(platform), strings.TrimSpace(id)
	if _, known := s.Platforms.Titles()[order.Platform]; order.Author == "" || !known {
		return order, usagef("--author is written %s; `otklik export` shows the ids as author_id", s.Platforms.Authors())
	}
	// Whoever is looked for under another spelling would be told that nothing is stored, and stay stored.
	if n, err := strconv.ParseInt(order.Author, 10, 64); err != nil || n == 0 || strconv.FormatInt(n, 10) != order.Author {
		meant := ""
		if n, err := strconv.ParseInt(strings.TrimLeft(order.Author, "abcdefghijklmnopqrstuvwxyz+0"), 10, 64); err == nil && n != 0 && !strings.HasPrefix(order.Author, "c") {
			meant = fmt.Sprintf("; is %s:%d meant?", platform, n)
		}
		return order, usagef("--author %q: the id is a number, with a minus for a community, channel or group, as `otklik export` shows it as author_id; "+
			"the letters of an address such as %s are left out%s", author, s.Platforms.Profile(), meant)
	}
	for _, name := range channels {
		c, err := s.Channel(inbox.ChannelID(name))
		if err != nil {
			return order, err
		}
		if c.Platform != platform {
			return order, usagef("--channel %s is a channel of %s, where nobody of %s writes", name, c.Platform, platform)
		}
		order.Channels = append(order.Channels, inbox.ChannelID(name))
	}
	return order, nil
}
