package build

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// inParallel does the same for 0 … n−1 on all processors: masking and ages are the slow parts of a great digest. do
// must touch nothing but what belongs to its number. A panic in it becomes one of the caller, who may recover: in a
// goroutine of its own it would end the daemon, and collecting with it, and print what no log may show.
func inParallel(n int, do func(k int)) {
	const few = 64 // for less than that a goroutine does not pay
	var next atomic.Int64
	work := func() {
		for {
			k := int(next.Add(1)) - 1
			if k >= n {
				return
			}
			do(k)
		}
	}
	var once sync.Once
	var failure any
	guarded := func() {
		defer func() {
			if v := recover(); v != nil {
				once.Do(func() { failure = fmt.Sprintf("%v\n%s", v, debug.Stack()) })
			}
		}()
		work()
	}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0)-1, n/few) {
		group.Go(guarded)
	}
	guarded()
	group.Wait()
	if failure != nil {
		panic(failure)
	}
}
