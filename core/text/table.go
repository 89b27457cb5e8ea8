package text

// table maps the hashes of a few hundred words to small values. It is filled once
// and faster to ask than a map.
type table struct {
	keys   []uint64
	values []uint16
}

// put adds a word; the first value put stays.
func (t *table) put(word string, value uint16) {
	if t.keys == nil {
		t.keys, t.values = make([]uint64, tableSize), make([]uint16, tableSize)
	}
	h := Hash([]byte(word))
	i := h % tableSize
	for ; t.keys[i] != 0; i = (i + 1) % tableSize {
		if t.keys[i] == h {
			return
		}
	}
	t.keys[i], t.values[i] = h, value
}

// tableSize keeps a table of up to 300 words sparse.
const tableSize = 1024

// get returns the value of a word by its hash, 0 for words that were not put.
func (t *table) get(hash uint64) uint16 {
	for i := hash % tableSize; t.keys[i] != 0; i = (i + 1) % tableSize {
		if t.keys[i] == hash {
			return t.values[i]
		}
	}
	return 0
}
