package reply

import (
	_ "embed"
	"errors"
	"fmt"

	"otklik/inbox"
)

//go:embed office.txt
var officeFile string

// The sections of office.txt, in their order.
const (
	officeWords = iota
	officePolite
	officePrivate
	officeSections
)

func readOffice() (*lexicon, error) {
	l, err := readLexicon(officeFile)
	if err != nil {
		return nil, fmt.Errorf("read the built-in words of offices: %w", err)
	}
	if s := l.sections; len(s) != officeSections || s[officeWords].name != "office" || s[officePolite].name != "polite" || s[officePrivate].name != "private" {
		return nil, errors.New("read the built-in words of offices: want the sections office, polite and private")
	}
	return l, nil
}

// Official reports whether a reply to a complaint is in an office's words: what it says is worth something as a reply, and it
// is put as only somebody in charge puts it, or greets formally and reports a deed. Who speaks for himself as well is a
// neighbour who knows a lot.
func (j *Judge) Official(citizen, reply string) bool {
	s := cut(reply)
	found := [officeSections]map[int]bool{{}, {}, {}}
	j.office.find(s, func(h hit) {
		if s.tokens[h.from].kind == word {
			found[h.section][h.from] = true // two phrases from one word on are one sign
		}
	})
	polite, signs := len(found[officePolite]) > 0, len(found[officeWords])
	switch {
	case len(found[officePrivate]) > 0, signs == 0 && !(polite && j.reportsDeed(s)), signs == 1 && !polite:
		return false
	}
	kind, _ := j.Reply(citizen, reply)
	return kind != inbox.ReplyNone
}

// reportsDeed reports whether a reply says what was or will be done, and sends nobody elsewhere.
func (j *Judge) reportsDeed(s *scan) bool {
	deed, away := false, false
	g := &j.groups
	j.lexicon.find(s, func(h hit) {
		switch h.section {
		case g.done, g.promise, g.passed, g.taken, g.finding:
			deed = true
		case g.redirect:
			away = true
		}
	})
	return deed && !away
}
