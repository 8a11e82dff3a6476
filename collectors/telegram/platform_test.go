package telegram

import (
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
)

// configured reads channels as an operator writes them.
func configured(t *testing.T, channels string) (*config.Config, error) {
	t.Helper()
	text := "officials: [{id: head, channels: [" + channels + "]}]\n"
	return config.Parse([]config.Platform{Configuration()}, []byte(text), filepath.Join(t.TempDir(), "config.yaml"),
		func(string) (string, bool) { return "", false })
}

func TestWhatIsWrongWithAChannelIsSaidAtItsKey(t *testing.T) {
	const token = "bot_token: '4000000001:AAtest-secret_of_nobody', "
	for channel, want := range map[string]string{
		"channel: -1001000000001":                          "channels[0].bot_token: the bot's token is missing",
		"bot_token: nonsense":                              "channels[0].bot_token: this is no bot token",
		token + "chanel: -1001000000001":                   `unknown key "chanel"`,
		token + "read: [wall]":                             `"wall" is not known here`,
		token + "read: [comments]":                         "channels[0].channel: reading comments needs",
		token + "channel: '@somebody'":                     "and no name or invitation",
		token + "channel: 0":                               "a channel's id is missing here",
		token + "channel: 2000000001":                      "write -1002000000001",
		token + "staff: ['@somebody']":                     "no person's number for a name",
		token + "staff: [0]":                               "no person's number for a name",
		token + "channel: 't.me/c/99999999999999999999/5'": "a whole number is expected",
	} {
		_, err := configured(t, "{platform: telegram, "+channel+"}")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", channel, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the token is shown", channel)
		}
	}
}

// A channel without `read` reads what its keys allow; numbers are read as people copy them.
func TestAChannelIsReadAsItsKeysAllow(t *testing.T) {
	const token = "{platform: telegram, bot_token: '4000000001:AAtest-secret_of_nobody'"
	for channel, want := range map[string]struct {
		chat     int64
		comments bool
	}{
		token + "}": {0, false},
		token + ", channel: -1001000000001, staff: [42]}":                                {testChannel, true},
		token + ", channel: 'https://t.me/c/1000000001/77', staff: ['tg://user?id=42']}": {testChannel, true},
	} {
		c, err := configured(t, channel)
		if err != nil {
			t.Errorf("%s: %v", channel, err)
			continue
		}
		one := c.Officials[0].Channels[0]
		if own := one.Settings.(*Config); own.Channel != want.chat || one.Reads("comments") != want.comments ||
			!one.Reads("messages") {
			t.Errorf("%s: chat %d, comments %v", channel, own.Channel, one.Reads("comments"))
		}
		if len(one.Staff) > 0 && !slices.Equal(one.Staff, []int64{42}) {
			t.Errorf("%s: staff %v", channel, one.Staff)
		}
	}
}

// The channels of one bot are read by one source, because the bot has one queue; another bot has its own.
func TestABotIsOneSource(t *testing.T) {
	const first = "bot_token: '4000000001:AAtest-secret_of_nobody'"
	c, err := configured(t, "{id: a, platform: telegram, channel: -1001000000001, "+first+"}, "+
		"{id: b, platform: telegram, bot_token: '4000000002:AAtest-secret_of_nobody'}, "+
		"{id: c, platform: telegram, channel: -1001000000003, read: [comments], "+first+"}")
	if err != nil {
		t.Fatal(err)
	}
	platform, fake := Platform(), newFake()
	channels := func(c *config.Config) (all []collectors.Channel) {
		for _, one := range c.Officials[0].Channels {
			all = append(all, collectors.Channel{Channel: one, ID: inbox.NewChannelID("head", one.ID)})
		}
		return all
	}
	by := collectors.Connection{HTTP: &http.Client{Transport: fake}, Log: slog.New(slog.DiscardHandler)}
	sources, err := platform.Sources(by, channels(c))
	if err != nil || len(sources) != 2 || !slices.Equal(sources[0].Channels(), []inbox.ChannelID{"head/a", "head/c"}) ||
		!slices.Equal(sources[1].Channels(), []inbox.ChannelID{"head/b"}) {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	told := map[inbox.ChannelID]collectors.Level{}
	for _, d := range platform.Check(t.Context(), by, channels(c)) {
		if told[d.Channel] != collectors.Fault {
			told[d.Channel] = d.Level
		}
	}
	// The third channel is not seen, and the second bot's token is not known to this server.
	if told["head/a"] == collectors.Fault || told["head/b"] != collectors.Fault || told["head/c"] != collectors.Fault {
		t.Errorf("checked: %v", told)
	}
	twice, err := configured(t, "{id: a, platform: telegram, channel: -1001000000001, "+first+"}, "+
		"{id: b, platform: telegram, channel: -1001000000001, "+first+"}")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := platform.Sources(by, channels(twice)); err == nil || !strings.Contains(err.Error(), "channel head/a") {
		t.Errorf("one channel under two names: %v", err)
	}
}

func TestBothAddressesOfAMessageAreOne(t *testing.T) {
	for from, want := range map[string]string{"https://telegram.me/c/1/2": "https://t.me/c/1/2",
		"https://t.me/c/1/2": "https://t.me/c/1/2", "https://example.org/c/1/2": "https://example.org/c/1/2"} {
		u, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := Platform().Address(u).String(); got != want {
			t.Errorf("%s became %s", from, got)
		}
	}
}

// An import has to know the groups of a channel, and as which number an export's group is known to the bot.
func TestGroupsThatAreKnown(t *testing.T) {
	_, cursor := drain(t, open(t, newFake().options()), nil)
	groups, err := KnownGroups(cursor, "head/telegram")
	if err != nil || !slices.Equal(groups, []int64{testGroup}) || BareID(groups[0]) != 1000000002 ||
		ChatID(BareID(groups[0])) != testGroup {
		t.Errorf("%v, %v", groups, err)
	}
	if groups, err = KnownGroups(nil, "head/telegram"); err != nil || len(groups) > 0 {
		t.Errorf("nothing was collected: %v, %v", groups, err)
	}
	if _, err = KnownGroups([]byte("{"), "head/telegram"); err == nil {
		t.Error("a damaged cursor knows nothing, and that is not said")
	}
	if got := BareID(-4001); got != 4001 {
		t.Errorf("an old group is %d", got)
	}
}
