package topic

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"otklik/internal/reading/linear"
	"otklik/internal/text"
)

// Row is one example of an office: a text, its group and, where known, its topic, named as the office names them.
type Row struct{ Text, Group, Topic string }

// TrainOptions steer Train. The zero value is good.
type TrainOptions struct {
	Seed    uint64
	Workers int // labels learnt at a time; 0: as many as there are processors. The result does not depend on it
	// Progress is told how much of the work is done, in equal steps; nil: nobody is told.
	Progress func(done, total int)
	// Meaning is what else may be learnt from: the model then reads by it where that is better on rows held out. nil:
	// n-grams alone.
	Meaning *Meaning
	// skipCheck leaves out the measuring on held-out rows.
	skipCheck bool
}

// Report says how good a trained model is on rows that it had not seen.
type Report struct {
	Rows    int               // rows learnt from
	Empty   int               // rows left out, because the text or the group is empty
	Checked int               // rows that were held out and then compared
	Folds   int               // 5: cross-validation, every row was held out once; 1: a fifth was held out
	Groups  linear.Scoreboard // right and said groups of the held-out rows
	// Words and Meaning are those of n-grams alone and with Meaning, one of which is Groups; nil where only one was
	// learnt.
	Words, Meaning *linear.Scoreboard
	TopicsRight    float64 // share of held-out rows with a topic whose group and topic are both right
	TopicRows      int     // how many those are
	Frequent       float64 // share of the most frequent group: what blind guessing reaches
}

// crossRows is the greatest table that is cross-validated; of larger ones a fifth is held out.
const crossRows = 3000

// Train learns groups and topics from rows. The report's figures come from models that had not seen the rows they
// were checked on; the model returned has seen all. linear.ErrOneLabel says that all rows have one group. Errors
// are permanent, save that of ctx.
func Train(ctx context.Context, rows []Row, o TrainOptions) (*Model, Report, error) {
	var report Report
	kept := make([]Row, 0, len(rows))
	for _, r := range rows {
		r.Text, r.Group, r.Topic = strings.TrimSpace(r.Text), strings.TrimSpace(r.Group), strings.TrimSpace(r.Topic)
		if r.Text == "" || r.Group == "" {
			report.Empty++
			continue
		}
		kept = append(kept, r)
	}
	if len(kept) == 0 {
		return nil, report, errors.New("the table has no row with both a text and a group: there is nothing to learn " +
			"from")
	}
	report.Rows = len(kept)
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	labels, texts := make([]string, len(kept)), make([]string, len(kept))
	most := map[string]int{}
	for i, r := range kept {
		labels[i], texts[i] = r.Group, fingerprint(r.Text)
		most[r.Group]++
		report.Frequent = max(report.Frequent, float64(most[r.Group])/float64(len(kept)))
	}
	if len(most) < 2 {
		return nil, report, linear.ErrOneLabel
	}
	const folds = 5
	report.Folds = folds
	if len(kept) > crossRows {
		report.Folds = 1
	}
	if o.skipCheck || len(kept) < 2*folds {
		report.Folds = 0
	}
	if report.Folds == 0 || len(kept) > bigTable {
		o.Meaning = nil // nothing would tell whether it is better; and so many rows say by themselves what words mean
	}
	l, err := newLearner(ctx, kept, o, report.Folds+1)
	if err != nil {
		return nil, report, err
	}
	s := sharpnesses{words: usual, seeing: usual}
	if report.Folds > 0 {
		fold := linear.Folds(labels, texts, folds, o.Seed)
		if s, err = l.check(ctx, fold, &report); err != nil {
			return nil, report, err
		}
	}
	if report.Meaning != nil && report.Groups.Right == report.Words.Right {
		l.meaning = nil
	}
	m, err := l.learn(ctx, nil)
	if err != nil {
		return nil, report, err
	}
	m.sharpness = s.words
	if m.seeing != nil {
		m.seeing.sharpness = s.seeing
	}
	return m, report, nil
}

// usual is how sharply margins are taken where nothing was measured.
const usual = 2.0

// fingerprint brings copies of a text together, so that none is learnt from and checked on.
func fingerprint(said string) string {
	h := fnv.New64a()
	for _, w := range strings.Fields(text.Fold(said)) {
		h.Write([]byte(w))
	}
	return fmt.Sprint(h.Sum64())
}

// learner holds the features of all rows, so that they are made once.
type learner struct {
	rows        []Row
	set         *linear.Set
	meaning     *linear.Set // the same with what the texts mean; nil: that is not learnt
	options     TrainOptions
	extract     *extractor
	spec        linear.Spec
	done, total int
}

// bigTable is where features become fewer, so that the table fits into memory.
const bigTable = 20000

func newLearner(ctx context.Context, rows []Row, o TrainOptions, steps int) (*learner, error) {
	l := &learner{rows: rows, options: o, extract: newExtractor(), spec: groupSpec(len(rows)), total: steps}
	group := func(r Row) string { return r.Group }
	l.set = l.features(l.spec, rows, group, nil)
	if o.Meaning != nil {
		l.total++
		meanings, err := l.meanings(ctx)
		if err != nil {
			return nil, err
		}
		l.meaning = l.features(l.spec, rows, group, meanings)
		l.step()
	}
	return l, nil
}

// meanings are what the rows mean, found by as many workers as there are.
func (l *learner) meanings(ctx context.Context) ([][]float32, error) {
	all := make([][]float32, len(l.rows))
	var next atomic.Int64
	var group sync.WaitGroup
	for range l.options.Workers {
		group.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(all) && ctx.Err() == nil; n = int(next.Add(1)) - 1 {
				all[n] = l.options.Meaning.Of(l.rows[n].Text)
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	return all, nil
}

func groupSpec(rows int) linear.Spec {
	spec := linear.DefaultSpec()
	if rows > bigTable {
		spec.CharMin, spec.CharMax, spec.MinDocs = 3, 4, 3
	}
	return spec
}

// topicSpec is smaller: there is a model for every group.
func topicSpec() linear.Spec {
	spec := linear.DefaultSpec()
	spec.Bits, spec.CharMin, spec.CharMax = 16, 3, 4
	return spec
}

// features are those of rows, with what they mean, where that is given.
func (l *learner) features(spec linear.Spec, rows []Row, label func(Row) string, meanings [][]float32) *linear.Set {
	set, err := linear.NewSet(spec)
	if err != nil {
		panic("topic: " + err.Error()) // the Spec is our own
	}
	f := set.NewFeatures()
	for i, r := range rows {
		text := r.Text
		if len(rows) > bigTable && len(text) > 1500 {
			text = strings.ToValidUTF8(text[:1500], "")
		}
		l.extract.fill(f, text)
		if meanings != nil {
			addMeaning(f, meanings[i])
		}
		set.Add(f, label(r), 1)
	}
	return set
}

func (l *learner) linear() linear.Options {
	return linear.Options{C: costOfMistakes, Tol: 0.1, Seed: l.options.Seed, Workers: l.options.Workers}
}

// costOfMistakes was chosen by cross-validation.
const costOfMistakes = 0.5

func (l *learner) step() {
	l.done++
	if l.options.Progress != nil {
		l.options.Progress(l.done, l.total)
	}
}

// learn learns from the rows with these numbers; nil: all.
func (l *learner) learn(ctx context.Context, numbers []int) (*Model, error) {
	if numbers == nil {
		numbers = make([]int, len(l.rows))
		for i := range numbers {
			numbers[i] = i
		}
	}
	groups, err := linear.Train(ctx, l.set, numbers, l.linear())
	if err != nil {
		return nil, fmt.Errorf("learn the groups: %w", err)
	}
	m := &Model{groups: groups, topics: map[string]topics{}, sharpness: usual}
	if l.meaning != nil {
		groups, err := linear.Train(ctx, l.meaning, numbers, l.linear())
		if err != nil {
			return nil, fmt.Errorf("learn the groups with what texts mean: %w", err)
		}
		m.seeing = &seeing{encoder: l.options.Meaning.Encoder, groups: groups, sharpness: usual}
	}
	byGroup := map[string][]Row{}
	for _, n := range numbers {
		if r := l.rows[n]; r.Topic != "" {
			byGroup[r.Group] = append(byGroup[r.Group], r)
		}
	}
	for group, rows := range byGroup {
		names := map[string]bool{}
		for _, r := range rows {
			names[r.Topic] = true
		}
		if len(names) == 1 {
			m.topics[group] = topics{only: rows[0].Topic}
			continue
		}
		set := l.features(topicSpec(), rows, func(r Row) string { return r.Topic }, nil)
		learnt, err := linear.Train(ctx, set, nil, l.linear())
		if err != nil {
			return nil, fmt.Errorf("learn the topics of a group: %w", err)
		}
		m.topics[group] = topics{model: learnt}
	}
	l.step()
	return m, nil
}
