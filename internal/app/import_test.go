package app

import (
	"fmt"
	"strings"
	"testing"

	"otklik/collectors/registry"
	"otklik/internal/inbox"
)

// export is a file of Telegram Desktop with comments under one post of the sandbox's channel.
func (b *bench) export(comments int) string {
	b.t.Helper()
	var text strings.Builder
	text.WriteString(`{"name":"Группа","type":"public_supergroup","id":1000000002,"messages":[` +
		`{"id":1,"type":"message","date_unixtime":"1767000000","from":"Глава","from_id":"channel1000000001",` +
		`"forwarded_from":"Глава","text":"Итоги недели","text_entities":[]}`)
	for i := range comments {
		fmt.Fprintf(&text, `,{"id":%d,"type":"message","date_unixtime":"%d","from":"Житель","from_id":"user%d",`+
			`"reply_to_message_id":1,"text":"На Садовой, дом %d, третий день нет воды","text_entities":[]}`,
			i+2, 1767000060+i, 7000+i, i+1)
	}
	text.WriteString("]}")
	b.write("export.json", text.String())
	return b.path("export.json")
}

// Nothing of an import stays pending, whoever else evaluates beside it; who looks meanwhile does not take that over.
func TestAnImportEvaluatesAllThatItBrought(t *testing.T) {
	t.Parallel()
	for _, taken := range []bool{false, true} {
		t.Run(fmt.Sprintf("another evaluates %t", taken), func(t *testing.T) {
			b := newBench(t)
			s, other := b.open(), b.open()
			order := FileImport{By: registry.Importers()[0], File: b.export(40),
				Channel: inbox.NewChannelID("governor", "telegram")}

			var release func()
			if taken {
				var mine bool
				var err error
				if release, mine, err = other.claimEvaluation(t.Context(), 0); err != nil || !mine {
					t.Fatalf("claimed %t: %v", mine, err)
				}
			}
			order.Progress = func(done, _ int64) {
				switch {
				case release != nil:
					release()
					release = nil
				case !taken:
					if _, mine, err := other.claimEvaluation(t.Context(), 0); mine || err != nil {
						t.Errorf("another takes over the evaluation of an import: %t, %v", mine, err)
					}
				}
			}

			done, err := s.Import(t.Context(), order)
			if err != nil || done.Added < 40 {
				t.Fatalf("%+v: %v", done, err)
			}
			if n, err := s.store.Pending(t.Context()); n > 0 || err != nil {
				t.Errorf("%d threads are pending after the import: %v", n, err)
			}
		})
	}
}
