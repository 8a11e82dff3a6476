package main

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/sandbox"
)

// A name that nothing knows is a fault of the configuration with its line, its key and what may be meant, all at once.
func TestUnknownNamesAreFaults(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	own := b.read("config.yaml")
	b.write("places.txt", "Без табуляции\n")
	b.write("topics.tsv", "x\n")
	for added, want := range map[string][]string{
		"region: Энская область\n":      {`line %d: region: there is no region "Энская область"`},
		"region: Челябинская облость\n": {`line %d: region: `, `did you mean "Челябинская область"?`},
		"region: Удмуртия\n":            {`line %d: region: `, `did you mean "Удмуртская Республика"?`},
		"bodies: [{name: А, groups: [ЖХК]}]": {`line %d: bodies[0].groups[0]: there is no group of topics "ЖХК"`,
			`"ЖКХ"`},
		"bodies: [{name: А, groups: [ЖКХ, Дорги]}, {name: Б, groups: [Транспорт]}]": {`line %d: bodies[0].groups[1]: `,
			`did you mean "Дороги"?`,
			`line %d: bodies[1].groups[0]: `, `did you mean "Общественный транспорт"?`},
		"bodies: [{name: А, groups: [Мусор]}]": {`did you mean "Обращение с отходами"?`},
		"bodies: [{name: А, groups: [Щщщ]}]": {`line %d: bodies[0].groups[0]: `, "there are ",
			"reading.topics"},
		"bodies: [{name: А, groups: [ЖКХ]}, {name: Б, groups: [жкх]}]": {`line %d: bodies[1].groups[0]: the group "жкх" belongs to "А" already`},
		"reading: {places: places.txt}":                                {`line %d: reading.places: `},
		"reading: {topics: topics.tsv}":                                {`line %d: reading.topics: `},
		// with what config itself finds
		"region: Энская область\nlanguage: fr\n": {`line %d: region: `, "language: "},
	} {
		text := own + added
		if strings.Contains(added, "language: ") {
			text = strings.Replace(own, "language: ru\n", "", 1) + added
		}
		b.write("config.yaml", text)
		at := strings.Count(text[:strings.Index(text, added)], "\n") + 1
		for _, command := range []string{"status", "check", "collect"} {
			r := b.otklik(command)
			for _, says := range want {
				if strings.Contains(says, "%d") {
					says = fmt.Sprintf(says, at)
				}
				if r.code != exitUsage || !strings.Contains(r.err, says) {
					t.Errorf("%s with %q: exit %d, want %q:\n%s", command, added, r.code, says, r.err)
				}
			}
		}
	}
}

// Names that are written in another way than the registers and topics have them are taken as theirs.
func TestNamesAreTakenAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("config.yaml", b.read("config.yaml")+"region: челябинская обл.\nbodies: [{name: Министерство ЖКХ, "+
		"groups: [жкх, прочее]}]\n")
	b.must("collect")
	if r := b.must("digest", "morning", "--format", "json"); !strings.Contains(r.out, "Министерство ЖКХ") {
		t.Errorf("the body of a group in small letters is not named:\n%s", r.out)
	}
}

// What no register knows and works all the same is a warning of check, never a fault: registers are not complete.
func TestCheckNamesWhatNoRegisterKnows(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	own := b.read("config.yaml")
	b.write("config.yaml", strings.Replace(own, "    channels:\n", "    municipality: Миас\n    channels:\n", 1)+
		"region: Республика Крым\n")
	out := b.must("check").out
	for _, want := range []string{`warning  municipality: "Миас" of governor is in no register`, `did you mean "Миасс"`,
		"warning  region: the built-in registers hold no places of Республика Крым"} {
		if !strings.Contains(out, want) {
			t.Errorf("check does not say %q:\n%s", want, out)
		}
	}
	b.write("config.yaml", strings.Replace(own, "    channels:\n", "    municipality: г. Миасс\n    channels:\n", 1)+
		"region: Челябинская область\n")
	if out := b.must("check").out; strings.Contains(out, "municipality") || strings.Contains(out, "region") {
		t.Errorf("known names are doubted:\n%s", out)
	}
}

// Staff may be written by name: the sandbox resolves it as VKontakte does.
func TestStaffByNameInVKontakte(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	staff := fmt.Sprintf("staff: [%d]", sandbox.StaffVK)
	b.configure(staff, "staff: ['@"+sandbox.StaffScreenName+"']")
	b.must("collect")
	if out := b.must("check").out; !strings.Contains(out,
		fmt.Sprintf("@%s is %d", sandbox.StaffScreenName, sandbox.StaffVK)) {
		t.Errorf("check does not say whose name it is:\n%s", out)
	}
	b.configure("'@"+sandbox.StaffScreenName+"'", "vk.com/nobody_here")
	if r := b.otklik("collect"); r.code != exitPartly {
		t.Errorf("collect with an unknown name: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := b.otklik("check"); r.code != exitFailed ||
		!strings.Contains(r.out, "nobody in VKontakte has the name @nobody_here") {
		t.Errorf("check with an unknown name: exit %d\n%s", r.code, r.out)
	}
	if r := b.otklik("status"); !strings.Contains(r.out, "`otklik check` says which") {
		t.Errorf("status does not say why the channel is not read:\n%s", r.out)
	}
}

// A page is read by whatever of it was copied.
func TestThePageIsReadByItsLink(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	owner := fmt.Sprintf("owner_id: %d", sandbox.OwnerID)
	b.must("collect")
	want := len(b.export())
	channel := fmt.Sprintf("channel: %d", sandbox.ChannelChat)
	for _, page := range []string{"club1001", "https://vk.com/club1001", "m.vk.ru/public1001", "−1001",
		"https://vk.com/wall-1001_5"} {
		b.configure(owner, "owner_id: "+page)
		b.configure(channel, "channel: https://t.me/c/1500000001/5")
		b.must("collect")
		if got := len(b.export()); got != want {
			t.Errorf("%s: %d messages, want %d", page, got, want)
		}
		b.configure("owner_id: "+page, owner)
		b.configure("channel: https://t.me/c/1500000001/5", channel)
	}
	b.configure(owner, "owner_id: 1001")
	b.configure("read: [wall, messages]", "read: [wall]")
	if r := b.otklik("check"); r.code != exitFailed || !strings.Contains(r.out, "write -1001, with the minus") {
		t.Errorf("check does not say that the minus is missing: exit %d\n%s", r.code, r.out)
	}
}

// What is configured and leads nowhere is said by check.
func TestCheckNamesWhatLeadsNowhere(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	own := b.read("config.yaml")
	mail := "mail: {host: localhost, tls: none, from: a@example.org}\n"
	bodies := "bodies: [{name: А, groups: [ЖКХ], to: [b@example.org]}]\n"
	for added, want := range map[string]string{mail: "warning  mail: ", mail + bodies: "warning  bodies: "} {
		b.write("config.yaml", own+added)
		if out := b.must("check").out; !strings.Contains(out, want) {
			t.Errorf("check of %q does not say %q:\n%s", added, want, out)
		}
	}
	b.write("config.yaml", own[:strings.Index(own, "digests:")]+"digests: []\n")
	if out := b.must("check").out; !strings.Contains(out, "warning  digests: none is configured") {
		t.Errorf("check of no digests:\n%s", out)
	}
	b.write("config.yaml", strings.Replace(own, "deliver: []", "deliver: [{mail: {to: [c@example.org], bodies: true}}]",
		1)+mail+bodies)
	if out := b.otklik("check").out; strings.Contains(out, "warning  bodies") ||
		strings.Contains(out, "warning  mail") {
		t.Errorf("check doubts what is used:\n%s", out)
	}
}
