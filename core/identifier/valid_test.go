package identifier_test

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
)

func TestEveryExampleOfEveryPublishedFormat(t *testing.T) {
	set := builtIn(t)
	for _, f := range publishedFormats(t) {
		for _, v := range f.Valid {
			assert.True(t, set.Valid(f.ID, v), "%s must accept %q", f.ID, v)
		}
		for _, v := range f.Invalid {
			assert.False(t, set.Valid(f.ID, v), "%s must refuse %q", f.ID, v)
		}
	}
	assert.False(t, set.Valid("no.such.format", "1"))
}

// The automata must match what the patterns mean to Go's regexp, on examples and
// on what is nearly one.
func TestAutomataMatchAsRegexpDoes(t *testing.T) {
	set := builtIn(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i, f := range set.Formats() {
		pattern, fold := identifier.PatternOf(t, f.ID)
		if fold {
			pattern = "(?i:" + pattern + ")"
		}
		re := regexp.MustCompile("^(?:" + pattern + ")$")
		samples := identifier.Samples(t, f.ID)
		require.NotEmpty(t, samples, f.ID)
		for _, s := range samples {
			for range 40 {
				v := mutate(rnd, s)
				require.Equal(t, re.MatchString(v), set.Matches(i, []byte(v)), "%s on %q", f.ID, v)
			}
		}
	}
}

// mutate changes, drops or adds a few characters.
func mutate(rnd *rand.Rand, s string) string {
	r := []rune(s)
	alphabet := []rune("0123456789 -./:#@+()ABCXYZabcxyzéÉſK_n°'")
	for range rnd.IntN(3) {
		at := rnd.IntN(len(r) + 1)
		c := alphabet[rnd.IntN(len(alphabet))]
		switch rnd.IntN(3) {
		case 0:
			r = append(r[:at], append([]rune{c}, r[at:]...)...)
		case 1:
			if at < len(r) {
				r[at] = c
			}
		case 2:
			if at < len(r) {
				r = append(r[:at], r[at+1:]...)
			}
		}
	}
	return string(r)
}
