package reading

// Topics are the topics that a reading may give within a group; none where nothing is known of them.
func (r *Reader) Topics(group string) []string { return r.sides.topics.Topics(group) }

// Municipalities are the names of municipalities in the registers and in the office's own file, those of the configured
// region first. The registers are not complete: villages stand in none.
func (r *Reader) Municipalities() []string { return r.sides.places.Municipalities() }
