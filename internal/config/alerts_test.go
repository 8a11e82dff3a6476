package config_test

import (
	"strings"
	"testing"

	"otklik/internal/config"
)

func TestAlerts(t *testing.T) {
	c, err := parse(t, minimal)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Alerts{Quiet: "22:00-07:00", AtMost: 5, QuietHours: config.Hours{From: 22 * 60, To: 7 * 60}}
	if c.Alerts != want {
		t.Errorf("by default %+v, want %+v", c.Alerts, want)
	}
	c, err = parse(t, minimal+"alerts: {quiet: '', at_most: 0}\n")
	if err != nil || c.Alerts != (config.Alerts{}) {
		t.Errorf("%+v, %v", c, err)
	}
	for text, want := range map[string]string{
		"alerts: {quiet: '22-7'}\n":        "alerts.quiet",
		"alerts: {quiet: '22:00-25:00'}\n": "alerts.quiet",
		"alerts: {quiet: '07:00-07:00'}\n": "alerts.quiet",
		"alerts: {at_most: -1}\n":          "alerts.at_most",
		"alerts: {at_least: 1}\n":          "at_least",
		"alerts: {at_most: some}\n":        "alerts.at_most",
		"digests: [{deliver: [{file: {path: x, format: xlsx}, alerts: true}]}]\n": "an alert is no table",
		"mail: {host: m.example.org, from: a@example.org}\nbodies: [{name: Б, groups: [Дороги], to: [b@example.org]}]\n" +
			"digests: [{deliver: [{mail: {bodies: true}, alerts: true}]}]\n": "add to:",
	} {
		if _, err := parse(t, minimal+text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
