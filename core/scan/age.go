package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// oldest is the highest number read as an age: about the oldest anybody has been.
const oldest = 115

// findAges adds #age for numbers that are ages by their place alone: set off by
// commas ("22, barista, first seizure"), said of a person ("he was four", "a man
// of 60"), and for ages with French numbers of two words ("soixante-douze ans").
func (s *Scanner) findAges(doc *text.Doc) {
	for i := int32(0); int(i) < len(doc.Tokens); {
		v, end := s.plainNumber(doc, i)
		if end == i {
			i++
			continue
		}
		if n := s.ageAt(doc, i, end, v); n > 0 && !s.aged(i) {
			s.shape(i, pack.ShapeAge, n)
		}
		i = end
	}
}

// aged reports whether an age was found at token i already.
func (s *Scanner) aged(i int32) bool {
	for _, x := range s.shapes {
		if x.m.Class == pack.ShapeAge && x.token <= i && i < x.token+int32(x.m.Len) {
			return true
		}
	}
	return false
}

// listed reports whether token i is a short number between commas, and so the
// number beside it one of a list.
func (s *Scanner) listed(doc *text.Doc, i int32, se *text.Sentence) bool {
	if i < se.First || i >= se.Last {
		return false
	}
	t := &doc.Tokens[i]
	if (t.Kind != text.Number || t.End-t.Start > 3) && spelledTens[t.Hash] == 0 {
		return false
	}
	return i+1 == se.Last || doc.Tokens[i+1].Is(text.Comma)
}

// plainNumber reads a number of up to three digits, or a spelled one up to 99,
// at token i; end is i when there is none.
func (s *Scanner) plainNumber(doc *text.Doc, i int32) (v int, end int32) {
	t := &doc.Tokens[i]
	switch t.Kind {
	case text.Number:
		if v, ok := smallNumber(doc.Written(i)); ok && v > 0 && v <= oldest && !t.Is(text.Ordinal) && !t.Is(text.Slash) && !t.Is(text.Glued) {
			return v, i + 1
		}
		return 0, i
	case text.Word:
		v = spelledTens[t.Hash]
	}
	if v == 0 {
		return 0, i
	}
	end = i + 1
	if v == 4 && (s.word(doc, end) == "vingt" || s.word(doc, end) == "vingts") {
		v, end = 80, end+1
	}
	if v < 20 {
		return v, end
	}
	k := end
	if w := s.word(doc, k); w == "et" || w == "and" {
		k++
	}
	u := 0
	if int(k) < len(doc.Tokens) && doc.Tokens[k].Sentence == t.Sentence {
		u = spelledTens[doc.Tokens[k].Hash]
		if w := s.word(doc, k); w == "one" || w == "un" || w == "une" {
			u = 1
		}
	}
	if u > 0 && (u < 10 || u < 20 && (v == 60 || v == 80)) {
		return v + u, k + 1
	}
	return v, end
}

// ageAt returns how many tokens of an age stand at i, where tokens [i, end) are
// the number v; 0 for no age.
func (s *Scanner) ageAt(doc *text.Doc, i, end int32, v int) int32 {
	a := s.word(doc, end)
	se := &doc.Sentences[doc.Tokens[i].Sentence]
	closed := end == se.Last || doc.Tokens[end].Is(text.Comma) && !doc.Tokens[end].Is(text.Slash)
	if s.listed(doc, i-1, se) || s.listed(doc, end, se) {
		return 0
	}
	said := s.saidOf(doc, i, se)
	if said && (closed || afterAge(a)) {
		return end - i
	}
	if !closed || !s.setOff(doc, i, end, v, se) {
		return 0
	}
	return end - i
}

// setOff reports whether a number that a comma or the sentence closes stands as
// an age: "A dancer, 22, blue", "So: 61, lollipop lady"; not "1. Wash your
// hands", "number of moose: 2" or "the class of '62".
func (s *Scanner) setOff(doc *text.Doc, i, end int32, v int, se *text.Sentence) bool {
	t := &doc.Tokens[i]
	start := i == se.First
	if !start && !t.Is(text.Comma) {
		return false
	}
	between := doc.Clean[:t.Start]
	if !start {
		between = doc.Clean[doc.Tokens[i-1].End:t.Start]
	}
	for k := len(between) - 1; k >= 0 && k >= len(between)-3; k-- {
		switch c := between[k]; {
		case c == ':' && end == se.Last, c == '#', c == '/', c == '=', c == '+':
			return false
		case k == len(between)-1 && (c == '\'' || c == 0x99 || c == 0x98 || c == '$'):
			return false // '62, $40
		}
	}
	if v >= 13 && !t.Is(text.Paren) {
		return true
	}
	return !start && (s.agent(s.word(doc, i-1)) || v >= 13 && doc.Tokens[i-1].Is(text.Capital))
}

// saidOf reports whether the words before token i say that a person is of an age:
// "she's", "he was only", "a man of", "boy aged about".
func (s *Scanner) saidOf(doc *text.Doc, i int32, se *text.Sentence) bool {
	k := i - 1
	for n := 0; n < 3 && k >= se.First; n++ {
		switch s.word(doc, k) {
		case "only", "just", "about", "maybe", "barely", "around", "almost", "nearly", "now", "probably", "not", "yet", "past", "over", "approx", "like", "seulement", "peut", "etre", "environ":
			k--
			continue
		}
		break
	}
	if k < se.First {
		return false
	}
	switch w := s.word(doc, k); w {
	case "'s", "is", "was", "are", "were", "turned", "turns", "turning", "am", "'m":
		return s.agent(s.word(doc, k-1)) || w == "turned" || w == "turning"
	case "of", "aged", "about", "around", "de", "d":
		return s.agent(s.word(doc, k-1))
	}
	return k < i-1 && s.agent(s.word(doc, k))
}

// lasting reports whether the word before token i makes years a stretch of time
// or a bound, not an age: "depuis dix ans", "les 65 ans et plus".
func (s *Scanner) lasting(doc *text.Doc, i int32) bool {
	switch s.word(doc, i-1) {
	case "depuis", "pendant", "apres", "en", "dans", "fait", "les", "des", "aux", "durant", "avant", "il", "y", "ces", "sur", "tous", "for", "in", "over", "under":
		return true
	case "a":
		return s.word(doc, i-2) == "y" || s.word(doc, i-2) == "ya"
	case "de":
		switch s.word(doc, i-2) {
		case "plus", "moins", "personnes", "patients", "gens", "adultes", "durant", "pres":
			return true
		}
	}
	return false
}

// agent reports whether a word names a person who may be given an age.
func (s *Scanner) agent(w string) bool {
	switch w {
	case "he", "she", "they", "who", "pt", "patient", "man", "woman", "boy", "girl", "lad", "lass", "lady", "gentleman",
		"guy", "bloke", "fella", "kid", "child", "baby", "toddler", "mum", "mom", "dad", "mother", "father", "son",
		"daughter", "male", "female", "youngest", "eldest", "oldest", "younger", "older", "husband", "wife", "brother",
		"sister", "homme", "femme", "garcon", "fille", "dame", "monsieur", "gars", "bebe", "patiente", "enfant":
		return true
	}
	return false
}

// afterAge reports whether a word can follow an age that no comma closes.
func afterAge(w string) bool {
	switch w {
	case "and", "when", "with", "on", "but", "or", "now", "today", "so", "from", "w", "years", "going", "this", "last",
		"yesterday", "tomorrow", "because", "that", "who", "et", "quand", "avec", "in":
		return true
	}
	return false
}
