package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/report/render"
	"otklik/store"
)

// rising is a town in which four people write within an hour that one house is without heat, and one is in danger.
func rising(t *testing.T, more string) *bench {
	t.Helper()
	at := time.Now().Add(-time.Hour).Truncate(time.Second)
	texts := []string{"Миасс, улица Заводская, дом 12, нет отопления, в квартирах холодно",
		"В Миассе на улице Заводской в доме 12 батареи ледяные, отопления нет",
		"Миасс, улица Заводская, 12: отопления нет со вчерашнего вечера, мёрзнем",
		"В Златоусте запах газа в подъезде, тел. 8 900 000-00-00, помогите!"}
	var comments []town.Comment
	for n, text := range texts {
		comments = append(comments, town.Comment{Author: n, At: at.Add(time.Duration(n) * time.Minute), Text: text,
			ReplyTo: -1})
	}
	b := newBenchOf(t, crowd(4, comments))
	b.configure("deliver: []", "deliver: [{file: {path: out, format: text}, alerts: true}, {file: {path: out, "+
		"format: json}, alerts: true}]")
	b.add("\nalerts: {quiet: ''}\n" + more)
	return b
}

// notices are the files that were sent between digests.
func (b *bench) notices(format string) (texts []string) {
	b.t.Helper()
	names, _ := filepath.Glob(b.path("out/alert-*." + format))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	return texts
}

// What cannot wait goes out with the next collecting, once, masked; the digest says what became of it.
func TestAlertsGoOutOnce(t *testing.T) {
	t.Parallel()
	b := rising(t, "")
	b.collect()
	for range 3 { // each is another command, as cron calls it
		if err := b.open().Upkeep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	told := b.notices("txt")
	if len(told) != 1 {
		t.Fatalf("%d notices: %q", len(told), told)
	}
	for _, words := range []string{"Люди в опасности", "Проблема растёт", "Заводская", "3 человека", "Номер сообщения"} {
		if !strings.Contains(strings.ToLower(told[0]), strings.ToLower(words)) {
			t.Errorf("the notice does not say %q:\n%s", words, told[0])
		}
	}
	if strings.Contains(told[0], "000-00-00") {
		t.Errorf("the notice is not masked:\n%s", told[0])
	}
	var notice struct {
		Schema string
		Alerts []struct {
			Reason, Urgency, Group, Number string
			People                         int
		}
	}
	if err := json.Unmarshal([]byte(b.notices("json")[0]), &notice); err != nil {
		t.Fatal(err)
	}
	if n := notice; n.Schema != "otklik/alert/1" || len(n.Alerts) != 2 || n.Alerts[0].Reason != "life" ||
		n.Alerts[1].Reason != "rise" || n.Alerts[1].People != 3 || n.Alerts[1].Number == "" {
		t.Errorf("%+v", n)
	}
	b.dismiss(notice.Alerts[0].Number, "звонили, газовая служба на месте")
	var digest struct {
		Alerts []struct {
			Reason, State string
			Waiting       int
			Ways          []struct {
				Way  string
				Sent bool
			}
		}
	}
	if err := json.Unmarshal([]byte(b.digest(render.JSON)), &digest); err != nil {
		t.Fatal(err)
	}
	if a := digest.Alerts; len(a) != 2 || a[0].State != "answered" || a[1].State != "waiting" || a[1].Waiting != 3 ||
		len(a[0].Ways) != 2 || !a[0].Ways[0].Sent {
		t.Errorf("%+v", a)
	}
	r, err := b.open().RehearseDigest(t.Context(), "morning", time.Now(), time.Now(), false)
	if err != nil || len(r.Routes) != 2 || !r.Routes[0].Alerts || !r.Routes[1].Alerts {
		t.Errorf("%+v, %v", r, err)
	}
	stands, err := b.open().Status(t.Context(), time.Now())
	if err != nil || len(stands.Alerts) != 2 || stands.Alerts[0].People == 0 {
		t.Errorf("%+v, %v", stands.Alerts, err)
	}
}

// A way that fails is tried again, with the same bytes, unless nothing waits any more.
func TestNoticesAreTriedAgain(t *testing.T) {
	t.Parallel()
	for name, answered := range map[string]bool{"waits": false, "answered": true} {
		t.Run(name, func(t *testing.T) {
			b := rising(t, "")
			b.configure("{file: {path: out, format: text}, alerts: true}", "{webhook: {url: 'http://127.0.0.1:1/', secret: "+
				"0123456789abcdef}, alerts: true}")
			b.collect()
			s, now := b.open(), time.Now()
			if err := s.alert(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			alerts, err := s.store.Alerts(t.Context(), time.Time{})
			if err != nil || len(alerts) != 2 {
				t.Fatal(alerts, err)
			}
			if answered {
				for _, l := range b.exported() {
					if l.State == inbox.Open {
						b.dismiss(l.Number, "звонили")
					}
				}
			}
			if err := s.renotify(t.Context(), now.Add(10*time.Second)); err != nil { // before its turn
				t.Fatal(err)
			}
			records, err := s.queue().Records(t.Context(), store.DigestKey{ID: alerts[0].Circle, At: alerts[0].At})
			if err != nil || len(records) != 2 {
				t.Fatal(records, err)
			}
			want := delivery.Waiting
			if answered {
				want = delivery.GivenUp
			}
			if file, web := records[0].State, records[1].State; file.Status != delivery.Sent || web.Status != want ||
				web.Attempts != 1 {
				t.Errorf("%+v, %+v", file, web)
			}
		})
	}
}

// A command that tells of something and reaches nobody has done its work in part.
func TestAlertsThatReachNobody(t *testing.T) {
	t.Parallel()
	b := rising(t, "")
	b.configure("[{file: {path: out, format: text}, alerts: true}, {file: {path: out, format: json}, alerts: true}]",
		"[{webhook: {url: 'http://127.0.0.1:1/', secret: 0123456789abcdef}, alerts: true}]")
	b.collect()
	if err := b.open().Upkeep(t.Context()); !errors.Is(err, ErrPartly) {
		t.Errorf("%v, want %v", err, ErrPartly)
	}
}

// Platforms' clocks run ahead: who writes from the future is told of as soon as he is read.
func TestAlertsOfMessagesDatedAhead(t *testing.T) {
	t.Parallel()
	b := rising(t, "")
	s := b.open()
	var batch inbox.Batch
	for n := range 3 {
		batch.Messages = append(batch.Messages, inbox.Message{Channel: s.Channels()[0], Platform: "vk",
			Kind: inbox.Comment, Thread: "wall-1001_1", ID: strconv.Itoa(100 + n), Sent: time.Now().Add(5 * time.Hour),
			Author: inbox.Author{ID: strconv.Itoa(900 + n)}, Text: "Миасс, улица Заводская, дом 12, нет отопления"})
	}
	if _, err := s.store.Commit(t.Context(), "a test", nil, batch); err != nil {
		t.Fatal(err)
	}
	if err := s.EvaluatePending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.open().Upkeep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := b.notices("txt"); len(told) != 1 || !strings.Contains(told[0], "3 человека") {
		t.Errorf("%d notices: %q", len(told), told)
	}
}

// Without a way for alerts nothing is looked at, and a purge takes out whom it destroys.
func TestAlertsForgetPeople(t *testing.T) {
	t.Parallel()
	b := rising(t, "\nprivacy: {retention: 365d}\npurge: {acts: papers, operator: 'Правительство Энской области'}\n")
	b.collect()
	s := b.open()
	if err := s.alert(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	alerts, err := s.store.Alerts(t.Context(), time.Time{})
	if err != nil || len(alerts) != 2 {
		t.Fatal(alerts, err)
	}
	m, err := s.store.Message(t.Context(), alerts[0].Refs[0])
	if err != nil {
		t.Fatal(err)
	}
	b.forget(m.Message.Platform, m.Message.Author.ID)
	left, err := b.open().store.Alerts(t.Context(), time.Time{})
	if err != nil || len(left) != 1 || left[0].Reason != inbox.AlertRise {
		t.Errorf("%+v, %v", left, err)
	}
}

// One process at a time tells: who comes meanwhile leaves it to that one.
func TestAlertsInTurn(t *testing.T) {
	t.Parallel()
	b := rising(t, "")
	b.collect()
	s := b.open()
	if err := s.inTurn(t.Context(), noticeID, 0, func() error {
		return errors.Join(s.alert(t.Context(), time.Now()), s.renotify(t.Context(), time.Now()))
	}); err != nil {
		t.Fatal(err)
	}
	if alerts, err := s.store.Alerts(context.Background(), time.Time{}); err != nil || len(alerts) != 0 {
		t.Errorf("%+v, %v", alerts, err)
	}
}

// A cut that takes a town: thirty people, each of a house of their own, are one alert and one danger of the page.
func TestATownWithoutLightIsToldOfOnce(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(-40 * time.Minute).Truncate(time.Second)
	streets := []string{"Ленина", "Победы", "Мира", "Садовой", "Речной"}
	var comments []town.Comment
	for n := range 30 {
		where := fmt.Sprintf("на %s %d", streets[n%len(streets)], n/len(streets)+1)
		text := []string{"Света нет " + where, "Миасс, нет света " + where, "В Миассе " + where + " отключили свет"}[n%3]
		comments = append(comments, town.Comment{Author: n, At: at.Add(time.Duration(n) * time.Minute), Text: text,
			ReplyTo: -1})
	}
	b := newBenchOf(t, crowd(30, comments))
	b.configure("deliver: []", "deliver: [{file: {path: out, format: json}, alerts: true}]")
	b.add("\nalerts: {quiet: ''}\n")
	b.collect()
	if err := b.open().Upkeep(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := b.notices("json")
	if len(told) != 1 || strings.Count(told[0], `"reason"`) != 1 || !strings.Contains(told[0], `"rise"`) ||
		!strings.Contains(told[0], `"Миасс"`) {
		t.Errorf("%q", told)
	}
	page := strings.Join(strings.Fields(b.digest(render.Text)), " ")
	if !strings.Contains(page, "30 человек: нет света, Миасс, ") || !strings.Contains(page, " и ещё 4 улицы") {
		t.Errorf("the page: %s", page)
	}
}
