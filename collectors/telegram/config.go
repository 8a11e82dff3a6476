package telegram

import "otklik/internal/config"

// Config are the keys that only a channel of Telegram has.
type Config struct {
	BotToken     config.Secret `yaml:"bot_token"`
	BotTokenFile string        `yaml:"bot_token_file"`
	Channel      int64         `yaml:"channel"` // the channel's id, -100…
}

// Configuration is how Telegram's part of a configuration is read.
func Configuration() config.Platform {
	return config.Platform{
		ID: string(ID), APIURL: DefaultAPIURL, Reads: []string{"comments", "messages"},
		Settings: func() config.Settings { return &Config{} },
		IDs:      map[string]func(string) (int64, error){"channel": readChannel},
		Person:   readPerson,
	}
}

// Secrets implements config.Settings.
func (c *Config) Secrets() []config.SecretKey {
	return []config.SecretKey{{Key: "bot_token", Value: &c.BotToken, File: &c.BotTokenFile}}
}

// Readable implements config.Settings.
func (c *Config) Readable() []string {
	if c.Channel == 0 {
		return []string{"messages"}
	}
	return []string{"comments", "messages"}
}

// Check implements config.Settings.
func (c *Config) Check(channel *config.Channel, say config.Sayer) {
	if wrong := config.BotTokenFault(c.BotToken); wrong != "" && !say.Refused("bot_token") {
		say.Fault("bot_token", "%s", wrong)
	}
	if channel.Reads("comments") && c.Channel == 0 {
		say.Fault("channel", "reading comments needs the channel's id, such as -1001234567890")
	}
}
