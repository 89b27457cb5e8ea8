package advise

import (
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/scan"
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
		return c.vaguerNoun(x, "incident")
	case "reid.trait":
		return c.vaguerTrait(x)
	}
	return nil
}

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
	case sexed != "" && c.thing(last, first): // a 19M apprentice
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

// vaguerCondition turns a diagnosis into a condition.
func (c *Composer) vaguerCondition(x *judge.Factor) []Change {
	first, last := x.First, x.Last
	before := c.word(first-1, first)
	switch {
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
