package config

import (
	"fmt"
	"regexp"
	"strings"

	"otklik/internal/config/schedule"
	"otklik/internal/plaintext"
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
		k.recipient(fmt.Sprintf("backup.recipients[%d]", i), "", text)
	}
	if key := "backup.recipients_file"; k.file(key, b.RecipientsFile) {
		k.trusted(key, b.RecipientsFile)
		k.recipientsOf(key, b.RecipientsFile)
	}
	k.folder("backup.path", b.Path, "backups")
}

// recipientsOf checks a file of public keys, one a line.
func (k *checker) recipientsOf(key, path string) {
	text, err := plaintext.ReadFile(path)
	if err != nil {
		k.fault(key, "the keys cannot be read: %v", err)
		return
	}
	none := true
	for i, line := range plaintext.Lines(text) {
		if line = plaintext.Trim(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		none = false
		k.recipient(key, fmt.Sprintf("line %d of the file: ", i+1), line)
	}
	if none {
		k.fault(key, "the file names nobody; put a public key of age into it, which begins with age1")
	}
}

// recipient checks one public key. A secret one is not repeated.
func (k *checker) recipient(key, where, text string) {
	switch {
	case strings.HasPrefix(strings.ToUpper(text), "AGE-SECRET-KEY-"):
		k.fault(key, "%sthis is a secret key; write the public one, which begins with age1, and keep the secret one "+
			"away from this machine", where)
	case !regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`).MatchString(text):
		k.fault(key, "%sthis is no public key of age: it begins with age1 and has 62 letters and digits, as "+
			"age-keygen writes it", where)
	}
}
