package collectors_test

import (
	"strings"
	"testing"

	"otklik/collectors"
)

// A list of millions, as a hostile server may send it within the bound of a reply, costs little.
func TestElements(t *testing.T) {
	for text, want := range map[string]int{"[]": 0, `[1,"a",{"b":[]},null]`: 4, " [ [] ] ": 1,
		"[" + strings.Repeat("0,", 9_999) + "0]": 10_000} {
		if got, err := collectors.Elements([]byte(text)); err != nil || len(got) != want {
			t.Errorf("%.30s: %d, %v", text, len(got), err)
		}
	}
	for _, text := range []string{"", "null", "{}", "1", "[1", "[1,", "[1 2]", strings.Repeat("[", 20_000),
		"[" + strings.Repeat("0,", 10_000) + "0]"} {
		if got, err := collectors.Elements([]byte(text)); err == nil {
			t.Errorf("%.30s: %d", text, len(got))
		}
	}
	hostile := []byte("[" + strings.Repeat("0,", 16<<20) + "0]")
	cost := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := collectors.Elements(hostile); err == nil {
				b.Fatal("taken")
			}
		}
	})
	if cost.AllocedBytesPerOp() > 16<<20 {
		t.Errorf("%d MB", cost.AllocedBytesPerOp()>>20)
	}
}
