package advise

import (
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// vaguerEnglish is vaguer for an English sentence.
func (c *Composer) vaguerEnglish(x *judge.Factor) []Change {
	switch x.Label {
	case "reid.age":
		return c.vaguerAge(x)
	case "reid.time":
		return c.vaguerTime(x)
	case "reid.place":
		return c.vaguerPlace(x)
	case "reid.occupation":
		return c.vaguerOccupation(x)
	case "reid.relation":
		return c.vaguerRelation(x)
	case "reid.condition":
		return c.vaguerCondition(x)
	case "reid.sex":
		return c.vaguerSex(x)
	case "reid.event":
		return c.vaguerEvent(x)
	case "reid.trait":
		return c.vaguerTrait(x)
	}
	return nil
}

// vaguerEvent says less of how somebody was brought away; anything else is an incident.
func (c *Composer) vaguerEvent(x *judge.Factor) []Change {
	if !airborne[c.word(x.First, x.First)] {
		return c.vaguerNoun(x, "incident")
	}
	last := x.Last
	for _, w := range [...]string{"out", "by", "air", "helicopter", "chopper", "plane", "ambulance"} {
		if c.word(last, x.First) == w && !c.apart(last, x.First) {
			last++
		}
	}
	return []Change{c.swap(x.First, last, "transferred")}
}

// airborne are ways to be brought to another hospital that few are.
var airborne = set("flown airlifted medevaced medevacked helicoptered choppered")

// noun puts a noun, without its article, in place of tokens [first, last): "a" or
// "an" before them is set right, and given when there is no determiner.
func (c *Composer) noun(first, last int32, noun string) Change {
	switch before := c.word(first-1, first); {
	case before == "a" || before == "an":
		if !c.apart(first, first) {
			return c.swap(first-1, last, article(noun))
		}
	case before != "" && (determiners[before] || c.Doc.Tokens[first-1].Is(text.Possessive)) && !c.apart(first, first):
		return c.swap(first, last, noun)
	case before != "" && !c.apart(first, first) && !follows[before] && (adjectives[before] || determiners[c.word(first-2, first)] && !places[before]):
		return c.swap(first, last, noun) // our beloved …
	}
	return c.swap(first, last, article(noun))
}

// article returns a noun phrase with "a" or "an" before it, a plural as it is.
func article(noun string) string {
	if plurals[noun[strings.LastIndexByte(noun, ' ')+1:]] {
		return noun
	}
	if strings.IndexByte("aeio", noun[0]) >= 0 || strings.HasPrefix(noun, "un") && !strings.HasPrefix(noun, "uni") {
		return "an " + noun
	}
	return "a " + noun
}

// thing reports whether token i can be a noun, or an adjective before one, that an
// adjective right before it describes.
func (c *Composer) thing(i, of int32) bool {
	w := c.word(i, of)
	if w == "" || c.Doc.Tokens[i].Kind != text.Word || c.apart(i, of) || follows[w] {
		return false
	}
	if strings.HasSuffix(w, "ed") && !adjectives[w] {
		return false // came, presented, admitted
	}
	return true
}

// vaguerTime blurs a day or an hour.
func (c *Composer) vaguerTime(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	tok := c.Doc.Tokens
	before := c.word(first-1, first)
	for dayparts[c.word(last, first)] && !c.apart(last, first) {
		last++ // Sunday morning
	}
	weekday := last-first == 1 && weekdays[c.word(first, first)]
	own := int(last) < len(tok) && tok[last].Is(text.Possessive)
	switch {
	case own && c.thing(last+1, first): // last night's shift
		if determiners[before] {
			return []Change{c.swap(first, last+1, "recent")}
		}
		return []Change{c.swap(first, last+1, "a recent")}
	case own:
		return nil
	case weekday && c.thing(last, first) && !pronouns[c.word(last, first)]: // Monday clinic
		return []Change{c.drop(first, last)}
	case before == "a" && c.word(first-2, first) == "on":
		return []Change{c.swap(first-2, last, "one day"), c.drop(first-2, last)}
	case weekday && (determiners[before] || determiners[c.word(first-2, first)] && !follows[before] && !places[before]):
		return []Change{c.swap(first, last, "day")} // my entire Friday
	case (before == "until" || before == "till") && c.hasWord(x, "this", "last", "today", "yesterday", "tonight"):
		return []Change{c.swap(first, last, "recently"), c.drop(first-1, last)}
	case spans[before] != "" && !places[c.word(first, first)] && c.word(first, first) != "on":
		return []Change{c.swap(first-1, last, spans[before]), c.drop(first-1, last)}
	case before == "on", before == "during", before == "at", before == "in" && !weekday && !c.hasWord(x, "last", "this", "today", "tonight", "yesterday"):
		first--
	case determiners[before], before == "of":
		return nil
	case before == "ago", before == "year", before == "years", before == "week", before == "weeks": // one year today
		return []Change{c.drop(first, last)}
	}
	when := "recently"
	if c.hasWord(x, "tomorrow", "next", "upcoming") || c.future(first) {
		when = "soon"
	}
	levels := []Change{c.swap(first, last, when), c.drop(first, last)}
	if c.apart(first, x.First) && c.apart(last, x.First) {
		return levels[1:] // "Christmas week, a father …"
	}
	return levels
}

// future reports whether the words of the sentence before token i speak of what is to
// come.
func (c *Composer) future(i int32) bool {
	for k := i - 1; c.word(k, i) != ""; k-- {
		switch c.word(k, i) {
		case "will", "ll", "'ll", "gonna", "going", "scheduled", "booked":
			return true
		}
	}
	return false
}

// vaguerPlace turns a place into a kind of place, then leaves it out.
func (c *Composer) vaguerPlace(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	for places[c.word(first, x.First)] && first < last-1 {
		first++
	}
	hospital := c.hasWord(x, "hospital", "infirmary", "medical", "general", "clinic", "centre", "center", "ward", "unit", "icu", "ed", "er")
	for placeTails[c.word(last, x.First)] && c.Doc.Tokens[last].Is(text.Capital) && !c.apart(last, x.First) {
		hospital = hospital || !localTails[c.word(last, x.First)]
		last++ // Hamilton General, Pictou County
	}
	kind := "our area"
	switch {
	case hospital:
		kind = "a hospital"
	case x.People > 0 && x.People < 18: // about 30,000
		kind = "a small town"
	}
	before := c.word(first-1, x.First)
	own := int(last) < len(c.Doc.Tokens) && c.Doc.Tokens[last].Is(text.Possessive)
	switch {
	case places[before] && !own:
		if c.thing(last, x.First) && !c.Doc.Tokens[first-1].Is(text.SentStart) { // in Sudbury General
			return []Change{c.drop(first-1, last)}
		}
		if before == "at" && kind == "our area" { // at Lake Nipigon
			return []Change{c.drop(first-1, last)}
		}
		return []Change{c.swap(first, last, kind), c.drop(first-1, last)}
	case determiners[before] && !c.apart(first, x.First):
		if c.thing(last, x.First) && before != "a" && before != "an" {
			return []Change{c.drop(first, last)}
		}
		return nil
	case c.Doc.Tokens[first].Is(text.SentStart) && !c.apart(last, x.First), own:
		return []Change{c.swap(first, last, kind)}
	case c.apart(first, x.First) && c.apart(last, x.First), c.thing(last, x.First):
		return []Change{c.drop(first, last)}
	}
	return nil
}

// vaguerCondition turns a diagnosis into a condition.
func (c *Composer) vaguerCondition(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	before := c.word(first-1, first)
	switch {
	case c.word(first, first) == "lost" && !c.thing(last, first): // lost his leg
		return []Change{c.swap(first, last, "was seriously hurt")}
	case c.thing(last, first) && !possessives[before]:
		if before == "a" || before == "an" {
			return []Change{c.articled(first, last)}
		}
		return []Change{c.drop(first, last)}
	case c.thing(last, first):
		return []Change{c.drop(first, last)}
	}
	name := ""
	for i := first; i < last; i++ {
		if n := conditions[c.word(i, first)]; n != "" {
			name = n
		}
	}
	vague := c.noun(first, last, "serious condition")
	if possessives[before] {
		vague = c.swap(first, last, "condition")
	}
	if name == "" {
		return []Change{vague}
	}
	return []Change{c.noun(first, last, name), vague}
}

// vaguerNoun puts a noun in place of a detail that is one.
func (c *Composer) vaguerNoun(x *judge.Factor, noun string) []Change {
	first, last := x.First, x.Last
	before := c.word(first-1, first)
	w := c.word(last-1, first)
	switch {
	case places[c.word(first, first)] && c.apart(last, first):
		return []Change{c.drop(first, last)}
	case c.thing(last, first) && determiners[before] && before != "a" && before != "an":
		return []Change{c.drop(first, last)}
	case c.thing(last, first), plural(w), strings.HasSuffix(w, "ed"), strings.HasSuffix(w, "ing"):
		return nil
	case before == "one" || before == "no" || before == "every" || before == "each":
		return nil
	case determiners[before], places[before], before == "after" || before == "with" || before == "a" || before == "an":
		return []Change{c.noun(first, last, noun)}
	}
	return nil
}

// vaguerTrait leaves out what marks somebody.
func (c *Composer) vaguerTrait(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	before := c.word(first-1, first)
	k := first
	if determiners[before] && !c.apart(first, first) {
		k--
	}
	if change, ok := c.aside(k, first); ok {
		return []Change{change}
	}
	switch {
	case c.thing(last, first) && (before == "a" || before == "an"):
		return []Change{c.articled(first, last)}
	case c.thing(last, first) && determiners[before]:
		return []Change{c.drop(first, last)}
	case c.apart(first, first) && c.apart(last, first):
		return []Change{c.drop(first, last)}
	case (determiners[before] || before == "with") && !plural(c.word(last-1, first)) && !strings.HasSuffix(c.word(last-1, first), "ed"):
		return []Change{c.noun(first, last, "distinctive feature")}
	}
	return nil
}

// plural reports whether a word looks like a plural.
func plural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is")
}
