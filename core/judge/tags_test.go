package judge

import (
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// taggerOf is a tagger of random weights.
func taggerOf(r *rand.Rand) Tagger {
	g := Tagger{Scale: 1e-5}
	for i := range g.In {
		for j := range g.In[i] {
			g.In[i][j] = int8(r.Intn(255) - 127)
		}
	}
	for j := range g.Bias {
		g.Bias[j] = int32(r.Intn(3_000) - 1_500)
	}
	for k := range Tags {
		for j := range g.Out[k] {
			g.Out[k][j] = int8(r.Intn(255) - 127)
		}
		g.Constant[k] = int32(r.Intn(400_000) - 200_000)
	}
	return g
}

// plainSums returns what speaks for each tag at token t of a paragraph, one number after
// another.
func (n *Net) plainSums(in []bag, t int) []int64 {
	g := &n.Tagger
	var hidden [TagHidden]int64
	for j := range hidden {
		hidden[j] = int64(g.Bias[j])
		for k := max(0, t-TagReach); k <= min(len(in)-1, t+TagReach); k++ {
			for _, row := range n.plainRows(&in[k]) {
				for d := range NetWidth {
					hidden[j] += int64(n.value(row, d)) * int64(g.In[(k-t+TagReach)*NetWidth+d][j])
				}
			}
		}
		hidden[j] = max(0, hidden[j])
	}
	var out []int64
	for k := range Tags {
		sum := int64(g.Constant[k])
		for j, x := range hidden {
			sum += int64(g.Out[k][j]) * x
		}
		out = append(out, sum)
	}
	out[0] -= g.units(tagEase)
	return out
}

// of returns what speaks for the tags of a paragraph.
func (n *Net) of(in []bag, tags []uint8) (sum int64) {
	for t, k := range tags {
		sum += n.plainSums(in, t)[k]
		if t > 0 && tags[t-1] != k {
			sum -= n.Tagger.units(tagChange)
		}
	}
	return sum
}

// best returns the most that speaks for any tags of a paragraph that begin with some.
func (n *Net) best(in []bag, tags []uint8) int64 {
	if len(tags) == len(in) {
		return n.of(in, tags)
	}
	most := int64(math.MinInt64)
	for k := range Tags {
		most = max(most, n.best(in, append(tags, uint8(k))))
	}
	return most
}

func TestTagsAreTheLikeliestTogether(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	n := readNet(netOf(r, 2).Append(nil), 2)
	require.NotNil(t, n)
	n.Tagger.Scale = 1e-6 // a change of tags costs about as much as they differ by
	met := map[uint8]bool{}
	for k := range 30 {
		var in []bag
		for range k % 4 {
			var b bag
			for range 1 + r.Intn(maxBag+2) {
				b.add(uint32(r.Intn(NetBuckets/97)*97 + r.Intn(2)))
			}
			in = append(in, b)
		}
		got := n.tag(in, nil)
		require.Len(t, got, len(in))
		assert.Equal(t, n.best(in, nil), n.of(in, got))
		for _, tag := range got {
			met[tag] = true
		}
	}
	assert.Greater(t, len(met), 3, "tags differ")
}

// The greatest sums that packs can ask for fit their lanes.
func TestTagsOfTheHeaviestRows(t *testing.T) {
	for _, heavy := range []struct {
		row    uint64
		weight int8
	}{{0xaaaa_aaaa_aaaa_aaaa, 127}, {0, 127}, {0xaaaa_aaaa_aaaa_aaaa, -128}, {0, -128}} {
		n := netOf(rand.New(rand.NewSource(1)), 1)
		for i := range n.Rows {
			n.Rows[i] = heavy.row
		}
		for i := range n.Tagger.In {
			for j := range n.Tagger.In[i] {
				n.Tagger.In[i][j] = heavy.weight
			}
		}
		n.begin()
		var b bag
		for k := range maxBag {
			b.add(uint32(97 * k))
		}
		in := []bag{b, b, b, b, b}
		for i := range in {
			keys := []uint64{1, 2, 3, 4, 5}
			plain, sums := n.plainSums(in, i), n.surroundings(in, keys, i)
			for k := 1; k < len(Tags); k++ {
				assert.Equal(t, plain[k], sums[k])
			}
		}
	}
}
