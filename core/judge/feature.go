package judge

import (
	"slices"

	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Features are what the model weighs in a draft, as buckets of its table. Words
// and pairs of neighbouring words stand once for each paragraph that holds them;
// facts, and pairs of facts, once. A Features may be reused.
type Features struct {
	Tokens int      // of the draft
	Words  []uint16 // words, and the pairs they make with the word before them
	Facts  []uint16
	Pairs  []uint16
	Bags   [][][]uint32 // by paragraph and token: what a net sees, as buckets of its table

	counts  []int    // facts by kind
	present []uint64 // hashes of the kinds of fact there are
}

// Buckets is the size of the table that features are hashed into.
const Buckets = 1 << 16

// Salts keep the families of features apart: odd numbers without meaning.
const (
	saltDigits = 0x1d8e4e27c47d124f
	saltPair   = 0xff51afd7ed558ccd
	saltFact   = 0xc4ceb9fe1a85ec53
	saltTwo    = 0x9fb21c651e98df25
	saltDetail = 0x2d358dccaa6c78a5
	saltRule   = 0xd6e8feb86659fd93
	saltBoth   = 0xa0761d6478bd642f
	saltName   = 0xe7037ed1a0b428db
	saltID     = 0x8ebc6af09c88c6e3
	saltStyle  = 0x589965cc75374cc3
	saltFirst  = 0x4be98134a5976fd3
	saltLast   = 0x3bc0993a5ad19a13
)

func bucket(h uint64) uint16 {
	h ^= h >> 32
	return uint16(h ^ h>>16)
}

// read fills x with the facts of a draft.
func (x *Features) read(f *scan.Facts, kinds []factKind) {
	x.Facts, x.Pairs, x.present = x.Facts[:0], x.Pairs[:0], x.present[:0]
	x.facts(f, kinds)
	x.names(f)
	x.style(f.Doc)
}

// words adds the words of a draft.
func (x *Features) words(d *text.Doc) {
	var met met
	x.Tokens = len(d.Tokens)
	prev, paragraph := uint64(0), int32(0)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if p := d.Sentences[t.Sentence].Paragraph; p != paragraph {
			paragraph = p
			met.forget()
		}
		var pair [2]uint16
		pair, prev = wordFeatures(t, prev)
		for _, b := range pair {
			if met.first(b) {
				x.Words = append(x.Words, b)
			}
		}
	}
}

// bags adds the bags of a draft.
func (x *Features) bags(d *text.Doc, in []bag) {
	paragraph := int32(-1)
	for i := range in {
		if p := d.Sentences[d.Tokens[i].Sentence].Paragraph; p != paragraph {
			paragraph = p
			x.Bags = append(x.Bags, nil)
		}
		last := &x.Bags[len(x.Bags)-1]
		*last = append(*last, slices.Clone(in[i].of[:in[i].n]))
	}
}

// met is a set of buckets, emptied at the cost of what it holds.
type met struct {
	bits [Buckets / 64]uint64
	list []uint16
}

// first adds a bucket and reports whether it was not there.
func (m *met) first(b uint16) bool {
	word, bit := &m.bits[b/64], uint64(1)<<(b%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	m.list = append(m.list, b)
	return true
}

func (m *met) forget() {
	for _, b := range m.list {
		m.bits[b/64] = 0
	}
	m.list = m.list[:0]
}

// wordHash is what a token counts as: its word, or, of a number, how many digits it
// has.
func wordHash(t *text.Token) uint64 {
	if t.Kind == text.Number {
		return saltDigits * uint64(t.End-t.Start)
	}
	return t.Hash
}

// wordFeatures returns the features of a token, by itself and with the one before
// it in its sentence, and what it is to the next.
func wordFeatures(t *text.Token, prev uint64) ([2]uint16, uint64) {
	h := wordHash(t)
	if t.Is(text.SentStart) {
		prev = 1
	}
	return [2]uint16{bucket(h), bucket((prev*saltBoth ^ h) * saltPair)}, h
}

func (x *Features) fact(h, salt uint64) { x.Facts = append(x.Facts, bucket(h*salt)) }

// once adds a feature unless it is among the facts from index since on.
func (x *Features) once(since int, b uint16) {
	if !slices.Contains(x.Facts[since:], b) {
		x.Facts = append(x.Facts, b)
	}
}

// facts adds the kinds of fact there are, which stand more than once, every pair
// of them, how many sorts of detail, and the rules that found something. Rules that
// rest where the author's jurisdiction is unknown do not count: posts are labelled
// without one, so that no model is fitted with them.
func (x *Features) facts(f *scan.Facts, kinds []factKind) {
	x.counts = append(x.counts[:0], make([]int, len(kinds))...)
	for i := range f.Facts {
		if o := &f.Facts[i]; o.Rule == nil || !o.Rule.Known {
			x.counts[o.Kind]++
		}
	}
	details := uint64(0)
	for k, n := range x.counts {
		if n == 0 {
			continue
		}
		h := kinds[k].hash
		x.fact(h, saltFact)
		if n > 1 {
			x.fact(h, saltTwo)
		}
		if kinds[k].detail && details < 5 {
			details++
			x.fact(details, saltDetail)
		}
		for _, o := range x.present {
			x.Pairs = append(x.Pairs, bucket((h*saltFact^o*saltFact)*saltBoth))
		}
		x.present = append(x.present, h)
	}
	since := len(x.Facts)
	for i := range f.Facts {
		if r := f.Facts[i].Rule; r != nil && r.Category != "" && !r.Known {
			x.once(since, bucket(text.Hash([]byte(r.ID))*saltRule))
		}
	}
}

// names adds the sorts of names and identifiers.
func (x *Features) names(f *scan.Facts) {
	since := len(x.Facts)
	for _, n := range f.Names {
		h := uint64(n.Role) + 1
		x.once(since, bucket(h*saltName))
		x.once(since, bucket((h<<3|bit(n.Titled)<<2|bit(n.Given)<<1|bit(n.Surname))*saltName))
	}
	for _, m := range f.Identifiers {
		h := text.Hash([]byte(f.Format(m).Category))
		x.once(since, bucket(h*saltID))
		x.once(since, bucket((h^uint64(m.Confidence)<<2^bit(m.Checked)<<1^bit(m.Labelled))*saltID))
	}
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// style adds how the draft is written: its length, capitals, hashtags, links,
// first and last word.
func (x *Features) style(d *text.Doc) {
	n := len(d.Tokens)
	if n == 0 {
		return
	}
	capitals, tags, kinds := 0, uint64(0), uint64(0)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		capitals += int(bit(t.Is(text.Capital)))
		if t.Is(text.HashStart) {
			tags++
		}
		kinds |= 1 << t.Kind
	}
	for i, longer := range [...]int{20, 40, 80, 160} {
		if n > longer {
			x.fact(uint64(i)+1, saltStyle)
		}
	}
	x.fact(10+min(tags, 3), saltStyle)
	x.fact(20+uint64(min(len(d.Sentences), 6)), saltStyle)
	if 10*capitals > 3*n {
		x.fact(30, saltStyle)
	}
	if !d.Tokens[0].Is(text.Capital) {
		x.fact(31, saltStyle)
	}
	for _, k := range [...]text.Kind{text.Emoji, text.Handle, text.URL, text.Email} {
		if kinds&(1<<k) != 0 {
			x.fact(40+uint64(k), saltStyle)
		}
	}
	x.fact(d.Tokens[0].Hash, saltFirst)
	x.fact(d.Tokens[n-1].Hash, saltLast)
}
