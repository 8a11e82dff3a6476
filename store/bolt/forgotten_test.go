package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// A depersonalised record matches none of all messages, by number, thread, dialog, second or score.
func TestDepersonalisedRecordsMatchNoMessage(t *testing.T) {
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	order := ofAge
	order.Mode = store.Depersonalise
	_, rows := purged(t, s, order)
	listed := map[string]bool{}
	for _, r := range rows {
		listed[r.Message] = true
	}
	looseRecords(t, s, 3, listed)
}

// What an earlier reading took for a municipality may be somebody's name: of a depersonalised record only what a
// register knows stays.
func TestDepersonalisedRecordsKeepNoNameForAPlace(t *testing.T) {
	for name, known := range map[string]bool{"Птицын": false, "Энск": true} {
		path := populated(t, Options{})
		s := NewShared(path, Options{})
		if err := s.Do(t.Context(), func(s *Store) error {
			if err := s.MarkAllPending(t.Context()); err != nil {
				return err
			}
			_, err := s.EvaluatePending(t.Context(), alike{}, always(func(th inbox.Thread) []inbox.MessageStatus {
				statuses := judgeCanary(th)
				for i := range statuses {
					statuses[i].Municipality = name
				}
				return statuses
			}))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		order := ofAge
		order.Mode = store.Depersonalise
		id, err := s.BeginPurge(t.Context(), order)
		if err != nil {
			t.Fatal(err)
		}
		tools := store.PurgeTools{Matcher: alike{}, Municipality: func(name string) bool { return name == "Энск" }}
		if _, err := s.Erase(t.Context(), id, tools); err != nil {
			t.Fatal(err)
		}
		n := 0
		if err := s.Each(t.Context(), func(r inbox.Record) error {
			if r.Message.ID[0] == '~' && r.Status != nil && r.Status.Municipality == name {
				n++
			}
			return nil
		}); err != nil || (n > 0) != known {
			t.Errorf("%s stays with %d records; %v", name, n, err)
		}
	}
}

// looseRecords looks through the depersonalised records of a store.
func looseRecords(t *testing.T, s *Shared, want int, listed map[string]bool) {
	t.Helper()
	seen := map[string]bool{}
	n := 0
	err := s.Each(t.Context(), func(r inbox.Record) error {
		m := r.Message
		if m.ID[0] != '~' {
			return nil
		}
		n++
		if seen[m.ID] || listed[m.ID] || m.Thread != noThread {
			t.Errorf("it is linked to another record or to a document: %+v", m)
		}
		seen[m.ID] = true
		for _, at := range []time.Time{m.Sent, m.Edited, m.Deleted, m.FirstSeen, m.LastSeen} {
			if !at.Equal(at.Truncate(time.Hour)) {
				t.Errorf("it tells the minute: %s", at)
			}
		}
		if r.Status == nil || r.Status.Score != 0 || r.Status.Copies != 0 || r.Status.Street != "" {
			t.Errorf("%+v", r.Status)
		}
		for _, c := range r.Status.History {
			if !c.At.Equal(c.At.Truncate(time.Hour)) {
				t.Errorf("it tells the minute: %+v", c)
			}
		}
		return nil
	})
	if err != nil || n != want {
		t.Fatalf("%d depersonalised records, want %d; %v", n, want, err)
	}
	found := turnedBack(t, s.path, 30, func(key []byte, guess int) string {
		return pseudonym(key, "message", "governor/vk", string(inbox.Comment), "", strconv.Itoa(guess))
	}, seen)
	for _, guess := range found {
		t.Errorf("comment %d is found", guess)
	}
	found = turnedBack(t, s.path, accounts, func(key []byte, guess int) string {
		return pseudonym(key, "message", "governor/vk", string(inbox.Direct), account(guess), "12")
	}, seen)
	for _, guess := range found {
		t.Errorf("a message of %s is found", account(guess))
	}
}

// A platform shows the second of a comment. Nothing that is left of a purged one tells it.
func TestSecondsOfThePurgedAreGone(t *testing.T) {
	byAge, figures, demanded := ofAge, ofAge, onDemand
	figures.Mode, demanded.Author = store.Depersonalise, walker
	for name, order := range map[string]store.PurgeOrder{"by age": byAge, "depersonalised": figures,
		"on demand": demanded} {
		path := populated(t, Options{})
		s := NewShared(path, Options{})
		// A later comment keeps the thread, and with it the mark of its first comment.
		later := from("99", reporter, inbox.Comment, sentAt, "И мне?")
		if _, err := s.Commit(t.Context(), "vk wall", nil, inbox.Batch{Messages: []inbox.Message{later}}); err != nil {
			t.Fatal(err)
		}
		second := binary.BigEndian.AppendUint32(nil, uint32(longAgo.Unix()))
		if data, err := os.ReadFile(path); err != nil || !bytes.Contains(data, second) {
			t.Fatal("the second is not found before the purge: the test shows nothing", err)
		}
		purged(t, s, order)
		if data, err := os.ReadFile(path); err != nil || bytes.Contains(data, second) {
			t.Errorf("%s: the second at which it was sent stands in the file; %v", name, err)
		}
	}
}

// In what others wrote, no hash tells which name stood there.
func TestRemovedNamesAreNotGuessed(t *testing.T) {
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	purged(t, s, onDemand)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	salt := saltOf(t, path, Options{})
	if bytes.Contains(data, hashed(salt, "text", mentioning().Text)) {
		t.Error("the hash of the text with the name stands in the file")
	}
	if bytes.Contains(data, []byte(pseudonym(salt, "author", "vk", asker))) {
		t.Error("whom the message turned to can be found out")
	}
	stats, err := s.Commit(t.Context(), "vk wall", nil,
		inbox.Batch{Messages: []inbox.Message{mentioning()}, Next: []byte("2")})
	if err != nil || stats.Changed != 0 {
		t.Errorf("%+v, %v", stats, err)
	}
	r, err := s.Message(t.Context(), mentioning().Ref())
	if err != nil || r.Message.Text != "[удалено], [удалено], ответим" || r.Message.Addressee == asker ||
		r.Message.Addressee == "" {
		t.Errorf("%+v, %v", r.Message, err)
	}
}

// Earlier versions named a dialog that the platform did not show by the account of the citizen. That goes with a
// demand, and that it was not shown stays.
func TestReadingsDoNotNameTheForgotten(t *testing.T) {
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	err := s.Record(t.Context(), inbox.Pull{Source: "vk messages", Channels: []inbox.ChannelID{"governor/vk"},
		Started: sentAt, Ended: sentAt, Complete: true,
		Warnings: []string{"the dialog https://vk.com/gim1?sel=" + onDemand.Author + " cannot be read"},
		Inaccessible: []inbox.Inaccessible{{Part: "dialog " + onDemand.Author, Code: 917},
			{Part: "dialog 1" + onDemand.Author, Code: 917}}})
	if err != nil {
		t.Fatal(err)
	}
	purged(t, s, onDemand)
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("="+onDemand.Author)) ||
		bytes.Contains(data, []byte("dialog "+onDemand.Author)) {
		t.Errorf("the account stands in the file; %v", err)
	}
	for _, still := range []string{"dialog [удалено] 917", "dialog 1" + onDemand.Author + " 917"} {
		if !bytes.Contains(data, []byte(still)) {
			t.Errorf("%q is not noted", still)
		}
	}
}

// Others write a full name as they please; nothing of it is left in their texts or in the raw replies.
func TestNamesInOtherOrdersAreRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := NewShared(path, Options{})
	theirs := from("31", asker, inbox.Comment, sentAt, "Когда?")
	theirs.Author.Name = "Фёкла Снегирёва"
	batch := inbox.Batch{Messages: []inbox.Message{theirs}, Next: []byte("1")}
	kept := "Добрый день, СНЕГИРИ на Фёклиной улице"
	for i, text := range []string{"Снегирёва Фёкла права", "ФЕКЛА СНЕГИРЕВА, ответьте", "Спасибо, Снегирева\u00a0 " +
		"Фекла!", kept} {
		m := from(strconv.Itoa(40+i), reporter, inbox.Comment, sentAt, text)
		m.Raw = []byte(`{"text":"` + text + `"}`)
		batch.Messages = append(batch.Messages, m)
	}
	if _, err := s.Commit(t.Context(), "vk wall", nil, batch); err != nil {
		t.Fatal(err)
	}
	purged(t, s, onDemand)
	want := []string{"[удалено] права", "[удалено], ответьте", "Спасибо, [удалено]!", kept}
	for i, text := range want {
		if r, err := s.Message(t.Context(), batch.Messages[i+1].Ref()); err != nil || r.Message.Text != text {
			t.Errorf("%q, want %q; %v", r.Message.Text, text, err)
		}
	}
	if err := s.Raw(t.Context(), "governor/vk", func(_ inbox.Ref, _ time.Time, raw []byte) error {
		if !strings.Contains(string(raw), kept) {
			t.Errorf("raw: %s", raw)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Commit(t.Context(), "vk wall", []byte("1"),
		inbox.Batch{Messages: batch.Messages[1:], Next: []byte("2")})
	if err != nil || stats.Changed != 0 {
		t.Errorf("the next reading brings names back: %+v, %v", stats, err)
	}
}

// One person is one pseudonym in one certificate, also where its purge was interrupted after each of its steps, and
// another one in the next certificate.
func TestPseudonymsBelongToOneAct(t *testing.T) {
	for name, o := range map[string]Options{"plain": {}, "sealed": {Key: newKey(t, 1)}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "otklik.db")
			s := NewShared(path, o)
			seen := map[string]int{}
			for act := range 2 {
				var cursor []byte
				if act > 0 {
					cursor = []byte("0")
				}
				var batch inbox.Batch
				for i := range 3 * purgeSome {
					batch.Messages = append(batch.Messages,
						from(fmt.Sprint(act*10_000+i+1), account(i%3), inbox.Comment,
							sentAt.Add(time.Duration(act*9000+i)*time.Second), "Когда?"))
				}
				batch.Next = fmt.Append(nil, act)
				if _, err := s.Commit(t.Context(), "vk", cursor, batch); err != nil {
					t.Fatal(err)
				}
				before := sentAt.Add(time.Duration(act+1) * 9000 * time.Second) // the second batch is later
				id, err := s.BeginPurge(t.Context(), store.PurgeOrder{Before: before, Mode: store.Delete, At: sentAt})
				if err != nil {
					t.Fatal(err)
				}
				for over, steps := false, 0; !over; steps++ { // each with the file opened again
					if err := NewShared(path, o).Do(t.Context(), func(st *Store) error {
						over, _, err = st.eraseSome(t.Context(), id, store.PurgeTools{})
						return err
					}); err != nil || steps > 100 {
						t.Fatal(steps, err)
					}
				}
				people := map[string]bool{}
				if err := s.PurgeRows(t.Context(), id, func(r store.PurgeRow) error {
					people[r.Subject] = true
					if r.At%60 != 0 {
						return fmt.Errorf("the second %d tells which messages were purged together", r.At)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if len(people) != 3 {
					t.Errorf("act %d: %d pseudonyms of three people", act, len(people))
				}
				for p := range people {
					seen[p]++
				}
			}
			for p, n := range seen {
				if n > 1 {
					t.Errorf("%s stands in both acts", p)
				}
			}
		})
	}
}

// The key of a purge's pseudonyms is gone from the file before its documents are written, and so is the person whose
// demand found nothing.
func TestKeysOfPurgesAreThrownAway(t *testing.T) {
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	ctx := t.Context()
	for name, order := range map[string]store.PurgeOrder{"by age": ofAge, "on demand": onDemand,
		"of nobody": {Platform: "vk", Author: "4815162342", Mode: store.Delete, At: sentAt}} {
		id, err := s.BeginPurge(ctx, order)
		if err != nil {
			t.Fatal(err)
		}
		var key []byte
		if err := s.Do(ctx, func(st *Store) error {
			return st.view(ctx, "look", func(tx *tx) error {
				v, err := tx.purge(id)
				key = bytes.Clone(v.Key)
				return err
			})
		}); err != nil || len(key) != saltSize {
			t.Fatalf("%s: a key of %d bytes, %v", name, len(key), err)
		}
		record, err := s.Erase(ctx, id, store.PurgeTools{Matcher: alike{}})
		if err == nil {
			_, _, err = s.Rewrite(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, key) {
			t.Errorf("%s: the key is left in the file", name)
		}
		if order.Author != "" && bytes.Contains(data, []byte(order.Author)) ||
			(record.Subject != "") != (order.Author == asker) {
			t.Errorf("%s: the person is left in the file, or %q stands for somebody whom no act names", name,
				record.Subject)
		}
	}
}

// A word alone tells nobody from others: a first name is everybody's, and what else people call themselves may be any
// word. One with a figure or a low line is nobody else's. Words that only begin or end like a name are other words.
func TestOnlyTheWholeNameIsRemoved(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Александр", "Александр, ответьте", "Александр, ответьте"},
		{"Министерство", "Министерство молчит", "Министерство молчит"},
		{"marina_1987", "marina_1987, а marina_19870?", "[удалено], а marina_19870?"},
		{"Анна Снегир", "Анна Снегирёва и Жанна Снегир", "Анна Снегирёва и Жанна Снегир"},
		{"Анна Снегир", "«Анна Снегир»: анна, АННА СНЕГИР!", "«[удалено]»: анна, [удалено]!"},
		{"Анна Снегир", "ЖАННА СНЕГИР АННА права", "ЖАННА [удалено] права"},
		{"Анна Снегир", "Анна Снегир Анна Снегир", "[удалено] [удалено]"},
		{"Анна 🌸", "Спасибо,Анна 🌸ответ есть", "Спасибо,[удалено]ответ есть"},
	} {
		theirs := from("31", asker, inbox.Comment, sentAt, "Когда?")
		theirs.Author.Name = c.name
		if text := afterDemand(t, theirs, from("40", reporter, inbox.Comment, sentAt, c.text)); text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

// Platforms write letters as JSON allows: plain, or by numbers in small or large figures, also one and the same name.
func TestRawRepliesThatNameInEscapesAreDropped(t *testing.T) {
	for raw, stays := range map[string]bool{
		`{"t":"Анна Снегир🌸"}`:                                                              false,
		`{"t":"\u0410\u043d\u043d\u0430 \u0421\u043d\u0435\u0433\u0438\u0440\ud83c\udf38"}`: false,
		`{"t":"\u0410\u043D\u043D\u0430 \u0421\u043D\u0435\u0433\u0438\u0440\uD83C\uDF38"}`: false,
		`{"t":"Анна \u0421негир\uD83C\uDF38"}`:                                              false,
		`{"t":"Анна \u0421негир\uD83C"}`:                                                    true,
	} {
		theirs := from("31", asker, inbox.Comment, sentAt, "Когда?")
		theirs.Author.Name = "Анна Снегир🌸"
		m := from("40", reporter, inbox.Comment, sentAt, "Согласен")
		m.Raw = []byte(raw)
		path := filepath.Join(t.TempDir(), "otklik.db")
		s := forgetting(t, path, theirs, m)
		kept := false
		if err := s.Raw(t.Context(), "governor/vk", func(inbox.Ref, time.Time, []byte) error {
			kept = true
			return nil
		}); err != nil || kept != stays {
			t.Errorf("%s: kept %v, want %v; %v", raw, kept, stays, err)
		}
	}
}

// forgetting is a store in which the author of the first message was forgotten.
func forgetting(t *testing.T, path string, messages ...inbox.Message) *Shared {
	t.Helper()
	s := NewShared(path, Options{})
	if _, err := s.Commit(t.Context(), "vk wall", nil, inbox.Batch{Messages: messages, Next: []byte("1")}); err != nil {
		t.Fatal(err)
	}
	purged(t, s, onDemand)
	return s
}

// afterDemand is what another wrote, after the demand of the first.
func afterDemand(t *testing.T, theirs, other inbox.Message) string {
	t.Helper()
	s := forgetting(t, filepath.Join(t.TempDir(), "otklik.db"), theirs, other)
	r, err := s.Message(t.Context(), other.Ref())
	if err != nil {
		t.Fatal(err)
	}
	return r.Message.Text
}
