package identifier

// Context words and phrases are looked up by the hash of their last word; the
// words before it must stand before it. Case and accents do not matter.

// hit is a context phrase found in a text.
type hit struct {
	phrase     uint16
	written    bool // as an abbreviation is written: in capitals
	start, end int32
}

// hits are the context phrases of one text, in order. What does not fit is
// forgotten: so many labels make none of them telling.
type hits struct {
	at   [128]hit
	n    int
	done bool
}

// phrase is a context phrase: one to maxWords words.
type phrase struct {
	words   []uint32 // hashes, in order
	capital bool     // an abbreviation, e.g. SIN: in lower case it only counts as a label
}

const maxWords = 5

// find fills h from text, once.
func (h *hits) find(s *Set, text []byte) {
	if h.done {
		return
	}
	h.done = true
	var ring [maxWords]word
	n := 0
	for i := 0; i < len(text); {
		w, ok := nextWord(text, i)
		if !ok {
			return
		}
		i = int(w.end)
		ring[n%maxWords] = w
		n++
		first, count := s.ending(w.hash)
		for p := first; p < first+count; p++ {
			ph := &s.phrases[p]
			k := len(ph.words)
			if k > n {
				continue
			}
			same := true
			for j, x := range ph.words {
				same = same && ring[(n-k+j)%maxWords].hash == x
			}
			if !same {
				continue
			}
			if h.n == len(h.at) {
				return
			}
			h.at[h.n] = hit{uint16(p), w.capitals, ring[(n-k)%maxWords].start, w.end}
			h.n++
		}
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
