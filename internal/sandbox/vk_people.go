package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// mentionedIDs collects the accounts that a reply speaks of, each once, in order of appearance.
type mentionedIDs struct {
	ids  []int64
	seen map[int64]bool
}

func newMentioned() *mentionedIDs { return &mentionedIDs{seen: map[int64]bool{}} }

func (m *mentionedIDs) add(id int64) {
	if id != 0 && !m.seen[id] {
		m.seen[id] = true
		m.ids = append(m.ids, id)
	}
}

// extend adds what extended=1 asks for.
func (s *Sandbox) extend(result object, ids []int64) {
	profiles, groups := []object{}, []object{}
	for _, id := range ids {
		if id < 0 {
			groups = append(groups, s.groupObject())
		} else if profile := s.profileObject(id); profile != nil {
			profiles = append(profiles, profile)
		}
	}
	result["profiles"], result["groups"] = profiles, groups
}

// vkName is the name of a VK account.
func (s *Sandbox) vkName(id int64) (first, last string) {
	switch id {
	case StaffVK:
		return "Сотрудник", "Приёмной"
	case OperatorVK:
		return "Оператор", "Приёмной"
	}
	if i := id - PersonVK(0); i >= 0 && i < int64(len(s.options.Town.People)) {
		person := s.options.Town.People[i]
		return person.FirstName, person.LastName
	}
	return "", ""
}

func (s *Sandbox) profileObject(id int64) object {
	first, last := s.vkName(id)
	if first == "" && last == "" {
		return nil
	}
	return object{
		"id": id, "first_name": first, "last_name": last, "screen_name": vkScreenName(id),
		"can_access_closed": true, "is_closed": false, "sex": 0, "online": 0,
		"photo_50": "https://vk.com/images/camera_50.png", "photo_100": "https://vk.com/images/camera_100.png",
	}
}

// vkScreenName is the short name of a VK account: one has chosen its own.
func vkScreenName(id int64) string {
	if id == StaffVK {
		return StaffScreenName
	}
	return fmt.Sprintf("id%d", id)
}

// vkAccount is the account of a number or a short name; false where nobody has it.
func (s *Sandbox) vkAccount(name string) (int64, bool) {
	id, err := strconv.ParseInt(strings.TrimPrefix(name, "id"), 10, 64)
	if name == StaffScreenName {
		id, err = StaffVK, nil
	}
	return id, err == nil && s.profileObject(id) != nil
}

func (s *Sandbox) groupObject() object {
	return object{
		"id": -OwnerID, "name": s.options.Town.Official, "screen_name": ScreenName, "is_closed": flag(s.vk.closed),
		"type":      "page",
		"photo_50":  "https://vk.com/images/community_50.png",
		"photo_100": "https://vk.com/images/community_100.png",
		"photo_200": "https://vk.com/images/community_200.png",
	}
}

func (s *Sandbox) groupsGetByID(c call) (any, *vkError) {
	names := append(c.list("group_ids"), c.list("group_id")...)
	if len(names) == 0 {
		if c.kind != communityToken {
			return nil, badParam("group_ids is undefined")
		}
		names = []string{ScreenName}
	}
	groups := []object{}
	for _, name := range names {
		own := strconv.FormatInt(-OwnerID, 10)
		if !slices.Contains([]string{own, "club" + own, "public" + own, ScreenName}, name) {
			return nil, badParam("group_ids is invalid")
		}
		group := s.groupObject()
		for _, field := range c.list("fields") {
			switch field {
			case "wall":
				group["wall"] = 2
			case "can_message":
				group["can_message"] = 1
			case "members_count":
				group["members_count"] = len(s.options.Town.People)
			}
		}
		groups = append(groups, group)
	}
	return object{"groups": groups, "profiles": []object{}}, nil
}

// vkScopes are the rights of a community token that matter here, by VK's bits.
var vkScopes = map[string]int{"photos": 4, "wall": 8192, "messages": 4096, "docs": 131072, "manage": 262144}

func (s *Sandbox) groupsGetTokenPermissions(call) (any, *vkError) {
	mask, permissions := 0, []object{}
	for _, name := range s.vk.scopes {
		mask |= vkScopes[name]
		permissions = append(permissions, object{"name": name, "setting": vkScopes[name]})
	}
	return object{"mask": mask, "permissions": permissions}, nil
}

func (s *Sandbox) usersGet(c call) (any, *vkError) {
	names := c.list("user_ids")
	if len(names) > 1000 {
		return nil, badParam("user_ids should contain at most 1000 elements")
	}
	found := []object{}
	for _, name := range names {
		if id, there := s.vkAccount(name); there { // an unknown short name is left out of the answer
			found = append(found, s.profileObject(id))
		}
	}
	return found, nil
}

// resolveScreenName answers an unknown name with an empty list, as VK does.
func (s *Sandbox) resolveScreenName(c call) (any, *vkError) {
	name := c.parameters["screen_name"]
	if name == "" {
		return nil, badParam("screen_name is undefined")
	}
	if name == ScreenName {
		return object{"type": "page", "object_id": -OwnerID, "group_id": -OwnerID}, nil
	}
	if id, there := s.vkAccount(name); there && strings.Trim(name, "0123456789") != "" {
		return object{"type": "user", "object_id": id}, nil
	}
	return []object{}, nil
}
