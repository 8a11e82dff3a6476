package main

import (
	"context"
	"errors"
	"fmt"

	"otklik/internal/app"
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

// exitCode translates the outcome of a command.
func exitCode(ctx context.Context, err error) int {
	var usage app.UsageError
	var faults *config.Faults
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &faults), errors.Is(err, config.ErrNotFound):
		return exitUsage
	case errors.Is(err, app.ErrPartly):
		return exitPartly
	}
	return exitFailed
}

// usagef is a wrong command line.
func usagef(format string, args ...any) error {
	return app.UsageError{Err: fmt.Errorf(format, args...)}
}
