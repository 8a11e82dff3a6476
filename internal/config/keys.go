package config

import (
	"reflect"
	"slices"
	"strings"
)

// Keys lists every key a configuration file may have, as "officials[].channels[].bot_token", sorted.
func Keys(known []Platform) []string {
	var keys []string
	collect(reflect.TypeOf(Config{}), "", &keys)
	for _, p := range known {
		keys = append(keys, "platforms."+p.ID)
		collect(reflect.TypeOf(Endpoint{}), "platforms."+p.ID, &keys)
		collect(reflect.TypeOf(p.Settings()), "officials[].channels[]", &keys)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func collect(t reflect.Type, prefix string, keys *[]string) {
	switch t.Kind() {
	case reflect.Pointer:
		collect(t.Elem(), prefix, keys)
		return
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			collect(t.Elem(), prefix+"[]", keys)
		}
		return
	case reflect.Struct:
	default:
		return
	}
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("yaml")
		if name == "" || name == "-" {
			continue
		}
		key := strings.TrimPrefix(prefix+"."+name, ".")
		*keys = append(*keys, key)
		collect(t.Field(i).Type, key, keys)
	}
}

// lastNames are the keys without what they stand in.
func lastNames(keys []string) []string {
	var names []string
	for _, key := range keys {
		names = append(names, key[strings.LastIndexAny(key, ".]")+1:])
	}
	return names
}
