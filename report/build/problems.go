package build

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/text"
	"otklik/internal/text/wordlist"
	"otklik/report/clean"
)

// withCampaigns adds the texts that many sent to the problems: of those that wait only the first stands in the list, so
// that whoever counts people by messages would take seven for one.
func (in Input) withCampaigns(items []item, at time.Time) []Problem {
	known := make(map[inbox.Ref]bool)
	for _, p := range in.Problems {
		for _, ref := range p.Refs {
			known[ref] = true
		}
	}
	list := slices.Clone(in.Problems)
	for _, i := range items {
		ref := i.Message.Ref()
		if _, waits := i.waiting(at); !waits || i.Status.Copies == 0 || known[ref] {
			continue
		}
		text := in.masked(i.Message.Text)
		list = append(list, Problem{ID: idOf("c", ref),
			Title: strings.TrimRight(cmp.Or(telling([]string{text}), clean.Quoted(text)), ".!"), Messages: 1, People: 1,
			Group: i.group, Municipality: i.place, First: i.received, Last: i.received, Refs: []inbox.Ref{ref}})
	}
	return list
}

// groups are the problems as the digest names them, those of most people first.
func (in Input) groups(items []item) []Group {
	byRef := make(map[inbox.Ref]*item)
	if len(in.Problems) > 0 {
		for n := range items {
			byRef[items[n].Message.Ref()] = &items[n]
		}
	}
	list := []Group{}
	for _, p := range in.Problems {
		g := Group{ID: p.ID, Title: in.masked(p.Title), Messages: p.Messages, People: p.People, Group: p.Group,
			Municipality: p.Municipality,
			FirstAt:      p.First.In(in.Location), LastAt: p.Last.In(in.Location)}
		var texts []string // of the problem's own topic
		for _, ref := range p.Refs {
			if i := byRef[ref]; i != nil {
				g.Copies += i.Status.Copies
				if len(texts) < saysRead && i.group == p.Group {
					texts = append(texts, i.Message.Text)
				}
			}
		}
		if !matters(g.Title) {
			for n := range texts {
				texts[n] = in.masked(texts[n])
			}
			if better := telling(texts); matters(better) {
				g.Title = strings.TrimRight(better, ".!")
			}
		}
		list = append(list, g)
	}
	slices.SortStableFunc(list, func(a, b Group) int { return b.People + b.Copies - a.People - a.Copies })
	return list
}

// matters reports whether a sentence says what is wrong or what is asked for. Thanks do not, and where they stand
// beside a fault they are bitter: «спасибо за лужи, дети учатся плавать» is no title for a governor.
func matters(sentence string) bool { return !thankful(sentence) && faulty(sentence) }

func thankful(sentence string) bool {
	return slices.ContainsFunc(wordsOf(sentence), thanks.Begin)
}

func faulty(sentence string) bool {
	if strings.Contains(sentence, "?") {
		return true
	}
	return slices.ContainsFunc(wordsOf(sentence), func(w string) bool {
		return denials[w] || faults.Begin(w) ||
			len([]rune(w)) > 5 && (strings.HasSuffix(w, "ите") || strings.HasSuffix(w, "йте")) // уберите, сделайте
	})
}

// wordsOf are the words of a sentence in small letters.
func wordsOf(sentence string) []string {
	return strings.FieldsFunc(text.Fold(sentence), func(r rune) bool {
		return strings.ContainsRune(" \u00a0.,:;!?()«»\"…—–/", r)
	})
}

var (
	thanks  = wordlist.Beginnings(lists.Words("thanks"))
	denials = lists.Set("denials")
	faults  = wordlist.Beginnings(lists.Words("faults"))
)
