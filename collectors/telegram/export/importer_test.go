package export_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/internal/config"
	"otklik/internal/inbox"
)

// chat is an export of one group with a post of a channel and a comment beneath it.
func chat(kind string, id int64, channel string) string {
	return `{"name":"Обсуждение","type":"` + kind + `","id":` + strconv.FormatInt(id, 10) + `,"messages":[
		{"id":10,"type":"message","date_unixtime":"1700000000","from_id":"channel` + channel + `","forwarded_from":"Глава",
		 "text":"Пост"},
		{"id":11,"type":"message","date_unixtime":"1700000060","from_id":"user501","reply_to_message_id":10,"text":"яма"}]}`
}

// into is where an import goes: to the first of the channels that an operator configured.
func into(t *testing.T, channels string) collectors.Import {
	t.Helper()
	c := parsed(t, "officials: [{id: head, channels: ["+channels+"]}]\n")
	var all []collectors.Channel
	for _, one := range c.Officials[0].Channels {
		all = append(all, collectors.Channel{Channel: one, ID: inbox.NewChannelID("head", one.ID)})
	}
	return collectors.Import{Channel: all[0], Channels: all,
		Cursor: func(context.Context, string) ([]byte, error) { return nil, nil }}
}

func parsed(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse([]config.Platform{telegram.Configuration()}, []byte(text),
		filepath.Join(t.TempDir(), "config.yaml"), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const configured = `{platform: telegram, channel: -1001000000001, bot_token: "1:secret"}`

func importing(t *testing.T, text string, to collectors.Import) (ids []string, sum collectors.Imported, err error) {
	t.Helper()
	sum, err = export.Importer().Read(t.Context(), strings.NewReader(text), to, func(batch []inbox.Message) error {
		for _, m := range batch {
			ids = append(ids, m.ID)
		}
		return nil
	})
	return ids, sum, err
}

// What an import found out about the group is kept for the next one, so that another group's file is refused then.
func TestAnImportRemembersItsGroup(t *testing.T) {
	to := into(t, configured)
	ids, sum, err := importing(t, chat("private_supergroup", 1000000002, "1000000001"), to)
	if err != nil || !slices.Equal(ids, []string{"10", "11"}) || sum.Messages != 2 || sum.Chat != discussion ||
		sum.Warning != "" {
		t.Fatalf("%v, %+v, %v", ids, sum, err)
	}
	to.LastChat = sum.Chat
	ids, sum, err = importing(t, chat("private_supergroup", 1000000009, "1000000001"), to)
	if err == nil || len(ids) > 0 {
		t.Errorf("another group's file: %v, %+v", ids, sum)
	}
	if _, sum, err = importing(t, chat("private_supergroup", 1000000002, "1000000001"), to); err != nil ||
		sum.Chat != discussion {
		t.Errorf("the same once more: %+v, %v", sum, err)
	}
	// The number of an old group says nothing of the group that it is upgraded to.
	if _, sum, err = importing(t, chat("private_group", 4001, "1000000001"), into(t, configured)); err != nil ||
		sum.Chat != 0 {
		t.Errorf("an old group: %+v, %v", sum, err)
	}
}

// What the bot has found out goes before what a file said, and what the bot reads is asked of its own cursor.
func TestTheBotKnowsItsGroupBetter(t *testing.T) {
	to := into(t, configured+`, {id: other, platform: telegram, bot_token: "2:secret"}`)
	to.LastChat = -1001000000009
	var asked []string
	to.Cursor = func(_ context.Context, source string) ([]byte, error) {
		asked = append(asked, source)
		return []byte(`{"version":1,"apart":true,"channels":{"head/telegram":{"groups":[-1001000000002]}}}`), nil
	}
	ids, sum, err := importing(t, chat("private_supergroup", 1000000002, "1000000001"), to)
	if err != nil || len(ids) != 2 || sum.Chat != discussion {
		t.Errorf("%v, %+v, %v", ids, sum, err)
	}
	if !slices.Equal(asked, []string{"telegram bot 1"}) {
		t.Errorf("asked for the cursors of %v", asked)
	}
	ids, _, err = importing(t, chat("private_supergroup", 1000000009, "1000000001"), to)
	if err == nil || len(ids) > 0 {
		t.Errorf("the file's group: %v", ids)
	}
	for name, cursor := range map[string]string{"damaged": "{", "of a later version": `{"version":99}`} {
		to.Cursor = func(context.Context, string) ([]byte, error) { return []byte(cursor), nil }
		ids, _, err = importing(t, chat("private_supergroup", 1000000002, "1000000001"), to)
		if err == nil || len(ids) > 0 {
			t.Errorf("a cursor that is %s: %v", name, ids)
		}
	}
	busy := errors.New("the store is busy")
	to.Cursor = func(context.Context, string) ([]byte, error) { return nil, busy }
	if ids, _, err = importing(t, chat("private_supergroup", 1000000002, "1000000001"), to); !errors.Is(err, busy) ||
		len(ids) > 0 {
		t.Errorf("a store that cannot be read: %v, %v", ids, err)
	}
}

// A file of another channel's group is read, and the operator is asked whether it is the right one.
func TestDoubtsAboutAFileAreSaid(t *testing.T) {
	text := chat("private_supergroup", 1000000002, "1000000077")
	_, sum, err := importing(t, text, into(t, configured))
	if err != nil || sum.Seen != -1001000000077 || !strings.Contains(sum.Warning, "-1001000000077") ||
		!strings.Contains(sum.Warning, "head/telegram") {
		t.Errorf("%+v, %v", sum, err)
	}
	tried := into(t, configured)
	tried.Trial = true
	if _, sum, err = importing(t, text, tried); err != nil || sum.Seen != -1001000000077 {
		t.Errorf("tried: %+v, %v", sum, err)
	}
	// Of several groups only a person can say which is meant, and is told how.
	whole := `{"chats":{"list":[` + text + `,` + chat("private_supergroup", 1000000003, "1000000077") + `]}}`
	if ids, _, err := importing(t, whole, tried); err == nil || len(ids) > 0 ||
		!strings.Contains(err.Error(), "the number stands behind --chat") {
		t.Errorf("two groups: %v, %v", ids, err)
	}
	tried.Chat = 1000000003
	if ids, _, err := importing(t, whole, tried); err != nil || len(ids) != 2 {
		t.Errorf("the group that was named: %v, %v", ids, err)
	}
}

// Who tries a file without a configuration gets one that is right but for the token: of the channel that the file told.
func TestAFileIsTriedWithoutAConfiguration(t *testing.T) {
	for told, want := range map[int64]int64{0: -1001234567890, -1001000000077: -1001000000077} {
		c := parsed(t, "officials:\n  - id: head\n    channels:\n"+export.Importer().Trial(told))
		one := c.Officials[0].Channels[0]
		if own := one.Settings.(*telegram.Config); own.Channel != want || one.Reads("messages") {
			t.Errorf("channel %d of a file that told %d", own.Channel, told)
		}
	}
}
