package reply

import (
	_ "embed"
	"fmt"
	"strings"

	"otklik/internal/inbox"
)

//go:embed office.txt
var officeFile string

// The sections of office.txt, in their order.
const (
	officeWords = iota
	officePolite
	officePrivate
	officeThanks
	officeSections
)

func readOffice() (*lexicon, error) {
	l, err := readLexicon(officeFile)
	if err != nil {
		return nil, fmt.Errorf("read the built-in words of offices: %w", err)
	}
	var names []string
	for _, s := range l.sections {
		names = append(names, s.name)
	}
	if got, want := strings.Join(names, " "), "office polite private thanks"; got != want {
		return nil, fmt.Errorf("read the built-in words of offices: want the sections %s, not %s", want, got)
	}
	return l, nil
}

// reportWords is how many words a plain report has at least: «Сделали», «Вернули, ура» are said by anybody.
const reportWords = 4

// Voice says how a reply to a complaint sounds. An office's is worth something as a reply and put as only somebody in
// charge puts it, or it greets formally and reports a deed. A plain one reports a deed without a greeting. Whoever
// speaks for himself as well, thanks or asks is a private person.
func (j *Evaluator) Voice(citizen, reply string) inbox.Voice {
	s := cut(reply)
	found := [officeSections]map[int]bool{{}, {}, {}, {}}
	j.office.find(s, func(h hit) {
		if s.tokens[h.from].kind == word {
			found[h.section][h.from] = true // two phrases from one word on are one sign
		}
	})
	if len(found[officePrivate]) > 0 {
		return inbox.VoicePrivate
	}
	kind, _ := j.Reply(citizen, reply)
	polite, signs := len(found[officePolite]) > 0, len(found[officeWords])
	deed := j.reportsDeed(s)
	switch {
	case kind == inbox.ReplyNone:
		return inbox.VoicePrivate
	case signs > 1, signs == 1 && polite, polite && deed:
		return inbox.VoiceOffice
	case deed && s.words >= reportWords && s.questions == 0 && len(found[officeThanks]) == 0 &&
		(kind == inbox.ReplyAnswer || kind == inbox.ReplyInterim):
		return inbox.VoicePlain
	}
	return inbox.VoicePrivate
}

// reportsDeed reports whether a reply says what was or will be done, and sends nobody elsewhere.
func (j *Evaluator) reportsDeed(s *scan) bool {
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
