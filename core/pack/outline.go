package pack

import (
	"encoding/binary"
	"slices"
)

// Outline is what a compiler of overlays, or somebody who compares packs, must know
// of a pack and no reader of drafts needs: it is not looked at when a pack is loaded.
//
// Marks tell changed sources from unchanged ones: equal texts have equal marks, and
// others differ but for one pair in 2^31.
type Outline struct {
	Macros map[string]string // name -> pattern
	Cites  []Cite            // all citations, used or not
	Width  map[string]int    // lexicon -> its longest entry, tokens
	Cost   map[string]int    // lexicon -> how often it occurs, as pattern.Names wants it
	Words  map[string]int    // lexicon -> the mark of its entries
	Marks  []int             // by rule, as in Pack.Rules: the mark of its patterns and conditions
}

// Outline reads the pack's outline. It fails with ErrDamaged.
func (p *Pack) Outline() (Outline, error) {
	r := outlineReader{b: p.outline}
	o := Outline{Macros: map[string]string{}, Width: map[string]int{}, Cost: map[string]int{}, Words: map[string]int{}}
	for range r.list() {
		name := r.str()
		o.Macros[name] = r.str()
	}
	for range r.list() {
		o.Cites = append(o.Cites, Cite{ID: r.str(), Title: r.str(), URL: r.str(), Where: r.str()})
	}
	for range r.list() {
		name := r.str()
		o.Width[name], o.Cost[name], o.Words[name] = r.count(), r.count(), r.count()
	}
	for range r.list() {
		o.Marks = append(o.Marks, r.count())
	}
	if r.bad || len(r.b) > 0 {
		return Outline{}, ErrDamaged
	}
	return o, nil
}

// bytes writes the outline: numbers as varints, strings after their length.
func (o *Outline) bytes() []byte {
	var b []byte
	u := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	str := func(s string) {
		u(len(s))
		b = append(b, s...)
	}
	u(len(o.Macros))
	for _, name := range sorted(o.Macros) {
		str(name)
		str(o.Macros[name])
	}
	u(len(o.Cites))
	for _, c := range o.Cites {
		str(c.ID)
		str(c.Title)
		str(c.URL)
		str(c.Where)
	}
	u(len(o.Width))
	for _, name := range sorted(o.Width) {
		str(name)
		u(o.Width[name])
		u(o.Cost[name])
		u(o.Words[name])
	}
	u(len(o.Marks))
	for _, m := range o.Marks {
		u(m)
	}
	return b
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type outlineReader struct {
	b   []byte
	bad bool
}

// count reads a number; none is larger than what fits in 31 bits.
func (r *outlineReader) count() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > 1<<31-1 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return int(n)
}

// list reads the length of a list; each element takes at least one byte.
func (r *outlineReader) list() int {
	n := r.count()
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return 0
	}
	return n
}

func (r *outlineReader) str() string {
	n := r.list()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
