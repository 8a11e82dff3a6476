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
	"internal/safefile":          {},
	"internal/licenses":          {},
	"internal/licenses/gather":   {"internal/licenses"},
	"internal/licenses/generate": {"internal/licenses/gather"},
	"internal/inbox":             {},
	"internal/alert":             {"internal/inbox", "internal/text", "internal/text/supply"},
	"internal/text":              {"internal/text/wordlist"},
	"internal/worktime":          {},
	"internal/text/wordlist":     {},
	"internal/text/supply":       {"internal/text", "internal/text/wordlist"},
	"internal/config/schedule":   {},
	"internal/privacy":           {"internal/text"},
	"internal/reading": {"internal/inbox", "internal/reading/*", "internal/smallfile",
		"internal/text", "internal/text/wordlist"},
	"internal/reading/assistant":    {"internal/inbox"},
	"internal/reading/corpus":       {},
	"internal/reading/encoder":      {},
	"internal/reading/opinion":      {"internal/reading/encoder"},
	"internal/reading/internal/fit": {"internal/inbox", "internal/reading", "internal/reading/internal/trial"},
	"internal/reading/internal/trial": {"internal/inbox", "internal/reading", "internal/reading/corpus",
		"internal/reading/linear", "internal/reading/topic"},
	"internal/reading/linear":    {"internal/text"},
	"internal/reading/place":     {"internal/smallfile", "internal/text", "internal/text/wordlist"},
	"internal/reading/precedent": {"internal/text", "internal/text/wordlist"},
	"internal/reading/problem":   {"internal/reading/place", "internal/text", "internal/text/wordlist"},
	"internal/reading/promise":   {"internal/text", "internal/text/wordlist"},
	"internal/reading/reply":     {"internal/inbox", "internal/text", "internal/text/wordlist"},
	"internal/reading/table":     {"internal/reading/linear", "internal/smallfile", "internal/text"},
	"internal/reading/topic": {"internal/reading/linear", "internal/spelling", "internal/smallfile",
		"internal/text"},
	"internal/reading/topic/internal/build": {"internal/reading/topic"},
	"collectors":                            {"internal/config", "internal/inbox", "internal/smallfile"},
	"collectors/sourcetest":                 {"internal/inbox", "collectors"},
	"collectors/vk":                         {"internal/config", "internal/inbox", "collectors"},
	"collectors/telegram": {"internal/config", "internal/inbox", "collectors",
		"collectors/telegram/loose", "internal/redact"},
	"collectors/telegram/export": {"internal/inbox", "collectors", "collectors/telegram",
		"collectors/telegram/loose"},
	"collectors/registry": {"internal/config", "collectors", "collectors/telegram",
		"collectors/telegram/export", "collectors/vk"},
	"collectors/telegram/loose": {"internal/inbox"},
	"store":                     {"internal/inbox"},
	"store/bolt":                {"internal/inbox", "internal/safefile", "store"},
	"store/storetest":           {"internal/inbox", "store"},
	"report/clean":              {},
	"report/build": {"internal/inbox", "internal/text", "internal/text/supply", "internal/text/wordlist",
		"internal/worktime", "report/clean"},
	"report/page":                         {"internal/inbox", "report/build", "report/clean"},
	"report/reporttest":                   {"internal/inbox", "internal/worktime", "report/build"},
	"report/render/text":                  {"report/page"},
	"report/render/markdown":              {"report/page"},
	"report/render/html":                  {"report/clean", "report/page"},
	"report/render/json":                  {"report/build", "report/page"},
	"report/render/csv":                   {"report/build", "report/clean", "report/page"},
	"report/render/chart":                 {"report/page"},
	"report/render/xlsx":                  {"internal/inbox", "report/build", "report/page"},
	"report/render/document":              {"report/build", "report/page"},
	"report/render/document/documenttest": {"report/build", "report/page"},
	"report/render/docx":                  {"report/page", "report/render/document"},
	"report/render/pdf":                   {"report/page", "report/render/document"},
	"report/render":                       {"report/build", "report/page", "report/render/*"},
	"internal/delivery":                   {"internal/redact"},
	"internal/delivery/deliverytest":      {"internal/delivery"},
	"internal/delivery/file":              {"internal/delivery", "internal/safefile"},
	"internal/delivery/mail":              {"internal/delivery", "internal/smallfile"},
	"internal/delivery/telegram":          {"internal/delivery", "report/page"},
	"internal/delivery/webhook":           {"internal/delivery", "internal/redact"},
	"internal/delivery/queue":             {"internal/delivery", "store"},
	"internal/care/certificate": {"report/build", "report/clean", "report/page", "report/render",
		"report/render/docx"},
	"internal/care/backup":  {"internal/plaintext", "store", "store/bolt", "internal/safefile"},
	"internal/care/support": {},
	"internal/care/audit":   {"internal/safefile"},
	"internal/spelling":     {"internal/text"},
	"internal/redact":       {},
	"internal/smallfile":    {},
	"internal/systemd":      {},
	"internal/userfile":     {"internal/safefile"},
	"internal/plaintext":    {"internal/smallfile"},
	"internal/config": {"internal/plaintext", "internal/config/schedule", "internal/spelling",
		"internal/worktime", "internal/smallfile", "internal/redact", "internal/text"},
	"internal/sandbox":      {"internal/sandbox/town"},
	"internal/sandbox/town": {},
	"internal/app": {"collectors", "collectors/*", "internal/*", "report/*", "store",
		"store/bolt"},
	"internal/app/learn": {"internal/inbox", "internal/reading", "internal/reading/*",
		"report/build", "report/page"},
	"cmd/otklik": {"collectors", "collectors/registry", "internal/app", "internal/app/learn", "internal/care/audit",
		"internal/config", "internal/delivery", "internal/inbox", "internal/licenses", "internal/reading",
		"internal/reading/table",
		"internal/redact", "internal/safefile", "internal/sandbox", "internal/spelling", "internal/systemd",
		"internal/userfile",
		"report/build",
		"report/render", "store"},
}

// owners are the packages that alone may import a library.
var owners = map[string]string{
	"go.etcd.io/bbolt":                    "store/bolt",
	"github.com/SevereCloud/vksdk/v3":     "collectors/vk",
	"github.com/go-telegram/bot":          "collectors/telegram",
	"go.yaml.in/yaml/v4":                  "internal/config",
	"github.com/robfig/cron/v3":           "internal/config/schedule, internal/app",
	"github.com/spf13/cobra":              "cmd/otklik",
	"github.com/spf13/pflag":              "cmd/otklik",
	"github.com/cenkalti/backoff/v5":      "collectors",
	"github.com/schollz/progressbar/v3":   "cmd/otklik",
	"github.com/xuri/excelize/v2":         "report/render/xlsx",
	"filippo.io/age":                      "internal/care/backup",
	"github.com/klauspost/compress":       "internal/care/backup",
	"codeberg.org/go-pdf/fpdf":            "report/render/pdf",
	"github.com/wneessen/go-mail":         "internal/delivery/mail",
	"golang.org/x/sys":                    "internal/safefile, internal/reading/encoder",
	"github.com/blevesearch/snowballstem": "internal/text",
	"github.com/sashabaranov/go-openai":   "internal/reading/assistant",
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
				if !slices.ContainsFunc(allowed, func(a string) bool {
					room, whole := strings.CutSuffix(a, "*")
					return a == ours || whole && strings.HasPrefix(ours, room)
				}) {
					t.Errorf("%s: %s must not import %s", file, folder, ours)
				}
			}
			for library, owner := range owners {
				if (imported == library || strings.HasPrefix(imported, library+"/")) &&
					!slices.Contains(strings.Split(owner, ", "), folder) {
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
