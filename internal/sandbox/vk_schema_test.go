package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const sharedSpecs = "../../../shared/specs"

// vkSchema checks values against VK's published schema: references, types, properties, required ones, allOf, oneOf,
// enum, minimum and items. It is stricter than the schema in one thing: a property that the schema does not know is a
// fault, so that a misspelt one cannot pass.
type vkSchema struct {
	root  string
	files map[string]map[string]any
}

func openVKSchema(t *testing.T) *vkSchema {
	t.Helper()
	root := filepath.Join(sharedSpecs, "vk")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the official VK schema is not here: ../shared/specs/vk")
	}
	return &vkSchema{root, map[string]map[string]any{}}
}

func (v *vkSchema) load(t *testing.T, file string) map[string]any {
	t.Helper()
	if v.files[file] == nil {
		raw, err := os.ReadFile(filepath.Join(v.root, file))
		if err != nil {
			t.Fatal(err)
		}
		var content map[string]any
		if err := json.Unmarshal(raw, &content); err != nil {
			t.Fatal(err)
		}
		v.files[file] = content
	}
	return v.files[file]
}

// resolve follows references until there is none.
func (v *vkSchema) resolve(t *testing.T, schema map[string]any) map[string]any {
	t.Helper()
	for {
		ref, ok := schema["$ref"].(string)
		if !ok {
			return schema
		}
		file, path, _ := strings.Cut(ref, "#/")
		node := any(v.load(t, strings.TrimPrefix(file, "../")))
		for part := range strings.SplitSeq(path, "/") {
			node = node.(map[string]any)[part]
		}
		found, ok := node.(map[string]any)
		if !ok {
			t.Fatalf("the schema has no %s", ref)
		}
		schema = found
	}
}

// properties gathers what an object may have, through allOf and references.
func (v *vkSchema) properties(t *testing.T, schema map[string]any) map[string]map[string]any {
	t.Helper()
	schema = v.resolve(t, schema)
	all := map[string]map[string]any{}
	parts, _ := schema["allOf"].([]any)
	for _, part := range parts {
		for name, p := range v.properties(t, part.(map[string]any)) {
			all[name] = p
		}
	}
	own, _ := schema["properties"].(map[string]any)
	for name, p := range own {
		all[name] = p.(map[string]any)
	}
	return all
}

func (v *vkSchema) check(t *testing.T, schema map[string]any, value any, at string) (faults []string) {
	t.Helper()
	// Beside a reference only "required" and descriptions stand.
	schema = v.resolve(t, schema)
	if choices, ok := schema["oneOf"].([]any); ok {
		var all []string
		for _, choice := range choices {
			f := v.check(t, choice.(map[string]any), value, at)
			if len(f) == 0 {
				return nil
			}
			all = append(all, f...)
		}
		return append(all, at+": fits none of the choices")
	}
	fault := func(format string, a ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, a...)) }
	if allowed, ok := schema["enum"].([]any); ok && !slices.Contains(allowed, value) {
		fault("%v is not one of %v", value, allowed)
	}
	if !ofType(schema["type"], value) {
		fault("%T instead of %v", value, schema["type"])
		return faults
	}
	if low, ok := schema["minimum"].(float64); ok {
		if n, isNumber := value.(float64); isNumber && n < low {
			fault("%v is below %v", n, low)
		}
	}
	switch value := value.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, entry := range value {
			faults = append(faults, v.check(t, items, entry, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case map[string]any:
		known := v.properties(t, schema)
		for name, p := range known {
			if _, has := value[name]; !has && p["required"] == true {
				fault("%s is missing", name)
			}
		}
		for name, entry := range value {
			if p, ok := known[name]; ok {
				faults = append(faults, v.check(t, p, entry, at+"."+name)...)
			} else {
				fault("the schema does not know %s", name)
			}
		}
	}
	return faults
}

func ofType(want, value any) bool {
	if several, ok := want.([]any); ok {
		return slices.ContainsFunc(several, func(one any) bool { return ofType(one, value) })
	}
	switch want {
	case "integer":
		n, ok := value.(float64)
		return ok && n == float64(int64(n))
	case "number":
		_, ok := value.(float64)
		return ok
	case "string":
		_, ok := value.(string)
		return ok
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "array":
		_, ok := value.([]any)
		return ok
	case "object":
		_, ok := value.(map[string]any)
		return ok
	}
	return true
}

func (v *vkSchema) must(t *testing.T, file, definition string, body []byte) {
	t.Helper()
	for _, f := range v.faults(t, file, definition, body) {
		// The schema names sticker among the types of a post's attachments and forgets the property.
		if strings.HasSuffix(f, "the schema does not know sticker") {
			continue
		}
		t.Errorf("%s: %s", definition, f)
	}
}

func (v *vkSchema) faults(t *testing.T, file, definition string, body []byte) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	return v.check(t, map[string]any{"$ref": "../" + file + "#/definitions/" + definition}, value, "$")
}

func TestVKRepliesFitTheOfficialSchema(t *testing.T) {
	schema := openVKSchema(t)
	s := newTest(t, nil)
	post := fmt.Sprint(s.Posts("vk")[0])
	owner := fmt.Sprint(OwnerID)
	person := fmt.Sprint(PersonVK(2))
	for _, c := range []struct {
		token, method, file, definition string
		pairs                           []string
	}{
		{ServiceToken, "wall.get", "wall", "wall_get_response", []string{"owner_id", owner, "count", "100"}},
		{ServiceToken, "wall.get", "wall", "wall_get_extended_response", []string{"owner_id", owner, "extended", "1"}},
		{ServiceToken, "wall.getById", "wall", "wall_getById_response", []string{"posts", owner + "_" + post}},
		{ServiceToken, "wall.getById", "wall", "wall_getById_extended_response",
			[]string{"posts", owner + "_" + post, "extended", "1"}},
		{ServiceToken, "wall.getComments", "wall", "wall_getComments_response",
			[]string{"owner_id", owner, "post_id", post, "count", "100", "thread_items_count", "10", "preview_length",
				"0", "need_likes", "1"}},
		{ServiceToken, "wall.getComments", "wall", "wall_getComments_extended_response",
			[]string{"owner_id", owner, "post_id", post, "count", "100", "thread_items_count", "10", "extended", "1",
				"start_comment_id", "1"}},
		{CommunityToken, "messages.getConversations", "messages", "messages_getConversations_response",
			[]string{"extended", "1", "count", "200"}},
		{CommunityToken, "messages.getHistory", "messages", "messages_getHistory_response",
			[]string{"peer_id", person}},
		{CommunityToken, "messages.getHistory", "messages", "messages_getHistory_extended_response",
			[]string{"peer_id", person, "extended", "1"}},
		{CommunityToken, "messages.getById", "messages", "messages_getById_response",
			[]string{"message_ids", "1001,1002"}},
		{CommunityToken, "messages.getById", "messages", "messages_getById_extended_response",
			[]string{"message_ids", "1001", "extended", "1"}},
		{CommunityToken, "groups.getById", "groups", "groups_getById_object_response",
			[]string{"fields", "wall,can_message,members_count"}},
		{CommunityToken, "groups.getTokenPermissions", "groups", "groups_getTokenPermissions_response", nil},
		{ServiceToken, "users.get", "users", "users_get_response", []string{"user_ids", person + ",id" + person}},
		{ServiceToken, "utils.getServerTime", "utils", "utils_getServerTime_response", nil},
		{ServiceToken, "utils.resolveScreenName", "utils", "utils_resolveScreenName_response",
			[]string{"screen_name", ScreenName}},
		{ServiceToken, "utils.resolveScreenName", "utils", "utils_resolveScreenName_response",
			[]string{"screen_name", StaffScreenName}},
		{ServiceToken, "users.get", "users", "users_get_response", []string{"user_ids", StaffScreenName}},
	} {
		schema.must(t, c.file+"/responses.json", c.definition, vkBody(t, s, c.token, c.method, c.pairs...))
	}
}

func TestTheSchemaCheckFindsFaults(t *testing.T) {
	schema := openVKSchema(t)
	for name, body := range map[string]string{
		"missing":  `{"response":{"items":[]}}`,
		"type":     `{"response":{"count":"1","items":[]}}`,
		"unknown":  `{"response":{"count":1,"items":[],"itmes":[]}}`,
		"in items": `{"response":{"count":1,"items":[{"id":0,"from_id":1,"date":1,"text":""}]}}`,
	} {
		if len(schema.faults(t, "wall/responses.json", "wall_getComments_response", []byte(body))) == 0 {
			t.Errorf("%s: no fault was found", name)
		}
	}
}
