package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

func (s *Sandbox) channelChat() object {
	return object{"id": ChannelChat, "type": "channel", "title": s.options.Town.Official, "username": ChannelName}
}

func (s *Sandbox) groupChat() object {
	return object{"id": GroupChat, "type": "supergroup", "title": s.options.Town.Official + " — обсуждение"}
}

func (s *Sandbox) directChat() object {
	return object{"id": DirectChat, "type": "supergroup", "title": s.options.Town.Official, "is_direct_messages": true}
}

func (s *Sandbox) personUser(person int) object {
	o := object{"id": PersonTelegram(person), "is_bot": false, "first_name": "Житель"}
	if person >= 0 && person < len(s.options.Town.People) {
		p := s.options.Town.People[person]
		o["first_name"] = p.FirstName
		if p.LastName != "" {
			o["last_name"] = p.LastName
		}
	}
	if person%3 == 0 {
		o["language_code"] = "ru"
	}
	return o
}

func (s *Sandbox) privateChat(person int) object {
	o := object{"id": PersonTelegram(person), "type": "private"}
	for key, value := range s.personUser(person) {
		if key == "first_name" || key == "last_name" {
			o[key] = value
		}
	}
	return o
}

func botUser() object {
	return object{"id": BotID, "is_bot": true, "first_name": "Отклик", "username": BotUsername}
}

// The accounts behind which Telegram hides those who write in the name of a chat.
func telegramService() object {
	return object{"id": 777000, "is_bot": false, "first_name": "Telegram"}
}
func anonymousAdmin() object {
	return object{"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"}
}
func writingChannel() object {
	return object{"id": 136817688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot"}
}
func staffUser() object {
	return object{"id": StaffTelegram, "is_bot": false, "first_name": "Сотрудник", "last_name": "Приёмной"}
}
func ownerUser() object {
	return object{"id": OwnerTelegram, "is_bot": false, "first_name": "Руководитель", "last_name": "Приёмной"}
}

func (s *Sandbox) getMe() (any, *telegramError) {
	me := botUser()
	for _, can := range []string{"supports_inline_queries", "can_connect_to_business", "has_main_web_app",
		"can_manage_bots"} {
		me[can] = false
	}
	me["can_join_groups"] = true
	// Privacy mode is on: the bot reads the group because it is an administrator there.
	me["can_read_all_group_messages"] = false
	return me, nil
}

// chatID reads the chat that a call names, by number or by the channel's @name.
func chatID(p parameters) (int64, *telegramError) {
	text := strings.Trim(p["chat_id"], `"`)
	switch text {
	case "":
		return 0, badRequest("chat_id is empty")
	case "@" + ChannelName:
		return ChannelChat, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, badRequest("chat not found")
	}
	return id, nil
}

// personOf finds the person behind a Telegram id.
func (s *Sandbox) personOf(id int64) (person int, known bool) {
	i := id - PersonTelegram(0)
	return int(i), i >= 0 && i < int64(len(s.options.Town.People))
}

func (s *Sandbox) getChat(p parameters) (any, *telegramError) {
	id, err := chatID(p)
	if err != nil {
		return nil, err
	}
	var chat object
	switch person, isPerson := s.personOf(id); {
	case id == ChannelChat:
		chat = s.channelChat()
		chat["linked_chat_id"] = GroupChat
		chat["has_visible_history"] = true
	case id == GroupChat:
		chat = s.groupChat()
		chat["linked_chat_id"] = ChannelChat
		chat["has_visible_history"] = true
		chat["permissions"] = object{"can_send_messages": true, "can_send_photos": true, "can_send_voice_notes": true,
			"can_invite_users": true}
	case id == DirectChat:
		chat = s.directChat()
		chat["parent_chat"] = s.channelChat()
	case isPerson && s.tg.private[id] != nil:
		chat = s.privateChat(person)
	case id == StaffTelegram:
		chat = object{"id": id, "type": "private", "first_name": "Сотрудник", "last_name": "Приёмной"}
	default:
		return nil, badRequest("chat not found")
	}
	chat["accent_color_id"] = 3
	chat["max_reaction_count"] = 11
	chat["accepted_gift_types"] = object{
		"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false,
	}
	return chat, nil
}

func memberOwner() object {
	return object{"status": "creator", "user": ownerUser(), "is_anonymous": true}
}

func memberAdministrator(user object, inChannel bool) object {
	o := object{"status": "administrator", "user": user, "can_be_edited": false, "is_anonymous": false}
	for _, right := range []string{
		"can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_invite_users",
		"can_post_stories", "can_edit_stories", "can_delete_stories",
	} {
		o[right] = true
	}
	for _, right := range []string{"can_restrict_members", "can_promote_members", "can_change_info"} {
		o[right] = false
	}
	if inChannel {
		o["can_post_messages"], o["can_edit_messages"], o["can_manage_direct_messages"] = true, true, true
	} else {
		o["can_pin_messages"], o["can_manage_topics"] = true, false
	}
	return o
}

// getChatAdministrators lists the owner, the employee and this bot; other bots would be left out.
func (s *Sandbox) getChatAdministrators(p parameters) (any, *telegramError) {
	id, err := chatID(p)
	if err != nil {
		return nil, err
	}
	if id != ChannelChat && id != GroupChat && id != DirectChat {
		if _, err := s.getChat(p); err != nil {
			return nil, err
		}
		return nil, badRequest("there are no administrators in the private chat")
	}
	inChannel := id != GroupChat
	return []object{memberOwner(), memberAdministrator(staffUser(), inChannel),
		memberAdministrator(botUser(), inChannel)}, nil
}

func (s *Sandbox) getChatMember(p parameters) (any, *telegramError) {
	id, err := chatID(p)
	if err != nil {
		return nil, err
	}
	if id != ChannelChat && id != GroupChat {
		return nil, badRequest("chat not found")
	}
	user, given, wrong := p.whole("user_id")
	if wrong != nil || !given {
		return nil, badRequest("invalid user_id specified")
	}
	switch person, isPerson := s.personOf(user); {
	case user == OwnerTelegram:
		return memberOwner(), nil
	case user == StaffTelegram:
		return memberAdministrator(staffUser(), id == ChannelChat), nil
	case user == BotID:
		return memberAdministrator(botUser(), id == ChannelChat), nil
	case isPerson:
		return object{"status": "member", "user": s.personUser(person)}, nil
	}
	return nil, &telegramError{code: http.StatusBadRequest, description: "Bad Request: user not found"}
}
