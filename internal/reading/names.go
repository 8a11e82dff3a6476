package reading

import "otklik/internal/text"

// callsByName reports whether the text opens with a name and a comma, as those do who answer another reader. A
// patronymic behind the name speaks to an official.
func (s *scan) callsByName() bool {
	if len(s.tokens) < 2 {
		return false
	}
	name, next := &s.tokens[0], &s.tokens[1]
	return name.kind == word && name.capital && next.clause != name.clause && text.Calls(name.norm)
}
