package identifier

// Context words and phrases are looked up by the hash of their last word; the
// words before it must stand before it. Case and accents do not matter.

// hit is a context phrase found in a text.
type hit struct {
	phrase     uint16
	written    bool // as an abbreviation is written: in capitals
	start, end int32
}

// hits are the context phrases around a place in a text, in order: a window that
// moves on through it. What does not fit is forgotten; so many labels so close
// together tell nothing.
type hits struct {
	at   [128]hit
	n    int
	ring [maxWords]word // the last words read
	read int            // words read
	next int            // where to read on
}

// phrase is a context phrase: one to maxWords words.
type phrase struct {
	words   []uint32 // hashes, in order
	capital bool     // an abbreviation, e.g. SIN: in lower case it only counts as a label
}

const maxWords = 5

// around returns the phrases from text[from:to] at least. Calls move forward.
func (h *hits) around(s *Set, text []byte, from, to int32) []hit {
	for h.next < len(text) && h.next <= int(to) {
		w, ok := h.word(text)
		if !ok {
			break
		}
		first, count := s.ending(w.hash)
		for p := first; p < first+count; p++ {
			if start, ok := h.endsWith(s.phrases[p].words); ok {
				h.add(hit{uint16(p), w.capitals, start, w.end}, from)
			}
		}
	}
	return h.at[:h.n]
}

// word reads the next word; false at the end of the text.
func (h *hits) word(text []byte) (word, bool) {
	w, ok := nextWord(text, h.next)
	if !ok {
		h.next = len(text)
		return w, false
	}
	h.next = int(w.end)
	h.ring[h.read%maxWords] = w
	h.read++
	return w, true
}

// endsWith reports whether the words read last are those of a phrase, and where
// it starts.
func (h *hits) endsWith(words []uint32) (start int32, ok bool) {
	first := h.read - len(words)
	if first < 0 {
		return 0, false
	}
	for i, x := range words {
		if h.ring[(first+i)%maxWords].hash != x {
			return 0, false
		}
	}
	return h.ring[first%maxWords].start, true
}

// add keeps x, giving up hits that end before from when there is no more room.
func (h *hits) add(x hit, from int32) {
	if h.n == len(h.at) {
		old := 0
		for old < h.n && h.at[old].end < from {
			old++
		}
		h.n = copy(h.at[:], h.at[old:h.n])
	}
	if h.n < len(h.at) {
		h.at[h.n] = x
		h.n++
	}
}

// word is a word of a text.
type word struct {
	hash       uint32
	start, end int32
	capitals   bool // no lower-case letter
}

// nextWord returns the first word at or after text[i]: letters and digits, or a
// single # sign.
func nextWord(text []byte, i int) (w word, ok bool) {
	for i < len(text) && text[i] != '#' && !letterAt(text, i) {
		i++
	}
	if i == len(text) {
		return w, false
	}
	w = word{hash: fnvOffset, start: int32(i), capitals: true}
	for i < len(text) && letterAt(text, i) {
		c := text[i]
		i++
		switch {
		case c >= 0x80:
			d := text[i]
			i++
			switch {
			case c == 0xC3:
				w.capitals = w.capitals && d < 0xA0
				c = latin[d&0x1F]
			case c == 0xC5 && d|1 == 0x93:
				w.hash = (w.hash ^ 'o') * fnvPrime
				c = 'e'
			default:
				c = d
			}
		case c-'A' < 26:
			c |= 0x20
		case isLetter(c):
			w.capitals = false
		}
		w.hash = (w.hash ^ uint32(c)) * fnvPrime
	}
	if int(w.start) == i {
		w.hash = (w.hash ^ '#') * fnvPrime
		i++
	}
	w.end = int32(i)
	return w, true
}

// Constants of the 32-bit FNV-1a hash (Fowler, Noll, Vo).
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// latin holds the base letters of U+00E0 to U+00FF.
const latin = "aaaaaaaceeeeiiiidnooooo/ouuuuyty"

// ending returns the phrases that end with a word: [first, first+count).
func (s *Set) ending(hash uint32) (first, count uint32) {
	if len(s.lookup) == 0 {
		return 0, 0
	}
	mask := uint32(len(s.lookup) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		e := &s.lookup[i]
		if e.count == 0 {
			return 0, 0
		}
		if e.hash == hash {
			return e.first, e.count
		}
	}
}

type entry struct{ hash, first, count uint32 }
