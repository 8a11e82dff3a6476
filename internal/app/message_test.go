package app

import (
	"net/url"
	"testing"

	"otklik/collectors/registry"
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
