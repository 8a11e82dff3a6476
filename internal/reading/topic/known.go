package topic

import "slices"

// Topics are the topics that Classify may name within a group, those of the model first, each once.
func (c *Classifier) Topics(group string) []string {
	var out []string
	add := func(names ...string) {
		for _, name := range names {
			if name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	if c.model != nil {
		if t, ok := c.model.topics[group]; ok && t.model != nil {
			add(t.model.Labels()...)
		} else if ok {
			add(t.only)
		}
	}
	for _, e := range c.table.Rows {
		if e.Group == group {
			add(e.Topic)
		}
	}
	return out
}

// Current is today's name of a group that is called by a former or common name; empty where the tables have none.
func (c *Classifier) Current(name string) string { return c.table.Current(name) }
