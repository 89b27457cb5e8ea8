package fit

import (
	"math"

	"github.com/bedside-md/bedside/core/judge"
)

// tag returns the loss of the tagger on the draft that is worked on, times share, and
// adds its slopes: the sum over tokens of the cross-entropy.
func (g *pass) tag(tags []uint8, share float32) (loss float32) {
	n := g.n
	starts := g.starts()
	for t, tag := range tags {
		first := max(starts[t], t-judge.TagReach)
		last := t
		for last+1 < len(g.rows) && last < t+judge.TagReach && !g.edge[last+1] {
			last++
		}
		var sum, slope [sums]float32
		for j := range sum {
			sum[j] = n.tagBias.w[j]
			for k := first; k <= last; k++ {
				for d, w := range n.tagIn.w[inputs(j, k-t):][:wide] {
					sum[j] += w * g.vectors[k][d]
				}
			}
			sum[j] = max(0, sum[j])
		}
		chance := n.tagged(&sum)
		loss -= share * float32(math.Log(float64(chance[tag])))
		for k, p := range chance {
			e := share * p
			if k == int(tag) {
				e -= share
			}
			n.tagOffset.grad[k] += e
			for j, w := range n.tagOut.w[k*sums : (k+1)*sums] {
				n.tagOut.grad[k*sums+j] += e * sum[j]
				slope[j] += e * w
			}
		}
		for j, e := range slope {
			if sum[j] <= 0 {
				continue
			}
			n.tagBias.grad[j] += e
			for k := first; k <= last; k++ {
				at := inputs(j, k-t)
				grad := n.tagIn.grad[at:][:wide]
				for d, w := range n.tagIn.w[at:][:wide] {
					grad[d] += e * g.vectors[k][d]
					g.slopes[k][d] += e * w
				}
			}
		}
	}
	return loss
}

// inputs is where the weights of a sum begin for the token so many places on.
func inputs(sum, on int) int { return sum*seen + (on+judge.TagReach)*wide }

// starts returns for each token where its paragraph begins.
func (g *pass) starts() []int {
	out := make([]int, len(g.rows))
	for t := range out {
		out[t] = t
		if t > 0 && !g.edge[t] {
			out[t] = out[t-1]
		}
	}
	return out
}

// tagged returns how likely each tag is, given the sums of a token.
func (n *net) tagged(sum *[sums]float32) []float32 {
	out := make([]float32, len(judge.Tags))
	most := float32(math.Inf(-1))
	for k := range out {
		z := n.tagOffset.w[k]
		for j, w := range n.tagOut.w[k*sums : (k+1)*sums] {
			z += w * sum[j]
		}
		out[k], most = z, max(most, z)
	}
	all := float32(0)
	for k, z := range out {
		out[k] = float32(math.Exp(float64(z - most)))
		all += out[k]
	}
	for k := range out {
		out[k] /= all
	}
	return out
}

// quantiseTags makes the weights of the tagger whole numbers, for rows of so much a unit.
func (n *net) quantiseTags(perRow float64) (g judge.Tagger) {
	const most = 127
	perIn, perOut := perUnit(n.tagIn.w, 1, most), perUnit(n.tagOut.w, 1, most)
	for j := range sums {
		for i, x := range n.tagIn.w[j*seen : (j+1)*seen] {
			g.In[i][j] = int8(whole(x, perIn, most))
		}
		g.Bias[j] = int32(math.Round(float64(n.tagBias.w[j]) / (perRow * perIn)))
	}
	g.Scale = perRow * perIn * perOut
	for k := range judge.Tags {
		for j, x := range n.tagOut.w[k*sums : (k+1)*sums] {
			g.Out[k][j] = int8(whole(x, perOut, most))
		}
		g.Constant[k] = int32(math.Round(float64(n.tagOffset.w[k]) / g.Scale))
	}
	return g
}
