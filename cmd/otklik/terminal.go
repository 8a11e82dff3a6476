package main

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// isTerminal reports whether a person watches the file.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// bytesBar shows how much of a file was read; silent where nobody watches. finish may be called twice.
func (a *cli) bytesBar(label string) (progress func(done, total int64), finish func()) {
	steps, finish := a.stepBars()
	return func(done, total int64) { steps(label, done, total) }, finish
}

// counter shows how many messages each source has brought; silent where nobody watches.
func (a *cli) counter(label string) (progress func(source string, added int), finish func()) {
	if !a.terminal {
		return nil, func() {}
	}
	var mu sync.Mutex
	bySource := map[string]int{}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.err), progressbar.OptionSpinnerType(14),
		progressbar.OptionSetDescription(label), progressbar.OptionClearOnFinish())
	return func(source string, added int) {
		mu.Lock()
		defer mu.Unlock()
		bySource[source] = added
		total := 0
		for _, n := range bySource {
			total += n
		}
		bar.Describe(fmt.Sprintf("%s: %d new", label, total))
		_ = bar.Add(1)
	}, func() { _ = bar.Finish() }
}

// evaluationBar shows how many threads are evaluated; nil where nobody watches.
func (a *cli) evaluationBar() func(done, all int) {
	if !a.terminal {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, all int) {
		if bar == nil {
			bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(a.err), progressbar.OptionSetWidth(30),
				progressbar.OptionSetDescription("evaluating threads"), progressbar.OptionClearOnFinish(),
				progressbar.OptionThrottle(100*time.Millisecond))
		}
		bar.ChangeMax(all)
		_ = bar.Set(done)
	}
}
