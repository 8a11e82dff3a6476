package problem

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestIndex compares the index with plain lists.
func TestIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := index{where: map[uint32]uint32{}}
		plain, gone := map[uint32][]int32{}, map[int32]bool{}
		most := rapid.SampledFrom([]int{1, perWording, perMatter}).Draw(t, "most")
		for range rapid.IntRange(0, 300).Draw(t, "steps") {
			key, item := uint32(rapid.IntRange(0, 3).Draw(t, "key")), int32(rapid.IntRange(0, 60).Draw(t, "item"))
			if rapid.IntRange(0, 9).Draw(t, "kill") == 0 {
				gone[item] = true
				continue
			}
			if gone[item] {
				continue
			}
			x.put(key, item, most, func(other int32) bool { return gone[other] })
			list := slices.DeleteFunc(plain[key], func(n int32) bool { return n == item || gone[n] })
			list = append([]int32{item}, list...)
			plain[key] = list[:min(len(list), most)]
			var got []int32
			for _, n := range x.list(key) {
				if n == 0 {
					break
				}
				got = append(got, n-1)
			}
			if !slices.Equal(got, plain[key]) {
				t.Fatalf("under key %d stand %v, want %v", key, got, plain[key])
			}
		}
	})
}
