package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/store"
)

// What earlier versions noted of purges stays known: the files hold a purge that depersonalised, a demand that was
// carried out, and one that was begun.
func TestPurgesOfEarlierVersions(t *testing.T) {
	for name, o := range map[string]Options{"v1-purged.db": {}, "v2-purged.db": {Key: newKey(t, 2)}} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			path := copyOfFile(t, filepath.Join("testdata", name))
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			looking := o
			looking.ReadOnly = true
			r := mustOpenWith(t, path, looking)
			tail, err := r.Known(ctx, inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Direct, ID: writer})
			if err != nil || len(tail) != 1 || tail[0].ID != "12" {
				t.Errorf("read only: %+v, %v", tail, err)
			}
			after, err := os.ReadFile(path)
			if err := errors.Join(err, r.Close()); err != nil || string(after) != string(before) {
				t.Errorf("reading changed the file, or %v", err)
			}
			s := NewShared(path, o)
			stats, err := s.Commit(ctx, "vk wall", nil,
				inbox.Batch{Messages: []inbox.Message{from("11", walker, inbox.Comment, longAgo, "Когда починят мост?"),
					from("21", asker, inbox.Comment, sentAt, "А свет?"), mentioning()}})
			if err != nil || stats.Expired != 1 || stats.Erased != 1 || stats.Changed != 0 {
				t.Errorf("%+v, %v", stats, err)
			}
			ids, records, err := s.Purges(ctx)
			if err != nil || len(ids) != 3 || !records[2].Erased.IsZero() {
				t.Fatalf("%+v, %v", records, err)
			}
			if r, err := s.Erase(ctx, ids[2], store.PurgeTools{Matcher: alike{}}); err != nil || r.Messages() != 2 ||
				r.Number != 3 {
				t.Errorf("%+v, %v", r, err)
			}
			people := map[string]bool{}
			if err := s.PurgeRows(ctx, ids[2],
				func(r store.PurgeRow) error { people[r.Subject] = true; return nil }); err != nil || len(people) != 1 {
				t.Errorf("%v, %v", people, err)
			}
			if salt := saltOf(t, path, o); people[pseudonym(salt, "author", "vk", reporter)] {
				t.Error("a purge that an earlier version began tells of people under the salt")
			}
			noError(t, s.Certified(ctx, ids[2], sentAt))
			// The next purge by age takes what leads back out of depersonalised records.
			if r, _ := purged(t, s, ofAge); !r.Empty() {
				t.Errorf("%+v", r)
			}
			looseRecords(t, s, 2, map[string]bool{})
		})
	}
}

// A backup from before a demand has it carried out again, whichever version noted it, and only where it was for.
func TestDemandsAreCarriedOutAgain(t *testing.T) {
	ctx := t.Context()
	elsewhere := from("31", asker, inbox.Comment, sentAt, "И тут?")
	elsewhere.Channel = "mayor/vk"
	for name, c := range map[string]struct {
		later    func(t *testing.T, before string) string
		channels []inbox.ChannelID
	}{
		"everywhere": {func(t *testing.T, before string) string {
			later := copyOfFile(t, before)
			purged(t, NewShared(later, Options{}), onDemand)
			return later
		}, nil},
		"in one channel": {func(t *testing.T, before string) string {
			later, order := copyOfFile(t, before), onDemand
			order.Channels = []inbox.ChannelID{"mayor/vk"}
			purged(t, NewShared(later, Options{}), order)
			return later
		}, []inbox.ChannelID{"mayor/vk"}},
		"in both, one by one": {func(t *testing.T, before string) string {
			later := copyOfFile(t, before)
			for _, id := range []inbox.ChannelID{"mayor/vk", "governor/vk"} {
				order := onDemand
				order.Channels = []inbox.ChannelID{id}
				purged(t, NewShared(later, Options{}), order)
			}
			return later
		}, []inbox.ChannelID{"governor/vk", "mayor/vk"}},
		"by an earlier version": {func(t *testing.T, _ string) string { return copyOfFile(t, "testdata/v1-purged.db") },
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			before := populated(t, Options{})
			older := NewShared(before, Options{})
			if _, err := older.Commit(ctx, "mayor", nil,
				inbox.Batch{Messages: []inbox.Message{elsewhere}}); err != nil {
				t.Fatal(err)
			}
			later := mustOpenWith(t, c.later(t, before), Options{})
			history, err := later.PurgeHistory(ctx)
			noError(t, errors.Join(err, later.Close()))
			s := mustOpenWith(t, before, Options{})
			defer s.Close()
			if _, err := s.ImportPurgeHistory(ctx, history, sentAt); err != nil {
				t.Fatal(err)
			}
			_, records, err := s.Purges(ctx)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, r := range records {
				if r.Erased.IsZero() && r.Order.Author == asker {
					n++
					if !slices.Equal(r.Order.Channels, c.channels) {
						t.Errorf("for %v, want %v", r.Order.Channels, c.channels)
					}
				}
			}
			if n != 1 {
				t.Errorf("the demand is carried out %d times", n)
			}
		})
	}
}

// Who writes again after a demand is not forgotten with a backup that was made since.
func TestWhatIsWrittenAfterADemandStays(t *testing.T) {
	ctx := t.Context()
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	purged(t, s, onDemand)
	if _, err := s.Commit(ctx, "vk wall", nil,
		inbox.Batch{Messages: []inbox.Message{from("90", asker, inbox.Comment, sentAt.Add(48*time.Hour),
			"Снова я?")}}); err != nil {
		t.Fatal(err)
	}
	backup := mustOpenWith(t, copyOfFile(t, path), Options{})
	defer backup.Close()
	later := mustOpenWith(t, path, Options{})
	history, err := later.PurgeHistory(ctx)
	noError(t, errors.Join(err, later.Close()))
	if begun, err := backup.ImportPurgeHistory(ctx, history, sentAt); err != nil || begun != 0 {
		t.Errorf("%d purges were begun, %v", begun, err)
	}
}

// Another reading of a text in which names were removed is known; another text is not taken for it.
func TestTextsWithoutNames(t *testing.T) {
	for _, c := range []struct {
		stored, text string
		want         bool
	}{
		{"[удалено], ответим", "[id5|Анна], ответим", true},
		{"ответим, [удалено]", "ответим, Анна Примерова", true},
		{"[удалено] и [удалено] правы", "Анна и Олег и Ира правы", true},
		{"[удалено][удалено]", "АО", true},
		{"[удалено]", "", false},
		{"[удалено]а[удалено]", "а", false},
		{"[удалено], ответим", "[id5|Анна], ответили", false},
		{"да, [удалено], да", "да, да", false},
		{"[удалено], да", strings.Repeat("Анна ", 100) + ", да", false},
		{"без имён", "без имён", true},
		{"без имён", "с именем", false},
	} {
		if got := fits(c.text, c.stored); got != c.want {
			t.Errorf("%q for %q: %v", c.text, c.stored, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[а-яё ,.\n]{0,6}`)
		stored, text := "", ""
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			part := word.Draw(t, "part")
			stored, text = stored+part+inbox.Removed, text+part+rapid.StringMatching(`[а-яё ]{1,12}`).Draw(t, "name")
		}
		end := word.Draw(t, "end")
		if !fits(text+end, stored+end) {
			t.Fatalf("%q is not known behind %q", text+end, stored+end)
		}
	})
}
