package vk

import (
	"encoding/json"
	"strings"
)

// names are the names that an extended reply gives for ids: people positive, communities negative.
type names map[int64]string

// who is the part of an extended reply that names people and communities. Odd entries are left out.
type who struct {
	Profiles list `json:"profiles"`
	Groups   list `json:"groups"`
}

func (w who) names() names {
	found := make(names, len(w.Profiles)+len(w.Groups))
	for _, raw := range w.Profiles {
		var p struct {
			ID    hint   `json:"id"`
			First string `json:"first_name"`
			Last  string `json:"last_name"`
		}
		if json.Unmarshal(raw, &p) == nil && p.ID > 0 {
			found[int64(p.ID)] = strings.TrimSpace(p.First + " " + p.Last)
		}
	}
	for _, raw := range w.Groups {
		var g struct {
			ID   hint   `json:"id"`
			Name string `json:"name"`
		}
		if json.Unmarshal(raw, &g) == nil && g.ID != 0 {
			id := int64(g.ID)
			found[-max(id, -id)] = g.Name // a community's own id is positive, its id as an author negative
		}
	}
	return found
}
