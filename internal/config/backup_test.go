package config_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBackupKeys(t *testing.T) {
	c, err := parse(t, minimal)
	if err != nil {
		t.Fatal(err)
	}
	if c.Backup.Path != "" || c.Backup.Keep != 14 || c.Backup.At.String() != "0 3 * * *" ||
		len(c.Backup.Recipients) != 0 {
		t.Errorf("defaults: %+v", c.Backup)
	}
	public := "age1" + strings.Repeat("q", 58)
	c, err = parse(t, minimal+"backup: {path: backups, schedule: '30 2 * * 6', keep: 3, recipients: ["+public+"]}\n")
	if err != nil {
		t.Fatal(err)
	}
	if c.Backup.Path != filepath.Join(filepath.Dir(c.Path), "backups") || c.Backup.Keep != 3 ||
		c.Backup.Recipients[0] != public {
		t.Errorf("read: %+v", c.Backup)
	}
	if next := c.Backup.At.Next(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); next.Weekday() != time.Saturday {
		t.Errorf("the schedule's next moment is %v", next)
	}
}

func TestFaultsOfBackupKeys(t *testing.T) {
	const secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"
	for text, want := range map[string]string{
		"schedule: 'never'":             "backup.schedule",
		"keep: 0":                       "at least one",
		"recipients: [ssh-rsa]":         "no public key",
		"recipients: [" + secret + "]":  "secret key",
		"recipients_file: nowhere":      "cannot be read",
		"path: '', keep: -3":            "at least one",
		"recipients: ['age1too-short']": "no public key",
	} {
		_, err := parse(t, minimal+"backup: {"+text+"}\n")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 9") {
			t.Errorf("%s: %v", text, err)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Error("the fault repeats a secret key")
		}
	}
}
