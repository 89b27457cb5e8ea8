package identifier_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/identifier"
)

// score counts what was said of one kind.
type score struct{ right, missed, wrong int }

func (s score) recall() float64    { return ratio(s.right, s.right+s.missed) }
func (s score) precision() float64 { return ratio(s.right, s.right+s.wrong) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// said is an identifier that was found in a case.
type said struct{ kind, what string }

// judgeCases counts, by kind, what find says of every labelled case, prints recall
// and precision, and asks for 0.97 of each.
func judgeCases(t *testing.T, find func(labelledCase) []said) {
	t.Helper()
	cases := labelledCases(t)
	require.GreaterOrEqual(t, len(cases), 900)
	scores := map[string]*score{}
	of := func(kind string) *score {
		if scores[kind] == nil {
			scores[kind] = &score{}
		}
		return scores[kind]
	}
	silent, loud := 0, 0
	for i, c := range cases {
		right := false
		found := find(c)
		for _, x := range found {
			if c.Valid && x.kind == c.Kind && x.what == c.Match && !right {
				right = true
				of(x.kind).right++
				continue
			}
			of(x.kind).wrong++
			t.Logf("line %d: %q is taken for %s in %q", i+1, x.what, x.kind, c.Text)
		}
		switch {
		case c.Valid && !right:
			of(c.Kind).missed++
			t.Logf("line %d: %s %q is missed in %q", i+1, c.Kind, c.Match, c.Text)
		case !c.Valid && len(found) == 0:
			silent++
		case !c.Valid:
			loud++
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
		assert.GreaterOrEqual(t, s.recall(), 0.97, "recall of %s", kind)
		assert.GreaterOrEqual(t, s.precision(), 0.97, "precision of %s", kind)
	}
	t.Logf("%-24s recall %.3f  precision %.3f  n %d, of %d cases", "all", all.recall(), all.precision(), all.right+all.missed, len(cases))
	t.Logf("%-24s silent %d, not %d", "near-valid, look-alikes", silent, loud)
	assert.GreaterOrEqual(t, ratio(silent, silent+loud), 0.97, "look-alikes stay silent")
}

func TestLabelledCases(t *testing.T) {
	set := builtIn(t)
	judgeCases(t, func(c labelledCase) (out []said) {
		if c.Kind == "quiet" {
			return nil
		}
		clean, found := find(set, c.Text, c.Jurisdiction)
		for _, m := range found {
			if m.Mistyped {
				continue
			}
			x := said{set.Format(int(m.Format)).ID, string(clean[m.Start:m.End])}
			if x.what != c.Match && folded(c.Match) == x.what {
				x.what = c.Match
			}
			out = append(out, x)
		}
		return out
	})
}

// folded is a match as the reader writes it.
func folded(s string) string {
	clean, _ := find(&identifier.Set{}, s, "")
	return string(clean)
}

// Strict reports every valid identifier, whoever it belongs to, and its offsets are
// those of the author's own text.
func TestLabelledCasesThroughTheAnalyzer(t *testing.T) {
	a := core.New()
	_, err := a.Load(packed(t))
	require.NoError(t, err)
	judgeCases(t, func(c labelledCase) (out []said) {
		units := utf16.Encode([]rune(c.Text))
		for _, f := range a.Analyze([]byte(c.Text), core.Options{Lang: c.Lang, Jurisdiction: c.Jurisdiction, Strict: true}).Findings {
			kind, ok := strings.CutPrefix(f.Rule, f.Category+".")
			if ok && strings.HasPrefix(f.Category, "identifier.") && kind != "bed" {
				out = append(out, said{kind, string(utf16.Decode(units[f.Start:f.End]))})
			}
		}
		return out
	})
}
