package reading

// longestStatement bounds plain statements, in words: a longer text says enough for the models.
const longestStatement = 8

// plainlyWronged reports a few words that state what was done to people or is not done for them, of the place and time
// of who writes, and nothing else: «Пенсию пересчитали неправильно». The models have seen that in talk more than in
// complaints, which mostly greet, ask or name a place.
func (r *Reader) plainlyWronged(s *signals) bool {
	return s.words >= 3 && s.words <= longestStatement && s.laughs+s.links+s.questions == 0 && !s.toCitizen() &&
		s.has(r, "wronged", "foul water") && !r.spam(s) &&
		!s.has(r, "elsewhere", "opinion", "politics", "joke", "thanks", "congrats", "talk", "praise", "over", "others")
}
