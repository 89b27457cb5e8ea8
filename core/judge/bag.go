package judge

import (
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// A bag is what a net knows of one token, as buckets of its table: first the word, then
// its beginning and its end, which stand in for a word that the net does not know; and
// how it is written, and the lexicons, facts, names and identifiers that cover it. What
// does not fit is left out.
type bag struct {
	n  int
	of [maxBag]uint32
}

// BagHead is how many of a bag are its word and what stands in for it.
const BagHead = 3

// NetBuckets is the size of the table that a net's features are hashed into.
const NetBuckets = 1 << 18

// A net adds up the rows of three bags in lanes of sixteen bits: no more rows fit.
const maxBag = 10

// Salts keep the families of a bag's features apart: odd numbers without meaning.
const (
	saltCover = 0x94d049bb133111eb
	saltMark  = 0xbf58476d1ce4e5b9
	saltRole  = 0xd1342543de82ef95
	saltForm  = 0xaf251af3b0f025b5
	saltFlag  = 0xb492b66fbe98f273
	saltBegin = 0xa3b195354a39b70d
	saltEnd   = 0xe7037ed1a0b428db
)

func netBucket(h uint64) uint32 {
	h ^= h >> 32
	return uint32(h^h>>18) % NetBuckets
}

// written are the flags of a token that a net sees.
const written = text.Capital | text.AllCaps | text.Hashtag | text.Glued | text.Quoted | text.SentStart | text.Paren

func (b *bag) add(x uint32) {
	for _, y := range b.of[min(b.n, BagHead):b.n] {
		if x == y {
			return
		}
	}
	if b.n < maxBag {
		b.of[b.n] = x
		b.n++
	}
}

// key mixes what a bag holds into a key.
func (b *bag) key(key uint64) uint64 {
	for _, x := range b.of[:b.n] {
		key = (key ^ uint64(x)) * 0x9e3779b97f4a7c15
		key ^= key >> 29
	}
	return (key ^ NetBuckets) * 0xd1342543de82ef95
}

// bags fills in with a bag for each token of a draft.
func (j *Judge) bags(f *scan.Facts, in []bag) []bag {
	in = in[:0]
	for i := range f.Doc.Tokens {
		t := &f.Doc.Tokens[i]
		var b bag
		b.of[0], b.n = netBucket(wordHash(t)), BagHead
		b.of[1], b.of[2] = standIns(t.Kind, f.Doc.Spelling(int32(i)))
		for rest := t.Flags & written; rest != 0; rest &= rest - 1 {
			b.add(netBucket(uint64(rest&-rest) * saltFlag))
		}
		in = append(in, b)
	}
	cover := func(first, last int32, x uint32) {
		for i := first; i < last; i++ {
			in[i].add(x)
		}
	}
	for _, m := range f.Marks {
		cover(m.First, m.Last, j.marks[m.Class])
	}
	for i := range f.Facts {
		if x := &f.Facts[i]; x.Rule == nil || !x.Rule.Known {
			cover(x.From, x.To, j.factKinds[x.Kind].cover)
		}
	}
	for _, n := range f.Names {
		cover(n.First, n.Last, netBucket((uint64(n.Role)+1)*saltRole))
	}
	at := 0
	for _, m := range f.Identifiers {
		x := netBucket(text.Hash([]byte(f.Format(m).Category)) * saltForm)
		for at < len(in) && f.Doc.Tokens[at].End <= m.Start {
			at++
		}
		for i := at; i < len(in) && f.Doc.Tokens[i].Start < m.End; i++ {
			in[i].add(x)
		}
	}
	return in
}

// How many letters of a word are its beginning and its end.
const (
	beginning = 5
	ending    = 3
)

// standIns returns what stands in for a word that is not known: its beginning and its
// end, or, where it has few letters, how many.
func standIns(kind text.Kind, w []byte) (begin, end uint32) {
	if kind != text.Word || len(w) < beginning {
		return netBucket(uint64(len(w)) * saltBegin), netBucket(uint64(kind+1) * saltEnd)
	}
	return netBucket(text.Hash(w[:min(beginning, len(w)-1)]) * saltBegin), netBucket(text.Hash(w[len(w)-ending:]) * saltEnd)
}
