package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Keys lists every key a configuration file may have, as "officials[].channels[].bot_token", sorted.
func Keys() []string {
	var keys []string
	collect(reflect.TypeOf(Config{}), "", &keys)
	slices.Sort(keys)
	return keys
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

// suggest names the known key that is nearest to a mistyped one.
func suggest(name string) string {
	best, distance := "", 3
	for _, key := range Keys() {
		last := key[strings.LastIndexAny(key, ".]")+1:]
		if d := editDistance(name, last); d < distance {
			best, distance = last, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// editDistance counts the letters to insert, delete or replace.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
