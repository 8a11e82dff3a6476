package telegram

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// chatDirectory is who and where everybody is, found out at the beginning of a pull and completed by the updates
// themselves.
type chatDirectory struct {
	placements map[inbox.ChannelID]placement
	// directs maps chats of direct messages to their channels; unreachable are those that Telegram does not tell.
	directs     map[int64]int64
	unreachable map[int64]bool
	// undecodable are kept pieces that still could not be decoded although their chat is known.
	undecodable map[piece]bool
	// refusals say of channels why their discussion group could not be found out, or that their number is a group's.
	refusals map[inbox.ChannelID]refusal
	// looked are the groups of which it was found out whether the bot sees them.
	looked map[inbox.ChannelID]int64
	// end is how the pull will end although everything that came was stored; endsAt is the cursor it ends at.
	end    error
	endsAt []byte
}

// refresh asks for the discussion groups and their administrators. What it cannot get, it takes from the cursor, with a
// warning. It fails only while a group is quite unknown for a passing reason: then nothing may be confirmed yet.
func (s *Source) refresh(ctx context.Context, cur cursor) (*chatDirectory, []string, error) {
	who := &chatDirectory{placements: map[inbox.ChannelID]placement{}, directs: maps.Clone(cur.Directs),
		unreachable: map[int64]bool{},
		undecodable: map[piece]bool{}, refusals: map[inbox.ChannelID]refusal{}, looked: map[inbox.ChannelID]int64{}}
	if who.directs == nil {
		who.directs = map[int64]int64{}
	}
	var warnings []string
	for _, c := range s.channels {
		known := cur.Channels[c.ID]
		if known.Chat != 0 && known.Chat != c.Chat {
			warnings = append(warnings, fmt.Sprintf("%s names another Telegram channel than before; what is stored of "+
				"the old one stays beside it: to keep their digests apart, give the channel another id", c.ID))
			known = placement{Seen: known.Seen, Blind: known.Blind}
		}
		place := known
		place.Chat, place.Groups, place.Admins = c.Chat, slices.Clone(known.Groups), slices.Clone(known.Admins)
		if c.Chat != 0 && c.Comments {
			found, err := s.locate(ctx, c, &place, who)
			if err != nil {
				return nil, nil, err
			}
			warnings = append(warnings, found...)
		}
		if c.Chat != 0 && c.Messages {
			if err := s.locateDirects(ctx, c, &place, who); err != nil {
				return nil, nil, err
			}
		}
		who.placements[c.ID] = place
	}
	return who, warnings, nil
}

// locateDirects finds out who answers a channel's direct messages and whether they reach the bot. Where comments are
// read too, the group's administrators are the official's side, and the channel's are only asked for when direct
// messages came.
func (s *Source) locateDirects(ctx context.Context, c Channel, place *placement, who *chatDirectory) error {
	once := *s.api
	once.retry.Tries = 1
	if !c.Comments {
		if info, err := once.chat(ctx, c.Chat); err == nil && info.notChannel() {
			who.refusals[c.ID] = refusal{advice: info.misnamed(), lasting: true}
		}
	} else if !who.hasDirects(c.Chat) {
		return nil
	}
	// The bot may not be allowed to see them; then the channel's own name and `staff` have to do.
	list, err := once.admins(ctx, c.Chat)
	if ctx.Err() != nil {
		return fmt.Errorf("look for the administrators of %s: %w", c.ID, err)
	}
	if err == nil && !c.Comments {
		place.setAdmins(list)
	}
	s.lookAtDirects(c, who, list, err)
	return nil
}

// locate brings the placement of one channel up to date.
func (s *Source) locate(
	ctx context.Context, c Channel, place *placement, who *chatDirectory,
) (warnings []string, err error) {
	caller := *s.api
	if len(place.Groups) > 0 {
		caller.retry.Tries = min(caller.retry.Tries, 2) // the remembered group will do
	}
	info, err := caller.chat(ctx, c.Chat)
	var f *collectors.Failure
	switch {
	case err == nil && info.notChannel():
		place.Groups = nil // what a group is linked with is no discussion group
		who.refusals[c.ID] = refusal{advice: info.misnamed(), lasting: true}
	case err == nil && info.Linked == 0:
		who.blind(c.ID, refusal{advice: "the channel has no discussion group, so nobody can comment there; " +
			"link a group in the channel's settings and make the bot its administrator, or take comments out of " +
			"`read`"})
		warnings = append(warnings, fmt.Sprintf("the Telegram channel of %s has no discussion group, so nobody can "+
			"comment there; link a group in the channel's settings", c.ID))
	case err == nil:
		if len(place.Groups) > 0 && !slices.Contains(place.Groups, info.Linked) {
			warnings = append(warnings, fmt.Sprintf("%s has another discussion group than before; both are read, "+
				"and their comments are kept apart", c.ID))
		}
		place.add(info.Linked)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("look for the discussion group of %s: %w", c.ID, err)
	case len(place.Groups) == 0 && errors.As(err, &f) && f.Temporary:
		return nil, fmt.Errorf("look for the discussion group of %s: %w", c.ID, err)
	case len(place.Groups) == 0:
		who.refusals[c.ID] = refusal{err: err,
			advice: "the discussion group is not known, so the comments cannot be read; make the bot an " +
				"administrator of the channel's discussion group and of the channel, and look at the number in " +
				"`channel`"}
		warnings = append(warnings, fmt.Sprintf("the discussion group of %s could not be asked for (%v); it is "+
			"recognised as soon as a post of the channel, or a comment under one, comes in", c.ID, err))
	default:
		warnings = append(warnings, fmt.Sprintf("the discussion group of %s could not be asked for (%v); the one "+
			"known from before is read", c.ID, err))
		// The channel does not tell; the group still says whose it is.
		if group, failed := caller.chat(ctx, place.Groups[0]); failed == nil && group.Linked != c.Chat {
			who.blind(c.ID, refusal{err: err,
				advice: fmt.Sprintf("the group %d, which was its discussion group, is not that any more, and the "+
					"channel does not tell which is; "+
					"make the bot an administrator of the channel and of its discussion group", group.ID)})
		}
	}
	if len(place.Groups) == 0 {
		return warnings, nil
	}
	found, err := s.lookAtGroup(ctx, &caller, c, place, who)
	return append(warnings, found...), err
}

// lookAtGroup finds out who administers a channel's present group and whether the bot sees it.
func (s *Source) lookAtGroup(
	ctx context.Context, caller *api, c Channel, place *placement, who *chatDirectory,
) (warnings []string, err error) {
	group := place.Groups[0]
	list, err := caller.admins(ctx, group)
	if to := movedTo(err); to != 0 {
		place.add(to)
		group = to
		list, err = caller.admins(ctx, group)
	}
	switch {
	case err == nil:
		place.setAdmins(list)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("look for the administrators of %s: %w", c.ID, err)
	case len(place.Admins) > 0:
		warnings = append(warnings, fmt.Sprintf("the administrators of the discussion group of %s could not be "+
			"asked for (%v); those known from before count as the official's side", c.ID, err))
	default:
		warnings = append(warnings, fmt.Sprintf("the administrators of the discussion group of %s could not be "+
			"asked for (%v); only the channel, the group itself and `staff` count as the official's side", c.ID, err))
	}
	who.looked[c.ID] = group
	seen, why := s.look(ctx, group, list, err)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("look whether the bot sees the discussion group of %s: %w", c.ID, why)
	}
	if seen != sees {
		who.blind(c.ID, refusal{err: why, group: group, advice: seen.advice(group)})
	}
	return warnings, nil
}

// lookAgain does so for the groups that only the updates of this pull told of, in place of what was believed before.
func (s *Source) lookAgain(ctx context.Context) (warnings []string, err error) {
	for _, c := range s.channels {
		place := s.who.placements[c.ID]
		r := s.who.refusals[c.ID]
		if !c.Comments || len(place.Groups) == 0 || s.who.looked[c.ID] == place.Groups[0] || r.lasting && r.group == 0 {
			continue
		}
		delete(s.who.refusals, c.ID)
		caller := *s.api
		caller.retry.Tries = min(caller.retry.Tries, 2) // the next pull asks again
		found, err := s.lookAtGroup(ctx, &caller, c, &place, s.who)
		if err != nil {
			return nil, err
		}
		warnings = append(warnings, found...)
		s.who.placements[c.ID] = place
	}
	return warnings, nil
}

// add makes group the present one.
func (p *placement) add(group int64) {
	p.Groups = slices.DeleteFunc(p.Groups, func(g int64) bool { return g == group })
	p.Groups = slices.Insert(p.Groups, 0, group)
}

func (p *placement) setAdmins(list []admin) {
	p.Admins = nil
	for _, a := range list {
		p.Admins = append(p.Admins, a.ID)
	}
	slices.Sort(p.Admins)
}

// learn takes from a message where the discussion group of a channel is: Telegram marks the posts that it forwards into
// the group, and comments quote the post they stand under.
func (s *Source) learn(m loose.Object) {
	chat, _ := m.Object("chat")
	group, ok := chat.Number("id")
	if !ok {
		return
	}
	if to, upgraded := m.Number("migrate_to_chat_id"); upgraded {
		s.upgrade(group, to)
	}
	if from, upgraded := m.Number("migrate_from_chat_id"); upgraded {
		s.upgrade(from, group)
	}
	for _, post := range []loose.Object{m, m.Child("reply_to_message")} {
		sender, ok := post.Object("sender_chat")
		if !ok || !post.Flag("is_automatic_forward") {
			continue
		}
		id, _ := sender.Number("id")
		for _, c := range s.channels {
			place := s.who.placements[c.ID]
			if c.Comments && c.Chat == id && !slices.Contains(place.Groups, group) {
				place.Groups = append(place.Groups, group)
				s.who.placements[c.ID] = place
			}
		}
	}
}

// upgrade lets a group that became a supergroup go on as the same one: it has another number, and numbers its messages
// again (https://core.telegram.org/bots/api#message, migrate_to_chat_id and migrate_from_chat_id).
func (s *Source) upgrade(from, to int64) {
	for _, c := range s.channels {
		place := s.who.placements[c.ID]
		if slices.Contains(place.Groups, from) && !slices.Contains(place.Groups, to) {
			place.Groups = slices.Clone(place.Groups)
			place.add(to)
			s.who.placements[c.ID] = place
		}
	}
}

// official reports whether a user answers for the channel.
func (who *chatDirectory) official(c Channel, user int64) bool {
	return slices.Contains(c.Staff, user) || slices.Contains(who.placements[c.ID].Admins, user)
}

// place is where a chat's messages belong.
type place int

const (
	ours     place = iota // to the channel
	nobodys               // to no configured channel
	unwanted              // to a part that the configuration does not want read
	unplaced              // perhaps to the channel: its discussion group is not known
)

// route finds the channel of a chat. Its error is passing: the update must come again.
func (s *Source) route(ctx context.Context, m, chat loose.Object, id int64) (Channel, inbox.Kind, place, error) {
	kind, _ := chat.Text("type")
	switch {
	case kind == "private" || id > 0: // only people's numbers are positive, whatever the kind is called
		for _, c := range s.channels {
			if c.Messages {
				return c, inbox.Direct, ours, nil
			}
		}
		return Channel{}, inbox.Direct, unwanted, nil
	case kind == "channel":
		return Channel{}, inbox.Comment, unwanted, nil
	case chat.Flag("is_direct_messages"):
		return s.routeDirect(ctx, m, id)
	}
	for _, c := range s.channels {
		if c.Comments && slices.Contains(s.who.placements[c.ID].Groups, id) {
			return c, inbox.Comment, ours, nil
		}
	}
	for _, c := range s.channels {
		if c.Comments && len(s.who.placements[c.ID].Groups) == 0 {
			return c, inbox.Comment, unplaced, nil
		}
	}
	if !slices.ContainsFunc(s.channels, func(c Channel) bool { return c.Comments }) {
		return Channel{}, inbox.Comment, unwanted, nil
	}
	return Channel{}, inbox.Comment, nobodys, nil
}

// routeDirect finds the channel whose direct messages a chat holds.
func (s *Source) routeDirect(ctx context.Context, m loose.Object, id int64) (Channel, inbox.Kind, place, error) {
	parent, known := s.who.directs[id]
	if !known && !s.who.unreachable[id] {
		info, err := s.api.chat(ctx, id)
		var f *collectors.Failure
		switch {
		case err == nil && info.Parent != 0:
			parent, known = info.Parent, true
			s.who.directs[id] = parent
		case err != nil && (ctx.Err() != nil || errors.As(err, &f) && f.Temporary):
			return Channel{}, inbox.Direct, unplaced, fmt.Errorf("find the channel of the direct messages in %d: %w",
				id, err)
		default:
			s.who.unreachable[id] = true
		}
	}
	sender, _ := m.Child("sender_chat").Number("id")
	var candidates []Channel
	for _, c := range s.channels {
		if !c.Messages || c.Chat == 0 {
			continue
		}
		if known && c.Chat == parent || !known && c.Chat == sender {
			return c, inbox.Direct, ours, nil
		}
		candidates = append(candidates, c)
	}
	switch {
	case len(candidates) == 0, known && slices.ContainsFunc(s.channels,
		func(c Channel) bool { return c.Chat == parent }):
		return Channel{}, inbox.Direct, unwanted, nil
	case known:
		return Channel{}, inbox.Direct, nobodys, nil
	case len(candidates) == 1:
		return candidates[0], inbox.Direct, ours, nil // whose else, in a bot of one channel
	}
	return candidates[0], inbox.Direct, unplaced, nil
}
