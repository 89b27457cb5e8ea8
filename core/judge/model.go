package judge

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/bedside-md/bedside/core/text"
)

// Questions that the model answers besides one for each category of finding.
const (
	AskAny   = "any"   // is anything to be said at all?
	AskRisky = "risky" // is it caution or stop?
	AskStop  = "stop"
	AskStory = "story" // is one real patient spoken of?
)

// Model is a set of linear models over the same features of a draft, one for each
// question, and a net that sees what stands near what; their log-odds are added up, the net's counting more.
// Rules find what a draft holds; the model weighs what it comes to.
// Weights are whole numbers of four bits; most buckets have none and no row.
type Model struct {
	asks  []string
	bias  []float64
	scale []float64 // what one unit of weight is worth
	known ranks     // buckets that have a row
	rows  []byte    // weights of one bucket after another, each with nought added
	width int       // bytes of a row: a weight for each question, up to eight bytes
	net   *Net
}

// nought is what a weight of 0 is kept as: sums of many need no sign. Where a model is
// written it is noughtHalf.
const (
	nought     = 128
	noughtHalf = 8
)

// MostWeight is the heaviest weight there may be.
const MostWeight = noughtHalf - 1

// A fact counts as much as a word of a draft of four words, a pair of facts a
// little less; both are whole numbers of unit. Chosen on held-out files.
const (
	unit      = 0.07
	factUnits = 5
	pairUnits = 3
	FactValue = factUnits * unit
	PairValue = pairUnits * unit
)

// WordValue is what a word or a pair of words counts in a draft of n tokens. Long
// drafts score little higher for being long. Chosen on held-out files.
func WordValue(n int) float64 { return 1/math.Sqrt(float64(2*n+1)) + 0.12 }

const (
	maxAsks    = len(text.Tally{})
	modelMagic = "BSM7"
)

// A model as a pack holds it, little-endian: modelMagic, the number of questions
// (uint32); for each question its length (one byte), its name, bias and scale
// (float32); a bit for each bucket that has a row (Buckets/8 bytes); then for each
// question its weight in every row, four bits each with half added, the lower first; then
// the net.

// ReadModel reads a model. It returns nil for bytes that are none.
func ReadModel(b []byte) *Model {
	if len(b) < 8 || string(b[:4]) != modelMagic {
		return nil
	}
	n := binary.LittleEndian.Uint32(b[4:])
	if n == 0 || n > uint32(maxAsks) {
		return nil
	}
	m := &Model{width: width(int(n))}
	b = b[8:]
	for range n {
		if len(b) == 0 || len(b) < int(b[0])+9 {
			return nil
		}
		k := 1 + int(b[0])
		m.asks = append(m.asks, string(b[1:k]))
		m.bias = append(m.bias, float64(math.Float32frombits(binary.LittleEndian.Uint32(b[k:]))))
		m.scale = append(m.scale, float64(math.Float32frombits(binary.LittleEndian.Uint32(b[k+4:]))))
		b = b[k+8:]
	}
	if len(b) < Buckets/8 {
		return nil
	}
	m.known = readRanks(b, Buckets)
	rows := m.known.len()
	each := (rows + 1) / 2 // bytes of a question
	if b = b[Buckets/8:]; rows == 0 || len(b) < each*int(n) {
		return nil
	}
	m.rows = bytes.Repeat([]byte{nought}, rows*m.width)
	for k := range int(n) {
		for i := range rows {
			m.rows[i*m.width+k] += b[k*each+i/2]>>(4*(i%2))&15 - noughtHalf
		}
	}
	if m.net = readNet(b[each*int(n):], int(n)); m.net == nil {
		return nil
	}
	return m
}

func width(asks int) int { return (asks + 7) &^ 7 }

// Weight is one weight of a question in a bucket.
type Weight struct {
	Ask    uint8
	Weight int8
}

// Write returns a model as a pack holds it; row gives the weights of a bucket.
func Write(asks []string, bias, scale []float64, row func(bucket int) []Weight, net *Net) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(modelMagic), uint32(len(asks)))
	for i, a := range asks {
		b = append(append(b, byte(len(a))), a...)
		b = appendFloats(b, bias[i], scale[i])
	}
	weights := make([][]byte, len(asks))
	n := 0
	known := Ranks(Buckets, func(k int) bool {
		list := row(k)
		if len(list) == 0 {
			return false
		}
		for i := range weights {
			if n%2 == 0 {
				weights[i] = append(weights[i], noughtHalf|noughtHalf<<4)
			}
		}
		for _, w := range list {
			weights[w.Ask][n/2] += byte(w.Weight) << (4 * (n % 2))
		}
		n++
		return true
	})
	return net.Append(append(known.append(b), bytes.Join(weights, nil)...))
}

// row returns where the row of a bucket is, false when it has none.
func (m *Model) row(bucket uint16) (at int, ok bool) {
	k, ok := m.known.rank(uint32(bucket))
	return m.width * k, ok
}

// sums adds up rows. A row is read as words of eight bytes, and every other byte
// of a word is added at once, in lanes of sixteen bits.
type sums struct {
	rows []uint32 // where the rows are that are yet to be added
	met  met      // buckets of words added
	into text.Tally
}

// add adds the rows of buckets to s.
func (m *Model) add(s *sums, buckets []uint16) {
	for _, b := range buckets {
		if at, ok := m.row(b); ok {
			s.rows = append(s.rows, uint32(at))
		}
	}
}

// sum adds up the rows gathered in s, so many times each, and forgets them.
func (m *Model) sum(s *sums, times int32) {
	const lanes, most = 0x00ff00ff00ff00ff, 0xffff / 0xff
	for rest := s.rows; len(rest) > 0; {
		n := min(len(rest), most)
		for k := 0; k < m.width; k += 8 {
			even, odd := uint64(0), uint64(0)
			for _, at := range rest[:n] {
				x := binary.LittleEndian.Uint64(m.rows[int(at)+k:])
				even += x & lanes
				odd += x >> 8 & lanes
			}
			for i := k; i < k+8; i += 2 {
				s.into[i] += times * (int32(even&0xffff) - int32(n)*nought)
				s.into[i+1] += times * (int32(odd&0xffff) - int32(n)*nought)
				even, odd = even>>16, odd>>16
			}
		}
		rest = rest[n:]
	}
	s.rows = s.rows[:0]
}

// score returns the log-odds of each question about a draft. The sums are whole
// numbers, and so the same on every host. bags are those of the draft, s is memory to
// be used again.
func (m *Model) score(x *Features, d *text.Doc, bags []bag, s *sums) (out [maxAsks]float64) {
	words := d.Tally(&m.rows[0], func(d *text.Doc, into *text.Tally) { m.words(d, s, into) })
	s.into = text.Tally{}
	m.add(s, x.Facts)
	m.sum(s, factUnits)
	m.add(s, x.Pairs)
	m.sum(s, pairUnits)
	norm := WordValue(len(d.Tokens))
	for i := range m.asks {
		// The conversions keep a host from fusing the steps, which would round otherwise.
		w, f := float64(float64(words[i])*norm), float64(unit*float64(s.into[i]))
		out[i] = m.bias[i] + float64(m.scale[i]*float64(w+f))
	}
	m.net.score(d, bags, &out)
	return out
}

// words sums up the words of a paragraph.
func (m *Model) words(d *text.Doc, s *sums, into *text.Tally) {
	s.into = text.Tally{}
	prev := uint64(0)
	for i := range d.Tokens {
		var pair [2]uint16
		pair, prev = wordFeatures(&d.Tokens[i], prev)
		for _, b := range pair {
			if at, ok := m.row(b); ok && s.met.first(b) {
				s.rows = append(s.rows, uint32(at))
			}
		}
	}
	s.met.forget()
	m.sum(s, 1)
	*into = s.into
}

// weight returns what a bucket weighs for a question.
func (m *Model) weight(bucket uint16, ask int) int32 {
	at, ok := m.row(bucket)
	if !ok {
		return 0
	}
	return int32(m.rows[at+ask]) - nought
}

// evidence returns the tokens [first, last) that speak most for a question: the
// stretch of at most reach tokens of one sentence whose words weigh most.
func (m *Model) evidence(ask int, d *text.Doc, reach int32) (first, last int32) {
	best := int32(math.MinInt32)
	for i := range d.Sentences {
		se := &d.Sentences[i]
		// The greatest sum of neighbours, begun anew when it falls below nought or
		// grows too long (after Kadane).
		sum, from, prev := int32(0), se.First, uint64(0)
		for t := se.First; t < se.Last; t++ {
			var pair [2]uint16
			pair, prev = wordFeatures(&d.Tokens[t], prev)
			if sum <= 0 || t-from >= reach {
				sum, from = 0, t
			}
			sum += m.weight(pair[0], ask) + m.weight(pair[1], ask)
			if sum > best {
				best, first, last = sum, from, t+1
			}
		}
	}
	return first, last
}
