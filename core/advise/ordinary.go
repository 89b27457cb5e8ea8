package advise

import (
	"strings"
	"unicode/utf16"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// ordinary makes of what there is but one of one of many, first where it is and then
// anywhere: "the only school bus in Sudbury" becomes "a school bus in Sudbury", then "a
// school bus"; "the last keeper of the light" in the end "a patient". It is nil for any
// other detail.
func (c *Composer) ordinary(x *judge.Factor) []Change {
	one := c.oneOfMany
	if c.inFrench(x.First) {
		one = c.oneOfManyFrench
	}
	for k := max(x.First-1, 0); k < x.Last-1; k++ {
		from, with := one(k, x)
		if with == "" {
			continue
		}
		thing := k + 1
		for thing < x.Last && !c.apart(thing, x.First) && !tails[c.word(thing, x.First)] {
			thing++
		}
		if thing == k+1 || thing-k > mostThing+1 || thing < x.Last && c.apart(thing, x.First) {
			return nil
		}
		s, e := c.Doc.TokenSpan(k+1, thing)
		what := string(utf16.Decode(c.units[s:e]))
		somebody := with + " patient"
		switch {
		case strings.HasSuffix(with, "une"):
			somebody += "e"
			fallthrough
		case with != "a":
			with += " " + what
		case plural(c.word(thing-1, x.First)):
			somebody, with = "patients", what
		default:
			with = article(what)
		}
		levels := []Change{c.swap(from, thing, with)}
		if thing < x.Last && c.apart(x.Last, x.First) {
			thing = x.Last
			levels = append(levels, c.swap(from, thing, with))
		}
		if aside, ok := c.aside(from, x.First); ok {
			levels = append(levels, aside) // my patient, the last cooper in Dawson, …
		} else if x.Label == "reid.occupation" && !copulas[c.word(from-1, x.First)] {
			levels = append(levels, c.swap(from, thing, somebody))
		}
		return levels
	}
	return nil
}

// mostThing is how many words a thing of which there is but one may be named by.
const mostThing = 4

// oneOfMany tells where what says that there is but one begins, if token k does so, and
// the article that stands for it.
func (c *Composer) oneOfMany(k int32, x *judge.Factor) (from int32, with string) {
	before := c.word(k-1, x.First)
	switch {
	case !single[c.word(k, x.First)] || before == "" || c.apart(k, x.First):
		return 0, ""
	case c.Doc.Tokens[k-1].Is(text.Possessive): // the town's only
		from = k - 2
		if from > 0 && determiners[c.word(from-1, x.First)] && !c.apart(from, x.First) {
			from--
		}
		return max(from, 0), "a"
	case before == "the" || before == "this" || possessives[before]:
		return k - 1, "a"
	}
	return 0, ""
}

// oneOfManyFrench is oneOfMany for a French sentence.
func (c *Composer) oneOfManyFrench(k int32, x *judge.Factor) (from int32, with string) {
	with = singleFrench[c.word(k, x.First)]
	before := c.word(k-1, x.First)
	switch {
	case with == "" || before == "" || c.apart(k, x.First):
		return 0, ""
	case before == "du":
		return k - 1, "d'" + with
	case before == "au":
		return k - 1, "à " + with
	case before != "le" && before != "la" && before != "l" && before != "notre":
		return 0, ""
	case c.word(k-2, x.First) == "de" && !c.apart(k-1, x.First):
		return k - 2, "d'" + with
	}
	return k - 1, with
}

var (
	single       = set(`only sole lone last oldest youngest`)
	singleFrench = pairs(`seul|dernier=un; seule|derniere=une`)
	// tails begin what says where or of what somebody is the only one.
	tails = set(`in on of from at to for ever out around within here who that whose de du des d a au aux en dans sur qui ici`)
)
