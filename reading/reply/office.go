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
// is put as only somebody in charge puts it. Who speaks for himself as well is a neighbour who knows a lot.
func (j *Judge) Official(citizen, reply string) bool {
	s := cut(reply)
	found := [officeSections]map[int]bool{{}, {}, {}}
	j.office.find(s, func(h hit) {
		if s.tokens[h.from].kind == word {
			found[h.section][h.from] = true // two phrases from one word on are one sign
		}
	})
	signs := len(found[officeWords])
	if signs == 0 || len(found[officePrivate]) > 0 || signs == 1 && len(found[officePolite]) == 0 {
		return false
	}
	kind, _ := j.Reply(citizen, reply)
	return kind == inbox.ReplyAnswer || kind == inbox.ReplyInterim || kind == inbox.ReplyFormal
}
