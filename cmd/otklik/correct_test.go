package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/sandbox/town"
)

// corrected is a complaint with what corrections change.
type corrected struct{ Channel, ID, Group, Topic, Municipality, Text string }

func (b *bench) complaints() []corrected {
	b.t.Helper()
	var d struct{ Complaints []corrected }
	if err := json.Unmarshal([]byte(b.must("digest", "morning", "--format", "json").out), &d); err != nil {
		b.t.Fatal(err)
	}
	return d.Complaints
}

func TestCorrectionsChangeTheStateAtOnceAndNeverTheMessage(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	before := b.export()
	all := b.complaints()
	c := all[len(all)-1]

	b.must("correct", c.Channel, c.ID, "--group", "Экология", "--topic", "Свалки", "--place", "Энск")
	b.must("correct", c.Channel, c.ID, "--needs-answer", "yes") // adds to the first
	if got := b.complaints()[len(all)-1]; got.Group != "Экология" || got.Topic != "Свалки" || got.Municipality != "Энск" {
		t.Errorf("%+v", got)
	}
	b.must("correct", c.Channel, c.ID, "--answered", "ответили по телефону")
	if got := b.complaints(); len(got) != len(all)-1 {
		t.Errorf("%d wait, want %d", len(got), len(all)-1)
	}
	b.must("dismiss", c.Channel, c.ID, "--undo") // the topic stays
	if got := b.complaints(); len(got) != len(all) || got[len(all)-1].Group != "Экология" {
		t.Errorf("%+v", got)
	}
	b.must("correct", c.Channel, c.ID, "--undo")
	if got := b.complaints()[len(all)-1]; got != c {
		t.Errorf("%+v, want %+v", got, c)
	}
	if r := b.otklik("correct", c.Channel, c.ID, "--undo"); r.code != exitUsage || !strings.Contains(r.err, "nothing was corrected") {
		t.Errorf("%d %s", r.code, r.err)
	}
	after := b.export()
	for i := range before {
		if before[i].Text != after[i].Text || before[i].ID != after[i].ID {
			t.Errorf("a correction changed a message: %+v, %+v", before[i], after[i])
		}
	}
	for _, l := range after {
		if l.State == "none" && strings.Contains(l.Text, "Спасибо") {
			b.must("correct", l.Channel, l.ID, "--needs-answer", "yes")
			b.must("correct", l.Channel, l.ID, "--needs-answer", "no")
			b.must("correct", l.Channel, l.ID, "--needs-answer", "yes")
			if got := b.complaints(); len(got) != len(all)+1 {
				t.Errorf("%d wait, want %d", len(got), len(all)+1)
			}
			break
		}
	}
}

func TestCorrectSaysWhatIsWrong(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	for want, args := range map[string][]string{
		"nothing is corrected":   {"governor/vk", "1"},
		"yes or no":              {"governor/vk", "1", "--needs-answer", "maybe"},
		"exclude each other":     {"governor/vk", "1", "--needs-answer", "no", "--answered", "x"},
		"needs its --group":      {"governor/vk", "1", "--topic", "x"},
		"goes with no other":     {"governor/vk", "1", "--undo", "--group", "x"},
		"name the channel":       {"governor/vk"},
		"--place and --no-place": {"governor/vk", "1", "--place", "x", "--no-place"},
	} {
		if r := b.otklik(append([]string{"correct"}, args...)...); r.code != exitUsage || !strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
}

// TestTheSameTextInManyPlaces: five people who paste one text are one entry; one reply under different complaints is formal.
func TestTheSameTextInManyPlaces(t *testing.T) {
	tw := smallTown()
	at := tw.Posts[0].At
	const appeal = "Требуем остановить вырубку сквера на Заречной и вернуть деревья жителям города!"
	const stock = "Ваше сообщение направлено в администрацию района для рассмотрения и принятия мер в пределах компетенции."
	for n := range 5 {
		tw.People = append(tw.People, town.Person{FirstName: "Житель", LastName: fmt.Sprint("Номер", n)})
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "Ещё новость.", Comments: []town.Comment{
			{Author: 3 + n, At: at.Add(time.Duration(20+n) * time.Minute), Text: appeal, ReplyTo: -1}}})
	}
	for n, complaint := range []string{"На Лесной яма посреди дороги, когда почините?", "В поликлинике нет терапевта второй месяц, помогите!", "Автобус 5 не пришёл утром, дети опоздали в школу, примите меры!"} {
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "И ещё новость.", Comments: []town.Comment{
			{Author: n, At: at.Add(time.Duration(30+n) * time.Minute), Text: complaint, ReplyTo: -1},
			{Author: town.OfficialSide, At: at.Add(time.Duration(40+n) * time.Minute), Text: stock, ReplyTo: 0}}})
	}
	b := newBench(t, tw)
	b.must("collect")
	listed, copies := 0, 0
	for _, l := range b.export() {
		switch {
		case l.Text == appeal && l.State == "open":
			listed++
		case l.Text == appeal && l.State == "none":
			copies++
		}
	}
	if listed != 1 || copies != 4 {
		t.Errorf("the appeal is listed %d times with %d copies, want 1 and 4", listed, copies)
	}
	if r := b.must("digest", "morning", "--format", "json"); !strings.Contains(r.out, `"copies": 4`) {
		t.Error("the digest does not say how many sent the appeal")
	}
	formal := 0
	for _, l := range b.export() {
		if l.State == "formal" {
			formal++
		}
	}
	if formal != 3 {
		t.Errorf("%d of 3 complaints have a formal reply", formal)
	}
}

// A slip of the pen makes no new group.
func TestCorrectKnowsTheGroups(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	id := ""
	for _, l := range b.export() {
		if l.Channel == "governor/vk" && strings.Contains(l.Text, "не горит") {
			id = l.ID
		}
	}
	if r := b.otklik("correct", "governor/vk", id, "--group", "Доорги"); r.code != exitUsage || !strings.Contains(r.err, "Дороги; ") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	for _, group := range []string{"Энергетика", "Прочее"} {
		b.must("correct", "governor/vk", id, "--group", group)
	}
}
