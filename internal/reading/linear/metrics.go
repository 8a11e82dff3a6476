package linear

import "slices"

// Scoreboard compares what was said with what is right.
type Scoreboard struct {
	Labels    []string  // all labels met on either side, in alphabetical order
	Confusion [][]int   // Confusion[right][said], by the index of Labels
	Classes   []Quality // one for each of Labels
	Rows      int
	Right     int
	Accuracy  float64 // share of Right in Rows; 0 for no rows
	MacroF1   float64 // mean F1 of the labels that are right for at least one row
}

// Quality is how well one label is told from the others.
type Quality struct {
	Label     string
	Support   int     // rows for which it is right
	Said      int     // rows for which it was said
	Hits      int     // rows where both agree
	Precision float64 // Hits of Said; 0 where nothing was said
	Recall    float64 // Hits of Support; 0 where there is none
	F1        float64
}

// Compare counts. Both lists have one label for each row; of unequal lists the longer is cut.
func Compare(right, said []string) Scoreboard {
	n := min(len(right), len(said))
	right, said = right[:n], said[:n]
	b := Scoreboard{Rows: n}
	b.Labels = append(slices.Clone(right), said...)
	slices.Sort(b.Labels)
	b.Labels = slices.Compact(b.Labels)
	at := map[string]int{}
	for i, l := range b.Labels {
		at[l] = i
		b.Confusion = append(b.Confusion, make([]int, len(b.Labels)))
	}
	for i := range right {
		b.Confusion[at[right[i]]][at[said[i]]]++
	}
	present := 0
	for i, l := range b.Labels {
		q := Quality{Label: l, Hits: b.Confusion[i][i]}
		for k := range b.Labels {
			q.Support += b.Confusion[i][k]
			q.Said += b.Confusion[k][i]
		}
		q.Precision, q.Recall, q.F1 = rates(q.Hits, q.Said, q.Support)
		if q.Support > 0 {
			present++
			b.MacroF1 += q.F1
		}
		b.Right += q.Hits
		b.Classes = append(b.Classes, q)
	}
	if present > 0 {
		b.MacroF1 /= float64(present)
	}
	if n > 0 {
		b.Accuracy = float64(b.Right) / float64(n)
	}
	return b
}

func rates(hits, said, support int) (precision, recall, f1 float64) {
	if said > 0 {
		precision = float64(hits) / float64(said)
	}
	if support > 0 {
		recall = float64(hits) / float64(support)
	}
	if hits > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

// Of is the quality of one label; the zero value, with the label, where it was not met.
func (b Scoreboard) Of(label string) Quality {
	if i, ok := slices.BinarySearch(b.Labels, label); ok {
		return b.Classes[i]
	}
	return Quality{Label: label}
}
