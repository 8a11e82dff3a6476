package app

import (
	"net/url"
	"strings"
	"testing"

	"otklik/collectors/registry"
	"otklik/internal/inbox"
)

func TestAddressesAsPeopleCopyThem(t *testing.T) {
	t.Parallel()
	canonical := func(u *url.URL) *url.URL {
		for _, p := range registry.Platforms() {
			u = p.Address(u)
		}
		return u
	}
	for _, c := range []struct {
		own, typed string
		same       bool
	}{
		{"https://vk.com/wall-1_2?reply=3", "https://vk.com/wall-1_2?reply=3", true},
		{"https://vk.com/wall-1_2?reply=3", " http://m.vk.ru/wall-1_2?w=x&reply=3 ", true},
		{"https://vk.com/wall-1_2?reply=3", "vk.com/wall-1_2?reply=3", true},
		{"https://vk.com/wall-1_2?reply=3", "https://vk.com/wall-1_2", false},
		{"https://vk.com/wall-1_2?reply=3", "https://vk.com/wall-1_2?reply=33", false},
		{"https://vk.com/wall-1_2?reply=3&thread=1", "https://vk.com/wall-1_2?reply=3", true},
		{"https://vk.com/wall-1_2?reply=3&thread=1", "https://vk.com/wall-1_2?reply=4&thread=1", false},
		{"https://vk.com/wall-1_2?reply=3", "https://vk.com/club1?w=wall-1_2_r3", true},
		{"https://vk.com/wall-1_2?reply=3", "https://m.vk.com/wall-1_2?w=wall-1_2_r4", false},
		{"https://vk.com/wall-1_2?reply=3", "<https://vk.com/wall-1_2?reply=3>.", true},
		{"https://t.me/c/15/447?thread=423", "https://t.me/c/15/447", true},
		{"https://t.me/c/15/447?thread=423", "(t.me/c/15/447/)", true},
		{"https://t.me/c/15/447?thread=423", "https://telegram.me/c/15/447?thread=423&single", true},
		{"https://t.me/c/15/447", "https://t.me/c/15/447/", true},
		{"", "https://t.me/c/15/447", false},
		{"https://t.me/c/15/447", "https://t.me/c/15/44%zz", false},
	} {
		if got := sameAddress(canonical, c.own, c.typed); got != c.same {
			t.Errorf("%q and %q: %v", c.own, c.typed, got)
		}
	}
}

// Whoever shows what went wrong as it is, shows sentences that say what to do; an address tells of a person, and does
// not stand in them.
func TestUnclearNamesAreSaidAsSentences(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.collect()
	s := b.open()
	channel := s.Channels()[0]
	for want, named := range map[string]Pointer{
		"there is no message 99999999 in ":           {Name: "99999999"},
		"there is no message number 000-000-000 in ": {Name: "000-000-000"},
		"there is no message of that address in ":    {Name: "https://example.org/9"},
		"there is no message 1 in the dialog 99999999 of " + string(channel): {Channel: channel, Name: "1",
			Dialog: "99999999"},
	} {
		_, err := s.Dismiss(t.Context(), named, Dismissal{Reason: "x"})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "example.org") {
			t.Errorf("%v, and not %q", err, want)
		}
	}
	one := inbox.Record{Message: inbox.Message{Channel: channel, ID: "41", Thread: "1"}}
	other := inbox.Record{Message: inbox.Message{Channel: channel, ID: "41", Thread: "2"}}
	e := AmbiguousError{Named: Pointer{Name: "41"}, Where: string(channel), Found: []inbox.Record{one}}
	if want := "41 is the platform's id of a message, so nothing was done; name it by its number, " +
		one.Message.Ref().Number() + ", or with its channel: " + string(channel) + " 41"; e.Error() != want {
		t.Errorf("one is found: %v", e)
	}
	e.Found = append(e.Found, other)
	if want := "2 messages of " + string(channel) +
		" may be meant (41), so nothing was done; name one by its number"; e.Error() != want {
		t.Errorf("two are found: %v", e)
	}
}
