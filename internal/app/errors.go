package app

import (
	"errors"
	"fmt"
)

// UsageError says that what was asked for cannot be done as it was asked, or that the configuration does not allow it.
// Doing it again leads to the same.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }

func (e UsageError) Unwrap() error { return e.Err }

func usagef(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

// ErrPartly ends what did a part of its work and has said what is missing.
var ErrPartly = errors.New("done in part")
