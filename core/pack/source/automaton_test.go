package source

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack/rules"
)

// matches runs a over all of v.
func matches(a *identifier.Automaton, v string) bool {
	s := a.Start
	for i := range len(v) {
		s = a.Next[s][a.Class[v[i]]]
	}
	return a.Accept[s]&1 != 0
}

// Automata must mean what the patterns mean to Go's regexp, on identifiers and
// look-alikes, and on what is nearly one.
func TestAutomataMatchAsRegexpDoes(t *testing.T) {
	data, err := rules.FS.ReadFile("identifiers.yaml")
	require.NoError(t, err)
	var f identifierFile
	require.Nil(t, decode("identifiers.yaml", data, &f))
	samples := identifierSamples(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	check := func(id, pattern string, fold bool) {
		a, err := compileAutomaton(pattern, fold)
		require.NoError(t, err, id)
		if fold {
			pattern = "(?i:" + pattern + ")"
		}
		re := regexp.MustCompile("^(?:" + pattern + ")$")
		matched := 0
		for _, s := range samples {
			for _, v := range []string{s, mutate(rnd, s), mutate(rnd, s)} {
				require.Equal(t, re.MatchString(v), matches(a, v), "%s on %q", id, v)
				if matches(a, v) {
					matched++
				}
			}
		}
		if matched == 0 {
			t.Logf("%s matches none of the samples", id)
		}
	}
	for _, x := range f.Formats {
		check(x.ID.Text, x.Before.Text+x.Pattern.Text, x.CaseInsensitive)
	}
	for _, x := range f.Decoys {
		check(x.ID.Text, x.Pattern.Text, x.CaseInsensitive)
	}
}

func identifierSamples(t *testing.T) (out []string) {
	t.Helper()
	file, err := os.Open("../../../testdata/identifiers.jsonl")
	require.NoError(t, err)
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var c struct{ Match string }
		require.NoError(t, json.Unmarshal(s.Bytes(), &c))
		out = append(out, c.Match)
	}
	require.NotEmpty(t, out)
	return out
}

// mutate changes, drops or adds up to two characters.
func mutate(rnd *rand.Rand, s string) string {
	alphabet := []rune("0123456789 -./:#@+()ABCXYZabcxyzéÉſKn_°'")
	r := []rune(s)
	for range rnd.IntN(3) {
		at := rnd.IntN(len(r) + 1)
		c := alphabet[rnd.IntN(len(alphabet))]
		switch {
		case at == len(r) || rnd.IntN(3) == 0:
			r = append(r[:at], append([]rune{c}, r[at:]...)...)
		case rnd.IntN(2) == 0:
			r[at] = c
		default:
			r = append(r[:at], r[at+1:]...)
		}
	}
	return string(r)
}

func TestAutomata(t *testing.T) {
	for _, c := range []struct {
		name, pattern string
		fold          bool
		yes, no       []string
	}{
		{"boundary at both ends", `\b\d\d\b`, false, []string{"12"}, []string{"1", "123", "1a"}},
		{"boundary inside an alternative", `(?:\b1|2\b )3`, false, []string{"13", "2 3"}, []string{"23"}},
		{"no boundary", `a\Bb`, false, []string{"ab"}, []string{"a b"}},
		{"boundary that never holds", `a\bb|xy`, false, []string{"xy"}, []string{"ab"}},
		{"case", `kg`, true, []string{"KG", "kg", "\u212Ag"}, []string{"kq"}},
		{"accents", `[À-ÿ]é`, false, []string{"çé"}, []string{"cé", "\u00c3"}},
		{"beyond the plane", `x[^a]`, false, []string{"x😀", "xé"}, []string{"xa", "x"}},
		{"inline flag", `(?i:no) [A-Z]`, false, []string{"No A", "NO A"}, []string{"No a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := compileAutomaton(c.pattern, c.fold)
			require.NoError(t, err)
			for _, v := range c.yes {
				assert.True(t, matches(a, v), "%q", v)
			}
			for _, v := range c.no {
				assert.False(t, matches(a, v), "%q", v)
			}
		})
	}
}

func TestAutomataAreMinimal(t *testing.T) {
	a, err := compileAutomaton(`ab|cb|db`, false)
	require.NoError(t, err)
	assert.Len(t, a.Next, 4, "dead, start, after the first letter, end")
	assert.Len(t, a.Next[0], 3, "a c d, b, the rest")
	assert.Equal(t, 2, a.Longest)
}

func TestPatternsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{`(`, "not valid RE2"},
		{`(?=x)`, "not valid RE2"},
		{`^\d\d`, "anchored by themselves"},
		{`\d*`, "empty text"},
		{`\d`, "single character"},
		{`[^\x00-\x{10FFFF}]a`, "matches nothing"},
		{`(?:[ab]*a[ab]{14})x`, "states"},
	} {
		_, err := compileAutomaton(c.pattern, false)
		assert.ErrorContains(t, err, c.want, c.pattern)
	}
}
