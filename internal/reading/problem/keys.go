package problem

// Sizes of the MinHash: two texts meet in one of the bands that they share. Runs of words are for texts that copy each
// other in part (they meet where about half is shared), single words for texts in which a word was changed.
const (
	runBands, runRows   = 10, 2
	wordBands, wordRows = 8, 3
)

// keysOf are the places of the index where a message is looked for. Messages that Same would join share a key, but for
// rare ones that share a place and few words. about are those of what it names together with its matters, wording those
// of its wording; both are appended to the given slices. A key is 32 bits: two that coincide cost a comparison more.
func keysOf(p *profile, about, wording []uint32) (_, _ []uint32) {
	add := func(kind, a, b uint32) { about = append(about, mix(a^kind*0x9e3779b1, b+kind)) }
	var room [16]uint32
	anchors := room[:0]
	for _, s := range p.list(streets) {
		anchors = append(anchors, s^0x51)
		for _, h := range p.list(houses) {
			add(1, s, h)
		}
	}
	for _, o := range p.list(objects) {
		anchors = append(anchors, o&^(7<<objectVariantShift)^0x0b) // found by whichever variant of its noun
	}
	named := p.list(names)
	anchors = append(anchors, named[:min(len(named), 6)]...)
	if p.settlement != 0 {
		anchors = append(anchors, p.settlement^0x5e)
	}
	near := len(anchors) > 0
	if p.part != 0 {
		anchors = append(anchors, mix(p.part, p.municipality))
	}
	if p.municipality != 0 && !p.assumed && len(p.list(streets)) == 0 {
		anchors = append(anchors, p.municipality^0x70)
	}
	for _, a := range anchors {
		for m := range matters {
			if p.matters&(1<<m) != 0 {
				add(2, a, uint32(m))
			}
		}
		if p.matters == 0 {
			add(3, a, 0)
		}
	}
	// Who names a street, a village or a thing is found by it; who names a town or nothing, by what is said.
	if runs := p.list(shingles); len(runs) >= 3 && !near {
		var least [runBands * runRows]uint32
		minHash(least[:], len(runs), func(i int) uint32 { return runs[i] })
		for band := range uint32(runBands) {
			add(4+band, least[band*runRows], least[band*runRows+1])
		}
	}
	if p.row != nil {
		var least [wordBands * wordRows]uint32
		minHash(least[:], len(p.row), func(i int) uint32 { return mix(uint32(p.row[i]), 0x77) })
		for band := range uint32(wordBands) {
			n := band * wordRows
			wording = append(wording, mix(mix(least[n], least[n+1])^(64+band)*0x9e3779b1, least[n+2]))
		}
	}
	return about, wording
}

func mix(a, b uint32) uint32 {
	x := uint64(a)<<32 | uint64(b)
	x ^= x >> 31
	x *= 0x9e3779b97f4a7c15
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return uint32(x >> 32)
}

// minHash fills least with the least values of so many hash functions over the n members of a set.
func minHash(least []uint32, n int, member func(i int) uint32) {
	for k := range least {
		least[k] = ^uint32(0)
		salt := uint32(k)*0x9e3779b1 + 0x85ebca6b
		for i := range n {
			x := (member(i) ^ salt) * 0xcc9e2d51
			x = (x ^ x>>15) * 0x1b873593
			least[k] = min(least[k], x^x>>13)
		}
	}
}
