package fit

import (
	"math"
	"slices"

	"github.com/bedside-md/bedside/core/judge"
)

// inRowRange is the share of a row's numbers that are worth no more than RowMost is: the
// loss of a bell curve cut to three levels is least with the outer ones at 1.2 of its
// standard deviations (Max, IRE Transactions on Information Theory 6, 1960).
const inRowRange = 0.77

// perUnit returns what one of so many levels is worth for a share of the weights to
// lie within them.
func perUnit[T float32 | float64](w []T, share float64, levels int) float64 {
	size := make([]float64, len(w))
	for i, x := range w {
		size[i] = math.Abs(float64(x))
	}
	slices.Sort(size)
	return max(size[int(share*float64(len(size)-1))], 1e-9) / float64(levels)
}

func whole[T float32 | float64](x T, unit float64, levels int) int {
	return max(-levels, min(levels, int(math.Round(float64(x)/unit))))
}

// quantise makes the weights of a net whole numbers.
func (n *net) quantise() *judge.Net {
	const most = 127
	out := &judge.Net{}
	if n.perRow == 0 {
		n.coarsen()
	}
	perRow, perConv := n.perRow, perUnit(n.conv.w, 1, most)
	for r := range len(n.embed.w) / wide {
		row := uint64(0)
		for d, x := range n.embed.w[r*wide : (r+1)*wide] {
			row |= uint64(whole(x, perRow, judge.RowMost)+judge.RowMost) << (2 * d)
		}
		out.Rows = append(out.Rows, row)
	}
	for i, x := range n.conv.w {
		out.Conv[i/wide/filters][i/filters%wide][i%filters] = int8(whole(x, perConv, most))
	}
	out.Known = judge.Ranks(judge.NetBuckets, func(b int) bool { _, ok := n.row[uint32(b)]; return ok })
	out.Shift = shift(out)
	out.Tagger = n.quantiseTags(perRow)
	unit := perRow * perConv * float64(int(1)<<out.Shift)
	for h, x := range n.bias.w {
		out.Bias[h] = int32(math.Round(float64(x) / unit))
	}
	sum := func(w []float32, constant float32) (s judge.Sum) {
		found, mean := perUnit(w[:filters], 1, most), perUnit(w[filters:], 1, most)
		for i := range s.Of {
			s.Of[i] = int8(whole(w[i], found, most))
		}
		for i := range s.Mean {
			s.Mean[i] = int8(whole(w[filters+i], mean, most))
		}
		s.Scale, s.PerMean, s.Constant = found*unit, mean*perRow, float64(constant)
		return s
	}
	for j := range out.Deep {
		out.Deep[j] = sum(n.deep.w[j*hidden:(j+1)*hidden], n.deepBias.w[j])
	}
	for a := range n.asks {
		w := n.over.w[a*deep : (a+1)*deep]
		perDeep := perUnit(w, 1, most)
		var over [deep]int8
		for j, x := range w {
			over[j] = int8(whole(x, perDeep, most))
		}
		out.Out = append(out.Out, sum(n.out.w[a*hidden:(a+1)*hidden], n.offset.w[a]))
		out.Over, out.PerDeep = append(out.Over, over), append(out.PerDeep, perDeep)
	}
	return out
}

// shift returns how far the sums of a row must be shifted for nearly all to fit
// where judge.Net adds them up.
func shift(n *judge.Net) uint8 {
	var sizes []float32
	for _, row := range n.Rows {
		for o := range n.Conv {
			for h := range filters {
				sum := 0
				for d, x := 0, row; d < wide; d, x = d+1, x>>2 {
					sum += (int(x&3) - judge.RowMost) * int(n.Conv[o][d][h])
				}
				sizes = append(sizes, float32(sum))
			}
		}
	}
	most := perUnit(sizes, 0.9999, 1)
	return uint8(max(0, math.Ceil(math.Log2(most/judge.NetLane))))
}
