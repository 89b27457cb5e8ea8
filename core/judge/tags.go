package judge

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Tags are the labels that a token of a patient's story may carry, after that of none.
var Tags = []string{
	"", "identifier.name", "identifier.place", "reid.age", "reid.sex", "reid.place", "reid.time",
	"reid.occupation", "reid.condition", "reid.event", "reid.relation", "reid.trait",
}

// Shape of a tagger.
const (
	TagReach  = 2              // tokens on either side that it sees
	TagSpan   = 2*TagReach + 1 // tokens it sees
	TagHidden = 32             // sums it makes of them
	tagInputs = TagSpan * NetWidth
)

// Tagger says of each token of a patient's story which kind of detail it belongs to:
// what no lexicon lists is known by what stands around it. It sees the numbers that a
// net's rows make of a token and its neighbours in the paragraph, and is fitted together
// with the net. All sums are whole numbers, the same on every host.
type Tagger struct {
	In       [tagInputs][TagHidden]int8 // of the first token, the second …, by number
	Bias     [TagHidden]int32
	Out      [][TagHidden]int8 // of each of Tags
	Constant []int32
	Scale    float64 // log-odds that a unit of a tag's sum is worth

	in   [tagInputs][TagHidden / perTagLane]uint64 // In, with half added, in lanes
	rest [TagHidden]int64                          // what that and tagMiddle add to a sum, less Bias
}

const (
	leastScale = 1e-9 // so that every ease is a whole number of units
	perTagLane = 2
	tagMiddle  = 8 * maxBag // added to each number of a token, which then is not below nought
)

// Lanes of 32 bits hold the sum of all products of a number and a weight.
var _ = [1<<32 - tagInputs*(15*maxBag+1)*2*half]struct{}{}

// begin makes a tagger ready to tag.
func (g *Tagger) begin() {
	g.in = [len(g.in)][len(g.in[0])]uint64{}
	for j := range g.rest {
		g.rest[j] = -int64(g.Bias[j])
	}
	for i := range g.In {
		for j, w := range g.In[i] {
			g.in[i][j/perTagLane] |= uint64(int(w)+half) << (32 * (j % perTagLane))
			g.rest[j] += tagMiddle * int64(w)
		}
	}
}

// vector adds up a token's rows, tagMiddle added to each number.
func (n *Net) vector(b *bag, out *[NetWidth]uint8) {
	var sum [4]uint64 // of each fourth number, with eight added for each row, in lanes
	var found [maxBag]int
	rows := n.rowsOf(b, &found)
	for _, row := range rows {
		x := n.Rows[row]
		for k := range sum {
			sum[k] += x >> (4 * k) & (15 * lanes)
		}
	}
	for d := range out {
		out[d] = uint8(int(lane(sum[d%4], d/4)) + tagMiddle - 8*len(rows))
	}
}

// tag appends the tag of each token of a paragraph to out: those whose sums are the
// greatest together, where none counts tagEase less and each change of tags costs tagChange
// (after Viterbi).
func (n *Net) tag(in []bag, out []uint8) []uint8 {
	g := &n.Tagger
	if len(in) == 0 {
		return out
	}
	none, change := g.units(tagEase), g.units(tagChange)
	best := make([]int64, len(Tags)) // of all tags up to a token, by its own tag
	from := make([]uint8, len(in)*len(Tags))
	var window [TagSpan][NetWidth]uint8
	next := func(i int) {
		copy(window[:], window[1:])
		last := &window[TagSpan-1]
		if i < len(in) {
			n.vector(&in[i], last)
			return
		}
		for d := range last {
			last[d] = tagMiddle
		}
	}
	for range TagReach {
		next(len(in)) // nothing stands before the paragraph
	}
	for i := range TagReach {
		next(i)
	}
	top := uint8(0) // the best tag of the token before
	for i := range in {
		next(i + TagReach)
		hidden := g.hidden(&window)
		most, then := best[top]-change, top
		for k := range Tags {
			before := uint8(k)
			if most > best[k] {
				best[k], before = most, then
			}
			from[i*len(Tags)+k] = before
			best[k] += g.sum(k, &hidden)
			if k == 0 {
				best[k] -= none
			}
			if best[k] > best[top] || k == 0 {
				top = uint8(k)
			}
		}
	}
	at := len(out)
	out = append(out, make([]uint8, len(in))...)
	for i := len(in) - 1; i >= 0; i-- {
		out[at+i] = top
		top = from[i*len(Tags)+int(top)]
	}
	return out
}

// units is a number of log-odds in units of a tag's sum.
func (g *Tagger) units(odds float64) int64 { return int64(math.Round(odds / g.Scale)) }

// hidden returns the sums over a token and its neighbours, none below nought.
func (g *Tagger) hidden(window *[TagSpan][NetWidth]uint8) (out [TagHidden]int64) {
	var sums [TagHidden / perTagLane]uint64
	all := int64(0)
	for o := range window {
		for d, e := range window[o] {
			all += int64(e)
			w := &g.in[o*NetWidth+d]
			for k := range sums {
				sums[k] += uint64(e) * w[k]
			}
		}
	}
	for j := range out {
		x := uint32(sums[j/perTagLane] >> (32 * (j % perTagLane)))
		out[j] = max(0, int64(x)-half*all-g.rest[j])
	}
	return out
}

// sum returns what speaks for a tag.
func (g *Tagger) sum(tag int, hidden *[TagHidden]int64) int64 {
	s := int64(g.Constant[tag])
	for j, w := range g.Out[tag] {
		s += int64(w) * hidden[j]
	}
	return s
}

// stretch is the tokens [First, Last) that carry one label.
type stretch struct {
	label       string
	first, last int32
}

// tagStory adds to a patient's story what the tagger hears and no rule found.
func (j *Judge) tagStory(f *scan.Facts, st *Story) {
	if j.model == nil {
		return
	}
	j.tags = j.model.net.tags(f.Doc, j.seen, j.tags)
	for first := 0; first < len(j.tags); {
		last := first + 1
		for last < len(j.tags) && j.tags[last] == j.tags[first] && f.Doc.Tokens[last].Sentence == f.Doc.Tokens[first].Sentence {
			last++
		}
		if k := j.tags[first]; k > 0 {
			st.hear(stretch{Tags[k], int32(first), int32(last)})
		}
		first = last
	}
}

// hear adds what the tagger hears to a story: a name, a place, or a detail without the
// words at its ends that belong to another.
func (st *Story) hear(x stretch) {
	if !strings.HasPrefix(x.label, "reid.") {
		st.tagged = append(st.tagged, x)
		return
	}
	others := func(token int32) bool {
		return slices.ContainsFunc(st.Factors, func(o Factor) bool { return o.Label != x.label && o.First <= token && token < o.Last })
	}
	for x.first < x.last && others(x.first) {
		x.first++
	}
	for x.first < x.last && others(x.last-1) {
		x.last--
	}
	if x.first < x.last {
		st.heardOf = append(st.heardOf, Factor{Label: x.label, First: x.first, Last: x.last})
	}
}

// shown are the details of a story with what only the model hears, and as far as it
// hears them: that is shown, and decides nothing.
func (st *Story) shown() []Factor {
	out := slices.Clone(st.Factors)
	for _, x := range st.heardOf {
		out = with(out, x)
	}
	text.Order(out, func(a, b Factor) int { return int(a.First - b.First) })
	return out
}

// tags fills out with the tag of each token of a draft, given its bags.
func (n *Net) tags(d *text.Doc, in []bag, out []uint8) []uint8 {
	out = out[:0]
	paragraphs(d, func(first, last int32) {
		h := n.paragraph(in[first:last])
		if !h.tagged {
			h.tags, h.tagged = n.tag(in[first:last], h.tags[:0]), true
		}
		out = append(out, h.tags...)
	})
	return out
}

// A tagger as a model holds it: In, Bias (int32), for each of Tags Out and Constant
// (int32), and Scale (float32).
const (
	taggerSize = tagInputs*TagHidden + 4*TagHidden + 4
	perTag     = TagHidden + 4
)

func (g *Tagger) append(b []byte) []byte {
	for i := range g.In {
		b = appendInt8(b, g.In[i][:])
	}
	for _, x := range g.Bias {
		b = binary.LittleEndian.AppendUint32(b, uint32(x))
	}
	for k := range g.Out {
		b = appendInt8(b, g.Out[k][:])
		b = binary.LittleEndian.AppendUint32(b, uint32(g.Constant[k]))
	}
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(g.Scale)))
}
