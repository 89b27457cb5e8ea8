package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Role says who a name seems to belong to, from the words around it alone.
type Role uint8

// Roles.
const (
	Person    Role = iota // somebody; the story decides who
	Clinician             // has a clinical title ("Dr Okafor")
	Known                 // a public or historical figure, or an eponym
)

// Name is a personal name, tokens [First, Last).
type Name struct {
	First, Last int32
	Titled      bool // with Mr, Mrs, Mme …
	Given       bool // holds a given name
	Surname     bool // holds a surname, or a capital after a title or given name
	Initial     bool // a part is a single letter
	Role        Role
}

// has reports whether a single-token mention of the class starts at token i,
// and its attribute.
func (s *Scanner) has(i int32, class uint16) (uint8, bool) {
	if class == 0 || i < 0 || int(i) >= len(s.in.Words) {
		return 0, false
	}
	for _, m := range s.in.At(i) {
		if m.Class == class && m.Len == 1 {
			return m.Attr, true
		}
	}
	return 0, false
}

// longest returns the longest mention of the class that starts at token i.
func (s *Scanner) longest(i int32, class uint16) (best pattern.Mention) {
	if class == 0 {
		return best
	}
	for _, m := range s.in.At(i) {
		if m.Class == class && m.Len > best.Len {
			best = m
		}
	}
	return best
}

// findNames finds personal names: a title and a capital, a given name (alone
// when it is not also an ordinary word), a given name or initial and a surname.
func (s *Scanner) findNames(l *loaded, doc *text.Doc, f *Facts) {
	n := int32(len(doc.Tokens))
	for i := int32(0); i < n; i++ {
		nm, ok := s.nameAt(l, doc, i)
		if !ok {
			continue
		}
		f.Names = append(f.Names, nm)
		i = nm.Last - 1
	}
}

func (s *Scanner) nameAt(l *loaded, doc *text.Doc, i int32) (Name, bool) {
	t := &doc.Tokens[i]
	if t.Kind != text.Word || t.Is(text.Possessive) {
		return Name{}, false
	}
	nm := Name{First: i}
	k := i
	if m := s.longest(i, l.drTitle); m.Len > 0 && t.Is(text.Capital) {
		nm.Role = Clinician
		k += int32(m.Len)
	} else if m := s.longest(i, l.title); m.Len > 0 && (t.Is(text.Capital) || m.Len == 1 && s.capital(doc, i+1, i)) {
		nm.Titled = true
		k += int32(m.Len)
	}
	titled := k > i
	start := k
	for ; int(k) < len(doc.Tokens) && k-start < 4; k++ {
		u := &doc.Tokens[k]
		if !s.capital(doc, k, i) || k > i && (u.Is(text.Comma) || u.Is(text.Slash)) {
			break
		}
		if k > start && u.Is(text.Hashtag) != doc.Tokens[start].Is(text.Hashtag) {
			break
		}
		attr, given := s.has(k, l.given)
		sattr, sur := s.has(k, l.surname)
		single := u.End-u.Start == 1
		switch {
		case k == start && titled:
			nm.Given = nm.Given || given && attr&pack.Ambiguous == 0
			nm.Surname = nm.Surname || !single
			nm.Initial = nm.Initial || single
		case k == start && given && attr&pack.Ambiguous == 0:
			nm.Given = true
		case k == start && given && s.follows(l, doc, k+1, i):
			nm.Given = true
		case k == start && sur && sattr&pack.Ambiguous == 0 && !u.Is(text.SentStart):
			nm.Surname = true
		case k > start && single && !u.Is(text.AllCaps):
			nm.Initial = true
		case k > start && (sur || given || !s.known(k)):
			nm.Surname = true
		default:
			goto done
		}
	}
done:
	nm.Last = k
	if k == start {
		return Name{}, false
	}
	if m := s.longest(start, l.eponym); m.Len > 0 && !titled && k-start == 1 {
		nm.Role = Known
	}
	if m := s.longest(start, l.public); m.Len > 0 {
		nm.Role = Known
	}
	// A bare surname, or a place, is no name by itself.
	if !titled && !nm.Given {
		if k-start < 2 || s.placeLength(l, start) >= uint8(k-start) {
			return Name{}, false
		}
	}
	if !titled && k-start == 1 && s.placeLength(l, start) > 0 && !nm.Given {
		return Name{}, false
	}
	return nm, true
}

// capital reports whether token i is written as a name part in the same
// sentence as token from.
func (s *Scanner) capital(doc *text.Doc, i, from int32) bool {
	if int(i) >= len(doc.Tokens) {
		return false
	}
	t := &doc.Tokens[i]
	return t.Kind == text.Word && t.Sentence == doc.Tokens[from].Sentence && t.Is(text.Capital) && (!t.Is(text.AllCaps) || t.End-t.Start > 3)
}

// follows reports whether token i can be the surname after a given name that is
// also an ordinary word ("Grace Okafor", "Will T.").
func (s *Scanner) follows(l *loaded, doc *text.Doc, i, from int32) bool {
	if !s.capital(doc, i, from) || doc.Tokens[i].Is(text.Comma) {
		return false
	}
	_, sur := s.has(i, l.surname)
	return sur || doc.Tokens[i].End-doc.Tokens[i].Start == 1 || !s.known(i)
}

// known reports whether a token is an ordinary word of the packs (in any
// lexicon or pattern), and so less likely an unlisted surname.
func (s *Scanner) known(i int32) bool { return s.in.Words[i] != 0 }

func (s *Scanner) placeLength(l *loaded, i int32) uint8 {
	return max(s.longest(i, l.place).Len, s.longest(i, l.placeSml).Len)
}

// findPlaces adds #place for place names written with a capital or as a hashtag.
func (s *Scanner) findPlaces(l *loaded, doc *text.Doc) {
	for i := int32(0); int(i) < len(doc.Tokens); i++ {
		t := &doc.Tokens[i]
		low := !t.Is(text.Capital) && !t.Is(text.Hashtag)
		if low && !s.placed(doc, i) {
			continue
		}
		n := s.placeLength(l, i)
		if n == 0 {
			continue
		}
		m := s.longest(i, l.place)
		if m.Len < n {
			m = s.longest(i, l.placeSml)
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
	switch s.word(doc, i-1) {
	case "in", "at", "from", "near", "to", "of", "a", "au", "de", "en", "outside", "around", "pres":
		return true
	}
	return false
}
