package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// exportOf is a Telegram export with these messages.
func exportOf(pieces ...content) []content {
	return append(append([]content{text(`{"name":"Группа","type":"public_supergroup","id":1000000002,"messages":[`)},
		pieces...), text(`]}`))
}

// honestMessage is one message of an export, and the beginning of another.
const (
	honestMessage = `{"id":1,"type":"message","date":"2026-03-01T10:00:00","date_unixtime":"1772348400","from":"Житель","from_id":"user5","text":"Нет воды"},`
	nextMessage   = `{"id":2,"type":"message","date":"2026-03-01T10:00:00","date_unixtime":"1772348400","from":"Житель","from_id":"user5",`
)

// An export that no Telegram Desktop writes is refused with a sentence, before anything of it is stored.
func TestExportBombs(t *testing.T) {
	b := newBench(t, smallTown())
	for name, c := range map[string]struct {
		says   string
		pieces []content
	}{
		"a text of 500 MB": {"more than 8 MB",
			exportOf(text(honestMessage+nextMessage+`"text":"`), endless("a", 500<<20), text(`"}`))},
		"a text of 20 MB": {"more than 8 MB",
			exportOf(text(honestMessage+nextMessage+`"text":"`), endless("a", 20<<20), text(`"}`))},
		"pieces without end": {"more than 8 MB",
			exportOf(text(honestMessage+nextMessage+`"text":[`), endless(`"a",`, 100<<20), text(`"a"]}`))},
		"a skipped field of 300 MB": {"more than 8 MB",
			[]content{text(`{"about":"`), endless("a", 300<<20), text(`","messages":[]}`)}},
		"lists in lists": {"not JSON", exportOf(text(honestMessage+nextMessage+`"text":`),
			endless("[", 7<<20))},
		"skipped lists in lists": {"within one another", []content{text(`{"about":`), endless("[", 100<<20)}},
		"skipped objects":        {"within one another", []content{text(`{"about":`), endless(`{"a":`, 100<<20)}},
		"a number of 100 MB":     {"more than 8 MB", exportOf(text(`{"id":`), endless("1", 100<<20), text(`}`))},
		"a name of 100 MB": {"more than 8 MB",
			[]content{text(`{"`), endless("a", 100<<20), text(`":1,"messages":[]}`)}},
		"blanks of 100 MB": {"more than 8 MB", []content{text(`{`), endless(" ", 100<<20), text(`}`)}},
	} {
		t.Run(name, func(t *testing.T) {
			path := b.fill("bomb.json", c.pieces...)
			defer os.Remove(path)
			b.refused(t, c.says, "import", "telegram", path, "--official", "governor", "--channel", "telegram")
		})
	}
	if stored := b.must("export").out; stored != "" {
		t.Errorf("stored: %.300s", stored)
	}
}

// What is long but honest is read: a message of many pieces, numbers that no computer counts with, and talks in which
// each message replies to a later one.
func TestExportsThatAreLong(t *testing.T) {
	b := newBench(t, smallTown())
	args := func(path string) []string {
		return []string{"import", "telegram", path, "--official", "governor", "--channel", "telegram"}
	}
	path := b.fill("pieces.json", exportOf(text(honestMessage+nextMessage+
		`"views":1e999999,"reply_to_message_id":123456789012345678901234567890,"text":[`), endless(`"да ",`, 1<<20),
		text(`"a"]}`))...)
	if said, code, memory := b.cost(t, args(path)...); code != exitDone || memory > bombMemory {
		t.Errorf("exit %d, %d MB: %s", code, memory>>10, said)
	}
	var chain strings.Builder
	const n = 60_000
	for id := 1; id <= n; id++ {
		if id > 1 {
			chain.WriteByte(',')
		}
		fmt.Fprintf(&chain,
			`{"id":%d,"type":"message","date_unixtime":"1772348400","from_id":"user5","text":"я","reply_to_message_id":%d}`, id, id%n+1)
	}
	path = b.fill("chain.json", exportOf(text(chain.String()))...)
	if said, code, _ := b.cost(t, args(path)...); code != exitDone {
		t.Errorf("exit %d: %s", code, said)
	}
}

// A configuration whose aliases unfold without end is refused.
func TestConfigurationBombs(t *testing.T) {
	b := newBench(t, smallTown())
	right := b.read("config.yaml")
	var laughs, deep strings.Builder
	laughs.WriteString("a0: &a0 [a,a,a,a,a,a,a,a,a,a]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i,
			strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	deep.WriteString("bodies: " + strings.Repeat("[", 100_000) + "\n")
	var merged strings.Builder
	merged.WriteString("m0: &m0 {a: 1}\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&merged, "m%d: &m%d {<<: [*m%d, *m%d]}\n", i, i, i-1, i-1)
	}
	for name, body := range map[string]string{
		"aliases of aliases": laughs.String() + right,
		"aliases where lists stand": laughs.String() +
			strings.Replace(right, "officials:", "bodies: *a11\nofficials:", 1),
		"an alias of itself": "a: &a [*a]\nbodies: *a\n" + right,
		"merges of merges": merged.String() +
			strings.Replace(right, "officials:", "mail: {<<: *m29}\nofficials:", 1),
		"lists in lists": deep.String() + right,
		"maps in maps":   "bodies: " + strings.Repeat("{a: ", 100_000) + "\n" + right,
		"dashes":         "bodies:\n" + strings.Repeat("- ", 400_000) + "a\n" + right,
		"a text of 1 MB": "region: " + strings.Repeat("a", 1_000_000) + "\n" + right,
		"a key of 1 MB":  strings.Repeat("a", 1_000_000) + ": 1\n" + right,
		"100 000 keys":   strings.Repeat("a: 1\n", 100_000) + right,
		"variables":      "region: \"" + strings.Repeat("${A}", 20_000) + "\"\n" + right,
	} {
		t.Run(name, func(t *testing.T) {
			b.write("config.yaml", body)
			b.refused(t, "", "check")
		})
	}
}
