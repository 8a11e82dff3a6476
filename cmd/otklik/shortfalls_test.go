package main

import (
	"strings"
	"testing"

	"otklik/internal/sandbox"
)

// Whoever is given exit code 3 is given its reason, but for the mails that cron would send every five minutes.
func TestWhatIsIncompleteIsSaidWithItsCode(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.platform.Fail("wall.getComments", -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 212,
		Message: "Access to post comments denied"})
	for _, flags := range [][]string{nil, {"--quiet"}} {
		var out, err strings.Builder
		ends := b.streams("", &out, &err)
		ends.unwatched = true
		code := run(t.Context(), append([]string{"--config", b.path("config.yaml"), "collect"}, flags...), ends)
		said := strings.Contains(out.String(), "governor/vk is incomplete: ")
		if code != exitPartly || said != (flags == nil) {
			t.Errorf("%v: exit %d\n%s%s", flags, code, out.String(), err.String())
		}
	}
}

// A bot that is no longer let in brings nothing, and nobody is told that nothing happened.
func TestABlindBotIsNoCalm(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	calm := b.must("digest", "morning").out
	if strings.Contains(calm, "Данные неполны") {
		t.Fatalf("before: %s", calm)
	}
	for _, method := range []string{"getChatAdministrators", "getChatMember"} {
		b.platform.Fail(method, -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 403,
			Message: "Forbidden: bot was kicked from the supergroup chat"})
	}
	r := b.otklik("collect")
	if r.code != exitPartly || !strings.Contains(r.out+r.err, "add the bot to it as an administrator") {
		t.Errorf("collect: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if s := b.otklik("status"); s.code != exitPartly || !strings.Contains(s.out, "NOT SEEN  governor/telegram") ||
		!strings.Contains(s.out, "not seen since") {
		t.Errorf("status: exit %d\n%s", s.code, s.out)
	}
	if d := b.digest(); d.Complete {
		t.Error("the digest says that it is complete")
	}
	if out := b.must("digest", "morning").out; !strings.Contains(out, "Данные неполны") ||
		strings.Contains(out, "все каналы прочитаны") {
		t.Errorf("the digest:\n%s", out)
	}
	b.platform.Recover()
	b.otklik("collect")
	if out := b.must("digest", "morning").out; !strings.Contains(out, "Данные неполны") ||
		!strings.Contains(out, "не прочитано с") {
		t.Errorf("what was written meanwhile is lost, and the digest says:\n%s", out)
	}
}
