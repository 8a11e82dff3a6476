package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// A server that is no Bot API, or that answers with half of a reply, ends the pull with what to do, confirms nothing
// and is asked again by the next one.
func TestRepliesThatAreNone(t *testing.T) {
	whole := func(result string) reply { return reply{200, `{"ok":true,"result":` + result + `}`, nil} }
	for name, c := range map[string]struct {
		method string
		reply  reply
	}{
		"getChat is a word":     {"getChat", whole(`"channel"`)},
		"getChat names no chat": {"getChat", whole(`{"type":"channel"}`)},
		"updates are no list":   {"getUpdates", whole(`{"update_id":1}`)},
		"half a reply":          {"getUpdates", reply{200, `{"ok":true,"result":[{"update_`, nil}},
		"a page instead":        {"getUpdates", reply{200, `<html>sign in</html>`, nil}},
		"connection breaks off": {"getUpdates", reply{err: io.ErrUnexpectedEOF}},
		"a very long refusal": {"getUpdates",
			reply{500, `{"ok":false,"description":"` + strings.Repeat("щ", 9000) + `"}`, nil}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(comment(1, 11, "раз"))
				f.answers[c.method] = slices.Repeat([]reply{c.reply}, 9)
				s := open(t, f.options())
				_, err := s.Fetch(t.Context(), nil)
				var failure *collectors.Failure
				if !errors.As(err, &failure) || failure.Advice == "" || len(err.Error()) > 1000 {
					t.Errorf("the pull ended with %v", err)
				}
				if f.waiting() != 1 {
					t.Error("an update was confirmed")
				}
				f.answers = map[string][]reply{}
				if got, _ := drain(t, s, nil); !slices.Equal(texts(got...), []string{"раз"}) {
					t.Errorf("then %q", texts(got...))
				}
			})
		})
	}
}

// Whether the bot sees everything cannot be told by an odd reply: what is there is read, the pull ends with
// what could not be found out, and no gap is said that nobody has seen.
func TestOddRepliesAboutTheBotHideNothing(t *testing.T) {
	for name, odd := range map[string][2]string{
		"the group's owner is hidden": {"getChatAdministrators", `[]`},
		"administrators are a word":   {"getChatAdministrators", `"nobody"`},
		"the bot's place is a list":   {"getChatMember", `[]`},
		"the bot has no number":       {"getMe", `{"is_bot":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(comment(1, 11, "раз"))
				f.admins[testGroup], f.status = owner, "member"
				f.answers[odd[0]] = slices.Repeat([]reply{{200, `{"ok":true,"result":` + odd[1] + `}`, nil}}, 9)
				d := newDesk(t)
				err := d.pull(open(t, d.options(f)))
				if !slices.Equal(d.texts(), []string{"раз"}) || len(d.gapsOfPull()) > 0 {
					t.Errorf("%q, gaps %v", d.texts(), d.gapsOfPull())
				}
				if collectors.FailureKindOf(err) != inbox.FailurePlatform {
					t.Errorf("the pull ended with %v", err)
				}
			})
		})
	}
	f := newFake()
	f.answers["getMe"] = slices.Repeat([]reply{{200, `{"ok":true,"result":{"is_bot":true}}`, nil}}, 9)
	synctest.Test(t, func(t *testing.T) {
		if d := Check(t.Context(), f.options())[0]; d.Level != collectors.Fault || d.Subject != "bot token" {
			t.Errorf("the check says %+v", d)
		}
	})
}

// Who speaks where Telegram shows an account of its own, or none.
func TestWhoSpeaks(t *testing.T) {
	const channel = `"sender_chat":{"id":-1001000000001,"type":"channel","title":"Глава"},`
	for name, c := range map[string]struct {
		from, id string
		official bool
	}{
		"a citizen":                  {`"from":{"id":555,"first_name":"Житель"},`, "555", false},
		"an administrator unnamed":   {`"from":{"id":1087968824,"first_name":"Group"},`, "-1001000000002", true},
		"the channel":                {channel, "-1001000000001", true},
		"the channel's post":         {`"from":{"id":777000},"is_automatic_forward":true,`, "-1001000000001", true},
		"Telegram itself":            {`"from":{"id":777000,"first_name":"Telegram"},`, "", false},
		"a channel that is not told": {`"from":{"id":136817688,"first_name":"Channel"},`, "", false},
		"a chat without a number":    {`"sender_chat":{"title":"Кто-то"},`, "", false},
		"another channel":            {`"sender_chat":{"id":-1001000000077},`, "-1001000000077", false},
		"nobody":                     {"", "", false},
	} {
		f := newFake(fmt.Sprintf(`{"update_id":1,"message":{"message_id":11,"message_thread_id":10,`+
			`"date":1700000000,%s"chat":{"id":%d,"type":"supergroup","title":"Обсуждение"},"text":"раз"}}`, c.from,
			testGroup))
		got, _ := drain(t, open(t, f.options()), nil)
		if len(got[0].Messages) != 1 {
			t.Fatalf("%s: %+v", name, got[0])
		}
		if a := got[0].Messages[0].Author; a.ID != c.id || a.Official != c.official {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// A message that cannot be read, or stands where nothing is read, hides none of its neighbours and is accounted for.
func TestWhatIsNotReadHidesNothing(t *testing.T) {
	const direct = `{"id":-1001000000050,"type":"supergroup","is_direct_messages":true}`
	for name, c := range map[string]struct {
		update string
		kept   int
	}{
		"without a number":  {`"date":1700000000,"chat":{"id":-1001000000002}`, 1},
		"a negative number": {`"message_id":-5,"date":1700000000,"chat":{"id":-1001000000002}`, 1},
		"without a date":    {`"message_id":5,"chat":{"id":-1001000000002}`, 1},
		"without a chat":    {`"message_id":5,"date":1700000000`, 1},
		"in a channel":      {`"message_id":5,"date":1700000000,"chat":{"id":-1001000000077,"type":"channel"}`, 0},
		"without a dialog":  {`"message_id":5,"date":1700000000,"chat":` + direct, 1},
	} {
		f := newFake(`{"update_id":1,"message":{"text":"раз",`+c.update+`}}`, comment(2, 12, "два"))
		f.chats[-1001000000050] = `{"id":-1001000000050,"parent_chat":{"id":-1001000000001,"type":"channel"}}`
		got, _ := drain(t, open(t, f.options()), nil)
		if !slices.Equal(texts(got...), []string{"два"}) || len(got[0].Undecoded) != c.kept {
			t.Errorf("%s: %q, %d pieces kept", name, texts(got...), len(got[0].Undecoded))
		}
	}
}

// brokenStore keeps nothing undecoded for long: it fails.
type brokenStore struct{ list, forget error }

func (b brokenStore) Undecoded(_ context.Context, channel inbox.ChannelID, fn func(inbox.Undecoded) error) error {
	if b.list != nil {
		return b.list
	}
	return fn(inbox.Undecoded{Channel: channel, ID: "1", Code: codeUnplaced, Raw: []byte(comment(1, 11, "раз"))})
}

func (b brokenStore) Decoded(context.Context, inbox.ChannelID, string) error { return b.forget }

// Where the store fails, the pull ends as the store's failure, so that nobody looks for it in the network.
func TestAStoreThatFailsIsNamed(t *testing.T) {
	busy := errors.New("the store is busy")
	for name, broken := range map[string]brokenStore{"cannot list": {list: busy}, "cannot forget": {forget: busy}} {
		f := newFake()
		o := f.options()
		o.Undecoded = broken
		s := open(t, o)
		b, err := s.Fetch(t.Context(), nil)
		if broken.list == nil {
			if err != nil || !slices.Equal(texts(b), []string{"раз"}) {
				t.Fatalf("%s: %q, %v", name, texts(b), err)
			}
			_, err = s.Fetch(t.Context(), b.Next)
		}
		if collectors.FailureKindOf(err) != inbox.FailureStore || !errors.Is(err, busy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// failingArchive cannot tell what is stored.
type failingArchive struct{ archive }

var errArchive = errors.New("the archive cannot be read")

func (failingArchive) Thread(context.Context, inbox.Ref) (inbox.ThreadRef, error) {
	return inbox.ThreadRef{}, errArchive
}

// What the archive has to be asked about comes again with the next pull where it cannot be: guessed, a reply would
// answer the wrong person.
func TestAReplyWaitsForTheArchive(t *testing.T) {
	f := newFake(fmt.Sprintf(`{"update_id":1,"message":{"message_id":11,"date":1700000000,"from":{"id":5},`+
		`"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":9},"text":"раз"}}`, testGroup))
	o := f.options()
	o.Archive = failingArchive{}
	if _, err := open(t, o).Fetch(t.Context(), nil); !errors.Is(err, errArchive) || f.waiting() != 1 {
		t.Errorf("%v; %d updates wait", err, f.waiting())
	}
}

// What the check finds out about the direct messages of a channel.
func TestCheckOfDirectMessages(t *testing.T) {
	only := []Channel{{ID: "head/telegram", Chat: testChannel, Messages: true}, {ID: "head/bot", Messages: true}}
	for name, c := range map[string]struct {
		admins string
		level  collectors.Level
		says   string
	}{
		"may manage them": {`[{"status":"administrator","user":{"id":4000000001}}]`, collectors.OK,
			"if it may manage them"},
		"no administrator": {owner, collectors.Warning, "is no administrator of the channel"},
		"cannot be seen":   {"", collectors.Warning, "cannot see the channel's administrators"},
	} {
		f := newFake()
		f.admins[testChannel] = c.admins
		f.answers["getWebhookInfo"] = slices.Repeat([]reply{{500, `{"ok":false}`, nil}}, 3)
		var asked bool
		synctest.Test(t, func(t *testing.T) {
			for _, d := range Check(t.Context(), f.options(only...)) {
				asked = asked || d.Level == collectors.Warning && d.Subject == "webhook"
				if d.Subject == "direct messages" && (d.Level != c.level || !strings.Contains(d.Sentence, c.says)) {
					t.Errorf("%s: %+v", name, d)
				}
			}
		})
		if !asked {
			t.Errorf("%s: nothing is said of the webhook that could not be asked for", name)
		}
	}
}

// slow is a server that never answers.
type slow struct{}

func (slow) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// A pull that is stopped says so, and not that the network is at fault.
func TestAStoppedPullBlamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newFake().options()
		o.HTTP = &http.Client{Transport: slow{}}
		s := open(t, o)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := s.Fetch(ctx, nil)
		if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "proxy") ||
			time.Since(began) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}
