package problem

// index says what stands under which keys: problems or texts, the latest few under each. What stands under one key lies
// side by side, so that looking it up costs the memory one visit however large the index is. Memory: about 20 bytes a
// key.
type index struct {
	where map[uint32]uint32 // key → the list's size (number in listSizes, upper 3 bits) and place in its pool
	pool  [len(listSizes)]pool
}

// pool holds lists of one size.
type pool struct {
	items []int32  // number + 1, the newest first; 0 = none
	free  []uint32 // places whose lists have grown out
}

var listSizes = [...]int{1, 2, 4, 8, 16, 24}

const placeBits = 29

// How many problems stand under a key of what is named, and texts under one of their words; no more than the longest
// list holds. A key that more have in common tells little, and what they have to do with each other is found under
// their other keys.
const (
	perMatter  = 24
	perWording = 10
)

// list is what stands under a key, as numbers + 1; 0 and what follows are nothing. It is valid until the next put.
func (x *index) list(key uint32) []int32 {
	at, ok := x.where[key]
	if !ok {
		return nil
	}
	size, place := at>>placeBits, int(at&(1<<placeBits-1))
	return x.pool[size].items[place*listSizes[size]:][:listSizes[size]]
}

// put makes an item the newest under a key. Those that nobody needs any more leave; where most are there, the oldest
// leaves.
func (x *index) put(key uint32, item int32, most int, dead func(other int32) bool) {
	old := x.list(key)
	var room [24]int32
	list := append(room[:0], item+1)
	for _, other := range old {
		if other == 0 || len(list) == most {
			break
		}
		if other != item+1 && !dead(other-1) {
			list = append(list, other)
		}
	}
	if len(list) <= len(old) {
		clear(old[copy(old, list):])
		return
	}
	if old != nil {
		at := x.where[key]
		s := &x.pool[at>>placeBits]
		clear(old)
		s.free = append(s.free, at&(1<<placeBits-1))
	}
	size := 0
	for listSizes[size] < len(list) {
		size++
	}
	s := &x.pool[size]
	var place uint32
	if last := len(s.free) - 1; last >= 0 {
		place, s.free = s.free[last], s.free[:last]
	} else {
		place = uint32(len(s.items) / listSizes[size])
		s.items = append(s.items, room[:listSizes[size]]...)
	}
	copy(s.items[int(place)*listSizes[size]:], list)
	x.where[key] = uint32(size)<<placeBits | place
}
