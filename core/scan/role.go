package scan

import "github.com/bedside-md/bedside/core/text"

// Role says who a name seems to belong to, from the words around it alone.
type Role uint8

// Roles.
const (
	Person    Role = iota // somebody; the story decides who
	Clinician             // has a clinical title ("Dr Okafor")
	Known                 // a public or historical figure, an author cited, an eponym, a thing with a name
	Companion             // a colleague, somebody thanked or spoken to, the author's kin
	Speaker               // whose words follow ("Norm: Give me a beer")
)

// role reads the words around a name that has none yet.
func (s *Scanner) role(l *loaded, doc *text.Doc, nm Name) Role {
	se := &doc.Sentences[doc.Tokens[nm.First].Sentence]
	switch {
	case s.cited(doc, nm, se), s.signed(doc, nm):
		return Known
	case speaker(doc, nm):
		return Speaker
	}
	i := nm.First - 1
	switch s.near(doc, nm.First, -1) {
	case "called", "named":
		if thing(s.near(doc, nm.First, -2)) {
			return Known
		}
		i--
	case "'m", "am":
		return Companion // "I'm Denise"
	case "suis", "appelle":
		if w := s.near(doc, nm.First, -2); w == "je" || w == "m" || w == "m'" {
			return Companion
		}
	}
	if i >= se.First {
		if _, staff := l.has(i, l.clinician); staff || colleague(s.word(doc, i)) {
			return Companion
		}
		if _, kin := l.has(i, l.family); kin && i > se.First {
			switch s.word(doc, i-1) {
			case "my", "our", "mon", "ma", "notre", "mes":
				return Companion
			}
		}
	}
	_, kin := l.has(nm.First, l.kin)
	for k, n := nm.First-1, 0; !nm.Titled && !kin && k >= se.First && n < 4; k, n = k-1, n+1 {
		w := s.word(doc, k)
		// "Hi Jo" is said to anybody; "Hi Jo Pratt, your scan" answers a patient.
		if thanks(w) && !s.survives(doc, nm, se) || greets(w) && !nm.Surname && !nm.Initial {
			return Companion
		}
	}
	if int(nm.Last) < int(se.Last) && s.ofStaff(l, doc, nm, se) {
		return Companion
	}
	return Person
}

// survives reports whether thanks or congratulations behind a name are a patient's: for
// surviving something, or on what is theirs.
func (s *Scanner) survives(doc *text.Doc, nm Name, se *text.Sentence) bool {
	for k := nm.Last; k+1 < se.Last && k < nm.Last+3; k++ {
		switch s.word(doc, k) {
		case "for":
			switch s.word(doc, k+1) {
			case "surviving", "beating", "fighting", "letting", "sharing", "trusting":
				return true
			}
		case "on":
			switch s.word(doc, k+1) {
			case "his", "her", "their":
				return true
			}
		}
	}
	return false
}

// unname takes the names of a draft that says its people are invented for
// nobody's.
func (s *Scanner) unname(f *Facts) {
	if !f.Has(s.special.vignette) && !f.Has(s.special.fiction) {
		return
	}
	for i := range f.Names {
		if f.Names[i].Role == Person {
			f.Names[i].Role = Known
		}
	}
}

// cited reports whether a name is an author's: "Okafor et al.", "Smith (2019)".
func (s *Scanner) cited(doc *text.Doc, nm Name, se *text.Sentence) bool {
	if nm.Last+1 < se.Last && s.word(doc, nm.Last) == "et" && s.word(doc, nm.Last+1) == "al" {
		return true
	}
	if nm.Last < se.Last {
		t := &doc.Tokens[nm.Last]
		if t.Kind == text.Number && t.End-t.Start == 4 && t.Is(text.Paren) {
			return true
		}
	}
	return false
}

// ofStaff reports whether the words after a name make it a colleague's ("Gary from
// maintenance", "Amanda, our practice manager") or speak to its bearer at the
// start of a sentence ("Linda, I saw your comment").
func (s *Scanner) ofStaff(l *loaded, doc *text.Doc, nm Name, se *text.Sentence) bool {
	i := nm.Last
	switch s.word(doc, i) {
	case "from", "at", "in", "on", "de", "du", "a":
		for k := i + 1; k < se.Last && k < i+4; k++ {
			if desks.has(s.word(doc, k)) {
				return true
			}
		}
		return false
	case "our", "my", "notre", "mon", "ma", "the":
		if doc.Tokens[i].Is(text.Comma) {
			for k := i + 1; k < se.Last && k < i+4; k++ {
				if _, staff := l.has(k, l.clinician); staff || colleague(s.word(doc, k)) {
					return true
				}
			}
		}
		return false
	case "rn", "md", "np", "phd", "mbbs", "frcp", "do", "pa":
		return doc.Tokens[i].Is(text.AllCaps)
	}
	if nm.First == se.First && !nm.Titled && nm.Last == nm.First+1 && doc.Tokens[i].Is(text.Comma) {
		for k := i; k < se.Last && k < i+8; k++ {
			if addressed.has(s.word(doc, k)) {
				return true
			}
		}
	}
	return false
}

var desks = wordsOf(`maintenance housekeeping reception office evs admissions pharmacy hr switchboard records billing payroll lab
	kitchen canteen stores security outreach accueil secretariat pharmacie porters`)

var addressed = wordsOf(`you your you're votre vous ton ta tes toi`)

// thing reports whether what is called by a name is no person.
func thing(w string) bool {
	return thingWords.has(w)
}

var thingWords = wordsOf(`skeleton mannequin manikin dummy torso robot dog cat horse pony parrot plant car heater printer machine stand
	goldfish hamster rabbit cow goat donkey puppy kitten boat storm hurricane cyclone chien chat cheval tempete
	ouragan squelette robe lapin`)

// colleague reports whether a word says that its bearer works in care, with the
// author or for the author.
func colleague(w string) bool {
	return colleagueWords.has(w)
}

var colleagueWords = wordsOf(`colleague colleagues co-author co-authors coauthor coauthors authors author supervisor mentor director manager
	matron cno ceo cfo chair registrar consultant accountant lawyer scheduler engineer engineers secretary clerk
	receptionist interpreter chaplain boss host guest professor winner collegue collegues directeur directrice
	secretaire coauteur referente referent infirmiere docteur volunteer benevole porter driver paramedic intern
	resident students student team coach`)

// thanks reports whether a word thanks the person named after it.
func thanks(w string) bool {
	return thanksWords.has(w)
}

var thanksWords = wordsOf(`thanks thank merci congrats congratulations felicitations bravo kudos shoutout welcome bienvenue credit cheers
	ta`)

// greets reports whether a word greets the person named after it.
func greets(w string) bool {
	return greetsWords.has(w)
}

var greetsWords = wordsOf(`hi hello hey dear bonjour bonsoir salut cher chere replying sorry oh cc psst ask text email`)
