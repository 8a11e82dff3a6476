package config

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"otklik/internal/redact"
)

// KnownSecret is a secret with the key that it was given by.
type KnownSecret struct {
	Key   string
	Value Secret
	// Token: a platform gave it out and gets it with every call, so that its replies may repeat it.
	Token bool
	// Part: it is part of an address, such as a proxy's password.
	Part bool
}

// KnownSecrets are several of them.
type KnownSecrets []KnownSecret

// Reveal gives the secrets themselves, for whoever takes them out of texts.
func (all KnownSecrets) Reveal() []string {
	values := make([]string, len(all))
	for i, s := range all {
		values[i] = s.Value.Reveal()
	}
	return values
}

// Tokens are those that platforms gave out.
func (all KnownSecrets) Tokens() KnownSecrets {
	var tokens KnownSecrets
	for _, s := range all {
		if s.Token {
			tokens = append(tokens, s)
		}
	}
	return tokens
}

// Secrets are all that the configuration holds or names: what no log, no error and nothing stored may show.
func (c *Config) Secrets() KnownSecrets {
	var all KnownSecrets
	add := func(key string, token bool, values ...Secret) {
		for _, v := range values {
			if v != "" {
				all = append(all, KnownSecret{Key: key, Value: v, Token: token})
			}
		}
	}
	address := func(key, value string) {
		for _, part := range redact.InAddress(value) {
			all = append(all, KnownSecret{Key: key, Value: Secret(part), Part: true})
		}
	}
	for _, key := range c.Store.Keys { // as it is used, and as it is written
		add("store.key", false, key, Secret(hex.EncodeToString([]byte(key))),
			Secret(base64.StdEncoding.EncodeToString([]byte(key))))
	}
	for i, o := range c.Officials {
		for k, ch := range o.Channels {
			key := fmt.Sprintf("officials[%d].channels[%d].", i, k)
			for _, s := range ch.secrets {
				add(key+s.Key, true, *s.Value)
			}
		}
	}
	add("mail.password", false, c.Mail.Password)
	add("reading.assistant.api_key", true, c.Reading.Assistant.APIKey)
	for _, list := range c.allDeliveries() {
		for k, entry := range list.entries {
			key := fmt.Sprintf("%s[%d].", list.key, k)
			for name, token := range entry.tokens() {
				add(key+name, true, token)
			}
			if w := entry.Webhook; w != nil {
				add(key+"webhook.secret", false, w.Secret)
				address(key+"webhook.url", w.URL.Reveal())
				address(key+"webhook.proxy", w.Proxy)
			}
		}
	}
	for name, p := range c.Platforms {
		address("platforms."+name+".proxy", p.Proxy)
		if password := passwordIn(p.APIURL); password != "" {
			add("platforms."+name+".api_url", false, Secret(password))
		}
	}
	return all
}
