package inbox

// Reason is why something was decided. It holds no sentence: package report/page has the words of its codes.
type Reason struct {
	// Code names the reason; empty where Words say all: what a person gave as the reason, and what earlier versions
	// stored.
	Code string
	// Also is the code of a second reason of the same step; mostly empty.
	Also string
	// Count is the number that belongs to the reason, such as how many others sent the same text.
	Count int
	// Words belong to the reason: a person's own, or the id of a message.
	Words string
}

// Because are reasons of these codes.
func Because(codes ...string) []Reason {
	list := make([]Reason, len(codes))
	for n, code := range codes {
		list[n].Code = code
	}
	return list
}

// Codes are the codes of the reason.
func (r Reason) Codes() (codes []string) {
	for _, code := range []string{r.Code, r.Also} {
		if code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}
