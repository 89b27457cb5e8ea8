package pack

// words maps the hash of a word to its id by a perfect hash function (hash and
// displace, after Belazzougui, Botelho and Dietzfelbinger 2009): the word's
// bucket holds a pilot, which sends every word of the bucket to a slot of its
// own. A slot holds a print of its word and its id.
//
// A word that no lexicon or pattern has also lands on a slot; its print agrees
// with the one there, and it is taken for that word, once in 2^24 (16.8 million)
// unknown words.
type words struct {
	pilots []uint16
	prints []byte // printBytes for each slot
	ids    []byte // planes: the low byte of every slot's id, the next byte …
	slots  int
}

const (
	printBytes = 3
	maxPlanes  = 3 // bytes of an id

	mixA, mixB = 0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53 // MurmurHash3's fmix64 (Appleby, public domain)
	pilotMix   = 0x9e3779b97f4a7c15                     // 2^64 / golden ratio
)

// spread makes every bit of a hash depend on all others.
func spread(hash uint64) uint64 {
	hash = (hash ^ hash>>33) * mixA
	hash = (hash ^ hash>>33) * mixB
	return hash ^ hash>>33
}

// bucketOf, slotOf and printOf read their bits of a spread hash.
func bucketOf(m uint64, buckets int) int { return int(uint64(uint32(m)) * uint64(buckets) >> 32) }

func slotOf(m uint64, pilot uint16, slots int) int {
	return int((m ^ uint64(pilot)*pilotMix) * mixB >> 32 * uint64(slots) >> 32)
}

func printOf(m uint64) uint32 { return uint32(m >> 40) }

// find returns the id of the word with the given hash, 0 when unknown.
func (w *words) find(hash uint64) uint32 {
	m := spread(hash)
	slot := slotOf(m, w.pilots[bucketOf(m, len(w.pilots))], w.slots)
	p := w.prints[printBytes*slot:][:printBytes]
	if uint32(p[0])|uint32(p[1])<<8|uint32(p[2])<<16 != printOf(m) {
		return 0
	}
	return w.id(slot)
}

func (w *words) id(slot int) uint32 {
	id := uint32(w.ids[slot])
	for shift := 8; ; shift += 8 {
		if slot += w.slots; slot >= len(w.ids) {
			return id
		}
		id |= uint32(w.ids[slot]) << shift
	}
}

// sound checks the sizes, and that every id is below the limit.
func (w *words) sound(limit uint32) bool {
	w.slots = len(w.prints) / printBytes
	if w.slots == 0 || len(w.pilots) == 0 || len(w.prints) != printBytes*w.slots ||
		len(w.ids) == 0 || len(w.ids)%w.slots != 0 || len(w.ids) > maxPlanes*w.slots {
		return false
	}
	for slot := range w.slots {
		if w.id(slot) >= limit {
			return false
		}
	}
	return true
}
