package collectors_test

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
)

// plain are the settings of a channel on a platform that does nothing: one number.
type plain struct {
	Page int64 `yaml:"page"`
}

func (*plain) Secrets() []config.SecretKey { return nil }
func (*plain) Readable() []string          { return []string{"posts"} }

func (p *plain) Check(_ *config.Channel, say config.Sayer) {
	if p.Page == 0 {
		say.Fault("page", "the page is missing")
	}
}

// silent is a source of one channel in which nobody ever wrote.
type silent struct{ collectors.Channel }

func (s silent) Name() string                { return string(s.ID) }
func (s silent) Channels() []inbox.ChannelID { return []inbox.ChannelID{s.ID} }
func (s silent) Fetch(context.Context, []byte) (inbox.Batch, error) {
	return inbox.Batch{Next: []byte("end")}, nil
}

// nothing is a platform that can be added by one registration and does nothing.
func nothing(id string) collectors.Platform {
	return collectors.Platform{
		Platform: config.Platform{ID: id, APIURL: "https://" + id + ".example.org", Reads: []string{"posts"},
			Settings: func() config.Settings { return &plain{} }},
		Titles: map[string]string{"ru": "Сеть " + id, "en": "Network " + id},
		Sources: func(_ collectors.Connection, channels []collectors.Channel) (all []collectors.Source, err error) {
			for _, c := range channels {
				if c.Settings.(*plain).Page == 13 {
					return nil, errors.New("page 13 cannot be read")
				}
				all = append(all, silent{c})
			}
			return all, nil
		},
	}
}

// connect reads a configuration for the platforms and joins the two.
func connect(t *testing.T, list []collectors.Platform, text string) (*collectors.Platforms, error) {
	t.Helper()
	c, err := config.Parse(collectors.Configurations(list), []byte(text), filepath.Join(t.TempDir(), "config.yaml"),
		func(string) (string, bool) { return "", false })
	if err != nil {
		return nil, err
	}
	return collectors.Connect(list, c, nil, slog.New(slog.DiscardHandler))
}

const twoNetworks = `officials:
  - id: governor
    channels: [{platform: first, page: 1}, {id: old, platform: first, page: 2}, {platform: second, page: 3}]
  - id: mayor
    channels: [{platform: second, page: 4}]
`

// A second platform is one more entry of the list: its channels are found, read and checked, and those of its neighbour
// stay its neighbour's.
func TestASecondPlatformIsOneEntry(t *testing.T) {
	second := nothing("second")
	second.Check = func(
		_ context.Context, by collectors.Connection, channels []collectors.Channel,
	) (all []collectors.Diagnostic) {
		for _, c := range channels {
			all = append(all, collectors.Diagnostic{Level: collectors.OK, Channel: c.ID, Subject: "page",
				Sentence: "read at " + by.APIURL})
		}
		return all
	}
	p, err := connect(t, []collectors.Platform{nothing("first"), second}, twoNetworks)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[inbox.Platform]string{"first": "governor/first governor/old",
		"second": "governor/second mayor/second", "third": ""} {
		var names []string
		for _, c := range p.Channels(id) {
			names = append(names, string(c.ID))
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("channels of %s: %s", id, got)
		}
	}
	if by := p.Connection("second"); by.APIURL != "https://second.example.org" || by.HTTP == nil {
		t.Errorf("the second is reached at %q", by.APIURL)
	}
	if titles := p.Titles(); titles["second"]["ru"] != "Сеть second" || titles["first"]["en"] != "Network first" {
		t.Errorf("titles: %v", titles)
	}
	if got := p.Authors(); got != "first:123 or second:123" {
		t.Errorf("people are named as %q", got)
	}
	asked := []inbox.ChannelID{"governor/old", "mayor/second"}
	sources, err := p.Sources(asked)
	if err != nil {
		t.Fatal(err)
	}
	var read []inbox.ChannelID
	for _, s := range sources {
		read = append(read, s.Channels()...)
	}
	if !slices.Equal(read, asked) {
		t.Errorf("asked for %v, read %v", asked, read)
	}
	checked := ""
	for _, d := range p.Check(t.Context()) {
		checked += string(d.Channel) + " " + d.Sentence + "\n"
	}
	// The first has nothing to check.
	if strings.Count(checked, "\n") != 2 ||
		!strings.Contains(checked, "governor/second read at https://second.example.org") ||
		!strings.Contains(checked, "mayor/second read at https://second.example.org") {
		t.Errorf("checked:\n%s", checked)
	}
}

// A platform's part of the configuration is decoded strictly: whoever mistypes a key is told where it stands.
func TestTheFaultyKeyIsNamed(t *testing.T) {
	list := []collectors.Platform{nothing("first"), nothing("second")}
	of := func(channel string) string { return "officials: [{id: governor, channels: [{" + channel + "}]}]\n" }
	reached := func(by string) string { return of("platform: first, page: 1") + "platforms: {" + by + "}\n" }
	for text, want := range map[string]string{
		of("platform: first, pgae: 1"):                     `unknown key "pgae"`,
		of("platform: first, page: one"):                   ".channels[0].page: a whole number is expected here",
		of("platform: first"):                              "officials[0].channels[0].page: the page is missing",
		of("platform: third, page: 1"):                     "officials[0].channels[0].platform",
		of("page: 1"):                                      "the platform is missing: first or second",
		of("platform: first, page: 1, read: [wall]"):       `read[0]: "wall" is not known here; use posts`,
		reached("third: {proxy: 'http://p.example.org'}"):  `unknown key "third"`,
		reached("second: {proxi: 'http://p.example.org'}"): `unknown key "proxi"`,
		reached("second: {proxy: 'nonsense'}"):             "platforms.second.proxy",
	} {
		if _, err := connect(t, list, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Where a network cannot be reached as the configuration says, the operator is told which one.
func TestAnUnreachableNetworkIsNamed(t *testing.T) {
	c := &config.Config{Platforms: config.Endpoints{"first": {APIURL: "https://first.example.org"},
		"second": {APIURL: "https://second.example.org", CAFile: filepath.Join(t.TempDir(), "nowhere.pem")}}}
	list := []collectors.Platform{nothing("first"), nothing("second")}
	_, err := collectors.Connect(list, c, nil, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "platforms.second: ") {
		t.Errorf("%v", err)
	}
	p, err := connect(t, list, strings.Replace(twoNetworks, "page: 3", "page: 13", 1))
	if err != nil {
		t.Fatal(err)
	}
	if sources, err := p.Sources([]inbox.ChannelID{"governor/first"}); err == nil || len(sources) > 0 {
		t.Errorf("a fault of one channel is not said: %d sources", len(sources))
	}
}

// An address that people copy is brought to the form that is stored by the platform that has several; others' stay.
func TestAddressesArePutIntoOneForm(t *testing.T) {
	first, second := nothing("first"), nothing("second")
	second.Profile = "https://second.example.org/id"
	second.Address = func(u *url.URL) *url.URL {
		if u.Host == "s.example.org" {
			u.Host = "second.example.org"
		}
		return u
	}
	p, err := connect(t, []collectors.Platform{first, second}, twoNetworks)
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{"https://s.example.org/5": "https://second.example.org/5",
		"https://first.example.org/5": "https://first.example.org/5"} {
		u, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Canonical(u).String(); got != want {
			t.Errorf("%s became %s", from, got)
		}
	}
	if got := p.Profile(); got != second.Profile {
		t.Errorf("somebody's page is shown as %q", got)
	}
	const alone = "officials: [{id: g, channels: [{platform: first, page: 1}]}]\n"
	if p, err = connect(t, []collectors.Platform{first}, alone); err != nil || p.Profile() != "" {
		t.Errorf("a platform without pages of people has some: %v", err)
	}
}
