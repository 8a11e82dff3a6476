package town

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var moment = time.Date(2026, 11, 20, 8, 0, 0, 0, time.FixedZone("", 5*3600))

func moments() []time.Time {
	return []time.Time{moment, moment.Add(37 * time.Hour), moment.Add(100*24*time.Hour + 19*time.Hour + 11*time.Minute)}
}

func TestMaterialIsWellWritten(t *testing.T) {
	texts := map[string]bool{}
	needs := 0
	for _, name := range []string{"needs1.txt", "needs2.txt", "needs3.txt", "problems.txt", "quarrels.txt",
		"dialogs.txt", "chatter.txt", "answers.txt"} {
		scenes, err := readScenes(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scenes {
			for _, l := range s.lines {
				if l.need && !texts[l.text] {
					needs++
				}
				texts[l.text] = true
			}
		}
	}
	if needs < 350 {
		t.Errorf("%d different texts that need an answer are written, want 350", needs)
	}
	if _, err := readScenes("none.txt"); err == nil {
		t.Error("a missing file is not noticed")
	}
	if _, _, err := readLine("Z", "text", "Дороги"); err == nil {
		t.Error("an unknown mark is not noticed")
	}
}

func TestTownIsLargeAndMixed(t *testing.T) {
	for _, now := range moments() {
		town := New(now)
		var vk, all, citizens, needs, waiting, direct, deleted, long, voices int
		writers := map[int]bool{}
		for _, p := range town.Posts {
			if p.Platform == VK {
				vk++
			}
			answers := map[int]int{}
			for i, c := range p.Comments {
				all++
				if root := rootOf(p.Comments, i); root != i {
					answers[root]++
				}
				if c.Deleted {
					deleted++
				}
				if c.Author == OfficialSide {
					continue
				}
				citizens++
				writers[c.Author] = true
				if c.Truth.NeedsAnswer {
					needs++
					if c.Truth.State == "open" || c.Truth.State == "reopened" {
						waiting++
					}
				}
			}
			for _, n := range answers {
				if n > 10 {
					long++
				}
			}
		}
		for _, d := range town.Dialogs {
			direct += len(d.Messages)
			writers[d.Person] = true
			for _, m := range d.Messages {
				if m.Media == "voice" {
					voices++
				}
				if d.Platform == Telegram && m.FromOfficial {
					t.Error("a bot's dialog holds an official's message")
				}
			}
		}
		t.Logf("posts %d (VK %d), comments %d, citizens' %d, need %d, without an answer %d, direct %d in %d dialogs, "+
			"deleted %d, long threads %d, writers %d, people %d",
			len(town.Posts), vk, all, citizens, needs, waiting, direct, len(town.Dialogs), deleted, long, len(writers),
			len(town.People))
		for _, c := range []struct {
			what     string
			got, min int
		}{{"posts", len(town.Posts), 60}, {"comments", all, 1500}, {"direct messages", direct, 200},
			{"people who write", len(writers), 400},
			{"threads of more than ten replies", long, 4}, {"deleted comments", deleted, 10},
			{"voice messages", voices, 3}} {
			if c.got < c.min {
				t.Errorf("%v: %d %s, want at least %d", now, c.got, c.what, c.min)
			}
		}
		if share := 100 * vk / len(town.Posts); share < 60 || share > 75 {
			t.Errorf("%d %% of the posts are VK's", share)
		}
		if share := 100 * needs / citizens; share < 25 || share > 35 {
			t.Errorf("%d %% of the comments need an answer", share)
		}
		if share := 100 * waiting / needs; share < 38 || share > 55 {
			t.Errorf("%d %% of those have no answer", share)
		}
	}
}

// rootOf is the comment under which VK shows comment i.
func rootOf(comments []Comment, i int) int {
	for comments[i].ReplyTo >= 0 {
		i = comments[i].ReplyTo
	}
	return i
}

func TestTownIsTheSameForTheSameMoment(t *testing.T) {
	if !reflect.DeepEqual(New(moment), New(moment)) {
		t.Error("two towns of one moment differ")
	}
	if reflect.DeepEqual(New(moment), New(moment.Add(time.Second))) {
		t.Error("towns of two moments are equal")
	}
}

func TestTownLivesInItsTwoWeeks(t *testing.T) {
	for _, now := range moments() {
		town := New(now)
		var last, post time.Time
		night, all := 0, 0
		for _, p := range town.Posts {
			if p.At.Before(post) || p.At.Before(now.Add(-span)) || !p.At.Before(now) {
				t.Errorf("a post stands at %v", p.At)
			}
			post = p.At
			before := p.At
			for i, c := range p.Comments {
				if c.At.Before(before) || !c.At.Before(now) {
					t.Errorf("a comment stands at %v after %v", c.At, before)
				}
				if c.ReplyTo < -1 || c.ReplyTo >= i {
					t.Errorf("comment %d replies to %d", i, c.ReplyTo)
				}
				if c.Author == OfficialSide && c.ReplyTo < 0 && i != 0 {
					t.Error("an official's comment speaks to nobody and is not the first")
				}
				if c.Author < OfficialSide || c.Author >= len(town.People) {
					t.Errorf("a comment of person %d", c.Author)
				}
				if c.Text == "" && c.Media == "" || strings.ContainsAny(c.Text, "{}") {
					t.Errorf("an odd text %q", c.Text)
				}
				before = c.At
				all++
				if c.At.Hour() < 6 {
					night++
				}
				if c.At.After(last) {
					last = c.At
				}
			}
		}
		for _, d := range town.Dialogs {
			before := now.Add(-span)
			for _, m := range d.Messages {
				if m.At.Before(before) || !m.At.Before(now) {
					t.Errorf("a direct message stands at %v after %v", m.At, before)
				}
				if strings.ContainsAny(m.Text, "{}") || m.Text == "" && m.Media == "" {
					t.Errorf("an odd text %q", m.Text)
				}
				before = m.At
			}
		}
		if now.Sub(last) > 45*time.Minute {
			t.Errorf("the last comment is %v old", now.Sub(last))
		}
		if night*10 > all {
			t.Errorf("%d of %d comments were written at night", night, all)
		}
	}
}

// The rules told once more in another way: a message's state is what the replies meant for it leave.
func TestTruthFollowsTheRules(t *testing.T) {
	seen := map[string]int{}
	for _, p := range New(moment).Posts {
		for i, c := range p.Comments {
			if c.Author == OfficialSide {
				continue
			}
			seen[c.Truth.State]++
			if c.Truth.NeedsAnswer == (c.Truth.State == "none") || c.Truth.Urgent && !c.Truth.NeedsAnswer {
				t.Errorf("%q is %+v", c.Text, c.Truth)
			}
			spokenTo := false
			for _, later := range p.Comments[i+1:] {
				if later.Author != OfficialSide || later.ReplyTo < i {
					continue
				}
				spokenTo = spokenTo || p.Comments[later.ReplyTo].Author == c.Author
			}
			switch c.Truth.State {
			case "open":
				if spokenTo {
					t.Errorf("%q is open though answered", c.Text)
				}
			case "answered", "formal", "interim":
				if !spokenTo {
					t.Errorf("%q is %s by nobody", c.Text, c.Truth.State)
				}
			case "reopened":
				answered := false
				for _, earlier := range p.Comments[:i] {
					answered = answered || earlier.Author == c.Author && earlier.Truth.State == "answered"
				}
				if !answered || spokenTo {
					t.Errorf("%q is reopened wrongly", c.Text)
				}
			}
		}
	}
	for _, d := range New(moment).Dialogs {
		for i, m := range d.Messages {
			answered := false
			for _, later := range d.Messages[i+1:] {
				answered = answered || later.FromOfficial && !later.Automatic
			}
			if !m.FromOfficial && m.Truth.NeedsAnswer &&
				answered != (m.Truth.State != "open" && m.Truth.State != "reopened") {
				t.Errorf("direct %q is %s, answered %v", m.Text, m.Truth.State, answered)
			}
			seen[m.Truth.State]++
		}
	}
	t.Log(seen)
	for state, least := range map[string]int{"none": 500, "open": 100, "answered": 80, "formal": 20, "interim": 20,
		"reopened": 10} {
		if seen[state] < least {
			t.Errorf("%d messages are %s, want %d", seen[state], state, least)
		}
	}
}

func TestStates(t *testing.T) {
	a := entry{author: 1, replyTo: -1, need: true}
	thanks := entry{author: 1, replyTo: 2}
	b := entry{author: 2, replyTo: -1, need: true}
	official := func(to int, w reply) entry { return entry{OfficialSide, to, w, false} }
	for name, c := range map[string]struct {
		thread []entry
		direct bool
		want   []string
	}{
		"others stay open": {[]entry{a, b, official(1, good)}, false, []string{"open", "answered", ""}},
		"earlier ones of the author": {[]entry{a, b, a, official(2, good)}, false,
			[]string{"answered", "open", "answered", ""}},
		"no target is the first": {[]entry{a, b, official(-1, formal)}, false, []string{"formal", "open", ""}},
		"thanks and a new need": {[]entry{a, b, official(0, good), thanks, a}, false,
			[]string{"answered", "open", "", "none", "reopened"}},
		"interim, then good": {[]entry{a, official(0, interim), official(0, good), official(0, formal)}, false,
			[]string{"answered", "", "", ""}},
		"a machine": {[]entry{a, official(-1, worthless)}, true, []string{"open", ""}},
		"a dialog": {[]entry{a, a, official(-1, formal), a}, true,
			[]string{"formal", "formal", "", "open"}},
	} {
		if got := states(c.thread, c.direct); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// plain is a text without what does not tell texts apart.
var notLetters = regexp.MustCompile(`[^а-яa-z0-9]+`)

func plain(s string) string {
	return strings.TrimSpace(notLetters.ReplaceAllString(strings.ReplaceAll(strings.ToLower(s), "ё", "е"), " "))
}

func TestNoTextTwice(t *testing.T) {
	spam, err := readScenes("chatter.txt")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, s := range spam {
		if s.section == "spam" {
			allowed[plain(strings.Split(s.lines[0].text, "{")[0])] = true
		}
	}
	allowed[plain("Прошу сохранить родильное отделение в Дальнеборске! Подпишите обращение, распространите! Везти "+
		"рожениц за 90 км — преступление!")] = true
	seen := map[string]int{}
	for _, p := range New(moment).Posts {
		for _, c := range p.Comments {
			if c.Author != OfficialSide {
				seen[plain(c.Text)]++
			}
		}
	}
	for text, n := range seen {
		if n == 1 || utf8.RuneCountInString(text) <= 40 || allowed[text] {
			continue
		}
		t.Errorf("%d times: %s", n, text)
	}
}

func TestNobodyIsNamedNorCalled(t *testing.T) {
	phone := regexp.MustCompile(`\+?\d[\d()\- ]{8,}\d`)
	mail := regexp.MustCompile(`\S+@\S+`)
	town := New(moment)
	check := func(s string) {
		for _, p := range phone.FindAllString(s, -1) {
			if !strings.HasPrefix(p, "+7 (000) 000-00-00") {
				t.Errorf("looks like a phone: %q in %q", p, s)
			}
		}
		for _, m := range mail.FindAllString(s, -1) {
			if !strings.HasSuffix(m, "@example.org") {
				t.Errorf("looks like an address: %q", m)
			}
		}
	}
	for _, p := range town.Posts {
		check(p.Text)
		for _, c := range p.Comments {
			check(c.Text)
		}
	}
	for _, d := range town.Dialogs {
		for _, m := range d.Messages {
			check(m.Text)
		}
	}
	names := map[Person]bool{}
	for _, p := range town.People {
		if names[p] || known[p.FirstName+" "+p.LastName] {
			t.Errorf("%v stands twice or is known", p)
		}
		names[p] = true
	}
}

func TestMaterialIsOurOwn(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "..", "shared", "data")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the shared data are not here, so nothing can be compared with them")
	}
	ours := map[string]bool{}
	for _, p := range New(moment).Posts {
		for _, c := range p.Comments {
			ours[plain(c.Text)] = true
		}
	}
	for _, name := range []string{"posts.txt", "needs1.txt", "needs2.txt", "needs3.txt", "problems.txt", "quarrels.txt",
		"dialogs.txt", "chatter.txt", "answers.txt"} {
		raw, err := written.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range strings.Split(string(raw), "\n") {
			_, text, _ := strings.Cut(row, " ")
			ours[plain(text)] = true
		}
	}
	for _, name := range []string{"governor-page-dev.tsv", "noise-dev.tsv", "portal-dev.tsv"} {
		raw, err := os.ReadFile(filepath.Join(shared, name))
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range strings.Split(string(raw), "\n") {
			text := plain(row[strings.LastIndex(row, "\t")+1:])
			if utf8.RuneCountInString(text) > 25 && ours[text] {
				t.Errorf("a text stands in %s line %d", name, i+1)
			}
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(moment)
	}
}
