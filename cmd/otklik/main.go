// Command otklik collects what people write to an official on social networks and tells which of it has had no answer.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // a minimal server or container has no time zones of its own

	"otklik/internal/config"
	"otklik/internal/reading"
)

func main() {
	// A reader of standard output that goes away must not kill a command between two of its steps.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], standardStreams())
	stop()
	os.Exit(code)
}

// streams are a command's ends to the world.
type streams struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) (string, bool)
	// program is how this program is called from any folder; empty: otklik.
	program string
	// terminal is true where a person watches err: progress is shown there and nowhere else.
	terminal bool
	// unwatched is true where nobody watches either output, as under cron: what went well is not said there.
	unwatched bool
	// asks is true where somebody can be asked a question and answers by in.
	asks bool
	// unpaced is true where what is read are servers of tests, which have no limits.
	unpaced bool
	// frugal has the process keep little memory and take more time; nil: it keeps what it likes.
	frugal func()
	// reader makes the reading of a configuration; nil: it is built.
	reader func(*config.Config) (*reading.Reader, error)
}

func standardStreams() streams {
	watched := isTerminal(os.Stderr)
	return streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.LookupEnv, program: programPath(os.Args[0]),
		frugal: func() { debug.SetGCPercent(25) }, terminal: watched, unwatched: !watched && !isTerminal(os.Stdout),
		asks: watched && isTerminal(os.Stdin)}
}
