package identifier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// score counts what Find says of one kind.
type score struct{ right, missed, wrong int }

func (s score) recall() float64    { return ratio(s.right, s.right+s.missed) }
func (s score) precision() float64 { return ratio(s.right, s.right+s.wrong) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func TestLabelledCases(t *testing.T) {
	set := builtIn(t)
	cases := labelledCases(t)
	require.GreaterOrEqual(t, len(cases), 400)
	scores := map[string]*score{}
	of := func(kind string) *score {
		if scores[kind] == nil {
			scores[kind] = &score{}
		}
		return scores[kind]
	}
	for i, c := range cases {
		clean, found := find(set, c.Text, c.Jurisdiction)
		right := false
		for _, m := range found {
			kind, what := set.Format(int(m.Format)).ID, string(clean[m.Start:m.End])
			switch {
			case m.Mistyped:
			case c.Valid && kind == c.Kind && what == c.Match && !right:
				right = true
				of(kind).right++
			default:
				of(kind).wrong++
				t.Logf("line %d: %q is taken for %s in %q", i+1, what, kind, c.Text)
			}
		}
		if c.Valid && !right {
			of(c.Kind).missed++
			t.Logf("line %d: %s %q is missed in %q", i+1, c.Kind, c.Match, c.Text)
		}
	}
	kinds := make([]string, 0, len(scores))
	for kind := range scores {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	var all score
	for _, kind := range kinds {
		s := scores[kind]
		all.right, all.missed, all.wrong = all.right+s.right, all.missed+s.missed, all.wrong+s.wrong
		t.Logf("%-24s recall %.3f  precision %.3f  n %d", kind, s.recall(), s.precision(), s.right+s.missed)
		if !strings.HasPrefix(kind, "look-alike.") {
			assert.GreaterOrEqual(t, s.recall(), 0.97, "recall of %s", kind)
			assert.GreaterOrEqual(t, s.precision(), 0.97, "precision of %s", kind)
		}
	}
	t.Logf("%-24s recall %.3f  precision %.3f  n %d, of %d cases", "all", all.recall(), all.precision(), all.right+all.missed, len(cases))
}
