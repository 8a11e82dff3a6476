package vk

import (
	"strings"
	"testing"
	"testing/synctest"

	"otklik/collectors"
)

func TestCheckSaysWhatIsWrong(t *testing.T) {
	wallOf := func() *fakeVK { f := townWall(2, 1); f.dialogs = townDialogs(1).dialogs; return f }
	cases := map[string]struct {
		change func(o *Options, f *fakeVK)
		faults []string
	}{
		"all is well": {func(*Options, *fakeVK) {}, nil},
		"revoked service token": {func(_ *Options, f *fakeVK) {
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method == "wall.get" {
					return &fakeError{code: 5}
				}
				return nil
			}
		}, []string{"service_token"}},
		"a community token for the wall": {func(_ *Options, f *fakeVK) {
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method == "wall.get" {
					return &fakeError{code: 27}
				}
				return nil
			}
		}, []string{"service_token"}},
		"a service token for messages": {func(_ *Options, f *fakeVK) {
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method == "groups.getTokenPermissions" {
					return &fakeError{code: 28}
				}
				return nil
			}
		}, []string{"community_token"}},
		"another community's token": {func(o *Options, _ *fakeVK) { o.OwnerID = -5 },
			[]string{"belongs to community 1001"}},
		"nothing configured": {func(o *Options, _ *fakeVK) { *o = Options{Channel: o.Channel, HTTP: o.HTTP} },
			[]string{"owner_id", "nothing to read"}},
		"a person's messages": {func(o *Options, _ *fakeVK) { o.OwnerID = 5 }, []string{"read: [wall]"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := wallOf()
				o := testOptions(f, newMemory())
				c.change(&o, f)
				var faults []string
				for _, finding := range Check(t.Context(), o) {
					if finding.Channel != "governor/vk" || finding.Subject == "" || strings.Contains(finding.Sentence,
						"secret") || strings.Contains(finding.Sentence, "%!") {
						t.Errorf("finding: %+v", finding)
					}
					if finding.Level == collectors.Fault {
						faults = append(faults, finding.Sentence)
					}
				}
				if len(faults) != len(c.faults) {
					t.Fatalf("faults: %q", faults)
				}
				for i, part := range c.faults {
					if !strings.Contains(faults[i], part) {
						t.Errorf("%q does not name %q", faults[i], part)
					}
				}
			})
		})
	}
}

func TestNewListsEveryMistake(t *testing.T) {
	_, err := New(Options{Channel: "governor/vk", Wall: true, Messages: true, Window: -1})
	for _, part := range []string{"owner_id", "service_token", "community_token", "window", "governor/vk"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}
	if _, err := New(Options{Channel: "a/b", Wall: true, OwnerID: 1, ServiceToken: "x"}); err == nil {
		t.Error("a source without an archive")
	}
	m := newMemory()
	o := testOptions(&fakeVK{}, m)
	w, d := sourcesOf(t, o)
	if w.Name() != "governor/vk wall" || d.Name() != "governor/vk messages" || w.Channels()[0] != "governor/vk" {
		t.Errorf("names %q, %q", w.Name(), d.Name())
	}
}
