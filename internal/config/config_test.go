package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/collectors/telegram"
	"otklik/collectors/vk"
	"otklik/internal/config"
)

const minimal = `
officials:
  - id: governor
    channels:
      - id: vk
        platform: vk
        owner_id: -1001
        service_token: service-secret
`

// known are the platforms of the program.
func known() []config.Platform {
	return []config.Platform{vk.Configuration(), telegram.Configuration()}
}

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

func parse(t *testing.T, text string) (*config.Config, error) {
	t.Helper()
	return config.Parse(known(), []byte(text), filepath.Join(t.TempDir(), "config.yaml"), environment(map[string]string{
		"TOKEN": "expanded: \"secret\"", "ID": "-1001",
	}))
}

func TestMinimalHasTheContractsDefaults(t *testing.T) {
	c, err := parse(t, minimal)
	if err != nil {
		t.Fatal(err)
	}
	if c.Timezone != "Europe/Moscow" || c.Language != "ru" || c.Schedule.Collect != "*/5 * * * *" || !c.Privacy.Mask {
		t.Errorf("general defaults: %+v", c)
	}
	if c.Store.Path != filepath.Join(filepath.Dir(c.Path), "data/otklik.db") {
		t.Errorf("store path %s is not relative to the configuration", c.Store.Path)
	}
	if c.Platforms["vk"].APIURL != "https://api.vk.ru/method/" ||
		c.Platforms["telegram"].APIURL != "https://api.telegram.org" {
		t.Errorf("addresses: %+v", c.Platforms)
	}
	if time.Duration(c.Norms.AnswerWithin) != 8*time.Hour || c.Norms.Clock != "working" ||
		c.Norms.InterimWithin.Days() != 7 {
		t.Errorf("norms: %+v", c.Norms)
	}
	channel := c.Officials[0].Channels[0]
	if channel.Settings.(*vk.Config).Window.Days() != 30 || !slices.Equal(channel.Read, []string{"wall"}) {
		t.Errorf("channel: %+v", channel)
	}
	if len(c.Digests) != 1 || c.Digests[0].ID != "morning" || c.Digests[0].Schedule != "0 8 * * *" ||
		!slices.Equal(c.Digests[0].Officials, []string{"governor"}) {
		t.Errorf("digests: %+v", c.Digests)
	}
}

func TestEveryMistakeHasItsSentenceAndLine(t *testing.T) {
	cases := []struct {
		name, text string
		line       int
		want       string
	}{
		{"unknown key", minimal + "colour: red\n", 9, `unknown key "colour"`},
		{"mistyped key", minimal + "timezon: UTC\n", 9, `did you mean "timezone"`},
		{"unknown key deep down", minimal + "        windw: 3d\n", 9, `did you mean "window"`},
		{"two documents", minimal + "---\ntimezone: UTC\n", 0, "second document"},
		{"key twice", "timezone: UTC\ntimezone: UTC\n" + minimal, 2, "already defined"},
		{"broken YAML", "officials: [\n", 0, "broken near here"},
		{"empty file", "", 0, "is empty"},
		{"no officials", "timezone: UTC\n", 0, "no official"},
		{"official without channels", "officials:\n  - id: a\n", 2, "no channel"},
		{"time zone", minimal + "timezone: Europe/Mosocw\n", 9, "no time zone"},
		{"language", minimal + "language: fr\n", 9, "ru or en"},
		{"unset variable", strings.Replace(minimal, "service-secret", "${NOWHERE}", 1), 8, "NOWHERE is not set"},
		{"unset variable under cron", strings.Replace(minimal, "service-secret", "${NOWHERE}", 1), 8,
			"name it with service_token_file instead of service_token"},
		{"a word for a number", strings.Replace(minimal, "-1001", "durov", 1), 7, "whole number"},
		{"platform", strings.Replace(minimal, "platform: vk", "platform: myspace", 1), 6, "vk or telegram"},
		{"two channels of one name", minimal +
			"      - id: vk\n        platform: vk\n        owner_id: -2\n        service_token: x\n", 9, "twice"},
		{"no token", strings.Replace(minimal, "service_token: service-secret", "window: 3d", 1), 5, "no token"},
		{"messages without their token", minimal + "        read: [wall, messages]\n", 5, "community"},
		{"messages of a person", strings.Replace(minimal, "-1001", "1001", 1) + "        community_token: x\n", 5,
			"community only"},
		{"read what VK has not", minimal + "        read: [comments]\n", 9, "wall or messages"},
		{"a key of the other platform", minimal + "        bot_token: 1:x\n", 9, "telegram"},
		{"secret twice", minimal + "        service_token_file: x\n", 9, "twice"},
		{"secret file missing", minimal + "        community_token_file: nowhere\n", 9, "cannot be read"},
		{"window", minimal + "        window: soon\n", 9, "no length of time"},
		{"window of nothing", minimal + "        window: 0d\n", 9, "longer than nothing"},
		{"bot token", "officials: [{id: a, channels: [{platform: telegram, bot_token: x, channel: -1001}]}]\n", 1,
			"no bot token"},
		{"positive channel",
			"officials: [{id: a, channels: [{platform: telegram, bot_token: '1:x', channel: 1001}]}]\n", 1, "negative"},
		{"no channel", "officials: [{id: a, channels: [{platform: telegram, bot_token: '1:x', read: [comments]}]}]\n",
			1, "channel's id"},
		{"schedule", minimal + "schedule: {collect: '0 0 31 2 *'}\n", 9, "never comes"},
		{"schedule with a zone", minimal + "schedule: {collect: 'CRON_TZ=Europe/Moscow'}\n", 9, "time zone"},
		{"clock", minimal + "norms: {clock: sand}\n", 9, "working or calendar"},
		{"hours", minimal + "norms: {working_hours: ['9-18']}\n", 9, "9-18"},
		{"no working time", minimal + "norms: {working_days: []}\n", 9, ""},
		{"interim", minimal + "norms: {interim_within: 36h}\n", 9, "whole days"},
		{"audience", minimal + "digests: [{id: a, audience: king}]\n", 9, "governor"},
		{"digest of nobody", minimal + "digests: [{id: a, officials: [mayor]}]\n", 9, `"mayor"`},
		{"digests of one name", minimal + "digests: [{id: a}, {id: a}]\n", 9, "twice"},
		{"empty delivery", minimal + "digests: [{id: a, deliver: [{}]}]\n", 9, "names how"},
		{"delivery format", minimal + "digests: [{id: a, deliver: [{file: {path: x, format: gif}}]}]\n", 9, "gif"},
		{"proxy", minimal + "platforms: {vk: {proxy: 'user:hunter2@host'}}\n", 9, "socks5"},
		{"missing file", minimal + "reading: {topics: nowhere.yaml}\n", 9, "cannot be read"},
		{"mask is a word", minimal + "privacy: {mask: maybe}\n", 9, "true or false"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(t, c.text)
			var faults *config.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("no faults but %v", err)
			}
			for _, f := range faults.List {
				if (c.line == 0 || f.Line == c.line) && strings.Contains(f.Sentence, c.want) {
					return
				}
			}
			t.Errorf("want line %d with %q, got\n%v", c.line, c.want, err)
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := parse(t, minimal+"language: fr\ntimezone: Nowhere\nnorms: {clock: sand}\n")
	var faults *config.Faults
	if !errors.As(err, &faults) || len(faults.List) != 3 {
		t.Fatalf("want three faults, got %v", err)
	}
}

// A value of the wrong form is told with its key, and does not hide what else is wrong.
func TestFaultsOfFormNameTheirKeysAndHideNothing(t *testing.T) {
	_, err := parse(t, minimal+"language: fr\ntimezone: [a, b]\nnorms: { answer_within: [8h], colck: working "+
		"}\npurge: { mode: drop }\n")
	var faults *config.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("no faults but %v", err)
	}
	var keys []string
	for _, f := range faults.List {
		keys = append(keys, f.Key)
	}
	if want := []string{"language", "timezone", "norms", "norms.answer_within", "purge.mode"}; !slices.Equal(keys,
		want) {
		t.Errorf("faults at %q, want %q:\n%v", keys, want, err)
	}
	_, err = parse(t, minimal+"digests: [ { id: a, period: era }, text ]\n")
	if err == nil || !strings.Contains(err.Error(), "digests[1]: this has the wrong form") {
		t.Errorf("an item of the wrong form: %v", err)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	c, err := parse(t, minimal+"mail: { host: a, from: a@example.org, user: u, password: \"${TOKEN}\" }\n")
	if err != nil {
		t.Fatal(err)
	}
	token := c.Mail.Password
	if got := token.Reveal(); got != `expanded: "secret"` {
		t.Errorf("the variable's value changed: %q", got)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", *c, "token", token)
	js, _ := json.Marshal(c)
	for name, printed := range map[string]string{
		"%v": fmt.Sprintf("%v", c), "%+v": fmt.Sprintf("%+v", c), "%#v": fmt.Sprintf("%#v",
			token), "%s": fmt.Sprintf("%s", token),
		"%q": fmt.Sprintf("%q", token), "%x": fmt.Sprintf("%x", token), "json": string(js), "slog": log.String(),
	} {
		if strings.Contains(printed, "secret\"") || strings.Contains(printed, "expanded") {
			t.Errorf("%s prints the secret: %s", name, printed)
		}
	}
}

func TestSecretFromFile(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "token"), []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(minimal, "service_token: service-secret", "service_token_file: token", 1)
	c, err := config.Parse(known(), []byte(text), filepath.Join(folder, "config.yaml"), environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Officials[0].Channels[0].Settings.(*vk.Config).ServiceToken.Reveal(); got != "from-file" {
		t.Errorf("token %q", got)
	}
}

func TestNumbersFromTheEnvironment(t *testing.T) {
	c, err := parse(t, strings.Replace(minimal, "-1001", "${ID}", 1))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Officials[0].Channels[0].Settings.(*vk.Config).OwnerID; got != -1001 {
		t.Errorf("owner_id %d", got)
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"30d": 720 * time.Hour, "8h": 8 * time.Hour,
		"90m":   90 * time.Minute,
		"1d12h": 36 * time.Hour, "45s": 45 * time.Second} {
		if got, err := config.ParseDuration(text); err != nil || time.Duration(got) != want {
			t.Errorf("%s: %v, %v", text, time.Duration(got), err)
		}
	}
	for _, bad := range []string{"", "8", "h", "8 h", "-8h", "8h!", "8x", "99999999d", "1.5h", "36500d1d",
		strings.Repeat("36500d", 3), strings.Repeat("36500d", 6)} {
		if got, err := config.ParseDuration(bad); err == nil {
			t.Errorf("%q was taken for %v", bad, got)
		}
	}
}

func TestExampleLoadsAndShowsTheDefaults(t *testing.T) {
	text, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse(known(), text, filepath.Join(t.TempDir(), "config.yaml"), environment(map[string]string{
		"OTKLIK_VK_SERVICE_TOKEN": "a", "OTKLIK_VK_COMMUNITY_TOKEN": "b", "OTKLIK_TELEGRAM_TOKEN": "1:c",
	}))
	if err != nil {
		t.Fatal(err)
	}
	standard := config.Default()
	if !reflect.DeepEqual(c.Norms.WorkingHours, standard.Norms.WorkingHours) ||
		c.Norms.AnswerWithin != standard.Norms.AnswerWithin ||
		c.Privacy != standard.Privacy || c.Schedule.Collect != standard.Schedule.Collect ||
		c.Timezone != standard.Timezone || c.Mail.TLS != standard.Mail.TLS || c.Mail.Port != 587 ||
		c.Digests[0].Period != "day" || c.Language != standard.Language ||
		c.Norms.InterimWithin != standard.Norms.InterimWithin {
		t.Errorf("the example shows other values than the defaults: %+v", c)
	}
	plain, err := parse(t, minimal)
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]any{
		"backup": {[]any{c.Backup.Path, c.Backup.Schedule, c.Backup.Keep, len(c.Backup.Recipients)},
			[]any{plain.Backup.Path, plain.Backup.Schedule, plain.Backup.Keep, 0}},
		"purge": {[]any{c.Purge.Schedule, c.Purge.Mode, c.Purge.Operator}, []any{plain.Purge.Schedule,
			plain.Purge.Mode, plain.Purge.Operator}},
		"platforms": {c.Platforms, plain.Platforms},
		"mail":      {c.Mail, plain.Mail}, "reading": {c.Reading, plain.Reading}, "bodies": {len(c.Bodies),
			len(plain.Bodies)}, "region": {c.Region, plain.Region},
		"store": {[]any{filepath.Base(c.Store.Path), c.Store.Keys, c.Store.Credential},
			[]any{filepath.Base(plain.Store.Path), plain.Store.Keys, ""}},
		"window": {c.Officials[0].Channels[0].Settings.(*vk.Config).Window,
			plain.Officials[0].Channels[0].Settings.(*vk.Config).Window},
		"digest": {[]any{c.Digests[0].ID, c.Digests[0].Title, c.Digests[0].Schedule, c.Digests[0].Audience,
			c.Digests[0].Officials},
			[]any{plain.Digests[0].ID, plain.Digests[0].Title, plain.Digests[0].Schedule, plain.Digests[0].Audience,
				plain.Digests[0].Officials}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: the example shows %+v, the default is %+v", name, pair[0], pair[1])
		}
	}
}

// Every key is in the example and in docs/configuration.md, so that neither drifts from the code.
func TestEveryKeyIsDocumented(t *testing.T) {
	for _, file := range []string{"../../config.example.yaml", "../../docs/configuration.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range config.Keys(known()) {
			last := key[strings.LastIndexAny(key, ".]")+1:]
			if !strings.Contains(string(text), last+":") && !strings.Contains(string(text), "`"+key+"`") {
				t.Errorf("%s does not have the key %s", file, key)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte("officials: [{id: a, channels: [{platform: telegram, bot_token: '1:x', channel: ${ID}}]}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("officials: &a {<<: &b {<<: *a}}"))
	f.Add([]byte("officials: [{channels: [&a {<<: &b {<<: *a}}]}]"))
	f.Add([]byte("officials: [{id: a, channels: [{platform: vk, owner_id: 'https://vk.com/wall-1_2', " +
		"service_token: ' \"x\" ', staff: ['@a', id1, −2]}]}]"))
	f.Add([]byte("officials: [{channels: [&c {platform: telegram, bot_token: '${A', channel: 't.me/c/1/2', staff: " +
		"*c}]}]\ndigests: [{deliver: [{telegram: {chat: '#-1'}}]}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := config.Parse(known(), text, "/nowhere/config.yaml", environment(nil))
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v", c, err)
		}
	})
}
