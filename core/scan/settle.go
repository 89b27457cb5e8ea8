package scan

import (
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// Which facts stay is decided after all have been found, kind by kind: a kind
// comes after the kinds that the conditions of its rules ask about, so that every
// condition sees those as they stay. Where kinds depend on each other in a circle,
// a condition counts what was found of them, whether or not it stays. So the
// outcome does not hang on the order of facts, rules or packs.

// condition is a pack.Condition in the scanner's kinds.
type condition struct {
	kind  uint16
	scope pack.Scope
	found bool // the kinds depend on each other: count what was found
}

// levels works out in which order kinds are decided, and marks the conditions
// whose kind depends in turn on the rule's own.
func (s *Scanner) levels() {
	n := len(s.Kinds)
	asks := make([][]uint16, n) // kind -> kinds its rules ask about
	s.eachRule(func(kind uint16, list []condition) {
		for _, c := range list {
			asks[kind] = append(asks[kind], c.kind)
		}
	})
	// reach[k] holds the kinds that k depends on, near or far.
	reach := make([][]bool, n)
	for k := range reach {
		reach[k] = make([]bool, n)
		todo := append([]uint16(nil), asks[k]...)
		for len(todo) > 0 {
			d := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if !reach[k][d] {
				reach[k][d] = true
				todo = append(todo, asks[d]...)
			}
		}
	}
	s.eachRule(func(kind uint16, list []condition) {
		for i := range list {
			list[i].found = reach[list[i].kind][kind]
		}
	})
	// A kind's level is that of the deepest kind it asks about, and one more.
	s.level = make([]uint8, n)
	s.deepest = 0
	for changed := true; changed; {
		changed = false
		for k := range asks {
			for _, d := range asks[k] {
				if !reach[d][k] && s.level[k] <= s.level[d] && s.level[d] < 255 {
					s.level[k] = s.level[d] + 1
					s.deepest = max(s.deepest, s.level[k])
					changed = true
				}
			}
		}
	}
}

// eachRule calls f with the kind each rule makes and its conditions.
func (s *Scanner) eachRule(f func(kind uint16, list []condition)) {
	for _, l := range s.packs {
		for i := range l.Rules {
			f(l.kinds[l.Rules[i].Fact], l.needs[i])
			f(l.kinds[l.Rules[i].Fact], l.unless[i])
		}
	}
}

// settle drops the facts whose rule's conditions do not hold.
func (s *Scanner) settle(f *Facts) {
	s.enforce(f)
	if s.Watch != nil {
		s.Watch.Found(f)
		s.matcher.Trace = nil
	}
	f.index(len(s.Kinds))
	dropped := false
	for level := uint8(0); level <= s.deepest; level++ {
		for i := range f.Facts {
			x := &f.Facts[i]
			if x.Rule == nil || s.level[x.Kind] != level || s.holds(f, x) {
				continue
			}
			x.gone, dropped = true, true
			f.counts[x.Kind]--
		}
	}
	if !dropped {
		return
	}
	out := f.Facts[:0]
	for i := range f.Facts {
		if !f.Facts[i].gone {
			out = append(out, f.Facts[i])
		}
	}
	f.Facts = out
	f.index(len(s.Kinds))
}

func (s *Scanner) holds(f *Facts, x *Fact) bool {
	for _, c := range x.source.needs[x.index] {
		if !s.condition(f, c, x) {
			return s.drop(x, c, true)
		}
	}
	for _, c := range x.source.unless[x.index] {
		if s.condition(f, c, x) {
			return s.drop(x, c, false)
		}
	}
	return true
}

// drop tells the watch that a condition takes a fact away.
func (s *Scanner) drop(x *Fact, c condition, need bool) (holds bool) {
	if s.Watch != nil {
		s.Watch.Drop(*x, pack.Condition{Kind: c.kind, Scope: c.scope}, need)
	}
	return false
}

func (s *Scanner) condition(f *Facts, c condition, x *Fact) bool {
	switch c.kind {
	case s.special.quoted:
		return f.Doc.Tokens[x.First].Is(text.Quoted)
	case s.special.hashtagged:
		return f.Doc.Tokens[x.First].Is(text.Hashtag)
	}
	if c.kind == s.special.negated && c.scope == pack.InSentence {
		return f.negates(c, x)
	}
	return f.near(c, x.Sentence)
}

// negationReach is how many tokens ahead of a match a negation still governs it.
const negationReach = 5

// negates reports whether a negation stands inside a match or shortly before it
// in the same sentence: "nobody noticed" after a claim does not deny it.
func (f *Facts) negates(c condition, x *Fact) bool {
	for _, i := range f.of(c.kind) {
		n := &f.Facts[i]
		if (!n.gone || c.found) && n.Sentence == x.Sentence && n.First < x.Last && n.First >= x.From-negationReach {
			return true
		}
	}
	return false
}
