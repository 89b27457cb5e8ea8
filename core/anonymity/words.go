package anonymity

import (
	"strings"

	"github.com/bedside-md/bedside/core/text"
)

// sort says which table a phrase of the dictionary is in.
type sort uint8

const (
	aCondition sort = iota
	anOccupation
	aUnit
	aWindow
	aPlace
	aStage
	aSex
)

// entry is what a phrase means: a sort and its index in that sort's table. A phrase
// may be in one table for each of at most two meanings ("grandmother").
type entry struct {
	sort  sort
	index uint8
}

// longest is the most tokens of a phrase.
const longest = 5

// dictionary finds the phrases of the tables.
type dictionary struct {
	entries map[uint64][]entry // by key of a phrase
	begins  map[uint64]bool    // by key of a first token: whether longer phrases begin with it
	sieve   [1024]uint64       // the top 16 bits of keys that are in either: most tokens have none
}

func (d *dictionary) sift(k uint64) { d.sieve[k>>54] |= 1 << (k >> 48 & 63) }

// passes reports whether k may be a key.
func (d *dictionary) passes(k uint64) bool { return d.sieve[k>>54]>>(k>>48&63)&1 == 1 }

// key of a phrase is that of its tokens so far and its next; the first follows the
// language.
func key(before, token uint64) uint64 {
	return (before ^ token) * 0x9e3779b97f4a7c15 // 2^64 over the golden ratio: odd, mixes all bits
}

func newDictionary() *dictionary {
	d := &dictionary{entries: map[uint64][]entry{}, begins: map[uint64]bool{}}
	var doc text.Doc
	for i := range conditions {
		d.add(&doc, &conditions[i].words, entry{aCondition, uint8(i)})
	}
	for i := range occupations {
		d.add(&doc, &occupations[i].words, entry{anOccupation, uint8(i)})
	}
	for i := range units {
		d.add(&doc, &units[i].words, entry{aUnit, uint8(i)})
	}
	for i := range windows {
		d.add(&doc, &windows[i].words, entry{aWindow, uint8(i)})
	}
	for i := range places {
		d.add(&doc, &places[i].words, entry{aPlace, uint8(i)})
	}
	for i := range stages {
		d.add(&doc, &stages[i].words, entry{aStage, uint8(i)})
	}
	for i := range sexes {
		d.add(&doc, &sexes[i].words, entry{aSex, uint8(i)})
	}
	return d
}

func (d *dictionary) add(doc *text.Doc, words *[2]string, e entry) {
	for lang, list := range words {
		for phrase := range strings.SplitSeq(list, ", ") {
			doc.Read([]byte(phrase))
			k := uint64(lang)
			for i := range doc.Tokens {
				if i == 1 {
					d.begins[k] = true
					d.sift(k)
				}
				k = key(k, doc.Tokens[i].Hash)
			}
			if len(doc.Tokens) > 0 {
				d.entries[k] = append(d.entries[k], e)
				d.sift(k)
			}
		}
	}
}

// each calls f with what the longest phrase at a token means, for all phrases of a
// draft, none of which overlap. It looks at every token at every key, so what most
// tokens take is a multiplication and a look at one bit.
func (d *dictionary) each(doc *text.Doc, f func(i int32, found []entry)) {
	for s := range doc.Sentences {
		se := &doc.Sentences[s]
		lang := uint64(se.Lang)
		for i := se.First; i < se.Last; i++ {
			if !d.passes(key(lang, doc.Tokens[i].Hash)) {
				continue
			}
			if found, n := d.at(doc, i); n > 0 {
				f(i, found)
				i += n - 1
			}
		}
	}
}

// at returns what the longest phrase at token i means and how many tokens it has.
func (d *dictionary) at(doc *text.Doc, i int32) (found []entry, n int32) {
	s := &doc.Sentences[doc.Tokens[i].Sentence]
	k := uint64(s.Lang)
	for j := i; j < min(s.Last, i+longest); j++ {
		k = key(k, doc.Tokens[j].Hash)
		if e := d.entries[k]; e != nil {
			found, n = e, j+1-i
		}
		if j == i && !d.begins[k] {
			break
		}
	}
	return found, n
}
