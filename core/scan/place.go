package scan

import (
	"strings"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

func (l *loaded) placeLength(i int32) uint8 {
	return max(l.longest(i, l.place).Len, l.longest(i, l.placeSml).Len)
}

// findPlaces adds #place for place names written with a capital or as a hashtag:
// those of the lexicons, and those that show by their parts that they are places.
func (s *Scanner) findPlaces(l *loaded, doc *text.Doc) {
	for i := int32(0); int(i) < len(doc.Tokens); i++ {
		t := &doc.Tokens[i]
		low := !t.Is(text.Capital) && !t.Is(text.Hashtag)
		if low && !s.placed(doc, i) {
			continue
		}
		n := int32(l.placeLength(i))
		if made, people := s.madePlace(l, doc, i); made > n {
			s.shapes = append(s.shapes, shapeAt{i, pattern.Mention{Class: pack.ShapePlace, Len: uint8(made), Attr: people}})
			i += made - 1
			continue
		}
		if n == 0 {
			continue
		}
		m := l.longest(i, l.place)
		if int32(m.Len) < n {
			m = l.longest(i, l.placeSml)
		}
		ambiguous := m.Attr&pack.Ambiguous != 0 && n == 1
		if ambiguous && (low || t.Is(text.SentStart) || !s.placed(doc, i)) {
			continue
		}
		s.shapes = append(s.shapes, shapeAt{i, pattern.Mention{Class: pack.ShapePlace, Len: uint8(n), Attr: m.Attr}})
		i += n - 1
	}
}

// placed reports whether a preposition of place stands before token i.
func (s *Scanner) placed(doc *text.Doc, i int32) bool {
	return placedWords.has(s.near(doc, i, -1))
}

var placedWords = wordsOf(`in at from near to of a au de en outside around pres`)

// aVillage is what a place of about 1,000 people has as its attribute: small places
// in no list are taken for as large.
const aVillage = 12 << pack.PeopleShift

// madePlace returns how many tokens from i make the name of a place in no list, and
// its attribute: "Tern Landing", "Port Selwyn", "Sainte-Odile-du-Lac", "Ballycorrin".
func (s *Scanner) madePlace(l *loaded, doc *text.Doc, i int32) (n int32, attr uint8) {
	if !s.capital(doc, i, i) || doc.Tokens[i].Is(text.Possessive) {
		return 0, 0
	}
	if k := s.saintly(doc, i); k > 0 {
		return k, aVillage
	}
	if s.placed(doc, i) && !l.known(doc, i) && townland(doc.Spelling(i)) {
		return 1, aVillage
	}
	if n := s.sideOf(l, doc, i); n > 0 {
		return n, aVillage
	}
	if l.noun == 0 || doc.Tokens[i].Is(text.SentStart) && l.known(doc, i) && doc.Tokens[i].Sentence == s.sentenceOf(doc, i-1) {
		return 0, 0
	}
	for k := i + 1; k < i+4 && int(k) < len(doc.Tokens); k++ {
		t := &doc.Tokens[k]
		if t.Is(text.Comma) || t.Sentence != doc.Tokens[i].Sentence {
			return 0, 0
		}
		if t.Is(text.Possessive) {
			continue
		}
		if !s.capital(doc, k, i) {
			return 0, 0
		}
		if attr, ok := l.has(k, l.noun); ok {
			return k + 1 - i, attr
		}
	}
	return 0, 0
}

// sideOf returns how many tokens from i are a small place called after a larger one,
// or after what lies there: "Upper Tarrow", "Port Selwyn".
func (s *Scanner) sideOf(l *loaded, doc *text.Doc, i int32) int32 {
	switch s.word(doc, i) {
	case "upper", "lower", "little", "nether", "port", "cape", "north", "south", "east", "west", "old", "pointe", "baie", "anse", "petit", "petite":
	default:
		return 0
	}
	k := i + 1
	if !s.capital(doc, k, i) || doc.Tokens[k].Is(text.Comma) || l.known(doc, k) || !s.placed(doc, i) && doc.Tokens[i].Is(text.SentStart) {
		return 0
	}
	if _, given := l.has(k, l.given); given {
		return 0
	}
	return 2
}

func (s *Scanner) sentenceOf(doc *text.Doc, i int32) int32 {
	if i < 0 {
		return -1
	}
	return doc.Tokens[i].Sentence
}

// saintly returns how many tokens from i are the name of a village after a saint with
// what tells it from others, as in Quebec and France: "Saint-Aubin-des-Bois".
func (s *Scanner) saintly(doc *text.Doc, i int32) int32 {
	switch s.word(doc, i) {
	case "saint", "sainte", "st", "ste", "notre":
	default:
		return 0
	}
	k := i + 1
	if !s.capital(doc, k, i) {
		return 0
	}
	linked := false
	for k++; k < i+6 && int(k) < len(doc.Tokens) && doc.Tokens[k].Is(text.Hyphen); k++ {
		switch s.word(doc, k) {
		case "de", "du", "des", "d", "la", "le", "les", "l", "sur", "en":
			linked = true
			continue
		}
		if !doc.Tokens[k].Is(text.Capital) {
			return 0
		}
	}
	if !linked || !doc.Tokens[k-1].Is(text.Capital) {
		return 0
	}
	return k - i
}

// townland reports whether a word is built as the names of small places in Ireland,
// Wales, Scotland and Cornwall are, with the Gaelic or Brythonic for a homestead, a
// church, a hill, a river mouth before what it is called after.
func townland(w []byte) bool {
	if len(w) < 8 {
		return false
	}
	for _, p := range [...]string{"bally", "balla", "kil", "clon", "drum", "lisna", "knock", "carrig", "rath", "inver", "aber", "auch", "strath", "glen", "llan",
		"ynys", "pen", "tre", "portna", "portn", "inish", "dun", "ard", "cloon", "gort", "tober", "tully", "mullagh", "derry", "achna"} {
		if strings.HasPrefix(string(w), p) {
			return true
		}
	}
	return false
}
