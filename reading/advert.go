package reading

import "strings"

// advertises reports whether a text calls people away to a link or an account that it gives, whatever it complains
// about before: bots begin with a neighbour's words. A link to a photograph or to a petition calls nobody away.
func (s *signals) advertises() bool {
	given := s.links > 0
	var b strings.Builder
	for i := range s.tokens {
		given = given || s.tokens[i].kind == mention
		b.WriteString(" " + s.tokens[i].norm)
	}
	if !given {
		return false
	}
	words := b.String()
	for _, call := range [...]string{
		" вступай", " наш канал", " наш чат", " наш паблик", " наш сайт", " нашу группу", " нашем канал", " нашем чат",
		" переходи", " жми", " в личку", " в лс", " промокод", " подписывай", " подпишись", " подпишитесь на", " займ",
		" заработ",
	} {
		if strings.Contains(words, call) {
			return true
		}
	}
	return false
}
