package pack

// words maps the hash of a word to its id by a perfect hash function (hash and
// displace, after Belazzougui, Botelho and Dietzfelbinger 2009): the word's
// bucket holds a pilot, which sends every word of the bucket to a slot of its own.
// A slot holds a print of its word and its id.
//
// A word that no lexicon or pattern has also lands on a slot; when its print agrees
// with the one there, it is taken for that word: once in 2^16 (65,536) unknown words.
type words struct {
	pilots []uint16
	prints []uint16 // by slot
	low    []uint16 // by slot: the id's low bits
	high   []byte   // by slot: the id's further bits
}

// What is as good as random makes up most of a pack that is compressed: prints are
// short, and apart from ids, of which many words share one.
const lowBits = 16

// spot is where a word may be: three parts of its hash that tell nothing of each
// other, as long as there are no more than 2^20 buckets and 2^20 slots.
type spot struct {
	bucket, start, step uint32
	print               uint16
}

// spread is 2^64 divided by the golden ratio: bits of the product depend on all
// lower bits of the hash, and on the higher ones, which are mixed in.
const spread = 0x9e3779b97f4a7c15

func spotOf(hash uint64, buckets int) spot {
	m := (hash ^ hash>>32) * spread
	start, step := uint32(m), uint32(m>>32)
	return spot{
		bucket: uint32(uint64(step) * uint64(buckets) >> 32),
		start:  start, step: step,
		print: uint16(start&0xff | step<<8&0xff00),
	}
}

// slot returns where a pilot sends the word.
func (s *spot) slot(pilot uint16, slots int) int {
	return int(uint64(s.start+uint32(pilot)*s.step) * uint64(slots) >> 32)
}

// find returns the id of the word with the given hash, 0 when unknown.
func (w *words) find(hash uint64) uint32 {
	s := spotOf(hash, len(w.pilots))
	slot := s.slot(w.pilots[s.bucket], len(w.prints))
	if w.prints[slot] != s.print {
		return 0
	}
	return w.id(slot)
}

func (w *words) id(slot int) uint32 { return uint32(w.low[slot]) | uint32(w.high[slot])<<lowBits }

// view points into the sections: pilots; prints; the low bits of all ids, then their
// further bits. It reports whether their sizes go together.
func (w *words) view(pilots, prints, ids []byte) bool {
	n := len(prints) / 2
	if n == 0 || len(prints) != 2*n || len(pilots) < 2 || len(pilots)%2 != 0 || len(ids) != 3*n {
		return false
	}
	w.pilots, w.prints = view[uint16](pilots), view[uint16](prints)
	w.low, w.high = view[uint16](ids[:2*n]), ids[2*n:]
	return true
}

// below reports whether every id is below the limit.
func (w *words) below(limit uint32) bool {
	for slot := range w.prints {
		if w.id(slot) >= limit {
			return false
		}
	}
	return true
}
