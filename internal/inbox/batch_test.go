package inbox_test

import (
	"testing"

	"otklik/internal/inbox"
)

func TestAFileIsToldFromAPlatform(t *testing.T) {
	if name := inbox.ImportSource("vk", "governor/vk"); !inbox.IsImport(name) || inbox.IsImport("vk governor/vk wall") {
		t.Errorf("%s", name)
	}
}

// A source may read for several channels: a failure that names some of them has read the others to their ends, one that
// names none has read none.
func TestWhichChannelsAPullHasRead(t *testing.T) {
	for name, c := range map[string]struct {
		pull      inbox.Pull
		one, both bool
	}{
		"complete":        {inbox.Pull{Complete: true}, true, true},
		"failed for all":  {inbox.Pull{Failure: inbox.FailureNetwork}, false, false},
		"failed for this": {inbox.Pull{Failure: inbox.FailureAccess, Failed: []inbox.ChannelID{"g/b"}}, true, false},
	} {
		if one, other := c.pull.Reads("g/a"), c.pull.Reads("g/b"); one != c.one || other != c.both {
			t.Errorf("%s: a %v, b %v", name, one, other)
		}
	}
}

func TestWhatCommitsDidIsSummedUp(t *testing.T) {
	got := inbox.CommitStats{Added: 1, Changed: 2, Deleted: 3, Undecoded: 4, Held: 5, Expired: 6, Erased: 7}
	got.Add(inbox.CommitStats{Added: 10, Changed: 20, Deleted: 30, Undecoded: 40, Held: 50, Expired: 60, Erased: 70})
	want := inbox.CommitStats{Added: 11, Changed: 22, Deleted: 33, Undecoded: 44, Held: 55, Expired: 66, Erased: 77}
	if got != want {
		t.Errorf("%+v", got)
	}
}
