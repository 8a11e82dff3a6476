package telegram

// Hurry drops the pauses between messages, for tests outside a bubble.
func (w *Way) Hurry() *Way {
	w.pace = 0
	return w
}
