package fit

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/judge"
)

// drafts are four times two: bucket 7 stands in those that answer yes to "a",
// bucket 9 in the others, and bucket 1 in all.
func drafts() []Example {
	var out []Example
	for range rare {
		out = append(out,
			Example{judge.Features{Tokens: 1, Words: []uint16{1, 7}}, []string{"a"}},
			Example{judge.Features{Tokens: 1, Words: []uint16{1, 9}, Facts: []uint16{3}}, []string{"b"}})
	}
	return out
}

func TestFitTwiceGivesTheSameBytes(t *testing.T) {
	asks := []string{"a", "b"}
	model := Fit(asks, drafts())
	assert.Equal(t, model, Fit(asks, drafts()))
	require.NotNil(t, judge.ReadModel(model))
	assert.Nil(t, judge.ReadModel(model[:len(model)-1]), "a model cut short is none")
	assert.Nil(t, judge.ReadModel(nil))
}

func TestSolveSeparates(t *testing.T) {
	rows := vectors(drafts())
	yes := make([]bool, len(rows))
	for i := range yes {
		yes[i] = i%2 == 0
	}
	w, bias := solve(rows, yes, 50)
	for i, r := range rows {
		s := bias
		for k, b := range r.bucket {
			s += w[b] * r.value[k]
		}
		assert.Equal(t, yes[i], s > 0, "draft %d scores %f", i, s)
	}
	assert.InDelta(t, 0, gradient(rows, yes, w, bias), 1e-3, "the gradient of the penalised loss is nought at its least")
}

// gradient returns the greatest part of the gradient of what solve minimises.
func gradient(rows []row, yes []bool, w []float64, bias float64) float64 {
	g := map[int]float64{-1: bias}
	for b, x := range w {
		if x != 0 {
			g[b] = x
		}
	}
	for i, r := range rows {
		s, y := bias, -1.0
		for k, b := range r.bucket {
			s += w[b] * r.value[k]
		}
		if yes[i] {
			y = 1
		}
		d := -cost * y / (1 + math.Exp(y*s))
		g[-1] += d
		for k, b := range r.bucket {
			g[int(b)] += d * r.value[k]
		}
	}
	most := 0.0
	for _, x := range g {
		most = max(most, max(x, -x))
	}
	return most
}

func TestRareFeaturesAreLeftOut(t *testing.T) {
	x := append(drafts(), Example{judge.Features{Tokens: 1, Words: []uint16{1, 11}}, nil})
	rows := vectors(x)
	assert.NotContains(t, rows[len(rows)-1].bucket, uint16(11))
}
