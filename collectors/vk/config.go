package vk

import (
	"time"

	"otklik/internal/config"
)

// Config are the keys that only a channel of VKontakte has.
type Config struct {
	OwnerID            int64           `yaml:"owner_id"` // minus: a community; plus: a person's page
	ServiceToken       config.Secret   `yaml:"service_token"`
	ServiceTokenFile   string          `yaml:"service_token_file"`
	CommunityToken     config.Secret   `yaml:"community_token"`
	CommunityTokenFile string          `yaml:"community_token_file"`
	Window             config.Duration `yaml:"window"` // posts younger than this are re-read
}

// Configuration is how VKontakte's part of a configuration is read.
func Configuration() config.Platform {
	return config.Platform{
		ID: string(ID), APIURL: "https://api.vk.ru/method/", Reads: []string{"wall", "messages"},
		Settings: func() config.Settings { return &Config{Window: config.Duration(30 * 24 * time.Hour)} },
		IDs:      map[string]func(string) (int64, error){"owner_id": readPage},
		Person:   readPerson,
	}
}

// Secrets implements config.Settings.
func (c *Config) Secrets() []config.SecretKey {
	return []config.SecretKey{
		{Key: "service_token", Value: &c.ServiceToken, File: &c.ServiceTokenFile},
		{Key: "community_token", Value: &c.CommunityToken, File: &c.CommunityTokenFile},
	}
}

// Readable implements config.Settings.
func (c *Config) Readable() []string {
	var read []string
	if c.ServiceToken != "" || c.ServiceTokenFile != "" {
		read = append(read, "wall")
	}
	if c.CommunityToken != "" || c.CommunityTokenFile != "" {
		read = append(read, "messages")
	}
	return read
}

// Check implements config.Settings.
func (c *Config) Check(channel *config.Channel, say config.Sayer) {
	const service, community = "service_token", "community_token"
	wall, messages := channel.Reads("wall"), channel.Reads("messages")
	for _, rule := range []struct {
		wrong         bool
		key, sentence string
	}{
		{c.OwnerID == 0, "owner_id",
			"the page's id is missing: minus and the number for a community, the number for a person"},
		{len(channel.Read) == 0 && !say.Refused(service) && !say.Refused(community), "",
			"no token is given: service_token reads the wall, community_token reads direct messages"},
		{wall && c.ServiceToken == "" && !say.Refused(service), service,
			"reading the wall needs a service token of a VK application"},
		{messages && c.CommunityToken == "" && !say.Refused(community), community,
			"reading direct messages needs the community's token; or set read: [wall]"},
		{messages && c.OwnerID > 0, "read",
			"direct messages can be read for a community only, not for a person's page; set read: [wall]"},
		{c.Window <= 0, "window", "the window must be longer than nothing, such as 30d"},
	} {
		if rule.wrong {
			say.Fault(rule.key, "%s", rule.sentence)
		}
	}
}
