package vk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// Staff of a short name speak for the official from the first page on, and VKontakte is asked once for all sources.
func TestStaffByNameSpeakForTheOfficial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := townWall(1, 1)
		f.dialogs = townDialogs(1).dialogs
		f.people = map[string]int64{"ivanova": 555, "priemnaya": -77}
		f.posts[0].comments[0].from = 555
		o := testOptions(f, newMemory())
		o.StaffNames, o.Names = []string{"ivanova", "priemnaya"}, &Names{}
		for range 2 { // as at the next pull
			wall, messages := sourcesOf(t, o)
			for _, source := range []collectors.Source{wall, messages} {
				m := newMemory()
				if err := pull(t, func() collectors.Source { return source }, m); err != nil {
					t.Fatal(err)
				}
				b, err := source.Fetch(context.Background(), m.cursors[source.Name()])
				if err != nil {
					t.Fatal(err)
				}
				var speakers []string
				for _, one := range b.Officials {
					speakers = append(speakers, one.Author)
				}
				if want := []string{"-1001", "4242", "555", "-77"}; !slices.Equal(speakers, want) {
					t.Errorf("%s: %q, want %q", source.Name(), speakers, want)
				}
				for _, message := range m.messages {
					if message.Author.ID == "555" && !message.Author.Official {
						t.Errorf("%s: an employee's message is a citizen's", source.Name())
					}
				}
			}
		}
		if n := f.asked("utils.resolveScreenName"); n != 2 {
			t.Errorf("%d questions for two names", n)
		}
	})
}

// A name that nobody has ends the pull with advice: its answers would be taken for citizens' messages.
func TestAnUnknownNameOfStaffEndsThePull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := townWall(1, 1)
		o := testOptions(f, newMemory())
		o.StaffNames = []string{"nobody_here"}
		wall, _ := sourcesOf(t, o)
		b, err := wall.Fetch(context.Background(), nil)
		var failure *collectors.Failure
		if !errors.As(err, &failure) || failure.Temporary || !strings.Contains(failure.Advice, "otklik check") ||
			strings.Contains(err.Error(), "nobody_here") || len(b.Messages) > 0 {
			t.Errorf("%+v, %v", b, err)
		}
		f.before = func(int, fakeCall) *fakeError { return &fakeError{code: 5} }
		wall, _ = sourcesOf(t, o)
		if _, err := wall.Fetch(context.Background(), nil); collectors.FailureKindOf(err) != inbox.FailureToken {
			t.Errorf("a refused token: %v", err)
		}
	})
}

func TestCheckSaysWhoseNumbersAndNamesTheseAre(t *testing.T) {
	for name, c := range map[string]struct {
		people map[string]int64
		change func(o *Options)
		level  collectors.Level
		says   string
	}{
		"a name": {map[string]int64{"ivanova": 555},
			func(o *Options) { o.StaffNames = []string{"ivanova"} }, collectors.Warning, "@ivanova is 555"},
		"a name of nobody": {nil, func(o *Options) { o.StaffNames = []string{"ivanova"} }, collectors.Fault,
			"nobody in VKontakte has the name @ivanova"},
		"a number of nobody": {nil, func(o *Options) { o.Staff = []int64{556} }, collectors.Warning,
			"nobody in VKontakte has the number 556"},
		"a person's page": {map[string]int64{"x": 1002}, func(o *Options) {
			o.OwnerID, o.Messages = 1002,
				false
		}, collectors.OK, "1002 is a person's page"},
		"a community without minus": {nil, func(o *Options) { o.OwnerID, o.Messages = 1001, false }, collectors.Fault,
			"write -1001"},
		"a person and a community": {map[string]int64{"x": 1001}, func(o *Options) {
			o.OwnerID, o.Messages = 1001,
				false
		}, collectors.Warning, "write -1001 if it is meant"},
		"nobody's number": {nil, func(o *Options) { o.OwnerID, o.Messages = 1003, false }, collectors.Fault,
			"neither a person's page nor a community"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := townWall(1, 1)
				f.people = map[string]int64{}
				maps.Copy(f.people, c.people)
				o := testOptions(f, newMemory())
				o.Staff = nil
				c.change(&o)
				all := Check(t.Context(), o)
				if !slices.ContainsFunc(all, func(g collectors.Diagnostic) bool {
					return g.Level == c.level &&
						strings.Contains(g.Sentence, c.says)
				}) {
					t.Errorf("%+v", all)
				}
			})
		})
	}
}
