package config_test

import (
	"strings"
	"testing"

	"otklik/internal/config"
)

const headed = minimal + "mail: {host: m.example.org, from: a@example.org}\n" +
	"bodies: [{name: Б, groups: [Дороги], deliver: [{mail: {to: [head@example.org]}}, {file: {path: heads}}]}]\n"

func TestEscalation(t *testing.T) {
	c, err := parse(t, minimal)
	if err != nil || len(c.Escalate) != 0 {
		t.Fatalf("by default %v, %v", c, err)
	}
	c, err = parse(t, headed+"escalate: [{after: 2x, to: body}, {after: '2,5 х', to: governor}]\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Escalate) != 2 || c.Escalate[0].Times != 2 || c.Escalate[1].Times != 2.5 ||
		c.Escalate[1].To != config.ToGovernor {
		t.Errorf("steps %+v", c.Escalate)
	}
	if d := c.Bodies[0].Deliver; len(d) != 2 || d[1].File.Format != "html" || !strings.HasPrefix(d[1].File.Path, "/") {
		t.Errorf("the way of the head is %+v", d)
	}
	for text, want := range map[string]string{
		minimal + "escalate: [{after: 2x, to: body}]\n":                                              "no body has a way",
		headed + "escalate: [{after: 2x, to: bodies}]\n":                                             "escalate[0].to",
		headed + "escalate: [{after: twice, to: body}]\n":                                            "escalate[0].after",
		headed + "escalate: [{after: 0.5x, to: body}]\n":                                             "escalate[0].after",
		headed + "escalate: [{after: 2, to: body}]\n":                                                "escalate[0].after",
		headed + "escalate: [{to: body}]\n":                                                          "escalate[0].after",
		headed + "escalate: [{after: 2x, to: body}, {after: 2.0x, to: body}]\n":                      "twice",
		headed + "escalate: [{after: 2x, to: body, unless: never}]\n":                                "unless",
		minimal + "bodies: [{name: Б, groups: [Дороги], deliver: [{}]}]\n":                           "bodies[0].deliver[0]",
		minimal + "bodies: [{name: Б, groups: [Дороги], deliver: [{mail: {}}]}]\n":                   "bodies[0].deliver[0].mail.to",
		minimal + "bodies: [{name: Б, groups: [Д], deliver: [{file: {path: x}, operator: true}]}]\n": "operator",
	} {
		if _, err := parse(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// The secrets of a head's ways are hidden as all others are.
func TestSecretsOfHeads(t *testing.T) {
	c, err := parse(t, minimal+"bodies: [{name: Б, groups: [Дороги], deliver: [{telegram: {bot_token: '1:head-secret', "+
		"chat: 1234567890123}}]}]\n")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, s := range c.Secrets() {
		found = found || s.Key == "bodies[0].deliver[0].telegram.bot_token" && s.Value.Reveal() == "1:head-secret"
	}
	if !found {
		t.Error("the token of a head's way is no secret")
	}
}
