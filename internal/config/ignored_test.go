package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/internal/config"
)

// What would do nothing, or do it only in the night when it is needed, is said when the configuration is loaded.
func TestNothingWrongIsPassedOver(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"text": "no certificate\n", "keys": "# nobody\n\n",
		"typo":       "# the office\r\nage1short\r\n",
		"secret-key": "AGE-SECRET-KEY-1HUNTER2\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hook := func(ca string) string {
		return "digests: [{id: a, deliver: [{webhook: {url: 'https://example.org', secret: s, ca_file: " + ca +
			"}}]}]\n"
	}
	for name, c := range map[string]struct{ added, key, says string }{
		"authority of a platform": {"platforms: {vk: {ca_file: text}}\n", "platforms.vk.ca_file",
			"no certificate in PEM"},
		"authority of mail": {"mail: {host: h, from: a@example.org, ca_file: text}\n", "mail.ca_file",
			"no certificate in PEM"},
		"authority of a webhook": {hook("text"), "digests[0].deliver[0].webhook.ca_file",
			"no certificate in PEM"},
		"a folder for an authority": {hook("."), "digests[0].deliver[0].webhook.ca_file", "folder"},
		"a folder for the store":    {"store: {path: .}\n", "store.path", "folder"},
		"a file for deliveries": {"digests: [{id: a, deliver: [{file: {path: text}}]}]\n",
			"digests[0].deliver[0].file.path", "this is a file"},
		"recipients without keys": {"backup: {recipients_file: keys}\n", "backup.recipients_file",
			"names nobody"},
		"a mistyped recipient": {"backup: {recipients_file: typo}\n", "backup.recipients_file",
			"line 2 of the file"},
		"a secret key among recipients": {"backup: {recipients_file: secret-key}\n", "backup.recipients_file",
			"line 1 of the file: this is a secret key"},
		"a question in an address": {"platforms: {vk: {api_url: 'https://api.vk.ru/method/?v=5'}}\n",
			"platforms.vk.api_url", "behind ?"},
		"a token in an address": {"platforms: {telegram: {api_url: " +
			"'https://api.telegram.org/bot123:hunter2'}}\n", "platforms.telegram.api_url", "bot_token"},
		"a holiday on which people work": {"norms: {holidays: [2027-01-11], extra_working_days: [2027-01-11]}\n",
			"norms.extra_working_days[0]", "one of the two"},
		"a day in full": {"norms: {working_days: [monday]}\n", "norms.working_days[0]",
			`did you mean "mon"?`},
		"a mistyped zone": {"timezone: Europe/Mosocw\n", "timezone", `did you mean "Europe/Moscow"?`},
		"half a zone": {"timezone: Yekaterinburg\n", "timezone",
			`did you mean "Asia/Yekaterinburg"?`},
		"a mistyped official": {"digests: [{id: a, officials: [governer]}]\n", "digests[0].officials[0]",
			`did you mean "governor"?`},
		"a mistyped audience": {"digests: [{id: a, audience: analist}]\n", "digests[0].audience",
			`did you mean "analyst"?`},
		"a mistyped format": {"digests: [{id: a, deliver: [{file: {path: x, format: xslx}}]}]\n",
			"digests[0].deliver[0].file.format", `did you mean "xlsx"?`},
		"a mistyped period": {"digests: [{id: a, period: weeks}]\n", "digests[0].period",
			`did you mean "week"?`},
		"a variable of a shell": {"        community_token: $TOKEN\n",
			"officials[0].channels[0].community_token", "write ${NAME}"},
		"a variable with a default": {"region: '${REGION:-x}'\n", "region", "no name of an environment variable"},
		"a variable with a dash": {"        community_token: '${my-token}'\n",
			"officials[0].channels[0].community_token", "no name of an environment variable"},
		"an empty key in an address": {"digests: [{id: a, deliver: [{webhook: {url: " +
			"'https://example.org/${EMPTY}', secret: s}}]}]\n",
			"digests[0].deliver[0].webhook.url", "EMPTY is empty"},
		"a key in capitals": {"Timezone: UTC\n", "", `did you mean "timezone"?`},
		"what is read by another platform": {"        read: [comments]\n", "officials[0].channels[0].read[0]",
			"wall or messages"},
	} {
		_, err := config.Parse(known(), []byte(minimal+c.added), filepath.Join(folder, "config.yaml"),
			environment(map[string]string{"EMPTY": "\ufeff"}))
		faults, ok := err.(*config.Faults)
		if !ok || len(faults.List) != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f := faults.List[0]; f.Key != c.key || f.Line != 9 || !strings.Contains(f.Sentence, c.says) ||
			strings.Contains(strings.ToLower(f.Sentence), "hunter2") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for added, says := range map[string]string{
		"\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0window: 30d\n": "line 9 has a blank in it that is no " +
			"ordinary one", "timezone:\u00a0UTC\n": "line 9 has a blank",
		"mail: {password: %x}\n": "put quotation marks around",
		"\u200btimezone: UTC\n":  "a character that nobody sees", "window: 30d\n": "it belongs to " +
			"officials[].channels[]",
		"        timezone: UTC\n": "it belongs to the top level", "answer_within: 8h\r\n": "it belongs to norms",
	} {
		if got := faultsOf(t, minimal+added); len(got) != 1 || !strings.Contains(got[0].Sentence, says) ||
			strings.Count(got[0].Sentence, " has a blank in it") > 1 {
			t.Errorf("%q: %+v", added, got)
		}
	}
	text := strings.Replace(minimal, "platform: vk", "platform: telegrm", 1)
	if _, err := parse(t, text); err == nil || !strings.Contains(err.Error(), `did you mean "telegram"?`) {
		t.Errorf("a mistyped platform: %v", err)
	}
}
