package advise

import (
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// vaguerFrench is vaguer for a French sentence. Words keep the gender of those they
// stand for ("un patient" for "un facteur", "une patiente" for "une factrice"), so
// that participles and pronouns after them still agree.
func (c *Composer) vaguerFrench(x *judge.Factor) []Change {
	switch x.Label {
	case "reid.age":
		return c.ageFrench(x)
	case "reid.time":
		return c.timeFrench(x)
	case "reid.place":
		return c.placeFrench(x)
	case "reid.occupation", "reid.sex":
		return c.personFrench(x)
	case "reid.relation":
		return c.relationFrench(x)
	case "reid.condition":
		return c.nounFrench(x, "maladie grave", true)
	case "reid.event":
		return c.nounFrench(c.clause(x), "incident", false)
	case "reid.trait":
		return c.traitFrench(x)
	}
	return nil
}

// ageFrench blurs an age: "de 34 ans" goes or becomes a decade, "il a 34 ans" a
// stage of life.
func (c *Composer) ageFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	low, high, ok := scan.Age(c.Doc, first, last)
	age := (low + high) / 2
	before, two := c.word(first-1, first), c.word(first-2, first)
	switch {
	case before == "de" || before == "d":
		from := first - 1
		if two == "age" || two == "agee" || two == "ages" || two == "agees" {
			from--
		}
		levels := []Change{c.drop(from, last)}
		if ok && age >= 20 && age < 90 && c.word(first, first) != "" && !c.apart(from, first) {
			levels = []Change{c.swap(from, last, decadeFrench(age)), levels[0]}
		}
		return levels
	case before == "a" && c.written(first-1) != "a" && c.written(first-1) != "A": // à 34 ans
		return []Change{c.drop(first-1, last)}
	case before == "a" || before == "avait" || before == "ai" || before == "aura":
		switch {
		case ok && c.word(last, first) == "et": // elle a 97 ans et un cœur neuf
			return []Change{c.swap(first, last, pick(age < 20, "un jeune âge", "un certain âge"))}
		case !ok || !c.apart(last, first):
			return nil
		case age >= 20:
			return []Change{c.swap(first-1, last, being[before]+decadeFrench(age))}
		}
		return []Change{c.swap(first-1, last, being[before]+"très jeune")}
	case c.apart(first, first) && c.apart(last, first) || !c.Doc.Tokens[first].Is(text.SentStart) && c.apart(last, first):
		return []Change{c.drop(first, last)}
	case c.sexedFrench(x) != "":
		return []Change{c.swap(first, last, c.sexedFrench(x))}
	case c.Doc.Tokens[first].Is(text.SentStart):
		return []Change{c.drop(first, last)}
	}
	return nil
}

// being says with "être" what French says of an age with "avoir".
var being = map[string]string{"a": "est ", "avait": "était ", "ai": "suis ", "aura": "sera "}

// sexedFrench is the patient meant by a shorthand such as 34F or H62.
func (c *Composer) sexedFrench(x *judge.Factor) string {
	for i := x.First; i < x.Last; i++ {
		switch w := c.word(i, x.First); {
		case w == "f":
			return "patiente"
		case w == "m", w == "h":
			return "patient"
		}
	}
	return ""
}

// decadeFrench says an age by its decade.
func decadeFrench(age int) string {
	switch {
	case age >= 70:
		return "d'un âge avancé"
	}
	return "dans la " + [...]string{"vingtaine", "trentaine", "quarantaine", "cinquantaine", "soixantaine"}[age/10-2]
}

// timeFrench blurs a day or an hour.
func (c *Composer) timeFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	for dayparts[c.word(last, first)] && !c.apart(last, first) {
		last++ // lundi matin
	}
	before := c.word(first-1, first)
	if c.word(last, first) == "la" && c.Doc.Tokens[last].Is(text.Hyphen) { // ce soir-là
		return []Change{c.swap(first, last+1, "à ce moment-là")}
	}
	switch before {
	case "ici":
		return []Change{c.swap(first, last, "peu")}
	case "depuis":
		return []Change{c.swap(first-1, last, "depuis peu"), c.drop(first-1, last)}
	case "jusqu'a", "jusqu", "d'ici", "avant", "apres", "des":
		return []Change{c.drop(first-1, last)}
	case "de", "d", "du":
		if !c.apart(first-1, first) && c.apart(last, first) {
			return []Change{c.drop(first-1, last)}
		}
		return nil
	case "le", "la", "les", "un", "une", "au", "mon", "ma", "notre", "l":
		if before == "le" && c.apart(first-1, first) {
			return []Change{c.swap(first-1, last, "récemment"), c.drop(first-1, last)}
		}
		if before == "le" {
			return []Change{c.swap(first-1, last, "récemment"), c.drop(first-1, last)}
		}
		return nil
	case "en", "a", "dans", "pendant":
		first--
	}
	when := "récemment"
	switch {
	case c.hasWord(x, "demain", "prochain", "prochaine"), c.futureFrench(first):
		when = "bientôt"
	case c.hasWord(x, "aujourd'hui", "aujourd", "soir") && !c.hasWord(x, "hier") && c.hasWord(x, "ce", "hui", "aujourd'hui", "aujourd"):
		when = "ces jours-ci"
	}
	levels := []Change{c.swap(first, last, when), c.drop(first, last)}
	if c.apart(first, x.First) && c.apart(last, x.First) && !(c.Doc.Tokens[first].Is(text.SentStart) && c.word(last, x.First) != "") {
		return levels[1:]
	}
	return levels
}

// futureFrench reports whether the sentence of token i speaks of what is to come.
func (c *Composer) futureFrench(i int32) bool {
	s := c.Doc.Sentences[c.Doc.Tokens[i].Sentence]
	for k := s.First; k < s.Last; k++ {
		w := c.word(k, i)
		if w == "va" || w == "vais" || w == "vont" {
			return true
		}
		for _, end := range [...]string{"rai", "ra", "rons", "rez", "ront"} {
			if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
				return true
			}
		}
	}
	return false
}

// written returns token i as it stands in the draft.
func (c *Composer) written(i int32) string { return string(c.Doc.Written(i)) }

// placeFrench turns a place into a kind of place, then leaves it out.
func (c *Composer) placeFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	prepositions := func(w string) bool {
		return w == "a" || w == "au" || w == "de" || w == "d" || w == "du" || w == "en" || w == "dans" || w == "aux" || w == "chez" || w == "pres" || w == "la" || w == "le" || w == "l"
	}
	for prepositions(c.word(first, x.First)) && first < last-1 {
		first++
	}
	from := first
	for prepositions(c.word(from-1, x.First)) && !c.apart(from, x.First) {
		from--
	}
	switch {
	case from < first:
		levels := []Change{c.drop(from, last)}
		if w := c.word(from, x.First); w == "a" && from == first-1 && c.apart(last, x.First) {
			levels = []Change{c.swap(from, last, c.townFrench(x)), levels[0]}
		}
		if c.word(last, x.First) != "" && c.Doc.Tokens[from].Is(text.SentStart) && !c.apart(last, x.First) {
			return []Change{c.swap(from, last, "ici")}
		}
		return levels
	case c.apart(first, x.First) && c.apart(last, x.First):
		return []Change{c.drop(first, last)}
	}
	return nil
}

func (c *Composer) townFrench(x *judge.Factor) string {
	switch {
	case x.People > 0 && x.People < 18: // about 30,000
		return "dans une petite ville"
	}
	return "dans la région"
}

// personFrench turns a worker, a man or a woman into a patient of the same gender.
func (c *Composer) personFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	if x.Label == "reid.sex" {
		for first < last-1 && !sexedNouns[c.word(first, x.First)] {
			first++
		}
		if w := c.word(first, x.First); !sexedNouns[w] || kinFrench[w] {
			return nil
		}
	}
	before := c.word(first-1, x.First)
	if before == "petit" || before == "petite" || before == "jeune" || before == "vieux" || before == "vieille" || before == "vieil" || before == "p'tit" || before == "p'tite" {
		before = c.word(first-2, x.First)
	}
	if c.apart(first, x.First) {
		before = ""
	}
	if x.Label == "reid.occupation" {
		k := first
		if before == "un" || before == "une" || before == "le" || before == "la" {
			k--
		}
		if change, ok := c.aside(k, x.First); ok {
			return []Change{change}
		}
	}
	if (before == "un" || before == "une") && x.Label == "reid.occupation" && c.apart(first-1, x.First) && !c.Doc.Tokens[first-1].Is(text.SentStart) {
		return []Change{c.swap(first-1, last, "une personne")} // mon patient, un facteur de …
	}
	switch before {
	case "du":
		return []Change{c.swap(first-1, last, "de quelqu'un")}
	case "au":
		return []Change{c.swap(first-1, last, "à quelqu'un")}
	case "un", "le", "ce", "cet", "mon", "son", "chaque":
		return []Change{c.swap(first, last, "patient")}
	case "une", "la", "cette", "ma", "sa":
		return []Change{c.swap(first, last, "patiente")}
	case "les", "des", "ces", "nos", "aux", "mes":
		for _, end := range [...]string{"euses", "eres", "rices", "ennes", "ieres"} {
			if strings.HasSuffix(c.word(first, x.First), end) {
				return []Change{c.swap(first, last, "patientes")}
			}
		}
		return []Change{c.swap(first, last, "patients")}
	case "":
		if x.Label == "reid.sex" && c.Doc.Tokens[x.First].Is(text.SentStart) && x.First <= first {
			return []Change{c.swap(x.First, last, pick(feminineSex[c.word(first, x.First)], "patiente", "patient"))}
		}
		if x.Label == "reid.occupation" && c.apart(first, x.First) && c.apart(last, x.First) && !c.Doc.Tokens[first].Is(text.SentStart) {
			return []Change{c.drop(first, last)}
		}
	}
	return nil
}

// relationFrench turns a relative into any relative.
func (c *Composer) relationFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	switch c.word(first, first) {
	case "son", "sa", "leur", "mon", "ma", "un", "une":
	default:
		return nil
	}
	if last-first > 3 {
		return nil
	}
	for i := first + 1; i < last; i++ {
		if w := c.word(i, first); kinFrench[w] {
			if feminineKin[w] {
				return []Change{c.swap(first, last, "une proche")}
			}
			return []Change{c.swap(first, last, "un proche")}
		}
	}
	return nil
}

// nounFrench puts a noun in place of a detail that is one of the same gender, with
// its article; elsewhere it gives the sentence up.
func (c *Composer) nounFrench(x *judge.Factor, noun string, feminine bool) []Change {
	first, last := x.First, x.Last
	if w := c.word(last, first); c.word(last-1, first) == "de" || !c.apart(last, first) && (w == "a" && c.written(last) == "à" || w == "de" || w == "d" || w == "du" || w == "des") {
		return nil
	}
	article := pick(feminine, "une ", "un ")
	if feminine && (c.word(first-2, first) == "fait" || c.word(first-2, first) == "faire") {
		article, noun = "un ", "malaise grave"
	}
	switch before := c.word(first-1, first); {
	case before == "un" || before == "une":
		return []Change{c.swap(first-1, last, article+noun)}
	case before == "le" || before == "la" || before == "l":
		if w := c.word(first-2, first); w != "de" && w != "a" {
			if feminine {
				return []Change{c.swap(first-1, last, "une "+noun)}
			}
			return []Change{c.swap(first-1, last, "l'"+noun)}
		}
	case before == "son" || before == "sa":
		return []Change{c.swap(first-1, last, pick(feminine, "sa ", "son ")+noun)}
	case before == "d" || before == "de":
		return []Change{c.swap(first-1, last, "d'"+article+noun)}
	case before == "avec" || before == "pour" || before == "apres":
		return []Change{c.swap(first, last, article+noun)}
	case c.apart(first, first) && c.apart(last, first):
		return []Change{c.drop(first, last)}
	}
	return nil
}

// clause is what of an event stands before a comma: what comes behind goes on with the
// sentence ("attaquée par un ours, est partie").
func (c *Composer) clause(x *judge.Factor) *judge.Factor {
	for i := x.First + 2; i < x.Last; i++ {
		if c.Doc.Tokens[i].Is(text.Comma) {
			short := *x
			short.Last = i
			return &short
		}
	}
	return x
}

// traitFrench leaves out what marks somebody.
func (c *Composer) traitFrench(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	if c.apart(first, first) && c.apart(last, first) {
		return []Change{c.drop(first, last)}
	}
	switch before := c.word(first-1, first); before {
	case "un", "une":
		if c.word(last-1, first) != "de" {
			return []Change{c.swap(first-1, last, "un signe distinctif")}
		}
	case "le", "la":
		if c.word(last-1, first) != "de" {
			return []Change{c.swap(first-1, last, "un détail")}
		}
	}
	return nil
}

// French words, folded.
var (
	sexedNouns  = set(`homme femme dame monsieur madame gars fille garcon fillette garconnet bonhomme mec meuf type nana vieux vieille messieur mononcle matante`)
	feminineSex = set(`femme dame madame fille fillette meuf nana vieille matante`)
	feminineKin = set(`mere maman fille femme epouse soeur tante niece cousine grand-mere mamie blonde compagne belle-mere`)
	kinFrench   = set(`mere maman fille femme epouse soeur tante niece cousine grand-mere mamie blonde compagne belle-mere pere papa fils mari epoux
		frere oncle neveu cousin grand-pere papi papy chum conjoint conjointe compagnon beau-pere`)
)
