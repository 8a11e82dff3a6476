package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"sort"
	"strings"

	"otklik/internal/text"
)

// mail checks the server that mails are handed to, where one is given.
func (k *checker) mail() {
	m := &k.config.Mail
	k.secret("mail.password", password, &m.Password, m.PasswordFile)
	k.oneOf("mail.tls", m.TLS, "starttls", "tls", "none")
	if m.Port < 1 || m.Port > 65535 {
		k.fault("mail.port", "a port is a number from 1 to 65535, such as 587")
	}
	if m.Host == "" && k.unset.cover("mail.host") {
		return
	}
	if m.Host == "" {
		for key, given := range map[string]bool{"from": m.From != "", "user": m.User != "",
			"password": m.Password != ""} {
			if given {
				k.fault("mail."+key, "mail needs a server: set mail.host")
			}
		}
		return
	}
	if strings.ContainsAny(m.Host, " /:@") && net.ParseIP(m.Host) == nil {
		k.fault("mail.host", "this is no name of a server such as smtp.example.org; the port is a key of its own")
	}
	if m.TLS == "none" && !loopback(m.Host) {
		k.fault("mail.tls", "none sends digests and the password in the clear; it is for a server on this machine "+
			"only, so use starttls or tls")
	}
	if m.From == "" {
		k.fault("mail.from", "the sender is missing, such as \"Отклик <otklik@example.org>\"")
	} else {
		k.mailAddress("mail.from", m.From)
	}
	if m.User == "" && m.Password != "" {
		k.fault("mail.user", "a password without a user is of no use; set mail.user")
	}
	if m.User != "" && m.Password == "" && m.PasswordFile == "" && !k.refused["mail.password"] {
		k.fault("mail.password", "the user %q needs a password", m.User)
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// mailAddress wants one mailbox; its domain may be Cyrillic.
func (k *checker) mailAddress(key, text string) {
	a, err := mail.ParseAddress(text)
	if err != nil {
		k.fault(key, "%q is no mail address such as press@example.org or \"Name <press@example.org>\"; a list has "+
			"one address an item", text)
		return
	}
	local := a.Address[:strings.LastIndexByte(a.Address, '@')]
	if strings.ContainsFunc(local, func(r rune) bool { return r > 126 || r < 32 }) {
		k.fault(key, "the part before the @ of %q must be in Latin letters; only the domain may be Cyrillic", text)
	}
}

// recipients are mail addresses that need a server.
func (k *checker) recipients(key string, to []string) {
	for i, address := range to {
		k.mailAddress(fmt.Sprintf("%s[%d]", key, i), address)
	}
	if len(to) > 0 {
		k.mailServer(key)
	}
}

func (k *checker) mailServer(key string) {
	if k.config.Mail.Host == "" && !k.unset.cover("mail.host") {
		k.fault(key, "mail needs a server: add mail: { host: smtp.example.org, from: \"Отклик "+
			"<otklik@example.org>\" } at the top level")
	}
}

func (k *checker) bodies() {
	names, groups := map[string]bool{}, map[string]string{}
	for i, b := range k.config.Bodies {
		key := fmt.Sprintf("bodies[%d]", i)
		name := strings.TrimSpace(b.Name)
		switch {
		case name == "":
			k.fault(key+".name", "a body's name is missing, such as Министерство транспорта")
		case names[name]:
			k.fault(key+".name", "the body %q stands here twice", name)
		}
		names[name] = true
		if len(b.Groups) == 0 {
			k.fault(key+".groups", "the body %q answers for no group of topics; name at least one, such as Дороги",
				name)
		}
		for n, g := range b.Groups {
			if other, taken := groups[text.FoldName(g)]; taken {
				k.fault(fmt.Sprintf("%s.groups[%d]", key, n), "the group %q belongs to %q already", g, other)
			}
			groups[text.FoldName(g)] = name
		}
		k.recipients(key+".to", b.To)
		k.headDeliveries(key+".deliver", b.Deliver)
	}
}

// deliveries checks those of one digest. Two that lead to the same place would share their state.
func (k *checker) deliveries(key string, all []Delivery) {
	seen := map[string]bool{}
	twice := func(key, place, what string) {
		if seen[place] {
			k.fault(key, "%s gets this digest twice; remove one of the two deliveries", what)
		}
		seen[place] = true
	}
	for n := range all {
		d, key := &all[n], fmt.Sprintf("%s[%d]", key, n)
		var kinds []string
		for name, given := range map[string]bool{"file": d.File != nil, "mail": d.Mail != nil,
			"telegram": d.Telegram != nil, "webhook": d.Webhook != nil} {
			if given {
				kinds = append(kinds, name)
			}
		}
		sort.Strings(kinds)
		switch len(kinds) {
		case 0:
			k.fault(key, "a delivery names how: file: { path: digests, format: html }, or mail, telegram or webhook")
		case 1:
		default:
			k.fault(key, "a delivery has one way, but %s stand here; begin a new item with a dash for each",
				strings.Join(kinds, " and "))
		}
		if d.File != nil {
			k.fileDelivery(key+".file", d.File)
			twice(key+".file", "file "+d.File.Path+" "+d.File.Format, "this folder")
		}
		if d.Mail != nil {
			k.mailDelivery(key+".mail", d.Mail)
			for i, to := range d.Mail.To {
				if a, err := mail.ParseAddress(to); err == nil {
					twice(fmt.Sprintf("%s.mail.to[%d]", key, i), "mail "+strings.ToLower(a.Address), a.Address)
				}
			}
			if d.Mail.Bodies {
				twice(key+".mail.bodies", "bodies", "every body")
			}
		}
		if d.Telegram != nil {
			k.telegramDelivery(key+".telegram", d.Telegram)
			twice(key+".telegram", fmt.Sprint("telegram ", d.Telegram.Chat), "this chat")
		}
		if d.Webhook != nil {
			k.webhookDelivery(key+".webhook", d.Webhook)
			twice(key+".webhook", "webhook "+d.Webhook.URL.Reveal(), "this address")
		}
	}
}

func (k *checker) fileDelivery(key string, d *FileDelivery) {
	if d.Path == "" {
		k.fault(key+".path", "the folder is missing")
	}
	k.folder(key+".path", d.Path, "digests")
	k.oneOf(key+".format", d.Format, Formats()...)
}

// attachments are formats, one of each.
func (k *checker) attachments(key string, formats []string) {
	for i, f := range formats {
		k.oneOf(fmt.Sprintf("%s[%d]", key, i), f, Formats()...)
		if slices.Contains(formats[:i], f) {
			k.fault(fmt.Sprintf("%s[%d]", key, i), "the format %q stands here twice", f)
		}
	}
}

func (k *checker) mailDelivery(key string, d *MailDelivery) {
	k.recipients(key+".to", d.To)
	k.attachments(key+".attach", d.Attach)
	if len(d.To) == 0 && !d.Bodies {
		k.fault(key+".to", "the recipients are missing: to: [\"press@example.org\"]; or set bodies: true for the "+
			"bodies' extracts alone")
	}
	if !d.Bodies {
		return
	}
	k.mailServer(key + ".bodies")
	if !slices.ContainsFunc(k.config.Bodies, func(b Body) bool { return len(b.To) > 0 }) {
		k.fault(key+".bodies", "no body has recipients; add them under bodies: at the top level")
	}
}

func (k *checker) telegramDelivery(key string, d *TelegramDelivery) {
	k.secret(key+".bot_token", token, &d.BotToken, d.BotTokenFile)
	k.botToken(key+".bot_token", d.BotToken)
	if d.Chat == 0 {
		k.fault(key+".chat", "the chat's id is missing, such as -1001234567890 for a channel or group")
	}
	k.attachments(key+".attach", d.Attach)
}

// webhookDelivery does not repeat the address: it may hold a key.
func (k *checker) webhookDelivery(key string, d *WebhookDelivery) {
	k.secret(key+".url", password, &d.URL, "")
	u, err := url.Parse(d.URL.Reveal())
	switch {
	case k.refused[key+".url"]:
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		k.fault(key+".url", "this is no address that begins with https://")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		k.fault(key+".url", "without https:// everybody on the way reads the digest; http:// is for this machine only")
	}
	k.secret(key+".secret", password, &d.Secret, d.SecretFile)
	if d.Secret == "" && d.SecretFile == "" && !k.refused[key+".secret"] {
		k.fault(key+".secret", "the secret that signs the digest is missing; choose a long one and give it to the "+
			"receiver")
	}
	k.proxy(key+".proxy", d.Proxy)
	k.certificates(key+".ca_file", d.CAFile)
}
