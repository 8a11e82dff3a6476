package inbox

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Numbers stand on paper and in mails: they never change.
func TestNumbersStayWhatTheyAre(t *testing.T) {
	for want, ref := range map[string]Ref{
		"033-505-513": {Channel: "governor/vk", Kind: Comment, ID: "41"},
		"825-157-080": {Channel: "governor/vk", Kind: Direct, Dialog: "100", ID: "41"},
		"522-986-406": {Channel: "governor/telegram", Kind: Comment, ID: "41"},
		"659-921-429": {Channel: "governor/telegram", Kind: Comment, Chat: "-1001", ID: "41"},
	} {
		if got := ref.Number(); got != want {
			t.Errorf("%+v: %s, want %s", ref, got, want)
		}
	}
}

func TestNumbersAreFoundAgainAsPeopleTypeThem(t *testing.T) {
	shape := regexp.MustCompile(`^\d{3}-\d{3}-\d{3}$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 12, 40)
		draw := func(name string) Ref {
			return Ref{Channel: ChannelID(text.Draw(t, name+" channel")),
				Kind: rapid.SampledFrom([]Kind{Comment, Direct}).Draw(t, name+" kind"),
				Chat: text.Draw(t, name+" chat"), Dialog: text.Draw(t, name+" dialog"), ID: text.Draw(t, name+" id")}
		}
		a, b := draw("a"), draw("b")
		if !shape.MatchString(a.Number()) || !strings.HasPrefix(a.LongNumber(), a.Number()) {
			t.Fatalf("%s, %s", a.Number(), a.LongNumber())
		}
		for _, typed := range []string{a.Number(), a.LongNumber(), "№ " + a.Number(), "№" + a.Number(),
			"No.\u00a0" + a.Number(), strings.ReplaceAll(a.Number(), "-", ""),
			strings.ReplaceAll(a.Number(), "-", " "), strings.ReplaceAll(a.Number(), "-", "–"),
			" " + a.Number() + "\u00a0", "(№ " + a.Number() + ").",
			"«" + a.LongNumber() + "»,", a.Number() + ";"} {
			if !IsNumber(typed) || !a.HasNumber(typed) {
				t.Fatalf("%q is not found", typed)
			}
		}
		if (a == b) != (a.LongNumber() == b.LongNumber()) {
			t.Fatalf("%+v and %+v: %s, %s", a, b, a.LongNumber(), b.LongNumber())
		}
		for _, other := range []string{"", "41", "-1001_5", a.Number()[:9], a.Number() + "-1", "x" + a.Number(),
			strings.Repeat("1", 10)} {
			if IsNumber(other) || a.HasNumber(other) {
				t.Fatalf("%q is taken for a number", other)
			}
		}
	})
}
