package build

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A panic while one message of many is masked is one of whoever builds the digest: the daemon recovers from it.
func TestAPanicInParallelIsTheCallers(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("one processor: nothing is done in parallel")
	}
	defer func() {
		if v := fmt.Sprint(recover()); !strings.Contains(v, "an odd text") || !strings.Contains(v, "parallel_test.go") {
			t.Errorf("recovered: %s", v)
		}
	}()
	inParallel(1000, func(int) { panic("an odd text") })
	t.Error("the panic is lost")
}
