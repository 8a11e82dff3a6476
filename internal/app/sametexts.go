package app

import (
	"cmp"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/text"
)

// sameTextWords is from how many words on one text about no place that is named is no chance, wherever it stands.
const sameTextWords = 6

// pointing are words that mean what was said above.
var pointing = strings.Fields("это этого этому этим этом эту эти этих такое такого такая такой такую такие таких " +
	"там тут туда сюда")

// sameTexts finds among complaints those that say the same in the same words about the same place: neighbours copy a
// text in the chat of their house, and one person sends it to every post.
type sameTexts struct {
	records []inbox.Record
	at      map[inbox.Ref]int
	set     []int          // of each record: another one of its set, or itself
	apart   map[int]string // of a record that is not about what others with its words are: its topic or its thread
	public  func(string) string
}

// newSameTexts joins those that are the same to the letter, but for case, punctuation and emoji, about one place.
func newSameTexts(records []inbox.Record) *sameTexts {
	s := &sameTexts{records: records, at: make(map[inbox.Ref]int, len(records)), set: make([]int, len(records)),
		apart: map[int]string{}, public: privacy.New(privacy.Options{}).Without}
	seen, topics := map[string]int{}, map[string]string{}
	for n, r := range records {
		s.at[r.Message.Ref()], s.set[n] = n, n
		topic := r.Status.Group + "\x00" + r.Status.Topic
		if of, ok := topics[r.Message.Text]; !ok {
			topics[r.Message.Text] = topic
		} else if of != topic {
			s.apart[n] = topic
		}
		words := plainWords(r.Message.Text)
		if len(words) < sameTextWords {
			continue
		}
		// Where the text names no place, it is about that of the official who is written to.
		place := cmp.Or(r.Status.Municipality, r.Message.Channel.Official()+"/")
		if pointsAbove(r, words) {
			s.apart[n] += "\x00" + r.Message.Thread
		}
		s.joinAs(seen, n, place, words)
	}
	return s
}

// pointsAbove reports whether a comment that names no place means what it stands under.
func pointsAbove(r inbox.Record, words []string) bool {
	named := cmp.Or(r.Status.Municipality, r.Status.Settlement, r.Status.Street, r.Status.House)
	return r.Message.Kind == inbox.Comment && named == "" &&
		slices.ContainsFunc(words, func(word string) bool { return slices.Contains(pointing, word) })
}

// join joins the messages of one problem whose texts are the same without the people who sign them, however short, and
// those that the grouper found to be copied: a word in six may differ, but not the topic, nor what tells places apart.
func (s *sameTexts) join(problem, copied []inbox.Ref) {
	if len(problem) < 2 {
		return
	}
	seen := map[string]int{}
	for _, ref := range problem {
		if n, ok := s.at[ref]; ok {
			if words := plainWords(s.public(s.records[n].Message.Text)); len(words) > 0 {
				s.joinAs(seen, n, "", words)
			}
		}
	}
	clear(seen)
	for _, ref := range copied {
		if n, ok := s.at[ref]; ok {
			v := s.records[n].Status
			s.joinAs(seen, n, v.Group+"\x00"+v.Topic, tellingWords(s.public(s.records[n].Message.Text)))
		}
	}
}

// joinAs joins a record with the one that was seen under the same key.
func (s *sameTexts) joinAs(seen map[string]int, n int, place string, words []string) {
	key := place + "\x00" + s.apart[n] + "\x00" + strings.Join(words, " ")
	if other, ok := seen[key]; ok {
		s.set[s.root(n)] = s.root(other)
		return
	}
	seen[key] = n
}

func (s *sameTexts) root(n int) int {
	for s.set[n] != n {
		s.set[n] = s.set[s.set[n]]
		n = s.set[n]
	}
	return n
}

// first is the first record of the set that a record is in, perhaps itself: copies are about what it is about, even
// where capitals or missing commas make them hard to read.
func (s *sameTexts) first(n int) inbox.Record { return s.records[s.root(n)] }

// sets are those of several messages, in the order of their first ones.
func (s *sameTexts) sets() (all [][]inbox.Ref) {
	members := map[int][]inbox.Ref{}
	var roots []int
	for n, r := range s.records {
		root := s.root(n)
		if members[root] == nil {
			roots = append(roots, root)
		}
		members[root] = append(members[root], r.Message.Ref())
	}
	for _, root := range roots {
		if len(members[root]) > 1 {
			all = append(all, members[root])
		}
	}
	return all
}

// plainWords are the words and numbers of a text in small letters, without a greeting before and a courtesy behind it.
func plainWords(said string) []string {
	words := slices.Collect(text.Words(said))
	for trimmed := true; trimmed; {
		trimmed = false
		for _, c := range [...][]string{
			{"здравствуйте"}, {"добрый", "день"}, {"добрый", "вечер"}, {"доброе", "утро"}, {"доброго", "дня"},
			{"доброго", "времени", "суток"}, {"с", "уважением"}, {"заранее", "спасибо"}, {"спасибо"},
		} {
			switch n := len(words) - len(c); {
			case n <= 0:
			case slices.Equal(words[:len(c)], c):
				words, trimmed = words[len(c):], true
			case slices.Equal(words[n:], c):
				words, trimmed = words[:n], true
			}
		}
	}
	return words
}
