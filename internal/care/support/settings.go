package support

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// rules says how the configuration's keys are shown. A key that is not here shows whether it is set: truth values as
// they are, everything else as stars.
var rules = map[string]func(string) string{
	"timezone": As, "language": As,
	"store.path":          path,
	"platforms.*.api_url": address, "platforms.*.proxy": address, "platforms.*.ca_file": path,
	"officials[].id":            As,
	"officials[].channels[].id": As, "officials[].channels[].platform": As, "officials[].channels[].read": As,
	"officials[].channels[].window": As, "officials[].channels[].owner_id": number,
	"officials[].channels[].channel": number,
	"schedule.collect":               As,
	"norms.answer_within":            As, "norms.clock": As, "norms.working_hours": As, "norms.working_days": As,
	"norms.holidays":           As,
	"norms.extra_working_days": As, "norms.interim_within": As,
	"digests[].id": As, "digests[].schedule": As, "digests[].period": As, "digests[].audience": As,
	"digests[].officials":           As,
	"digests[].deliver[].file.path": path, "digests[].deliver[].file.format": As,
	"digests[].deliver[].mail.to": Mail, "digests[].deliver[].mail.attach": As,
	"digests[].deliver[].telegram.chat": number, "digests[].deliver[].telegram.attach": As,
	"digests[].deliver[].webhook.url": address, "digests[].deliver[].webhook.proxy": address,
	"digests[].deliver[].webhook.ca_file": path,
	"mail.port":                           As, "mail.tls": As, "mail.user": Mail, "mail.from": Mail,
	"mail.ca_file":  path,
	"bodies[].to":   Mail,
	"reading.model": path, "reading.topics": path, "reading.places": path,
	"reading.assistant.url": address, "reading.assistant.api_key_file": path,
	"reading.assistant.timeout": As, "reading.assistant.share": As,
	"privacy.retention": As,
	"store.key_file":    path, "store.old_keys_file": path,
	"backup.path": path, "backup.schedule": As, "backup.keep": As, "backup.recipients_file": path,
	"purge.acts":     path,
	"purge.schedule": As, "purge.mode": As,
}

// Settings is a configuration as JSON with its structure, its secrets and everything personal masked. c is a struct, or
// a pointer to one, whose fields are named by yaml tags; only checked configurations belong here, because a value that
// was not checked may be anything.
func Settings(c any) ([]byte, error) { return indented(settings("", reflect.ValueOf(c))) }

// member is one key of an object that keeps the order of its keys.
type member struct {
	key   string
	value any
}

type object []member

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := indented(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func settings(key string, v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return settings(key, v.Elem())
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			return leaf(key, v)
		}
		list := []any{}
		inside := key
		if element(v.Type()).Kind() == reflect.Struct {
			inside += "[]"
		}
		for i := range v.Len() {
			list = append(list, settings(inside, v.Index(i)))
		}
		return list
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String || v.Type().Elem().Kind() != reflect.Struct {
			return leaf(key, v)
		}
		o := object{}
		for _, name := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int {
			return strings.Compare(a.String(), b.String())
		}) {
			o = append(o, member{name.String(), settings(key+".*", v.MapIndex(name))})
		}
		return o
	case reflect.Struct:
		o := object{}
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("settings") == "inline" {
				if own, ok := settings(key, v.Field(i)).(object); ok {
					o = append(o, own...)
				}
				continue
			}
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if name == "" || name == "-" || !v.Type().Field(i).IsExported() {
				continue
			}
			if value := settings(strings.TrimPrefix(key+"."+name, "."), v.Field(i)); value != nil {
				o = append(o, member{name, value})
			}
		}
		return o
	}
	return leaf(key, v)
}

func element(t reflect.Type) reflect.Type {
	t = t.Elem()
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// leaf shows one value. Maps and whatever else there may be are only said to be there.
func leaf(key string, v reflect.Value) any {
	if v.Kind() == reflect.Bool {
		return v.Bool()
	}
	if v.IsZero() {
		if v.Kind() == reflect.String {
			return ""
		}
		return 0
	}
	rule, ok := rules[key]
	if !ok {
		return Stars
	}
	text := fmt.Sprint(v.Interface())
	if v.Kind() == reflect.String {
		text = v.String() // a secret prints as stars; of a secret address the rule shows the scheme
	}
	shown := rule(text)
	if v.CanInt() && shown == strconv.FormatInt(v.Int(), 10) {
		return json.Number(shown)
	}
	return shown
}
