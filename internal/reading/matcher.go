package reading

import (
	"otklik/internal/inbox"
	"otklik/internal/reading/reply"
)

var _ inbox.Matcher = (*Reader)(nil)

// Texts of fewer words are alike by chance. «Да» and «Сделаем завтра» are short because the matter is; a citizen's
// «Когда дадут воду на Лесной» may well be written twice.
const (
	replyWords   = 4
	citizenWords = 6
)

// Fingerprint implements inbox.Matcher.
func (r *Reader) Fingerprint(m inbox.Message) uint64 {
	if m.Author.Official {
		return reply.Fingerprint(m.Text, replyWords)
	}
	return reply.Fingerprint(m.Text, citizenWords)
}

// Subject implements inbox.Matcher.
func (r *Reader) Subject(text string) []uint32 { return reply.Subject(text) }

// CountDistinct implements inbox.Matcher.
func (r *Reader) CountDistinct(matters [][]uint32) int { return reply.CountDistinct(matters) }
