package main

import (
	"encoding/json"
	"strings"
	"testing"

	"otklik/internal/sandbox/town"
)

// reconciled is what status and digest say of the VK channel.
func (b *bench) reconciled(args ...string) (r struct {
	Counted, Stored, Parts int
	Missing                []struct{ Part string }
	gaps                   []struct{ Reason, Part string }
}) {
	b.t.Helper()
	var document struct {
		Channels []struct {
			Channel    string
			Reconciled json.RawMessage
			Gaps       []struct{ Reason, Part string }
		}
	}
	if err := json.Unmarshal([]byte(b.otklik(args...).out), &document); err != nil {
		b.t.Fatal(err)
	}
	for _, c := range document.Channels {
		if c.Channel == "governor/vk" {
			if err := json.Unmarshal(c.Reconciled, &r); err != nil {
				b.t.Fatal(err)
			}
			r.gaps = c.Gaps
		}
	}
	return r
}

func TestStatusAndDigestReconcile(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("audience: governor", "audience: press")
	b.must("collect")
	for _, args := range [][]string{{"status", "--json"}, {"digest", "morning", "--format", "json"}} {
		// Four comments under the post, two messages in the dialog.
		if r := b.reconciled(args...); r.Counted != 6 || r.Stored != 6 || r.Parts != 2 || len(r.Missing) > 0 ||
			len(r.gaps) > 0 {
			t.Errorf("%v: %+v", args, r)
		}
	}
	for _, args := range [][]string{{"status"}, {"digest", "morning"}} {
		if out := b.otklik(args...).out; !strings.Contains(strings.Join(strings.Fields(out), " "), "сверено: 6 из 6") {
			t.Errorf("%v:\n%s", args, out)
		}
	}

	post := b.platform.Posts(town.VK)[0]
	if err := b.platform.CountUnseen(post, 3); err != nil {
		t.Fatal(err)
	}
	b.platform.ForgetRequests()
	if r := b.otklik("collect"); r.code != exitPartly { // once every pull is through, what is missing is still missing
		t.Errorf("collect: exit %d", r.code)
	}
	if n := b.platform.Calls("wall.getComments"); n != 2 {
		t.Errorf("%d readings: a difference leads to another one", n)
	}
	for _, args := range [][]string{{"status", "--json"}, {"digest", "morning", "--format", "json"}} {
		if r := b.reconciled(args...); r.Counted != 9 || r.Stored != 6 || len(r.Missing) != 1 {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := b.reconciled("digest", "morning", "--format", "json"); len(r.gaps) != 1 ||
		r.gaps[0].Part != r.Missing[0].Part || r.gaps[0].Reason != "площадка считает 7, сохранено 4" {
		t.Errorf("a gap with its reason: %+v", r.gaps)
	}
	if out := b.otklik("digest", "morning").out; !strings.Contains(out, "Данные неполны") ||
		!strings.Contains(strings.Join(strings.Fields(out), " "), "сверено: 6 из 9") {
		t.Errorf("the digest:\n%s", out)
	}

	if err := b.platform.CountUnseen(post, 0); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	if r := b.reconciled("status", "--json"); r.Counted != 6 || r.Stored != 6 || len(r.Missing) > 0 {
		t.Errorf("%+v", r)
	}
}

// What an author demanded to be destroyed is not missed.
func TestWhatWasForgottenIsNotMissed(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	author := ""
	for _, l := range b.export() {
		if l.Channel == "governor/vk" && l.Kind == "comment" && strings.Contains(l.Text, "не горит") {
			author = l.AuthorID
		}
	}
	b.must("forget", "--author", "vk:"+author)
	if _, err := b.platform.AddComment(town.VK, b.platform.Posts(town.VK)[0], 1, "Когда уберут снег на Мира, 5?", "",
		0); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	if r := b.reconciled("status", "--json"); r.Counted != r.Stored || len(r.Missing) > 0 {
		t.Errorf("%+v", r)
	}
}
