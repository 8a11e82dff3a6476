package config

import (
	"path/filepath"

	"otklik/internal/config/schedule"
)

// Purge says when what is older than Privacy.Retention is destroyed, how, and where the certificates go.
type Purge struct {
	Schedule string `yaml:"schedule"` // a cron expression; empty: only by command
	Mode     string `yaml:"mode"`     // delete or depersonalise
	Acts     string `yaml:"acts"`     // a folder; empty in the file: acts, beside the store
	// Operator is the name and address of whoever answers for the data, as certificates have to name it.
	Operator string `yaml:"operator"`

	// At is Schedule, parsed; zero where there is none.
	At schedule.Schedule `yaml:"-"`
}

// Scheduled reports whether purges have a schedule.
func (p Purge) Scheduled() bool { return p.Schedule != "" }

// defaultPurge is that of a file which sets nothing.
func defaultPurge() Purge { return Purge{Schedule: "30 3 * * *", Mode: "delete"} }

func (k *checker) purge() {
	p := &k.config.Purge
	k.oneOf("purge.mode", p.Mode, "delete", "depersonalise")
	if p.Schedule != "" {
		at, err := schedule.Parse(p.Schedule, k.config.Location)
		if err != nil {
			k.fault("purge.schedule", "%v", err)
		}
		p.At = at
	}
	if p.Acts == "" {
		p.Acts = filepath.Join(filepath.Dir(k.config.Store.Path), "acts")
	}
	k.folder("purge.acts", p.Acts, "acts")
}
