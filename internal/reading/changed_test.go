package reading

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading/corpus"
)

var update = flag.Bool("update", false, "write testdata/readings.txt again")

// readingsFile has the version of the reader and, below it, a line for every text that TestReadingsKeepTheirVersion
// reads: what says which text it is, and the digest of its reading.
const readingsFile = "testdata/readings.txt"

// TestReadingsKeepTheirVersion: whoever changes how a text is read, and be it by a list of words, changes the version
// too, because stored readings are renewed where the version is another and nowhere else.
func TestReadingsKeepTheirVersion(t *testing.T) {
	r, err := New(Options{Public: privacy.New(privacy.Options{}).Without, Ordinary: privacy.Ordinary})
	if err != nil {
		t.Fatal(err)
	}
	if !HasEncoder() || runtime.GOARCH != "amd64" { // others round sums in another order
		t.Skip("the file holds the readings of the whole program on amd64")
	}
	lines := append([]string{r.Version()}, readings(t, r)...)
	if *update {
		if err := os.WriteFile(readingsFile, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(readingsFile)
	if err != nil {
		t.Fatal(err)
	}
	stored := strings.Split(strings.TrimSpace(string(data)), "\n")
	var changed []string
	for i, line := range lines[1:] {
		if i+1 >= len(stored) || stored[i+1] != line {
			changed = append(changed, strings.Fields(line)[0])
		}
	}
	const renew = "`go test ./internal/reading -run TestReadingsKeepTheirVersion -update`"
	switch {
	case stored[0] != lines[0]:
		t.Errorf("%s holds the readings of version %s, and this is %s: write it again by %s.\n%d texts read "+
			"differently: %s", readingsFile, stored[0], lines[0], renew, len(changed), few(changed))
	case len(changed) > 0 || len(stored) != len(lines):
		t.Errorf("%d texts read differently under the same version %s: %s.\nIf that is meant, raise codeVersion in "+
			"reader.go, so that stored readings are renewed, and then write %s again by %s.\nIf it is not, the change "+
			"is a fault: a model has learnt from how texts were read before.",
			len(changed), lines[0], few(changed), readingsFile, renew)
	}
}

func few(names []string) string { return strings.Join(names[:min(len(names), 12)], ", ") }

// readings are the digests of the readings of a part of the corpus and of the replies in testdata.
func readings(t *testing.T, r *Reader) (lines []string) {
	t.Helper()
	comments, err := corpus.Comments()
	if err != nil {
		t.Fatal(err)
	}
	former := comments[0].Text
	for i, c := range comments {
		if i%12 != 0 && c.Context != corpus.After {
			continue
		}
		thread := about(c)
		last := len(thread.Messages) - 1
		m := thread.Messages[last]
		lines = append(lines, digest(c.ID, r.assessMessage(thread, last), r.Place(m), r.Subject(c.Text),
			r.Fingerprint(m), r.renewed(thread, last, former)))
		former = c.Text
	}
	for n, pair := range replyPairs(t) {
		citizen, answer := inbox.Message{Text: pair[0]}, inbox.Message{Text: pair[1]}
		kind, reason := worth(t, r, citizen, answer)
		voice, err := r.Voice(t.Context(), citizen, answer)
		if err != nil {
			t.Fatal(err)
		}
		answer.Author.Official = true
		lines = append(lines, digest(fmt.Sprint("reply", n+1), kind, reason, voice, r.Fingerprint(answer)))
	}
	return lines
}

// about is the thread around a comment, which is its last message.
func about(c corpus.Comment) inbox.Thread {
	sent := time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC)
	message := func(id, author, to, text string) inbox.Message {
		return inbox.Message{Channel: "governor/vk", Kind: inbox.Comment, ID: id, ReplyTo: to, Text: text, Sent: sent,
			Author: inbox.Author{ID: author, Official: author == "-1"}}
	}
	thread := inbox.Thread{Ref: inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Comment, ID: "1"}}
	switch c.Context {
	case corpus.Reply:
		thread.Messages = []inbox.Message{message("2", "8", "", "Опять ничего не работает"),
			message("3", "7", "2", c.Text)}
	case corpus.After:
		thread.Messages = []inbox.Message{message("2", "7", "", "Когда починят?"), message("3", "-1", "2", "Завтра"),
			message("4", "7", "3", c.Text)}
	default:
		thread.Messages = []inbox.Message{message("2", "7", "", c.Text)}
	}
	return thread
}

// replyPairs are the messages and replies of testdata/replies.txt.
func replyPairs(t *testing.T) (pairs [][2]string) {
	t.Helper()
	data, err := os.ReadFile("testdata/replies.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(strings.TrimSpace(line), " | "); len(cells) == 3 && line[0] != '#' {
			pairs = append(pairs, [2]string{cells[1], cells[2]})
		}
	}
	if len(pairs) < 10 {
		t.Fatalf("%d replies", len(pairs))
	}
	return slices.Clip(pairs)
}

func digest(name string, parts ...any) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%+v", parts)
	return fmt.Sprintf("%s %016x", name, h.Sum64())
}
