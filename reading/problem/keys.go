package problem

import "strconv"

// bands of a MinHash over runs of words: two texts meet in one of them where they share about half of their runs.
const (
	bands = 10
	rows  = 2
)

// keysOf are the places of the index where a message is looked for: by what it names together with its matters, and by
// the bands of its wording. Messages that Same would join share a key, but for rare ones that share a place and few words.
func keysOf(p *profile) []uint64 {
	var keys []uint64
	add := func(kind uint64, a, b uint32) {
		keys = append(keys, kind<<60^uint64(a)<<28^uint64(b)*0x9e3779b97f4a7c15>>4)
	}
	var anchors []uint32
	for _, s := range p.streets {
		anchors = append(anchors, hash("street", s))
		for _, h := range p.houses {
			add(1, hash("house", s, h), 0)
		}
	}
	anchors = append(anchors, p.names[:min(len(p.names), 6)]...)
	if p.where.Settlement != "" {
		anchors = append(anchors, hash("settlement", p.where.Settlement))
	}
	if p.where.Part != "" {
		anchors = append(anchors, hash("part", p.where.Part, p.where.Municipality))
	}
	if p.where.Municipality != "" && !p.where.Assumed && len(p.streets) == 0 {
		anchors = append(anchors, hash("municipality", p.where.Municipality))
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
	if len(p.shingles) >= 3 {
		for band := range bands {
			var least [rows]uint32
			for row := range rows {
				least[row] = ^uint32(0)
				salt := uint32(band*rows+row)*0x9e3779b1 + 0x85ebca6b
				for _, s := range p.shingles {
					x := (s ^ salt) * 0xcc9e2d51
					x = (x ^ x>>15) * 0x1b873593
					least[row] = min(least[row], x^x>>13)
				}
			}
			add(4, hash(strconv.Itoa(band))^least[0], least[1])
		}
	}
	return keys
}
