package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

func gaps(t *testing.T, s store.Store) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	gap := func(from, to, foundAt int) inbox.Gap {
		g := inbox.Gap{Channel: bot, From: at(from), Failure: inbox.FailureExpired, FoundAt: at(foundAt)}
		if to > 0 {
			g.To = at(to)
		}
		return g
	}
	for _, g := range []inbox.Gap{gap(5, 0, 6), gap(1, 2, 3), gap(5, 0, 9), gap(5, 7, 10), gap(5, 0, 11),
		gap(1, 2, 3)} {
		commit(t, s, "tg", inbox.Batch{Gaps: []inbox.Gap{g}})
	}
	got, err := s.Coverage(context.Background(), []inbox.ChannelID{bot}, nil, at(20))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]inbox.Coverage{{Channel: bot, Gaps: []inbox.Gap{gap(1, 2, 3), gap(5, 7, 6)}}}, got); d != "" {
		t.Error(d)
	}
	if got, err = s.Coverage(context.Background(), []inbox.ChannelID{bot}, nil, at(4)); err != nil ||
		len(got[0].Gaps) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func coverageOf(t *testing.T, s store.Store, id inbox.ChannelID, at time.Time) inbox.Coverage {
	t.Helper()
	got, err := s.Coverage(context.Background(), []inbox.ChannelID{id}, nil, at)
	if err != nil || len(got) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	return got[0]
}

func halfRead(t *testing.T, s store.Store) {
	const blind, seen = inbox.ChannelID("mayor/telegram"), inbox.ChannelID("governor/telegram")
	for hour, failed := range [][]inbox.ChannelID{nil, {blind}} {
		ended := noon.Add(time.Duration(hour) * time.Hour)
		p := inbox.Pull{Source: "bot", Channels: []inbox.ChannelID{blind, seen}, Started: ended, Ended: ended,
			Complete: failed == nil, Failed: failed}
		if failed != nil {
			p.Failure, p.Detail = inbox.FailureAccess, "let the bot in"
		}
		noError(t, s.Record(context.Background(), p))
	}
	later := noon.Add(time.Hour)
	if c := coverageOf(t, s, blind, later); !c.LastComplete.Equal(noon) || c.Failure != inbox.FailureAccess ||
		c.Detail == "" {
		t.Errorf("the channel that failed: %+v", c)
	}
	if c := coverageOf(t, s, seen, later); !c.LastComplete.Equal(later) || c.Failure != "" || c.Detail != "" {
		t.Errorf("the channel that was read: %+v", c)
	}
}

func lastingGap(t *testing.T, s store.Store) {
	gap := inbox.Gap{Channel: bot, From: noon, Failure: inbox.FailureAccess, FoundAt: noon.Add(time.Hour)}
	for range 2 {
		commit(t, s, "bot", inbox.Batch{Gaps: []inbox.Gap{gap}})
	}
	if c := coverageOf(t, s, bot, noon.Add(2*time.Hour)); len(c.Gaps) != 1 || c.Gaps[0] != gap {
		t.Errorf("while it lasts: %+v", c.Gaps)
	}
	gap.To = noon.Add(3 * time.Hour)
	commit(t, s, "bot", inbox.Batch{Gaps: []inbox.Gap{gap}})
	if c := coverageOf(t, s, bot, noon.Add(4*time.Hour)); len(c.Gaps) != 1 || c.Gaps[0] != gap {
		t.Errorf("when it has ended: %+v", c.Gaps)
	}
}

func coverage(t *testing.T, s store.Store) {
	ctx := context.Background()
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	hidden := []inbox.Inaccessible{{Part: "dialog 5", Code: 18}, {Part: "wall-1_2", Code: 212}}
	refusals := map[string][]inbox.Inaccessible{"messages": hidden}
	off := []inbox.Count{{Part: "dialog 5", Counted: 9, Stored: 7, Since: noon}}
	reconciliations := map[string]inbox.Reconciliation{"wall": {Parts: 2, Counted: 30, Stored: 30},
		"messages": {Parts: 3, Counted: 20, Stored: 18, Mismatches: off}}
	record := func(source string, ended int, failure inbox.FailureKind, channels ...inbox.ChannelID) {
		t.Helper()
		if err := s.Record(ctx, inbox.Pull{Source: source, Channels: channels, Started: at(ended).Add(-time.Minute),
			Ended:    at(ended),
			Complete: failure == "", Failure: failure, Detail: "detail of " + string(failure), Warnings: []string{"w"},
			Inaccessible: refusals[source], Reconciliation: reconciliations[source]}); err != nil {
			t.Fatal(err)
		}
	}
	record("wall", 1, "", wall)
	record("wall", 5, inbox.FailureNetwork, wall)
	record("messages", 2, "", wall)
	record("messages", 6, "", wall)
	record("wallet", 7, inbox.FailureToken, bot) // a name that another begins with
	record("import result.json", 3, "", wall)
	record("import result.json", 4, inbox.FailureOther, wall)
	commit(t, s, "wall", messages(comment(1, "p", "a")))
	for _, c := range []struct {
		name    string
		channel inbox.ChannelID
		sources []string
		at      int
		want    inbox.Coverage
	}{
		{"oldest of the sources", wall, []string{"wall", "messages"}, 10,
			inbox.Coverage{LastComplete: at(1), LastTry: at(6),
				Failure: inbox.FailureNetwork, Detail: "detail of network", Stored: 1, Pending: 1, Imported: at(3)}},
		{"sources guessed", wall, nil, 10, inbox.Coverage{LastComplete: at(1), LastTry: at(6),
			Failure: inbox.FailureNetwork, Detail: "detail of network", Stored: 1, Pending: 1, Imported: at(3)}},
		{"as of earlier", wall, []string{"wall", "messages"},
			2, inbox.Coverage{LastComplete: at(1), LastTry: at(2), Stored: 1, Pending: 1}},
		{"as of before", wall, []string{"wall", "messages"}, 1, inbox.Coverage{LastTry: at(1), Stored: 1, Pending: 1}},
		{"one never read", wall, []string{"messages", "never"}, 10,
			inbox.Coverage{LastTry: at(6), Stored: 1, Pending: 1, Imported: at(3)}},
		{"never complete", bot, []string{"wallet"}, 10,
			inbox.Coverage{LastTry: at(7), Failure: inbox.FailureToken, Detail: "detail of token"}},
		{"source without this channel", bot, []string{"wall"}, 10, inbox.Coverage{}},
		{"unknown channel", "mayor/max", []string{"wall"}, 10, inbox.Coverage{}},
	} {
		c.want.Channel = c.channel
		if c.channel == wall && c.want.LastTry.After(at(1)) {
			c.want.Inaccessible = hidden
			c.want.Reconciliation.Merge(reconciliations["messages"])
		}
		if c.channel == wall && (c.sources == nil || c.sources[0] == "wall") {
			was := c.want.Reconciliation
			c.want.Reconciliation.Parts, c.want.Reconciliation.Counted = was.Parts+2, was.Counted+30
			c.want.Reconciliation.Stored = was.Stored + 30
		}
		if c.channel == wall {
			c.want.Since = comment(1, "p", "a").Sent
		}
		got, err := s.Coverage(ctx, []inbox.ChannelID{c.channel},
			map[inbox.ChannelID][]string{c.channel: c.sources}, at(c.at))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]inbox.Coverage{c.want}, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}
