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

// mentions fills s.in: the word id of each token and every lexicon entry and
// shape that starts there.
func (s *Scanner) mentions(l *loaded, doc *text.Doc, f *Facts) {
	n := len(doc.Tokens)
	s.in.Words = resize(s.in.Words, n)
	s.in.Offsets = resize(s.in.Offsets, n+1)
	s.in.Mentions = s.in.Mentions[:0]
	for i := range doc.Tokens {
		s.in.Words[i] = l.Word(doc.Tokens[i].Hash)
	}
	s.shapes = s.shapes[:0]
	s.findShapes(doc, f)
	s.findAges(doc)
	// Lexicon entries first: names and places are decided from them.
	for i := range n {
		s.in.Offsets[i] = int32(len(s.in.Mentions))
		s.lexicon(l, doc, int32(i))
	}
	s.in.Offsets[n] = int32(len(s.in.Mentions))
	if l == s.packs[0] {
		s.findNames(l, doc, f)
	}
	for _, nm := range f.Names {
		s.shape(nm.First, pack.ShapeName, nm.Last-nm.First)
	}
	s.findPlaces(l, doc)
	s.mergeShapes(n)
}

// lexicon appends the entries that start at token i, single words then phrases.
func (s *Scanner) lexicon(l *loaded, doc *text.Doc, i int32) {
	w := s.in.Words[i]
	if w == 0 {
		return
	}
	se := &doc.Sentences[doc.Tokens[i].Sentence]
	for _, e := range l.Entries(w) {
		if !speaks(pack.Lang(e>>24), se.Lang) {
			continue
		}
		s.in.Mentions = append(s.in.Mentions, pattern.Mention{Class: uint16(e), Len: 1, Attr: uint8(e >> 16)})
	}
	last := se.Last
	for enc := l.Phrases(w); len(enc) > 0; {
		var rest []uint32
		var e uint32
		rest, e, enc = pack.NextPhrase(enc)
		if i+1+int32(len(rest)) > last || !speaks(pack.Lang(e>>24), se.Lang) {
			continue
		}
		same := true
		for k, r := range rest {
			if s.in.Words[i+1+int32(k)] != r {
				same = false
				break
			}
		}
		if same {
			s.in.Mentions = append(s.in.Mentions, pattern.Mention{Class: uint16(e), Len: uint8(len(rest) + 1), Attr: uint8(e >> 16)})
		}
	}
}

// speaks reports whether a rule or entry of language l counts in a sentence.
func speaks(l pack.Lang, sentence text.Lang) bool {
	return l == pack.AnyLang || (l == pack.French) == (sentence == text.French)
}

func (s *Scanner) shape(token int32, class uint16, length int32) {
	if length > 0 && length < 256 {
		s.shapes = append(s.shapes, shapeAt{token, pattern.Mention{Class: class, Len: uint8(length)}})
	}
}

// mergeShapes lays the shapes among the lexicon mentions, keeping token order.
func (s *Scanner) mergeShapes(n int) {
	if len(s.shapes) == 0 {
		return
	}
	old := s.in.Mentions
	total := len(old) + len(s.shapes)
	count := resize(s.perToken, n+1)
	clear(count)
	for _, x := range s.shapes {
		count[x.token]++
	}
	s.perToken = count
	s.merged = resize(s.merged, total)
	off := int32(0)
	for i := range n {
		from, to := s.in.Offsets[i], s.in.Offsets[i+1]
		s.in.Offsets[i] = off
		off += int32(copy(s.merged[off:], old[from:to]))
		count[i], off = off, off+count[i]
	}
	s.in.Offsets[n] = off
	for _, x := range s.shapes {
		s.merged[count[x.token]] = x.m
		count[x.token]++
	}
	s.in.Mentions, s.merged = s.merged, old[:0]
}

func resize[T any](b []T, n int) []T {
	if cap(b) < n {
		return make([]T, n, n+n/2)
	}
	return b[:n]
}
