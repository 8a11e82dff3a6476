package bolt

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// fatal is a test, or a step of a random one.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

// loose takes matters for the same that share a number, so that their order decides how many there are.
type loose struct{ alike }

func (loose) CountDistinct(matters [][]uint32) int {
	var kept [][]uint32
	for _, m := range matters {
		if !slices.ContainsFunc(kept, func(k []uint32) bool {
			return slices.ContainsFunc(k, func(n uint32) bool { return slices.Contains(m, n) })
		}) {
			kept = append(kept, m)
		}
	}
	return len(kept)
}

// decisions says of each copy what its text's copies mean for it, by looking at all of them.
func decisions(t *rapid.T, x *index, prefixes [][]byte) map[string]string {
	out := map[string]string{}
	for _, prefix := range prefixes {
		var all []copyOf
		people, matters := map[uint64]bool{}, [][]uint32(nil)
		if err := x.each(prefix, func(c copyOf) (bool, error) {
			all, people[c.Who], matters = append(all, c), true, append(matters, c.Subject)
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
		formal := inbox.Duplicates{Complaints: x.matcher.CountDistinct(matters)}.FormLetter()
		campaign := inbox.Duplicates{People: len(people)}.Campaign()
		for _, c := range all {
			first := !slices.ContainsFunc(all, func(o copyOf) bool {
				return compareCopies(o.Deleted, c.Deleted, o.message,
					c.message) < 0
			})
			switch {
			case prefix[0] == sideOfficial:
				out[string(c.Thread)] = fmt.Sprint("form letter ", formal)
			case campaign && first:
				out[string(c.Thread)] = fmt.Sprint("first of ", len(people))
			default:
				out[string(c.Thread)] = fmt.Sprint("campaign ", campaign)
			}
		}
	}
	return out
}

// told is decisions by what the index keeps.
func told(t *rapid.T, x *index, prefixes [][]byte) map[string]string {
	out := map[string]string{}
	for _, prefix := range prefixes {
		text, err := x.text(prefix)
		if err != nil {
			t.Fatal(err)
		}
		d := text.now.duplicates()
		if err := x.each(prefix, func(c copyOf) (bool, error) {
			switch {
			case prefix[0] == sideOfficial:
				out[string(c.Thread)] = fmt.Sprint("form letter ", d.FormLetter())
			case d.Campaign() && bytes.Equal(text.now.First, c.message):
				out[string(c.Thread)] = fmt.Sprint("first of ", d.People)
			default:
				out[string(c.Thread)] = fmt.Sprint("campaign ", d.Campaign())
			}
			return true, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestCopiesAreCountedAsTheyWere puts random copies of a few texts in and out of the index. What it keeps of them must
// lead to what looking at all of them leads to, and exactly those threads are marked for which that has changed.
func TestCopiesAreCountedAsTheyWere(t *testing.T) {
	path, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		s, err := Open(filepath.Join(path, fmt.Sprint(n)), Options{noSync: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		prefixes := [][]byte{[]byte("c-text 1."), []byte("c-text 2."), []byte("o-text 1."), []byte("o-text 2.")}
		widest := rapid.SampledFrom([]int{4, 20, 60}).Draw(rt, "changes at once")
		for n := range rapid.IntRange(1, 12).Draw(rt, "transactions") {
			if err := s.update(t.Context(), "test", func(tx *tx) error {
				before := decisions(rt, tx.index(loose{}), prefixes)
				if err := tx.empty(bucketPending); err != nil {
					return err
				}
				if rapid.IntRange(1, 4).Draw(rt, "file of an earlier version") == 1 { // which kept no counts
					if err := tx.empty(bucketCopies); err != nil {
						return err
					}
				}
				x, changed := tx.index(loose{}), map[string]bool{}
				for i := range countedFrom * len(prefixes) * (1 - min(n, 1)) { // many of each, so that they are counted
					changed[putCopy(rt, x, prefixes[i%len(prefixes)],
						i, wordingValue{Who: uint64(i % 3), Subject: []uint32{uint32(i % 2)}})] = true
				}
				for range rapid.IntRange(1, widest).Draw(rt, "changes") {
					changed[changeCopy(rt, x, rapid.SampledFrom(prefixes).Draw(rt, "text"))] = true
				}
				if err := x.finish(); err != nil {
					return err
				}
				after, index := decisions(rt, x, prefixes), told(rt, tx.index(loose{}), prefixes)
				for thread, is := range after {
					if index[thread] != is {
						rt.Fatalf("%q: the index says %s, want %s", thread, index[thread], is)
					}
					marked := tx.bucket(bucketPending).Get([]byte(thread)) != nil
					if !changed[thread] && marked != (is != before[thread]) {
						rt.Fatalf("%q was %s, is %s: marked %v", thread, before[thread], is, marked)
					}
				}
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// TestFormLetterLosesItsThirdComplaint: the complaint that made it one is gone, among many about the two other matters.
func TestFormLetterLosesItsThirdComplaint(t *testing.T) {
	s, prefix := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db")), []byte("o-text 1.")
	isFormal := func(change func(x *index)) (formal bool) {
		if err := s.update(t.Context(), "test", func(tx *tx) error {
			x := tx.index(loose{})
			change(x)
			err := x.finish()
			formal = x.texts[string(prefix)].now.duplicates().FormLetter()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return formal
	}
	if !isFormal(func(x *index) {
		for i := range countedFrom * 2 {
			putCopy(t, x, prefix, i, wordingValue{Subject: []uint32{uint32(i % 2)}})
		}
		putCopy(t, x, prefix, countedFrom, wordingValue{Subject: []uint32{2}})
	}) {
		t.Error("three matters are no form letter")
	}
	if isFormal(func(x *index) {
		putCopy(t, x, prefix, countedFrom, wordingValue{Subject: []uint32{1}})
	}) {
		t.Error("two matters are a form letter")
	}
}

// changeCopy adds, changes or removes a copy.
func changeCopy(t *rapid.T, x *index, prefix []byte) (thread string) {
	id := rapid.IntRange(0, countedFrom*5).Draw(t, "id")
	if rapid.IntRange(1, 4).Draw(t, "leaves") > 1 {
		subject := rapid.SliceOfN(rapid.Uint32Range(0, 3), 1, 2)
		return putCopy(t, x, prefix, id, wordingValue{Who: rapid.Uint64Range(0, 8).Draw(t, "who"),
			Deleted: rapid.Bool().Draw(t, "deleted"), Subject: subject.Draw(t, "subject")})
	}
	key, thread := copyKey(t, x, prefix, id)
	noError(t, x.remove(prefix, key))
	return thread
}

func putCopy(t fatal, x *index, prefix []byte, id int, entry wordingValue) (thread string) {
	key, thread := copyKey(t, x, prefix, id)
	entry.Thread = []byte(thread)
	noError(t, x.add(prefix, key, entry))
	return thread
}

// copyKey is the key of a copy, and the name of its thread, in which nothing else stands.
func copyKey(t fatal, x *index, prefix []byte, id int) (key []byte, thread string) {
	ch, err := x.channel(inbox.ChannelID(fmt.Sprint("channel ", id%3)), true)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := refKey(ch, inbox.Ref{Channel: ch.id, Kind: inbox.Comment, ID: fmt.Sprint(id)})
	if err != nil {
		t.Fatal(err)
	}
	return messageKey(ref, sentAt.Add(time.Duration(id/2)*time.Second)), fmt.Sprintf("%s %d", prefix, id)
}
