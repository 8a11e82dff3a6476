package telegram

// Hurry drops the pauses between messages, for tests outside a bubble.
func (w *Transport) Hurry() *Transport {
	w.pace = 0
	return w
}
