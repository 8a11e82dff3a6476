package support_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/collectors/registry"
	"otklik/internal/care/support"
	"otklik/internal/config"
)

func TestMailKeepsTheFirstLetter(t *testing.T) {
	for in, want := range map[string]string{
		"press@example.org": "p***@…", "Пресс-служба <press@example.org>": "p***@…", `"a b"@example.org`: "a***@…",
		"ящик@пример.рф": "я***@…", "@example.org": "***@…", "no address": "***", "": "",
	} {
		if got := support.Mail(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestWaysStayApart(t *testing.T) {
	var w support.Transports
	var got []string
	for _, name := range []string{"mail press@example.org", "mail pavel@example.org", "telegram -1001", "telegram 42",
		"mail press@example.org",
		"webhook https://example.org #a1b2c3", "file /srv/x html", "mail body@example.org (Министерство)",
		"pigeon Ivan"} {
		got = append(got, w.Mask(name))
	}
	want := []string{"mail p***@…", "mail p***@… #2", "telegram ***", "telegram *** #2", "mail p***@…", "webhook ***",
		"file ***", "mail b***@…", "***"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestCodesOfAnError(t *testing.T) {
	for in, want := range map[string]string{
		"":                                   "",
		"post to https://x: HTTP 502 Bad":    "HTTP 502",
		"550 5.1.1 <ivan@example.org>: gone": "550 5.1.1",
		"dial tcp 10.0.0.1:25: connect: connection refused":                         "connection refused",
		"the token is revoked (error 5: User authorization failed: ivan)":           "error 5",
		"Иван Иванов пишет, что у него телефон 4242":                                "***",
		"call x: context deadline exceeded, and then: x509: certificate of ivan is": "deadline exceeded, certificate",
	} {
		if got := support.Codes(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestProblemsShowKindsOnly(t *testing.T) {
	got := support.Problems([]string{
		"bucket refs, key 00ab12cd34ef: no message",
		"bucket refs, key 00ab12cd34ee: no message",
		`bucket verdicts: "Иван" of /srv/secret/otklik.db has 123456 too many`,
	})
	want := []string{"1 × bucket verdicts: *** of *** has *** too many", "2 × bucket refs, key ***: no message"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestFilterHidesWhatHasNoRule(t *testing.T) {
	in := `{"channel":"governor/vk","at":"2026-11-22T08:00:00.946710000387+03:00","new_field":"Иван","n":4,"ok":true,"list":["a","b"],"deep":[{"reason":"HTTP 500 Иван","none":""}]}`
	got, err := support.Filter([]byte(in), map[string]func(string) string{"channel": support.As,
		"reason": support.Codes})
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, got); err != nil {
		t.Fatal(err)
	}
	want := `{"at":"2026-11-22T08:00:00+03:00","channel":"governor/vk","deep":[{"none":"","reason":"HTTP 500"}],"list":["***","***"],"n":4,"new_field":"***","ok":true}`
	if compact.String() != want {
		t.Errorf("%s", compact.String())
	}
	if _, err := support.Filter([]byte("no JSON"), nil); err == nil {
		t.Error("garbage was accepted")
	}
}

const example = `
timezone: Europe/Moscow
region: CANARY-region
store: {path: CANARY-folder/CANARY.db}
platforms: {vk: {proxy: "http://user:CANARY@proxy.example.org:3128"}, telegram: {api_url: "https://canary.example.org/CANARY"}}
officials:
  - id: governor
    name: CANARY Name
    municipality: CANARY-town
    channels:
      - {id: vk, platform: vk, owner_id: -987654321, service_token: CANARY-token, community_token: CANARY-community, staff: [987654322]}
      - {id: tg, platform: telegram, bot_token: "987654323:CANARY", channel: -100987654321}
digests:
  - id: morning
    title: CANARY title
    deliver:
      - mail: {to: ["CANARY <press@canary.example.org>"], attach: [xlsx]}
      - telegram: {bot_token: "987654323:CANARY", chat: 987654324}
      - webhook: {url: "https://canary.example.org/CANARY?key=CANARY", secret: CANARY}
mail: {host: canary.example.org, user: canary@example.org, password: CANARY, from: "CANARY <otklik@canary.example.org>"}
bodies: [{name: CANARY ministry, groups: [Дороги], to: ["x@canary.example.org"]}]
`

func TestSettingsKeepTheStructureAndNothingElse(t *testing.T) {
	c, err := config.Parse(registry.Configurations(), []byte(example), "/CANARY/config.yaml",
		func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	data, err := support.Settings(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{"CANARY", "canary", "9876543"} {
		if strings.Contains(string(data), canary) {
			t.Errorf("it shows %q:\n%s", canary, data)
		}
	}
	var got struct {
		Platforms struct{ VK struct{ Proxy string } }
		Store     struct{ Path string }
		Officials []struct {
			Channels []struct {
				ID      string
				Owner   any    `json:"owner_id"` // 0 or stars
				Service string `json:"service_token"`
				Bot     string `json:"bot_token"`
				Read    []string
				Staff   []string
			}
		}
		Digests []struct {
			Schedule string
			Deliver  []struct {
				Mail    struct{ To, Attach []string }
				Webhook struct{ URL string }
			}
		}
		Mail    struct{ Port int }
		Privacy struct{ Mask bool }
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	vk := got.Officials[0].Channels[0]
	if vk.Owner != "-***" || vk.Service != "***" || vk.Bot != "" ||
		!slices.Equal(vk.Read, []string{"wall", "messages"}) || !slices.Equal(vk.Staff, []string{"***"}) {
		t.Errorf("%+v", vk)
	}
	d := got.Digests[0]
	if d.Schedule != "0 8 * * *" || !slices.Equal(d.Deliver[0].Mail.To, []string{"p***@…"}) ||
		d.Deliver[2].Webhook.URL != "https://***" {
		t.Errorf("%+v", d)
	}
	if got.Platforms.VK.Proxy != "http://***" || got.Store.Path != "***.db" || got.Mail.Port != 587 ||
		!got.Privacy.Mask {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsNotKnownIsMasked(t *testing.T) {
	type inner struct {
		Word string         `yaml:"word"`
		Tags map[string]int `yaml:"tags"`
		N    int            `yaml:"n"`
	}
	data, err := support.Settings(struct {
		New  inner    `yaml:"new"`
		List []inner  `yaml:"list"`
		Raw  []byte   `yaml:"raw"`
		None []string `yaml:"none"`
	}{New: inner{"Иван", map[string]int{"Иван": 1}, 7}, List: []inner{{Word: "Пётр"}}, Raw: []byte("Ольга")})
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		t.Fatal(err)
	}
	if want := `{"new":{"word":"***","tags":"***","n":"***"},"list":[{"word":"***","tags":0,"n":0}],"raw":"***","none":[]}`; compact.String() != want {
		t.Errorf("%s", compact.String())
	}
}

func TestTheReadmeListsTheFiles(t *testing.T) {
	var packed bytes.Buffer
	if err := support.Write(&packed, time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC),
		[]support.File{{Name: "a.json", About: "what a is", Data: []byte("{}")}}); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil || len(archive.File) != 2 {
		t.Fatal(err, len(archive.File))
	}
	f, err := archive.Open("README.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || !strings.Contains(string(text), "a.json         what a is") {
		t.Errorf("%v %s", err, text)
	}
}
