package judge

import (
	"encoding/binary"
	"math"

	"github.com/bedside-md/bedside/core/text"
)

// Shape of a net.
const (
	NetWidth   = 32  // numbers that stand for a feature
	NetFilters = 320 // patterns it looks for
	NetSpan    = 3   // tokens that a pattern spans
	NetDeep    = 96  // sums of what patterns and mean come to, that answers are made of too
	RowMost    = 1   // the greatest of the numbers that stand for a feature; the least is as far below nought
)

// Net hears what stands near what. Each feature of a token is a few numbers, which
// are summed up; patterns of three tokens are compared with them at every place,
// and the best match of each pattern anywhere in the draft counts (a convolution
// with max-pooling over time, after Collobert and others, JMLR 12, 2011), beside
// the mean of all tokens: both by themselves and in sums, none below nought, that tell
// what stands with what in the whole draft. Weights are small whole numbers, and so are
// most sums; the others are rounded alike on every host.
type Net struct {
	Conv [NetSpan][NetWidth][NetFilters]int8
	Bias [NetFilters]int32
	// A pattern's sums are divided by 1<<Shift, so that they fit into eleven bits.
	Shift uint8
	Deep  [NetDeep]Sum
	// For each question.
	Out     []Sum
	Over    [][NetDeep]int8 // of Deep
	PerDeep []float64       // what a unit of Over is worth
	// Rows holds a feature's numbers in two bits each, with RowMost added; the first
	// row is that of words unknown. Known has a bit for each bucket that has a row.
	Known  ranks
	Rows   []uint64
	Tagger Tagger

	conv  [NetWidth][perRow]uint64 // of all patterns at each of their places, in lanes
	ready [][perRow]uint64         // rows compared with all patterns, in lanes
	at    []uint16                 // row -> one more than its index in ready
	heard [][nearHear]hearing      // by remainder of a paragraph's key, the latest first
}

// Sum weighs what patterns and the mean come to.
type Sum struct {
	Of             [NetFilters]int8
	Mean           [NetWidth]int8
	Scale, PerMean float64 // what a unit of Of and of Mean is worth
	Constant       float64
}

// sumSize is how many bytes hold a Sum.
const sumSize = NetFilters + NetWidth + 3*4

// of returns the sum; norm goes with the mean. The conversions keep a host from fusing
// steps, which would round otherwise.
func (s *Sum) of(found *[NetFilters]int32, mean *[NetWidth]int32, norm float64) float64 {
	f, m := int32(0), int32(0)
	for i, w := range s.Of {
		f += int32(w) * found[i]
	}
	for i, w := range s.Mean {
		m += int32(w) * mean[i]
	}
	return s.Constant + float64(s.Scale*float64(f)) + float64(s.PerMean*float64(float64(m)*norm))
}

// hearing is what patterns and mean come to in one paragraph.
type hearing struct {
	key  uint64
	peak [perPlace]uint64 // in lanes
	sum  [NetWidth]int32
	// Of each token, once they were asked for.
	tags   []uint8
	tagged bool
}

const (
	NetLane   = 1 << 10 // added to what is summed up in a lane, which lies within [-NetLane, NetLane)
	perPlace  = NetFilters / 4
	perRow    = NetSpan * perPlace
	rowBits   = 2
	rowMask   = 1<<rowBits - 1
	perLane   = NetWidth / 4            // numbers of a row between two that are added in one word
	mostShift = 2                       // brings the greatest sum of a row, 128*NetWidth, to NetLane
	mostRows  = 1 << 16 / (2 * NetLane) // rows whose lanes can be added
	keptRows  = 1024                    // of ready at most
	keptHear  = 128                     // remainders in heard
	nearHear  = 4                       // paragraphs kept of each
)

var _ = [mostRows - NetSpan*maxBag]struct{}{} // three bags fit

// unknown is the row of words without one.
const unknown = 0

// rowOf returns the row of a bucket, -1 for none.
func (n *Net) rowOf(bucket uint32) int {
	if i, ok := n.Known.rank(bucket); ok {
		return i + 1
	}
	return -1
}

// rowsOf returns the rows of a bag: that of its word or, where it is not known, that of
// words unknown and those of its beginning and its end; then the others.
func (n *Net) rowsOf(b *bag, out *[maxBag]int) []int {
	rows := out[:0]
	known := false
	for k, bucket := range b.of[:b.n] {
		row := n.rowOf(bucket)
		switch {
		case k == 0 && row < 0:
			row = unknown
		case k == 0:
			known = true
		case row < 0, known && k < BagHead:
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// product returns a row compared with every pattern at each of its places.
func (n *Net) product(row int) *[NetSpan * NetFilters / 4]uint64 {
	if k := n.at[row]; k > 0 {
		return &n.ready[k-1]
	}
	if len(n.ready) == keptRows {
		n.ready = n.ready[:0]
		clear(n.at)
	}
	// Below nought a lane borrows from the next and gets it back when its middle is added.
	n.ready = append(n.ready, [perRow]uint64{})
	out := &n.ready[len(n.ready)-1]
	n.at[row] = uint16(len(n.ready))
	for i := range out {
		out[i] = (middle + 1<<n.Shift>>1) * lanes // what is shifted away is rounded
	}
	for d, x := 0, n.Rows[row]; d < NetWidth; d, x = d+1, x>>rowBits {
		switch c := &n.conv[d]; x & rowMask {
		case RowMost - 1:
			for i := range out {
				out[i] -= c[i]
			}
		case RowMost + 1:
			for i := range out {
				out[i] += c[i]
			}
		}
	}
	low := (uint64(middle)>>n.Shift - NetLane) * lanes
	fits := (uint64(laneMost) >> n.Shift) * lanes
	for i, x := range out {
		out[i] = minLanes(maxLanes(x>>n.Shift&fits, low)-low, (2*NetLane-1)*lanes)
	}
	return out
}

// hear compares the tokens of a paragraph with all patterns.
func (n *Net) hear(in []bag, h *hearing) {
	*h = hearing{key: h.key, tags: h.tags}
	var window [NetSpan][perPlace]uint64 // of the token before, this one and the next: sums so far
	var rows [NetSpan]int
	var found [maxBag]int
	flush := func() {
		free := uint64(mostRows-1-rows[0]) * NetLane * lanes
		for k, x := range window[0] {
			h.peak[k] = maxLanes(h.peak[k], x+free)
		}
	}
	shift := func() {
		window[0], window[1], window[2] = window[1], window[2], [perPlace]uint64{}
		rows[0], rows[1], rows[2] = rows[1], rows[2], 0
	}
	for i := range in {
		b := &in[i]
		var sum [perLane]uint64 // with RowMost added, in lanes
		added := rows[NetSpan-1]
		for _, row := range n.rowsOf(b, &found) {
			p := n.product(row)
			// The token is the last of three for the place before it, and the first for the
			// one after it.
			for o := range window {
				w, q := &window[o], (*[perPlace]uint64)(p[(NetSpan-1-o)*perPlace:])
				for k := range w {
					w[k] += q[k]
				}
				rows[o]++
			}
			x := n.Rows[row]
			for k := range sum {
				sum[k] += x >> (rowBits * k) & (rowMask * lanes)
			}
		}
		added = rows[NetSpan-1] - added
		for d := range h.sum {
			h.sum[d] += int32(lane(sum[d%perLane], d/perLane)) - int32(RowMost*added)
		}
		if i > 0 {
			flush()
		}
		shift()
	}
	if len(in) > 0 {
		flush()
	}
}

// linearShare is what the linear half's log-odds count beside the net's. Chosen on held-out
// files.
const linearShare = 0.4

// score averages out with the net's log-odds of each question about a draft, given
// its bags.
func (n *Net) score(d *text.Doc, in []bag, out *[maxAsks]float64) {
	if len(in) == 0 {
		return
	}
	var all hearing
	paragraphs(d, func(first, last int32) {
		h := n.paragraph(in[first:last])
		for i, x := range h.peak {
			all.peak[i] = maxLanes(all.peak[i], x)
		}
		for i, x := range h.sum {
			all.sum[i] += x
		}
	})
	var found [NetFilters]int32
	for i := range found {
		found[i] = max(0, int32(lane(all.peak[i/4], i%4))-(mostRows-1)*NetLane+n.Bias[i])
	}
	norm := 1 / math.Sqrt(float64(len(in)))
	var deep [NetDeep]float64
	for i := range deep {
		deep[i] = max(0, n.Deep[i].of(&found, &all.sum, norm))
	}
	for a := range n.Out {
		over := 0.0
		for i, w := range n.Over[a] {
			over += float64(float64(w) * deep[i])
		}
		heard := n.Out[a].of(&found, &all.sum, norm) + float64(n.PerDeep[a]*over)
		out[a] = float64(linearShare*out[a]) + float64((1-linearShare)*heard)
	}
}

// paragraphs calls do with the tokens [first, last) of each paragraph.
func paragraphs(d *text.Doc, do func(first, last int32)) {
	for s := 0; s < len(d.Sentences); {
		first, paragraph := d.Sentences[s].First, d.Sentences[s].Paragraph
		last := first
		for ; s < len(d.Sentences) && d.Sentences[s].Paragraph == paragraph; s++ {
			last = d.Sentences[s].Last
		}
		do(first, last)
	}
}

// paragraph returns what is heard in the bags of a paragraph.
func (n *Net) paragraph(in []bag) *hearing {
	key := uint64(len(in))
	for i := range in {
		key = in[i].key(key)
	}
	near := &n.heard[key%keptHear]
	for i := range near {
		if near[i].key == key {
			return &near[i]
		}
	}
	memory := near[nearHear-1].tags
	copy(near[1:], near[:])
	near[0].key, near[0].tags = key, memory
	n.hear(in, &near[0])
	return &near[0]
}

// begin makes a net ready to score.
func (n *Net) begin() {
	clear(n.conv[:])
	for o := range n.Conv {
		for d := range n.Conv[o] {
			for h, x := range n.Conv[o][d] {
				n.conv[d][o*perPlace+h/4] += uint64(int64(x)) << (16 * (h % 4))
			}
		}
	}
	n.Tagger.begin()
	n.at = make([]uint16, len(n.Rows))
	n.heard = make([][nearHear]hearing, keptHear)
	n.ready = make([][perRow]uint64, 0, min(keptRows, len(n.Rows)))
}

// A net as a model holds it, little-endian: Conv, Shift, Bias (int32), Deep, for each
// question Out, Over and PerDeep (float32), the tagger, the bits of Known, and Rows. A
// Sum is Of, Mean, and Scale, PerMean and Constant (float32).

// Append appends a net as a model holds it.
func (n *Net) Append(b []byte) []byte {
	for o := range n.Conv {
		for d := range n.Conv[o] {
			b = appendInt8(b, n.Conv[o][d][:])
		}
	}
	b = append(b, n.Shift)
	for _, x := range n.Bias {
		b = binary.LittleEndian.AppendUint32(b, uint32(x))
	}
	sum := func(s *Sum) {
		b = appendInt8(appendInt8(b, s.Of[:]), s.Mean[:])
		b = appendFloats(b, s.Scale, s.PerMean, s.Constant)
	}
	for i := range n.Deep {
		sum(&n.Deep[i])
	}
	for a := range n.Out {
		sum(&n.Out[a])
		b = appendFloats(appendInt8(b, n.Over[a][:]), n.PerDeep[a])
	}
	b = n.Tagger.append(b)
	b = n.Known.append(b)
	for _, x := range n.Rows {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return b
}

func appendInt8(b []byte, list []int8) []byte {
	for _, x := range list {
		b = append(b, byte(x))
	}
	return b
}

// appendFloats appends numbers as float32.
func appendFloats(b []byte, list ...float64) []byte {
	for _, x := range list {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(x)))
	}
	return b
}

// readNet reads a net for so many questions. It returns nil for bytes that are none.
func readNet(b []byte, asks int) *Net {
	const perAsk = sumSize + NetDeep + 4
	if len(b) < NetSpan*NetWidth*NetFilters+1+4*NetFilters+NetDeep*sumSize+asks*perAsk+taggerSize+len(Tags)*perTag+NetBuckets/8 {
		return nil
	}
	n := &Net{}
	take := func(into []int8) {
		for i := range into {
			into[i] = int8(b[i])
		}
		b = b[len(into):]
	}
	float := func() float64 {
		x := math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[4:]
		return float64(x)
	}
	whole := func() int32 {
		x := int32(binary.LittleEndian.Uint32(b))
		b = b[4:]
		return x
	}
	for o := range n.Conv {
		for d := range n.Conv[o] {
			take(n.Conv[o][d][:])
		}
	}
	if n.Shift, b = b[0], b[1:]; n.Shift > mostShift {
		return nil
	}
	for i := range n.Bias {
		n.Bias[i] = whole()
	}
	sum := func(s *Sum) {
		take(s.Of[:])
		take(s.Mean[:])
		s.Scale, s.PerMean, s.Constant = float(), float(), float()
	}
	for i := range n.Deep {
		sum(&n.Deep[i])
	}
	n.Out, n.Over, n.PerDeep = make([]Sum, asks), make([][NetDeep]int8, asks), make([]float64, asks)
	for a := range asks {
		sum(&n.Out[a])
		take(n.Over[a][:])
		n.PerDeep[a] = float()
	}
	g := &n.Tagger
	for i := range g.In {
		take(g.In[i][:])
	}
	for j := range g.Bias {
		g.Bias[j] = whole()
	}
	for k := range Tags {
		take(g.Out[k][:])
		g.Constant[k] = whole()
	}
	if g.Scale = float(); !(g.Scale > leastScale) {
		return nil
	}
	n.Known = readRanks(b, NetBuckets)
	if b = b[NetBuckets/8:]; len(b) != 8*(n.Known.len()+1) {
		return nil
	}
	for ; len(b) > 0; b = b[8:] {
		row := binary.LittleEndian.Uint64(b)
		if row&(row>>1)&(0x5555_5555_5555_5555) != 0 {
			return nil // a number above RowMost
		}
		n.Rows = append(n.Rows, row)
	}
	n.begin()
	return n
}
