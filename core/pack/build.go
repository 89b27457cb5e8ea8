package pack

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/bedside-md/bedside/core/pattern"
)

// Builder gathers what a pack will hold. The same calls in the same order give
// the same bytes.
type Builder struct {
	Name        string
	Version     string // one that ends in + gets a mark of the pack's content, by Bytes
	Base        string
	Needs       []Need
	Tunes       []Tune
	Classes     []string
	Kinds       []Kind
	Prompts     []Prompt
	Cites       []Cite // of identifier formats; those of rules need not be here
	Rules       []Rule
	Identifiers []byte
	Model       []byte
	Outline     Outline

	entries  map[uint64][]uint32 // hash of a word -> class | attr<<16
	order    []uint64            // words with entries, as they came
	own      []uint64            // word id -> hash, of words with an id of their own; id 0 is no word
	ids      map[uint64]uint32
	phrases  [][]uint16 // word id -> encoded phrases
	full     bool
	anchors  [][]uint32
	byClass  map[uint16][]uint32
	pats     []patRecord
	insts    []pattern.Inst
	strs     []byte
	strIndex map[string][2]uint32
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{
		entries: map[uint64][]uint32{}, ids: map[uint64]uint32{}, byClass: map[uint16][]uint32{},
		strIndex: map[string][2]uint32{},
	}
	b.Word(0)
	return b
}

// Word returns the id of the word with the given hash, making one when new. Words
// that patterns and phrases name have an id of their own.
func (b *Builder) Word(hash uint64) uint32 {
	if id, ok := b.ids[hash]; ok {
		return id
	}
	id := uint32(len(b.own))
	b.ids[hash] = id
	b.own = append(b.own, hash)
	b.phrases = append(b.phrases, nil)
	b.anchors = append(b.anchors, nil)
	return id
}

// Entry adds a lexicon entry of one or more words (hashes, at most 16) that
// counts in sentences of the language given.
func (b *Builder) Entry(words []uint64, class uint16, attr uint8, lang Lang) {
	e := uint32(class) | uint32(attr)<<16 | uint32(lang)<<24
	if len(words) == 1 {
		list, known := b.entries[words[0]]
		if !known {
			b.order = append(b.order, words[0])
		}
		if !slices.Contains(list, e) {
			b.entries[words[0]] = append(list, e)
		}
		return
	}
	first := b.Word(words[0])
	enc := append(b.phrases[first], uint16(e), uint16(e>>16)|uint16(len(words)-1)<<phraseShift)
	for _, w := range words[1:] {
		id := b.Word(w)
		b.full = b.full || id > maxID
		enc = append(enc, uint16(id))
	}
	b.phrases[first] = enc
}

// Full reports whether phrases name more words, or words have more different lists of
// entries, than fit in two bytes; what Bytes gave then is wrong.
func (b *Builder) Full() bool { return b.full }

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
	marked := strings.HasSuffix(b.Version, "+")
	if marked {
		b.Version += strings.Repeat("0", markLength)
	}
	var sec [sections][]byte
	meta := b.meta()
	sec[secStrings] = b.strs
	sec[secMeta] = u32s(meta)
	ids, lists := b.shared()
	sec[secPilots], sec[secPrints], sec[secIDs] = buildWords(ids)
	sec[secWordList], lists = b.alike(lists)
	sec[secListOff], sec[secEntries] = csr(lists)
	sec[secPhraseOff], _ = csr(b.phrases)
	sec[secPhraseHeads], sec[secPhraseWords] = splitPhrases(b.phrases)
	sec[secAnchorOff], sec[secAnchors] = csr(b.anchors)
	ops, xs := make([]uint32, len(b.insts)), make([]uint32, len(b.insts))
	for i, in := range b.insts {
		ops[i], xs[i] = uint32(in.Op), in.X
	}
	sec[secOps], sec[secInsts] = planes(ops), planes(xs)
	for _, p := range b.pats {
		sec[secPats] = append(sec[secPats], u32s([]uint32{p.Rule, p.First, p.Len, p.Before})...)
	}
	byClass := make([][]uint32, len(b.Classes))
	for c, l := range b.byClass {
		byClass[c] = l
	}
	sec[secClassOff], sec[secClassAnchors] = csr(byClass)
	sec[secIdentifiers], sec[secModel] = b.Identifiers, b.Model
	sec[secOutline] = b.Outline.bytes()

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
	if marked {
		b.mark(out)
	}
	binary.LittleEndian.PutUint64(out[16:], checksum(out[headerSize:]))
	return out
}

// markLength is how many hexadecimal digits tell two contents of one version apart.
const markLength = 6

// mark ends the version, in b and in its bytes, with a mark of all that is in them: a
// version that moves when anything does, whoever forgets to raise it.
func (b *Builder) mark(out []byte) {
	digits := strconv.FormatUint(1<<63|checksum(out[headerSize:]), 16)[1 : 1+markLength]
	at := int(binary.LittleEndian.Uint32(out[headerSize+secStrings*8:]) + b.strIndex[b.Version][0])
	b.Version = b.Version[:len(b.Version)-markLength] + digits
	copy(out[at:], b.Version)
}

// shared gives every word an id, and returns the entries of each id. Words that
// nothing names but their lexicons share an id when their entries are the same;
// those ids follow the others, the most frequent first.
func (b *Builder) shared() (ids map[uint64]uint32, lists [][]uint32) {
	ids = map[uint64]uint32{}
	for id, h := range b.own {
		lists = append(lists, b.entries[h])
		if id > 0 {
			ids[h] = uint32(id)
		}
	}
	groups := map[string][]uint64{}
	var keys []string
	for _, h := range b.order {
		if _, own := b.ids[h]; own {
			continue
		}
		key := string(u32s(b.entries[h]))
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], h)
	}
	slices.SortStableFunc(keys, func(x, y string) int { return cmp.Compare(len(groups[y]), len(groups[x])) })
	for _, key := range keys {
		for _, h := range groups[key] {
			ids[h] = uint32(len(lists))
		}
		lists = append(lists, b.entries[groups[key][0]])
	}
	return ids, lists
}

// alike numbers the different lists of entries, and writes the number of each id's.
func (b *Builder) alike(lists [][]uint32) (numbers []byte, different [][]uint32) {
	index := map[string]int{}
	for _, l := range lists {
		key := string(u32s(l))
		n, known := index[key]
		if !known {
			n = len(different)
			index[key] = n
			different = append(different, l)
		}
		b.full = b.full || n > maxID
		numbers = binary.LittleEndian.AppendUint16(numbers, uint16(n))
	}
	return numbers, different
}

// splitPhrases writes the heads of phrases, and the ids of their further words, apart.
func splitPhrases(lists [][]uint16) (heads, words []byte) {
	var h, w []uint32
	for _, list := range lists {
		for len(list) > 0 {
			n := phraseHead + int(list[1]>>phraseShift)
			h = append(h, uint32(list[0])|uint32(list[1])<<16)
			for _, id := range list[phraseHead:n] {
				w = append(w, uint32(id))
			}
			list = list[n:]
		}
	}
	return planes(h), planes(w)
}

func u32s(v []uint32) []byte {
	out := make([]byte, 0, len(v)*4)
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

// csr writes lists as their lengths and one flat array.
func csr[T uint16 | uint32](lists [][]T) (lengths, flat []byte) {
	var sizes []uint32
	for _, l := range lists {
		sizes = append(sizes, uint32(len(l)))
		flat, _ = binary.Append(flat, binary.LittleEndian, l) // numbers of fixed size never fail
	}
	return planes(sizes), flat
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
	list := func(l []string) {
		u(len(l))
		for _, s := range l {
			str(s)
		}
	}
	str(b.Name)
	str(b.Version)
	str(b.Base)
	u(len(b.Needs))
	for _, n := range b.Needs {
		u(int(n.What))
		str(n.Name)
	}
	u(len(b.Tunes))
	for _, t := range b.Tunes {
		str(t.Rule)
		u(int(t.Severity))
		str(t.Jurisdiction)
		text(t.Title)
		text(t.Why)
	}
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
		list(q.Categories)
	}
	var cites []Cite
	index := map[Cite]int{}
	gather := func(list []Cite) {
		for _, c := range list {
			if _, ok := index[c]; !ok {
				index[c] = len(cites)
				cites = append(cites, c)
			}
		}
	}
	for _, r := range b.Rules {
		gather(r.Cites)
	}
	gather(b.Cites)
	u(len(cites))
	for _, c := range cites {
		str(c.ID)
		str(c.Title)
		str(c.Section)
		str(c.URL)
		str(c.Where)
	}
	u(len(b.Rules))
	for _, r := range b.Rules {
		str(r.ID)
		u(int(r.Fact))
		str(r.Category)
		u(int(r.Severity))
		u(int(r.Lang))
		u(bit(r.Known))
		list(r.Jurisdictions)
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

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
