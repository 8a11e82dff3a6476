package schedule

import "time"

// Wall is the moment at which the clocks of a location show a date and time of day, as schedules take them: of two,
// where clocks are set back, the first; where they are set forward over it, the moment of that. wall is what they show,
// as if it were UTC's.
func Wall(wall time.Time, location *time.Location) time.Time {
	for _, at := range (Schedule{location: location}).moments(wall) {
		return at
	}
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, location)
}
