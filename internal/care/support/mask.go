package support

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Stars stand for what is set and not shown.
const Stars = "***"

// Hidden is stars for whatever is not empty.
func Hidden(text string) string {
	if text == "" {
		return ""
	}
	return Stars
}

// Mail keeps the first letter of a mail address, so that two recipients can be told apart.
func Mail(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return Hidden(address)
	}
	local := strings.TrimLeft(address[strings.LastIndexByte(address[:at], '<')+1:at], ` "`)
	first, size := utf8.DecodeRuneInString(local)
	if size == 0 || first == utf8.RuneError {
		return Stars + "@…"
	}
	return string(first) + Stars + "@…"
}

// address shows of a URL how it is reached, and the whole of one that everybody uses.
func address(text string) string {
	if slices.Contains([]string{"https://api.vk.ru/method/", "https://api.vk.com/method/", "https://api.telegram.org"},
		text) {
		return text
	}
	if u, err := url.Parse(text); err == nil && slices.Contains([]string{"http", "https", "socks5", "socks5h"},
		u.Scheme) {
		return u.Scheme + "://" + Stars
	}
	return Hidden(text)
}

// path shows the kind of a file and nothing of its name.
func path(text string) string {
	kind := filepath.Ext(text)
	if slices.Contains([]string{".db", ".yaml", ".yml", ".pem", ".crt", ".key", ".txt", ".tsv", ".csv", ".json",
		".bin"}, kind) {
		return Stars + kind
	}
	return Hidden(text)
}

// number shows of an id whether it is negative: a community or a group chat rather than a person.
func number(text string) string {
	switch {
	case text == "0":
		return text
	case strings.HasPrefix(text, "-"):
		return "-" + Stars
	}
	return Hidden(text)
}

// Transports masks the names of delivery transports and keeps them apart: the second recipient whose mask looks like
// the first one's gets a number.
type Transports struct{ given map[string]string }

// Mask is the masked form of a transport's name such as "mail press@example.org", always the same for the same
// name.
func (w *Transports) Mask(name string) string {
	if masked, ok := w.given[name]; ok {
		return masked
	}
	kind, rest, _ := strings.Cut(name, " ")
	masked := Stars
	switch kind {
	case "mail":
		rest, _, _ = strings.Cut(rest, " (") // an extract names its body
		masked = "mail " + Mail(rest)
	case "telegram", "webhook", "file":
		masked = kind + " " + Stars
	}
	same := 1
	for _, other := range w.given {
		if other == masked || strings.HasPrefix(other, masked+" #") {
			same++
		}
	}
	if same > 1 {
		masked = fmt.Sprintf("%s #%d", masked, same)
	}
	if w.given == nil {
		w.given = map[string]string{}
	}
	w.given[name] = masked
	return masked
}

var (
	codes    = regexp.MustCompile(`\bHTTP [1-5]\d\d\b|\berror \d{1,4}\b|\b[245]\d\d [245]\.\d{1,3}\.\d{1,3}\b`)
	symptoms = []string{"deadline exceeded", "time-out", "timeout", "connection refused", "connection reset",
		"no such host", "network is unreachable",
		"broken pipe", "EOF", "certificate", "handshake", "proxy", "redirect", "captcha", "too many requests",
		"no space left", "permission denied",
		"read-only file system", "no such file", "file too large", "another process", "unauthorized", "forbidden"}
)

// Codes leaves of an error's text the codes and symptoms that are known, because the rest may quote anything.
func Codes(text string) string {
	if text == "" {
		return ""
	}
	found := codes.FindAllString(text, 4)
	lower := strings.ToLower(text)
	for _, s := range symptoms {
		if strings.Contains(lower, strings.ToLower(s)) {
			found = append(found, s)
		}
	}
	if len(found) == 0 {
		return Stars
	}
	return strings.Join(slices.Compact(found), ", ")
}

var named = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'[^']*'|\b[0-9a-fA-F]{6,}\b|-?\d{4,}|\S*[/\\]\S*|[^\x00-\x7f]+`)

// Problems are the sentences of the store's check without keys, numbers and quotations, each once with how often it
// came.
func Problems(sentences []string) []string {
	counts := map[string]int{}
	for _, s := range sentences {
		counts[named.ReplaceAllString(s, Stars)]++
	}
	out := make([]string, 0, len(counts))
	for s, n := range counts {
		out = append(out, fmt.Sprintf("%d × %s", n, s))
	}
	slices.Sort(out)
	return out
}

// Filter goes through a JSON document. Numbers, truth values and times stay; a text stays only as the rule of its key
// leaves it, and where there is none becomes stars. So a field that a later version adds shows nothing until it has a
// rule.
func Filter(document []byte, rules map[string]func(string) string) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("read the document to mask: %w", err)
	}
	return indented(filter("", value, rules))
}

func filter(key string, value any, rules map[string]func(string) string) any {
	switch v := value.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = filter(k, inner, rules)
		}
	case []any:
		for i, inner := range v {
			v[i] = filter(key, inner, rules)
		}
	case string:
		if rule, ok := rules[key]; ok {
			return rule(v)
		}
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			// Nobody is helped by parts of a second, and nine digits at random look like whatever number one searches
			// for.
			return at.Truncate(time.Second).Format(time.RFC3339)
		}
		return Hidden(v)
	}
	return value
}

// As keeps a text as it is: the rule for ids and words of a fixed set.
func As(text string) string { return text }

func indented(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}
