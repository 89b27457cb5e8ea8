package advise

import (
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// Tokens that a detail may grow by, to the left and to the right.
const (
	growLeft  = 4
	growRight = 6
)

// phrased are the details that are shown with the phrase they head; of the others
// every word says what they are.
var phrased = map[string]bool{"reid.occupation": true, "reid.relation": true, "reid.event": true, "reid.trait": true, "reid.condition": true}

// phrase returns the tokens to show for a detail of a finding: the noun that gives it
// away with its article and adjectives before it, and what is said of it after "of",
// "with", "who" ("the new deputy at the sheriff's office"), as far as no other detail
// and no comma stands there.
func (c *Composer) phrase(f *judge.Finding, x *judge.Factor) (first, last int32) {
	if !phrased[x.Label] {
		return x.First, x.Last
	}
	return c.left(f, x), c.right(f, x)
}

func (c *Composer) left(f *judge.Finding, x *judge.Factor) int32 {
	for i := x.First; i >= x.First-growLeft && !taken(f, x, i); i-- {
		w := c.word(i, x.First)
		switch {
		case articles[w]:
			return i
		case w == "", i < x.First && (links[w] || ends[w]), c.Doc.Tokens[i].Flags&(text.Comma|text.Possessive) != 0:
			return x.First
		}
	}
	return x.First
}

func (c *Composer) right(f *judge.Finding, x *judge.Factor) int32 {
	word := func(i int32) string { return c.word(i, x.Last-1) }
	i := x.Last
	if links[word(i)] {
		for i < x.Last+growRight && word(i) != "" && !ends[word(i)] && !c.Doc.Tokens[i].Is(text.Comma) && !taken(f, x, i) {
			i++
		}
		for i > x.Last && (links[word(i-1)] || articles[word(i-1)]) {
			i--
		}
	}
	for i > x.First+1 && open[word(i-1)] {
		i--
	}
	return i
}

// taken reports whether another detail of a finding covers a token.
func taken(f *judge.Finding, x *judge.Factor, token int32) bool {
	for i := range f.Factors {
		if o := &f.Factors[i]; *o != *x && o.First <= token && token < o.Last {
			return true
		}
	}
	return false
}

var (
	articles = set("a an the my our his her their your this that un une le la les l mon ma mes son sa ses notre nos leur leurs cet cette ce")
	open     = set("of the a an de du des d le la les l un une") // a phrase never ends with
	links    = set("of for with at in from behind by on off out past over near under down beside who whose that which to de du des d a au aux chez dans sur sous pour avec contre qui dont")
	ends     = set("and or but so because is was were are be been has had have and et ou mais donc car est ont ils elle il i we he she they you je nous on vous tonight today yesterday hier")
)
