package main

import (
	"strings"
	"testing"
)

// Commands and flags that people mistype get the name that they meant.
func TestMistypedNames(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	for line, meant := range map[string]string{
		"colect": `"collect"`, "digset morning": `"digest"`, "dismis 1": `"dismiss"`, "start": `"run"`,
		"config": `"check"`, "acces-log": `"access-log"`,
		"help colect": `"collect"`, "store chek": `"check"`, "store key nwe": `"new"`,
		"import telegramm x": `"telegram"`, "help store chek": `"check"`,
		"collect --confg x": "--config", "digest morning --formt json": "--format?",
		"digest morning -f json": "--format?", "digest -format json": "--format?",
		"dismiss 1 --reson x": "--reason", "--verison": "--version", "nonsense": "", "collect --nonsense": "",
		"status extra": "",
	} {
		r := b.with(t.Context(), "", strings.Fields(line)...)
		if r.code != exitUsage || r.out != "" || strings.Count(r.err, "\n") != 1 ||
			!strings.Contains(r.err, "--help`") {
			t.Errorf("%s: exit %d, %s%s", line, r.code, r.out, r.err)
		}
		if _, hint, _ := strings.Cut(r.err, "did you mean "); meant == "" && hint != "" ||
			!strings.HasPrefix(hint, meant) {
			t.Errorf("%s: %s", line, r.err)
		}
	}
	if r := b.with(t.Context(), "", "dismiss", "governor/vk", "-1001_5/3", "--reason", "x"); r.code != exitUsage ||
		!strings.Contains(r.err, "behind --") {
		t.Errorf("a thread of VK: exit %d, %s", r.code, r.err)
	}
}
