package config

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"otklik/schedule"
)

// Backup says where, when and for whom copies of the store are made.
type Backup struct {
	Path     string `yaml:"path"`     // a folder; empty: no scheduled backups
	Schedule string `yaml:"schedule"` // a cron expression
	Keep     int    `yaml:"keep"`     // how many of them stay
	// Recipients are public keys of age; with any, every backup is encrypted so that only they can open it.
	Recipients     []string `yaml:"recipients"`
	RecipientsFile string   `yaml:"recipients_file"` // more of them, one a line

	// At is Schedule, parsed.
	At schedule.Schedule `yaml:"-"`
}

// backup checks what can be seen without the library that encrypts: whether a key is one at all shows its check sum,
// which whoever makes a backup finds out at the start.
func (k *checker) backup() {
	b := &k.config.Backup
	at, err := schedule.Parse(b.Schedule, k.config.Location)
	if err != nil {
		k.fault("backup.schedule", "%v", err)
	}
	b.At = at
	if b.Keep < 1 {
		k.fault("backup.keep", "at least one backup has to be kept, such as 14")
	}
	for i, text := range b.Recipients {
		key := fmt.Sprintf("backup.recipients[%d]", i)
		switch {
		case strings.HasPrefix(strings.ToUpper(text), "AGE-SECRET-KEY-"): // it is not repeated
			k.fault(key, "this is a secret key; write the public one, which begins with age1, and keep the secret one away from this machine")
		case !regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`).MatchString(text):
			k.fault(key, "this is no public key of age: it begins with age1 and has 62 letters and digits, as age-keygen writes it")
		}
	}
	if b.Path != "" {
		if info, err := os.Stat(b.Path); err == nil && !info.IsDir() {
			k.fault("backup.path", "this is a file; backups need a folder")
		}
	}
}
