package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"otklik/internal/config"
)

// documents are those from which people copy what they put into a configuration.
func documents(t *testing.T, names ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

// What the READMEs show as YAML is right as it is printed, beside an official.
func TestReadmesShowWorkingYAML(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "secrets"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "secrets", "mail"), []byte("password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range documents(t, "README.md", "README.ru.md") {
		snippets := regexp.MustCompile("(?ms)^( *)```yaml\n(.*?)^ *```$").FindAllStringSubmatch(text, -1)
		if len(snippets) == 0 {
			t.Errorf("%s shows no YAML", name)
		}
		for _, s := range snippets {
			plain := strings.ReplaceAll("\n"+s[2], "\n"+s[1], "\n")
			c, err := config.Parse(known(), []byte(minimal+plain), filepath.Join(folder, "config.yaml"),
				environment(nil))
			if err != nil {
				t.Errorf("%s: %v in\n%s", name, err, plain)
				continue
			}
			if d := c.Digests[0]; strings.Contains(plain, "mail:") && (len(d.Deliver) != 1 ||
				d.Deliver[0].Mail == nil || strings.Count(plain, "\n") > 6) {
				t.Errorf("%s: mail is not set up in five lines:\n%s", name, plain)
			}
		}
	}
}

// The mail that the READMEs show takes the place of mail and digests in the example, as they say.
func TestReadmesMailFitsTheExample(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "secrets"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "secrets", "mail"), []byte("password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	example := documents(t, "config.example.yaml")["config.example.yaml"]
	for _, block := range []string{"mail", "digests"} { // with all that is indented below or a comment
		at := regexp.MustCompile(`(?m)^` + block + `:.*\n(?:[ #].*\n|\n)*`)
		if example = at.ReplaceAllString(example, ""); strings.Contains(example, "\n"+block+":") {
			t.Fatalf("%s is still there", block)
		}
	}
	for name, text := range documents(t, "README.md", "README.ru.md") {
		snippet := regexp.MustCompile("(?ms)^ *```yaml\n(.*?)^ *```$").FindStringSubmatch(text)
		c, err := config.Parse(known(), []byte(example+strings.ReplaceAll("\n"+snippet[1], "\n   ", "\n")),
			filepath.Join(folder, "config.yaml"), environment(map[string]string{
				"OTKLIK_VK_SERVICE_TOKEN": "a", "OTKLIK_VK_COMMUNITY_TOKEN": "b", "OTKLIK_TELEGRAM_TOKEN": "1:c",
			}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c.Mail.Port != 587 || c.Mail.Password.Reveal() != "password" || c.Digests[0].Schedule != "0 8 * * *" {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// What the READMEs show of single keys is read as they say.
func TestReadmesShowWorkingIDs(t *testing.T) {
	for name, text := range documents(t, "README.md", "README.ru.md") {
		for _, staff := range regexp.MustCompile("`(staff: \\[.*?\\])`").FindAllStringSubmatch(text, -1) {
			whole := ofTelegram(staff[1])
			if strings.Contains(staff[1], "@") {
				whole = ofVK("owner_id: -1, " + staff[1])
			}
			if _, err := parse(t, whole); err != nil {
				t.Errorf("%s: %s: %v", name, staff[1], err)
			}
		}
		if !strings.Contains(text, "`-1001234567890`") || !strings.Contains(text, "`https://t.me/c/1234567890/5`") {
			t.Errorf("%s does not show how a channel is written", name)
		}
	}
}

// A number that is copied has a hyphen, not a sign of typography that looks like one.
func TestNumbersToCopyHaveHyphens(t *testing.T) {
	for name, text := range documents(t, "README.md", "README.ru.md", "config.example.yaml", "docs/configuration.md",
		"docs/operations.md") {
		for n, line := range strings.Split(text, "\n") {
			if wrong := regexp.MustCompile(`(?:^|[^0-9])[−–—‑‐]\d`).FindString(line); wrong != "" {
				t.Errorf("%s:%d: %q is no hyphen and a digit", name, n+1, wrong)
			}
		}
	}
}
