package reply

import "testing"

// TestBorders holds replies on the borders between the kinds: a call into private messages with and without a reason, a
// question that is needed and one that only hits back, thanks for a complaint and thanks for thanks. None of them takes
// part in training; unlike those of unseen.tsv they may have led to a phrase.
func TestBorders(t *testing.T) {
	t.Run("words", func(t *testing.T) { borders(t, newJudge(t)) })
	t.Run("meaning", func(t *testing.T) { borders(t, meaningJudge(t)) })
}

func borders(t *testing.T, j *Evaluator) {
	pairs, right := readPairs(t, "borders.tsv"), 0
	for _, p := range pairs {
		got, reason := j.Reply(p.citizen, p.reply)
		if got == kinds[p.label] {
			right++
			continue
		}
		t.Errorf("%q under %q is %s (%v), want %s", p.reply, p.citizen, got, reason, kinds[p.label])
	}
	t.Logf("%d of %d right", right, len(pairs))
}
