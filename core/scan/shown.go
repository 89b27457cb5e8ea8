package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// shownName finds a name by what is said of its bearer, where the word by itself may
// be none: "Mason sat like a champ", "our Ivy", "the op note for Pruszynski", "Jonesy
// from dialysis", "Halloran, Pruitt and Nakagawa". after is the token behind the last
// name found.
func (s *Scanner) shownName(l *loaded, doc *text.Doc, i, after int32) (Name, bool) {
	t := &doc.Tokens[i]
	if !t.Is(text.Capital) || t.Is(text.Hashtag) || t.End-t.Start < 3 || t.Is(text.AllCaps) || l.longest(i, l.eponym).Len > 0 || l.longest(i, l.public).Len > 0 {
		return Name{}, false
	}
	nm := Name{First: i, Last: i + 1}
	_, nm.Given = l.has(i, l.given)
	attr, sur := l.has(i, l.surname)
	nm.Surname = sur && attr&pack.Ambiguous == 0
	unknown := !l.known(doc, i)
	if !nm.Given && !nm.Surname && !unknown {
		return Name{}, false
	}
	if l.placeLength(i) > 0 && !nm.Given {
		return nm, s.household(doc, i)
	}
	if s.capital(doc, i+1, i) && !doc.Tokens[i+1].Is(text.Comma) && !doc.Tokens[i].Is(text.SentStart) || unknown && s.capital(doc, i+1, i) && !doc.Tokens[i+1].Is(text.Comma) {
		_, sur := l.has(i+1, l.surname)
		if _, noun := l.has(i+1, l.noun); !noun && (sur || !l.known(doc, i+1)) && !s.placed(doc, i) {
			full := nm
			full.Last, full.Surname = i+2, true
			if unknown && sur || s.toldBefore(doc, i, nm.Given) || s.toldAfter(doc, i+1, false) {
				return full, true
			}
		}
	}
	if s.near(doc, i, 1) == "the" && nm.Given && s.capital(doc, i+2, i) && !doc.Tokens[i+1].Is(text.Comma) {
		nm.Last = i + 3 // Hank the Tank
		return nm, true
	}
	return nm, s.household(doc, i) || s.toldBefore(doc, i, nm.Given) || s.toldAfter(doc, i, unknown) || s.goesOn(doc, i, after)
}

// household reports whether a family or one of it is called by the name at token i:
// "the Pettigrew boy".
func (s *Scanner) household(doc *text.Doc, i int32) bool {
	if s.near(doc, i, -1) != "the" || int(i+1) >= len(doc.Tokens) || doc.Tokens[i+1].Is(text.Comma) {
		return false
	}
	return householdWords.has(s.near(doc, i, 1))
}

var householdWords = wordsOf(`case boy girl twins twin baby kid kids boys girls lad brothers sisters family child infant triplets`)

// toldBefore reports whether the words before token i introduce a person or say whose
// papers or turn it is.
func (s *Scanner) toldBefore(doc *text.Doc, i int32, given bool) bool {
	if doc.Tokens[i].Is(text.Comma) && !doc.Tokens[i].Is(text.Quoted) {
		return false
	}
	switch s.near(doc, i, -1) {
	case "our", "wee", "baby", "little", "big", "sweet", "auld":
		return given
	case "'s":
		return given && s.near(doc, i, -2) == "here"
	case "voici":
		return given
	case "meet", "seeing", "admitted", "discharged", "intubated", "treated", "delivered", "lost", "met", "told", "hugged":
		return !doc.Tokens[i-1].Is(text.Capital)
	case "for", "on", "to", "with", "of", "de", "pour":
		if toldBeforeWords.has(s.near(doc, i, -2)) {
			return true
		}
	}
	return false
}

var toldBeforeWords = wordsOf(`note notes consent labs bloods scan results consult referral letter chart file meds mri ct biopsy form check
	pray prayers praying operated operating dossier chambre lit ordonnance hi goodbye`)

// toldAfter reports whether the words after token i say what a person does or has, or
// where a patient lies.
func (s *Scanner) toldAfter(doc *text.Doc, i int32, unknown bool) bool {
	t := &doc.Tokens[i]
	next := s.near(doc, i, 1)
	if next == "" {
		return false
	}
	if doc.Tokens[i+1].Is(text.Comma) {
		switch next {
		case "bed", "room", "bay", "lit", "chambre", "rm", "salle":
			_, n := doc.Numeral(min(i+2, int32(len(doc.Tokens))-1))
			return n > 0
		}
		return t.Is(text.Paren) && t.Start > 0 && doc.Clean[t.Start-1] == '(' && s.numbered(doc, i-1)
	}
	switch s.near(doc, i, -1) {
	case "the", "a", "an", "this", "that", "my", "your", "his", "her", "their", "every", "le", "la", "les", "un", "une", "mon", "ma", "at", "in", "from", "a l":
		return false
	}
	switch next {
	case "'s":
		if toldAfterWords.has(s.near(doc, i, 2)) {
			return true
		}
		return false
	case "died", "sat", "sang", "smiled", "fought", "wandered", "woke", "cried", "laughed", "danced", "giggled", "begged", "squeezed", "coded", "slept":
		return true
	case "passed", "said", "refused", "beat", "wants", "loves", "hates", "thanked", "rang", "pulled", "gave", "brought", "asked", "told", "turned", "needs":
		return !unknown || !t.Is(text.SentStart) // a firm or a thing may ask, give or need
	case "is", "was", "has", "had", "went", "came", "got", "walked", "left":
		return !t.Is(text.SentStart) && !unknown
	case "w", "with", "from", "in", "on", "de", "du":
		switch s.near(doc, i, 2) {
		case "the", "his", "her":
			return next == "w" || next == "with"
		case "bed", "room", "dialysis", "ward", "bay", "rm", "icu", "oncology", "maternity", "rehab", "hospice", "clinic", "chambre", "lit", "dialyse", "chemo":
			return true
		}
	}
	return false
}

var toldAfterWords = wordsOf(`mum mom dad mother father family wife husband son daughter sister brother parents gran nan carer surgery scan
	biopsy chart labs bed room discharge bag meds mri results birthday chemo tube line notes file operation
	transplant heart hand funeral inhaler epipen insulin`)

// numbered reports whether token i is a number.
func (s *Scanner) numbered(doc *text.Doc, i int32) bool {
	return i >= 0 && doc.Tokens[i].Kind == text.Number
}

// goesOn reports whether the name at token i stands in a list behind another.
func (s *Scanner) goesOn(doc *text.Doc, i, after int32) bool {
	if after == i {
		return doc.Tokens[i].Is(text.Comma) && s.near(doc, i, -1) != "" && s.listEnds(doc, i)
	}
	return after == i-1 && after > 0 && s.near(doc, i, -1) == "and"
}

// listEnds reports whether a list goes on behind token i, so that a comma before it
// parts two of its members.
func (s *Scanner) listEnds(doc *text.Doc, i int32) bool {
	return s.near(doc, i, 1) == "and" || int(i+1) < len(doc.Tokens) && doc.Tokens[i+1].Is(text.Comma) && doc.Tokens[i+1].Is(text.Capital)
}
