package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"otklik/internal/sandbox"
)

// The READMEs name every command and every exit code, and no command that does not exist.
func TestReadmesNameTheCommands(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if sub.Name() != "help" && sub.Name() != "completion" {
				known[strings.TrimPrefix(sub.CommandPath(), "otklik ")] = !sub.HasSubCommands()
				walk(sub)
			}
		}
	}
	walk((&cli{}).command())
	for _, file := range []string{"../../README.md", "../../README.ru.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, leaf := range known {
			if leaf && !strings.Contains(string(text), "otklik "+name) {
				t.Errorf("%s does not name the command %s", file, name)
			}
		}
		for _, line := range strings.Split(string(text), "\n") {
			after, ok := strings.CutPrefix(line, "| `otklik ")
			if name := strings.FieldsFunc(after, func(r rune) bool { return r == ' ' || r == '`' }); ok {
				if _, exists := known[name[0]]; !exists {
					t.Errorf("%s names the command %s, which does not exist", file, name[0])
				}
			}
		}
	}
}

// A test that a document names exists.
func TestDocumentsNameTestsThatExist(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	if err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w*)`).FindAllStringSubmatch(
			string(text), -1) {
			declared[m[1]] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(documents) == 0 {
		t.Fatal(err)
	}
	for _, file := range append(documents, "../../README.md", "../../README.ru.md", "../../ARCHITECTURE.md",
		"../../store/FORMAT.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w*)`").FindAllStringSubmatch(
			string(text), -1) {
			if !declared[name[1]] {
				t.Errorf("%s names %s, which does not exist", file, name[1])
			}
		}
	}
}

// The example does what it says once it has tokens, and says which are missing before.
func TestTheExampleReadsAPage(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	address := regexp.MustCompile(`http://[0-9.]+:\d+`).FindString(b.read("config.yaml"))
	example, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b.write("config.yaml", strings.NewReplacer("https://api.vk.ru", address, "https://api.telegram.org", address,
		"channel: -1001234567890 ", fmt.Sprintf("channel: %d ", sandbox.ChannelChat)).Replace(string(example)))
	if r := b.otklik("check"); r.code != exitUsage || strings.Count(r.err, "is not set") != 3 {
		t.Errorf("without tokens: exit %d\n%s", r.code, r.err)
	}
	b.env = map[string]string{"OTKLIK_VK_SERVICE_TOKEN": "'" + sandbox.ServiceToken + "'",
		"OTKLIK_VK_COMMUNITY_TOKEN": sandbox.CommunityToken + "\r\n",
		"OTKLIK_TELEGRAM_TOKEN":     "\ufeff" + sandbox.BotToken}
	b.must("collect")
	if out := b.must("check").out; strings.Contains(out, "FAULT") {
		t.Errorf("check of the example:\n%s", out)
	}
	if len(b.export()) == 0 || !b.digest().Complete {
		t.Error("the example reads nothing, or not to its end")
	}
	for _, r := range b.platform.Requests() {
		if r.Token == "unknown" {
			t.Errorf("%s was called with a token that nobody gave out", r.Method)
		}
	}
}
