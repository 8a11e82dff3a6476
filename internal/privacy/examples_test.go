package privacy

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// example is a text with the places that must be hidden.
type example struct {
	kind, text string
	parts      []span
}

// examples reads lines «kind<tab>text», or «text» alone, in which {braces} mark what must be hidden.
func examples(t testing.TB, file string) []example {
	t.Helper()
	var out []example
	for _, line := range lines(t, file) {
		kind, marked, found := strings.Cut(line, "\t")
		if !found {
			kind, marked = "any", line
		}
		e := example{kind: kind}
		var b strings.Builder
		for _, r := range marked {
			switch r {
			case '{':
				e.parts = append(e.parts, span{start: b.Len()})
			case '}':
				e.parts[len(e.parts)-1].end = b.Len()
			default:
				b.WriteRune(r)
			}
		}
		e.text = b.String()
		if len(e.parts) == 0 {
			t.Fatalf("%s: %q marks nothing", file, line)
		}
		out = append(out, e)
	}
	return out
}

// hidden reports whether every letter and digit of a part lies in what is masked.
func hidden(text string, part span, found []span) bool {
	for i, r := range text[part.start:part.end] {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		}
		at := part.start + i
		if !slices.ContainsFunc(found, func(s span) bool { return s.start <= at && at < s.end }) {
			return false
		}
	}
	return true
}

// recall measures the share of marked parts that are hidden whole, and of lines where nothing else was.
func recall(t *testing.T, all []example) (share, exact float64) {
	t.Helper()
	parts, got := map[string]int{}, map[string]int{}
	sum, sumGot, clean := 0, 0, 0
	for _, e := range all {
		found := find(e.text)
		for _, p := range e.parts {
			parts[e.kind]++
			sum++
			if hidden(e.text, p, found) {
				got[e.kind]++
				sumGot++
			} else {
				t.Logf("%s: %q of %q is still to be read: %q", e.kind, e.text[p.start:p.end], e.text,
					New(Options{}).Text(e.text))
			}
		}
		only := true
		for _, s := range found {
			only = only && slices.ContainsFunc(e.parts, func(p span) bool { return s.start < p.end && p.start < s.end })
		}
		if only {
			clean++
		} else {
			t.Logf("%s: too much of %q is masked: %q", e.kind, e.text, New(Options{}).Text(e.text))
		}
	}
	for kind, n := range parts {
		t.Logf("%-9s %3d of %3d", kind, got[kind], n)
	}
	return float64(sumGot) / float64(sum), float64(clean) / float64(len(all))
}

func TestRecall(t *testing.T) {
	all := examples(t, "examples.tsv")
	if len(all) < 300 {
		t.Errorf("only %d examples, want 300", len(all))
	}
	share, exact := recall(t, all)
	t.Logf("recall of the parts %.4f; nothing else masked in %.4f of %d lines", share, exact, len(all))
	if share < 0.97 || exact < 0.97 {
		t.Errorf("recall %.4f, nothing else masked in %.4f; want 0.97", share, exact)
	}
}

func TestUntouched(t *testing.T) {
	all := lines(t, "untouched.txt")
	if len(all) < 200 {
		t.Errorf("only %d lines, want 200", len(all))
	}
	m := New(Options{})
	kept := 0
	for _, text := range all {
		if got := m.Text(text); got != text {
			t.Logf("%q became %q", text, got)
		} else {
			kept++
		}
	}
	share := float64(kept) / float64(len(all))
	t.Logf("left as they are: %d of %d (%.4f)", kept, len(all), share)
	if share < 0.98 {
		t.Errorf("%.4f left as they are, want 0.98", share)
	}
}

// TestClasses measures what citizens of many peoples write about themselves, by class; each text stands before another
// sentence, as in a comment.
func TestClasses(t *testing.T) {
	all := examples(t, "classes.tsv")
	if len(all) < 1600 {
		t.Errorf("only %d examples, want 1000", len(all))
	}
	for n := range all {
		all[n].text += ". Почините дорогу, ямы по колено!"
	}
	share, _ := recall(t, all)
	t.Logf("recall of the parts %.4f of %d lines", share, len(all))
	if share < 0.97 {
		t.Errorf("recall %.4f, want 0.97", share)
	}
}

func TestClassesKept(t *testing.T) {
	m := New(Options{})
	sum, wrong := 0, 0
	for _, line := range lines(t, "classes-kept.tsv") {
		class, text, _ := strings.Cut(line, "\t")
		text += ". Почините дорогу, ямы по колено!"
		sum++
		if got := m.Text(text); got != text {
			wrong++
			t.Logf("%s: %q became %q", class, text, got)
		}
	}
	share := float64(wrong) / float64(sum)
	t.Logf("wrongly masked %.4f of %d", share, sum)
	if sum < 600 || share > 0.02 {
		t.Errorf("wrongly masked %.4f of %d, want at most 0.02 of 600", share, sum)
	}
}

// unseenRecall is what was reached on the examples that were written before the rules and first read when these were
// done (83 parts of 84).
const unseenRecall = 0.988

func TestUnseen(t *testing.T) {
	all := examples(t, "unseen.tsv")
	if len(all) < 80 {
		t.Errorf("only %d examples, want 80", len(all))
	}
	share, exact := recall(t, all)
	t.Logf("recall of the parts %.4f; nothing else masked in %.4f of %d lines", share, exact, len(all))
	if share < unseenRecall {
		t.Errorf("recall %.4f, want %.4f", share, unseenRecall)
	}
}
