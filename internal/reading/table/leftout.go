package table

import (
	"fmt"
	"strings"
)

// Reason says why a row below the header is not used.
type Reason string

// The reasons, in the order in which they are told.
const (
	Empty    Reason = "empty"    // a row without anything, above others that have something
	Repeated Reason = "repeated" // the header once more, as tables have that were put together
	Wide     Reason = "wide"     // more cells than the header: a separator stands in a text that is not quoted
	Short    Reason = "short"    // fewer cells than the header, and a needed one among those that are missing
	Lacking  Reason = "lacking"  // a needed cell is empty
)

// LeftOut are rows that are not used.
type LeftOut struct {
	Reason  Reason
	Numbers []int // of the rows, ascending
}

func leftOut(rows map[Reason][]int) (all []LeftOut) {
	for _, why := range []Reason{Empty, Repeated, Wide, Short, Lacking} {
		if len(rows[why]) > 0 {
			all = append(all, LeftOut{why, rows[why]})
		}
	}
	return all
}

// Numbered names rows or lines by their numbers: «row 5», «rows 5, 8 and 12», «rows 5, 8, … and 40 more».
func Numbered(word string, numbers []int) string {
	const most = 10
	if len(numbers) == 1 {
		return fmt.Sprintf("%s %d", word, numbers[0])
	}
	var list []string
	for _, n := range numbers[:min(len(numbers), most)] {
		list = append(list, fmt.Sprint(n))
	}
	if more := len(numbers) - most; more > 0 {
		return fmt.Sprintf("%ss %s and %d more", word, strings.Join(list, ", "), more)
	}
	return fmt.Sprintf("%ss %s and %s", word, strings.Join(list[:len(list)-1], ", "), list[len(list)-1])
}
