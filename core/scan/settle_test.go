package scan_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
)

// small returns a scanner for a pack of the rules given.
func small(t *testing.T, rules ...string) *scan.Scanner {
	t.Helper()
	yml := "rules:\n"
	for _, r := range rules {
		yml += "  - " + r + "\n"
	}
	b, _, err := source.Compile(fstest.MapFS{"rules.yaml": {Data: []byte(yml)}})
	require.NoError(t, err, yml)
	p, err := pack.Load(b)
	require.NoError(t, err)
	s := scan.New()
	require.NoError(t, s.Add(p))
	return s
}

// stay returns the kinds of the facts that stay, sorted.
func stay(s *scan.Scanner, draft string) []string {
	var f scan.Facts
	s.Read([]byte(draft), "", &f)
	out := []string{}
	for _, x := range f.Facts {
		out = append(out, s.Kinds[x.Kind])
	}
	slices.Sort(out)
	return out
}

func TestConditionsAreSettledInTheOrderOfTheirKinds(t *testing.T) {
	const (
		// a falls to b, unless b falls to c, unless c falls to d …
		a = `{fact: a, match: [alpha], unless: [b@post]}`
		b = `{fact: b, match: [bravo], unless: [c@post]}`
		c = `{fact: c, match: [charlie], unless: [d@post]}`
		d = `{fact: d, match: [delta], unless: [e@post]}`
		e = `{fact: e, match: [echo]}`
	)
	for _, x := range []struct {
		draft string
		want  []string
	}{
		{"alpha", []string{"a"}},
		{"alpha bravo", []string{"b"}},
		{"alpha bravo charlie", []string{"a", "c"}},
		{"alpha bravo charlie delta", []string{"b", "d"}},
		{"alpha bravo charlie delta echo", []string{"a", "c", "e"}},
		{"echo delta charlie bravo alpha", []string{"a", "c", "e"}},
		{"echo\n\nDelta\n\nCharlie\n\nBravo\n\nAlpha", []string{"a", "c", "e"}},
	} {
		for _, order := range [][]string{{a, b, c, d, e}, {e, d, c, b, a}, {c, a, e, b, d}} {
			assert.Equal(t, x.want, stay(small(t, order...), x.draft), "%q with %v", x.draft, order)
		}
	}
}

// Kinds that depend on each other count as found, so that neither wins by standing
// first.
func TestKindsInACircleCountAsFound(t *testing.T) {
	const (
		p     = `{fact: p, match: [papa], unless: [q@post]}`
		q     = `{fact: q, match: [quebec], unless: [p@post]}`
		after = `{fact: after, match: [romeo], unless: [p@post]}`
		lone  = `{fact: lone, match: [lima], needs: [lone@post]}`
	)
	for _, x := range []struct {
		draft string
		want  []string
	}{
		{"papa", []string{"p"}},
		{"quebec", []string{"q"}},
		{"papa quebec romeo", []string{"after"}},
		{"quebec romeo papa", []string{"after"}},
		{"romeo papa", []string{"p"}},
		{"lima", []string{"lone"}},
	} {
		for _, order := range [][]string{{p, q, after, lone}, {lone, after, q, p}, {q, lone, p, after}} {
			assert.Equal(t, x.want, stay(small(t, order...), x.draft), "%q with %v", x.draft, order)
		}
	}
}

func TestNeedsReachAsFarAsTheirScope(t *testing.T) {
	s := small(t,
		`{fact: here, match: [hotel], needs: [w@sentence]}`, `{fact: near, match: [november], needs: [w@near]}`,
		`{fact: far, match: [foxtrot], needs: [w@post]}`, `{fact: w, match: [whiskey]}`)
	for _, x := range []struct {
		draft string
		want  []string
	}{
		{"hotel november foxtrot", []string{}},
		{"hotel november foxtrot whiskey", []string{"far", "here", "near", "w"}},
		{"Hotel november foxtrot.\nWhiskey", []string{"far", "near", "w"}},
		{"Hotel november foxtrot.\n\nIndia.\n\nWhiskey", []string{"far", "w"}},
	} {
		assert.Equal(t, x.want, stay(s, x.draft), x.draft)
	}
}
