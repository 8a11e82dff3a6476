package main

import (
	"context"
	"errors"
	"fmt"

	"otklik/internal/config"
)

// The exit codes of the contract, the same for every command.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitPartly      = 3
	exitInterrupted = 130
)

// usageError is a wrong command line or a configuration that does not allow what was asked for.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errPartly ends a command that did a part of its work and has said what is missing.
var errPartly = errors.New("done in part")

// exitCode translates the outcome of a command.
func exitCode(ctx context.Context, err error) int {
	var usage usageError
	var faults *config.Faults
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &faults), errors.Is(err, config.ErrNotFound):
		return exitUsage
	case errors.Is(err, errPartly):
		return exitPartly
	}
	return exitFailed
}
