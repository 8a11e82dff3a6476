package config

import "fmt"

// Delivery is one way a digest goes out. Exactly one member is set.
type Delivery struct {
	File     *FileDelivery     `yaml:"file"`
	Mail     *MailDelivery     `yaml:"mail"`
	Telegram *TelegramDelivery `yaml:"telegram"`
	Webhook  *WebhookDelivery  `yaml:"webhook"`
	// Operator: whoever gets it looks after the program, and is told what did not arrive or came late.
	Operator bool `yaml:"operator"`
	// Alerts: what cannot wait for the next digest goes there at once, too.
	Alerts bool `yaml:"alerts"`
}

// FileDelivery writes the digest into a folder.
type FileDelivery struct {
	Path   string `yaml:"path"`
	Format string `yaml:"format"` // one of Formats; html where it is not given
}

// MailDelivery mails the digest to each recipient apart.
type MailDelivery struct {
	To     []string `yaml:"to"`     // "press@example.org" or "Name <press@example.org>"
	Attach []string `yaml:"attach"` // formats of the attached documents
	// Bodies also mails every body that has recipients of its own the extract with its complaints.
	Bodies bool `yaml:"bodies"`
}

// TelegramDelivery sends the digest into a chat; how Telegram is reached stands in Platforms.
type TelegramDelivery struct {
	BotToken     Secret   `yaml:"bot_token"`
	BotTokenFile string   `yaml:"bot_token_file"`
	Chat         int64    `yaml:"chat"`   // -100… for channels and groups
	Attach       []string `yaml:"attach"` // formats of the documents that follow
}

// WebhookDelivery posts the digest's JSON, signed.
type WebhookDelivery struct {
	// URL is a secret, because the addresses that programs give out for this hold a key.
	URL        Secret `yaml:"url"`
	Secret     Secret `yaml:"secret"`
	SecretFile string `yaml:"secret_file"`
	Proxy      string `yaml:"proxy"`
	CAFile     string `yaml:"ca_file"`
}

// Mail is the server that mails are handed to.
type Mail struct {
	Host         string `yaml:"host"` // empty: no mail
	Port         int    `yaml:"port"` // 587 for starttls, 465 for tls, 25 for none where it is not given
	TLS          string `yaml:"tls"`  // starttls, tls or none (a server on this machine only)
	User         string `yaml:"user"`
	Password     Secret `yaml:"password"`
	PasswordFile string `yaml:"password_file"`
	From         string `yaml:"from"`
	CAFile       string `yaml:"ca_file"`
}

// Body is an organisation that is responsible for groups of topics.
type Body struct {
	Name   string   `yaml:"name"`
	Groups []string `yaml:"groups"` // names of groups of the topics in use
	To     []string `yaml:"to"`     // who gets its extract (see MailDelivery.Bodies); may be empty
	// Deliver is how its head is told of what waits too long (see Step); may be empty.
	Deliver []Delivery `yaml:"deliver"`
}

// Formats are those a digest can be delivered in.
func Formats() []string {
	return []string{"text", "md", "html", "json", "csv", "xlsx", "docx", "pdf", "png"}
}

// deliveryList is a list of deliveries with the key that it stands under.
type deliveryList struct {
	key     string
	entries []Delivery
}

// allDeliveries are those of digests and of bodies' heads.
func (c *Config) allDeliveries() (all []deliveryList) {
	for i, d := range c.Digests {
		all = append(all, deliveryList{fmt.Sprintf("digests[%d].deliver", i), d.Deliver})
	}
	for i, b := range c.Bodies {
		all = append(all, deliveryList{fmt.Sprintf("bodies[%d].deliver", i), b.Deliver})
	}
	return all
}

// fillDeliveries sets what deliveries and the mail server leave out.
func (c *Config) fillDeliveries() {
	for _, list := range c.allDeliveries() {
		for _, d := range list.entries {
			if d.File != nil && d.File.Format == "" {
				d.File.Format = "html"
			}
		}
	}
	if c.Mail.Port == 0 {
		c.Mail.Port = map[string]int{"tls": 465, "none": 25}[c.Mail.TLS]
		if c.Mail.Port == 0 {
			c.Mail.Port = 587
		}
	}
}

// deliveryPaths are the files and folders of deliveries.
func (c *Config) deliveryPaths() []*string {
	paths := []*string{&c.Mail.PasswordFile, &c.Mail.CAFile}
	for _, list := range c.allDeliveries() {
		for _, d := range list.entries {
			if d.File != nil {
				paths = append(paths, &d.File.Path)
			}
			if d.Telegram != nil {
				paths = append(paths, &d.Telegram.BotTokenFile)
			}
			if d.Webhook != nil {
				paths = append(paths, &d.Webhook.SecretFile, &d.Webhook.CAFile)
			}
		}
	}
	return paths
}

// tokens are those that a platform gave out, by their keys.
func (d Delivery) tokens() map[string]Secret {
	if d.Telegram == nil {
		return nil
	}
	return map[string]Secret{"telegram.bot_token": d.Telegram.BotToken}
}

// Plain is the delivery without what goes with digests alone: documents and the extracts of bodies.
func (d Delivery) Plain() Delivery {
	if mail := d.Mail; mail != nil {
		d.Mail = &MailDelivery{To: mail.To}
	}
	if chat := d.Telegram; chat != nil {
		without := *chat
		without.Attach = nil
		d.Telegram = &without
	}
	return d
}
