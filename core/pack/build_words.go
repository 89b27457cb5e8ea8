package pack

import (
	"cmp"
	"math"
	"slices"
)

const (
	perBucket = 4    // words in a bucket, on average
	fullness  = 0.98 // of the slots: the fuller, the longer the search for pilots
)

// buildWords places words and their ids. The order of the words does not matter.
func buildWords(ids map[uint64]uint32) *words {
	hashes := make([]uint64, 0, len(ids))
	top := uint32(0)
	for h, id := range ids {
		hashes = append(hashes, h)
		top = max(top, id)
	}
	slices.Sort(hashes)
	planes := 1
	for top >>= 8; top > 0; top >>= 8 {
		planes++
	}
	for slots := int(float64(len(hashes))/fullness) + 1; ; slots += slots/16 + 1 {
		w := &words{
			pilots: make([]uint16, len(hashes)/perBucket+1), slots: slots,
			prints: make([]byte, printBytes*slots), ids: make([]byte, planes*slots),
		}
		if w.fill(hashes, ids) {
			return w
		}
	}
}

// fill finds a pilot for every bucket, the fullest first, while most slots are
// free. It fails when no pilot serves a bucket.
func (w *words) fill(hashes []uint64, ids map[uint64]uint32) bool {
	buckets := make([][]uint64, len(w.pilots))
	order := make([]int, len(w.pilots))
	for i := range order {
		order[i] = i
	}
	for _, h := range hashes {
		b := bucketOf(spread(h), len(buckets))
		buckets[b] = append(buckets[b], h)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(buckets[b]), len(buckets[a])) })
	taken := make([]bool, w.slots)
	var slots []int
	for _, b := range order {
		pilot := 0
		for slots = w.place(buckets[b], 0, taken, slots[:0]); len(slots) < len(buckets[b]); {
			if pilot++; pilot > math.MaxUint16 {
				return false
			}
			slots = w.place(buckets[b], uint16(pilot), taken, slots[:0])
		}
		w.pilots[b] = uint16(pilot)
		for i, h := range buckets[b] {
			w.set(slots[i], h, ids[h])
			taken[slots[i]] = true
		}
	}
	return true
}

// place appends the slots to which a pilot sends a bucket's words, up to the
// first that is not free.
func (w *words) place(bucket []uint64, pilot uint16, taken []bool, slots []int) []int {
	for _, h := range bucket {
		s := slotOf(spread(h), pilot, w.slots)
		if taken[s] || slices.Contains(slots, s) {
			break
		}
		slots = append(slots, s)
	}
	return slots
}

func (w *words) set(slot int, hash uint64, id uint32) {
	p := printOf(spread(hash))
	w.prints[printBytes*slot], w.prints[printBytes*slot+1], w.prints[printBytes*slot+2] = byte(p), byte(p>>8), byte(p>>16)
	for at := slot; at < len(w.ids); at += w.slots {
		w.ids[at] = byte(id)
		id >>= 8
	}
}
