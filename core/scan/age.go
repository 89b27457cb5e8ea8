package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// oldest is the highest number taken for an age: the oldest people known reached
// about 120.
const oldest = 119

// ages adds #age for the age that begins with the number at token i, value v in n
// tokens, and reports whether there is one.
func (s *Scanner) ages(doc *text.Doc, i, n int32, v int) bool {
	k := i + n
	first := i
	if v > oldest {
		return false
	}
	if from, m := s.decade(doc, i, k, v); m > 0 {
		s.shape(from, pack.ShapeAge, k-from+m)
		return true
	}
	if doc.Tokens[i].Kind == text.Number && s.fraction(doc, k) { // 2 1/2 years old
		k += 2
	}
	m := s.ageTail(doc, i, k)
	if m == 0 && s.small(doc, i, k) { // 6/12 old
		k, m = k+1, 1
	}
	if m > 0 {
		s.shape(first, pack.ShapeAge, k-i+m)
		return true
	}
	if s.ageBefore(doc, i, k, v) {
		s.shape(i, pack.ShapeAge, n)
		return true
	}
	return false
}

// fraction reports whether tokens k and k+1 are a half, third or quarter.
func (s *Scanner) fraction(doc *text.Doc, k int32) bool {
	return s.joined(doc, k+1, text.Slash) && s.word(doc, k) == "1" && len(s.word(doc, k+1)) == 1
}

// joined reports whether token k stands in a sentence with the one before, with the
// sign f between them.
func (s *Scanner) joined(doc *text.Doc, k int32, f text.Flag) bool {
	return k > 0 && int(k) < len(doc.Tokens) && doc.Tokens[k].Is(f) && doc.Tokens[k].Sentence == doc.Tokens[k-1].Sentence
}

// small reports whether an age in months, weeks or days is written from token i on
// as a fraction of a year, a year's weeks or a week: 6/12 old.
func (s *Scanner) small(doc *text.Doc, i, k int32) bool {
	if !s.joined(doc, k, text.Slash) || s.word(doc, k+1) != "old" {
		return false
	}
	switch s.word(doc, k) {
	case "12", "52", "7":
		return true
	}
	return false
}

// ageTail returns how many tokens after a number make it an age: yo, y/o,
// year(s) old, month old, ans, mois, weeker. The number stands from token i to k.
func (s *Scanner) ageTail(doc *text.Doc, i, k int32) int32 {
	if int(k) >= len(doc.Tokens) || doc.Tokens[k].Sentence != doc.Tokens[i].Sentence {
		return 0
	}
	t := &doc.Tokens[k]
	a, b, c := s.word(doc, k), s.word(doc, k+1), s.word(doc, k+2)
	switch a {
	case "yo", "yom", "yof", "yow", "yoa", "ym", "yf":
		return 1
	case "yrs", "yr", "year", "years", "y", "month", "months", "mo", "mos", "mth", "mths", "week", "weeks", "wk", "wks", "day", "days", "hour", "hours", "yrold", "yearold":
		switch {
		case a == "yrold" || a == "yearold":
			return 1
		case b == "old" || b == "olds" || b == "young":
			return 2
		case (a == "y" || a == "yr") && b == "o":
			return 2
		case b == "of" && c == "age":
			return 3
		case a == "y" && (t.Is(text.Glued) && !t.Is(text.Hyphen) || b == "m" || b == "f"), a == "mo" && t.Is(text.Glued):
			return 1
		case a == "week" && b == "er", (a == "mo" || a == "wk") && b == "o":
			return 2
		}
		switch b {
		case "boy", "girl", "baby", "infant", "male", "female", "kid":
			return 1
		}
	case "weeker", "weekers", "ish", "yish":
		return 1
	case "something", "somethings", "odd":
		if t.Is(text.Hyphen) && (a != "odd" || s.word(doc, i-1) == "a") || a == "something" && doc.Tokens[i].Kind == text.Number {
			return 1
		}
	case "an":
		if s.ofAge(doc, i) {
			return 1
		}
	case "ans":
		of := (b == "de" || b == "d") && !s.hails(doc, i, k+1)
		if !of && b != "que" && b != "apres" && b != "plus" && !s.lasting(doc, i) {
			return 1
		}
	case "mois", "semaines", "jours":
		if s.ofAge(doc, i) {
			return 1
		}
	}
	return 0
}

// hails reports whether the "de" at token k begins where somebody of an age is from,
// and not what years were spent on: "une femme de 34 ans de Sudbury".
func (s *Scanner) hails(doc *text.Doc, i, k int32) bool {
	if doc.Tokens[k].Is(text.Comma) {
		return true
	}
	if s.word(doc, i-1) != "de" || int(k+1) >= len(doc.Tokens) {
		return false
	}
	from := &doc.Tokens[k+1]
	return from.Is(text.Capital) && !from.Is(text.AllCaps)
}

// lasting reports whether the words before token i make "20 ans" a time or a bound,
// no age: "depuis vingt ans", "les 65 ans et plus".
func (s *Scanner) lasting(doc *text.Doc, i int32) bool {
	switch s.word(doc, i-1) {
	case "depuis", "pendant", "durant", "en", "dans", "apres", "fait", "les", "des", "aux", "avant", "il", "ces", "sur", "tous", "for", "in", "over", "under":
		return true
	case "environ":
		return s.word(doc, i-2) == "depuis"
	case "a":
		return s.word(doc, i-2) == "y" || s.word(doc, i-2) == "ya"
	}
	return false
}

// ofAge reports whether the words before token i say that somebody is so old:
// "âgée de", "un bébé de".
func (s *Scanner) ofAge(doc *text.Doc, i int32) bool {
	if w := s.word(doc, i-1); w != "de" && w != "d" {
		return false
	}
	return ofAgeWords.has(s.word(doc, i-2))
}

var ofAgeWords = wordsOf(`age agee ages agees bebe fille fils garcon fillette garconnet enfant nourrisson petit petite jumeaux jumelles
	poupon prema nouveau-ne`)

// ageBefore reports whether the words around the number v at tokens [i, k) make it
// an age by itself.
func (s *Scanner) ageBefore(doc *text.Doc, i, k int32, v int) bool {
	j := i - 1
	switch s.word(doc, j) {
	case "about", "around", "just", "only", "barely", "almost", "nearly", "maybe", "now", "at", "past", "already", "probably", "like", "over", "approx", "environ":
		if w := s.word(doc, j-1); w != "" && doc.Tokens[j].Sentence == doc.Tokens[j-1].Sentence {
			j--
			if isPerson(w) && v >= youngest && s.parted(doc, k-1, &doc.Sentences[doc.Tokens[i].Sentence]) {
				return true // "a man about 60, a prospector"
			}
		}
	}
	if j < 0 || doc.Tokens[j].Sentence != doc.Tokens[i].Sentence {
		return s.apposed(doc, i, k, v)
	}
	switch s.word(doc, j) {
	case "aged", "age":
		return !s.bound(doc, j, k)
	case "turned", "turns", "turning":
		return s.closes(doc, i, k)
	case "is", "was", "'s", "are", "were":
		if v >= youngest && j == i-1 && (s.word(doc, k) == "and" || s.parted(doc, k-1, &doc.Sentences[doc.Tokens[i].Sentence])) && !s.measures(doc, j-1) {
			return s.closes(doc, i, k)
		}
		return v > 1 && isPerson(s.word(doc, j-1)) && s.closes(doc, i, k)
	case "been", "be":
		switch s.near(doc, j, -1) {
		case "'ve", "have", "would", "'d", "'ll", "will":
			return v > 1 && s.closes(doc, i, k) && !s.measures(doc, j-2)
		}
	case "of":
		if s.word(doc, j-1) == "age" {
			return !s.bound(doc, j-2, k)
		}
		return isPerson(s.word(doc, j-1)) && v > 3
	}
	if s.word(doc, i-1) == "at" && v >= 60 && s.parted(doc, k-1, &doc.Sentences[doc.Tokens[i].Sentence]) && !s.measures(doc, i-2) && s.closes(doc, i, k) {
		return true // "past her ear at 83!"
	}
	return s.apposed(doc, i, k, v)
}

// measures reports whether one of the three words up to token i is of something that
// is measured and no age.
func (s *Scanner) measures(doc *text.Doc, i int32) bool {
	for n := int32(0); n < 3; n++ {
		if measuresWords.has(s.near(doc, i, -n)) {
			return true
		}
	}
	return false
}

var measuresWords = wordsOf(`sats sat spo2 hr bp pulse rate gfr egfr hb temp glucose sugar sugars count score ph inr bmi weight pressure
	answer total average median mean number price limit threshold rank grade percent capacity sodium potassium gcs
	ef saturation hemoglobin haemoglobin platelets ferritin it this that there`)

// bound reports whether "aged" or "age" at token j gives the bound of a group, not
// somebody's age: "adults aged 50 and over", "under the age of 12". The number ends
// before token k.
func (s *Scanner) bound(doc *text.Doc, j, k int32) bool {
	switch s.word(doc, k) {
	case "to", "or":
		return true
	case "and":
		if w := s.word(doc, k+1); w == "over" || w == "under" || w == "above" || w == "up" || w == "older" {
			return true
		}
	}
	return boundWords.has(s.word(doc, j-1))
}

var boundWords = wordsOf(`under over by before after mean median average adults people women men children patients`)

// isPerson reports whether a word stands for one person whose age may be told.
func isPerson(w string) bool {
	return isPersonWords.has(w)
}

var isPersonWords = wordsOf(`he she they who male female bloke fella toddler youngest eldest oldest younger older homme femme dame monsieur
	gars fille garcon patiente enfant man woman boy girl lad lass lady gentleman gent guy fellow chap child kid
	patient pt client resident baby mother mum mom father dad son daughter wife husband brother sister grandmother
	grandfather nan gran granny teen teenager widow widower bebe`)

// apposed reports whether the number at tokens [i, k) is set off as ages are: "a
// lady, 44, hairdresser", "22, barista", "So: 61, lollipop lady"; not "1. Wash your
// hands", "number of moose: 2", "the class of '62" or "beds 14, 15, 17".
func (s *Scanner) apposed(doc *text.Doc, i, k int32, v int) bool {
	t := &doc.Tokens[i]
	se := &doc.Sentences[t.Sentence]
	switch s.near(doc, i, -1) {
	case "about", "around", "maybe", "approx", "environ", "m", "f": // "about seventy, trapper", "F 34, chest pain"
		if at := i - 1; (at == se.First || doc.Tokens[at].Is(text.Comma)) && !t.Is(text.Comma) {
			return v >= youngest && v <= oldest && !t.Is(text.Ordinal) && (s.parted(doc, k-1, se) || s.word(doc, k) == "with" || s.word(doc, k) == "w")
		}
	}
	first := i == se.First || doc.Tokens[i-1].Kind == text.Emoji
	if t.Flags&(text.Ordinal|text.Slash|text.Glued) != 0 || !first && !t.Is(text.Comma) || !s.parted(doc, k-1, se) {
		return false
	}
	if s.listed(doc, i-1, se) || s.listed(doc, k, se) {
		return false
	}
	between := doc.Clean[:t.Start]
	if !first {
		between = doc.Clean[doc.Tokens[i-1].End:t.Start]
	}
	for n := 1; n <= min(3, len(between)); n++ {
		switch c := between[len(between)-n]; {
		case c == ':' && k == se.Last, c == '#', c == '/', c == '=', c == '+':
			return false
		case n == 1 && (c == '\'' || c == '$' || c == 0xA3 || c == 0xAC): // '62, $40, £40, €40
			return false
		}
	}
	if v >= youngest && !t.Is(text.Paren) {
		return true
	}
	return !first && (isPerson(s.word(doc, i-1)) || v >= youngest && doc.Tokens[i-1].Is(text.Capital))
}

// youngest is the least number that is an age where nothing but commas say so;
// smaller ones mostly count.
const youngest = 13

// parted reports whether a sentence or a comma ends behind token i.
func (s *Scanner) parted(doc *text.Doc, i int32, se *text.Sentence) bool {
	return i+1 == se.Last || doc.Tokens[i+1].Is(text.Comma) && !doc.Tokens[i+1].Is(text.Slash)
}

// listed reports whether token i of a sentence is a number of a list.
func (s *Scanner) listed(doc *text.Doc, i int32, se *text.Sentence) bool {
	if i < se.First || i >= se.Last || doc.Tokens[i].End-doc.Tokens[i].Start > 3 && doc.Tokens[i].Kind == text.Number {
		return false
	}
	_, n := doc.Numeral(i)
	return n > 0 && !doc.Tokens[i].Is(text.Ordinal) && s.parted(doc, i+n-1, se)
}

// closes reports whether nothing that a number counts follows it.
func (s *Scanner) closes(doc *text.Doc, i, k int32) bool {
	if end := doc.Tokens[k-1].End; int(end) < len(doc.Clean) {
		switch doc.Clean[end] {
		case '%', '/', '+', ':', '-':
			return false
		}
	}
	if int(k) >= len(doc.Tokens) || doc.Tokens[k].Sentence != doc.Tokens[i].Sentence || doc.Tokens[k].Is(text.Comma) {
		return true
	}
	return closesWords.has(s.word(doc, k))
}

var closesWords = wordsOf(`today yesterday tomorrow this last in on and but the while with here now who when too or so from w years going
	because that et quand avec`)

// decade finds "in her late thirties", "mid 60s" and the like around a number in
// digits at tokens [i, k): where the age begins and how many tokens follow the
// number.
func (s *Scanner) decade(doc *text.Doc, i, k int32, v int) (from, after int32) {
	if v%10 != 0 || v < 20 || v > 90 || int(k) >= len(doc.Tokens) || doc.Tokens[i].Kind != text.Number {
		return 0, 0
	}
	if w := s.word(doc, k); w != "s" && w != "'s" || !doc.Tokens[k].Is(text.Glued) {
		return 0, 0
	}
	if from, ok := s.inDecade(doc, i); ok {
		return from, 1
	}
	return 0, 0
}

// inDecade reports whether the words before token i say that somebody is in a
// decade of life, and where the age begins.
func (s *Scanner) inDecade(doc *text.Doc, i int32) (from int32, ok bool) {
	from = i
	switch s.word(doc, i-1) {
	case "early", "mid", "late", "middle":
		from--
	}
	switch s.word(doc, from-1) {
	case "her", "his", "their", "my", "your", "our":
		return from, s.word(doc, from-2) != "of"
	case "la", "sa":
		return from, s.word(doc, from-2) == "dans" || s.word(doc, from-2) == "de"
	case "the":
		return from, false
	}
	return from, from < i || doc.Tokens[i].Is(text.Comma) && s.closes(doc, i, i+1)
}

// ageWord adds #age for words that say an age by themselves: decades of life spelled
// out ("in her thirties", "dans la soixantaine"), "octogenarian", "M62".
func (s *Scanner) ageWord(doc *text.Doc, i int32) {
	t := &doc.Tokens[i]
	w := doc.Spelling(i)
	if len(w) == 3 && (w[0] == 'm' || w[0] == 'f') && w[1] >= '1' && w[1] <= '9' && w[2] >= '0' && w[2] <= '9' {
		if t.Is(text.Capital) && (t.Is(text.SentStart) || t.Is(text.Comma) || s.word(doc, i-1) == "a" || s.word(doc, i-1) == "an") {
			s.shape(i, pack.ShapeAge, 1)
		}
		return
	}
	low, kind := decadeWord(w)
	switch {
	case low == 0:
	case kind == aPerson:
		s.shape(i, pack.ShapeAge, 1)
	case s.word(doc, i+1) == "de" || s.word(doc, i+1) == "d":
	default:
		if from, ok := s.inDecade(doc, i); ok {
			s.shape(from, pack.ShapeAge, i+1-from)
		}
	}
}

const (
	aDecade = iota // thirties, trentaine
	aPerson        // octogenarian
)

// decadeWord returns the first year of the decade of life that a word means, 0 for
// other words.
func decadeWord(w []byte) (low, kind int) {
	if len(w) < 7 || len(w) > 15 {
		return 0, 0
	}
	switch string(w) {
	case "twenties", "vingtaine":
		return 20, aDecade
	case "thirties", "trentaine":
		return 30, aDecade
	case "forties", "quarantaine":
		return 40, aDecade
	case "fifties", "cinquantaine":
		return 50, aDecade
	case "sixties", "soixantaine":
		return 60, aDecade
	case "seventies", "septantaine":
		return 70, aDecade
	case "eighties":
		return 80, aDecade
	case "nineties":
		return 90, aDecade
	case "trentenaire":
		return 30, aPerson
	case "quadragenaire":
		return 40, aPerson
	case "quinquagenaire":
		return 50, aPerson
	case "sexagenarian", "sexagenaire":
		return 60, aPerson
	case "septuagenarian", "septuagenaire":
		return 70, aPerson
	case "octogenarian", "octogenaire":
		return 80, aPerson
	case "nonagenarian", "nonagenaire":
		return 90, aPerson
	case "centenarian", "centenaire", "supercentenarian":
		return 100, aPerson
	}
	return 0, 0
}

// Age returns the age in years that the tokens [first, last) of an #age span say:
// both ends of it, equal where the age is exact; 0 for ages in months, weeks or
// days below one year. ok is false where no age can be read.
func Age(doc *text.Doc, first, last int32) (low, high int, ok bool) {
	part := ""
	for i := first; i < last; i++ {
		w := doc.Spelling(i)
		switch string(w) {
		case "early", "mid", "middle", "late":
			part = string(w)
			continue
		}
		if v, kind := decadeWord(w); v > 0 {
			if kind == aPerson {
				return v, v + 9, true
			}
			low, high = within(v, part)
			return low, high, true
		}
		if len(w) == 3 && (w[0] == 'm' || w[0] == 'f') { // M62
			if v := int(w[1]-'0')*10 + int(w[2]-'0'); v > 0 && v < 100 {
				return v, v, true
			}
		}
		v, n := doc.Numeral(i)
		if n == 0 {
			if doc.Tokens[i].Kind == text.Number { // 2.5
				for _, c := range w {
					if c < '0' || c > '9' {
						break
					}
					v = v*10 + int(c-'0')
				}
				return v, v, true
			}
			continue
		}
		for k := i + n; k < last; k++ {
			switch string(doc.Spelling(k)) {
			case "s", "'s":
				low, high = within(v, part)
				return low, high, true
			case "something", "somethings", "ish":
				return v, v + 9, true
			case "month", "months", "mo", "mos", "mth", "mths", "mois", "12":
				return v / 12, v / 12, true
			case "week", "weeks", "wk", "wks", "weeker", "weekers", "semaines", "52":
				return v / 52, v / 52, true
			case "day", "days", "jours", "hour", "hours", "7":
				return v / 365, v / 365, true
			}
		}
		return v, v, true
	}
	return 0, 0, false
}

// within returns the years of a decade, or of a part of it.
func within(decade int, part string) (low, high int) {
	switch part {
	case "early":
		return decade, decade + 3
	case "mid", "middle":
		return decade + 4, decade + 6
	case "late":
		return decade + 7, decade + 9
	}
	return decade, decade + 9
}
