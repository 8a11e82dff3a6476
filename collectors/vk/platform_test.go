package vk

import (
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
)

// configured reads channels as an operator writes them.
func configured(t *testing.T, channels string) (*config.Config, error) {
	t.Helper()
	return config.Parse([]config.Platform{Configuration()},
		[]byte("officials: [{id: governor, channels: ["+channels+"]}]\n"), filepath.Join(t.TempDir(), "config.yaml"),
		func(string) (string, bool) { return "", false })
}

func TestWhatIsWrongWithAChannelIsSaidAtItsKey(t *testing.T) {
	const service, community = "service_token: service-secret, ", "community_token: community-secret, "
	for channel, want := range map[string]string{
		service:                         "channels[0].owner_id: the page's id is missing",
		"owner_id: -1001":               "channels[0]: no token is given",
		"owner_id: -1001, read: [wall]": "channels[0].service_token: reading the wall needs",
		service + "owner_id: -1, read: [messages]":   "channels[0].community_token: reading direct messages needs",
		service + community + "owner_id: 1001":       "channels[0].read: direct messages can be read for a community",
		service + "owner_id: -1001, window: 0d":      "channels[0].window: ",
		service + "ownerid: -1001":                   `unknown key "ownerid"`,
		service + "owner_id: -1001, read: [stories]": `"stories" is not known here`,
		service + "owner_id: gov_ensk":               `only VKontakte knows the one of "gov_ensk"`,
		service + "owner_id: 'Губернатор'":           "channels[0].owner_id: a whole number is expected here",
		service + "owner_id: club0":                  "no page has the number -0",
		service + "owner_id: -1001, staff: ['??']":   "nobody's number or name in VKontakte",
	} {
		_, err := configured(t, "{platform: vk, "+channel+"}")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", channel, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: a token is shown", channel)
		}
	}
}

// A channel without `read` reads what its tokens allow; pages and people are read as they are copied.
func TestAChannelIsReadAsItsTokensAllow(t *testing.T) {
	for channel, want := range map[string]struct {
		wall, messages bool
		staff          []int64
		names          []string
	}{
		"owner_id: -1001, service_token: x":                     {wall: true},
		"owner_id: club1001, community_token: y, staff: [id42]": {messages: true, staff: []int64{42}},
		"owner_id: 'https://vk.com/wall-1001_77', service_token: x, community_token: y": {wall: true,
			messages: true},
		"owner_id: 'https://vk.ru/gov?w=wall-1001_5', service_token: x, staff: ['[id7|Имя]', '@ivanova']": {
			wall: true, staff: []int64{7}, names: []string{"ivanova"}},
	} {
		c, err := configured(t, "{platform: vk, "+channel+"}")
		if err != nil {
			t.Errorf("%s: %v", channel, err)
			continue
		}
		one := c.Officials[0].Channels[0]
		own := one.Settings.(*Config)
		if own.OwnerID != -1001 || one.Reads("wall") != want.wall || one.Reads("messages") != want.messages ||
			time.Duration(own.Window) != DefaultWindow {
			t.Errorf("%s: owner %d, wall %v, messages %v", channel, own.OwnerID, one.Reads("wall"),
				one.Reads("messages"))
		}
		if !slices.Equal(one.Staff, want.staff) || !slices.Equal(one.StaffNames, want.names) {
			t.Errorf("%s: staff %v, %v", channel, one.Staff, one.StaffNames)
		}
	}
}

// archived is a store with nothing in it.
type archived struct {
	*memory
	collectors.UndecodedStore
}

// Each page has its sources, and the check looks at every page as the sources would.
func TestEachPageHasItsSources(t *testing.T) {
	c, err := configured(t, "{id: a, platform: vk, owner_id: -1001, service_token: s, community_token: m}, "+
		"{id: b, platform: vk, owner_id: 501, service_token: s}")
	if err != nil {
		t.Fatal(err)
	}
	var channels []collectors.Channel
	for _, one := range c.Officials[0].Channels {
		channels = append(channels, collectors.Channel{Channel: one, ID: inbox.NewChannelID("governor", one.ID)})
	}
	f := townWall(2, 1)
	f.dialogs = townDialogs(1).dialogs
	by := collectors.Connection{APIURL: "https://vk.test/method", HTTP: &http.Client{Transport: f},
		Stored: archived{memory: newMemory()}, Log: slog.New(slog.DiscardHandler)}
	platform := Platform(&Limiters{})
	sources, err := platform.Sources(by, channels)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range sources {
		names = append(names, s.Name())
		if eraser := s.(collectors.PersonEraser); eraser.Platform() != ID {
			t.Errorf("%s erases people of %s", s.Name(), eraser.Platform())
		}
	}
	if want := []string{"governor/a wall", "governor/a messages", "governor/b wall"}; !slices.Equal(names, want) {
		t.Errorf("sources %q", names)
	}
	synctest.Test(t, func(t *testing.T) {
		told := map[inbox.ChannelID]bool{}
		for _, d := range platform.Check(t.Context(), by, channels) {
			told[d.Channel] = true
		}
		if !told["governor/a"] || !told["governor/b"] {
			t.Errorf("checked: %v", told)
		}
	})
	channels[1].Settings.(*Config).OwnerID = 0
	if _, err := platform.Sources(by, channels); err == nil || !strings.Contains(err.Error(), "governor/b") {
		t.Errorf("a fault of the second page: %v", err)
	}
}

func TestAddressesOfAMessageAreOne(t *testing.T) {
	for from, want := range map[string]string{
		"//vk.ru/wall-1_5?reply=7":        "//vk.com/wall-1_5?reply=7",
		"//vkontakte.ru/wall-1_5?reply=7": "//vk.com/wall-1_5?reply=7",
		"//vk.com/gov?w=wall-1_5_r7":      "//vk.com/wall-1_5?reply=7",
		"//vk.com/gov?w=wall-1_5":         "//vk.com/gov?w=wall-1_5",
		"//example.org/?w=wall-1_5_r7":    "//example.org/?w=wall-1_5_r7",
	} {
		u, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := Platform(&Limiters{}).Address(u).String(); got != want {
			t.Errorf("%s became %s", from, got)
		}
	}
}

// A wall's cursor knows no people: what is erased leaves it as it is, and a damaged one is said.
func TestAWallKnowsNobody(t *testing.T) {
	f, m := townWall(1, 1), newMemory()
	wall, _ := sourcesOf(t, testOptions(f, m))
	synctest.Test(t, func(t *testing.T) {
		if err := pull(t, func() collectors.Source { return wall }, m); err != nil {
			t.Fatal(err)
		}
	})
	eraser, cursor := wall.(collectors.PersonEraser), m.cursors[wall.Name()]
	people, err := eraser.People(cursor)
	after, erased := eraser.ErasePerson(cursor, func(string) bool { return true })
	if err != nil || erased != nil || len(people) > 0 || string(after) != string(cursor) {
		t.Errorf("%v, %v, %v", people, err, erased)
	}
	if _, err = eraser.People([]byte("{")); err == nil {
		t.Error("a damaged cursor knows nobody, and that is not said")
	}
}

// What the check says of tokens that lack a right, of an empty wall, of replies that are none and of a wrong clock.
func TestWhatTheCheckFinds(t *testing.T) {
	rights := func(names ...string) any {
		list := []any{}
		for _, name := range names {
			list = append(list, map[string]any{"name": name})
		}
		return response(map[string]any{"permissions": list})
	}
	for name, c := range map[string]struct {
		method string
		reply  func() any
		level  collectors.Level
		says   string
	}{
		"no posts": {"wall.get", func() any { return response(map[string]any{"count": 0, "items": []any{}}) },
			collectors.Warning, "shows no posts"},
		"no right to messages": {"groups.getTokenPermissions", func() any { return rights("manage") },
			collectors.Fault, `lacks the right "messages"`},
		"no right to manage": {"groups.getTokenPermissions", func() any { return rights("messages") },
			collectors.Warning, `lacks the right "manage"`},
		"dialogs refused": {"messages.getConversations", func() any { return refusal(15) },
			collectors.Fault, "reading the dialogs failed"},
		"no community": {"groups.getById", func() any { return response(map[string]any{"groups": []any{}}) },
			collectors.Warning, "names no community"},
		"the community is refused": {"groups.getById", func() any { return refusal(100) },
			collectors.Warning, "name could not be read"},
		"no clock": {"utils.getServerTime", func() any { return refusal(3) },
			collectors.Warning, "could not be compared"},
		"a clock behind": {"utils.getServerTime", func() any { return response(time.Now().Add(time.Hour).Unix()) },
			collectors.Warning, "behind VKontakte's"},
		"a clock ahead": {"utils.getServerTime", func() any { return response(time.Now().Add(-time.Hour).Unix()) },
			collectors.Warning, "ahead of VKontakte's"},
		"staff cannot be asked for": {"utils.resolveScreenName", func() any { return refusal(15) },
			collectors.Fault, "asking whose name @ivanova is"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := townWall(2, 1)
				f.dialogs = townDialogs(1).dialogs
				f.replace = func(call fakeCall) any {
					if call.method == c.method {
						return c.reply()
					}
					return nil
				}
				o := testOptions(f, newMemory())
				o.StaffNames = []string{"ivanova"}
				found := Check(t.Context(), o)
				if !slices.ContainsFunc(found, func(d collectors.Diagnostic) bool {
					return d.Level == c.level && strings.Contains(d.Sentence, c.says)
				}) {
					t.Errorf("found %+v", found)
				}
			})
		})
	}
}
