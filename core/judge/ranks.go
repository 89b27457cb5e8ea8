package judge

import (
	"encoding/binary"
	"math/bits"
)

// ranks is a set of buckets that numbers its members in order.
type ranks struct {
	present []uint64 // a bit for each bucket
	before  []uint32 // by word of present: members before it
}

// readRanks reads a set from so many bits.
func readRanks(b []byte, buckets int) ranks {
	r := ranks{make([]uint64, buckets/64), make([]uint32, buckets/64)}
	n := 0
	for i := range r.present {
		r.present[i], r.before[i] = binary.LittleEndian.Uint64(b[8*i:]), uint32(n)
		n += bits.OnesCount64(r.present[i])
	}
	return r
}

// Ranks returns the set of buckets below a size of which has is true.
func Ranks(buckets int, has func(bucket int) bool) ranks {
	b := make([]byte, buckets/8)
	for k := range buckets {
		if has(k) {
			b[k/8] |= 1 << (k % 8)
		}
	}
	return readRanks(b, buckets)
}

func (r *ranks) append(b []byte) []byte {
	for _, x := range r.present {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return b
}

func (r *ranks) len() int {
	last := len(r.present) - 1
	return int(r.before[last]) + bits.OnesCount64(r.present[last])
}

// rank returns the number of a bucket in the set, false when it is not there.
func (r *ranks) rank(bucket uint32) (int, bool) {
	word, bit := r.present[bucket/64], uint64(1)<<(bucket%64)
	return int(r.before[bucket/64]) + bits.OnesCount64(word&(bit-1)), word&bit != 0
}
