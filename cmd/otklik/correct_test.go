package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
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
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	before := b.export()
	all := b.complaints()
	c := all[len(all)-1]

	b.must("correct", c.Channel, c.ID, "--group", "Экология", "--topic", "загрязнение почв", "--place", "Энск")
	b.must("correct", c.Channel, c.ID, "--needs-answer", "yes") // adds to the first
	if got := b.complaints()[len(all)-1]; got.Group != "Экология" || got.Topic != "загрязнение почв" ||
		got.Municipality != "Энск" {
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
	if r := b.otklik("correct", c.Channel, c.ID, "--undo"); r.code != exitUsage ||
		!strings.Contains(r.err, "nothing was decided") {
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
	t.Parallel()
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
		if r := b.otklik(append([]string{"correct"}, args...)...); r.code != exitUsage ||
			!strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
}

// TestTheSameTextInManyPlaces: five people who paste one text each wait, in one entry; one reply under different
// complaints is formal.
func TestTheSameTextInManyPlaces(t *testing.T) {
	t.Parallel()
	tw := smallTown()
	at := tw.Posts[0].At
	const appeal = "Требуем остановить вырубку сквера на Заречной и вернуть деревья жителям города!"
	const stock = "Ваше сообщение направлено в администрацию района для рассмотрения и принятия мер в пределах " +
		"компетенции."
	for n := range 5 {
		tw.People = append(tw.People, town.Person{FirstName: "Житель", LastName: fmt.Sprint("Номер", n)})
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "Ещё новость.", Comments: []town.Comment{
			{Author: 3 + n, At: at.Add(time.Duration(20+n) * time.Minute), Text: appeal, ReplyTo: -1}}})
	}
	for n, complaint := range []string{"На Лесной яма посреди дороги, когда почините?", "В поликлинике нет терапевта " +
		"второй месяц, помогите!", "Автобус 5 не пришёл утром, дети опоздали в школу, примите меры!"} {
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "И ещё новость.",
			Comments: []town.Comment{
				{Author: n, At: at.Add(time.Duration(30+n) * time.Minute), Text: complaint, ReplyTo: -1},
				{Author: town.OfficialSide, At: at.Add(time.Duration(40+n) * time.Minute), Text: stock, ReplyTo: 0}}})
	}
	b := newBench(t, tw)
	b.must("collect")
	waiting := 0
	for _, l := range b.export() {
		if l.Text == appeal && l.State == "open" {
			waiting++
		}
	}
	if waiting != 5 {
		t.Errorf("%d of 5 people wait for an answer to their appeal", waiting)
	}
	entries := 0
	for _, c := range b.digest().Complaints {
		if c.Text == appeal && c.SameAs == "" {
			if entries++; c.People != 5 || len(c.Others) != 4 {
				t.Errorf("%d people, %d others", c.People, len(c.Others))
			}
		}
	}
	if entries != 1 {
		t.Errorf("the appeal has %d entries", entries)
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
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	id := ""
	for _, l := range b.export() {
		if l.Channel == "governor/vk" && strings.Contains(l.Text, "не горит") {
			id = l.ID
		}
	}
	if r := b.otklik("correct", "governor/vk", id, "--group", "Доорги"); r.code != exitUsage ||
		!strings.Contains(r.err, "Дороги; ") || !strings.Contains(r.err, `did you mean "Дороги"?`) {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	for _, group := range []string{"Энергетика", "Прочее"} {
		b.must("correct", "governor/vk", id, "--group", group)
	}
	b.must("correct", "governor/vk", id, "--group", "безопасность  и ПРАВОПОРЯДОК")
	if got := b.complaint(id); got.Group != "Безопасность и правопорядок" {
		t.Errorf("the group is stored as %q", got.Group)
	}
	if r := b.otklik("correct", "governor/vk", id, "--group", "экология", "--topic",
		"загрязнение пoчв"); r.code != exitUsage || !strings.Contains(r.err, "загрязнение почв; ") ||
		strings.Contains(r.err, "туризм") {
		t.Errorf("another topic: exit %d, %s", r.code, r.err)
	}
	b.must("correct", "governor/vk", id, "--group", "экология", "--topic", "Загрязнение почв")
	if got := b.complaint(id); got.Group != "Экология" || got.Topic != "загрязнение почв" {
		t.Errorf("stored: %+v", got)
	}
}

// complaint is the one of that id.
func (b *bench) complaint(id string) corrected {
	b.t.Helper()
	for _, c := range b.complaints() {
		if c.ID == id {
			return c
		}
	}
	b.t.Fatalf("no complaint %s", id)
	return corrected{}
}

// A place may stand in no register, but nobody writes it so without noticing.
func TestCorrectKnowsThePlaces(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	b.write("places", "Кедровый лог\tПримерный округ\n")
	b.configure("officials:", "reading: {places: places}\nofficials:")
	b.must("collect")
	id := b.firstComplaint()
	for _, c := range []struct{ given, stored, says string }{
		{"энск", "Энск", ""}, {"Примерный  округ", "Примерный округ", ""}, {"сосновский район", "Сосновский район", ""},
		{"Казань", "Казань", ""},
		{"Челябниск", "Челябниск", `Is "Челябинск" meant?`},
		{"Верхние Придумки", "Верхние Придумки", "digests will show it as it is written here"},
	} {
		r := b.must("correct", "governor/vk", id, "--place", c.given)
		if got := b.complaint(id); got.Municipality != c.stored {
			t.Errorf("%q is stored as %q", c.given, got.Municipality)
		}
		if c.says == "" && r.err != "" || !strings.Contains(r.err, c.says) {
			t.Errorf("%q: %q", c.given, r.err)
		}
	}
}

// Only what citizens write can be decided about; what can be seen beforehand is refused before it is noted.
func TestDecisionsAboutWhatNobodyCanDecide(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	var own, post, waits line
	for _, l := range b.export() {
		switch {
		case l.Official && l.Text == "Открыли сквер.":
			post = l
		case l.Official && l.Kind == "comment":
			own = l
		case l.State == "open" && l.Kind == "comment" && l.Platform == "vk":
			waits = l
		}
	}
	log := b.read("otklik.db.access.jsonl")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"dismiss", own.Channel, own.ID, "--reason", "x"}, exitUsage, "official's own side"},
		{[]string{"correct", own.Channel, own.ID, "--needs-answer", "no"}, exitUsage, "official's own side"},
		{[]string{"dismiss", post.Channel, post.ID, "--reason", "x"}, exitUsage, "is a post"},
		{[]string{"correct", post.Channel, post.ID, "--place", "Казань"}, exitUsage, "is a post"},
		{[]string{"dismiss", waits.Channel, waits.ID, "--undo"}, exitUsage,
			"nothing was decided about message " + waits.ID},
		{[]string{"correct", waits.Channel, waits.ID, "--undo"}, exitUsage,
			"nothing was decided about message " + waits.ID},
		{[]string{"dismiss", waits.Channel, "99999999", "--reason", "x"}, exitFailed, "there is no message 99999999"},
		{[]string{"correct", waits.Channel, "1", "--dialog", "99999999", "--needs-answer", "no"}, exitFailed,
			"there is no message 1 in the dialog 99999999"},
	} {
		r := b.otklik(c.args...)
		if r.code != c.code || !strings.Contains(r.err, c.says) || strings.Contains(r.err, "otklik.db") ||
			strings.Contains(r.err, "not found in the store") {
			t.Errorf("%v: exit %d, %s", c.args, r.code, r.err)
		}
	}
	for noted := range strings.Lines(strings.TrimPrefix(b.read("otklik.db.access.jsonl"), log)) {
		if !strings.Contains(noted, `"action":"look up"`) { // the refusal shows the message
			t.Errorf("noted as done: %s", noted)
		}
	}
	// A topic that was corrected is no closing: dismiss takes nothing of it back.
	b.must("correct", waits.Channel, waits.ID, "--group", "Экология")
	if r := b.otklik("dismiss", waits.Channel, waits.ID, "--undo"); r.code != exitUsage {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	b.must("dismiss", waits.Channel, waits.ID, "--reason", "x")
	b.must("dismiss", waits.Channel, waits.ID, "--undo")
	if r := b.otklik("dismiss", waits.Channel, waits.ID, "--undo"); r.code != exitUsage {
		t.Errorf("taken back twice: exit %d, %s", r.code, r.err)
	}
}
