package inbox

// What remains where something was purged. Stores hold both: they do not change.
const (
	// Removed stands in other people's texts where a person was named who demanded to be forgotten.
	Removed = "[удалено]"
	// RetentionOver is why a message waits no more that was depersonalised while it still waited.
	RetentionOver = "retention_over"
)
