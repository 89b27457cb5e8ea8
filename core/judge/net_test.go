package judge

import (
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

// netOf is a net of random weights for so many questions.
func netOf(r *rand.Rand, asks int) *Net {
	n := &Net{Shift: 2}
	small := func() int8 { return int8(r.Intn(255) - 127) }
	for o := range n.Conv {
		for d := range n.Conv[o] {
			for h := range n.Conv[o][d] {
				n.Conv[o][d][h] = small() / 8
			}
		}
	}
	for h := range n.Bias {
		n.Bias[h] = int32(r.Intn(200) - 100)
	}
	sum := func() Sum {
		s := Sum{Scale: 0.001, PerMean: 0.01, Constant: 0.5}
		for i := range s.Of {
			s.Of[i] = small()
		}
		for i := range s.Mean {
			s.Mean[i] = small()
		}
		return s
	}
	for range asks {
		n.Out = append(n.Out, sum())
	}
	n.Tagger = taggerOf(r)
	n.Known = Ranks(NetBuckets, func(b int) bool { return b%97 == 0 })
	for range n.Known.len() + 1 {
		row := uint64(0)
		for range NetWidth {
			row = row<<rowBits | uint64(r.Intn(2*RowMost+1))
		}
		n.Rows = append(n.Rows, row)
	}
	for i := range n.Deep {
		n.Deep[i] = sum()
	}
	for range asks {
		var over [NetDeep]int8
		for i := range over {
			over[i] = small()
		}
		n.Over, n.PerDeep = append(n.Over, over), append(n.PerDeep, 0.002)
	}
	n.begin()
	return n
}

// value is one number of a row.
func (n *Net) value(row, d int) int32 { return int32(n.Rows[row]>>(rowBits*d)&rowMask) - RowMost }

// plainRows are the rows of a bag.
func (n *Net) plainRows(b *bag) (out []int) {
	_, known := n.Known.rank(b.of[0])
	if !known {
		out = append(out, unknown)
	}
	for k, x := range b.of[:b.n] {
		if i, ok := n.Known.rank(x); ok && (k == 0 || k >= BagHead || !known) {
			out = append(out, i+1)
		}
	}
	return out
}

// plain scores as score does, one number after another and without memory.
func (n *Net) plain(paragraphs [][]bag, ask int) float64 {
	value, rows := n.value, n.plainRows
	var peak [NetFilters]int32
	for h := range peak {
		peak[h] = math.MinInt16
	}
	var sum [NetWidth]int32
	tokens := 0
	for _, p := range paragraphs {
		tokens += len(p)
		for t := range p {
			for _, row := range rows(&p[t]) {
				for d := range sum {
					sum[d] += value(row, d)
				}
			}
			for h := range peak {
				z := int32(0)
				for o := range NetSpan {
					if k := t + o - 1; k >= 0 && k < len(p) {
						for _, row := range rows(&p[k]) {
							y := int32(0)
							for d := range NetWidth {
								y += value(row, d) * int32(n.Conv[o][d][h])
							}
							z += min(max((y+1<<n.Shift>>1)>>n.Shift, -NetLane), NetLane-1)
						}
					}
				}
				peak[h] = max(peak[h], z)
			}
		}
	}
	of := func(by *Sum) float64 {
		s, m := 0, 0
		for h, x := range peak {
			s += int(by.Of[h]) * int(max(0, x+n.Bias[h]))
		}
		for d, x := range sum {
			m += int(by.Mean[d]) * int(x)
		}
		return by.Constant + by.Scale*float64(s) + by.PerMean*float64(m)/math.Sqrt(float64(tokens))
	}
	z := of(&n.Out[ask])
	for i := range n.Deep {
		z += n.PerDeep[ask] * float64(n.Over[ask][i]) * max(0, of(&n.Deep[i]))
	}
	return z
}

func TestNetScoresAsThePlainSums(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	n := readNet(netOf(r, 3).Append(nil), 3)
	require.NotNil(t, n)
	for range 200 {
		var d text.Doc
		var all []bag
		var paragraphs [][]bag
		for p := range 1 + r.Intn(3) {
			var in []bag
			for range 1 + r.Intn(12) {
				var b bag
				for range 1 + r.Intn(maxBag+2) {
					b.add(uint32(r.Intn(NetBuckets/97)*97 + r.Intn(2)))
				}
				in = append(in, b)
			}
			paragraphs = append(paragraphs, in)
			first := int32(len(all))
			all = append(all, in...)
			cut := first + int32(len(in)/2)
			d.Sentences = append(d.Sentences, text.Sentence{First: first, Last: cut, Paragraph: int32(p)}, text.Sentence{First: cut, Last: int32(len(all)), Paragraph: int32(p)})
		}
		for again := range 2 {
			out := [maxAsks]float64{}
			n.score(&d, all, &out)
			for a := range 3 {
				assert.InDelta(t, n.plain(paragraphs, a)*(1-linearShare), out[a], 1e-4, "question %d, time %d", a, again)
			}
		}
	}
}

// Every lane holds the sum of three full bags of the greatest rows.
func TestNetLanesHoldTheGreatestSums(t *testing.T) {
	for _, sign := range []int8{1, -1} {
		n := netOf(rand.New(rand.NewSource(1)), 1)
		for i := range n.Rows {
			n.Rows[i] = 0xaaaa_aaaa_aaaa_aaaa
		}
		for o := range n.Conv {
			for d := range n.Conv[o] {
				for h := range n.Conv[o][d] {
					n.Conv[o][d][h] = 127 * sign
				}
			}
		}
		n.begin()
		var in []bag
		for range 5 {
			var b bag
			for k := range uint32(maxBag) {
				b.add(97*k + uint32(bit(k == 0))) // the word is not known
			}
			in = append(in, b)
		}
		d := text.Doc{Sentences: []text.Sentence{{First: 0, Last: 5}}}
		out := [maxAsks]float64{}
		n.score(&d, in, &out)
		assert.InDelta(t, n.plain([][]bag{in}, 0)*(1-linearShare), out[0], 1e-4, "sign %d", sign)
	}
}

func TestNetForgetsWhatItReadLongAgo(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	n := netOf(r, 1)
	n.Known = Ranks(NetBuckets, func(b int) bool { return b < 3*keptRows })
	for len(n.Rows) <= 3*keptRows {
		x := r.Uint64()
		n.Rows = append(n.Rows, x&^(x>>1&0x5555_5555_5555_5555))
	}
	n.begin()
	for i := range 3 * keptRows {
		var b bag
		b.add(uint32(i))
		n.paragraph([]bag{b})
		require.LessOrEqual(t, len(n.ready), keptRows)
	}
	var b bag
	b.add(1)
	in := []bag{b, b}
	var h hearing
	n.hear(in, &h)
	heard := *n.paragraph(in)
	assert.Equal(t, h.peak, heard.peak)
	assert.Equal(t, h.sum, heard.sum)
}

func TestNetCutShortIsNone(t *testing.T) {
	n := netOf(rand.New(rand.NewSource(2)), 2)
	b := n.Append(nil)
	assert.NotNil(t, readNet(b, 2))
	row := n.Rows[0]
	n.Rows[0] = rowMask << 8
	assert.Nil(t, readNet(n.Append(nil), 2), "a number above RowMost")
	n.Rows[0] = row
	assert.NotNil(t, readNet(n.Append(nil), 2))
	n.Shift = mostShift + 1
	assert.Nil(t, readNet(n.Append(nil), 2))
	for _, n := range []int{0, 1, 100, len(b) - 8, len(b) - 1} {
		assert.Nil(t, readNet(b[:n], 2), "%d bytes", n)
	}
	assert.Nil(t, readNet(append(slices.Clone(b), 0), 2))
}

// A pack is free to fill the whole table, and its rows must still be found.
func TestRanksOfAFullTable(t *testing.T) {
	r := Ranks(NetBuckets, func(int) bool { return true })
	assert.Equal(t, NetBuckets, r.len())
	for _, b := range []uint32{0, 1<<16 - 1, 1 << 16, NetBuckets - 1} {
		i, ok := r.rank(b)
		assert.True(t, ok)
		assert.Equal(t, int(b), i)
	}
}
