package pack

import (
	"encoding/binary"
	"slices"

	"github.com/bedside-md/bedside/core/pattern"
)

// Builder gathers what a pack will hold. The same calls in the same order give
// the same bytes.
type Builder struct {
	Name, Version string
	Classes       []string
	Kinds         []Kind
	Prompts       []Prompt
	Rules         []Rule
	Identifiers   []byte
	Model         []byte

	words    []uint64 // word id -> hash; id 0 is no word
	ids      map[uint64]uint32
	entries  [][]uint32 // word id -> class | attr<<16
	phrases  [][]uint32 // word id -> encoded phrases
	anchors  [][]uint32
	byClass  map[uint16][]uint32
	pats     []patRecord
	insts    []pattern.Inst
	strs     []byte
	strIndex map[string][2]uint32
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{ids: map[uint64]uint32{}, byClass: map[uint16][]uint32{}, strIndex: map[string][2]uint32{}}
	b.Word(0)
	return b
}

// Word returns the id of the word with the given hash, making one when new.
func (b *Builder) Word(hash uint64) uint32 {
	if id, ok := b.ids[hash]; ok {
		return id
	}
	id := uint32(len(b.words))
	b.ids[hash] = id
	b.words = append(b.words, hash)
	b.entries = append(b.entries, nil)
	b.phrases = append(b.phrases, nil)
	b.anchors = append(b.anchors, nil)
	return id
}

// Entry adds a lexicon entry of one or more words (at most 16) that counts in
// sentences of the language given.
func (b *Builder) Entry(words []uint32, class uint16, attr uint8, lang Lang) {
	e := uint32(class) | uint32(attr)<<16 | uint32(lang)<<24
	if len(words) == 1 {
		if !slices.Contains(b.entries[words[0]], e) {
			b.entries[words[0]] = append(b.entries[words[0]], e)
		}
		return
	}
	enc := append([]uint32{uint32(len(words) - 1), e}, words[1:]...)
	b.phrases[words[0]] = append(b.phrases[words[0]], enc...)
}

// Pattern adds a compiled pattern of a rule.
func (b *Builder) Pattern(rule uint32, p *pattern.Program) {
	id := uint32(len(b.pats))
	b.pats = append(b.pats, patRecord{rule, uint32(len(b.insts)), uint32(len(p.Insts)), uint32(p.MinBefore) | uint32(p.MaxBefore)<<16})
	b.insts = append(b.insts, p.Insts...)
	for _, a := range p.Anchors {
		if a.Class {
			if l := b.byClass[uint16(a.ID)]; len(l) == 0 || l[len(l)-1] != id {
				b.byClass[uint16(a.ID)] = append(l, id)
			}
			continue
		}
		if l := b.anchors[a.ID]; len(l) == 0 || l[len(l)-1] != id {
			b.anchors[a.ID] = append(l, id)
		}
	}
}

// Bytes writes the pack.
func (b *Builder) Bytes() []byte {
	var sec [sections][]byte
	meta := b.meta()
	sec[secStrings] = b.strs
	sec[secMeta] = u32s(meta)
	size := 1024
	for size < len(b.words)*2 {
		size *= 2
	}
	keys, vals := make([]uint64, size), make([]uint32, size)
	for id, h := range b.words {
		if id == 0 {
			continue
		}
		i := (h ^ h>>29) & uint64(size-1)
		for keys[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		keys[i], vals[i] = h, uint32(id)
	}
	for _, k := range keys {
		sec[secKeys] = binary.LittleEndian.AppendUint64(sec[secKeys], k)
	}
	sec[secVals] = u32s(vals)
	sec[secWordOff], sec[secWordMent] = csr(b.entries)
	sec[secPhraseOff], sec[secPhrases] = csr(b.phrases)
	sec[secAnchorOff], sec[secAnchors] = csr(b.anchors)
	for _, in := range b.insts {
		sec[secInsts] = binary.LittleEndian.AppendUint32(sec[secInsts], uint32(in.Op))
		sec[secInsts] = binary.LittleEndian.AppendUint32(sec[secInsts], in.X)
	}
	for _, p := range b.pats {
		sec[secPats] = append(sec[secPats], u32s([]uint32{p.Rule, p.First, p.Len, p.Before})...)
	}
	byClass := make([][]uint32, len(b.Classes))
	for c, l := range b.byClass {
		byClass[c] = l
	}
	sec[secClassOff], sec[secClassAnchors] = csr(byClass)
	sec[secIdentifiers], sec[secModel] = b.Identifiers, b.Model

	out := make([]byte, headerSize+sections*8)
	copy(out, magic)
	binary.LittleEndian.PutUint32(out[8:], Format)
	binary.LittleEndian.PutUint32(out[12:], sections)
	for i, s := range sec {
		for len(out)%8 != 0 {
			out = append(out, 0)
		}
		binary.LittleEndian.PutUint32(out[headerSize+i*8:], uint32(len(out)))
		binary.LittleEndian.PutUint32(out[headerSize+i*8+4:], uint32(len(s)))
		out = append(out, s...)
	}
	binary.LittleEndian.PutUint64(out[16:], checksum(out[headerSize:]))
	return out
}

func u32s(v []uint32) []byte {
	out := make([]byte, 0, len(v)*4)
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

// csr writes lists as offsets and one flat array.
func csr(lists [][]uint32) (off, flat []byte) {
	n := uint32(0)
	for _, l := range lists {
		off = binary.LittleEndian.AppendUint32(off, n)
		flat = append(flat, u32s(l)...)
		n += uint32(len(l))
	}
	return binary.LittleEndian.AppendUint32(off, n), flat
}

func (b *Builder) str(s string) (uint32, uint32) {
	if at, ok := b.strIndex[s]; ok {
		return at[0], at[1]
	}
	at := [2]uint32{uint32(len(b.strs)), uint32(len(s))}
	b.strs = append(b.strs, s...)
	b.strIndex[s] = at
	return at[0], at[1]
}

// meta writes the pool that metaReader reads, field for field.
func (b *Builder) meta() []uint32 {
	var m []uint32
	u := func(x int) { m = append(m, uint32(x)) }
	str := func(s string) {
		o, n := b.str(s)
		m = append(m, o, n)
	}
	text := func(t Text) { str(t.En); str(t.Fr) }
	str(b.Name)
	str(b.Version)
	u(len(b.Classes))
	for _, c := range b.Classes {
		str(c)
	}
	u(len(b.Kinds))
	for _, k := range b.Kinds {
		str(k.Name)
		u(int(k.Scope))
	}
	u(len(b.Prompts))
	for _, q := range b.Prompts {
		str(q.ID)
		text(q.Text)
		u(int(q.Severity))
		u(len(q.Categories))
		for _, c := range q.Categories {
			str(c)
		}
	}
	var cites []Cite
	index := map[Cite]int{}
	for _, r := range b.Rules {
		for _, c := range r.Cites {
			if _, ok := index[c]; !ok {
				index[c] = len(cites)
				cites = append(cites, c)
			}
		}
	}
	u(len(cites))
	for _, c := range cites {
		str(c.ID)
		str(c.Title)
		str(c.Section)
		str(c.URL)
	}
	u(len(b.Rules))
	for _, r := range b.Rules {
		str(r.ID)
		u(int(r.Fact))
		str(r.Category)
		u(int(r.Severity))
		u(int(r.Lang))
		u(len(r.Jurisdictions))
		for _, j := range r.Jurisdictions {
			str(j)
		}
		text(r.Title)
		text(r.Why)
		u(len(r.Cites))
		for _, c := range r.Cites {
			u(index[c])
		}
		for _, list := range [][]Condition{r.Needs, r.Unless} {
			u(len(list))
			for _, c := range list {
				u(int(c.Kind))
				scope := int(c.Scope)
				if c.Or {
					scope |= orNext
				}
				u(scope)
			}
		}
		u(len(r.Edits))
		for _, e := range r.Edits {
			str(e.Do)
			text(e.With)
			text(e.Label)
		}
	}
	return m
}
