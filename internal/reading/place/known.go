package place

import (
	"cmp"
	"slices"
)

// Municipalities are the names that Find may give as a Municipality: towns and districts of the registers and what the
// region's own file names, each once; those of the configured region first.
func (f *Finder) Municipalities() []string {
	home := map[string]bool{}
	note := func(name string, near bool) { home[name] = home[name] || near }
	for _, forms := range f.forms {
		for _, x := range forms {
			switch x.e.kind {
			case kindTown:
				note(x.e.name, x.e.home)
			case kindOwn:
				note(x.e.whole, true)
			}
		}
	}
	for _, d := range f.districts {
		note(d.name, d.home)
	}
	names := make([]string, 0, len(home))
	for name := range home {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		switch {
		case home[a] == home[b]:
			return cmp.Compare(a, b)
		case home[a]:
			return -1
		}
		return 1
	})
	return names
}
