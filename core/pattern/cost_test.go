package pattern_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Patterns and drafts made to blow up a backtracking matcher. Every pair is run
// from every token and its steps are counted: none may take more than Bound.
func TestCostIsBounded(t *testing.T) {
	rep := strings.Repeat
	patterns := map[string]string{
		"optionals, then as many words":   rep("a? ", 25) + rep("a ", 25) + "b",
		"nested optionals":                rep("{a ", 15) + "b" + rep("}?", 15) + " c",
		"optional alternatives":           rep("{a|a a|a a a}? ", 20) + "b",
		"alternatives with one beginning": "{" + rep("a a a a|", 60) + "a a a b} c",
		"a long alternation":              "{" + rep("a|", 600) + "b} c",
		"gaps after gaps":                 "a " + rep("..30 ", 12) + "b",
		"gaps between words":              rep("a ..30 ", 20) + "b",
		"optional gaps":                   "a " + rep("{..9 a ..9}? ", 20) + "b",
		"words that may be anything":      "a " + rep("{_|a|_ _}? ", 25) + "b",
		"lexicons of two lengths":         rep("@kin? ", 20) + "b",
		"a set of like members":           "[a, a, a, a, a, b]..30",
		"a set of optional runs":          "[a a? a?, a ..9 a, {a|a a}, _ a, a, b]..30 c",
		"sets after sets":                 rep("[a, a ..9 a, b]..30 ..30 ", 3) + "c",
		"sets among optionals":            "a " + rep("{[a, a, a]..30 a}? ", 12) + "b",
		"looks at every token":            "a " + rep("{!..30 b _ !a..30}? ", 20) + "b",
	}
	drafts := map[string]string{
		"one word":            rep("a ", 64),
		"one word, then b":    rep("a ", 62) + "b",
		"two words in turn":   rep("a b ", 40),
		"kin":                 rep("step mother ", 40),
		"words in bunches":    rep("a a a b x ", 20),
		"a b only at the end": "b " + rep("a ", 70) + "b c",
	}
	for pname, src := range patterns {
		v := vocabulary{}
		prog := compile(t, src, v).Insts
		bound := pattern.Bound(prog)
		for dname, draft := range drafts {
			t.Run(pname+"/"+dname, func(t *testing.T) {
				var d text.Doc
				in := read(&d, draft, v)
				m := pattern.Matcher{Trace: &pattern.Trace{}}
				for i := range in.Words {
					*m.Trace = pattern.Trace{}
					m.Run(prog, in, 0, int32(len(in.Words)), int32(i))
					require.LessOrEqual(t, m.Trace.Steps, bound, "from token %d of %d, %d instructions", i, len(in.Words), len(prog))
				}
			})
		}
	}
}

// For a pattern that a backtracking matcher takes exponential time for, twice
// the draft takes at most twice the steps, and twice the pattern at most four
// times: there are twice the instructions, each met at twice the tokens.
func TestCostGrowsWithLengthOnly(t *testing.T) {
	steps := func(optional, words int) int {
		v := vocabulary{}
		prog := compile(t, strings.Repeat("a? ", optional)+strings.Repeat("a ", optional)+"b", v).Insts
		var d text.Doc
		in := read(&d, strings.Repeat("a ", words), v)
		m := pattern.Matcher{Trace: &pattern.Trace{}}
		m.Run(prog, in, 0, int32(words), 0)
		return m.Trace.Steps
	}
	assert.Greater(t, steps(20, 30), 400, "the pattern is hard enough to measure")
	assert.Less(t, steps(20, 60), 2*steps(20, 30)+100)
	assert.LessOrEqual(t, steps(24, 60), 4*steps(12, 60))
}

// A run clears only what the last one touched.
func TestRunsShareNothing(t *testing.T) {
	v := vocabulary{}
	long, short := compile(t, "a ..9 b [c, d]", v).Insts, compile(t, "a", v).Insts
	var d text.Doc
	in := read(&d, "a x b d c", v)
	var m pattern.Matcher
	for range 3 {
		r, ok := m.Run(long, in, 0, 5, 0)
		require.True(t, ok)
		assert.Equal(t, pattern.Match{First: 0, Last: 5, Open: 0, Close: 5}, r)
		_, ok = m.Run(short, in, 0, 5, 0)
		assert.True(t, ok)
		_, ok = m.Run(short, in, 0, 5, 1)
		assert.False(t, ok)
	}
}

// An order-free set matches what trying every order of its members would, and
// ends where the shortest of them ends.
func TestSetsAgreeWithTryingEveryOrder(t *testing.T) {
	members := []string{"a", "b", "a b", "{a|b c}", "c", "b ..2 c"}
	ends := func(words []string, member string, at int) (out []int) {
		is := func(i int, w string) bool { return i < len(words) && words[i] == w }
		switch member {
		case "a", "b", "c":
			if is(at, member) {
				out = append(out, at+1)
			}
		case "a b":
			if is(at, "a") && is(at+1, "b") {
				out = append(out, at+2)
			}
		case "{a|b c}":
			if is(at, "a") {
				out = append(out, at+1)
			}
			if is(at, "b") && is(at+1, "c") {
				out = append(out, at+2)
			}
		case "b ..2 c":
			for gap := 1; gap <= 3 && is(at, "b"); gap++ {
				if is(at+gap, "c") {
					out = append(out, at+gap+1)
				}
			}
		}
		return out
	}
	var shortest func(words, left []string, at, limit int, exact bool) int
	shortest = func(words, left []string, at, limit int, exact bool) int {
		if len(left) == 0 {
			return at
		}
		best := -1
		for q := at; q < limit && (q == at || !exact); q++ {
			for i, m := range left {
				rest := append(append([]string{}, left[:i]...), left[i+1:]...)
				for _, e := range ends(words, m, q) {
					if e > limit {
						continue
					}
					if end := shortest(words, rest, e, limit, false); end >= 0 && (best < 0 || end < best) {
						best = end
					}
				}
			}
		}
		return best
	}
	rng := rand.New(rand.NewPCG(1, 2))
	matched := 0
	for range 3000 {
		set := make([]string, 2+rng.IntN(3))
		for i := range set {
			set[i] = members[rng.IntN(len(members))]
		}
		words := make([]string, 12)
		for i := range words {
			words[i] = string("abcx"[rng.IntN(4)])
		}
		window := 4 + rng.IntN(7)
		src := "[" + strings.Join(set, ", ") + "].." + string("0123456789"[window%10])
		if window == 10 {
			src = "[" + strings.Join(set, ", ") + "]..10"
		}
		n, err := pattern.Parse(src, nil)
		require.NoError(t, err)
		v := vocabulary{}
		p, err := pattern.Compile(n, v)
		if err != nil {
			require.ErrorContains(t, err, "the members take")
			continue
		}
		var d text.Doc
		in := read(&d, strings.Join(words, " "), v)
		var m pattern.Matcher
		for start := range words {
			want := shortest(words, set, start, min(len(words), start+window), true)
			got := -1
			if r, ok := m.Run(p.Insts, in, 0, int32(len(words)), int32(start)); ok {
				got = int(r.Last)
				matched++
			}
			require.Equal(t, want, got, "%s at %d of %v", src, start, words)
		}
	}
	assert.Greater(t, matched, 1000, "enough of them match")
}

// A program must be whole before it is run, and only such programs are loaded.
func TestUnsoundProgramsAreRefused(t *testing.T) {
	match := pattern.Inst{Op: pattern.OpMatch}
	for name, prog := range map[string][]pattern.Inst{
		"empty":                {},
		"no end":               {{Op: pattern.OpAny}},
		"an end in the middle": {match, match},
		"unknown":              {{Op: 99}, match},
		"jump back":            {{Op: pattern.OpAny}, {Op: pattern.OpJump, X: 0}, match},
		"jump out":             {{Op: pattern.OpSplit, X: 9}, match},
		"look at nothing":      {{Op: pattern.OpAhead, X: 3}, match},
		"look too far":         {{Op: pattern.OpBehind, X: 99}, {Op: pattern.OpNotWord, X: 1}, match},
		"set without members":  {{Op: pattern.OpNear, X: pattern.Near{End: 1, Window: 8}.Pack()}, match},
		"set past the end":     {{Op: pattern.OpNear, X: pattern.Near{End: 9, Window: 8}.Pack()}, match},
		"open member": {
			{Op: pattern.OpNear, X: pattern.Near{End: 4, Window: 8}.Pack()},
			{Op: pattern.OpItem, X: 3}, {Op: pattern.OpAny}, {Op: pattern.OpAny}, match,
		},
	} {
		assert.False(t, pattern.Sound(prog), name)
	}
}
