package explain

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Attempt is a pattern that was tried and did not match: how far it came and
// what stopped it.
type Attempt struct {
	Rule     string               `json:"rule"`
	Pattern  source.PatternSource `json:"pattern"`
	Held     int                  `json:"held"` // parts (words, lexicons, shapes) that were there
	Of       int                  `json:"of"`   // parts needed at least
	Matched  Span                 `json:"matched"`
	Stands   Span                 `json:"stands"`             // what stood where it stopped; empty at the sentence's end
	Expected []string             `json:"expected,omitempty"` // what could have stood there
	Barred   []string             `json:"barred,omitempty"`   // what stood there and must not
}

// try is an Attempt in tokens.
type try struct {
	pack            packReading
	pattern         uint32
	start, from, to int32 // begun at start; stopped at tokens [from, to]
	left, of        int
	stops           []pattern.Stop
}

// closer reports whether t came closer to a match than o.
func (t try) closer(o try) bool {
	return cmp.Or(cmp.Compare(t.left, o.left), cmp.Compare(o.to-o.start, t.to-t.start)) < 0
}

// needed returns how many parts a match still needs, at least, from each
// instruction on.
func (x *indexed) needed(i uint32) []int {
	if n, ok := x.needs[i]; ok {
		return n
	}
	prog := x.Pattern(i).Insts
	n := make([]int, len(prog))
	for pc := len(prog) - 2; pc >= 0; pc-- {
		in := prog[pc]
		switch in.Op {
		case pattern.OpSplit:
			n[pc] = min(n[pc+1], n[in.X])
		case pattern.OpJump:
			n[pc] = n[in.X]
		case pattern.OpWord, pattern.OpClass:
			n[pc] = n[pc+1] + 1
		case pattern.OpOneOf:
			n[pc] = n[pc+1+int(in.X)] + 1
		case pattern.OpNear:
			set := pattern.UnpackNear(in.X)
			n[pc] = n[set.End] + len(members(prog, uint32(pc)))
		case pattern.OpItemEnd:
			n[pc] = 0
		default:
			n[pc] = n[pc+1]
		}
	}
	x.needs[i] = n
	return n
}

// members returns where the members of the set at pc begin.
func members(prog []pattern.Inst, pc uint32) (out []uint32) {
	for i := pc + 1; i != pattern.UnpackNear(prog[pc].X).End; i = pattern.UnpackItem(prog[i].X).Next {
		out = append(out, i+1)
	}
	return out
}

// attempt reads a failed run; ok is false when none of its parts was there.
func (x packReading) attempt(i uint32, start int32, trace *pattern.Trace) (t try, ok bool) {
	need := x.needed(i)
	prog := x.Pattern(i).Insts
	t = try{pack: x, pattern: i, start: start, left: need[0], of: need[0]}
	for _, s := range trace.Stops {
		left := need[s.PC]
		if prog[s.PC].Op == pattern.OpNear {
			left -= bits.OnesCount32(s.Found)
		}
		switch {
		case left < t.left:
			t.left, t.stops = left, nil
		case left > t.left:
			continue
		}
		t.stops = append(t.stops, s)
	}
	if t.left == t.of || len(t.stops) == 0 {
		return t, false
	}
	t.from, t.to = t.stops[0].At, t.stops[0].At
	for _, s := range t.stops {
		t.from, t.to = min(t.from, s.At), max(t.to, s.At)
	}
	return t, true
}

// near lists the patterns that did not match, by their best attempt, the closest
// first. The scanner tries a pattern only where its rarest word stands; here it
// is tried everywhere, for that word may be the one that is missing.
func (x *reading) near() {
	var tries []try
	m := pattern.Matcher{Trace: &pattern.Trace{}}
	for _, p := range x.packs {
		if p.index == nil {
			continue
		}
		for i := range uint32(len(p.index.Patterns)) {
			if p.matched[i] {
				continue
			}
			if t, ok := x.best(&m, p, i); ok {
				tries = append(tries, t)
			}
		}
	}
	slices.SortStableFunc(tries, func(a, b try) int {
		return cmp.Or(cmp.Compare(a.left, b.left), cmp.Compare(b.of, a.of))
	})
	for _, t := range tries {
		x.report.Near = append(x.report.Near, x.describe(t))
	}
}

// best returns the attempt of pattern i that came closest to a match.
func (x *reading) best(m *pattern.Matcher, p packReading, i uint32) (best try, ok bool) {
	pt := p.Pattern(i)
	lang := p.Rules[pt.Rule].Lang
	for _, s := range x.doc.Sentences {
		if lang != pack.AnyLang && (lang == pack.French) != (s.Lang == text.French) {
			continue
		}
		for start := s.First; start < s.Last; start++ {
			*m.Trace = pattern.Trace{}
			if _, matched := m.Run(pt.Insts, p.in, s.First, s.Last, start); matched {
				return try{}, false
			}
			if t, some := p.attempt(i, start, m.Trace); some && (!ok || t.closer(best)) {
				best, ok = t, true
			}
		}
	}
	return best, ok
}

func (x *reading) describe(t try) Attempt {
	src := t.pack.index.Patterns[t.pattern]
	a := Attempt{Rule: src.Rule, Pattern: src, Held: t.of - t.left, Of: t.of, Matched: x.span(t.start, t.from)}
	end := x.doc.Sentences[x.doc.Tokens[t.start].Sentence].Last
	if t.from < end {
		a.Stands = x.span(t.from, min(t.to+1, end))
	}
	prog := t.pack.Pattern(t.pattern).Insts
	seen := map[string]bool{}
	for _, s := range t.stops {
		expected, barred := t.pack.parts(prog, s)
		for _, p := range []struct {
			to   *[]string
			list []string
		}{{&a.Expected, expected}, {&a.Barred, barred}} {
			for _, name := range p.list {
				if !seen[name] {
					seen[name] = true
					*p.to = append(*p.to, name)
				}
			}
		}
	}
	if len(a.Expected) > 1 { // a gap that ran out says nothing beside what should have followed
		a.Expected = slices.DeleteFunc(a.Expected, func(s string) bool { return s == anyWord })
	}
	return a
}

const anyWord = "any word"

// parts words what an instruction expected, or what it barred.
func (x *indexed) parts(prog []pattern.Inst, s pattern.Stop) (expected, barred []string) {
	in := prog[s.PC]
	switch in.Op {
	case pattern.OpWord, pattern.OpClass, pattern.OpOneOf:
		return x.firsts(prog, s.PC), nil
	case pattern.OpAny:
		return []string{anyWord}, nil
	case pattern.OpBegin:
		return []string{"the start of the sentence"}, nil
	case pattern.OpEnd:
		return []string{"the end of the sentence"}, nil
	case pattern.OpNotWord, pattern.OpNotClass:
		return nil, []string{x.part(in)}
	case pattern.OpAhead:
		return nil, []string{x.part(prog[s.PC+1]) + " ahead"}
	case pattern.OpBehind:
		return nil, []string{x.part(prog[s.PC+1]) + " before"}
	case pattern.OpLikeClass:
		return []string{"part of " + x.class(uint16(in.X))}, nil
	case pattern.OpNear:
		for i, first := range members(prog, s.PC) {
			if s.Found>>i&1 == 0 {
				expected = append(expected, x.firsts(prog, first)...)
			}
		}
		if expected == nil {
			expected = []string{"the same, none overlapping another, within fewer tokens"}
		}
	}
	return expected, nil
}

// firsts words what a run from pc can begin with.
func (x *indexed) firsts(prog []pattern.Inst, pc uint32) []string {
	for {
		switch in := prog[pc]; in.Op {
		case pattern.OpSplit:
			return append(x.firsts(prog, pc+1), x.firsts(prog, in.X)...)
		case pattern.OpJump:
			pc = in.X
		case pattern.OpWord, pattern.OpClass:
			return []string{x.part(in)}
		case pattern.OpOneOf:
			var words []string
			for _, w := range prog[pc+1 : pc+1+in.X] {
				words = append(words, x.index.Words[w.X])
			}
			return words
		case pattern.OpItemEnd, pattern.OpMatch:
			return nil
		default:
			pc++
		}
	}
}

// part names the word or class of an instruction.
func (x *indexed) part(in pattern.Inst) string {
	switch in.Op {
	case pattern.OpWord, pattern.OpNotWord:
		return x.index.Words[in.X]
	}
	return x.class(uint16(in.X))
}

func (x *indexed) class(id uint16) string {
	name := x.Classes[id]
	if name[0] != '#' {
		name = "@" + name
	}
	return name
}
