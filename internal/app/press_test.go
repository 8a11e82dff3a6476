package app

import (
	"fmt"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/internal/sandbox/town"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// A press office sees what it has answered already, who closed what and why, and names only where it was told to show
// them, which check points out.
func TestPressDigest(t *testing.T) {
	t.Parallel()
	comments := written("На Кленовой, 5 третий день нет отопления, когда включат?",
		"На улице Лесной, 8 яма на дороге, заделайте её", "Во дворе на Мира, 3 не горит фонарь, почините")
	comments = append(comments, town.Comment{Author: town.OfficialSide, At: comments[2].At.Add(60e9), ReplyTo: 0,
		Text: "Передали вопрос в теплосети, уточняем сроки."})
	b := newBenchOf(t, crowd(5, comments))
	b.configure("audience: governor", "audience: press")
	b.collect()
	var lamp string
	for _, m := range b.messages() {
		if strings.Contains(m.Text, "фонарь") {
			lamp = m.Ref().Number()
		}
	}
	if _, err := b.open().Dismiss(t.Context(), Pointer{Name: lamp},
		Dismissal{Reason: "починили вчера", By: "Смирнова"}); err != nil {
		t.Fatal(err)
	}
	words := reporttest.Words(b.digest(render.Text))
	for _, want := range []string{"отвечали ", "«Передали вопрос в теплосети, уточняем сроки.»",
		fmt.Sprintf("№ %s: закрыто ", lamp), "кто закрыл: Смирнова · причина: починили вчера"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, words)
		}
	}
	if strings.Contains(words, "автор: Житель") {
		t.Error("a name shows although names are hidden")
	}
	warned := func() (warned bool) {
		if _, err := b.open().Check(t.Context(), func(d collectors.Diagnostic) {
			warned = warned || strings.Contains(d.Sentence, "its mask is false")
		}); err != nil {
			t.Fatal(err)
		}
		return warned
	}
	if warned() {
		t.Error("check points at names that do not show")
	}
	b.configure("audience: press", "audience: press\n    mask: false")
	author := b.messages()[1].Author.Name
	if words := reporttest.Words(b.digest(render.Text)); !strings.Contains(words, author) || !warned() {
		t.Errorf("%q does not show, or check says nothing (%t):\n%s", author, warned(), words)
	}
}
