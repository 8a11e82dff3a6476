// Package reply tells what a message of the official's side is worth to the citizen it stands under, what the citizen
// makes of it, and which reply texts are handed to everybody. It knows texts only: no threads, no states, no store.
package reply

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"otklik/internal/inbox"
)

var (
	//go:embed phrases.txt
	phraseFile string
	//go:embed weights.tsv
	weightFile string
	//go:embed asked.txt
	askedFile string
)

// kinds are the classes of the model, in the order of its columns.
var kinds = [...]inbox.ReplyKind{inbox.ReplyAnswer, inbox.ReplyInterim, inbox.ReplyFormal, inbox.ReplyNone,
	inbox.ReplyAutomatic}

// Columns that decisions name.
const (
	classAnswer = 0
	classFormal = 2
)

// weights has a row for the bias and one for each feature, a column for each of kinds.
type weights [][len(kinds)]float64

// Evaluator weighs replies. It never changes and may be used from several goroutines.
type Evaluator struct {
	lexicon *lexicon
	groups  groups
	asked   *lexicon       // phrases of citizens' messages: where, when, praised
	known   []feature      // the phrases' sections, then derived, then words
	words   map[string]int // stem → its number in known
	weights weights
	// meaning says what replies mean, and meanings what that is worth; nil: words alone decide.
	meaning  *Meaning
	meanings weights
	office   *lexicon // what offices say, and people who speak for themselves
	moods    *lexicon // phrases of citizens' reactions
	draft    *lexicon // what drafts name (see Shown)
	mood     moodSections
}

// New builds an Evaluator from the built-in phrases and weights. It also heeds what replies mean, where it is given the
// encoder that meanings were learnt with; with nil or another one words alone decide. The error can only come
// from a faulty build.
func New(by *Meaning) (*Evaluator, error) {
	j, err := untrained()
	if err != nil {
		return nil, err
	}
	j.learnWords(wordsOf(weightFile))
	if j.weights, err = readWeights(weightFile, j.known); err != nil {
		return nil, fmt.Errorf("read the built-in weights: %w", err)
	}
	return j, j.hear(by)
}

// untrained has phrases and features but no weights.
func untrained() (*Evaluator, error) {
	l, err := readLexicon(phraseFile)
	if err != nil {
		return nil, fmt.Errorf("read the built-in phrases: %w", err)
	}
	j := &Evaluator{lexicon: l}
	if j.groups, err = findGroups(l); err != nil {
		return nil, fmt.Errorf("read the built-in phrases: %w", err)
	}
	if j.asked, err = readLexicon(askedFile); err != nil {
		return nil, fmt.Errorf("read the built-in questions: %w", err)
	}
	if s := j.asked.sections; len(s) != 3 || s[0].name != "where" || s[1].name != "when" || s[2].name != "praised" {
		return nil, errors.New("read the built-in questions: want the sections where, when and praised")
	}
	if j.office, err = readOffice(); err != nil {
		return nil, err
	}
	if j.draft, err = readDraft(); err != nil {
		return nil, err
	}
	if j.moods, j.mood, err = readMoods(); err != nil {
		return nil, err
	}
	for _, s := range l.sections {
		j.known = append(j.known, feature(s))
	}
	j.known = append(j.known, derived[:]...)
	return j, nil
}

// findGroups looks up the sections that features are derived from.
func findGroups(l *lexicon) (groups, error) {
	var g groups
	for _, want := range []struct {
		name string
		at   *int
	}{
		{"redirect", &g.redirect}, {"competence", &g.competence}, {"law", &g.law}, {"cliche", &g.cliche},
		{"praise", &g.praise}, {"active", &g.active}, {"someday", &g.someday}, {"passed", &g.passed},
		{"taken", &g.taken}, {"finding", &g.finding}, {"later", &g.later}, {"visit", &g.visit},
		{"private", &g.private}, {"details", &g.details}, {"promise", &g.promise}, {"done", &g.done},
		{"present", &g.present}, {"refusal", &g.refusal}, {"cause", &g.cause}, {"term", &g.term}, {"yes", &g.yes},
		{"courtesy", &g.courtesy}, {"automatic", &g.automatic}, {"ack", &g.ack}, {"nobody", &g.nobody},
		{"retort", &g.retort}, {"needed", &g.needed},
	} {
		n, ok := l.number[want.name]
		if !ok {
			return g, fmt.Errorf("the section %s is missing", want.name)
		}
		*want.at = n
	}
	return g, nil
}

// doubt is how many times likelier than an answer a formal reply must be to be called one: a wrong suspicion costs an
// honest office more than a missed one.
const doubt = 1.25

// Reply says what a reply is worth as an answer to the citizen's message, and why. Both may be any bytes;
// of each only the first 16 KiB are read. What the two kinds mean at their borders stands in README.md.
func (j *Evaluator) Reply(citizen, reply string) (inbox.ReplyKind, inbox.Reason) {
	return j.Said(reply).Worth(j.Asked(citizen))
}

// decide says what a reply with some values of its features and a meaning is worth, and why.
func (j *Evaluator) decide(values []float64, by meant) (inbox.ReplyKind, inbox.Reason) {
	if j.silent(values) {
		return inbox.ReplyNone, inbox.Reason{Code: derived[wordless].reason}
	}
	sums := j.weights.sums(values)
	class := decide(softmax(sums))
	if by != (meant{}) && !j.decidedByRule(values) {
		byWords := class
		for c, x := range by {
			sums[c] += x
		}
		if class = decide(softmax(sums)); class != byWords {
			return kinds[class], inbox.Reason{Code: "reply_meaning", Also: j.reason(values, class).Code}
		}
	}
	return kinds[class], j.reason(values, class)
}

// silent reports whether the reply had neither words nor numbers nor links.
func (j *Evaluator) silent(values []float64) bool {
	return values[len(j.lexicon.sections)+wordless] > 0
}

// learnWords adds stems to the features.
func (j *Evaluator) learnWords(stems []string) {
	j.words = map[string]int{}
	for _, stem := range stems {
		j.words[stem] = len(j.known)
		j.known = append(j.known, feature{name: wordPrefix + stem})
	}
}

// wordPrefix begins the name of a word's feature.
const wordPrefix = "word "

// wordsOf are the stems that a table of weights has rows for.
func wordsOf(table string) []string {
	var out []string
	for line := range strings.Lines(table) {
		name, _, _ := strings.Cut(line, "\t")
		if stem, ok := strings.CutPrefix(name, wordPrefix); ok {
			out = append(out, stem)
		}
	}
	return out
}

// decide chooses the class of the greatest probability, with the benefit of the doubt.
func decide(p [len(kinds)]float64) int {
	best := 0
	for c := range p {
		if p[c] > p[best] {
			best = c
		}
	}
	if best == classFormal && p[classFormal] < doubt*p[classAnswer] {
		return classAnswer
	}
	return best
}

// sums are the weighted sums of the classes, whose softmax are their probabilities.
func (w weights) sums(values []float64) [len(kinds)]float64 {
	sum := w[0]
	for i, x := range values {
		if x != 0 {
			for c, weight := range w[i+1] {
				sum[c] += weight * x
			}
		}
	}
	return sum
}

func softmax(sum [len(kinds)]float64) [len(kinds)]float64 {
	top, total := math.Inf(-1), 0.0
	for _, x := range sum {
		top = max(top, x)
	}
	for c, x := range sum {
		sum[c] = math.Exp(x - top)
		total += sum[c]
	}
	for c := range sum {
		sum[c] /= total
	}
	return sum
}

// reason names the two features that speak most for the class against the mean of the other classes.
func (j *Evaluator) reason(values []float64, class int) inbox.Reason {
	var names [2]string
	var pulls [2]float64
	for i, x := range values[:len(j.lexicon.sections)+len(derived)] { // a word alone is no reason
		reason := j.known[i].reason
		if x == 0 || reason == "" || strings.IndexByte(j.known[i].kinds, initials[class]) < 0 {
			continue
		}
		mean := 0.0
		for c, weight := range j.weights[i+1] {
			if c != class {
				mean += weight / float64(len(kinds)-1)
			}
		}
		pull := x * (j.weights[i+1][class] - mean)
		switch {
		case pull <= 0.2 || reason == names[0]:
		case pull > pulls[0]:
			names[0], names[1], pulls[0], pulls[1] = reason, names[0], pull, pulls[0]
		case pull > pulls[1]:
			names[1], pulls[1] = reason, pull
		}
	}
	if names[0] == "" {
		return inbox.Reason{Code: plain[class]}
	}
	return inbox.Reason{Code: names[0], Also: names[1]}
}

// initials name the classes in feature.kinds.
const initials = "aifnm"

// plain are the reasons where no single feature stands out.
var plain = [len(kinds)]string{
	"reply_answers", "reply_interim", "reply_empty", "reply_none",
	"reply_automatic",
}

// readWeights reads the table that training writes: a head, then a line for the bias and one for each feature.
func readWeights(text string, known []feature) (weights, error) {
	row := map[string]int{bias: 0}
	for i, f := range known {
		row[f.name] = i + 1
	}
	w := make(weights, len(known)+1)
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if n == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		i, ok := row[fields[0]]
		if !ok || len(fields) != len(kinds)+1 {
			return nil, fmt.Errorf("line %d: no feature %q with %d weights; train again", n+1, fields[0], len(kinds))
		}
		delete(row, fields[0])
		for c, field := range fields[1:] {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n+1, err)
			}
			w[i][c] = x
		}
	}
	for name := range row {
		return nil, fmt.Errorf("the feature %q has no weights; train again", name)
	}
	return w, nil
}

// bias is the name of the row that every reply has.
const bias = "bias"
