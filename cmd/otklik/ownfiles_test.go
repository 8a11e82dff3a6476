package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// documented is a block of the documentation that follows some words.
func documented(t *testing.T, document, behind string) string {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), behind)
	block := regexp.MustCompile("(?s)```\n(.*?)```").FindStringSubmatch(rest)
	if !ok || block == nil {
		t.Fatalf("%s has no example behind %q", document, behind)
	}
	return block[1]
}

// What the documentation shows of an office's own topics and places is read and found.
func TestOwnFilesOfTheDocumentation(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("topics.tsv", documented(t, "../../docs/configuration.md", "\n### `reading.topics`"))
	b.write("places.tsv", documented(t, "../../docs/configuration.md", "\n### `reading.places`"))
	b.configure("language: ru", "language: ru\nreading: { topics: topics.tsv, places: places.tsv }")
	for text, want := range map[string]string{
		"Почему закрыта грязелечебница? Примите меры!":                                  `"group":"Курорты","topic":"грязелечебницы"`,
		"В посёлке Дачный Берег нет синих мешков, куда складывать мусор? Примите меры!": `"group":"Обращение с отходами","topic":"раздельный сбор"`,
		// the built-in table stays
		"Нет горячей воды третий день, примите меры!":       `"group":"ЖКХ"`,
		"На Нахаловке третий день нет света, примите меры!": `"municipality":"Заречный"`,
	} {
		r := b.with(t.Context(), fmt.Sprintf(`{"id":"1","text":%q}`, text), "--config", b.path("config.yaml"),
			"classify")
		if r.code != exitDone || !strings.Contains(r.out, want) {
			t.Errorf("%q: exit %d %s%s, want %s", text, r.code, r.out, r.err, want)
		}
	}
	b.write("topics.tsv", "# replace\n"+b.read("topics.tsv"))
	if r := b.with(t.Context(), `{"id":"1","text":"Нет горячей воды третий день, примите меры!"}`, "--config",
		b.path("config.yaml"), "classify"); strings.Contains(r.out, "ЖКХ") {
		t.Errorf("a table that replaces: %s", r.out)
	}
}

// A malformed line of an office's own file is a fault of the configuration, with its file and line.
func TestOwnFilesThatAreBroken(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("language: ru", "language: ru\nreading: { topics: topics.tsv, places: places.tsv }")
	const topics, places = "group\ttopic\tkeys\nДороги\tямы\tяма^3\n", "Нахаловка\tЗаречный\n"
	for _, c := range []struct{ topics, places, says string }{
		{strings.ReplaceAll(topics, "\t", ";"), places, "topics.tsv: line 1"},
		{topics + "Дороги;люки;люк\n", places, "topics.tsv: line 3"},
		{topics + "Дорги\tлюки\tлюк\n", places,
			`topics.tsv: line 3: there is no group "Дорги"; did you mean "Дороги"?`},
		{topics, places + "Горка;Заречный\n", "places.tsv: line 2"},
	} {
		b.write("topics.tsv", c.topics)
		b.write("places.tsv", c.places)
		for _, command := range []string{"check", "collect"} {
			if r := b.otklik(command); r.code != exitUsage || r.out != "" || !strings.Contains(r.err, c.says) {
				t.Errorf("%s: exit %d %s, want %q", command, r.code, r.err, c.says)
			}
		}
	}
}
