package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
)

// sameIDs is a town in which ids are borne by several messages: comments and every person's dialog are numbered apart.
func sameIDs() town.Town {
	tw := smallTown()
	for person := range 3 {
		dialog := town.Dialog{Platform: town.Telegram, Person: person}
		for house := range 12 {
			dialog.Messages = append(dialog.Messages,
				town.DirectMessage{At: tw.Posts[0].At.Add(time.Duration(60+house) * time.Minute),
					Text: fmt.Sprintf("Здравствуйте! В доме %d на Лесной нет воды третий день, когда включат?",
						1+house+20*person)})
		}
		tw.Dialogs = append(tw.Dialogs, dialog)
	}
	return tw
}

// named is an exported line with its number.
type named struct {
	line
	Number string
}

func (b *bench) named() []named {
	b.t.Helper()
	var all []named
	decoder := json.NewDecoder(strings.NewReader(b.must("export").out))
	for decoder.More() {
		var l named
		if err := decoder.Decode(&l); err != nil {
			b.t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

func TestAnIDMeansOneMessageOrIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, sameIDs())
	b.must("collect")
	bearers := map[string][]named{}
	for _, l := range b.named() {
		bearers[l.Channel+" "+l.ID] = append(bearers[l.Channel+" "+l.ID], l)
	}
	ambiguous := 0
	log := b.read("otklik.db.access.jsonl")
	for _, list := range bearers {
		if len(list) < 2 {
			continue
		}
		if ambiguous++; ambiguous > 3 {
			break
		}
		l := list[0]
		for _, args := range [][]string{{"dismiss", l.Channel, l.ID, "--reason", "x"},
			{"dismiss", l.Channel, l.ID, "--undo"},
			{"correct", l.Channel, l.ID, "--needs-answer", "no"}, {"correct", l.Channel, l.ID, "--undo"}} {
			r := b.otklik(args...)
			if r.code != exitUsage || !strings.Contains(r.err,
				fmt.Sprintf("%d messages of %s may be meant", len(list), l.Channel)) {
				t.Fatalf("%v: exit %d, %s", args, r.code, r.err)
			}
			for _, bearer := range list {
				if !strings.Contains(r.out, bearer.Number) {
					t.Errorf("%v does not list %s: %s", args, bearer.Number, r.out)
				}
			}
		}
	}
	if ambiguous == 0 {
		t.Fatal("no id is borne by several messages")
	}
	if after := b.read("otklik.db.access.jsonl"); strings.Contains(strings.TrimPrefix(after, log), `"dismiss"`) {
		t.Error("what was refused is noted as done")
	}

	// Every form that is listed or shown means this message and no other, with and without the channel.
	tried := map[string]int{}
	for _, l := range b.named() {
		if tried[l.Channel+l.Kind]++; l.State != "open" || tried[l.Channel+l.Kind] > 2 {
			continue
		}
		forms := [][]string{{l.Channel, l.Number}, {l.Number}, {"№ " + strings.ReplaceAll(l.Number, "-", "")},
			{l.Channel, l.ID, "--dialog", l.Thread}, {l.Channel, "--", l.Thread + "/" + l.ID}}
		if l.Kind == "comment" && l.URL != "" {
			forms = append(forms, []string{l.URL},
				[]string{l.Channel, strings.Replace(l.URL, "vk.com", "m.vk.ru", 1) + "&from=feed"})
		}
		for _, form := range forms {
			// "--": threads of VK begin with a minus
			r := b.must(append([]string{"dismiss", "--reason", "x"}, form...)...)
			if !strings.HasPrefix(r.out, "closed: ") || !strings.Contains(r.out, "("+l.Channel+", "+l.Number+")") {
				t.Fatalf("%v is not %s: %s", form, l.Number, r.out)
			}
			b.must("dismiss", l.Number, "--undo")
		}
	}
	for _, l := range b.named() {
		if l.State == "dismissed" {
			t.Errorf("closed although it was not meant: %+v", l)
		}
	}
	if r := b.otklik("dismiss", "000-000-000", "--reason", "x"); r.code != exitFailed ||
		!strings.Contains(r.err, "there is no message number 000-000-000") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	if r := b.otklik("dismiss", "https://vk.com/wall-1_1?reply=1", "--reason", "x"); r.code != exitFailed ||
		strings.Contains(r.err, "wall") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
}

// Two messages that happen to share a short number are told apart by the long ones.
func TestTwoMessagesOfOneNumber(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	comment := func(id int) inbox.Message {
		return inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: strconv.Itoa(id),
			Thread: "-1001_1",
			Author: inbox.Author{ID: "7"}, Text: fmt.Sprintf("В доме %d на Лесной нет воды третий день, когда включат?",
				id), Sent: time.Now().Add(-time.Hour)}
	}
	seen := map[string]inbox.Message{}
	var two []inbox.Message
	for id := 1; len(two) == 0; id++ {
		m := comment(id)
		if other, taken := seen[m.Ref().Number()]; taken {
			two = []inbox.Message{other, m}
		}
		seen[m.Ref().Number()] = m
	}
	if _, err := b.store().Commit(t.Context(), "test", nil, inbox.Batch{Messages: two}); err != nil {
		t.Fatal(err)
	}
	r := b.otklik("dismiss", two[0].Ref().Number(), "--reason", "x")
	if r.code != exitUsage || !strings.Contains(r.out, two[0].Ref().LongNumber()) ||
		!strings.Contains(r.out, two[1].Ref().LongNumber()) {
		t.Errorf("exit %d, %s%s", r.code, r.out, r.err)
	}
	if r := b.must("dismiss", two[1].Ref().LongNumber(), "--reason", "x"); !strings.Contains(r.out,
		"В доме "+two[1].ID+" ") {
		t.Error(r.out)
	}
}

// A channel that has had two discussion groups has two messages of every id: each has a number of its own.
func TestIDsOfTwoGroups(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	var messages []inbox.Message
	for _, group := range []string{"-1001", "-1002"} {
		messages = append(messages, inbox.Message{Channel: "governor/telegram", Platform: "telegram",
			Kind: inbox.Comment, Chat: group, ID: "41", Thread: "40",
			Author: inbox.Author{ID: "7"}, Text: "В группе " + group +
				" пишут, что на Лесной нет воды третий день, когда включат?", Sent: time.Now().Add(-time.Hour)})
	}
	if _, err := b.store().Commit(t.Context(), "test", nil, inbox.Batch{Messages: messages}); err != nil {
		t.Fatal(err)
	}
	first, second := messages[0].Ref().Number(), messages[1].Ref().Number()
	for _, typed := range []string{"41", "40/41"} {
		r := b.otklik("dismiss", "governor/telegram", typed, "--reason", "x")
		if r.code != exitUsage || first == second || !strings.Contains(r.out, first) ||
			!strings.Contains(r.out, second) {
			t.Errorf("%s: exit %d, %s%s", typed, r.code, r.out, r.err)
		}
	}
	if r := b.must("dismiss", second, "--reason", "x"); !strings.Contains(r.out, "-1002") {
		t.Error(r.out)
	}
	for _, l := range b.named() {
		if (l.Number == second) != (l.State == "dismissed") {
			t.Errorf("%+v", l)
		}
	}
}

// What is shown is what can be typed: in every form that lists complaints.
func TestTheNumberShownIsTheNumberTaken(t *testing.T) {
	t.Parallel()
	b := newBench(t, sameIDs())
	b.configure("audience: governor", "audience: press")
	b.must("collect")
	d := b.digest()
	exported := map[string]bool{}
	for _, l := range b.named() {
		exported[l.Number] = true
	}
	if len(d.Complaints) < 5 || len(exported) != len(b.named()) {
		t.Fatalf("%d complaints, %d numbers", len(d.Complaints), len(exported))
	}
	for _, format := range []string{"text", "md", "html", "csv", "json"} {
		out := strings.ReplaceAll(b.must("digest", "morning", "--format", format).out, "\\", "")
		for _, c := range d.Complaints {
			// lists show the first of the copies of a text
			shown := c.SameAs == "" || format == "csv" || format == "json"
			if !exported[c.Number] || shown && !strings.Contains(out, c.Number) {
				t.Errorf("%s does not show %s", format, c.Number)
			}
		}
	}
	table, err := csv.NewReader(strings.NewReader(b.must("export", "--format", "csv").out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(table[0], "number")
	for _, row := range table[1:] {
		if number := row[column]; !exported[number] {
			t.Errorf("%s in the table is not in the export", number)
		}
	}
}

func TestActsSayWhatTheyDidAndRefuseWhatDoesNotWait(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	by := map[string]named{}
	for _, l := range b.named() {
		if l.Platform == "vk" && l.Kind == "comment" && l.State != "" {
			by[l.State] = l
		}
	}
	open, answered, none := by["open"], by["answered"], by["none"]
	says := func(want string, args ...string) {
		t.Helper()
		r := b.must(args...)
		if ok, err := regexp.MatchString(want, r.out); !ok || err != nil {
			t.Errorf("%v says %q, want %s (%v)", args, r.out, want, err)
		}
	}
	refused := func(want string, args ...string) {
		t.Helper()
		r := b.otklik(args...)
		if ok, err := regexp.MatchString(want, r.err); r.code != exitUsage || !ok || err != nil ||
			strings.Count(r.err, "\n") != 1 {
			t.Errorf("%v: exit %d, says %q, want %s (%v)", args, r.code, r.err, want, err)
		}
	}
	which := ` \(governor/vk, ` + open.Number + `\)`
	const day = `20\d\d-\d\d-\d\d \d\d:\d\d`
	says(`^closed: «На Заречной .*…?», waited since `+day+which+"\n$", "dismiss", open.Number, "--reason", "звонили",
		"--by", "дежурный")
	refused(`was closed already: dismissed by дежурный on `+day+`; .*--undo`, "dismiss", open.Number,
		"--reason", "ещё раз")
	refused(`was closed already: dismissed by дежурный`, "correct", open.Number, "--needs-answer", "no")
	refused(`was closed already: dismissed by дежурный`, "correct", open.Number, "--needs-answer", "yes")
	if r := b.otklik("dismiss", open.Number, "--reason", "ещё раз"); !strings.Contains(r.out, "«звонили»") ||
		strings.Contains(r.err, "звонили") {
		t.Errorf("the second is not told why: %s%s", r.out, r.err)
	}
	says(`^corrected: .*closed by the office.*; group «Энергетика»; before: dismissed by дежурный`, "correct",
		open.Number, "--group", "Энергетика")
	refused(`was closed already: dismissed, group «Энергетика» by дежурный`, "dismiss", open.Number,
		"--reason", "ещё раз")
	says(`^taken back: «На Заречной .*, waits since `+day+which+`; before: dismissed, group «Энергетика» by дежурный`,
		"dismiss", open.Number, "--undo")
	says(`^closed: .*, waited since .*; answered elsewhere; before: group «Энергетика»`, "correct", open.Number,
		"--answered", "по телефону")
	says(`^taken back: .*, waits since `, "correct", open.Number, "--undo")
	says(`^confirmed: .*, waits since .*; it needs an answer`, "correct", open.Number, "--needs-answer", "yes")
	says(`^corrected: .*; group «Энергетика», place «Казань»; before: it needs an answer by `, "correct", open.Number,
		"--group", "Энергетика", "--place", "Казань")

	for _, c := range []struct {
		l    named
		says string
	}{{answered, "was answered on " + day}, {none, "needs no answer as it was read"}} {
		refused(c.says, "dismiss", c.l.Number, "--reason", "x")
		refused(c.says, "correct", c.l.Number, "--answered", "x")
	}
	refused("was answered on ", "correct", answered.Number, "--needs-answer", "no")
	refused("was answered on ", "correct", answered.Number, "--needs-answer", "yes")
	refused("needs no answer as it was read", "correct", none.Number, "--place", "Казань")
	says(`^corrected: .*answered.*; place «Казань»`, "correct", answered.Number, "--place", "Казань")
	says(`^opened: «Спасибо за праздник.*, waits since .*; it needs an answer`, "correct", none.Number,
		"--needs-answer", "yes")

	refused("there is no channel", "dismiss", "governor/vkk", open.ID, "--reason", "x")
	refused("--reason is missing", "dismiss", open.Number, "--reason", " ")
	refused("nothing is corrected", "correct", open.Number, "--answered", " ")

	// What its author has taken away waits for nobody.
	id, err := strconv.Atoi(open.ID)
	if err == nil {
		err = b.platform.DeleteComment(id)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	refused("was deleted from the platform", "dismiss", open.Number, "--reason", "x")
	refused("was deleted from the platform", "correct", open.Number, "--needs-answer", "no")
	// Names and phones of the quotes are masked, unless the office wants it otherwise.
	if r := b.otklik("dismiss", answered.Number, "--reason", "x"); !strings.Contains(r.out, "Во дворе Садовой") ||
		strings.Contains(r.out, "000-00-00") {
		t.Error(r.out)
	}
}

// An id without its channel is too little to act upon; the messages that bear it are shown.
func TestAnIDAloneShowsTheCandidates(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	id := b.comment(town.VK, 1, "Когда закроют люк на Кленовой 4?", "", 0)
	b.must("collect")
	number := ""
	for _, l := range b.named() {
		if l.ID == id && l.Channel == "governor/vk" {
			number = l.Number
		}
	}
	before := b.must("export").out
	if r := b.otklik("dismiss", id, "--reason", "x"); r.code != exitUsage ||
		!strings.Contains(r.out, number+"  governor/vk comment") {
		t.Errorf("exit %d, %s%s", r.code, r.out, r.err)
	}
	if b.must("export").out != before {
		t.Error("something was done")
	}
	if r := b.otklik("dismiss", "99999", "--reason", "x"); r.code != exitFailed ||
		!strings.Contains(r.err, "no message 99999") {
		t.Errorf("an id that nothing bears: exit %d, %s%s", r.code, r.out, r.err)
	}
	b.must("dismiss", number[:3], number[4:7], number[8:], "--reason", "x")
}

// What an edit has opened again since it was closed can be closed once more, by one of two people.
func TestAnEditedMessageIsClosedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	id := b.comment(town.VK, 1, "Когда закроют люк на Кленовой 4?", "", 0)
	b.must("collect")
	b.must("dismiss", "governor/vk", id, "--reason", "по телефону")
	if err := b.platform.EditComment(town.VK, numberOf(t, id), "Когда закроют люк на Кленовой 4? А в подъезде третий "+
		"день нет света, когда дадут?"); err != nil {
		t.Fatal(err)
	}
	b.comment(town.VK, 2, "Спасибо!", "", 0) // the post is read at once where its number of comments has changed
	b.must("collect")
	if s := b.states()["vk "+id]; s != "reopened" {
		t.Fatalf("the edited message is %s", s)
	}
	r := b.must("dismiss", "governor/vk", id, "--reason", "снова по телефону")
	if !strings.HasPrefix(r.out, "closed: ") || !strings.Contains(r.out, "before: dismissed by ") {
		t.Errorf("%s", r.out)
	}
	if s := b.states()["vk "+id]; s != "dismissed" {
		t.Errorf("closed again it is %s", s)
	}
	if r := b.otklik("correct", "governor/vk", id, "--needs-answer", "no"); r.code != exitUsage ||
		!strings.Contains(r.err, "was closed already") {
		t.Errorf("a third time: exit %d, %s%s", r.code, r.out, r.err)
	}
}

// Of several people who close one message at once one does, and every other is told who did.
func TestTwoAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	number := ""
	for _, l := range b.named() {
		if l.State == "open" {
			number = l.Number
		}
	}
	const people = 4
	results := make([]result, people)
	var all sync.WaitGroup
	for n := range people {
		all.Go(func() {
			args := []string{"dismiss", number, "--reason", "r", "--by", fmt.Sprint("сотрудник", n)}
			if n%2 == 1 {
				args = []string{"correct", number, "--needs-answer", "no", "--by", fmt.Sprint("сотрудник", n)}
			}
			results[n] = b.with(context.Background(), "",
				append([]string{"--config", b.path("config.yaml")}, args...)...)
		})
	}
	all.Wait()
	first := -1
	for n, r := range results {
		if r.code == exitDone && first < 0 && strings.HasPrefix(r.out, "closed: ") {
			first = n
		} else if r.code != exitUsage {
			t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
		}
	}
	if first < 0 {
		t.Fatalf("nobody closed it: %+v", results)
	}
	for n, r := range results {
		if n != first && (!strings.Contains(r.err, fmt.Sprint(" by сотрудник", first, " on ")) ||
			strings.Contains(r.err, "store")) {
			t.Errorf("not told that %d was first: %s", first, r.err)
		}
	}

	// Corrections of different things at once are all kept.
	b.must("dismiss", number, "--undo")
	for _, args := range [][]string{{"--group", "Энергетика"}, {"--place", "Казань"}} {
		all.Go(func() {
			r := b.with(context.Background(), "", append([]string{"--config", b.path("config.yaml"), "correct", number},
				args...)...)
			if r.code != exitDone {
				t.Errorf("%v: exit %d, %s", args, r.code, r.err)
			}
		})
	}
	all.Wait()
	for _, c := range b.complaints() {
		if ref := (inbox.Ref{Channel: inbox.ChannelID(c.Channel), Kind: inbox.Comment,
			ID: c.ID}); ref.Number() == number && (c.Group != "Энергетика" || c.Municipality != "Казань") {
			t.Errorf("one of the corrections is lost: %+v", c)
		}
	}
}
