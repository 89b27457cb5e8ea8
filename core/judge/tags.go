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
var Tags = [...]string{
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
	Out      [len(Tags)][TagHidden]int8
	Constant [len(Tags)]int32
	Scale    float64 // log-odds that a unit of a tag's sum is worth

	in   [tagInputs][TagHidden / perTagLane]uint64 // In, with half added, in lanes
	rest [TagHidden]int64                          // what that and tagMiddle add to a sum, less Bias
	met  []surrounded                              // by remainder of the key
}

// surrounded is what speaks for each tag of a token among its neighbours. An edit leaves
// nearly all of a draft's as they were.
type surrounded struct {
	key  uint64
	sums [len(Tags)]int64
}

const (
	keptMet    = 1024 // remainders in met
	mostTagged = 4096 // tokens of a draft: no post is longer, and whole books would take minutes
	leastScale = 1e-9 // so that every ease is a whole number of units
	perTagLane = 2
	tagMiddle  = RowMost * maxBag // added to each number of a token, which then is not below nought
	half       = 1 << 7           // added to a weight, for the same reason
)

// Lanes of 32 bits hold the sum of all products of a number and a weight.
var _ = [1<<32 - tagInputs*(2*RowMost*maxBag+1)*2*half]struct{}{}

// begin makes a tagger ready to tag.
func (g *Tagger) begin() {
	g.in = [len(g.in)][len(g.in[0])]uint64{}
	g.met = make([]surrounded, keptMet)
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
	var sum [perLane]uint64 // with RowMost added for each row, in lanes
	var found [maxBag]int
	rows := n.rowsOf(b, &found)
	for _, row := range rows {
		x := n.Rows[row]
		for k := range sum {
			sum[k] += x >> (rowBits * k) & (rowMask * lanes)
		}
	}
	for d := range out {
		out[d] = uint8(int(lane(sum[d%perLane], d/perLane)) + tagMiddle - RowMost*len(rows))
	}
}

// tag appends the tag of each token of a paragraph to out: those whose sums are the
// greatest together, where none counts tagEase less and each change of tags costs tagChange
// (after Viterbi).
func (n *Net) tag(in []bag, out []uint8) []uint8 {
	if len(in) == 0 {
		return out
	}
	g := &n.Tagger
	keys := make([]uint64, len(in))
	for i := range in {
		keys[i] = in[i].key(1)
	}
	none, change := g.units(tagEase), g.units(tagChange)
	var best [len(Tags)]int64 // of all tags up to a token, by its own tag
	from := make([][len(Tags)]uint8, len(in))
	top := 0 // the best tag of the token before
	for i := range in {
		sums := n.surroundings(in, keys, i)
		most, then := best[top]-change, uint8(top)
		top = 0
		for k, s := range sums {
			from[i][k] = uint8(k)
			if most > best[k] {
				best[k], from[i][k] = most, then
			}
			best[k] += s
			if k == 0 {
				best[k] -= none
			}
			if best[k] > best[top] {
				top = k
			}
		}
	}
	at := len(out)
	out = append(out, make([]uint8, len(in))...)
	for i := len(in) - 1; i >= 0; i-- {
		out[at+i] = uint8(top)
		top = int(from[i][top])
	}
	return out
}

// surroundings returns what speaks for each tag of token i of a paragraph, given the keys of
// its bags.
func (n *Net) surroundings(in []bag, keys []uint64, i int) *[len(Tags)]int64 {
	g := &n.Tagger
	key := uint64(1)
	for k := i - TagReach; k <= i+TagReach; k++ {
		if k >= 0 && k < len(in) {
			key ^= keys[k]
		}
		key = (key ^ key>>29) * 0x9e3779b97f4a7c15
	}
	met := &g.met[key%keptMet]
	if met.key == key {
		return &met.sums
	}
	var window [TagSpan][NetWidth]uint8
	for o := range window {
		if k := i - TagReach + o; k >= 0 && k < len(in) {
			n.vector(&in[k], &window[o])
			continue
		}
		for d := range window[o] {
			window[o][d] = tagMiddle
		}
	}
	met.key = key
	hidden := g.hidden(&window)
	for k := range met.sums {
		met.sums[k] = g.sum(k, &hidden)
	}
	return &met.sums
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
			x := stretch{Tags[k], int32(first), int32(last)}
			st.hear(x)
			if x.label == "reid.place" && unlisted(f, x) {
				st.tagged = append(st.tagged, stretch{"identifier.place", x.first, x.last})
			}
		}
		first = last
	}
}

// unlisted reports whether a place goes by a name and no rule knows any of it: most
// that no list of places holds are small.
func unlisted(f *scan.Facts, x stretch) bool {
	named := false
	for i := x.first; i < x.last; i++ {
		named = named || f.Doc.Tokens[i].Is(text.Capital) && !f.Doc.Tokens[i].Is(text.SentStart)
	}
	return named && !slices.ContainsFunc(f.Facts, func(y scan.Fact) bool { return y.First < x.last && x.first < y.Last })
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

// tags fills out with the tag of each token of a draft, given its bags; of one that is too
// long, with nothing.
func (n *Net) tags(d *text.Doc, in []bag, out []uint8) []uint8 {
	out = out[:0]
	if len(in) > mostTagged {
		return out
	}
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
	return appendFloats(b, g.Scale)
}
