// Package config reads config.yaml: every fault at once, with its line, and secrets that cannot be printed. It builds
// nothing; the command line's wiring does.
package config

import (
	"time"

	"otklik/internal/config/schedule"
)

// Config is a checked configuration. All paths are absolute.
type Config struct {
	Timezone  string     `yaml:"timezone"`
	Language  string     `yaml:"language"`
	Region    string     `yaml:"region"`
	Store     Store      `yaml:"store"`
	Backup    Backup     `yaml:"backup"`
	Platforms Endpoints  `yaml:"platforms"`
	Officials []Official `yaml:"officials"`
	Schedule  Schedule   `yaml:"schedule"`
	Norms     Norms      `yaml:"norms"`
	Digests   []Digest   `yaml:"digests"`
	Alerts    Alerts     `yaml:"alerts"`
	Mail      Mail       `yaml:"mail"`
	Bodies    []Body     `yaml:"bodies"`
	Escalate  []Step     `yaml:"escalate"`
	Reading   Reading    `yaml:"reading"`
	Privacy   Privacy    `yaml:"privacy"`
	Purge     Purge      `yaml:"purge"`
	// Replies lets `otklik reply` answer through the bot and the channels.
	Replies bool `yaml:"replies"`

	// Path is the file this was read from.
	Path string `yaml:"-"`
	// Location is Timezone, loaded.
	Location *time.Location `yaml:"-"`
	// Exposed are secrets that others can get at.
	Exposed []Exposure `yaml:"-"`
}

// Store says where the embedded store is, and with which key its values are encrypted; without one they are not. At
// most one of Key, KeyFile and Credential is given.
type Store struct {
	Path        string `yaml:"path"`
	Key         Secret `yaml:"key"`           // 32 bytes in hexadecimal or base64
	KeyFile     string `yaml:"key_file"`      // the same in a file that only its owner may read
	Credential  string `yaml:"credential"`    // or in systemd's credential of this name
	OldKeysFile string `yaml:"old_keys_file"` // keys from before a change, one a line

	// Keys are the keys themselves, 32 bytes each: the one to encrypt with, then the old ones. Empty: no encryption.
	Keys []Secret `yaml:"-"`
}

// Official is a person or body whose channels are read.
type Official struct {
	ID           string    `yaml:"id"`
	Name         string    `yaml:"name"`
	Municipality string    `yaml:"municipality"`
	Channels     []Channel `yaml:"channels"`
}

// Channel is one page, channel or bot of an official.
type Channel struct {
	ID       string `yaml:"id"`
	Platform string `yaml:"platform"`
	// Read says what is read, such as wall and messages. Empty in the file: whatever the given tokens and ids allow.
	Read  []string `yaml:"read"`
	Staff []int64  `yaml:"staff"` // user ids who answer for the official
	// StaffNames are those of staff whom only the platform can name a number of.
	StaffNames []string `yaml:"-"`
	// Settings are the keys that only its platform has, of the type that the platform brings.
	Settings Settings `yaml:"-" settings:"inline"`

	// secrets are those of every platform: a token in the wrong channel is a secret, too.
	secrets []SecretKey
}

// Reads reports whether the channel reads one of wall, comments, messages.
func (c Channel) Reads(what string) bool {
	for _, r := range c.Read {
		if r == what {
			return true
		}
	}
	return false
}

// Schedule says when channels are read.
type Schedule struct {
	Collect string `yaml:"collect"`

	// At is Collect, parsed.
	At schedule.Schedule `yaml:"-"`
}

// Norms say when an answer is due.
type Norms struct {
	AnswerWithin     Duration `yaml:"answer_within"`
	Clock            string   `yaml:"clock"` // working or calendar
	WorkingHours     []string `yaml:"working_hours"`
	WorkingDays      []string `yaml:"working_days"`
	Holidays         []string `yaml:"holidays"`
	ExtraWorkingDays []string `yaml:"extra_working_days"`
	InterimWithin    Duration `yaml:"interim_within"` // whole days; counted as working days
}

// Digest is one report and who gets it.
type Digest struct {
	ID        string   `yaml:"id"`
	Title     string   `yaml:"title"`
	Schedule  string   `yaml:"schedule"`
	Period    string   `yaml:"period"`   // day, week or month
	Audience  string   `yaml:"audience"` // governor, press or analyst
	Officials []string `yaml:"officials"`
	// AllTopics has the tables of topics list every group of the classifier, zeros too.
	AllTopics bool       `yaml:"all_topics"`
	Deliver   []Delivery `yaml:"deliver"`
	// Mask goes before privacy.mask where it is set: whoever answers people has to know to whom.
	Mask *bool `yaml:"mask"`

	// At is Schedule, parsed.
	At schedule.Schedule `yaml:"-"`
}

// Masks reports whether personal data is hidden in what the digest gives out.
func (d Digest) Masks(p Privacy) bool {
	if d.Mask != nil {
		return *d.Mask
	}
	return p.Mask
}

// Reading names the office's files: Model instead of what is built in, Topics and Places in addition to it. Urgent are
// the degrees that count as urgent.
type Reading struct {
	Model     string    `yaml:"model"`
	Topics    string    `yaml:"topics"`
	Places    string    `yaml:"places"`
	Assistant Assistant `yaml:"assistant"`

	Urgent []string `yaml:"urgent"`
}

// Privacy says what leaves the office and how long things are kept.
type Privacy struct {
	Mask      bool     `yaml:"mask"`
	Retention Duration `yaml:"retention"`
}

// Default is the configuration of a file that sets nothing.
func Default() Config {
	return Config{
		Timezone: "Europe/Moscow",
		Language: "ru",
		Store:    Store{Path: "data/otklik.db"},
		Backup:   Backup{Schedule: "0 3 * * *", Keep: 14},
		Schedule: Schedule{Collect: "*/5 * * * *"},
		Norms: Norms{
			AnswerWithin:  Duration(8 * time.Hour),
			Clock:         "working",
			WorkingHours:  []string{"09:00-13:00", "14:00-18:00"},
			WorkingDays:   []string{"mon", "tue", "wed", "thu", "fri"},
			InterimWithin: Duration(7 * 24 * time.Hour),
		},
		Alerts: Alerts{Quiet: "22:00-07:00", AtMost: 5},
		Mail:   Mail{TLS: "starttls"},
		Reading: Reading{Urgent: alwaysUrgent(),
			Assistant: Assistant{Timeout: Duration(20 * time.Second), Share: 0.1}},
		Privacy: Privacy{Mask: true, Retention: Duration(365 * 24 * time.Hour)},
		Purge:   defaultPurge(),
	}
}

// alwaysUrgent are the degrees of urgency that every office calls urgent: other programs rely on it.
func alwaysUrgent() []string { return []string{"life", "outage"} }

// defaultDigest is the digest of a file that names none.
func defaultDigest() Digest {
	d := defaultDigestOf("day")
	d.ID, d.Period = "morning", "day"
	return d
}

// defaultDigestOf is what the keys of one digest are where the file does not set them. Weeks and months are told of on
// the morning after: on Monday and on the first.
func defaultDigestOf(period string) Digest {
	d := Digest{Title: "Утренняя сводка", Schedule: "0 8 * * *", Audience: "governor"}
	switch period {
	case "week":
		d.Title, d.Schedule = "Сводка за неделю", "0 8 * * 1"
	case "month":
		d.Title, d.Schedule = "Сводка за месяц", "0 8 1 * *"
	}
	return d
}
