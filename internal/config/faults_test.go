package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"otklik/internal/config"
)

// faultsOf are the faults of a text that has some.
func faultsOf(t *testing.T, text string) []config.Fault {
	t.Helper()
	_, err := parse(t, text)
	var faults *config.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("no faults but %v in\n%s", err, text)
	}
	return faults.List
}

// A token that stands in a wrong place besides its own is not quoted by the fault that says so.
func TestFaultsRepeatNoToken(t *testing.T) {
	const token = "vk1.a.Sv9KqLm2XzR7-tPwB4cYh"
	_, err := parse(t, "language: "+token+
		"\nofficials: [{id: a, channels: [{platform: vk, owner_id: -1, service_token: "+token+"}]}]\n")
	if err == nil || strings.Contains(err.Error(), token[:10]) || !strings.Contains(err.Error(), "***") {
		t.Error(err)
	}
}

func TestAnotherEncodingIsSaidWithItsLine(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"cp1251":              {minimal + "region: \xcf\xf0\xe8\xec\xe5\xf0\nlanguage: \xf0\xf3\n", 9, "not in UTF-8"},
		"a zero byte":         {minimal + "\nregion: \"a\x00b\"\n", 10, "zero byte"},
		"UTF-16 without mark": {"o\x00f\x00f\x00", 1, "save it as UTF-8"},
		"a bell":              {minimal + "region: \a\n", 9, "code 7"},
	} {
		got := faultsOf(t, c.text)
		if len(got) != 1 || got[0].Line != c.line || !strings.Contains(got[0].Sentence, c.says) ||
			strings.Contains(got[0].Sentence, "octet") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	units := utf16.Encode([]rune("\ufeff" + minimal + "region: Примерная область\n"))
	marked := make([]byte, 0, 2*len(units))
	for _, u := range units {
		marked = append(marked, byte(u), byte(u>>8))
	}
	if c, err := parse(t, string(marked)); err != nil || c.Region != "Примерная область" {
		t.Errorf("UTF-16 with its mark: %v", err)
	}
	if c, err := parse(t, "\ufeff"+minimal+"region: Примерная область\r\n"); err != nil ||
		c.Region != "Примерная область" {
		t.Errorf("UTF-8 with its mark: %v", err)
	}
}

// Each fault of the norms stands for itself, with its key and line.
func TestFaultsOfNormsAreCounted(t *testing.T) {
	got := faultsOf(t, minimal+"norms:\n  working_days: [mon, пн]\n  holidays:\n    - 2027-01-11\n    - "+
		"01.01.2027\n  answer_within: 0h\n  working_hours: ['9-18', '10:00-12:00']\n")
	var at []string
	for _, f := range got {
		at = append(at, f.Key)
		if strings.Contains(f.Sentence, "\n") || f.Line < 10 {
			t.Errorf("%+v", f)
		}
	}
	if want := []string{"norms.working_days[1]", "norms.holidays[1]", "norms.answer_within",
		"norms.working_hours[0]"}; !slices.Equal(at, want) {
		t.Errorf("faults at %q, want %q", at, want)
	}
	for text, want := range map[string]string{"working_days: []": "norms.working_days",
		"working_hours: []":                             "norms.working_hours",
		"working_hours: ['09:00-13:00', '12:00-18:00']": "norms.working_hours"} {
		if got := faultsOf(t, minimal+"norms: {"+text+"}\n"); len(got) != 1 || got[0].Key != want || got[0].Line != 9 {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// A variable that is not set is one fault, not also a missing token.
func TestAnUnsetVariableIsOneFault(t *testing.T) {
	text, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = config.Parse(known(), text, filepath.Join(t.TempDir(), "config.yaml"), environment(nil))
	var faults *config.Faults
	if !errors.As(err, &faults) || len(faults.List) != 3 || strings.Count(err.Error(), "is not set") != 3 {
		t.Errorf("%v", err)
	}
	for _, more := range []string{"mail: { host: \"${HOST}\", from: a@example.org, user: u, password: p " +
		"}\ndigests: [{ id: a, deliver: [{ mail: { to: [b@example.org] } }] }]\n",
		"        window: ${WINDOW}\n", "store: { path: \"${STORE}\" }\n", "timezone: ${ZONE}\n", "mail: { host: " +
			"localhost, from: a@example.org, port: \"${PORT}\" }\n"} {
		if got := faultsOf(t, minimal+more); len(got) != 1 || !strings.Contains(got[0].Sentence, "is not set") {
			t.Errorf("%s: %+v", more, got)
		}
	}
	for _, beside := range []string{"language: fr\n", "        windw: 3d\n"} {
		if got := faultsOf(t, strings.Replace(minimal, "-1001", "${OWNER}", 1)+beside); len(got) != 2 {
			t.Errorf("%s beside: %+v", beside, got)
		}
	}
}

func TestAFolderIsNoFile(t *testing.T) {
	for _, key := range []string{"topics", "places", "model"} {
		if got := faultsOf(t, minimal+"reading: {"+key+": /}\n"); len(got) != 1 || got[0].Key != "reading."+key ||
			!strings.Contains(got[0].Sentence, "folder") {
			t.Errorf("%s: %+v", key, got)
		}
	}
}
