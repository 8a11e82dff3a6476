package config

import (
	"crypto/x509"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"otklik/internal/config/schedule"
	"otklik/internal/smallfile"
	"otklik/internal/spelling"
	"otklik/internal/worktime"
)

// checker looks for everything that is wrong with a decoded configuration.
type checker struct {
	config    *Config
	known     []Platform
	faults    *Faults
	lines     lineIndex
	variables expansion
	// of ${NAME} that the environment does not have: what they leave empty is no fault of its own
	unset   *Faults
	refused map[string]bool // keys of secrets that a fault was said of: that they are missing is no other
	literal []string        // keys of secrets that stand in the configuration itself
}

func (k *checker) fault(key, sentence string, args ...any) {
	k.faults.add(k.lines.line(key), key, sentence, args...)
}

func (k *checker) all() {
	k.general()
	k.storeKeys()
	k.backup()
	k.officials()
	k.norms()
	k.mail()
	k.bodies()
	k.escalation()
	k.digests()
	k.alerts()
	k.files()
	k.assistant()
	k.purge()
}

func (k *checker) general() {
	c := k.config
	location, err := time.LoadLocation(c.Timezone)
	if err != nil || c.Timezone == "" || c.Timezone == "Local" {
		k.fault("timezone", "there is no time zone %q; write one such as Europe/Moscow or Asia/Yekaterinburg%s",
			c.Timezone, spelling.Hint(c.Timezone, russianZones()))
		location = time.UTC
	}
	c.Location = location
	k.oneOf("language", c.Language, "ru", "en")
	if info, err := os.Stat(c.Store.Path); c.Store.Path == "" {
		k.fault("store.path", "the store needs a path, such as data/otklik.db")
	} else if err == nil && info.IsDir() {
		k.fault("store.path", "this is a folder; name a file in it, such as data/otklik.db")
	} else if err == nil && !info.Mode().IsRegular() {
		k.fault("store.path", "this is a device or a pipe; the store is a regular file, such as data/otklik.db")
	}
	k.endpoints()
	at, err := schedule.Parse(c.Schedule.Collect, location)
	if err != nil {
		k.fault("schedule.collect", "%v", err)
	}
	c.Schedule.At = at
}

// russianZones are the time zones of Russia's regions, to offer for a mistyped one.
func russianZones() []string {
	return []string{"Europe/Kaliningrad", "Europe/Moscow", "Europe/Simferopol", "Europe/Kirov", "Europe/Volgograd",
		"Europe/Astrakhan", "Europe/Saratov", "Europe/Ulyanovsk", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
		"Asia/Novosibirsk", "Asia/Barnaul", "Asia/Tomsk", "Asia/Novokuznetsk", "Asia/Krasnoyarsk", "Asia/Irkutsk",
		"Asia/Chita", "Asia/Yakutsk", "Asia/Khandyga", "Asia/Vladivostok", "Asia/Ust-Nera", "Asia/Magadan",
		"Asia/Sakhalin",
		"Asia/Srednekolymsk", "Asia/Kamchatka", "Asia/Anadyr"}
}

// address does not repeat the value: a proxy's URL may hold a password.
func (k *checker) address(key, value string, schemes ...string) {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
		k.fault(key, "this is no address that begins with %s://", strings.Join(schemes, ":// or "))
	}
}

// proxy checks the address of a proxy, where there is one.
func (k *checker) proxy(key, value string) {
	if value == "" {
		return
	}
	k.address(key, value, "http", "https", "socks5")
	k.noteLiteral(key, Secret(passwordIn(value)))
}

// passwordIn is the password that an address bears; empty: none.
func passwordIn(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	password, _ := u.User.Password()
	return password
}

// apiURL is an address that the names of methods are put behind.
func (k *checker) apiURL(key, value string) {
	k.address(key, value, "http", "https")
	u, err := url.Parse(value)
	if err == nil && (u.RawQuery != "" || u.Fragment != "") {
		k.fault(key, "nothing may stand behind ? or # here; names of methods are put behind the address")
	}
	if err == nil && regexp.MustCompile(`/bot\d+:`).MatchString(u.Path) {
		k.fault(key, "a bot's token stands in this address; it belongs under bot_token")
	}
}

func (k *checker) oneOf(key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		k.fault(key, "%q is not known here; use %s%s", value, strings.Join(allowed, " or "),
			spelling.Hint(value, allowed))
	}
}

// id checks a name that stands in file names, keys and on the command line.
func (k *checker) id(key, value string, seen map[string]bool) {
	switch {
	case value == "":
		k.fault(key, "an id is missing, such as governor")
	case !validID(value):
		k.fault(key, "the id %q may hold letters, digits, dots, dashes and underscores only", value)
	case seen[value]:
		k.fault(key, "the id %q stands here twice", value)
	}
	seen[value] = true
}

func validID(id string) bool {
	for i, r := range id {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && (i == 0 || !strings.ContainsRune("_.-", r)) {
			return false
		}
	}
	return utf8.ValidString(id) && utf8.RuneCountInString(id) <= 64
}

func (k *checker) officials() {
	if len(k.config.Officials) == 0 {
		k.fault("officials", "no official is configured; add at least one with a channel")
	}
	seen := map[string]bool{}
	for i := range k.config.Officials {
		o := &k.config.Officials[i]
		key := fmt.Sprintf("officials[%d]", i)
		k.id(key+".id", o.ID, seen)
		if len(o.Channels) == 0 {
			k.fault(key+".channels", "the official %q has no channel", o.ID)
		}
		channels := map[string]bool{}
		for n := range o.Channels {
			channelKey := fmt.Sprintf("%s.channels[%d]", key, n)
			k.id(channelKey+".id", o.Channels[n].ID, channels)
			k.channel(channelKey, &o.Channels[n])
		}
	}
}

func (k *checker) botToken(key string, token Secret) {
	if wrong := BotTokenFault(token); wrong != "" && !k.refused[key] {
		k.fault(key, "%s", wrong)
	}
}

// BotTokenFault says why a token cannot be a bot's; empty: it can.
func BotTokenFault(token Secret) string {
	switch {
	case token == "":
		return "the bot's token is missing; @BotFather gives it"
	case !regexp.MustCompile(`^\d+:[^\s/?#%]+$`).MatchString(token.Reveal()):
		return "this is no bot token: it looks like 123456:ABC…, as @BotFather gives it"
	}
	return ""
}

func (k *checker) norms() {
	n := k.config.Norms
	k.oneOf("norms.clock", n.Clock, "working", "calendar")
	if n.AnswerWithin <= 0 {
		k.fault("norms.answer_within", "the norm must be longer than nothing, such as 8h")
	}
	if n.InterimWithin.Days() < 1 || time.Duration(n.InterimWithin)%(24*time.Hour) != 0 {
		k.fault("norms.interim_within", "the norm is counted in whole days, such as 7d")
	}
	k.calendar()
}

// calendar checks item by item, so that each fault has its line.
func (k *checker) calendar() {
	n := k.config.Norms
	wrong := false
	each := func(name string, texts []string, parse func(string) error) {
		for i, text := range texts {
			if err := parse(text); err != nil {
				wrong = true
				k.fault(fmt.Sprintf("norms.%s[%d]", name, i), "%v", err)
			}
		}
	}
	date := func(text string) error { _, err := worktime.ParseDate(text); return err }
	each("working_hours", n.WorkingHours, func(text string) error { _, err := worktime.ParsePeriod(text); return err })
	each("working_days", n.WorkingDays, func(text string) error {
		_, err := worktime.ParseWeekday(text)
		hint := spelling.Hint(text, []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
		if err != nil && hint != "" {
			return fmt.Errorf("%w%s", err, hint)
		}
		return err
	})
	each("holidays", n.Holidays, date)
	each("extra_working_days", n.ExtraWorkingDays, date)
	for i, date := range n.ExtraWorkingDays {
		if slices.Contains(n.Holidays, date) {
			wrong = true
			k.fault(fmt.Sprintf("norms.extra_working_days[%d]", i), "%s is a holiday under norms.holidays, too; it "+
				"can be one of the two", date)
		}
	}
	if len(n.WorkingDays) == 0 {
		k.fault("norms.working_days", "no working days are given; name at least one of mon, tue, wed, thu, fri, "+
			"sat, sun")
	}
	if wrong || len(n.WorkingDays) == 0 {
		return // the calendar would say the same again
	}
	if _, err := k.config.Calendar(); err != nil {
		k.fault("norms.working_hours", "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
}

func (k *checker) digests() {
	known := map[string]bool{}
	for _, o := range k.config.Officials {
		known[o.ID] = true
	}
	seen := map[string]bool{}
	for i := range k.config.Digests {
		d := &k.config.Digests[i]
		key := fmt.Sprintf("digests[%d]", i)
		k.id(key+".id", d.ID, seen)
		k.oneOf(key+".audience", d.Audience, "governor", "press", "analyst")
		at, err := schedule.Parse(d.Schedule, k.config.Location)
		if err != nil {
			k.fault(key+".schedule", "%v", err)
		}
		d.At = at
		for n, id := range d.Officials {
			if !known[id] {
				k.fault(fmt.Sprintf("%s.officials[%d]", key, n), "there is no official with the id %q%s", id,
					spelling.Hint(id, slices.Sorted(maps.Keys(known))))
			}
		}
		k.oneOf(key+".period", d.Period, "day", "week", "month")
		k.deliveries(key+".deliver", d.Deliver)
	}
}

func (k *checker) files() {
	for key, path := range map[string]string{
		"reading.model": k.config.Reading.Model, "reading.topics": k.config.Reading.Topics,
		"reading.places": k.config.Reading.Places,
	} {
		k.file(key, path)
	}
	k.urgent()
	k.certificates("mail.ca_file", k.config.Mail.CAFile)
	if k.config.Privacy.Retention <= 0 {
		k.fault("privacy.retention", "the time must be longer than nothing, such as 365d")
	}
}

// urgent checks the degrees that count as urgent.
func (k *checker) urgent() {
	degrees := k.config.Reading.Urgent
	for i, degree := range degrees {
		k.oneOf(fmt.Sprintf("reading.urgent[%d]", i), degree, append(alwaysUrgent(), "hazard")...)
	}
	for _, always := range alwaysUrgent() {
		if !slices.Contains(degrees, always) {
			k.fault("reading.urgent", "%s is always urgent; name it, too: [life, outage], or [life, outage, hazard]",
				always)
		}
	}
}

// file reports whether a file is named that can be looked at.
func (k *checker) file(key, path string) bool {
	if path == "" {
		return false
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		k.fault(key, "the file cannot be read: %v", err)
	case info.IsDir():
		k.fault(key, "this is a folder; name a file in it")
	default:
		return true
	}
	return false
}

// certificates checks a file of certificate authorities.
func (k *checker) certificates(key, path string) {
	if !k.file(key, path) {
		return
	}
	k.trusted(key, path)
	switch pem, err := smallfile.Read(path, smallfile.Certificates); {
	case err != nil:
		k.fault(key, "the file cannot be read: %v", err)
	case !x509.NewCertPool().AppendCertsFromPEM(pem):
		k.fault(key, "the file holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----")
	}
}

// folder refuses a file where a folder is meant. One that is not there yet is made, or said when it is needed.
func (k *checker) folder(key, path, what string) {
	if info, err := os.Stat(path); path != "" && err == nil && !info.IsDir() {
		k.fault(key, "this is a file; %s need a folder", what)
	}
}

// Calendar builds the working-time calendar of the norms.
func (c *Config) Calendar() (*worktime.Calendar, error) {
	return worktime.Parse(c.Location, c.Norms.WorkingHours, c.Norms.WorkingDays, c.Norms.Holidays,
		c.Norms.ExtraWorkingDays)
}
