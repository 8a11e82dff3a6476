package topic

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"otklik/internal/reading/linear"
)

// trial is how one way of choosing groups fares on rows that were held out.
type trial struct {
	said        []string
	margins     [][]float32 // of the rows whose group the model knew
	place       []int       // where among them that group stands
	topicsRight int
}

// note takes in what a model says of a row.
func (t *trial) note(m *Model, reader *modelReader, e *extractor, scores []float32, r Row) {
	labels := m.labels()
	best, _ := linear.Best(scores)
	group := labels[best]
	t.said = append(t.said, group)
	if at := slices.Index(labels, r.Group); at >= 0 {
		t.margins, t.place = append(t.margins, slices.Clone(scores)), append(t.place, at)
	}
	if r.Topic != "" && group == r.Group && m.topic(reader, e, group, r.Text) == r.Topic {
		t.topicsRight++
	}
}

// sharpnesses say how sharply margins are taken.
type sharpnesses struct{ words, seeing float64 }

// check compares what models say of rows that they have not seen, and finds how sharp their scores may be taken.
func (l *learner) check(ctx context.Context, fold []int, report *Report) (s sharpnesses, err error) {
	var right []string
	var words, seeing trial
	reader := &modelReader{}
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
			return s, fmt.Errorf("measure on rows held out: %w", err)
		}
		reader.use(m)
		for i, n := range fold {
			if n != k {
				continue
			}
			right = append(right, l.rows[i].Group)
			if l.rows[i].Topic != "" {
				report.TopicRows++
			}
			l.set.Fill(reader.groups, i)
			words.note(m, reader, l.extract, m.groups.Scores(reader.groups, nil), l.rows[i])
			if m.seeing != nil {
				l.meaning.Fill(reader.groups, i)
				seeing.note(m, reader, l.extract, m.seeing.groups.Scores(reader.groups, nil), l.rows[i])
			}
		}
	}
	l.report(report, right, &words, &seeing)
	return sharpnesses{sharpest(words.margins, words.place), sharpest(seeing.margins, seeing.place)}, nil
}

// report says how the trials ended; the better one is what Groups and topics tell of.
func (l *learner) report(report *Report, right []string, words, seeing *trial) {
	report.Groups, report.Checked = linear.Compare(right, words.said), len(right)
	better := words
	if l.meaning != nil {
		byWords, byMeaning := report.Groups, linear.Compare(right, seeing.said)
		report.Words, report.Meaning = &byWords, &byMeaning
		if byMeaning.Right > byWords.Right {
			report.Groups, better = byMeaning, seeing
		}
	}
	if report.TopicRows > 0 {
		report.TopicsRight = float64(better.topicsRight) / float64(report.TopicRows)
	}
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
