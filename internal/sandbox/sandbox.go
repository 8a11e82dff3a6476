// Package sandbox plays the VK API and the Telegram Bot API on loopback for a made-up town, so that the collectors can
// be tried, shown and tested without a network: token kinds, paging limits, rate limits, offsets, errors and failures
// are those of the real platforms. It knows nothing of collectors, store or reports.
package sandbox

import (
	"net/http"
	"sync"
	"time"

	"otklik/internal/sandbox/town"
)

// Played and PlayedRussian are the platforms that are played, in words.
const (
	Played        = "VKontakte and Telegram"
	PlayedRussian = "«ВКонтакте» и Telegram"
)

// The addresses, accounts and tokens of the town. The tokens open nothing but a sandbox.
const (
	ServiceToken   = "sandbox-vk-service"
	CommunityToken = "sandbox-vk-community"
	UserToken      = "sandbox-vk-user"
	BotToken       = "7000000001:sandbox-telegram"

	OwnerID         int64 = -1001 // the official's community in VK
	ScreenName            = "sandbox_official"
	StaffVK         int64 = 4243            // an employee who at times answers under their own name in VK
	StaffScreenName       = "sandbox_staff" // the short name of StaffVK
	OperatorVK      int64 = 4244            // the employee who writes direct messages in the community's name

	BotID         int64 = 7000000001
	BotUsername         = "sandbox_otklik_bot"
	ChannelChat   int64 = -1001500000001
	GroupChat     int64 = -1001500000002 // the channel's discussion group
	DirectChat    int64 = -1001500000003 // the channel's direct messages
	ChannelName         = "sandbox_official"
	OwnerTelegram int64 = 4200 // owns the channel and the group
	StaffTelegram int64 = 4242 // an employee who answers under their own name
)

// PersonVK is the VK id of a person of the town, who is given by the index in Town.People.
func PersonVK(person int) int64 { return 100001 + int64(person) }

// PersonTelegram is the Telegram id of a person of the town, and the id of their private chat and of their topic in
// the channel's direct messages.
func PersonTelegram(person int) int64 { return 600000001 + int64(person) }

// Options say which town is played and how strictly.
type Options struct {
	Town town.Town
	// Now gives the town's time; nil is time.Now. What was written later than Now has not happened yet. Time that
	// passed once is never taken back, even if Now jumps.
	Now func() time.Time
	// NoLimits switches the rate limits off. They count real time, not Now.
	NoLimits bool
	// ServicePerSecond and CommunityPerSecond are VK's limits; zero is 3 and 20.
	ServicePerSecond, CommunityPerSecond int
	// KeepUpdates keeps Telegram updates for ever, so that a town of two weeks can be read. Telegram itself forgets
	// them after 24 hours.
	KeepUpdates bool
	// NoOddities leaves out what makes real platforms hard to read: corrected messages, values of a newer interface
	// version, unknown fields, a pinned old post, mentions before replies, round video messages, the employee's own
	// account in VK.
	NoOddities bool
	// Places is the file with the town's places (town.Places) that the configuration names; empty: none.
	Places string
	// Bodies lets the configuration say who in the made-up region answers for what.
	Bodies bool
}

// Sandbox is both platforms. All methods may be called from several goroutines.
type Sandbox struct {
	options Options
	now     func() time.Time

	// mu guards everything below: the platforms are small, and one lock keeps their replies consistent.
	mu       sync.Mutex
	timeline []event // what has not happened yet, in time order
	vk       vkSide
	tg       telegramSide
	revoked  map[string]bool
	failures map[string][]planned
	requests []Request
	labels   []Label
	// changed is closed and replaced whenever a Telegram update arrives, to wake waiting polls.
	changed chan struct{}
}

var _ http.Handler = (*Sandbox)(nil)

// New builds the platforms for a town. The town is not changed and must not be changed afterwards.
func New(o Options) *Sandbox {
	s := &Sandbox{
		options: o, now: o.Now,
		revoked:  map[string]bool{},
		failures: map[string][]planned{},
		changed:  make(chan struct{}),
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.vk = newVKSide(o)
	s.tg = newTelegramSide()
	s.schedule()
	return s
}
