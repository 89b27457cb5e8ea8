package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
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
//
//go:noinline
func (l *loaded) has(i int32, class uint16) (uint8, bool) {
	if class == 0 || i < 0 || int(i) >= len(l.in.Words) {
		return 0, false
	}
	for _, m := range l.in.At(i) {
		if m.Class == class && m.Len == 1 {
			return m.Attr, true
		}
	}
	return 0, false
}

// longest returns the longest mention of the class that starts at token i.
//
//go:noinline
func (l *loaded) longest(i int32, class uint16) (best pattern.Mention) {
	if class == 0 {
		return best
	}
	for _, m := range l.in.At(i) {
		if m.Class == class && m.Len > best.Len {
			best = m
		}
	}
	return best
}

// findNames finds personal names: a title and a name, a given name (alone when
// it is not also an ordinary word), a given name or initial and a surname in
// either order, initials, and a surname that the words around it make a person's.
func (s *Scanner) findNames(l *loaded, doc *text.Doc, names []Name) []Name {
	n := int32(len(doc.Tokens))
	after := int32(-1)
	for i := int32(0); i < n; i++ {
		nm, ok := s.nameAt(l, doc, i)
		if !ok {
			nm, ok = s.shownName(l, doc, i, after)
		}
		if !ok {
			continue
		}
		after = nm.Last
		if nm.Role == Person {
			nm.Role = s.role(l, doc, nm)
		}
		names = append(names, nm)
		i = nm.Last - 1
	}
	return names
}

func (s *Scanner) nameAt(l *loaded, doc *text.Doc, i int32) (Name, bool) {
	t := &doc.Tokens[i]
	if t.Kind != text.Word || t.Is(text.Possessive) {
		return Name{}, false
	}
	nm := Name{First: i}
	start := s.titleAt(l, doc, &nm)
	if nm.Last = s.parts(l, doc, &nm, start); nm.Last == start {
		if start > i {
			return Name{}, false
		}
		return s.bareName(l, doc, i)
	}
	if l.longest(start, l.public).Len > 0 || l.longest(start, l.eponym).Len > 0 && start == i && nm.Last == start+1 {
		nm.Role = Known
	}
	if start == i && s.aPlace(l, doc, nm) {
		return Name{}, false
	}
	return nm, true
}

// titleAt reads a title, or a kin word written as one ("little Rosalind", "Granny
// Tighe"), at nm.First and returns the token where the name must start.
func (s *Scanner) titleAt(l *loaded, doc *text.Doc, nm *Name) int32 {
	i := nm.First
	t := &doc.Tokens[i]
	if m := l.longest(i, l.drTitle); m.Len > 0 && t.Is(text.Capital) && s.capital(doc, i+int32(m.Len), i) {
		nm.Role = Clinician
		return i + int32(m.Len)
	}
	if m := l.longest(i, l.title); m.Len > 0 {
		k := i + int32(m.Len)
		w := s.word(doc, i)
		switch {
		case w == "m" && (!t.Is(text.Capital) || int(k) >= len(doc.Tokens) || doc.Tokens[k].Start != t.End+2):
			// "M. Kerbrat", not "M&M" or "the M4".
		case t.Is(text.AllCaps) && s.capital(doc, k, i) && !doc.Tokens[k].Is(text.AllCaps) && doc.Tokens[k].End-doc.Tokens[k].Start > 1:
			// "It's MS. It hurts."
		case s.capital(doc, k, i), w != "miss" && w != "m" && s.lowSurname(l, doc, k, i):
			nm.Titled = true
			return k
		}
	}
	if t.Is(text.Capital) && s.word(doc, i) == "baby" && s.capital(doc, i+1, i) && s.capital(doc, i+2, i) {
		switch s.word(doc, i+1) {
		case "girl", "boy":
			nm.Surname = true
			return i + 2
		}
	}
	if _, ok := l.has(i, l.kin); ok && s.capital(doc, i+1, i) && !doc.Tokens[i+1].Is(text.Comma) {
		_, given := l.has(i+1, l.given)
		if given || !l.known(doc, i+1) && l.placeLength(i+1) == 0 {
			nm.Given = true
			return i + 1
		}
	}
	return i
}

// lowSurname reports whether token k is a surname written small after a title
// ("mrs holloway").
func (s *Scanner) lowSurname(l *loaded, doc *text.Doc, k, from int32) bool {
	if int(k) >= len(doc.Tokens) {
		return false
	}
	t := &doc.Tokens[k]
	if t.Kind != text.Word || t.Sentence != doc.Tokens[from].Sentence || t.Is(text.Capital) || t.Is(text.Comma) || t.End-t.Start < 3 {
		return false
	}
	attr, sur := l.has(k, l.surname)
	if sur && attr&pack.Ambiguous != 0 && pack.FrequencyOf(attr) == pack.CommonName && untyped.has(s.word(doc, from)) {
		return s.word(doc, k) != "may" && s.word(doc, k) != "will" // "mrs white"; an MR may show it
	}
	return sur && attr&pack.Ambiguous == 0 || !l.known(doc, k)
}

// untyped are titles that nobody takes for something else where no capital follows: a
// common surname behind them is one, though it be an ordinary word ("mr brown").
var untyped = wordsOf(`mr mrs mister mme madame monsieur`)

// parts reads the parts of a name from start and returns the token after them.
func (s *Scanner) parts(l *loaded, doc *text.Doc, nm *Name, start int32) int32 {
	prefixed := start > nm.First
	k := start
	for ; int(k) < len(doc.Tokens) && k-start < 4; k++ {
		u := &doc.Tokens[k]
		if k > nm.First && (u.Is(text.Comma) || u.Is(text.Slash)) ||
			k > start && u.Is(text.Hashtag) != doc.Tokens[start].Is(text.Hashtag) {
			break
		}
		if !s.capital(doc, k, nm.First) {
			if k == start && nm.Titled && s.lowSurname(l, doc, k, nm.First) {
				nm.Surname = true
				return k + 1
			}
			if p := s.particles(doc, k, nm.First); k > start && p > k {
				nm.Surname = true
				k = p
				continue
			}
			break
		}
		if m := l.longest(k, l.given); m.Len > 1 && m.Attr&pack.Ambiguous == 0 {
			nm.Given = true
			k += int32(m.Len) - 1
			continue
		}
		attr, given := l.has(k, l.given)
		_, sur := l.has(k, l.surname)
		single := u.End-u.Start == 1
		plain := given && attr&pack.Ambiguous == 0
		switch {
		case k == start && prefixed:
			nm.Given = nm.Given || plain
			nm.Surname = nm.Surname || nm.Titled && !single
			nm.Initial = nm.Initial || single
		case k == start && (plain || given && s.follows(l, doc, k+1, nm.First)):
			nm.Given = true
		case k == start && single:
			if s.initials(l, doc, k) == 0 {
				return k
			}
			nm.Initial = true
		case k == start && s.turned(l, doc, k):
			nm.Surname = true
		case k > start && single && s.word(doc, k) != "i" && !u.Is(text.AllCaps):
			nm.Initial = true
		case k > start && (sur || given || !l.known(doc, k) || l.placeLength(k) > 0):
			nm.Surname = nm.Surname || !given || nm.Given
			nm.Given = nm.Given || plain
		default:
			return k
		}
	}
	return k
}

// particles returns the token of the surname behind particles at token k ("del Carmen",
// "van der Berg"), 0 where there are none.
func (s *Scanner) particles(doc *text.Doc, k, from int32) int32 {
	p := k
	for ; p < k+3; p++ {
		switch s.near(doc, from, p-from) {
		case "van", "von", "der", "den", "del", "della", "da", "dos", "bin", "al", "el", "ten", "ter", "di", "la":
			continue
		}
		break
	}
	if p == k || !s.capital(doc, p, from) || doc.Tokens[p].Is(text.Comma) {
		return 0
	}
	return p
}

// initials returns how many tokens from k are initials that a surname or another
// initial follows ("C. Albrecht", "J. D."); 0 when the letter stands for itself.
func (s *Scanner) initials(l *loaded, doc *text.Doc, k int32) int32 {
	t := &doc.Tokens[k]
	if s.word(doc, k) == "i" || int(t.End) >= len(doc.Clean) || doc.Clean[t.End] != '.' || !s.capital(doc, k+1, k) {
		return 0
	}
	u := &doc.Tokens[k+1]
	if u.Is(text.Comma) || u.Is(text.AllCaps) && u.End-u.Start < 4 {
		return 0
	}
	if u.End-u.Start == 1 {
		if int(u.End) >= len(doc.Clean) || doc.Clean[u.End] != '.' || s.word(doc, k+1) == "i" {
			return 0
		}
		switch s.word(doc, k) + s.word(doc, k+1) {
		case "us", "uk", "bc", "dc", "ny", "la", "md", "rn", "am", "pm", "ps", "er", "iv", "or", "eg", "ie", "no", "st", "un", "eu", "pt", "np", "pa", "do":
			return 0
		}
		return 1
	}
	_, sur := l.has(k+1, l.surname)
	if sur || !l.known(doc, k+1) {
		return 1
	}
	return 0
}

// turned reports whether a surname stands at k before its given name or initial,
// as registers and French forms write it ("Lachance Normand", "Demoulin F.").
func (s *Scanner) turned(l *loaded, doc *text.Doc, k int32) bool {
	t := &doc.Tokens[k]
	if _, given := l.has(k, l.given); given || l.placeLength(k) > 0 || t.Is(text.SentStart) && l.known(doc, k) {
		return false
	}
	attr, sur := l.has(k, l.surname)
	if !(sur && attr&pack.Ambiguous == 0 || !l.known(doc, k)) || !s.capital(doc, k+1, k) || doc.Tokens[k+1].Is(text.Comma) {
		return false
	}
	u := &doc.Tokens[k+1]
	if u.End-u.Start == 1 {
		return s.word(doc, k+1) != "i" && int(u.End) < len(doc.Clean) && doc.Clean[u.End] == '.'
	}
	attr, given := l.has(k+1, l.given)
	return given && (attr&pack.Ambiguous == 0 || s.born(doc, k+2))
}

// born reports whether a date of birth is announced at token i.
func (s *Scanner) born(doc *text.Doc, i int32) bool {
	switch s.near(doc, i-1, 1) {
	case "ne", "nee", "born", "dob", "ddn":
		return true
	}
	return false
}

// bareName finds a name that only the words around it show: "the Pruitt case",
// "named Tadiwa", "RIP Aodhan", "patient JK", "HOLLOWAY, TREVOR".
func (s *Scanner) bareName(l *loaded, doc *text.Doc, i int32) (Name, bool) {
	if !doc.Tokens[i].Is(text.Capital) {
		nm := Name{First: i, Last: i + 2, Given: true, Surname: true}
		attr, given := l.has(i, l.given)
		return nm, given && attr&pack.Ambiguous == 0 && int(i+1) < len(doc.Tokens) && s.lowSurname(l, doc, i+1, i) && s.plainSurname(l, i+1)
	}
	if !s.capitalAt(doc, i) || l.placeLength(i) > 0 || l.longest(i, l.eponym).Len > 0 {
		return Name{}, false
	}
	t := &doc.Tokens[i]
	nm := Name{First: i, Last: i + 1}
	attr, sur := l.has(i, l.surname)
	sur = sur && attr&pack.Ambiguous == 0
	if t.Is(text.AllCaps) && t.End-t.Start <= 3 {
		nm.Initial = true
		return nm, !l.known(doc, i) && (s.patientBefore(doc, i) || t.Is(text.SentStart) && t.End-t.Start == 2 && s.aged(doc, i+1))
	}
	if !sur && l.known(doc, i) {
		return Name{}, false
	}
	same := int(i+1) < len(doc.Tokens) && doc.Tokens[i+1].Sentence == t.Sentence
	if same && doc.Tokens[i+1].Is(text.Comma) && s.capital(doc, i+1, i) {
		// Surname, given name: in capitals, or closed by another soft break.
		attr, given := l.has(i+1, l.given)
		closed := int(i+2) >= len(doc.Tokens) || doc.Tokens[i+2].Is(text.Comma) || doc.Tokens[i+2].Sentence != t.Sentence
		plain := attr&pack.Ambiguous == 0 || s.born(doc, i+2)
		if given && plain && (t.Is(text.AllCaps) || closed && !s.listedName(l, doc, i-1)) {
			nm.Last, nm.Surname, nm.Given = i+2, true, true
			return nm, true
		}
	}
	nm.Surname = true
	if same && !doc.Tokens[i+1].Is(text.Comma) && !t.Is(text.SentStart) {
		switch s.word(doc, i+1) {
		case "case", "boy", "girl", "twins", "twin", "baby", "kid", "kids", "boys", "girls", "lad", "brothers", "sisters", "family", "child", "infant":
			return nm, true
		}
	}
	switch s.near(doc, i, -1) {
	case "named", "called", "rip", "famille", "prenomme", "prenommee", "appelle", "surnomme", "surnommee", "nicknamed":
		nm.Given = true
		return nm, true
	case "patient", "patiente", "resident", "client", "pt":
		return nm, !t.Is(text.Comma)
	case "easy", "is":
		nm.Given = true
		return nm, s.near(doc, i, -2) == "rest" || s.near(doc, i, -2) == "name"
	}
	return Name{}, false
}

// plainSurname reports whether token i is a surname and no other word.
func (s *Scanner) plainSurname(l *loaded, i int32) bool {
	attr, sur := l.has(i, l.surname)
	return sur && attr&pack.Ambiguous == 0
}

// listedName reports whether token i is a name or place in a list.
func (s *Scanner) listedName(l *loaded, doc *text.Doc, i int32) bool {
	if i < 0 || doc.Tokens[i].Sentence != doc.Tokens[i+1].Sentence {
		return false
	}
	_, given := l.has(i, l.given)
	return given && doc.Tokens[i].Is(text.Capital) || l.placeLength(i) > 0
}

// aged reports whether an age follows behind a comma at token i: "MB, 34, …".
func (s *Scanner) aged(doc *text.Doc, i int32) bool {
	if int(i) >= len(doc.Tokens) || !doc.Tokens[i].Is(text.Comma) || doc.Tokens[i].Kind != text.Number {
		return false
	}
	v, n := doc.Numeral(i)
	return n > 0 && v <= oldest && (int(i+n) >= len(doc.Tokens) || doc.Tokens[i+n].Is(text.Comma) || s.ageTail(doc, i, i+n) > 0)
}

// patientBefore reports whether the word before token i says "patient".
func (s *Scanner) patientBefore(doc *text.Doc, i int32) bool {
	switch s.near(doc, i, -1) {
	case "patient", "patiente", "pt", "resident", "client", "initials", "initiales":
		return !doc.Tokens[i].Is(text.Comma)
	}
	return false
}

// aPlace reports whether an untitled name is rather a place, a street or a prize.
func (s *Scanner) aPlace(l *loaded, doc *text.Doc, nm Name) bool {
	n := nm.Last - nm.First
	at := int32(l.placeLength(nm.First))
	if at >= n && (!nm.Given || s.placed(doc, nm.First)) {
		return true
	}
	if aPlaceWords.has(s.near(doc, nm.First, -1)) {
		return true
	}
	if n > 1 && placeNoun(s.word(doc, nm.Last-1)) && !hyphened(doc, nm.Last-1) {
		return true
	}
	next := s.near(doc, nm.Last-1, 1)
	return next != "" && !doc.Tokens[nm.Last].Is(text.Comma) && !doc.Tokens[nm.Last-1].Is(text.Hashtag) && placeNoun(next)
}

// hyphened reports whether token i goes on a word behind a hyphen ("Quiñones-Ward").
func hyphened(doc *text.Doc, i int32) bool {
	start := doc.Tokens[i].Start
	return start > 0 && doc.Clean[start-1] == '-' && doc.Tokens[i-1].End == start-1
}

var aPlaceWords = wordsOf(`port san sao santa mt mount mont lake lac fort st saint sainte ste rue avenue boulevard ecole hopital prix
	ville riviere college place rang chemin parc lycee clsc ehpad clinique`)

// placeNoun reports whether a word after a name makes it a street's, a house's or
// a prize's.
func placeNoun(w string) bool {
	return placeNounWords.has(w)
}

var placeNounWords = wordsOf(`street road avenue lane hospital centre center clinic general park beach island county university college
	school award prize bank pharmacy square bridge harbour memorial infirmary cup day trophy foundation trust
	institute drive crescent close ward`)

// capital reports whether token i is written as a name part in the same
// sentence as token from.
//
//go:noinline
func (s *Scanner) capital(doc *text.Doc, i, from int32) bool {
	if int(i) >= len(doc.Tokens) {
		return false
	}
	t := &doc.Tokens[i]
	return t.Kind == text.Word && t.Sentence == doc.Tokens[from].Sentence && t.Is(text.Capital) && (!t.Is(text.AllCaps) || t.End-t.Start > 3)
}

func (s *Scanner) capitalAt(doc *text.Doc, i int32) bool {
	t := &doc.Tokens[i]
	return t.Kind == text.Word && t.Is(text.Capital)
}

// follows reports whether token i can be the surname after a given name that is
// also an ordinary word ("Grace Okafor", "Will T.").
func (s *Scanner) follows(l *loaded, doc *text.Doc, i, from int32) bool {
	if s.particles(doc, i, from) > 0 {
		return true
	}
	if !s.capital(doc, i, from) || doc.Tokens[i].Is(text.Comma) || s.word(doc, i) == "i" {
		return false
	}
	_, sur := l.has(i, l.surname)
	return sur || doc.Tokens[i].End-doc.Tokens[i].Start == 1 || !l.known(doc, i) || l.placeLength(i) > 0
}

// near returns the word n tokens after i, or before for n below 0, "" outside the
// sentence.
func (s *Scanner) near(doc *text.Doc, i, n int32) string {
	if i+n < 0 || int(i+n) >= len(doc.Tokens) || doc.Tokens[i+n].Sentence != doc.Tokens[i].Sentence {
		return ""
	}
	return s.word(doc, i+n)
}

// known reports whether a token is an ordinary word of the packs (in any
// lexicon or pattern), and so less likely an unlisted surname. A word that is known only
// as part of longer names, of places or famous people, is not ("Dunmore East").
func (l *loaded) known(doc *text.Doc, i int32) bool {
	w := l.in.Words[i]
	if w == 0 || len(l.Entries(w)) > 0 || len(l.WordPatterns(w)) > 0 || text.Commonness(string(doc.Spelling(i))) > 1 {
		return w != 0
	}
	for enc := l.Phrases(w); len(enc) > 0; {
		var entry uint32
		_, entry, enc = pack.NextPhrase(enc)
		if c := uint16(entry); c != l.place && c != l.placeSml && c != l.public {
			return true
		}
	}
	return false
}
