package main

import (
	"strings"
	"testing"
)

func TestCheckReply(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	in := `{"id":"1","complaint":"Яма на улице Мира у дома 7","reply":"Обязательно сделаем."}` + "\n\n" +
		`{"id":2,"complaint":"Яма на улице Мира у дома 7","reply":"Подрядчик засыплет яму на Мира, 7 до 5 декабря."}` + "\n"
	r := b.with(t.Context(), in, "check-reply")
	want := `{"id":"1","verdict":"interim","lacks":["who","when","where"]}` + "\n" +
		`{"id":2,"verdict":"answer","lacks":[]}` + "\n"
	if r.code != exitDone || r.out != want {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	bad := in + "no json\n" + `{"id":3,"complaint":"Яма"}` + "\n" + `{"id":4,"complaint":5,"reply":"Да"}` + "\n"
	if r := b.with(t.Context(), bad, "check-reply"); r.code != exitPartly || r.out != want ||
		!strings.Contains(r.err, "line 4") || !strings.Contains(r.err, "line 5: the reply is missing") ||
		!strings.Contains(r.err, "line 6: complaint is a JSON number") {
		t.Errorf("bad lines: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := b.with(t.Context(), "no json\n", "check-reply"); r.code != exitFailed || !strings.Contains(r.err, `"reply"`) {
		t.Errorf("only bad lines: exit %d, %s", r.code, r.err)
	}
	if r := b.with(t.Context(), in, "check-reply", "--format", "text"); r.code != exitDone ||
		!strings.Contains(r.out, "1: Промежуточный ответ. Не назван ответственный. Нет даты или срока.") ||
		!strings.Contains(r.out, "2: Ответ по существу. Ничего не упущено.") {
		t.Errorf("in words: exit %d\n%s", r.code, r.out)
	}
	b.configure("language: ru", "language: en")
	if r := b.with(t.Context(), in, "--config", b.path("config.yaml"), "check-reply", "--format", "text"); r.code !=
		exitDone || !strings.Contains(r.out, "1: An interim answer. Nobody responsible is named.") {
		t.Errorf("in English: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := b.with(t.Context(), in, "check-reply", "--format", "xml"); r.code != exitUsage {
		t.Errorf("an unknown format: exit %d", r.code)
	}
}
