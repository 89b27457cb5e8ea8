package advise

import (
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// vaguerAge turns an exact age into a stage of life.
func (c *Composer) vaguerAge(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	low, high, ok := scan.Age(c.Doc, first, last)
	age := (low + high) / 2
	stage, adjective := "patient", "young"
	switch {
	case !ok:
		adjective = "adult"
	case c.hasWord(x, "weekers"):
		stage, adjective = "premature babies", "premature"
	case c.hasWord(x, "weeker"):
		stage, adjective = "premature baby", "premature"
	case age < 2:
		stage, adjective = "baby", "tiny"
	case age < 13:
		stage = "child"
	case age < 20:
		stage, adjective = "teenager", "teenage"
	case age < 40:
		stage = "young adult"
	case age < 65:
		stage, adjective = "middle-aged patient", "middle-aged"
	default:
		stage, adjective = "older patient", "older"
	}
	sexed := ""
	for i := first; i < last; i++ {
		switch w := c.word(i, first); {
		case w == "f", w == "yof", w == "yow", len(w) == 3 && w[0] == 'f' && w[1] <= '9':
			sexed = "woman"
		case w == "m", w == "yom", len(w) == 3 && w[0] == 'm' && w[1] <= '9':
			sexed = "man"
		}
	}
	before, after := c.word(first-1, first), c.word(last, first)
	switch {
	case sexed != "" && c.thing(last, first) && determiners[before]: // a 19M apprentice
		return []Change{c.adjective(first, last, adjective)}
	case sexed != "" && age < 13:
		return []Change{c.noun(first, last, stage), c.noun(first, last, "patient")}
	case sexed != "" && (age < 40 || !ok):
		return []Change{c.shorthand(first, last, "young "+sexed), c.shorthand(first, last, "patient")}
	case sexed != "":
		return []Change{c.shorthand(first, last, adjective+" "+sexed), c.shorthand(first, last, "patient")}
	case copulas[before] || c.Doc.Tokens[first].Is(text.Comma) && c.apart(last, first) && before != "":
		// He was four. The driver, 34, …
		if copulas[before] {
			if c.thing(last, first) && after != "and" {
				return nil
			}
			return []Change{c.swap(first, last, predicate(age, ok))}
		}
		return []Change{c.drop(first, last)}
	case before == "aged" || before == "age" || before == "at" || before == "of":
		return []Change{c.drop(first-1, last)}
	case c.word(first, first) == "aged" || c.word(first, first) == "age":
		return []Change{c.drop(first, last)}
	case c.thing(last, first):
		levels := []Change{c.adjective(first, last, adjective)}
		if before != "a" && before != "an" {
			return append(levels, c.drop(first, last))
		}
		return append(levels, c.articled(first, last))
	case c.Doc.Tokens[first].Kind == text.Number && last-first == 1 && before != "" && !determiners[before]:
		return nil // a bare number in the midst of a sentence
	}
	return []Change{c.noun(first, last, stage), c.noun(first, last, "patient")}
}

// hasWord reports whether a detail holds one of the words.
func (c *Composer) hasWord(x *judge.Factor, words ...string) bool {
	for i := x.First; i < x.Last; i++ {
		w := c.word(i, x.First)
		for _, o := range words {
			if w == o {
				return true
			}
		}
	}
	return false
}

// predicate says an age after "is".
func predicate(age int, ok bool) string {
	switch {
	case !ok:
		return "an adult"
	case age < 2:
		return "very small"
	case age < 13:
		return "very young"
	case age < 20:
		return "a teenager"
	case age < 40:
		return "young"
	case age < 65:
		return "middle-aged"
	}
	return "elderly"
}

// adjective puts an adjective before the noun that follows.
func (c *Composer) adjective(first, last int32, adjective string) Change {
	if before := c.word(first-1, first); before == "a" || before == "an" {
		return c.swap(first-1, last, article(adjective))
	}
	return c.swap(first, last, adjective)
}

// articled leaves tokens out and sets "a" or "an" before them right for what follows.
func (c *Composer) articled(first, last int32) Change {
	next := c.word(last, first)
	s, _ := c.Doc.TokenSpan(first-1, first)
	e, _ := c.Doc.TokenSpan(last, last+1)
	a, _, _ := strings.Cut(article(next), " ")
	return Change{s, e, c.cased(first-1, a) + " "}
}

// shorthand puts a noun in place of a shorthand such as 34F, with an article only
// where the author wrote one or writes in sentences.
func (c *Composer) shorthand(first, last int32, noun string) Change {
	switch before := c.word(first-1, first); {
	case before == "a", before == "an":
		return c.swap(first-1, last, article(noun))
	case before == "" || determiners[before] || c.apart(first, first):
		return c.swap(first, last, noun)
	}
	return c.swap(first, last, article(noun))
}

// vaguerOccupation turns a worker into a patient.
func (c *Composer) vaguerOccupation(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	before := c.word(first-1, first)
	if int(last) < len(c.Doc.Tokens) && c.Doc.Tokens[last].Is(text.Possessive) { // the mayor's wife
		if !determiners[before] || c.apart(first, first) {
			return nil
		}
		return []Change{c.swap(first-1, last, "someone")}
	}
	switch before {
	case "f", "m", "yof", "yom", "yow", "male", "female": // 34F teacher
		return []Change{c.drop(first, last)}
	}
	if c.word(last, first) == "of" {
		return nil
	}
	if plural(c.word(last-1, first)) {
		if before == "" || determiners[before] {
			return []Change{c.swap(first, last, "people")}
		}
		return nil
	}
	if c.thing(last, first) { // teacher friends
		if c.apart(first, first) || !determiners[before] {
			return nil
		}
		if before == "a" || before == "an" {
			return []Change{c.articled(first, last)}
		}
		return []Change{c.drop(first, last)}
	}
	k := first // where the phrase begins
	for (adjectives[c.word(k-1, first)] || c.Doc.Tokens[k].Is(text.Hyphen) || c.word(k, first) == "old" && k > 0) && !c.apart(k, first) && c.word(k-1, first) != "" {
		k-- // 62-year-old retired …
	}
	if determiners[c.word(k-1, first)] && !c.apart(k, first) {
		k--
	}
	if x, ok := c.aside(k, first); ok {
		return []Change{x}
	}
	if copulas[c.word(k-1, first)] && !c.apart(k, first) {
		return nil // "is a teacher" says nothing without it
	}
	if c.apart(k, first) && !c.Doc.Tokens[k].Is(text.SentStart) && c.apart(last, first) {
		return []Change{c.drop(k, last)}
	}
	if !c.apart(first, first) && !determiners[before] && !adjectives[before] && (!determiners[c.word(first-2, first)] || follows[before] || places[before] ||
		c.Doc.Tokens[first-1].Is(text.Capital)) {
		return nil
	}
	if c.apart(k, first) && !c.Doc.Tokens[k].Is(text.SentStart) {
		return []Change{c.noun(first, last, "person")} // my patient, a teacher from …
	}
	return []Change{c.noun(first, last, "patient")}
}

// vaguerRelation turns a relative into any relative.
func (c *Composer) vaguerRelation(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	who := ""
	for i := first; i < last; i++ {
		if w := c.word(i, first); kin[strings.TrimSuffix(w, "s")] {
			who = "relative"
			if strings.HasSuffix(w, "s") {
				who = "relatives"
			}
		}
	}
	if who == "" {
		if !possessives[c.word(first, first)] || last-first > 3 || plural(c.word(last-1, first)) {
			return nil
		}
		return []Change{c.swap(first, last, "someone close")}
	}
	if possessives[c.word(first, first)] && last-first <= 3 {
		return []Change{c.swap(first, last, article(who))}
	}
	if last-first == 1 {
		return []Change{c.noun(first, last, who)}
	}
	return nil
}

// vaguerSex turns a man or a woman into a person.
func (c *Composer) vaguerSex(x *judge.Factor) []Change {
	for i := x.First; i < x.Last; i++ {
		with, ok := people[c.word(i, x.First)]
		if !ok {
			continue
		}
		before := c.word(i-1, x.First)
		if c.thing(i+1, x.First) && !plurals[with] && c.word(i+1, x.First) != "patient" {
			return nil
		}
		if before == "yo" || before == "o" || before == "year" {
			return []Change{c.swap(i, i+1, with)}
		}
		if before == "little" || before == "old" && !c.Doc.Tokens[i].Is(text.Hyphen) {
			return []Change{c.swap(i, i+1, with)}
		}
		if determiners[before] || adjectives[before] || c.Doc.Tokens[i].Is(text.SentStart) || before == "old" {
			if before == "old" {
				return []Change{c.swap(i, i+1, with)}
			}
			return []Change{c.noun(i, i+1, with)}
		}
		return nil
	}
	return nil
}
