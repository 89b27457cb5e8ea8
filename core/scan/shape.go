package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// findShapes finds the shapes that need no pack: numbers, ages, times, money,
// doses, capitals, signs, and dates and numbers that identifier formats matched.
func (s *Scanner) findShapes(doc *text.Doc, ids []sighting) {
	n := int32(len(doc.Tokens))
	spelled := int32(0) // token after the number spelled out last
	for i := int32(0); i < n; i++ {
		t := &doc.Tokens[i]
		if _, k := doc.Ordinal(i); k > 0 {
			s.shape(i, pack.ShapeOrdinal, k)
		}
		switch t.Kind {
		case text.Number:
			s.numberShapes(doc, i)
		case text.Handle:
			s.shape(i, pack.ShapeHandle, 1)
		case text.URL:
			s.shape(i, pack.ShapeURL, 1)
		case text.Email:
			s.shape(i, pack.ShapeEmail, 1)
		case text.Emoji:
			s.shape(i, pack.ShapeEmoji, 1)
		case text.Word:
			if t.Is(text.Capital) && !t.Is(text.AllCaps) && !t.Is(text.SentStart) {
				s.shape(i, pack.ShapeCap, 1)
			}
			if t.Is(text.AllCaps) {
				s.shape(i, pack.ShapeCaps, 1)
			}
			s.ageWord(doc, i)
			if v, k := doc.Numeral(i); k > 0 && i >= spelled {
				s.spelled(doc, i, k, v)
				spelled = i + k
			}
			if t.End-t.Start >= 5 && weekdays.holds(t.Hash) { // "lundi"
				s.shape(i, pack.ShapeWeekday, 1)
			}
		}
		if t.Is(text.HashStart) {
			s.shape(i, pack.ShapeHashtag, 1)
		}
		if t.Is(text.Quoted) && (i == 0 || !doc.Tokens[i-1].Is(text.Quoted)) {
			s.shape(i, pack.ShapeQuoted, 1)
		}
	}
	s.identifierShapes(doc, ids)
}

func (s *Scanner) identifierShapes(doc *text.Doc, ids []sighting) {
	for _, m := range ids {
		first, last := Tokens(doc, m.start, m.end)
		s.shape(first, m.class, last-first)
	}
}

// Tokens returns the tokens [first, last) that touch Clean[start:end].
func Tokens(doc *text.Doc, start, end int32) (first, last int32) {
	lo, hi := 0, len(doc.Tokens)
	for lo < hi {
		m := (lo + hi) / 2
		if doc.Tokens[m].End <= start {
			lo = m + 1
		} else {
			hi = m
		}
	}
	first = int32(lo)
	for hi = lo; hi < len(doc.Tokens) && doc.Tokens[hi].Start < end; hi++ {
	}
	return first, max(int32(hi), first)
}

// numberShapes adds #number at i, and #age, #time, #money, #dose where the
// neighbours say so.
func (s *Scanner) numberShapes(doc *text.Doc, i int32) {
	t := &doc.Tokens[i]
	s.shape(i, pack.ShapeNumber, 1)
	if t.Start > 0 {
		switch c := doc.Clean[t.Start-1]; {
		case c == '$', c == 0xA3, c == 0xAC: // $, and the last byte of £ and €
			s.shape(i, pack.ShapeMoney, 1)
		}
	}
	next := s.word(doc, i+1)
	switch next {
	case "am", "pm", "h", "hrs", "hr", "oclock", "o'clock", "heures":
		s.shape(i, pack.ShapeTime, 2)
	case "mg", "mcg", "ml", "units", "g", "iu", "ug":
		s.shape(i, pack.ShapeDose, 2)
	}
	v, n := doc.Numeral(i)
	if n == 0 { // 2.5
		if m := s.ageTail(doc, i, i+1); m > 0 && t.End-t.Start == 3 {
			s.shape(i, pack.ShapeAge, 1+m)
		}
		return
	}
	if s.joined(doc, i, text.Slash) && doc.Tokens[i-1].Kind == text.Number { // 3/52, 2 1/2
		return
	}
	if s.ages(doc, i, n, v) || v > oldest {
		return
	}
	// "62M", "34 F": the letter is a capital or glued to the number.
	if (next == "m" || next == "f") && v > 0 {
		if u := &doc.Tokens[i+1]; u.Is(text.Glued) && !t.Is(text.Glued) && (u.Is(text.Capital) || v > 12) || u.Is(text.Capital) && v > 10 && u.Sentence == t.Sentence && !u.Is(text.Comma) {
			s.shape(i, pack.ShapeAge, 2)
		}
	}
}

// spelled adds #age or #number for the number v spelled out in n tokens from i on.
func (s *Scanner) spelled(doc *text.Doc, i, n int32, v int) {
	if s.ages(doc, i, n, v) || v < 2 && n == 1 {
		return // "one" and "un" count seldom
	}
	s.shape(i, pack.ShapeNumber, n)
}

var weekdays = wordsOf(`monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche`)

// word returns the folded spelling of token i, "" outside the draft. It is called in
// so many places that inlining it, and a few others here, would make the module a tenth
// larger and no faster.
//
//go:noinline
func (s *Scanner) word(doc *text.Doc, i int32) string {
	if i < 0 || int(i) >= len(doc.Tokens) {
		return ""
	}
	return string(doc.Spelling(i))
}
