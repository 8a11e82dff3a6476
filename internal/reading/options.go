package reading

// Option is one of Options that names a file.
type Option string

// The options that name files, as the configuration calls them within reading.
const (
	ModelFile  Option = "model"
	TopicsFile Option = "topics"
	PlacesFile Option = "places"
)

// OptionError is the error of a file that cannot be used. New joins them where there are several.
type OptionError struct {
	Option Option
	Err    error
}

// Error implements error.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap gives what is wrong with the file.
func (e *OptionError) Unwrap() error { return e.Err }
