package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// findShapes finds the shapes that need no pack: numbers, ages, times, money,
// doses, capitals, signs, and dates and numbers that identifier formats matched.
func (s *Scanner) findShapes(doc *text.Doc, f *Facts) {
	n := int32(len(doc.Tokens))
	for i := int32(0); i < n; i++ {
		t := &doc.Tokens[i]
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
			if spelledTens[t.Hash] > 0 {
				s.spelled(doc, i)
			}
		}
		if t.Is(text.HashStart) {
			s.shape(i, pack.ShapeHashtag, 1)
		}
		if t.Is(text.Quoted) && (i == 0 || !doc.Tokens[i-1].Is(text.Quoted)) {
			s.shape(i, pack.ShapeQuoted, 1)
		}
	}
	s.identifierShapes(doc, f)
}

func (s *Scanner) identifierShapes(doc *text.Doc, f *Facts) {
	if f.Set == nil {
		return
	}
	for _, m := range f.Identifiers {
		first, last := Tokens(doc, m.Start, m.End)
		class := pack.ShapeID
		if f.Set.Format(int(m.Format)).Category == "identifier.date" {
			class = pack.ShapeDate
		}
		s.shape(first, class, last-first)
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
	if t.Is(text.Ordinal) {
		s.shape(i, pack.ShapeOrdinal, 1)
	}
	if t.Start > 0 {
		switch c := doc.Clean[t.Start-1]; {
		case c == '$', c == 0xA3, c == 0xAC: // $, and the last byte of £ and €
			s.shape(i, pack.ShapeMoney, 1)
		}
	}
	next, after := s.word(doc, i+1), s.word(doc, i+2)
	v, plain := smallNumber(doc.Written(i))
	switch next {
	case "am", "pm", "h", "hrs", "hr", "oclock", "o'clock", "heures":
		s.shape(i, pack.ShapeTime, 2)
	case "mg", "mcg", "ml", "units", "g", "iu", "ug":
		s.shape(i, pack.ShapeDose, 2)
	}
	if !plain || v > 115 {
		return
	}
	if n := ageTail(doc, i+1, next, after, s.word(doc, i+3)); n > 0 && (next != "ans" || !s.lasting(doc, i)) {
		s.shape(i, pack.ShapeAge, 1+n)
		return
	}
	// "62M", "34 F": the letter is a capital or glued to the number.
	if (next == "m" || next == "f") && int(i+1) < len(doc.Tokens) && v > 0 {
		if u := &doc.Tokens[i+1]; u.Is(text.Glued) && !t.Is(text.Glued) && (u.Is(text.Capital) || v > 12) || u.Is(text.Capital) && v > 10 && u.Sentence == t.Sentence && !u.Is(text.Comma) {
			s.shape(i, pack.ShapeAge, 2)
			return
		}
	}
	switch prev := s.word(doc, i-1); {
	case prev != "aged" && prev != "age", next == "to", next == "and" && (after == "over" || after == "under"), next == "or":
	default:
		switch s.word(doc, i-2) {
		case "under", "over", "mean", "median", "average", "adults", "people", "women", "men", "children":
		default:
			s.shape(i, pack.ShapeAge, 1)
		}
	}
}

// ageTail returns how many tokens after a number make it an age: yo, y/o,
// year(s) old, month old, ans, mois, weeker.
func ageTail(doc *text.Doc, i int32, a, b, c string) int32 {
	switch a {
	case "yo", "yrs", "yr", "year", "years", "y", "month", "months", "mo", "week", "weeks", "wk", "day", "days":
		switch {
		case a == "yo":
			return 1
		case b == "old" || b == "olds":
			return 2
		case (a == "y" || a == "yr") && b == "o":
			return 2
		case b == "of" && c == "age":
			return 3
		case a == "y" && int(i) < len(doc.Tokens) && doc.Tokens[i].Is(text.Glued):
			return 1
		case a == "week" && b == "er", (a == "mo" || a == "wk") && b == "o":
			return 2
		}
	case "weeker", "weekers", "something", "ish":
		return 1
	case "ans":
		if b != "d" && b != "d'" && b != "de" && b != "que" && b != "apres" && b != "plus" {
			return 1
		}
	case "mois":
		if b == "et" || b == "" {
			return 0
		}
	}
	return 0
}

// spelled finds spelled-out ages ("seventy-three-year-old", "a woman of
// thirty", "forty-one years old").
func (s *Scanner) spelled(doc *text.Doc, i int32) {
	for b := max(0, i-3); b < i; b++ {
		if _, end := s.plainNumber(doc, b); end > i && doc.Tokens[b].Kind == text.Word {
			return // the "three" of "seventy-three"
		}
	}
	_, k := s.plainNumber(doc, i)
	a, b, c := s.word(doc, k), s.word(doc, k+1), s.word(doc, k+2)
	if n := ageTail(doc, k, a, b, c); n > 0 && a != "something" && (a != "ans" || !s.lasting(doc, i)) {
		s.shape(i, pack.ShapeAge, k-i+n)
		return
	}
	if p := s.word(doc, i-1); p == "aged" || p == "age" {
		s.shape(i, pack.ShapeAge, k-i)
		return
	}
	s.shape(i, pack.ShapeNumber, k-i)
}

// spelledTens maps the hash of a spelled number to its value.
var spelledTens = func() map[uint64]int {
	m := map[uint64]int{}
	for i, w := range [...]string{
		"", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	} {
		if w != "" {
			m[text.Hash([]byte(w))] = i
		}
	}
	for i, w := range [...]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		m[text.Hash([]byte(w))] = 20 + 10*i
	}
	for w, v := range map[string]int{
		"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
		"treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
		"cinquante": 50, "soixante": 60, "septante": 70, "octante": 80, "nonante": 90,
	} {
		m[text.Hash([]byte(w))] = v
	}
	return m
}()

// word returns the folded spelling of token i, "" outside the draft.
func (s *Scanner) word(doc *text.Doc, i int32) string {
	if i < 0 || int(i) >= len(doc.Tokens) {
		return ""
	}
	return string(doc.Spelling(i))
}

// smallNumber reads up to three plain digits.
func smallNumber(b []byte) (v int, ok bool) {
	if len(b) == 0 || len(b) > 3 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}
