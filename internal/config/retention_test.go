package config_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPurgeKeys(t *testing.T) {
	c, err := parse(t, minimal)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Purge; !p.Scheduled() || p.Mode != "delete" || p.Acts != filepath.Join(filepath.Dir(c.Store.Path),
		"acts") {
		t.Errorf("defaults: %+v", p)
	}
	if next := c.Purge.At.Next(time.Date(2026, 3, 1, 12, 0, 0, 0, c.Location)); next.Hour() != 3 ||
		next.Minute() != 30 {
		t.Errorf("the next purge is %s", next)
	}
	c, err = parse(t, minimal+"purge: {schedule: '', mode: depersonalise, acts: papers, operator: 'Правительство "+
		"Энской области, г. Энск'}\n")
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Purge; p.Scheduled() || p.Mode != "depersonalise" || p.Acts != filepath.Join(filepath.Dir(c.Path),
		"papers") || p.Operator == "" {
		t.Errorf("read: %+v", p)
	}
	for text, want := range map[string]string{"{mode: shred}": "delete or depersonalise",
		"{schedule: nightly}": "purge.schedule", "{act: x}": `"acts"`} {
		if _, err := parse(t, minimal+"purge: "+text+"\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
