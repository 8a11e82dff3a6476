// Package otklik holds no code; its tests watch over the whole tree.
package otklik_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers says which of our packages each of our packages may import, and which libraries only it may. A package that is
// not listed fails the test: a newcomer's place has to be decided.
var layers = map[string][]string{
	"internal/safefile":            {},
	"internal/licenses":            {},
	"internal/licenses/gather":     {"internal/licenses"},
	"internal/licenses/generate":   {"internal/licenses/gather"},
	"inbox":                        {},
	"worktime":                     {},
	"schedule":                     {},
	"privacy":                      {},
	"reading":                      {"inbox", "reading/*", "internal/smallfile"},
	"reading/corpus":               {},
	"reading/internal/fit":         {"inbox", "reading", "reading/internal/trial"},
	"reading/internal/trial":       {"inbox", "reading", "reading/corpus", "reading/linear", "reading/topic"},
	"reading/linear":               {},
	"reading/place":                {"internal/smallfile"},
	"reading/precedent":            {},
	"reading/problem":              {"reading/place"},
	"reading/promise":              {},
	"reading/reply":                {"inbox"},
	"reading/table":                {"reading/linear", "internal/smallfile"},
	"reading/topic":                {"reading/linear", "spelling", "internal/smallfile"},
	"reading/topic/internal/build": {"reading/topic"},
	"collectors":                   {"inbox", "internal/smallfile"},
	"collectors/sourcetest":        {"inbox", "collectors"},
	"collectors/vk":                {"inbox", "collectors"},
	"collectors/telegram":          {"inbox", "collectors", "collectors/telegram/loose", "internal/redact"},
	"collectors/telegram/export":   {"inbox", "collectors", "collectors/telegram", "collectors/telegram/loose"},
	"collectors/telegram/loose":    {"inbox"},
	"store":                        {"inbox", "internal/safefile"},
	"store/storetest":              {"inbox", "store"},
	"report":                       {"inbox", "worktime"},
	"report/chart":                 {"report"},
	"report/xlsx":                  {"inbox", "report"},
	"report/paper":                 {"report"},
	"report/paper/papertest":       {"report"},
	"report/docx":                  {"report", "report/paper"},
	"report/pdf":                   {"report", "report/paper"},
	"report/edition":               {"report", "report/chart", "report/docx", "report/pdf", "report/xlsx"},
	"delivery":                     {"internal/redact"},
	"delivery/deliverytest":        {"delivery"},
	"delivery/file":                {"delivery", "internal/safefile"},
	"delivery/mail":                {"delivery", "internal/smallfile"},
	"delivery/telegram":            {"delivery", "report"},
	"delivery/webhook":             {"delivery", "internal/redact"},
	"outbox":                       {"delivery", "store"},
	"act":                          {"report", "report/docx"},
	"backup":                       {"plaintext", "store", "internal/safefile"},
	"bundle":                       {},
	"journal":                      {"internal/safefile"},
	"spelling":                     {},
	"internal/redact":              {},
	"internal/smallfile":           {},
	"plaintext":                    {"internal/smallfile"},
	"config":                       {"plaintext", "schedule", "spelling", "worktime", "internal/smallfile", "internal/redact"},
	"sandbox":                      {"sandbox/town"},
	"sandbox/town":                 {},
	"cmd/otklik":                   {"*"},
}

// owners are the packages that alone may import a library.
var owners = map[string]string{
	"go.etcd.io/bbolt":                  "store",
	"github.com/SevereCloud/vksdk/v3":   "collectors/vk",
	"github.com/go-telegram/bot":        "collectors/telegram",
	"go.yaml.in/yaml/v4":                "config",
	"github.com/robfig/cron/v3":         "schedule, cmd/otklik",
	"github.com/spf13/cobra":            "cmd/otklik",
	"github.com/spf13/pflag":            "cmd/otklik",
	"github.com/cenkalti/backoff/v5":    "collectors",
	"github.com/schollz/progressbar/v3": "cmd/otklik",
	"github.com/xuri/excelize/v2":       "report/xlsx",
	"filippo.io/age":                    "backup",
	"github.com/klauspost/compress":     "backup",
	"codeberg.org/go-pdf/fpdf":          "report/pdf",
	"github.com/wneessen/go-mail":       "delivery/mail",
	"golang.org/x/sys":                  "internal/safefile",
}

func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	for file, imports := range goFiles(t) {
		folder := path.Dir(file)
		if folder == "." {
			continue
		}
		allowed, known := layers[folder]
		if !known {
			t.Errorf("%s: the package %s has no place in the layers", file, folder)
			continue
		}
		seen[folder] = true
		for _, imported := range imports {
			if ours, ok := strings.CutPrefix(imported, "otklik/"); ok {
				below := folder + "/*"
				if !slices.Contains(allowed, "*") && !slices.Contains(allowed, ours) &&
					!(slices.Contains(allowed, below) && strings.HasPrefix(ours, folder+"/")) {
					t.Errorf("%s: %s must not import %s", file, folder, ours)
				}
			}
			for library, owner := range owners {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(strings.Split(owner, ", "), folder) {
					t.Errorf("%s: only %s may import %s", file, owner, library)
				}
			}
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(layers)) {
		if !seen[folder] {
			t.Errorf("the layers name %s, which does not exist", folder)
		}
	}
}

// A minimal server or container has no time zones of its own, and the program is one file.
func TestTheProgramHoldsTheTimeZones(t *testing.T) {
	if !slices.Contains(goFiles(t)["cmd/otklik/main.go"], "time/tzdata") {
		t.Error("the program does not bring the time zones with it")
	}
}

func TestNoRoomWithoutAName(t *testing.T) {
	for file := range goFiles(t) {
		for _, part := range strings.Split(strings.TrimSuffix(file, ".go"), "/") {
			switch part {
			case "utils", "util", "common", "models", "types", "helpers", "misc":
				t.Errorf("%s: a name that says nothing about what is inside", file)
			}
		}
	}
}

// goFiles are the imports of every Go file outside tests, by its path.
func goFiles(t *testing.T) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)] = nil
		for _, i := range parsed.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(name)] = append(files[filepath.ToSlash(name)], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
