package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"otklik/collectors/telegram"
	"otklik/collectors/vk"
	"otklik/internal/config"
)

func ofVK(keys string) string {
	return "officials: [{id: a, channels: [{platform: vk, service_token: x, " + keys + "}]}]\n"
}

func ofTelegram(keys string) string {
	return "officials: [{id: a, channels: [{platform: telegram, bot_token: '1:x', " + keys + "}]}]\n"
}

func TestPagesOfVKontakteAreReadAsPeopleCopyThem(t *testing.T) {
	for text, want := range map[string]int64{
		"-1001": -1001, "1001": 1001, "'-1001'": -1001, "−1001": -1001, "–1001": -1001, "—1001": -1001,
		"‑1001": -1001, "－1001": -1001, "'- 1001'": -1001, "'-1 001'": -1001,
		"\"\\u00a0-1001\\u200b\"": -1001, "club1001": -1001, "public1001": -1001, "event1001": -1001, "id1001": 1001,
		"CLUB1001": -1001, "'@club1001'": -1001,
		"https://vk.com/club1001": -1001, "http://vk.com/public1001": -1001, "https://vk.ru/club1001": -1001,
		"https://m.vk.com/club1001/": -1001, "https://m.vk.ru/event1001": -1001,
		"https://www.vk.com/id1001": 1001, "vk.com/club1001": -1001, "'https://vk.com/club1001?from=search'": -1001,
		"https://vk.com/wall-1001_77": -1001, "https://vk.com/wall-1001": -1001,
		"'https://vk.com/gov_ensk?w=wall-1001_77'": -1001, "'https://vk.com/feed?z=x&w=wall-1001_77%2Fall'": -1001,
		"https://vk.com/wall1001_77": 1001, "https://vk.com/topic-1001_5": -1001,
		"https://vk.com/write-1001": -1001, "https://vk.com/gim1001": -1001, "'[club1001|Губернатор]'": -1001,
		"' club1001 '": -1001,
	} {
		c, err := parse(t, ofVK("owner_id: "+text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := c.Officials[0].Channels[0].Settings.(*vk.Config).OwnerID; got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestWhatIsNoPageIsExplained(t *testing.T) {
	for text, says := range map[string]string{
		"gov_ensk": "only VKontakte knows", "'@gov_ensk'": "only VKontakte knows",
		"https://vk.com/gov_ensk": "between wall and _", "m.vk.com/gov.ensk": "only VKontakte knows",
		"https://example.org/club1001": "whole number", "club0": "no page has the number", "'club 10x'": "",
		"1.5": "whole number", "99999999999999999999": "no page has", "''": "whole number",
		"[1]": "whole number", "https://vk.com/": "whole number",
	} {
		got := faultsOf(t, ofVK("owner_id: "+text))
		if len(got) != 1 || got[0].Line != 1 || got[0].Key != "officials[0].channels[0].owner_id" ||
			!strings.Contains(got[0].Sentence, says) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestChannelsOfTelegramAreReadAsPeopleCopyThem(t *testing.T) {
	for text, want := range map[string]int64{
		"-1001234567890": -1001234567890, "−1001234567890": -1001234567890, "'–100 1234567890'": -1001234567890,
		"https://t.me/c/1234567890/5": -1001234567890,
		"t.me/c/1234567890/5":         -1001234567890, "https://t.me/c/1234567890/7/5": -1001234567890,
		"'https://t.me/c/1234567890/5?single'":         -1001234567890,
		"'https://web.telegram.org/a/#-1001234567890'": -1001234567890,
		"'https://web.telegram.org/k/#-1234567890'":    -1001234567890,
		"'tg://privatepost?channel=1234567890&post=5'": -1001234567890, "\"\\ufeff-1001234567890\"": -1001234567890,
	} {
		c, err := parse(t, ofTelegram("channel: "+text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := c.Officials[0].Channels[0].Settings.(*telegram.Config).Channel; got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	for text, says := range map[string]string{
		"1234567890": "write -1001234567890", "1001234567890": "write -1001234567890",
		"-1234567890": "write -1001234567890", "'@gov_ensk'": "web.telegram.org", "gov_ensk": "web.telegram.org",
		"https://t.me/gov_ensk": "t.me/c/", "https://t.me/gov_ensk/77": "t.me/c/",
		"https://t.me/s/gov_ensk": "t.me/c/", "https://t.me/+AbCdEf": "no name or invitation", "0": "missing",
	} {
		got := faultsOf(t, ofTelegram("read: [comments], channel: "+text))
		if len(got) != 1 || got[0].Line != 1 || got[0].Key != "officials[0].channels[0].channel" ||
			!strings.Contains(got[0].Sentence, says) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestChatsOfDeliveriesAreReadAsPeopleCopyThem(t *testing.T) {
	for text, want := range map[string]int64{"−1001234567890": -1001234567890,
		"'https://t.me/c/1234567890/5'": -1001234567890, "42": 42, "'-42'": -42} {
		c, err := parse(t, digest("{telegram: {bot_token: '1:x', chat: "+text+"}}"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := c.Digests[0].Deliver[0].Telegram.Chat; got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	if got := faultsOf(t, digest("{telegram: {bot_token: '1:x', chat: '@office'}}")); len(got) != 1 ||
		!strings.Contains(got[0].Sentence, "@userinfobot") {
		t.Errorf("%+v", got)
	}
}

func TestStaffIsNeverPassedOver(t *testing.T) {
	c, err := parse(t,
		ofVK(
			`owner_id: -1, staff: [4243, id4244, "https://vk.com/id4245", '@ivanova', vk.com/petrov.p, 'club7', −8, "[id4246|Иванова]"]`))
	if err != nil {
		t.Fatal(err)
	}
	if ch := c.Officials[0].Channels[0]; fmt.Sprint(ch.Staff) != "[4243 4244 4245 -7 -8 4246]" ||
		!slices.Equal(ch.StaffNames, []string{"ivanova", "petrov.p"}) {
		t.Errorf("%v, %q", ch.Staff, ch.StaffNames)
	}
	for _, bare := range []string{"staff: [@ivanova, 5, @petrov.p,@x1]",
		"staff:\n          - @ivanova   # the press office\n          - @petrov.p\n          - 5\n          - @x1"} {
		c, err := parse(t, minimal+"        "+bare+"\nregion: 'a, @b'\n")
		if err != nil {
			t.Errorf("%s: %v", bare, err)
		} else if ch := c.Officials[0].Channels[0]; fmt.Sprint(ch.Staff,
			ch.StaffNames) != "[5] [ivanova petrov.p x1]" || c.Region != "a, @b" {
			t.Errorf("%s: %+v", bare, ch)
		}
	}
	if got := faultsOf(t, ofTelegram("read: [comments], channel: @name")); len(got) != 1 ||
		!strings.Contains(got[0].Sentence, "web.telegram.org") {
		t.Errorf("a bare name of a channel: %+v", got)
	}
	c, err = parse(t, "officials: [{id: a, channels: [&one {id: v, platform: vk, service_token: x, owner_id: "+
		"club1, staff: &s [5, '@ivanova']}, "+
		"{id: w, platform: vk, service_token: x, owner_id: club2, staff: *s}, {<<: *one, id: u}]}]\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range c.Officials[0].Channels {
		if fmt.Sprint(ch.Staff, ch.StaffNames) != "[5] [ivanova]" || ch.Settings.(*vk.Config).OwnerID >= 0 {
			t.Errorf("of a shared list: %+v", ch)
		}
	}
	c, err = parse(t, ofTelegram("staff: [4242, '4 243', user4244, 'tg://user?id=4245']"))
	if err != nil || fmt.Sprint(c.Officials[0].Channels[0].Staff) != "[4242 4243 4244 4245]" {
		t.Errorf("%v %+v", err, c)
	}
	faults := map[string][]config.Fault{}
	for _, name := range []string{"'@ivanova'", "https://t.me/ivanova", "Иванова", "''", "0"} {
		faults[name] = faultsOf(t, ofTelegram("staff: [1, "+name+"]"))
	}
	for _, name := range []string{"Иванова", "'Мария Иванова'", "''", "0", "1.5"} {
		faults["vk "+name] = faultsOf(t, ofVK("owner_id: -1, staff: [1, "+name+"]"))
	}
	for name, got := range faults {
		if len(got) != 1 || got[0].Key != "officials[0].channels[0].staff[1]" || got[0].Line != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := faults["'@ivanova'"][0].Sentence; !strings.Contains(got, "@userinfobot") {
		t.Errorf("%s", got)
	}
}

// What only the other platform has would do nothing.
func TestKeysOfTheOtherPlatformAreFaults(t *testing.T) {
	for key, text := range map[string]string{
		"window": ofTelegram("window: 30d"), "owner_id": ofTelegram("owner_id: -1"),
		"service_token_file": ofTelegram("service_token_file: x"),
		"channel":            ofVK("owner_id: -1, channel: -1001"),
		"bot_token_file":     ofVK("owner_id: -1, bot_token_file: x"),
	} {
		got := faultsOf(t, text)
		if !slices.ContainsFunc(got, func(f config.Fault) bool {
			return f.Key == "officials[0].channels[0]."+key && strings.Contains(f.Sentence, "belongs to the platform")
		}) {
			t.Errorf("%s: %+v", key, got)
		}
	}
}
