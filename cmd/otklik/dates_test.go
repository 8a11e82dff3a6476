package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// misdated is a Telegram export whose messages are dated as nobody can have written them, and one honest one.
func misdated(t *testing.T, honest time.Time) string {
	t.Helper()
	var list []map[string]any
	add := func(unix any, local, text string, more ...string) {
		m := map[string]any{"id": len(list) + 1, "type": "message", "date": local, "from": "Житель",
			"from_id": fmt.Sprint("user", 1000+len(list)), "text": text}
		if unix != nil {
			m["date_unixtime"] = unix
		}
		for i := 0; i+1 < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		list = append(list, m)
	}
	ok := honest.Format("2006-01-02T15:04:05")
	add(fmt.Sprint(honest.Unix()), ok, "Когда починят дорогу?", "edited", "10000-01-01T00:00:00", "edited_unixtime",
		"253402300800")
	add("253402300800", "10000-01-01T00:00:00", "десятитысячный: нет воды!")
	add("32503680000", "3000-01-01T00:00:00", "трёхтысячный: нет тепла!")
	add(nil, "3000-01-01T00:00:00", "трёхтысячный без секунд: нет газа!")
	add("-2208988800", "1900-01-01T00:00:00", "тысяча девятисотый: течёт крыша!")
	add("-1", "1969-12-31T23:59:59", "минус один: нет света!")
	add("0", "1970-01-01T00:00:00", "нулевой: яма во дворе!")
	add("9223372036854775807", "", "последняя секунда: сломан лифт!")
	data, err := json.Marshal(map[string]any{"name": "Группа", "type": "public_supergroup", "id": 1000000002,
		"messages": list})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What is dated as nothing can be is kept whole and told of, spoils no export and no digest, and is purged by when it
// came.
func TestDatesThatCannotBeTrue(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{})
	b.write("result.json", misdated(t, time.Now().Add(-time.Hour)))
	args := []string{"import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram"}
	for range 2 {
		if r := b.must(args...); !strings.Contains(r.out, "8 messages in the file") ||
			!strings.Contains(r.out, "7 kept aside") {
			t.Errorf("%s", r.out)
		}
	}
	exported := b.must("export").out
	for _, text := range []string{"Когда починят", "нет воды", "нет тепла", "нет газа", "течёт крыша", "нет света",
		"яма во дворе", "сломан лифт"} {
		if strings.Count(exported, text) != 1 {
			t.Errorf("%q stands %d times in\n%s", text, strings.Count(exported, text), exported)
		}
	}
	if n := strings.Count(exported, `"date_fault":"ahead"`) + strings.Count(exported, `"date_fault":"early"`); n != 7 {
		t.Errorf("%d faults of dates in\n%s", n, exported)
	}
	b.must("export", "--format", "csv")
	for _, format := range []string{"json", "text", "html", "csv", "xlsx", "docx", "pdf"} {
		b.must("digest", "morning", "--format", format, "--output", b.path("digest."+format))
	}
	if r := b.otklik("check"); !strings.Contains(r.out, "dated later than a day from now") ||
		!strings.Contains(r.out, "dated before 1990") {
		t.Errorf("check says\n%s%s", r.out, r.err)
	}
	if r := b.must("store", "check"); !strings.Contains(r.out, "is whole") {
		t.Error(r.out)
	}
	b.write("config.yaml", b.read("config.yaml")+"\nprivacy: { retention: 1s }\n")
	purgeUntilGone(t, b)
	if left := b.must("export").out; left != "" {
		t.Errorf("after the purge:\n%s", left)
	}
}

// purgeUntilGone purges with a retention of a second, once that has passed since everything came.
func purgeUntilGone(t *testing.T, b *bench) {
	t.Helper()
	for started := time.Now(); time.Since(started) < 10*time.Second; {
		b.must("purge")
		if b.must("export").out == "" {
			return
		}
	}
}

// A store in which an earlier version keeps messages of the years 3000 and 10000 is exported, shown, checked and
// purged.
func TestStoreWithDatesOfTheFuture(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../store/bolt/testdata/ahead.db")
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, town.Town{})
	b.write("otklik.db", string(data))
	if exported := b.must("export").out; strings.Count(exported, "\n") != 4 ||
		strings.Count(exported, `"date_fault":"ahead"`) != 2 ||
		!strings.Contains(exported, "Год десятитысячный") || strings.Contains(exported, "10000-") {
		t.Errorf("%s", exported)
	}
	for _, format := range []string{"json", "text", "html", "csv", "xlsx", "docx", "pdf"} {
		b.must("digest", "morning", "--format", format, "--output", b.path("digest."+format))
	}
	if r := b.otklik("check"); !strings.Contains(r.out, "2 messages of the store dated later than a day from now") {
		t.Errorf("check says\n%s%s", r.out, r.err)
	}
	b.must("store", "check")
	b.write("config.yaml", b.read("config.yaml")+"\nprivacy: { retention: 1s }\n")
	b.must("purge")
	if left := b.must("export").out; left != "" {
		t.Errorf("after the purge:\n%s", left)
	}
}

// Moments of which nothing can be known are refused, whatever the zone makes of them.
func TestMomentsThatCannotBe(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{})
	for at, says := range map[string]string{"9999-12-31T23:59:59Z": "still to come",
		"9999-12-31 23:59": "still to come", "3000-01-01T00:00:00Z": "still to come",
		"10000-01-01T00:00:00Z": "none of these", "0000-01-01T00:00:00+14:00": "before anything",
		"1900-01-01": "before anything", "0001-01-01 00:00": "before anything"} {
		for _, args := range [][]string{{"digest", "morning", "--format", "json", "--at", at},
			{"brief", "--municipality", "Заречный", "--at", at}} {
			if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, says) {
				t.Errorf("%v: exit %d: %s", args, r.code, r.err)
			}
		}
	}
}
