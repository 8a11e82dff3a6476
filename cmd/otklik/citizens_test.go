package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// states are the states of exported messages by platform and id.
func (b *bench) states() map[string]string {
	b.t.Helper()
	all := map[string]string{}
	for _, l := range b.export() {
		all[l.Platform+" "+l.ID] = l.State
	}
	return all
}

func (b *bench) comment(p town.Platform, author int, text, media string, replyTo int) string {
	b.t.Helper()
	id, err := b.platform.AddComment(p, b.platform.Posts(p)[0], author, text, media, replyTo)
	if err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprint(id)
}

func numberOf(t *testing.T, id string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(id, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAnAlbumIsListedOnce: an album is answered by a reply to any of its photos, and waits once where nobody replied.
func TestAnAlbumIsListedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	post := b.platform.Posts(town.Telegram)[0]
	answered, err := b.platform.AddAlbum(post, 1, "", "На Кленовой 4 провалился люк, когда закроете? Дети ходят", "")
	if err != nil {
		t.Fatal(err)
	}
	waits, err := b.platform.AddAlbum(post, 0, "", "", "Почему на Вишнёвой не чистят тротуар, лёд третью неделю")
	if err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	before := b.digest()
	b.comment(town.Telegram, town.OfficialSide, "Люк на Кленовой 4 закрыли сегодня в 10 утра, крышку заменили.", "",
		answered[2])
	b.must("collect")
	states := b.states()
	for i, id := range answered {
		want := "none"
		if i == 1 {
			want = "answered"
		}
		if got := states[fmt.Sprint("telegram ", id)]; got != want {
			t.Errorf("part %d of the answered album: %s, want %s", i+1, got, want)
		}
	}
	if got := states[fmt.Sprint("telegram ", waits[2])]; got != "open" {
		t.Errorf("the album that waits: %s", got)
	}
	listed := 0
	after := b.digest()
	for _, c := range after.Complaints {
		for _, id := range waits {
			if c.ID == fmt.Sprint(id) {
				listed++
				if id != waits[2] || !strings.HasSuffix(strings.Split(c.URL, "?")[0], fmt.Sprint("/", id)) {
					t.Errorf("listed with %s: %q", c.URL, c.Text)
				}
			}
		}
	}
	if listed != 1 || before.Totals.Unanswered != after.Totals.Unanswered+1 {
		t.Errorf("listed %d times; %d waited, %d wait", listed, before.Totals.Unanswered, after.Totals.Unanswered)
	}
}

// TestAWholeAlbumIsRead: words at two photos are one message's.
func TestAWholeAlbumIsRead(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	if _, err := b.platform.AddAlbum(b.platform.Posts(town.Telegram)[0], 1, "На Кленовой 4 провалился люк, когда "+
		"закроете?", "И рядом не горит фонарь"); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	found := 0
	for _, c := range b.digest().Complaints {
		if strings.Contains(c.Text, "люк") && strings.Contains(c.Text, "фонарь") &&
			!strings.Contains(c.Text, "Заречной") {
			found++
		}
	}
	if found != 1 {
		t.Errorf("the album's words stand %d times", found)
	}
}

// TestAnEditOpensAgain: what is added to an answered complaint waits, what is mended does not.
func TestAnEditOpensAgain(t *testing.T) {
	t.Parallel()
	for _, p := range []town.Platform{town.VK, town.Telegram} {
		b := newBench(t, smallTown())
		mended := b.comment(p, 0, "Почему не чистят снег на Вишнёвой?", "", 0)
		added := b.comment(p, 1, "Когда закроют люк на Кленовой 4?", "", 0)
		b.comment(p, town.OfficialSide, "Снег на Вишнёвой вычистили сегодня ночью.", "", numberOf(t, mended))
		b.comment(p, town.OfficialSide, "Люк на Кленовой 4 закрыли сегодня в 10 утра.", "", numberOf(t, added))
		b.must("collect")
		platform := map[town.Platform]string{town.VK: "vk", town.Telegram: "telegram"}[p]
		if s := b.states(); s[platform+" "+mended] != "answered" || s[platform+" "+added] != "answered" {
			t.Fatalf("%s: %v", platform, s)
		}
		for id, text := range map[string]string{mended: "Почему не чистят снег на улице Вишнёвой?? Спасибо, почистили!",
			added: "Когда закроют люк на Кленовой 4? А в подъезде третий день нет света, когда дадут?"} {
			if err := b.platform.EditComment(p, numberOf(t, id), text); err != nil {
				t.Fatal(err)
			}
		}
		// VKontakte's posts are read at once where their number of comments has changed
		b.comment(p, 2, "Спасибо!", "", 0)
		b.must("collect")
		if s := b.states(); s[platform+" "+mended] != "answered" || s[platform+" "+added] != "reopened" {
			t.Errorf("%s: mended %s, added %s", platform, s[platform+" "+mended], s[platform+" "+added])
		}
	}
}

// TestWhatHasNoWordsIsLookedAt: a photo in a private message and a recording under a post are listed, a sticker is not.
func TestWhatHasNoWordsIsLookedAt(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	photo := b.platform.AddDirect(town.VK, 0, town.DirectMessage{Media: "photo"})
	sticker := b.platform.AddDirect(town.VK, 2, town.DirectMessage{Media: "sticker"})
	bot := b.platform.AddDirect(town.Telegram, 0, town.DirectMessage{Media: "photo"})
	voice := b.comment(town.VK, 0, "", "voice", 0)
	picture := b.comment(town.VK, 1, "", "photo", 0)
	b.must("collect")
	var d struct {
		Complaints []struct {
			Platform, ID string
			Look, Listen bool
		}
	}
	if err := json.Unmarshal([]byte(b.must("digest", "morning", "--format", "json").out), &d); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range d.Complaints {
		got[c.Platform+" "+c.ID] = fmt.Sprint(c.Look, c.Listen)
	}
	for id, want := range map[string]string{fmt.Sprint("vk ", photo): "true false",
		fmt.Sprint("telegram ", bot): "true false", "vk " + voice: "false true",
		fmt.Sprint("vk ", sticker): "", "vk " + picture: ""} {
		if got[id] != want {
			t.Errorf("%s: look and listen %q, want %q", id, got[id], want)
		}
	}
}

// TestWhoAnswersLikeStaffIsNamed: by number, in check, status and the analyst's digest, and not the neighbour who
// chats.
func TestWhoAnswersLikeStaffIsNamed(t *testing.T) {
	t.Parallel()
	crowd := smallTown()
	for i := range 6 {
		crowd.People = append(crowd.People, town.Person{FirstName: "Житель",
			LastName: fmt.Sprint("Тестов", string('а'+rune(i)))})
	}
	crowd.People = append(crowd.People, town.Person{FirstName: "Елизавета", LastName: "Ответова"},
		town.Person{FirstName: "Семён", LastName: "Соседов"})
	employee, neighbour := len(crowd.People)-2, len(crowd.People)-1
	b := newBench(t, crowd)
	b.configure("audience: governor", "audience: analyst")
	for i, words := range [][3]string{
		{"Когда починят фонарь на Вишнёвой 3?", "Добрый день! Ваше обращение передано в управление городского " +
			"хозяйства.", "Да у нас такая же темнота"},
		{"Не вывозят мусор у дома 4 на Кленовой", "Здравствуйте! Мусор вывезен сегодня, приносим извинения.",
			"Там машина сломалась, завтра приедет"},
		{"На Лесной 5 нет воды второй день", "Добрый день! Специалисты устранят аварию до 18:00.",
			"Звоните в водоканал, мне помогли"},
		{"На Полевой яма, колесо пробил", "Добрый день! Взяли в работу, подрядчик выедет завтра.",
			"Вчера уже засыпали вроде"},
		{"Течёт крыша в доме 7 на Речной", "Здравствуйте! По данному адресу работы запланированы на 12 июня.",
			"Напишите в управляющую"},
		{"Не чистят снег на Садовой 8", "Добрый день! Информация направлена региональному подрядчику, проверим.",
			"Сочувствую"},
	} {
		complaint := numberOf(t, b.comment(town.VK, 3+i, words[0], "", 0))
		b.comment(town.VK, employee, words[1], "", complaint)
		b.comment(town.VK, neighbour, words[2], "", complaint)
	}
	b.must("collect")
	id := fmt.Sprint(sandbox.PersonVK(employee))
	want := "vk " + id + " answers like staff: 6 messages; add it to staff?"
	for _, command := range []string{"status", "check"} {
		out := b.otklik(command).out
		if !strings.Contains(out, want) || strings.Count(out, "answers like staff") != 1 ||
			strings.Contains(out, "Ответова") {
			t.Errorf("%s:\n%s", command, out)
		}
	}
	digest := strings.Join(strings.Fields(b.must("digest", "morning").out), " ")
	if !strings.Contains(digest, "vk "+id+" отвечает как сотрудник: 6 сообщений; добавить в staff?") ||
		strings.Count(digest, "как сотрудник") != 1 {
		t.Error(digest)
	}
	var facts struct {
		StaffLike []struct {
			Channel, Platform string
			AuthorID          string `json:"author_id"`
			Messages          int
			Complaints        int
		} `json:"staff_like"`
	}
	if err := json.Unmarshal([]byte(b.must("digest", "morning", "--format", "json").out), &facts); err != nil {
		t.Fatal(err)
	}
	if len(facts.StaffLike) != 1 || facts.StaffLike[0].AuthorID != id || facts.StaffLike[0].Messages != 6 ||
		facts.StaffLike[0].Complaints != 6 {
		t.Errorf("%+v", facts.StaffLike)
	}
	b.configure("staff: [", "staff: ["+id+", ")
	b.must("collect")
	if out := b.otklik("status").out; strings.Contains(out, "answers like staff") {
		t.Errorf("named although known:\n%s", out)
	}
}

// TestAnImportedAlbumIsOne: exports name no albums.
func TestAnImportedAlbumIsOne(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	at := time.Now().Add(-30 * time.Hour).Unix()
	element := func(id int, from, more string) string {
		return fmt.Sprintf(`{"id":%d,"type":"message","date_unixtime":"%d","from":"Имя","from_id":%q%s}`, id, at,
			from, more)
	}
	group := fmt.Sprint(-sandbox.GroupChat)[3:]
	b.write("result.json", fmt.Sprintf(`{"name":"Обсуждение","type":"private_supergroup","id":%s,"messages":[%s]}`,
		group, strings.Join([]string{
			element(3, "user9001", `,"photo":"a.jpg","text":""`),
			element(4, "user9001", `,"photo":"b.jpg","text":"На Кленовой 4 провалился люк, когда закроете?"`),
			element(5, "channel"+group,
				`,"reply_to_message_id":3,"text":"Люк на Кленовой 4 закрыли сегодня в 10 утра."`)},
			",")))
	b.must("import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram")
	s := b.states()
	if s["telegram 3"] != "none" || s["telegram 4"] != "answered" {
		t.Errorf("%s and %s", s["telegram 3"], s["telegram 4"])
	}
}
