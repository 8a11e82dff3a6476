package topic

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"strings"

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
	// skipCheck leaves out the measuring on held-out rows.
	skipCheck bool
}

// Report says how good a trained model is on rows that it had not seen.
type Report struct {
	Rows        int               // rows learnt from
	Empty       int               // rows left out, because the text or the group is empty
	Checked     int               // rows that were held out and then compared
	Folds       int               // 5: cross-validation, every row was held out once; 1: a fifth was held out
	Groups      linear.Scoreboard // right and said groups of the held-out rows
	TopicsRight float64           // share of held-out rows with a topic whose group and topic are both right
	TopicRows   int               // how many those are
	Frequent    float64           // share of the most frequent group: what blind guessing reaches
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
	l := newLearner(kept, o)
	sharpness := 2.0
	const folds = 5
	report.Folds = folds
	if len(kept) > crossRows {
		report.Folds = 1
	}
	if o.skipCheck || len(kept) < 2*folds {
		report.Folds = 0
	}
	l.total = report.Folds + 1
	if report.Folds > 0 {
		fold := linear.Folds(labels, texts, folds, o.Seed)
		s, err := l.check(ctx, fold, &report)
		if err != nil {
			return nil, report, err
		}
		sharpness = s
	}
	m, err := l.learn(ctx, nil)
	if err != nil {
		return nil, report, err
	}
	m.sharpness = sharpness
	return m, report, nil
}

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
	options     TrainOptions
	extract     *extractor
	spec        linear.Spec
	done, total int
}

// bigTable is where features become fewer, so that the table fits into memory.
const bigTable = 20000

func newLearner(rows []Row, o TrainOptions) *learner {
	l := &learner{rows: rows, options: o, extract: newExtractor(), spec: groupSpec(len(rows))}
	l.set = l.features(l.spec, rows, func(r Row) string { return r.Group })
	return l
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

func (l *learner) features(spec linear.Spec, rows []Row, label func(Row) string) *linear.Set {
	set, err := linear.NewSet(spec)
	if err != nil {
		panic("topic: " + err.Error()) // the Spec is our own
	}
	f := set.NewFeatures()
	for _, r := range rows {
		text := r.Text
		if len(rows) > bigTable && len(text) > 1500 {
			text = strings.ToValidUTF8(text[:1500], "")
		}
		l.extract.fill(f, text)
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
	m := &Model{groups: groups, topics: map[string]topics{}, sharpness: 2}
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
		set := l.features(topicSpec(), rows, func(r Row) string { return r.Topic })
		learnt, err := linear.Train(ctx, set, nil, l.linear())
		if err != nil {
			return nil, fmt.Errorf("learn the topics of a group: %w", err)
		}
		m.topics[group] = topics{model: learnt}
	}
	l.step()
	return m, nil
}

// check compares what models say of rows that they have not seen, and finds how sharp their scores may be taken.
func (l *learner) check(ctx context.Context, fold []int, report *Report) (sharpness float64, err error) {
	var right, said []string
	var margins [][]float32
	var place []int
	reader := &modelReader{}
	topicsRight := 0
	for k := range report.Folds {
		var train []int
		for i, n := range fold {
			if n != k {
				train = append(train, i)
			}
		}
		m, err := l.learn(ctx, train)
		if errors.Is(err, linear.ErrOneLabel) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("measure on rows held out: %w", err)
		}
		reader.use(m)
		for i, n := range fold {
			if n != k {
				continue
			}
			l.extract.fill(reader.groups, l.rows[i].Text)
			scores := m.groups.Scores(reader.groups, nil)
			best, _ := linear.Best(scores)
			group := m.labels()[best]
			right, said = append(right, l.rows[i].Group), append(said, group)
			if at := slices.Index(m.labels(), l.rows[i].Group); at >= 0 {
				margins, place = append(margins, scores), append(place, at)
			}
			if l.rows[i].Topic != "" {
				report.TopicRows++
				if group == l.rows[i].Group && m.topic(reader, l.extract, group, l.rows[i].Text) == l.rows[i].Topic {
					topicsRight++
				}
			}
		}
	}
	report.Groups, report.Checked = linear.Compare(right, said), len(right)
	if report.TopicRows > 0 {
		report.TopicsRight = float64(topicsRight) / float64(report.TopicRows)
	}
	return sharpest(margins, place), nil
}

// sharpest is the factor of the margins under which the right labels are likeliest.
func sharpest(margins [][]float32, right []int) float64 {
	best, least := 2.0, math.Inf(1)
	for _, s := range []float64{0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		loss := 0.0
		for i, row := range margins {
			loss -= math.Log(max(softmax(row, s, nil)[right[i]], 1e-9))
		}
		if loss < least {
			best, least = s, loss
		}
	}
	return best
}

func softmax(margins []float32, sharpness float64, out []float64) []float64 {
	out = slices.Grow(out[:0], len(margins))[:len(margins)]
	_, top := linear.Best(margins)
	sum := 0.0
	for i, m := range margins {
		out[i] = math.Exp(sharpness * float64(m-top))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
