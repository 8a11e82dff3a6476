package report

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel does the same for 0 … n−1 on all processors: masking and ages are the slow parts of a great digest. do must
// touch nothing but what belongs to its number.
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
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0)-1, n/few) {
		group.Go(work)
	}
	work()
	group.Wait()
}
