package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// botSchema is the description of the Bot API's objects.
type botSchema struct {
	Types map[string]struct {
		Subtypes []string
		Fields   []struct {
			Name     string
			Types    []string
			Required bool
		}
	}
}

func openBotSchema(t *testing.T) *botSchema {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(sharedSpecs, "telegram", "telegram-bot-api.json"))
	if err != nil {
		t.Skip("the description of the Bot API is not here: ../shared/specs/telegram")
	}
	schema := &botSchema{}
	if err := json.Unmarshal(raw, schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

func (b *botSchema) check(kind string, value any, at string) (faults []string) {
	fault := func(format string, a ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, a...)) }
	if inner, ok := strings.CutPrefix(kind, "Array of "); ok {
		list, ok := value.([]any)
		if !ok {
			fault("%T instead of %s", value, kind)
		}
		for i, entry := range list {
			faults = append(faults, b.check(inner, entry, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return faults
	}
	json := map[string]string{"Integer": "integer", "Float": "number", "String": "string", "Boolean": "boolean",
		"True": "boolean"}[kind]
	if json != "" {
		if !ofType(json, value) {
			fault("%T instead of %s", value, kind)
		}
		return faults
	}
	described, known := b.Types[kind]
	o, isObject := value.(map[string]any)
	if !known || !isObject {
		fault("%T instead of %s", value, kind)
		return faults
	}
	if len(described.Subtypes) > 0 {
		for _, sub := range described.Subtypes {
			f := b.check(sub, value, at)
			if len(f) == 0 {
				return nil
			}
			faults = append(faults, f...)
		}
		return append(faults, at+": fits none of "+strings.Join(described.Subtypes, ", "))
	}
	names := map[string]bool{}
	for _, field := range described.Fields {
		names[field.Name] = true
		entry, has := o[field.Name]
		if !has {
			if field.Required {
				fault("%s is missing", field.Name)
			}
			continue
		}
		var tried []string
		for _, one := range field.Types {
			f := b.check(one, entry, at+"."+field.Name)
			if len(f) == 0 {
				tried = nil
				break
			}
			tried = append(tried, f...)
		}
		faults = append(faults, tried...)
	}
	for name := range o {
		if !names[name] {
			fault("%s has no field %s", kind, name)
		}
	}
	return faults
}

func TestTelegramRepliesFitTheDescription(t *testing.T) {
	schema := openBotSchema(t)
	s := newTest(t, func(o *Options) { o.NoOddities = true })
	tgCall(t, s, "getUpdates", "limit", "1")
	if err := s.EditComment("telegram", s.Comments("telegram", s.Posts("telegram")[0])[0], "исправлено"); err != nil {
		t.Fatal(err)
	}
	channel, group := fmt.Sprint(ChannelChat), fmt.Sprint(GroupChat)
	for _, c := range []struct {
		method, kind string
		pairs        []string
	}{
		{"getMe", "User", nil},
		{"getChat", "ChatFullInfo", []string{"chat_id", channel}},
		{"getChat", "ChatFullInfo", []string{"chat_id", group}},
		{"getChat", "ChatFullInfo", []string{"chat_id", fmt.Sprint(DirectChat)}},
		{"getChat", "ChatFullInfo", []string{"chat_id", fmt.Sprint(PersonTelegram(0))}},
		{"getChatAdministrators", "Array of ChatMember", []string{"chat_id", group}},
		{"getChatAdministrators", "Array of ChatMember", []string{"chat_id", channel}},
		{"getChatMember", "ChatMember", []string{"chat_id", group, "user_id", fmt.Sprint(BotID)}},
		{"getWebhookInfo", "WebhookInfo", nil},
		{"sendMessage", "Message", []string{"chat_id", group, "text", "Сводка"}},
		{"sendMessage", "Message", []string{"chat_id", "@" + ChannelName, "text", "Сводка"}},
	} {
		r := tgCall(t, s, c.method, c.pairs...)
		var value any
		if !r.OK || json.Unmarshal(r.Result, &value) != nil {
			t.Errorf("%s %v: %d %s", c.method, c.pairs, r.Code, r.Description)
			continue
		}
		for _, f := range schema.check(c.kind, value, c.method) {
			t.Error(f)
		}
	}
	for _, f := range allUpdateFaults(t, s, schema) {
		t.Error(f)
	}
}

func allUpdateFaults(t *testing.T, s *Sandbox, schema *botSchema) (faults []string) {
	t.Helper()
	for offset := "0"; ; {
		r := tgCall(t, s, "getUpdates", "offset", offset)
		var list []any
		if err := json.Unmarshal(r.Result, &list); err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return faults
		}
		faults = append(faults, schema.check("Array of Update", list, "updates")...)
		last := list[len(list)-1].(map[string]any)["update_id"].(float64)
		offset = fmt.Sprint(int64(last) + 1)
	}
}

func TestOddTelegramUpdatesDifferOnlyWhereMeant(t *testing.T) {
	schema := openBotSchema(t)
	faults := allUpdateFaults(t, newTest(t, nil), schema)
	origins := 0
	for _, f := range faults {
		switch {
		case strings.HasSuffix(f, "has no field sandbox_future_field"):
		case strings.Contains(f, "forward_origin"):
			origins++
		default:
			t.Error(f)
		}
	}
	if origins == 0 || origins == len(faults) {
		t.Errorf("%d of %d deviations are unknown origins: both kinds are wanted", origins, len(faults))
	}
}
