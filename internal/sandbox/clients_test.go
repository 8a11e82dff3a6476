package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	vkapi "github.com/SevereCloud/vksdk/v3/api"
	telegram "github.com/go-telegram/bot"
	"go.yaml.in/yaml/v4"

	"otklik/internal/sandbox/town"
)

func started(t *testing.T, s *Sandbox) string {
	t.Helper()
	base, stop, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	if !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Fatalf("the address is %s", base)
	}
	return base
}

func vkClient(base, token string) *vkapi.VK {
	vk := vkapi.NewVK(token)
	vk.MethodURL, vk.Limit = base+"/method/", 0
	return vk
}

func TestTheVKLibraryReadsTheTown(t *testing.T) {
	s := newTest(t, nil)
	base := started(t, s)
	service, community := vkClient(base, ServiceToken), vkClient(base, CommunityToken)
	wall, err := service.WallGet(vkapi.Params{"owner_id": OwnerID, "count": 100})
	if err != nil || wall.Count != 3 || len(wall.Items) != 3 {
		t.Fatalf("WallGet: %v, %d posts", err, wall.Count)
	}
	for _, post := range wall.Items {
		list, err := service.WallGetComments(vkapi.Params{"owner_id": OwnerID, "post_id": post.ID, "count": 100,
			"thread_items_count": 10, "need_likes": true, "preview_length": 0})
		if err != nil || list.Count != 24 || list.Items[0].Thread.Count != 17 {
			t.Errorf("WallGetComments: %v, %d comments", err, list.Count)
		}
		long, err := service.WallGetCommentsExtended(vkapi.Params{"owner_id": OwnerID, "post_id": post.ID,
			"comment_id": list.Items[0].ID, "count": 100})
		if err != nil || len(long.Items) != 17 || len(long.Profiles) == 0 {
			t.Errorf("WallGetCommentsExtended: %v, %d replies", err, len(long.Items))
		}
	}
	dialogs, err := community.MessagesGetConversations(vkapi.Params{"count": 200, "extended": true})
	if err != nil || dialogs.Count != 4 || len(dialogs.Profiles) == 0 {
		t.Fatalf("MessagesGetConversations: %v, %d dialogs", err, dialogs.Count)
	}
	for _, d := range dialogs.Items {
		h, err := community.MessagesGetHistory(vkapi.Params{"peer_id": d.Conversation.Peer.ID, "count": 200})
		if err != nil || h.Count < 3 || h.Items[0].ID != d.Conversation.LastMessageID {
			t.Errorf("MessagesGetHistory: %v, %d messages", err, h.Count)
		}
	}
	if g, err := community.GroupsGetByID(vkapi.Params{}); err != nil || len(g.Groups) != 1 {
		t.Errorf("GroupsGetByID: %v", err)
	}
	if p, err := community.GroupsGetTokenPermissions(nil); err != nil || len(p.Permissions) != 3 {
		t.Errorf("GroupsGetTokenPermissions: %v", err)
	}
	if _, err := community.WallGet(vkapi.Params{"owner_id": OwnerID}); !errors.Is(err, vkapi.ErrGroupAuth) {
		t.Errorf("a community token on the wall: %v", err)
	}
}

func TestTheTelegramLibraryTalksToTheSandbox(t *testing.T) {
	s := newTest(t, nil)
	bot, err := telegram.New(BotToken, telegram.WithServerURL(started(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if me, err := bot.GetMe(ctx); err != nil || me.ID != BotID || !me.IsBot {
		t.Errorf("GetMe: %v", err)
	}
	chat, err := bot.GetChat(ctx, &telegram.GetChatParams{ChatID: ChannelChat})
	if err != nil || chat.LinkedChatID != GroupChat {
		t.Errorf("GetChat: %v", err)
	}
	admins, err := bot.GetChatAdministrators(ctx, &telegram.GetChatAdministratorsParams{ChatID: GroupChat})
	if err != nil || len(admins) != 3 || admins[0].Owner == nil || admins[1].Administrator.User.ID != StaffTelegram {
		t.Errorf("GetChatAdministrators: %v", err)
	}
	m, err := bot.SendMessage(ctx, &telegram.SendMessageParams{ChatID: StaffTelegram, Text: "Сводка"})
	if err != nil || m.Text != "Сводка" || len(s.Sent()) != 1 {
		t.Errorf("SendMessage: %v", err)
	}
	s.Fail("sendMessage", 1, Failure{Kind: TooMany, RetryAfter: 7 * time.Second})
	_, err = bot.SendMessage(ctx, &telegram.SendMessageParams{ChatID: StaffTelegram, Text: "Сводка"})
	var tooMany *telegram.TooManyRequestsError
	if !errors.As(err, &tooMany) || tooMany.RetryAfter != 7 {
		t.Errorf("SendMessage too fast: %v", err)
	}
	s.Revoke(BotToken)
	if _, err := bot.GetMe(ctx); !errors.Is(err, telegram.ErrorUnauthorized) {
		t.Errorf("GetMe with a revoked token: %v", err)
	}
}

func TestTheConfigurationNamesThisTown(t *testing.T) {
	var file struct {
		Store     struct{ Path string }
		Platforms map[string]struct {
			URL string `yaml:"api_url"`
		}
		Officials []struct {
			Name     string
			Channels []struct {
				Platform string
				Owner    int64  `yaml:"owner_id"`
				Service  string `yaml:"service_token"`
				Bot      string `yaml:"bot_token"`
				Channel  int64
				Staff    []int64
			}
		}
	}
	s := newTest(t, nil)
	if err := yaml.Unmarshal([]byte(s.Config("http://127.0.0.1:1/", `C:\a "b".db`)), &file); err != nil {
		t.Fatal(err)
	}
	c := file.Officials[0].Channels
	if file.Store.Path != `C:\a "b".db` || file.Platforms["vk"].URL != "http://127.0.0.1:1/method/" ||
		file.Platforms["telegram"].URL != "http://127.0.0.1:1" ||
		file.Officials[0].Name != s.options.Town.Official || c[0].Owner != OwnerID || c[0].Service != ServiceToken ||
		c[1].Bot != BotToken || c[1].Channel != ChannelChat {
		t.Errorf("the configuration reads %+v", file)
	}
}

// What was changed by hand is no sandbox's configuration any more.
func TestWroteKnowsItsConfiguration(t *testing.T) {
	s := newTest(t, nil)
	text := s.Config("http://127.0.0.1:1/", `C:\a "b".db`)
	_, older, _ := strings.Cut(text, "\n") // earlier versions had no first line
	s.options.Places = "places.tsv"
	places := s.Config("http://127.0.0.1:1/", `C:\a "b".db`)
	s.options.Bodies = true
	for _, own := range []string{text, older, places, s.Config("http://127.0.0.1:1/", `C:\a "b".db`)} {
		if store, ok := Wrote(own); !ok || store != `C:\a "b".db` {
			t.Errorf("not known: %q\n%s", store, own)
		}
	}
	for name, changed := range map[string]string{"a token": strings.Replace(text, ServiceToken, "vk1.a.real", 1),
		"empty": "", "cut": text[:len(text)-1],
		"more": text + "privacy: { mask: false }\n", "comments": "# a\n#", "another": "officials: []\n"} {
		if _, ok := Wrote(changed); ok {
			t.Errorf("%s: taken for the sandbox's own", name)
		}
	}
}

func TestServeRefusesOtherAddresses(t *testing.T) {
	s := newTest(t, nil)
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "nonsense"} {
		if l, err := Listen(t.Context(), addr); err == nil {
			t.Errorf("%q was taken: %v", addr, l.Close())
		}
	}
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Serve(ctx, l); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	s := newTest(t, nil)
	base := started(t, s)
	post := s.Posts(town.VK)[0]
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			vk := vkClient(base, ServiceToken)
			for range 10 {
				if _, err := vk.WallGetComments(vkapi.Params{"owner_id": OwnerID, "post_id": post}); err != nil {
					t.Error(err)
				}
				if _, err := s.AddComment(town.VK, post, i, "ещё", "", 0); err != nil {
					t.Error(err)
				}
				s.AddDirect(town.Telegram, i, town.DirectMessage{Text: "ещё"})
				r, err := http.Get(fmt.Sprintf("%s/bot%s/getUpdates?limit=3&offset=-%d", base, BotToken, 5+i))
				if err != nil {
					t.Error(err)
					continue
				}
				_ = r.Body.Close()
			}
		})
	}
	all.Wait()
	if got := comments(t, s, post).Count; got != 24+40 {
		t.Errorf("%d comments, want 64", got)
	}
	if got := s.Calls("getUpdates"); got != 40 {
		t.Errorf("%d calls of getUpdates, want 40", got)
	}
}
