package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"otklik/internal/config"
)

// digest is a configuration with one delivery, on line 9.
func digest(delivery string) string {
	return minimal + "digests: [{id: a, deliver: [" + delivery + "]}]\n"
}

func TestEveryWayIsRead(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"mail": "mail-secret\n", "bot": "12:bot-secret",
		"hook": " hook-secret "} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Parse(known(), []byte(minimal+`
mail: { host: smtp.example.org, tls: tls, user: otklik, password_file: mail, from: "Отклик <otklik@пример.рф>" }
bodies:
  - { name: Министерство транспорта, groups: [Дороги, Общественный транспорт], to: [mintrans@example.org] }
  - { name: Администрация Энска, groups: [Благоустройство] }
digests:
  - id: morning
    deliver:
      - mail: { to: ["Пресса <press@пример.рф>", b@example.org], attach: [xlsx, pdf] }
      - mail: { bodies: true }
      - telegram: { bot_token_file: bot, chat: "${CHAT}", attach: [pdf] }
      - telegram: { bot_token: "${BOT}", chat: 42 }
      - file: { path: digests }
      - file: { path: digests, format: docx }
      - webhook: { url: "${HOOK}", secret_file: hook }
  - { id: week, period: week }
  - { id: month, period: month, schedule: "0 9 2 * *", title: Итоги }
`), filepath.Join(folder, "config.yaml"), environment(map[string]string{"CHAT": "-1001", "BOT": "1:x", "HOOK": "https://example.org/key-secret"}))
	if err != nil {
		t.Fatal(err)
	}
	if m := c.Mail; m.Port != 465 || m.Password.Reveal() != "mail-secret" || m.From != "Отклик <otklik@пример.рф>" {
		t.Errorf("mail %+v", m)
	}
	if len(c.Bodies) != 2 || !slices.Equal(c.Bodies[0].Groups, []string{"Дороги", "Общественный транспорт"}) ||
		len(c.Bodies[1].To) != 0 {
		t.Errorf("bodies %+v", c.Bodies)
	}
	d := c.Digests[0].Deliver
	if len(d) != 7 || !slices.Equal(d[0].Mail.Attach, []string{"xlsx", "pdf"}) || !d[1].Mail.Bodies ||
		d[0].File != nil {
		t.Fatalf("deliveries %+v", d)
	}
	if d[2].Telegram.Chat != -1001 || d[2].Telegram.BotToken.Reveal() != "12:bot-secret" ||
		d[3].Telegram.BotToken.Reveal() != "1:x" {
		t.Errorf("telegram %+v", d[2].Telegram)
	}
	if d[4].File.Format != "html" || d[5].File.Path != filepath.Join(folder, "digests") {
		t.Errorf("file %+v", d[4].File)
	}
	if d[6].Webhook.URL.Reveal() != "https://example.org/key-secret" || d[6].Webhook.Secret.Reveal() != "hook-secret" {
		t.Errorf("webhook %+v", d[6].Webhook)
	}
	for n, want := range [][3]string{{"day", "0 8 * * *", "Утренняя сводка"}, {"week", "0 8 * * 1",
		"Сводка за неделю"}, {"month", "0 9 2 * *", "Итоги"}} {
		if g := c.Digests[n]; [3]string{g.Period, g.Schedule, g.Title} != want {
			t.Errorf("digest %d: %s %s %s", n, g.Period, g.Schedule, g.Title)
		}
	}
}

// A password of digits alone stays a text.
func TestDigitsFromTheEnvironment(t *testing.T) {
	for _, form := range []string{`"${P}"`, `'${P}'`} {
		c, err := config.Parse(known(), []byte(minimal+"mail: { host: a, from: a@example.org, user: "+form+
			", password: "+form+" }\n"), "/nowhere/config.yaml",
			environment(map[string]string{"P": "0012345"}))
		if err != nil || c.Mail.Password.Reveal() != "0012345" || c.Mail.User != "0012345" {
			t.Errorf("%s: %v, %v", form, c, err)
		}
	}
}

func TestMailPortsFollowTheEncryption(t *testing.T) {
	for text, want := range map[string]int{"host: a": 587, "host: a, tls: tls": 465, "host: localhost, tls: none": 25,
		"host: a, port: 2525": 2525} {
		c, err := parse(t, minimal+"mail: {from: a@example.org, "+text+"}\n")
		if err != nil || c.Mail.Port != want {
			t.Errorf("%s: %v, %v", text, c, err)
		}
	}
}

func TestEveryMistakeInDeliveriesHasItsSentenceAndLine(t *testing.T) {
	hook := "webhook: {url: 'https://example.org/x', secret: s}"
	cases := []struct {
		name, text string
		line       int
		want       string
	}{
		{"nothing", digest("{}"), 9, "names how"},
		{"two ways", digest("{file: {path: x}, " + hook + "}"), 9, "file and webhook stand here"},
		{"a variable without quotes", digest("{telegram: {bot_token: ${BOT}, chat: 1}}"), 9, "with the quotes"},
		{"unknown way", digest("{fax: {}}"), 9, `unknown key "fax"`},
		{"period", minimal + "digests: [{id: a, period: year}]\n", 9, "day or week or month"},
		{"mail without a server", digest("{mail: {to: [a@example.org]}}"), 9, "mail needs a server"},
		{"mail to nobody", digest("{mail: {attach: [xlsx]}}"), 9, "recipients are missing"},
		{"mail to a name", digest("{mail: {to: [press]}}"), 9, "no mail address"},
		{"mail to two in one", digest("{mail: {to: ['a@example.org, b@example.org']}}"), 9, "one address an item"},
		{"mail to a Cyrillic box", digest("{mail: {to: [пресса@example.org]}}"), 9, "Latin letters"},
		{"mail twice", digest("{mail: {to: [a@example.org]}}, {mail: {to: ['A <a@Example.org>']}}"), 9, "twice"},
		{"attached gif", digest("{mail: {to: [a@example.org], attach: [gif]}}"), 9, "gif"},
		{"attached twice", digest("{telegram: {bot_token: '1:x', chat: 1, attach: [pdf, pdf]}}"), 9, "twice"},
		{"no bodies", digest("{mail: {bodies: true}}"), 9, "no body has recipients"},
		{"telegram without a token", digest("{telegram: {chat: -1001}}"), 9, "token is missing"},
		{"telegram with a wrong token", digest("{telegram: {bot_token: x, chat: -1001}}"), 9, "no bot token"},
		{"telegram without a chat", digest("{telegram: {bot_token: '1:x'}}"), 9, "chat's id is missing"},
		{"telegram chat by name", digest("{telegram: {bot_token: '1:x', chat: '@office'}}"), 9, "whole number"},
		{"telegram twice", digest("{telegram: {bot_token: '1:x', chat: 1}}, {telegram: {bot_token: '1:x', chat: 1}}"),
			9, "twice"},
		{"file without a folder", digest("{file: {format: csv}}"), 9, "folder is missing"},
		{"file twice", digest("{file: {path: x}}, {file: {path: x, format: html}}"), 9, "twice"},
		{"webhook without an address", digest("{webhook: {secret: s}}"), 9, "https://"},
		{"webhook in the clear", digest("{webhook: {url: 'http://example.org', secret: s}}"), 9,
			"everybody on the way"},
		{"webhook without a secret", digest("{webhook: {url: 'https://example.org'}}"), 9, "secret that signs"},
		{"webhook twice", digest("{" + hook + "}, {" + hook + "}"), 9, "twice"},
		{"webhook proxy", digest("{webhook: {url: 'https://example.org', secret: s, proxy: x}}"), 9, "socks5"},
		{"webhook authority", digest("{webhook: {url: 'https://example.org', secret: s, ca_file: nowhere}}"), 9,
			"cannot be read"},
		{"secret file missing", digest("{webhook: {url: 'https://example.org', secret_file: nowhere}}"), 9,
			"cannot be read"},
		{"server of a URL", minimal + "mail: {host: 'smtps://a', from: a@example.org}\n", 9, "no name of a server"},
		{"server with a port", minimal + "mail: {host: 'a:25', from: a@example.org}\n", 9, "key of its own"},
		{"port", minimal + "mail: {host: a, from: a@example.org, port: 70000}\n", 9, "65535"},
		{"encryption", minimal + "mail: {host: a, from: a@example.org, tls: ssl}\n", 9, "starttls or tls or none"},
		{"no encryption", minimal + "mail: {host: a.example.org, from: a@example.org, tls: none}\n", 9,
			"this machine only"},
		{"no sender", minimal + "mail: {host: a}\n", 9, "sender is missing"},
		{"sender", minimal + "mail: {host: a, from: Отклик}\n", 9, "no mail address"},
		{"no password", minimal + "mail: {host: a, from: a@example.org, user: u}\n", 9, "needs a password"},
		{"no user", minimal + "mail: {host: a, from: a@example.org, password: p}\n", 9, "without a user"},
		{"mail without a host", minimal + "mail: {from: a@example.org}\n", 9, "set mail.host"},
		{"mail authority", minimal + "mail: {host: a, from: a@example.org, ca_file: nowhere}\n", 9, "cannot be read"},
		{"body without a name", minimal + "bodies: [{groups: [ЖКХ]}]\n", 9, "name is missing"},
		{"body twice", minimal + "bodies: [{name: A, groups: [a]}, {name: A, groups: [b]}]\n", 9, "twice"},
		{"body without groups", minimal + "bodies: [{name: A}]\n", 9, "no group"},
		{"group of two", minimal + "bodies: [{name: A, groups: [a]}, {name: B, groups: [a]}]\n", 9, "belongs to \"A\""},
		{"body's mail", minimal + "bodies: [{name: A, groups: [a], to: [a@example.org]}]\n", 9, "mail needs a server"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(t, c.text)
			var faults *config.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("no faults but %v", err)
			}
			if !slices.ContainsFunc(faults.List, func(f config.Fault) bool {
				return f.Line == c.line &&
					strings.Contains(f.Sentence, c.want)
			}) {
				t.Errorf("want line %d with %q, got\n%v", c.line, c.want, err)
			}
		})
	}
}

func TestSecretsOfDeliveriesDoNotStandInFaults(t *testing.T) {
	_, err := parse(t, digest("{webhook: {url: 'ftp://example.org/hunter2', secret: hunter2, secret_file: x}}, "+
		"{telegram: {bot_token: hunter2}}")+
		"mail: {password: hunter2, password_file: x}\n")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
}

// The deliveries that the example shows in comments work once the marks of comment are gone.
func TestTheExamplesCommentsAreRight(t *testing.T) {
	text, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	live := regexp.MustCompile(`(?m)^( *)#(  - )`).ReplaceAllString(string(text), "$1 $2")
	for old, fresh := range map[string]string{"deliver: []": "deliver:", "bodies: []": "bodies:", "escalate: []": "escalate:",
		`host: ""`: "host: smtp.example.org", `from: ""`: "from: a@example.org"} {
		live = strings.Replace(live, old, fresh, 1)
	}
	c, err := config.Parse(known(), []byte(live), filepath.Join(t.TempDir(), "config.yaml"),
		environment(map[string]string{
			"OTKLIK_VK_SERVICE_TOKEN": "a", "OTKLIK_VK_COMMUNITY_TOKEN": "b", "OTKLIK_TELEGRAM_TOKEN": "1:c",
			"OTKLIK_WEBHOOK_SECRET": "d",
		}))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Digests[0].Deliver) != 5 || len(c.Bodies) != 1 || len(c.Escalate) != 2 {
		t.Errorf("deliveries %+v, bodies %+v, steps %+v", c.Digests[0].Deliver, c.Bodies, c.Escalate)
	}
}
