package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// shapeAt is a shape found at a token, gathered before mentions are laid out in
// token order.
type shapeAt struct {
	token int32
	m     pattern.Mention
}

// mentions fills the input of every pack: the word id of each token, and every
// lexicon entry and shape that starts there. It returns the names it finds.
func (s *Scanner) mentions(doc *text.Doc, ids []sighting, names []Name) []Name {
	for _, l := range s.packs {
		l.words(doc)
	}
	if len(s.packs) > 1 {
		for k, l := range s.packs {
			s.borrow(l, k)
		}
		for _, l := range s.packs {
			s.merge(&l.in, l.borrowed)
		}
	}
	s.shapes = s.shapes[:0]
	s.findShapes(doc, ids)
	names = s.findNames(s.names, doc, names)
	for _, nm := range names {
		s.shape(nm.First, pack.ShapeName, nm.Last-nm.First)
	}
	s.findPlaces(s.names, doc)
	if n := len(s.shapes); n > 0 {
		for _, l := range s.packs {
			s.refine(l, doc, ids)
			s.merge(&l.in, s.shapes)
			s.shapes = s.shapes[:n]
		}
	}
	return names
}

// words fills l.in with the words of doc that l knows and their lexicon entries.
func (l *loaded) words(doc *text.Doc) {
	n := len(doc.Tokens)
	l.in.Words = resize(l.in.Words, n)
	l.in.Offsets = resize(l.in.Offsets, n+1)
	l.in.Mentions = l.in.Mentions[:0]
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		w := l.Word(t.Hash)
		if w == 0 && t.Kind == text.Word {
			w = l.WordEnding(doc.Spelling(int32(i)))
		}
		l.in.Words[i] = w
	}
	for i := range n {
		l.in.Offsets[i] = int32(len(l.in.Mentions))
		if l.in.Words[i] != 0 {
			l.lexicon(doc, int32(i))
		}
	}
	l.in.Offsets[n] = int32(len(l.in.Mentions))
}

// lexicon appends the entries that start at token i, single words then phrases.
func (l *loaded) lexicon(doc *text.Doc, i int32) {
	w := l.in.Words[i]
	se := &doc.Sentences[doc.Tokens[i].Sentence]
	for _, e := range l.Entries(w) {
		if !speaks(pack.Lang(e>>24), se.Lang) {
			continue
		}
		l.in.Mentions = append(l.in.Mentions, pattern.Mention{Class: uint16(e), Len: 1, Attr: uint8(e >> 16)})
	}
	ahead := l.in.Words[i+1 : se.Last]
	for enc := l.Phrases(w); len(enc) > 0; {
		n, e, tail := pack.MatchPhrase(enc, ahead)
		if enc = tail; n > 0 && speaks(pack.Lang(e>>24), se.Lang) {
			l.in.Mentions = append(l.in.Mentions, pattern.Mention{Class: uint16(e), Len: n, Attr: uint8(e >> 16)})
		}
	}
}

// speaks reports whether a rule or entry of language l counts in a sentence.
func speaks(l pack.Lang, sentence text.Lang) bool {
	return l == pack.AnyLang || (l == pack.French) == (sentence == text.French)
}

// borrow gathers what the lexicons of the other packs found that have the name of
// one in l, pack number k: a lexicon is one, whichever packs its entries are in.
func (s *Scanner) borrow(l *loaded, k int) {
	l.borrowed = l.borrowed[:0]
	for j, o := range s.packs {
		if j == k {
			continue
		}
		token := int32(0)
		for i, m := range o.in.Mentions {
			for o.in.Offsets[token+1] <= int32(i) {
				token++
			}
			if m.Class = l.classes[j][m.Class]; m.Class != 0 {
				l.borrowed = append(l.borrowed, shapeAt{token, m})
			}
		}
	}
}

//
//go:noinline
func (s *Scanner) shape(token int32, class uint16, length int32) {
	if length > 0 && length < 256 {
		s.shapes = append(s.shapes, shapeAt{token, pattern.Mention{Class: class, Len: uint8(length)}})
	}
}

// merge lays more mentions among those of in, keeping token order.
func (s *Scanner) merge(in *pattern.Input, more []shapeAt) {
	n := len(in.Words)
	old := in.Mentions
	count := resize(s.perToken, n+1)
	clear(count)
	for _, x := range more {
		count[x.token]++
	}
	s.perToken = count
	s.merged = resize(s.merged, len(old)+len(more))
	off := int32(0)
	for i := range n {
		from, to := in.Offsets[i], in.Offsets[i+1]
		in.Offsets[i] = off
		off += int32(copy(s.merged[off:], old[from:to]))
		count[i], off = off, off+count[i]
	}
	in.Offsets[n] = off
	for _, x := range more {
		s.merged[count[x.token]] = x.m
		count[x.token]++
	}
	in.Mentions, s.merged = s.merged, old[:0]
}

func resize[T any](b []T, n int) []T {
	if cap(b) < n {
		return make([]T, n, n+n/2)
	}
	return b[:n]
}

// marks appends all that tokens were found to be.
func (l *loaded) marks(out []Mark) []Mark {
	for i := range l.in.Words {
		first := int32(i)
		for _, m := range l.in.At(first) {
			out = append(out, Mark{first, first + int32(m.Len), m.Class})
		}
	}
	return out
}
