// Package topic says what a text is about: a group and a topic of the federal classifier, or of an office's own. It
// joins three things: keys, which give reasons in words; examples; and a linear model on hashed n-grams, which is built
// in (see MODEL.md) or was learnt from the office's own table by Train. It knows nothing of messages or states.
package topic

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"otklik/internal/reading/linear"
	"otklik/internal/smallfile"
)

//go:generate go run ./internal/build -data ../../../../shared/data/portal-dev.tsv -output model.bin

//go:embed model.bin
var builtInModel []byte

// Other is the group of what fits none.
const Other = "Прочее"

// Options say which table and which model to use. The zero value is what is built in.
type Options struct {
	File  string // a region's table, as described at Table; configuration names it reading.topics
	Model *Model // learnt by Train; nil: the built-in one
	// Meaning is for a Model that learnt with it; nil: such a model reads by words alone.
	Meaning *Meaning
}

// Classifier reads texts. It never changes after New and may be used by several goroutines.
type Classifier struct {
	table  *Table
	own    *index // keys and examples of the table in use
	region *index // those of the region's file alone; nil without one
	model  *Model
	chooser
	office bool // the model is the office's: its labels stand as they are
	labels []string
	group  []int  // label → group of the table, or -1
	gone   []bool // labels of the built-in model that the region's table does not have
	fresh  []int  // groups of the table that the model does not know
	pool   sync.Pool
}

// chooser is what of a model chooses among groups.
type chooser struct {
	choice    *linear.Model
	sharpness float64
	meaning   *Meaning // nil: by words alone
}

// New reads the files that the options name. Its errors name the file and what is wrong with it; they are permanent.
func New(o Options) (*Classifier, error) {
	c := &Classifier{office: o.Model != nil, model: o.Model, chooser: chooser{meaning: o.Meaning}}
	var both sync.WaitGroup // table and model are most of the program's start, so they are read side by side
	var ofTable, ofModel error
	both.Go(func() { ofTable = c.readTable(o.File) })
	both.Go(func() {
		if !c.office {
			c.model, ofModel = Parse(builtInModel)
		}
	})
	both.Wait()
	if ofTable != nil {
		return nil, ofTable
	}
	if ofModel != nil {
		return nil, ofModel
	}
	c.prepare()
	return c, nil
}

// readTable fills c.table and the indexes of the built-in table and the region's file, where there is one.
func (c *Classifier) readTable(file string) error {
	c.own, c.table = shared(), sharedTable()
	if file == "" {
		return nil
	}
	data, err := smallfile.Read(file, smallfile.List)
	if err != nil {
		return fmt.Errorf("read the topics: %w", err)
	}
	region, err := ParseTable(string(data))
	if err == nil && !region.Replace {
		err = c.table.misspelt(region)
	}
	if err != nil {
		return fmt.Errorf("read the topics %s: %w", file, err)
	}
	c.table = c.table.With(region)
	c.own, c.region = newIndex(c.table), newIndex(region)
	for i, name := range c.region.groups { // a region may use a former name
		if today := c.table.Current(name); today != "" {
			c.region.groups[i] = today
		}
	}
	return nil
}

// BuiltIn reports whether it reads by what is built in alone: no file of a region and no model of an office.
func (c *Classifier) BuiltIn() bool { return !c.office && c.region == nil }

// prepare joins the names of the model with those of the table.
func (c *Classifier) prepare() {
	c.sharpness = 1
	if c.model != nil {
		c.labels = c.model.labels()
		c.choice, c.sharpness, c.meaning = c.model.heed(c.meaning)
	}
	for i, label := range c.labels {
		g := slices.Index(c.own.groups, label)
		if today := c.table.Current(label); g < 0 && today != "" {
			g = slices.Index(c.own.groups, today)
			if !c.office {
				c.labels[i] = today
			}
		}
		c.group = append(c.group, g)
		c.gone = append(c.gone, g < 0 && !c.office)
	}
	for g := range c.own.groups {
		if !slices.Contains(c.group, g) && !c.office {
			c.fresh = append(c.fresh, g)
		}
	}
	c.pool.New = func() any {
		w := &working{extract: newExtractor(), own: newScratch(c.own)}
		if c.region != nil {
			w.region = newScratch(c.region)
		}
		if c.model != nil {
			w.reader.use(c.model)
		}
		return w
	}
}

// working is the memory of one reading.
type working struct {
	extract *extractor
	reader  modelReader
	own     *scratch
	region  *scratch
	sums    []float32 // group of the table → keys and likeness
	like    []float32 // group of the table → likeness to its nearest example
	margins []float32
	chance  []float64
	hint    Hint
}

// Hint is what somebody else thinks of the groups, by name: probabilities. A group that it does not name is judged
// without it; nil hints nothing.
type Hint map[string]float64

// What a hint weighs beside the model, both being log probabilities; and from where it makes a group of those that the
// model does not know, without a key that speaks for it.
const (
	hintWeight = 0.75
	hintSure   = 0.5
	hintLeast  = 1e-4
)

// Groups are all the groups that Classify may name, Other excepted.
func (c *Classifier) Groups() []string {
	var out []string
	for i, label := range c.labels {
		if !c.gone[i] {
			out = append(out, label)
		}
	}
	for _, g := range c.fresh {
		out = append(out, c.own.groups[g])
	}
	return out
}

// Table is the table in use, for its names and versions.
func (c *Classifier) Table() *Table { return c.table }

// Thresholds below which a text is Other: a model always names somebody, and for talk that is chance.
const (
	sureWithKeys    = 0.08
	sureWithoutKeys = 0.55
	sureTogether    = 0.2 // with a hint: half of what lies between the two is named rightly
)

// Classify names the group and the topic of a text. score is the probability of the group, 0 for Other; topic is ""
// where the group has none that fits. reasons say why in Russian, by the table's keys and never by words of the text,
// so that they may leave the office.
func (c *Classifier) Classify(text string) (group, topic string, score float64, reasons []string) {
	w := c.pool.Get().(*working)
	defer c.pool.Put(w)
	best, g, why := c.decide(text, w)
	if best < 0 {
		return Other, "", 0, []string{why}
	}
	group, topic = c.names(text, w, best, g)
	if hits := c.hits(w, g); len(hits) > 0 {
		reasons = []string{"тема «" + group + "»: " + strings.Join(hits, ", ")}
	} else {
		reasons = []string{"похоже на обращения группы «" + group + "»"}
	}
	return group, topic, w.chance[best], reasons
}

// Name is Classify without score and reasons, which cost more to say than to know, with what a hint says.
func (c *Classifier) Name(text string, hint Hint) (group, topic string) {
	w := c.pool.Get().(*working)
	w.hint = hint
	defer func() {
		w.hint = nil
		c.pool.Put(w)
	}()
	best, g, _ := c.decide(text, w)
	if best < 0 {
		return Other, ""
	}
	return c.names(text, w, best, g)
}

// decide chooses a label, or behind them a group that only the table knows; g is the group of the table or -1. For a
// text that is Other best is -1 and why says why.
func (c *Classifier) decide(text string, w *working) (best, g int, why string) {
	w.own.read(text)
	if len(w.own.text) == 0 {
		return -1, -1, "нет слов"
	}
	c.own.find(w.own, true)
	c.ownScores(w)
	best = c.choose(text, w)
	if best < len(c.labels) {
		g = c.group[best]
	} else {
		g = c.fresh[best-len(c.labels)]
	}
	least := sureWithoutKeys
	if w.hint != nil {
		least = sureTogether
	}
	if c.hit(w, g) {
		least = min(least, sureWithKeys)
	}
	silent := best >= len(c.labels) && w.sums[g] <= 0 && w.hint[c.own.groups[g]] < hintSure // no model, no key
	if w.chance[best] < least || silent {
		return -1, -1, "не похоже ни на одну группу тем"
	}
	return best, g, ""
}

// names are the group and the topic of what decide chose.
func (c *Classifier) names(text string, w *working, best, g int) (group, topic string) {
	if best < len(c.labels) {
		group = c.labels[best]
	} else {
		group = c.own.groups[g]
	}
	if c.model != nil {
		topic = c.model.topic(&w.reader, w.extract, group, text)
	}
	if topic == "" && g >= 0 {
		topic = c.topic(w, g)
	}
	return group, topic
}

// never is a margin that no other falls below.
const never = -1e6

// choose fills w.chance, for the labels and then the groups that only the table knows, and returns the likeliest.
func (c *Classifier) choose(text string, w *working) int {
	w.margins = w.margins[:0]
	if c.model != nil {
		if c.own == w.extract.index {
			w.extract.fillFound(w.reader.groups, text, w.own)
		} else {
			w.extract.fill(w.reader.groups, text)
		}
		if c.meaning != nil {
			addMeaning(w.reader.groups, c.meaning.Of(text))
		}
		w.reader.scores = c.choice.Scores(w.reader.groups, w.reader.scores)
		w.margins = append(w.margins, w.reader.scores...)
		for i, gone := range c.gone {
			if gone {
				w.margins[i] = never
			} else if g := c.group[i]; g >= 0 && !c.office {
				w.margins[i] += c.subject(w, g)
			}
		}
	}
	for _, g := range c.fresh {
		w.margins = append(w.margins, -1.2+0.25*w.sums[g]+c.subject(w, g))
	}
	if c.region != nil && !c.office {
		w.region.read(text)
		c.region.find(w.region, true)
		for row, v := range w.region.keys {
			name := c.region.groups[c.region.groupOf[row]]
			bonus := 0.15*v + max(0, w.region.likeness[row]-0.4)
			if i := slices.Index(c.labels, name); i >= 0 && bonus > 0 {
				w.margins[i] += min(bonus, 1.5)
			}
		}
	}
	c.heed(w)
	w.chance = softmax(w.margins, c.sharpness, w.chance)
	best, _ := linear.Best(w.margins)
	return best
}

// heed adds what the hint says to the margins of the groups that it names.
func (c *Classifier) heed(w *working) {
	if w.hint == nil {
		return
	}
	for i := range w.margins {
		name := ""
		if i < len(c.labels) {
			name = c.labels[i]
		} else {
			name = c.own.groups[c.fresh[i-len(c.labels)]]
		}
		if p, ok := w.hint[name]; ok && w.margins[i] > never {
			w.margins[i] += float32(hintWeight / c.sharpness * math.Log(max(p, hintLeast)))
		}
	}
}

// ownScores sums keys and likeness to examples by group, into w.sums.
func (c *Classifier) ownScores(w *working) {
	out := slices.Grow(w.sums[:0], len(c.own.groups))[:len(c.own.groups)]
	clear(out)
	for row := range each(w.own.keyed) {
		out[c.own.groupOf[row]] += w.own.keys[row]
	}
	w.like = slices.Grow(w.like[:0], len(out))[:len(out)]
	clear(w.like)
	for _, e := range w.own.touched {
		row := c.own.examples[e].row
		g := c.own.groupOf[row]
		w.like[g] = max(w.like[g], w.own.likeness[row])
	}
	for g, like := range w.like {
		out[g] += likenessWeight * max(0, like-0.3)
	}
	w.sums = out
}

const likenessWeight = 6

// topic is the topic of the table's group with the heaviest keys and the likest example.
func (c *Classifier) topic(w *working, g int) string {
	best, top := -1, float32(0)
	for row, of := range c.own.groupOf {
		if of != g || c.own.names[row] == "" {
			continue
		}
		if v := w.own.keys[row] + likenessWeight*max(0, w.own.likeness[row]-0.3); v > top {
			best, top = row, v
		}
	}
	if best < 0 {
		best = c.own.other[g]
	}
	if best < 0 {
		return ""
	}
	return c.own.names[best]
}

// hit reports whether the text has a key that speaks for a group.
func (c *Classifier) hit(w *working, g int) bool {
	for _, n := range w.own.hits {
		if p := &c.own.phrases[n]; p.weight > 0 && c.own.groupOf[p.row] == g {
			return true
		}
	}
	return false
}

// hits are the heaviest keys of a group that the text has, four at most, each word once.
func (c *Classifier) hits(w *working, g int) []string {
	found := slices.Clone(w.own.hits)
	slices.SortStableFunc(found, func(a, b int32) int {
		switch x, y := c.own.phrases[a].weight, c.own.phrases[b].weight; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []string
	for _, n := range found {
		p := &c.own.phrases[n]
		if c.own.groupOf[p.row] == g && p.weight > 0 && !slices.Contains(out, p.text) && len(out) < 4 {
			out = append(out, p.text)
		}
	}
	return out
}

// Examples are the table's examples as rows to learn from; a topic's are also its group's.
func (t *Table) Examples() []Row {
	var rows []Row
	for _, e := range t.Rows {
		for _, text := range e.Examples {
			rows = append(rows, Row{Text: text, Group: e.Group})
		}
	}
	return rows
}
