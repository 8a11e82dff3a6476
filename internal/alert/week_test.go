package alert_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/alert"
	"otklik/internal/inbox"
)

// zone is the office's.
var zone = time.FixedZone("", 3*60*60)

// at is a moment of the simulated week: Monday is 1.
func at(day int, clock string) time.Time {
	hour, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return time.Date(2027, 1, 31+day, hour.Hour(), hour.Minute(), 0, 0, zone) // 1 February is a Monday
}

// letter is a message of the week. Every platform and reading is given; nothing is read here.
type letter struct {
	sent    time.Time
	matter  string // messages of one matter are one problem
	author  string
	group   string
	place   string
	urgency inbox.Urgency
	certain bool
	text    string
	arrives time.Time // when the platform could be read again; zero: at once
	closed  time.Time
	state   inbox.State // that it had from closed on
	deleted time.Time
}

func (l letter) record(n int) inbox.Record {
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(n), Thread: "p",
		Author: inbox.Author{ID: l.author}, Text: cmp.Or(l.text, l.author+" "+l.matter), Sent: l.sent,
		Deleted: l.deleted}
	v := &inbox.MessageStatus{Ref: m.Ref(), Assessment: inbox.Assessment{NeedsAnswer: true, Group: l.group,
		Municipality: l.place, Urgency: l.urgency, Certain: l.certain},
		History: []inbox.Change{{At: l.sent, State: inbox.Open}}}
	if !l.closed.IsZero() {
		v.History = append(v.History, inbox.Change{At: l.closed, State: cmp.Or(l.state, inbox.Answered)})
	}
	return inbox.Record{Message: m, Status: v}
}

// walk collects every five minutes, decides, and remembers what was decided, as the daemon does.
func walk(letters []letter, from, to time.Time, s alert.Settings, usual func(string, string, time.Time) (float64,
	bool)) (log []string) {
	var history []inbox.Alert
	said := map[string]bool{}
	for now := from; !now.After(to); now = now.Add(5 * time.Minute) {
		in := alert.Input{Circle: "office", Now: now, Settings: s, History: history, Usual: usual}
		matters := map[string]*alert.Problem{}
		var order []string
		for n, l := range letters {
			if later := cmp.Or(l.arrives, l.sent); later.After(now) || now.Sub(l.sent) > alert.Reach {
				continue
			}
			r := l.record(n)
			in.Records = append(in.Records, r)
			if matters[l.matter] == nil {
				matters[l.matter] = &alert.Problem{Group: l.group}
				order = append(order, l.matter)
			}
			matters[l.matter].Refs = append(matters[l.matter].Refs, r.Message.Ref())
		}
		for _, m := range order {
			in.Problems = append(in.Problems, *matters[m])
		}
		for _, d := range alert.Decide(in) {
			if d.Verdict == alert.Send || d.Verdict == alert.OverBound {
				history = append(history, d.Alert)
			}
			what := fmt.Sprintf("%s %s %s", d.Verdict, d.Alert.Reason, letters[number(d.Alert.Refs[0])].matter)
			// What is held back, unsure or told already is said again each time; once is enough here.
			if d.Verdict == alert.Send || d.Verdict == alert.OverBound {
				when := now.In(zone).Format("Mon 15:04")
				log = append(log, fmt.Sprintf("%s %s, people %d", when, what, d.Alert.People))
			} else if !said[what] {
				said[what] = true
				log = append(log, fmt.Sprintf("%s %s", now.In(zone).Format("Mon 15:04"), what))
			}
		}
	}
	return log
}

func number(r inbox.Ref) (n int) {
	if _, err := fmt.Sscan(r.ID, &n); err != nil {
		panic(err)
	}
	return n
}

var night = alert.Settings{Location: zone, QuietFrom: 22 * 60, QuietTo: 7 * 60, AtMost: 5}

// crowd are people who write about one matter at one place, so many minutes apart.
func crowd(matter, group, place string, begin time.Time, apart time.Duration, people int) (all []letter) {
	for n := range people {
		all = append(all, letter{sent: begin.Add(time.Duration(n) * apart), matter: matter, group: group, place: place,
			author: fmt.Sprintf("%s %d", matter, n)})
	}
	return all
}

// A whole week: what is told, what is not, and why.
func TestWeek(t *testing.T) {
	var letters []letter
	add := func(more ...letter) { letters = append(letters, more...) }
	quarter := 15 * time.Minute

	// Monday: no heat in one house. Three by 9:30; it doubles by 11:00 and goes on until Tuesday evening.
	add(crowd("heat", "ЖКХ", "Энск", at(1, "09:00"), quarter, 3)...)
	add(crowd("heat more", "ЖКХ", "Энск", at(1, "10:00"), quarter, 3)...)
	for n := 3; n < 6; n++ {
		letters[n].matter = "heat"
	}
	add(letter{sent: at(2, "18:00"), matter: "heat", group: "ЖКХ", place: "Энск", author: "late"})
	// Monday: the same person three times, three without a place, three over a day.
	for n := range 3 {
		add(letter{sent: at(1, "12:00").Add(time.Duration(n) * quarter), matter: "one person", group: "Дороги",
			place: "Энск", author: "one"})
	}
	add(crowd("nowhere", "Дороги", "", at(1, "13:00"), quarter, 3)...)
	add(crowd("slow", "Дороги", "Заречье", at(1, "06:00"), 3*time.Hour, 3)...)

	// Tuesday: an unsure danger alone; one that a second person confirms; the copy of a text confirms nothing.
	add(letter{sent: at(2, "10:00"), matter: "unsure", group: "Безопасность", place: "Энск", author: "a",
		urgency: inbox.Life})
	add(letter{sent: at(2, "11:00"), matter: "confirmed", group: "Безопасность", place: "Заречье", author: "b",
		urgency: inbox.Life},
		letter{sent: at(2, "11:20"), matter: "confirmed", group: "Безопасность", place: "Заречье", author: "c",
			urgency: inbox.Life})
	for n := range 2 {
		add(letter{sent: at(2, "13:00").Add(time.Duration(n) * time.Minute), matter: "copied", group: "Животные",
			place: "Энск", author: fmt.Sprint("d", n), urgency: inbox.Life, text: "один и тот же текст"})
	}

	// Wednesday: the platform cannot be read from 8:00 to 15:00, and what rose meanwhile is told when it can be.
	for _, l := range crowd("water", "ЖКХ", "Заречье", at(3, "08:30"), quarter, 4) {
		l.arrives = at(3, "15:00")
		add(l)
	}
	// What was answered or deleted before it could be told is not told.
	for _, l := range crowd("answered", "ЖКХ", "Береговое", at(3, "08:30"), quarter, 3) {
		l.arrives, l.closed = at(3, "15:00"), at(3, "14:00")
		add(l)
	}
	for _, l := range crowd("passed on", "Дороги", "Береговое", at(3, "08:30"), quarter, 3) {
		l.arrives, l.closed, l.state = at(3, "15:00"), at(3, "14:00"), inbox.Interim
		add(l)
	}
	for _, l := range crowd("deleted", "ЖКХ", "Лесное", at(3, "08:30"), quarter, 3) {
		l.arrives, l.deleted = at(3, "15:00"), at(3, "14:00")
		add(l)
	}

	// Thursday night: danger to life goes out, a rising problem waits for the morning, one that is answered by then
	// does not go out at all.
	add(letter{sent: at(4, "02:10"), matter: "gas", group: "ЖКХ", place: "Лесное", author: "g", urgency: inbox.Life,
		certain: true})
	add(crowd("light", "ЖКХ", "Дальнее", at(4, "01:00"), quarter, 3)...)
	for _, l := range crowd("mended", "ЖКХ", "Ближнее", at(4, "01:00"), quarter, 3) {
		l.closed = at(4, "06:00")
		add(l)
	}

	// Friday: more than the bound of a day; danger to life is beyond it.
	for n := range 7 {
		begin := at(5, "10:00").Add(time.Duration(n) * quarter)
		add(crowd(fmt.Sprint("bound ", n), "Дороги", fmt.Sprint("Село ", n), begin, time.Minute, 3)...)
	}
	add(letter{sent: at(5, "16:00"), matter: "ice", group: "Безопасность", place: "Энск", author: "i",
		urgency: inbox.Life, certain: true})

	// Saturday: an export that is imported tells of danger and of a crowd of three days ago.
	for _, l := range crowd("old", "ЖКХ", "Старое", at(3, "10:00"), quarter, 9) {
		l.arrives, l.urgency, l.certain = at(6, "12:00"), inbox.Life, true
		add(l)
	}
	// Sunday is quiet.

	want := []string{
		"Mon 09:30 send rise heat, people 3",
		"Mon 09:35 not_new rise heat",
		"Mon 10:30 send rise heat, people 6",
		"Tue 10:00 not_sure life unsure",
		"Tue 11:00 not_sure life confirmed",
		"Tue 11:20 send life confirmed, people 2",
		"Tue 11:25 not_new life confirmed",
		"Tue 13:00 not_sure life copied",
		"Wed 15:00 send rise water, people 4",
		"Wed 15:05 not_new rise water",
		"Thu 01:30 quiet rise light",
		"Thu 01:30 quiet rise mended",
		"Thu 02:10 send life gas, people 1",
		"Thu 02:15 not_new life gas",
		"Thu 07:00 send rise light, people 3",
		"Thu 07:05 not_new rise light",
	}
	for n := range 7 {
		minute := at(5, "10:00").Add(time.Duration(n) * quarter)
		told := minute.Add(5 * time.Minute).Format("Mon 15:04") // all three by the next collecting
		verdict := "send"
		if n >= 5 {
			verdict = "over_bound"
		}
		want = append(want, fmt.Sprintf("%s %s rise bound %d, people 3", told, verdict, n),
			fmt.Sprintf("%s not_new rise bound %d", minute.Add(10*time.Minute).Format("Mon 15:04"), n))
	}
	want = append(want, "Fri 16:00 send life ice, people 1", "Fri 16:05 not_new life ice")
	got := walk(letters, at(1, "00:00"), at(8, "00:00"), night, nil)
	if !slices.Equal(got, want) {
		t.Errorf("the week went\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Three times the usual of the hour: of one topic in one municipality, whatever words people use.
func TestSurge(t *testing.T) {
	separate := func(people int) (all []letter) {
		for n, l := range crowd("p", "Общественный транспорт", "Энск", at(2, "10:00"), 5*time.Minute, people) {
			l.matter = fmt.Sprint("matter ", n) // nobody says it as another does
			all = append(all, l)
		}
		return all
	}
	usually := func(mean float64, known bool) func(string, string, time.Time) (float64, bool) {
		return func(string, string, time.Time) (float64, bool) { return mean, known }
	}
	for name, c := range map[string]struct {
		people int
		mean   float64
		known  bool
		want   string
	}{
		"six where two are usual":     {6, 2, true, "Tue 10:25 send surge matter 0, people 6"},
		"six where three are":         {6, 3, true, ""},
		"four where nobody writes":    {4, 0, true, ""},
		"five where nobody writes":    {5, 0, true, "Tue 10:20 send surge matter 0, people 5"},
		"six where nothing is known":  {6, 0, false, ""},
		"nine where nothing is usual": {9, 0, true, "Tue 10:20 send surge matter 0, people 5"},
		"twelve: the problem doubles": {12, 0, true,
			"Tue 10:20 send surge matter 0, people 5; Tue 10:45 send surge matter 0, people 10"},
		"six without any place at all": {6, 2, true, "Tue 10:25 send surge matter 0, people 6"},
	} {
		letters := separate(c.people)
		if strings.Contains(name, "place") {
			for n := range letters {
				letters[n].place = ""
			}
		}
		got := slices.DeleteFunc(walk(letters, at(2, "09:00"), at(2, "18:00"), night, usually(c.mean, c.known)),
			func(line string) bool { return strings.Contains(line, "not_new") })
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A higher degree of danger tells of a problem once more, and so does a new one at the same place that
// begins half a day later.
func TestAgain(t *testing.T) {
	letters := crowd("heat", "ЖКХ", "Энск", at(1, "09:00"), time.Minute, 3)
	letters = append(letters, letter{sent: at(1, "12:00"), matter: "heat", group: "ЖКХ", place: "Энск", author: "child",
		urgency: inbox.Life, certain: true})
	for n := range letters {
		letters[n].closed = at(1, "20:00")
	}
	letters = append(letters, crowd("heat again", "ЖКХ", "Энск", at(1, "21:00"), time.Minute, 3)...)
	letters = append(letters, crowd("heat returns", "ЖКХ", "Энск", at(2, "10:00"), time.Minute, 3)...)
	want := []string{"Mon 09:05 send rise heat, people 3", "Mon 09:10 not_new rise heat",
		"Mon 12:00 send life heat, people 4", "Mon 12:05 not_new life heat",
		"Mon 21:05 not_new rise heat again",
		"Tue 10:05 send rise heat returns, people 3", "Tue 10:10 not_new rise heat returns"}
	if got := walk(letters, at(1, "08:00"), at(3, "11:00"), night, nil); !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Quiet hours by the clock on the wall: over midnight, within a day, and none.
func TestQuietHours(t *testing.T) {
	for name, c := range map[string]struct {
		from, to int
		begin    string
		want     string
	}{
		"before midnight": {22 * 60, 7 * 60, "22:30", "Tue 07:00"},
		"by day":          {12 * 60, 13*60 + 30, "12:00", "Mon 13:30"},
		"none":            {0, 0, "03:00", "Mon 03:05"},
		"just over":       {22 * 60, 7 * 60, "21:50", "Mon 21:55"},
	} {
		s := alert.Settings{Location: zone, QuietFrom: c.from, QuietTo: c.to, AtMost: 5}
		var sent string
		for _, line := range walk(crowd("heat", "ЖКХ", "Энск", at(1, c.begin), time.Minute, 3), at(1, "00:00"),
			at(2, "12:00"), s, nil) {
			if when, _, ok := strings.Cut(line, " send "); ok {
				sent += when
			}
		}
		if sent != c.want {
			t.Errorf("%s: told at %q, want %q", name, sent, c.want)
		}
	}
}
