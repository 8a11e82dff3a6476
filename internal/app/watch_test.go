package app

import (
	"testing"
	"time"
)

// What is usual at an hour is the mean of people who wrote in the same hour of earlier days; of fewer than two weeks
// nothing is said.
func TestUsualHours(t *testing.T) {
	t.Parallel()
	hour := time.Date(2027, 2, 1, 10, 0, 0, 0, time.UTC)
	u := &usualHours{wrote: map[string][]wroteAt{}, known: hour.AddDate(0, 0, -20)}
	const roads = "Дороги\x00Энск"
	for day := 1; day <= 30; day++ { // two people each day in this hour, one in another, and one twice
		at := hour.AddDate(0, 0, -day)
		u.wrote[roads] = append(u.wrote[roads], wroteAt{at.Add(5 * time.Minute), "a"}, wroteAt{at.Add(time.Hour), "b"},
			wroteAt{at.Add(6 * time.Minute), "a"}, wroteAt{at.Add(61 * time.Minute), "c"}, wroteAt{at.Add(-time.Minute), "d"})
	}
	u.wrote[roads] = append(u.wrote[roads], wroteAt{hour.Add(time.Minute), "today"})
	if mean, known, err := u.of("Дороги", "Энск", hour); mean != 2 || !known || err != nil {
		t.Errorf("%v, %t, %v", mean, known, err)
	}
	if mean, known, err := u.of("ЖКХ", "Энск", hour); mean != 0 || !known || err != nil {
		t.Errorf("where nobody writes: %v, %t, %v", mean, known, err)
	}
	u.known = hour.AddDate(0, 0, -13)
	if _, known, err := u.of("Дороги", "Энск", hour); known || err != nil {
		t.Errorf("of thirteen days: %t, %v", known, err)
	}
}
