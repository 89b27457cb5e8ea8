package advise

import (
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// labels are the details of a story, with what a button calls them: first those that
// point at somebody and are easily spared, last those that the story is about.
var labels = []struct {
	label string
	name  [2]string
}{
	{"reid.place", [2]string{"the place", "le lieu"}}, {"reid.occupation", [2]string{"the occupation", "le métier"}},
	{"reid.age", [2]string{"the age", "l'âge"}}, {"reid.time", [2]string{"the time", "le moment"}},
	{"reid.relation", [2]string{"the relation", "le lien"}}, {"reid.trait", [2]string{"the trait", "le trait"}},
	{"reid.event", [2]string{"the event", "l'événement"}}, {"reid.condition", [2]string{"the condition", "l'affection"}},
	{"reid.sex", [2]string{"the sex", "le sexe"}},
}

// details returns, for each kind of detail in a finding's story, the ways to say it
// more vaguely. All details of a kind go together, and all mentions of one. Where no
// vaguer word is sure to fit, the sentence goes.
func (c *Composer) details(f *judge.Finding) (out []part) {
	if f.Story == nil || !f.Story.Real {
		return nil
	}
	for _, l := range labels {
		var each [][]Change
		var of []string
		depth, weight := 0, detailWeight
		for i := range f.Story.Factors {
			x := &f.Story.Factors[i]
			if x.Label != l.label || x.Label == "reid.trait" && c.isTrade(f, x) {
				continue
			}
			levels := c.vaguer(x)
			if len(levels) == 0 {
				i := c.Doc.Tokens[x.First].Sentence
				levels, weight = []Change{c.dropSentence(i)}, max(weight, c.weigh(i))
			}
			each, of = append(each, levels), append(of, l.label+" "+c.word(x.Last-1, x.First))
			depth = max(depth, len(levels))
		}
		if depth == 0 {
			continue
		}
		p := part{name: l.name, weight: weight}
		for k := range depth {
			var level []step
			for i, levels := range each {
				level = append(level, step{levels[min(k, len(levels)-1)], of[i]})
			}
			if k == depth-1 {
				level = c.alsoElsewhere(f, l.label, level)
			}
			p.levels = append(p.levels, level)
		}
		out = append(out, p)
	}
	text.Order(out, func(a, b part) int { return a.weight - b.weight })
	return out
}

// isTrade reports whether a trait is also told as what somebody does ("a violinist", "the
// last violinist here"): then it is mended as that.
func (c *Composer) isTrade(f *judge.Finding, x *judge.Factor) bool {
	return slices.ContainsFunc(f.Story.Factors, func(o judge.Factor) bool {
		if o.Label != "reid.occupation" || o.First < x.First || o.Last > x.Last {
			return false
		}
		return o.First == x.First && o.Last == x.Last || c.ordinary(&o) != nil
	})
}

// alsoElsewhere adds what leaves out the other mentions of a place's name: hashtags
// above all (#SudburyStrong).
func (c *Composer) alsoElsewhere(f *judge.Finding, label string, level []step) []step {
	if label != "reid.place" {
		return level
	}
	tok := c.Doc.Tokens
	for i := range tok {
		t := &tok[i]
		if !t.Is(text.Hashtag) || t.Kind != text.Word {
			continue
		}
		for k := range f.Story.Factors {
			x := &f.Story.Factors[k]
			if x.Label == label && slices.ContainsFunc(tok[x.First:x.Last], func(o text.Token) bool { return o.Hash == t.Hash && o.Is(text.Capital) }) {
				level = append(level, step{c.dropTag(int32(i)), label + " " + c.word(x.Last-1, x.First)})
				break
			}
		}
	}
	return level
}

// dropTag leaves out the hashtag that token i is in.
func (c *Composer) dropTag(i int32) Change {
	tok := c.Doc.Tokens
	first, last := i, i+1
	for first > 0 && !tok[first].Is(text.HashStart) {
		first--
	}
	for int(last) < len(tok) && tok[last].Is(text.Hashtag) && !tok[last].Is(text.HashStart) {
		last++
	}
	s, e := c.Doc.TokenSpan(first, last)
	if c.at(s-1) == '#' {
		s--
	}
	return Change{s, e, ""}
}

// vaguer returns what may stand in place of one detail, the most telling first. It
// is empty where nothing is sure to fit the sentence.
func (c *Composer) vaguer(x *judge.Factor) []Change {
	if c.Doc.Tokens[x.First].Is(text.Hashtag) {
		return []Change{c.dropTag(x.First)}
	}
	if x.Label == "reid.event" {
		if change, ok := c.aside(x.First, x.First); ok {
			return []Change{change} // my patient, mauled by a bear, was …
		}
	}
	switch x.Label {
	case "reid.place", "reid.trait", "reid.occupation":
		if levels := c.ordinary(x); levels != nil {
			return levels
		}
	}
	if c.inFrench(x.First) {
		return c.vaguerFrench(x)
	}
	return c.vaguerEnglish(x)
}

// inFrench reports whether the sentence of token i is.
func (c *Composer) inFrench(i int32) bool {
	return c.Doc.Sentences[c.Doc.Tokens[i].Sentence].Lang == text.French
}

// word returns the folded spelling of token i of the sentence that token of is in,
// "" beyond it.
func (c *Composer) word(i, of int32) string {
	if i < 0 || int(i) >= len(c.Doc.Tokens) || c.Doc.Tokens[i].Sentence != c.Doc.Tokens[of].Sentence {
		return ""
	}
	return string(c.Doc.Spelling(i))
}

// apart reports whether something other than a space stands before token i: a comma
// or bracket, a dash, the start of the sentence, or its end.
func (c *Composer) apart(i, of int32) bool {
	if c.word(i, of) == "" {
		return true
	}
	t := &c.Doc.Tokens[i]
	return t.Is(text.Comma) || t.Is(text.SentStart) || t.Is(text.Slash) || t.Is(text.HashStart) || t.Kind == text.Emoji || t.Kind == text.Handle || t.Kind == text.URL
}

// swap puts with in place of tokens [first, last), with a capital where a sentence
// begins with one.
func (c *Composer) swap(first, last int32, with string) Change {
	s, e := c.Doc.TokenSpan(first, last)
	return Change{s, e, c.cased(first, with)}
}

// drop leaves out tokens [first, last).
func (c *Composer) drop(first, last int32) Change {
	s, e := c.Doc.TokenSpan(first, last)
	return Change{s, e, ""}
}

// cased gives s a capital when token first begins a sentence and its author writes
// sentences with capitals.
func (c *Composer) cased(first int32, s string) string {
	t := &c.Doc.Tokens[first]
	if !t.Is(text.SentStart) || s == "" {
		return s
	}
	if !t.Is(text.Capital) && (t.Kind != text.Number || !c.capitals()) {
		return s
	}
	return capital(s)
}

// capital returns s with a capital letter first.
func capital(s string) string {
	for i, r := range s {
		if i > 0 {
			return strings.ToUpper(s[:i]) + s[i:]
		}
		_ = r
	}
	return strings.ToUpper(s)
}

// capitals reports whether the author begins sentences with capitals: most of those
// that begin with a word do, of the first few.
func (c *Composer) capitals() bool {
	n := 0
	for i := range c.Doc.Sentences[:min(len(c.Doc.Sentences), 32)] {
		t := &c.Doc.Tokens[c.Doc.Sentences[i].First]
		switch {
		case t.Kind != text.Word:
		case t.Is(text.Capital):
			n++
		default:
			n--
		}
	}
	return n >= 0
}

// aside leaves out an aside about a patient that begins at token k and what it is set
// off with ("my patient, a nun from Moosonee, …"). Without one ok is false.
func (c *Composer) aside(k, of int32) (x Change, ok bool) {
	if k == 0 || !c.apart(k, of) || c.Doc.Tokens[k].Is(text.SentStart) || !saidOf[c.word(k-1, of)] {
		return x, false
	}
	z := k + 1
	for !c.apart(z, of) {
		z++
	}
	if z-k > mostAside {
		return x, false
	}
	x = c.drop(k, z)
	if c.at(x.End) == ',' && c.word(z, of) != "" {
		x.End++
		for isBlank(c.at(x.Start-1)) || c.at(x.Start-1) == ',' {
			x.Start--
		}
	}
	return x, true
}

// mostAside is how many tokens an aside may have.
const mostAside = 12

// saidOf are the words that an aside says more about.
var saidOf = set(`patient patients patiente patientes pt client resident mine man woman fellow guy lady gentleman ans matin homme femme dame monsieur`)
