package fit

import (
	"math"
	"math/rand"
	"slices"
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
			Example{Features: judge.Features{Tokens: 1, Words: []uint16{1, 7}}, Yes: []string{"a"}, Weight: 1},
			Example{Features: judge.Features{Tokens: 1, Words: []uint16{1, 9}, Facts: []uint16{3}}, Yes: []string{"b"}, Weight: 1})
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

// What stands only in drafts for the net has no weight in the linear half, which stays as
// it is.
func TestDraftsForTheNetOnly(t *testing.T) {
	x := drafts()
	for range 2 * rare {
		x = append(x, Example{Features: judge.Features{Tokens: 1, Words: []uint16{7, 13}}, Yes: []string{"b"}, Weight: 1, NetOnly: true})
	}
	asks := []string{"a", "b"}
	linear := func(x []Example) []byte { // the net comes last
		b := Fit(asks, x)
		return b[:len(b)-len(fitNet(len(asks), x, yesTo(asks, x)).Append(nil))]
	}
	assert.Equal(t, linear(drafts()), linear(x))
	for i := range x {
		x[i].NetOnly = false
	}
	assert.NotEqual(t, linear(drafts()), linear(x))
}

func TestRareFeaturesAreLeftOut(t *testing.T) {
	x := append(drafts(), Example{Features: judge.Features{Tokens: 1, Words: []uint16{1, 11}}, Weight: 1})
	rows := vectors(x)
	assert.NotContains(t, rows[len(rows)-1].bucket, uint16(11))
}

// orders are drafts that only the order of their words tells apart.
func orders() (out []Example, yes [][]bool) {
	yes = make([][]bool, 1)
	for i := range 400 {
		word := func(w int) []uint32 { return []uint32{uint32(w), uint32(300 + w%4), 400} }
		words := [][]uint32{word(100 + i%7), word(1), word(2), word(200 + i%5)}
		if i%2 == 1 {
			words[1], words[2] = words[2], words[1]
		}
		out = append(out, Example{Features: judge.Features{Tokens: 4, Bags: [][][]uint32{words}}, Weight: 1})
		yes[0] = append(yes[0], i%2 == 0)
	}
	return out, yes
}

func TestUnknownWordsCountByTheirParts(t *testing.T) {
	examples, yes := orders()
	n := train(1, examples, yes)
	d := n.read([][][]uint32{{{100, 300, 400}, {999, 301, 400}, {998, 997, 996}}})
	assert.Equal(t, []int32{n.row[100]}, d[0][0].rows)
	assert.Equal(t, []int32{0, n.row[300], n.row[400]}, d[0][0].unknown)
	assert.Equal(t, []int32{0, n.row[301], n.row[400]}, d[0][1].rows)
	assert.Equal(t, []int32{0}, d[0][2].rows)
}

func TestNetLearnsWhatStandsBeforeWhat(t *testing.T) {
	examples, yes := orders()
	n := train(1, examples, yes)
	g := &pass{n: n}
	n.turn++
	for i, x := range examples {
		g.take(n.read(x.Features.Bags))
		g.forward()
		g.add()
		z := g.of(0)
		require.Equal(t, yes[0][i], z > 0, "draft %d scores %f", i, z)
	}
	assert.Equal(t, n.quantise().Append(nil), fitNet(1, examples, yes).Append(nil), "the same drafts give the same bytes")
}

// The slopes that backward finds are those of the loss, as small steps show them.
func TestNetSlopes(t *testing.T) {
	examples, _ := orders()
	n := newNet(1, examples[:20], rand.New(rand.NewSource(3)))
	for i := range n.embed.w {
		n.embed.w[i] *= 4 // so that few sums lie within a step of nought
	}
	g := &pass{n: n}
	d := n.read(examples[3].Features.Bags)
	answer := []float32{0}
	tags := []uint8{0, 3, 3, 1}
	loss := func() float64 {
		n.turn++
		n.touched = n.touched[:0]
		g.take(d)
		g.forward()
		return float64(g.answer(answer, 1) + g.tag(tags, 0.5))
	}
	loss()
	g.backward()
	g.spread()
	all := append(n.dense(), &n.embed)
	var found [][]float32
	for _, p := range all {
		found = append(found, slices.Clone(p.grad))
	}
	for k, p := range all {
		differ, looked := 0, 0
		for i := 0; i < len(p.w); i += 1 + len(p.w)/400 {
			const by = 1e-3
			was := p.w[i]
			p.w[i] = was + by
			up := loss()
			p.w[i] = was - by
			down := loss()
			p.w[i] = was
			looked++
			if math.Abs((up-down)/(2*by)-float64(found[k][i])) > 2e-3 {
				differ++
			}
		}
		assert.LessOrEqual(t, differ, 1+looked/50, "weights %d: where a pattern matches best may change within a step, but seldom", k)
	}
}
