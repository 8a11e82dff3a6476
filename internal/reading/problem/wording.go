package problem

import "slices"

// When two texts count as one wording, and when a wording is a campaign. Neighbours who complain on their own word it
// differently; a text that is passed round comes back the same, but for a word somebody changed, an address, a
// greeting.
const (
	// wordingWords is from how many words on, numbers and names of places left out, a text has a wording of its own:
	// «нет воды на Садовой 12» is written by many without any copying.
	wordingWords = 6
	// wordingMeaning is how many of them must carry meaning, for the same reason: «уже третий день нет у нас дома
	// воды».
	wordingMeaning = 4
	// wordingChange: one word in so many may differ, be added or be left out.
	wordingChange = 6
	// wordingRead is how many words are compared; a longer text is copied from its beginning.
	wordingRead = 60
	// campaignPeople is from how many people on copying is no accident: a person and a relative, or one who answers
	// «and so it is with us» by copying, are two.
	campaignPeople = 3
)

// sameWording reports whether two rows of words are one wording, and how many words differ. It is symmetric. Rows that
// are too short are no wording (nil).
func sameWording(a, b []uint16) (bool, int) {
	if len(a) == 0 || len(b) == 0 {
		return false, 0
	}
	limit := max(len(a), len(b)) / wordingChange
	d := distance(a, b, limit)
	return d <= limit, d
}

// distance is how many words have to be changed, added or left out to make b of a; more than limit is limit+1.
func distance(a, b []uint16, limit int) int {
	if slices.Equal(a, b) {
		return 0
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [2][wordingRead + 1]int
	last, row := &rows[0], &rows[1]
	for j := range len(b) + 1 {
		last[j] = min(j, limit+1)
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-limit), min(len(b), i+limit) // outside this band the distance is beyond the limit
		row[from-1] = limit + 1
		if from == 1 {
			row[0] = min(i, limit+1)
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			cost := last[j-1]
			if a[i-1] != b[j-1] {
				above := limit + 1
				if j < i+limit {
					above = last[j]
				}
				cost = min(cost, above, row[j-1]) + 1
			}
			row[j] = min(cost, limit+1)
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		last, row = row, last
	}
	return last[len(b)]
}
