// Package reading says what a text is: whether it needs an answer, what it is about, whether it is urgent, and what a
// reply to it is worth. It is a hybrid: words of the lexicons (lexicon/*.txt) give cues that people can read, and a
// linear model weighs the cues together with hashed word and character n-grams (weights.bin, made by internal/fit; see
// docs/reading.md). An encoder (package opinion) knew words before. Reasons are cues and, where the encoder decided,
// the words that it leaned on. It knows nothing of platforms, states or the store, and needs no network.
package reading

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"sync"

	"otklik/internal/inbox"
	"otklik/internal/reading/linear"
	"otklik/internal/reading/opinion"
	"otklik/internal/reading/topic"
	"otklik/internal/smallfile"
)

// Other is the group of what fits none of the classifier's.
const Other = inbox.OtherGroup

// Options say what a Reader should know about where it works. The zero value is good.
type Options struct {
	// Region is the name of the region whose messages are read, such as Челябинская область; empty: the whole country.
	// It is part of Version, because readings of one region are not those of another.
	Region string
	// Topics, Places and Model are files of the office or region instead of, or besides, what is built in; see the
	// packages topic and place. Empty: only what is built in.
	Topics, Places, Model string
	// Home is the municipality of each channel whose official heads one.
	Home map[inbox.ChannelID]string
	// Public gives a text without the personal data in it: places are read from that, so that no name becomes a town.
	// It is pure and may be called from several goroutines. Nil: places are read from the whole text. Version does not
	// see it: whoever changes what it leaves out raises codeVersion.
	Public func(text string) string
	// Ordinary reports whether a word is known to be no name: what a reading leaned on quotes no other. It is pure and
	// may be called from several goroutines. Nil: nothing is quoted. Version does not see it either.
	Ordinary func(word string) bool
}

// Reader reads texts. It implements inbox.Reader, never changes after New and may be used by several goroutines.
type Reader struct {
	words       *lexicon
	enrichers   *enrichers // nil before training
	cues        []cue
	cue         map[string]int
	bias        float64
	groups      []string
	groupOf     []int // section of words → group, or -1
	senseOf     []int // section of words → its place behind the shapes in a set of senses
	senseNames  []string
	sensed      int // sections of words that the models know; none of them has learnt those from it on
	streetClass []atom
	ties        []atom // the class of words that tie a wish to die to something
	tiesBefore  []atom // the same where they stand before it
	version     string
	pairs       [][]string       // name of the feature "both cues", by cue and by each before it
	ensemble    *linear.Ensemble // the models, by the numbers below
	kinds       []inbox.Category // labels of the kinds
	held        *sync.Pool       // of *linear.Features
	// topics are the built-in ones, because the models learnt from how sure those are; topicWeight is what that weighs.
	topics      *topic.Classifier
	topicWeight float64
	opinions    *opinion.Heads // nil: cues and n-grams alone
	ordinary    func(word string) bool
	kindOf      []int // number of a kind → that of the encoder's
}

// cue is one reason for or against.
type cue struct {
	name    string
	weight  float64
	reason  string
	section int // of the lexicon, or -1 for what signals.go finds
}

var _ inbox.Reader = (*Reader)(nil)

// New builds a reader from the built-in lexicons and weights. An error means that they are broken, not that the
// options are.
func New(o Options) (*Reader, error) {
	var r *Reader
	var s *enrichers
	var m Models
	var opinions *opinion.Heads
	var faults [4]error
	var all sync.WaitGroup
	all.Go(func() { opinions, faults[3] = openOpinions() })
	all.Go(func() { r, faults[0] = fromLexicons(o) })
	all.Go(func() { s, faults[1] = newEnrichers(o) })
	all.Go(func() { m, faults[2] = readModels(weights) })
	all.Wait()
	err := errors.Join(faults[:]...)
	if err != nil {
		return nil, err
	}
	r.enrichers, r.topics = s, s.topics
	if !s.topics.BuiltIn() {
		if r.topics, err = topic.New(topic.Options{}); err != nil {
			return nil, err
		}
	}
	r.use(m)
	return r, r.hear(opinions)
}

// openOpinions unpacks the encoder; nil where the program was built without it.
func openOpinions() (*opinion.Heads, error) {
	h, err := opinion.Open()
	if errors.Is(err, opinion.ErrAbsent) {
		return nil, nil
	}
	return h, err
}

// HasEncoder reports whether the program was built with the encoder (see package opinion).
func HasEncoder() bool { return opinion.BuiltIn() }

// NewUntrained builds a reader from the lexicons and the built-in topics. It can Describe, for training; to Assess it
// needs WithModels.
func NewUntrained(o Options) (*Reader, error) {
	r, err := fromLexicons(o)
	if err != nil {
		return nil, err
	}
	if r.topics, err = topic.New(topic.Options{}); err != nil {
		return nil, err
	}
	return r, nil
}

func fromLexicons(o Options) (*Reader, error) {
	r := &Reader{words: newLexicon(), cue: map[string]int{}, ordinary: o.Ordinary}
	if err := r.words.load("groups.txt", "matter"); err != nil {
		return nil, err
	}
	r.groups = append(r.groups, r.words.names...)
	for _, name := range []string{"needs.txt", "urgent.txt", "sense.txt"} {
		if err := r.words.load(name, ""); err != nil {
			return nil, err
		}
	}
	for i := range r.words.names {
		if i >= len(r.groups) {
			r.groupOf = append(r.groupOf, -1)
		} else {
			r.groupOf = append(r.groupOf, i)
		}
	}
	r.senseNames = append(r.senseNames, shapeNames[:]...)
	for i, name := range r.words.names {
		r.senseOf = append(r.senseOf, i-len(r.groups))
		if i >= len(r.groups) {
			r.senseNames = append(r.senseNames, "class "+name)
		}
	}
	r.sensed = len(r.words.names)
	for _, name := range []string{"degrees.txt", "wrongs.txt"} {
		if err := r.words.load(name, ""); err != nil {
			return nil, err
		}
	}
	r.streetClass = []atom{r.words.class("street")}
	r.ties, r.tiesBefore = []atom{r.words.class("ties")}, []atom{r.words.class("ties before")}
	if err := r.loadWeights(); err != nil {
		return nil, err
	}
	v, err := fingerprint(o)
	if err != nil {
		return nil, err
	}
	r.version = v
	for i, c := range r.cues {
		r.pairs = append(r.pairs, make([]string, i))
		for k := range i {
			r.pairs[i][k] = c.name + "+" + r.cues[k].name
		}
	}
	r.held = &sync.Pool{New: func() any { return linear.NewFeatures(ModelSpec()) }}
	return r, nil
}

// Version changes whenever the rules, their weights or the options change, so that stored readings can be renewed.
func (r *Reader) Version() string { return r.version }

// codeVersion is raised by hand when the code, rather than a data file, reads differently.
const codeVersion = 38

func fingerprint(o Options) (string, error) {
	h := fnv.New64a()
	entries, err := files.ReadDir("lexicon")
	if err != nil {
		return "", fmt.Errorf("list the built-in lexicons: %w", err)
	}
	for _, e := range entries {
		data, err := files.ReadFile("lexicon/" + e.Name())
		if err != nil {
			return "", fmt.Errorf("read the built-in lexicon %s: %w", e.Name(), err)
		}
		h.Write(data)
	}
	h.Write(weights)
	h.Write(opinion.Fingerprint())
	for _, part := range []string{o.Region, fmt.Sprint(o.Home)} { // fmt prints maps in the order of their keys
		h.Write([]byte(part + "\x00"))
	}
	for _, file := range []string{o.Topics, o.Places, o.Model} {
		if file == "" {
			continue
		}
		data, err := smallfile.Read(file, smallfile.Model)
		if err != nil {
			return "", fmt.Errorf("read the office's own file: %w", err)
		}
		h.Write(data)
	}
	return fmt.Sprintf("hybrid-%d-%016x", codeVersion, h.Sum64()), nil
}

// loadWeights reads weights.txt: a line is name; weight; reason. The line named bias has the constant of the sum.
func (r *Reader) loadWeights() error {
	data, err := files.ReadFile("lexicon/weights.txt")
	if err != nil {
		return fmt.Errorf("read the built-in weights: %w", err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.SplitN(line, ";", 3)
		if len(parts) != 3 {
			return fmt.Errorf("weights line %d: want name; weight; reason", n+1)
		}
		name := strings.TrimSpace(parts[0])
		weight, err := strconv.ParseFloat(strings.TrimSpace(parts[1]), 64)
		if err != nil || math.IsNaN(weight) || math.IsInf(weight, 0) {
			return fmt.Errorf("weights line %d: the weight is not a number", n+1)
		}
		if name == "bias" {
			r.bias = weight
			continue
		}
		if _, double := r.cue[name]; double {
			return fmt.Errorf("weights line %d: %s stands twice", n+1, name)
		}
		section := -1
		if i, ok := r.words.sections[name]; ok {
			section = i
		}
		r.cue[name] = len(r.cues)
		r.cues = append(r.cues, cue{name: name, weight: weight, reason: strings.TrimSpace(parts[2]), section: section})
	}
	return nil
}
