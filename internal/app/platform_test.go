package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/report/render"
)

// square is a platform that somebody adds: one page, on which one question stands.
type square struct {
	Page  int64         `yaml:"page"`
	Token config.Secret `yaml:"bot_token"` // the name of a key that another platform has, too
	File  string        `yaml:"bot_token_file"`
}

func (s *square) Secrets() []config.SecretKey {
	return []config.SecretKey{{Key: "bot_token", Value: &s.Token, File: &s.File}}
}

func (s *square) Readable() []string { return []string{"posts"} }

func (s *square) Check(_ *config.Channel, say config.Sayer) {
	if s.Page == 0 {
		say.Fault("page", "the page is missing")
	}
}

type squareSource struct{ collectors.Channel }

func (s squareSource) Name() string                { return string(s.ID) + " posts" }
func (s squareSource) Channels() []inbox.ChannelID { return []inbox.ChannelID{s.ID} }

func (s squareSource) Fetch(_ context.Context, cursor []byte) (inbox.Batch, error) {
	if cursor != nil {
		return inbox.Batch{Next: cursor}, nil
	}
	return inbox.Batch{Next: []byte("1"), Messages: []inbox.Message{{Channel: s.ID, Platform: "square",
		Kind: inbox.Comment, ID: "1", Thread: "1", Author: inbox.Author{ID: "7", Name: "Житель"},
		Text: "На улице Заречной третий день нет воды. Когда включат?", Sent: time.Now().Add(-time.Hour)}}}, nil
}

// squarePlatform is the one thing that is registered.
func squarePlatform() collectors.Platform {
	return collectors.Platform{
		Platform: config.Platform{ID: "square", APIURL: "https://square.example.org", Reads: []string{"posts"},
			Settings: func() config.Settings { return &square{} }},
		Titles: map[string]string{"ru": "Площадь", "en": "Square"},
		Sources: func(_ collectors.Connection, channels []collectors.Channel) (all []collectors.Source, err error) {
			for _, c := range channels {
				all = append(all, squareSource{c})
			}
			return all, nil
		},
		Check: func(
			_ context.Context, by collectors.Connection, channels []collectors.Channel,
		) (all []collectors.Diagnostic) {
			for _, c := range channels {
				all = append(all, collectors.Diagnostic{Level: collectors.OK, Channel: c.ID, Subject: "page",
					Sentence: "the page is reached at " + by.APIURL})
			}
			return all
		},
	}
}

// A platform that was added by one registration is configured, collected, checked and shown.
func TestAPlatformIsAddedByOneRegistration(t *testing.T) {
	t.Parallel()
	platforms := append(registry.Platforms(), squarePlatform())
	load := func(channel string) (*config.Config, error) {
		text := "officials: [{id: governor, channels: [{platform: square, " + channel + "}]}]\n" +
			"platforms: {square: {proxy: 'http://proxy.example.org:3128'}}\n"
		return config.Parse(collectors.Configurations(platforms), []byte(text),
			filepath.Join(t.TempDir(), "config.yaml"),
			func(string) (string, bool) { return "", false })
	}
	for channel, want := range map[string]string{
		"bot_token: x":                          "line 1: officials[0].channels[0].page: the page is missing",
		"page: 5, bot_token: x, owner_id: -1":   "owner_id: this key belongs to the platform vk",
		"page: 5, bot_token: x, channel: -1001": "channel: this key belongs to the platform telegram",
		"page: 5, bot_token: x, chanel: 1":      `unknown key "chanel"`,
		"page: [5], bot_token: x":               "officials[0].channels[0].page: a whole number is expected here",
		"page: 5, bot_token: ''":                "officials[0].channels[0].bot_token: this is empty",
		"page: 5, bot_token: x, read: [wall]":   `read[0]: "wall" is not known here; use posts`,
	} {
		if _, err := load(channel); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", channel, err)
		}
	}
	c, err := load("page: 5, bot_token: secret-of-the-square")
	if err != nil {
		t.Fatal(err)
	}
	if secrets := c.Secrets().Reveal(); len(secrets) != 1 || secrets[0] != "secret-of-the-square" {
		t.Errorf("secrets: %d", len(secrets))
	}
	s, err := app.Open(c, app.Options{Purpose: "otklik test", Begins: true, Platforms: platforms,
		Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	pulls, err := s.Collect(t.Context(), s.Channels(), nil)
	if err != nil || len(pulls) != 1 || !pulls[0].Complete || pulls[0].Added != 1 {
		t.Fatalf("collected: %+v, %v", pulls, err)
	}
	found := ""
	if _, err := s.Check(t.Context(), func(d collectors.Diagnostic) { found += d.Sentence + "\n" }); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(found, "the page is reached at https://square.example.org") {
		t.Errorf("checked: %s", found)
	}
	var shown bytes.Buffer
	to := app.Output{Path: "-", Write: func(fill func(io.Writer) error) error { return fill(&shown) }}
	err = s.ShowDigest(t.Context(), c.Digests[0].ID, time.Now(), render.CSV, to)
	if err != nil || !strings.Contains(shown.String(), "Площадь") || !strings.Contains(shown.String(), "нет воды") {
		t.Errorf("shown: %v\n%s", err, shown.String())
	}
}
