package identifier

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Automaton is a pattern compiled for Builder: deterministic, over classes of
// bytes. State 0 is dead.
type Automaton struct {
	Class          [256]byte
	Next           [][]uint16 // state, class -> state
	Accept         []byte     // per state: 1 if a match ends before no word byte, 2 if before one
	Start, StartIn uint16     // start states, and after a word byte
	Longest        int        // longest match, bytes; at most 65535
}

// Rules are what Find asks of a match beyond its pattern and checksum.
type Rules struct {
	Context, Against     []string // words that speak for it, and against it
	NeedsContext         bool     // never without context
	BareNeedsContext     bool     // nor, when it is nothing but digits
	NeedsLabel           bool     // never unless a context word stands right before it
	Labelled             bool     // the pattern holds its own label
	Generic              bool     // yields to any other format that is as sure
	Telling, Faint       bool     // the shape alone is enough for High; is only Low
	MinDigits, MaxDigits int      // digits in a match; 0, 0 for any number
}

// Builder collects formats and decoys and writes the blob that Load reads. The
// same input gives the same bytes.
type Builder struct {
	strings  strings.Builder
	strIndex map[string]uint32
	formats  []uint32
	cites    []uint32
	machines []*built
	index    map[string]int
	phrases  []builtPhrase
	rules    []Rules
	homes    []int    // machine of each format
	skips    []uint32 // machine of what stands before it
}

type built struct {
	*Automaton
	formats []uint16
	decoy   bool
}

type builtPhrase struct {
	text    string
	hashes  []uint32
	capital bool
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	return &Builder{strIndex: map[string]uint32{}, index: map[string]int{}}
}

// Format adds a format. Of two that are equally sure, the one added first wins.
//
// Where before is not nil, a starts with what before matches, and that is no part
// of the match.
func (b *Builder) Format(f Format, r Rules, a, before *Automaton) {
	for _, s := range []string{
		f.ID, f.Country, f.Region, f.Name, f.French, f.Category, f.Checksum, f.HIPAA, f.Basis, f.Instead.En, f.Instead.Fr,
	} {
		b.formats = b.str(b.formats, s)
	}
	b.formats = append(b.formats, uint32(len(b.cites)/4), uint32(len(f.Cites)))
	for _, c := range f.Cites {
		b.cites = b.str(b.str(b.cites, c.ID), c.Section)
	}
	m := b.machine(a, false)
	b.machines[m].formats = append(b.machines[m].formats, uint16(len(b.rules)))
	b.formats = append(b.formats, r.flags(f.Public), uint32(r.MinDigits)|uint32(r.MaxDigits)<<16)
	skip := noMachine
	if before != nil {
		skip = b.machine(before, false)
	}
	b.skips = append(b.skips, uint32(skip))
	b.rules = append(b.rules, r)
	b.homes = append(b.homes, m)
	for _, list := range [][]string{r.Context, r.Against} {
		for _, w := range list {
			b.phrase(w)
		}
	}
}

// Decoy adds a pattern that only looks like an identifier: what it covers is
// none.
func (b *Builder) Decoy(a *Automaton) { b.machine(a, true) }

func (r *Rules) flags(public bool) (f uint32) {
	for i, on := range []bool{r.NeedsContext, r.BareNeedsContext, r.Labelled, r.Generic, r.Telling, r.Faint, r.NeedsLabel, public} {
		if on {
			f |= 1 << i
		}
	}
	return f
}

func (b *Builder) str(to []uint32, s string) []uint32 {
	at, ok := b.strIndex[s]
	if !ok {
		at = uint32(b.strings.Len())
		b.strIndex[s] = at
		b.strings.WriteString(s)
	}
	return append(to, at, uint32(len(s)))
}

func (b *Builder) machine(a *Automaton, decoy bool) int {
	key := make([]byte, 0, 4096)
	key = append(key, a.Class[:]...)
	key = append(key, a.Accept...)
	key = binary.LittleEndian.AppendUint16(key, a.Start)
	key = binary.LittleEndian.AppendUint16(key, a.StartIn)
	for _, row := range a.Next {
		for _, s := range row {
			key = binary.LittleEndian.AppendUint16(key, s)
		}
	}
	if decoy {
		key = append(key, "decoy"...)
	}
	if i, ok := b.index[string(key)]; ok {
		return i
	}
	b.index[string(key)] = len(b.machines)
	b.machines = append(b.machines, &built{Automaton: a, decoy: decoy})
	return len(b.machines) - 1
}

// phrase adds a context phrase. Words beyond the fifth from the end are left out.
func (b *Builder) phrase(text string) {
	if slices.ContainsFunc(b.phrases, func(p builtPhrase) bool { return p.text == text }) {
		return
	}
	p := builtPhrase{text: text}
	for i := 0; ; {
		w, ok := nextWord([]byte(text), i)
		if !ok {
			break
		}
		p.hashes = append(p.hashes, w.hash)
		p.capital = w.capitals && len(text) <= 4 && isLetter(text[0])
		i = int(w.end)
	}
	if len(p.hashes) == 0 {
		return
	}
	p.hashes = p.hashes[max(0, len(p.hashes)-maxWords):]
	b.phrases = append(b.phrases, p)
}

// Words counts the words of a context phrase; 0 is no phrase.
func Words(text string) (n int) {
	for i := 0; ; n++ {
		w, ok := nextWord([]byte(text), i)
		if !ok {
			return n
		}
		i = int(w.end)
	}
}

// Bytes writes the blob.
func (b *Builder) Bytes() []byte {
	var sec [sections][]byte
	slices.SortStableFunc(b.phrases, func(x, y builtPhrase) int {
		hx, hy := x.hashes[len(x.hashes)-1], y.hashes[len(y.hashes)-1]
		switch {
		case hx < hy:
			return -1
		case hx > hy:
			return 1
		}
		return strings.Compare(x.text, y.text)
	})
	sec[secPhrases], sec[secWords], sec[secLookup] = b.phraseSections()
	var lists []uint16
	list := func(l []uint16) (uint32, uint32) {
		at := uint32(len(lists))
		lists = append(lists, l...)
		return at, uint32(len(l))
	}
	fixed := 2*formatStrings + 4
	for i, r := range b.rules {
		sec[secFormats] = u32s(sec[secFormats], b.formats[i*fixed:(i+1)*fixed]...)
		for _, words := range [][]string{r.Context, r.Against} {
			at, n := list(b.phraseIDs(words))
			sec[secFormats] = u32s(sec[secFormats], at, n)
		}
		sec[secFormats] = u32s(sec[secFormats], uint32(b.homes[i]), uint32(i), b.skips[i])
	}
	classes := map[[256]byte]uint32{}
	for _, m := range b.machines {
		class, ok := classes[m.Class]
		if !ok {
			class = uint32(len(classes))
			classes[m.Class] = class
			sec[secClasses] = append(sec[secClasses], m.Class[:]...)
		}
		wide := uint32(0)
		if len(m.Next) > 256 {
			wide = 1
		}
		decoy := uint32(0)
		if m.decoy {
			decoy = 1
		}
		at, n := list(m.formats)
		sec[secMachines] = u32s(sec[secMachines], class, uint32(len(sec[secTables])), uint32(len(m.Next)), uint32(len(m.Next[0])), wide,
			uint32(len(sec[secAccept])), uint32(m.Start), uint32(m.StartIn), uint32(m.Longest), m.needs(), decoy, at, n, 0)
		for _, row := range m.Next {
			for _, s := range row {
				if wide == 1 {
					sec[secTables] = binary.LittleEndian.AppendUint16(sec[secTables], s)
				} else {
					sec[secTables] = append(sec[secTables], byte(s))
				}
			}
		}
		sec[secAccept] = append(sec[secAccept], m.Accept...)
	}
	sec[secLists] = u16s(nil, lists)
	sec[secPair], sec[secLead], sec[secFollow], sec[secSets] = b.startSections()
	sec[secStrings] = []byte(b.strings.String())
	sec[secCites] = u32s(nil, b.cites...)

	out := append(make([]byte, 0, 1<<16), magic...)
	out = u32s(out, Version, sections)
	at := uint32(headerSize + 8*sections)
	for _, s := range sec {
		out = u32s(out, at, uint32(len(s)))
		at += uint32(len(s))
	}
	for _, s := range sec {
		out = append(out, s...)
	}
	return out
}

func (b *Builder) phraseIDs(words []string) (ids []uint16) {
	for i, p := range b.phrases {
		if slices.Contains(words, p.text) {
			ids = append(ids, uint16(i))
		}
	}
	return ids
}

func (b *Builder) phraseSections() (records, hashes, lookup []byte) {
	size := 2
	for size < 2*len(b.phrases)+2 {
		size *= 2
	}
	table := make([]entry, size)
	for i, p := range b.phrases {
		capital := uint32(0)
		if p.capital {
			capital = 1
		}
		records = u32s(records, uint32(len(hashes)/4), uint32(len(p.hashes)), capital)
		hashes = u32s(hashes, p.hashes...)
		h := p.hashes[len(p.hashes)-1]
		k := int(h) & (size - 1)
		for table[k].count > 0 && table[k].hash != h {
			k = (k + 1) & (size - 1)
		}
		if table[k].count == 0 {
			table[k] = entry{h, uint32(i), 0}
		}
		table[k].count++
	}
	for _, e := range table {
		lookup = u32s(lookup, e.hash, e.first, e.count)
	}
	return records, hashes, lookup
}

func u32s(to []byte, v ...uint32) []byte {
	for _, x := range v {
		to = binary.LittleEndian.AppendUint32(to, x)
	}
	return to
}

func u16s(to []byte, v []uint16) []byte {
	for _, x := range v {
		to = binary.LittleEndian.AppendUint16(to, x)
	}
	return to
}
