package page

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"otklik/report/build"
)

func TestPlurals(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 жалоб", 1: "1 жалоба", 2: "2 жалобы", 4: "4 жалобы", 5: "5 жалоб", 11: "11 жалоб", 12: "12 жалоб",
		14: "14 жалоб",
		21: "21 жалоба", 22: "22 жалобы", 25: "25 жалоб", 101: "101 жалоба", 111: "111 жалоб", 112: "112 жалоб",
		1001: "1 001 жалоба", 1234567: "1 234 567 жалоб",
	} {
		if got := russian.count(n, russian.complaint); got != strings.ReplaceAll(want, " ", Nbsp) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 complaints", 1: "1 complaint", 2: "2 complaints", 21: "21 complaints",
		1001: "1,001 complaints"} {
		if got := english.count(n, english.complaint); got != strings.ReplaceAll(want, " ", Nbsp) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for h, want := range map[float64]string{0.4: "меньше рабочего часа", 1: "1 рабочий час", 2: "2 рабочих часа",
		2.5: "2,5 рабочего часа", 5: "5 рабочих часов",
		10.5: "11 рабочих часов", 20.6: "21 рабочий час"} {
		if got := russian.hours(h, russian.workingHour); got != strings.ReplaceAll(want, " ", Nbsp) &&
			strings.ReplaceAll(got, Nbsp, " ") != want {
			t.Errorf("%v hours: %q, want %q", h, got, want)
		}
	}
	for h, want := range map[float64]string{0.4: "не дольше 0,4 рабочего часа", 1: "не дольше 1 рабочего часа",
		2:   "не дольше 2 рабочих часов",
		2.5: "не дольше 2,5 рабочего часа", 11: "не дольше 11 рабочих часов", 20.8: "не дольше 21 рабочего часа"} {
		if got := russian.within(h, russian.workingHour); strings.ReplaceAll(got, Nbsp, " ") != want {
			t.Errorf("within %v hours: %q, want %q", h, got, want)
		}
	}
	if got := russian.within(21, russian.hour) + english.within(1, english.hour); got != "не дольше 21"+Nbsp+"часа"+
		"no longer than 1"+Nbsp+"hour" {
		t.Errorf("within hours: %q", got)
	}
	if got := russian.decimals(-1234.56); got != "−1"+Nbsp+"234,6" {
		t.Errorf("a decimal number: %q", got)
	}
}

// Every word exists in both languages, and takes the same arguments. A term stands nowhere else in the catalogue.
func TestLanguagesAreWhole(t *testing.T) {
	ru, en := reflect.ValueOf(russian), reflect.ValueOf(english)
	verbs := func(s string) int { return strings.Count(strings.ReplaceAll(s, "%%", ""), "%") }
	names := map[string]string{}
	var same func(name string, a, b reflect.Value)
	same = func(name string, a, b reflect.Value) {
		switch a.Kind() {
		case reflect.String:
			optional := name == "year" || strings.HasSuffix(name, ".few")
			if !optional && (a.String() == "" || b.String() == "") ||
				verbs(a.String()) != verbs(b.String()) {
				t.Errorf("%s: %q and %q", name, a, b)
			}
			words := strings.ReplaceAll(a.String()+"|"+b.String(), Nbsp, " ")
			if first, twice := names[words]; twice && strings.Contains(name+first, "Terms.") {
				t.Errorf("%s is %s: %q", name, first, words)
			}
			names[words] = name
		case reflect.Struct:
			for i := range a.NumField() {
				same(strings.TrimPrefix(name+"."+a.Type().Field(i).Name, "."), a.Field(i), b.Field(i))
			}
		case reflect.Array, reflect.Slice:
			if a.Len() != b.Len() {
				t.Errorf("%s: %d and %d", name, a.Len(), b.Len())
				return
			}
			for i := range a.Len() {
				same(fmt.Sprintf("%s[%d]", name, i), a.Index(i), b.Index(i))
			}
		case reflect.Map:
			if a.Len() != b.Len() {
				t.Errorf("%s: %d and %d", name, a.Len(), b.Len())
			}
			for _, key := range a.MapKeys() {
				if other := b.MapIndex(key); !other.IsValid() {
					t.Errorf("%s lacks %v", name, key)
				} else {
					same(fmt.Sprintf("%s[%v]", name, key), a.MapIndex(key), other)
				}
			}
		}
	}
	same("", ru, en)
}

func TestOthersWithOneTextAgreeInNumber(t *testing.T) {
	for _, c := range []struct {
		others   int
		language build.Language
		want     string
	}{
		{0, build.Russian, ""},
		{1, build.Russian, "тот же текст прислал ещё 1 человек"},
		{2, build.Russian, "тот же текст прислали ещё 2 человека"},
		{5, build.Russian, "тот же текст прислали ещё 5 человек"},
		{11, build.Russian, "тот же текст прислали ещё 11 человек"},
		{21, build.Russian, "тот же текст прислал ещё 21 человек"},
		{1, build.English, "the same text came from 1 other person"},
		{21, build.English, "the same text came from 21 other people"},
	} {
		if got := strings.ReplaceAll(writer{t: textsOf(c.language)}.copies(c.others), Nbsp, " "); got != c.want {
			t.Errorf("%d: %q, not %q", c.others, got, c.want)
		}
	}
}
