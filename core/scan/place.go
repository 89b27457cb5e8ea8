package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

func (l *loaded) placeLength(i int32) uint8 {
	return max(l.longest(i, l.place).Len, l.longest(i, l.placeSml).Len)
}

// findPlaces adds #place for place names written with a capital or as a hashtag.
func (s *Scanner) findPlaces(l *loaded, doc *text.Doc) {
	for i := int32(0); int(i) < len(doc.Tokens); i++ {
		t := &doc.Tokens[i]
		low := !t.Is(text.Capital) && !t.Is(text.Hashtag)
		if low && !s.placed(doc, i) {
			continue
		}
		n := l.placeLength(i)
		if n == 0 {
			continue
		}
		m := l.longest(i, l.place)
		if m.Len < n {
			m = l.longest(i, l.placeSml)
		}
		ambiguous := m.Attr&pack.Ambiguous != 0 && n == 1
		if ambiguous && (low || t.Is(text.SentStart) || !s.placed(doc, i)) {
			continue
		}
		s.shapes = append(s.shapes, shapeAt{i, pattern.Mention{Class: pack.ShapePlace, Len: n, Attr: m.Attr}})
		i += int32(n) - 1
	}
}

// placed reports whether a preposition of place stands before token i.
func (s *Scanner) placed(doc *text.Doc, i int32) bool {
	switch s.near(doc, i, -1) {
	case "in", "at", "from", "near", "to", "of", "a", "au", "de", "en", "outside", "around", "pres":
		return true
	}
	return false
}
