package delivery

import (
	"slices"
	"strings"
)

// Notices are the sentences that stand before the digest of an operator: that it is late, and its warnings. None in a
// outgoing digest for readers.
func (p Outgoing) Notices() []string {
	var all []string
	for _, w := range append([]string{p.LateNotice}, p.Warnings...) {
		if w = strings.Join(strings.Fields(w), " "); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// ForOperators is the outgoing digest as whoever looks after the program gets it: its documents as they were drawn with
// the notices.
func (p Outgoing) ForOperators() Outgoing {
	p.Documents = inPlaceOf(p.Documents, p.Noticed)
	return p
}

// ForReaders is the outgoing digest as all others get it: without the notices about deliveries.
func (p Outgoing) ForReaders() Outgoing {
	p.Documents = inPlaceOf(p.Documents, p.SaidLate)
	p.LateNotice, p.Warnings, p.Noticed = "", nil, nil
	return p
}

// inPlaceOf puts documents in the places of those in the same formats.
func inPlaceOf(documents, others []Document) []Document {
	documents = slices.Clone(documents)
	for i, d := range documents {
		if n := slices.IndexFunc(others, func(o Document) bool { return o.Format == d.Format }); n >= 0 {
			documents[i] = others[n]
		}
	}
	return documents
}
