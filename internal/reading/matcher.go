package reading

import (
	"otklik/internal/inbox"
	"otklik/internal/reading/reply"
)

var _ inbox.Matcher = (*Reader)(nil)

// Texts of fewer words are alike by chance. «Да» and «Сделаем завтра» are short because the matter is; a citizen's «Когда
// дадут воду на Лесной» may well be written twice.
const (
	replyWords   = 4
	citizenWords = 6
)

// Wording implements inbox.Matcher.
func (r *Reader) Wording(m inbox.Message) uint64 {
	if m.Author.Official {
		return reply.Wording(m.Text, replyWords)
	}
	return reply.Wording(m.Text, citizenWords)
}

// Matter implements inbox.Matcher.
func (r *Reader) Matter(text string) []uint32 { return reply.Matter(text) }

// Different implements inbox.Matcher.
func (r *Reader) Different(matters [][]uint32) int { return reply.Different(matters) }
