package pack

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

const (
	perBucket = 4    // words in a bucket, on average
	fullness  = 0.98 // of the slots: the fuller, the longer the search for pilots
)

// buildWords places words and their ids, and returns the sections that words.view
// reads. The order of the words does not matter.
func buildWords(ids map[uint64]uint32) (pilots, prints, all []byte) {
	hashes := make([]uint64, 0, len(ids))
	for h := range ids {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	p := placing{pilots: make([]uint16, len(hashes)/perBucket+1)}
	for size := int(float64(len(hashes))/fullness) + 1; !p.fill(hashes, size); size += size/16 + 1 {
	}
	for _, pilot := range p.pilots {
		pilots = binary.LittleEndian.AppendUint16(pilots, pilot)
	}
	n := len(p.words)
	prints, all = make([]byte, 2*n), make([]byte, 3*n)
	for slot, h := range p.words {
		if !p.taken[slot] {
			continue
		}
		id := ids[h]
		binary.LittleEndian.PutUint16(prints[2*slot:], spotOf(h, len(p.pilots)).print)
		binary.LittleEndian.PutUint16(all[2*slot:], uint16(id))
		all[2*n+slot] = byte(id >> lowBits)
	}
	return pilots, prints, all
}

// placing finds pilots that send every word to a slot of its own.
type placing struct {
	pilots []uint16
	words  []uint64 // by slot
	taken  []bool
}

// fill finds a pilot for every bucket, the fullest first, while most slots are
// free. It fails when no pilot serves a bucket.
func (p *placing) fill(hashes []uint64, slots int) bool {
	p.words, p.taken = make([]uint64, slots), make([]bool, slots)
	buckets := make([][]uint64, len(p.pilots))
	order := make([]int, len(p.pilots))
	for i := range order {
		order[i] = i
	}
	for _, h := range hashes {
		b := spotOf(h, len(buckets)).bucket
		buckets[b] = append(buckets[b], h)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(buckets[b]), len(buckets[a])) })
	var at []int
	for _, b := range order {
		pilot := 0
		for at = p.try(buckets[b], 0, at[:0]); len(at) < len(buckets[b]); {
			if pilot++; pilot > math.MaxUint16 {
				return false
			}
			at = p.try(buckets[b], uint16(pilot), at[:0])
		}
		p.pilots[b] = uint16(pilot)
		for i, h := range buckets[b] {
			p.words[at[i]], p.taken[at[i]] = h, true
		}
	}
	return true
}

// try appends the slots to which a pilot sends a bucket's words, up to the first
// that is not free.
func (p *placing) try(bucket []uint64, pilot uint16, at []int) []int {
	for _, h := range bucket {
		s := spotOf(h, len(p.pilots))
		slot := s.slot(pilot, len(p.words))
		if p.taken[slot] || slices.Contains(at, slot) {
			break
		}
		at = append(at, slot)
	}
	return at
}
