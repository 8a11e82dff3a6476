package reading

// Topics are the topics that a reading may give within a group; none where nothing is known of them.
func (r *Reader) Topics(group string) []string { return r.enrichers.topics.Topics(group) }

// CurrentGroup is today's name of a group that is called by a former or common name, such as Транспорт; empty where
// nobody knows it.
func (r *Reader) CurrentGroup(name string) string { return r.enrichers.topics.Current(name) }

// Municipalities are the names of municipalities in the registers and in the office's own file, those of the configured
// region first. The registers are not complete: villages stand in none.
func (r *Reader) Municipalities() []string { return r.enrichers.places.Municipalities() }
