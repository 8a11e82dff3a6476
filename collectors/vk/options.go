// Package vk reads what people write to an official on VKontakte: the comments under the posts of a wall, and the
// dialogs of a community. It knows VK's methods, tokens, limits and shapes of replies, and nothing of how messages are
// stored, judged or shown.
//
// Rules of the platform are from the official API schema 5.199 (methods, fields, error codes) and, where the schema is
// silent, handled both ways; the comments say which.
package vk

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// DefaultWindow is how old a post may be to be looked at again, where Options.Window is zero.
const DefaultWindow = 30 * 24 * time.Hour

// Options say what to read of one page of VKontakte.
type Options struct {
	Channel inbox.ChannelID
	// OwnerID is negative for a community and positive for a person's page, as VK has it.
	OwnerID int64
	// ServiceToken (or a user token) reads the wall; VK refuses community tokens there (error 27).
	ServiceToken string
	// CommunityToken reads the dialogs; it needs the right "messages".
	CommunityToken string
	// Wall and Messages choose the sources.
	Wall, Messages bool
	// Window is the age up to which posts are re-read for late comments, edits and deletions. Zero: DefaultWindow.
	Window time.Duration
	// Staff are the user ids who answer for the official.
	Staff []int64
	// StaffNames are short names of more of them, which VKontakte resolves when it is read.
	StaffNames []string
	// Replies: Check looks at the rights that answering needs.
	Replies bool
	// Names remembers what was resolved; share it between channels. Nil: an own one.
	Names *Names
	// APIURL is the address before the method's name, "https://api.vk.ru/method/"; empty: that one.
	APIURL string
	// HTTP makes the calls; nil: collectors.NewClient with its defaults.
	HTTP *http.Client
	// Archive tells what is stored. Needed by the sources, not by Check.
	Archive collectors.Archive
	// Retry bounds the tries of one call; the zero value is collectors.DefaultRetry.
	Retry collectors.RetryPolicy
	// Limiters hold the pace per token; share them between channels that share a token. Nil: own ones.
	Limiters *Limiters
	// Log takes what is worth knowing when something is odd; nil: nothing is logged.
	Log *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	if o.Window == 0 {
		o.Window = DefaultWindow
	}
	if o.APIURL == "" {
		o.APIURL = api.MethodURL
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	if o.HTTP == nil {
		client, err := collectors.NewClient(collectors.ClientOptions{})
		if err != nil {
			return o, fmt.Errorf("make the HTTP client for VKontakte: %w", err)
		}
		o.HTTP = client
	}
	if o.Retry == (collectors.RetryPolicy{}) {
		o.Retry = collectors.DefaultRetry()
	}
	if o.Limiters == nil {
		o.Limiters = &Limiters{}
	}
	if o.Names == nil {
		o.Names = &Names{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// faults are the mistakes of the configuration, all at once.
func (o Options) faults() error {
	var faults []error
	if o.OwnerID == 0 {
		faults = append(faults, errors.New("owner_id is missing: minus the community's number, or a person's number"))
	}
	if !o.Wall && !o.Messages {
		faults = append(faults, errors.New("nothing to read: give read: [wall, messages] or one of them"))
	}
	if o.Wall && o.ServiceToken == "" {
		faults = append(faults, errors.New("service_token is missing: the wall and its comments are read with it"))
	}
	if o.Messages && o.OwnerID > 0 {
		faults = append(faults, errors.New("messages of a person's page cannot be read: VK lets only communities "+
			"do so; set read: [wall]"))
	}
	if o.Messages && o.OwnerID <= 0 && o.CommunityToken == "" {
		faults = append(faults, errors.New("community_token is missing: direct messages are read with it"))
	}
	if o.Window < 0 {
		faults = append(faults, errors.New("window is negative: give an age such as 30d"))
	}
	return errors.Join(faults...)
}

// New gives the sources of a page: "CHANNEL wall", then "CHANNEL messages", as chosen. An error lists every mistake in
// the options; nothing is asked of the platform.
func New(o Options) ([]collectors.Source, error) {
	if err := o.faults(); err != nil {
		return nil, fmt.Errorf("channel %s: %w", o.Channel, err)
	}
	if o.Archive == nil {
		return nil, fmt.Errorf("channel %s: no archive to compare with", o.Channel)
	}
	o, err := o.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("channel %s: %w", o.Channel, err)
	}
	var sources []collectors.Source
	if o.Wall {
		p, calls := newPage(o), newClient(o, serviceToken)
		sources = append(sources, withStaff(&wall{page: p, calls: calls, archive: o.Archive, window: o.Window,
			log: o.Log}, p, calls, o))
	}
	if o.Messages {
		p, calls := newPage(o), newClient(o, communityToken)
		sources = append(sources, withStaff(&dialogs{page: p, calls: calls, archive: o.Archive, log: o.Log}, p, calls,
			o))
	}
	return sources, nil
}

// page is whose messages are read, and who speaks for it.
type page struct {
	channel inbox.ChannelID
	owner   int64
	staff   map[int64]bool
}

func newPage(o Options) page {
	return page{channel: o.Channel, owner: o.OwnerID, staff: make(map[int64]bool, len(o.Staff))}
}

func (p page) speaks(id int64) bool { return id != 0 && (id == p.owner || p.staff[id]) }
