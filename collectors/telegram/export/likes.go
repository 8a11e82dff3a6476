package export

import (
	"math"
	"strings"

	"otklik/collectors/telegram/loose"
)

// approving are the reactions that agree with a message, as a like does elsewhere: others may mock it.
const approving = "👍❤🔥👏💯🤝🙏"

// likes is how many agreed with a message.
func likes(m loose.Object) int {
	total := int64(0)
	for _, r := range m.Objects("reactions") {
		emoji, _ := r.Text("emoji")
		emoji = strings.TrimSuffix(emoji, "\ufe0f") // asks for a picture in colours
		count, ok := r.Number("count")
		// A made-up number must not run over.
		if ok && emoji != "" && strings.Contains(approving, emoji) && count > 0 && count <= math.MaxInt32 {
			total += count
		}
	}
	return int(min(total, math.MaxInt32))
}
