package judge

import (
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
// question. Rules find what a draft holds; the model weighs what it comes to.
// Weights are whole numbers of eight bits; most are nought and not kept.
type Model struct {
	asks  []string
	bias  []float64
	scale []float64 // what one unit of weight is worth
	from  []uint32  // Buckets+1 offsets into rows
	rows  []byte    // pairs of question and weight (int8)
}

// A fact counts as much as a word of a draft of four words, a pair of facts a
// little less; both are whole numbers of unit. Chosen on held-out files.
const (
	unit      = 0.07
	factUnits = 5
	pairUnits = 3
	FactValue = factUnits * unit
	PairValue = pairUnits * unit
)

// WordValue is what one of n words and pairs of words counts. Long drafts do not
// score higher for being long.
func WordValue(n int) float64 { return 1 / math.Sqrt(float64(n+1)) }

const (
	maxAsks    = len(text.Tally{})
	modelMagic = "BSM1"
)

// A model as a pack holds it, little-endian: modelMagic, the number of questions
// (uint32); for each question its length (one byte), its name, bias and scale
// (float32); how many weights each bucket has (Buckets bytes); then the rows.

// ReadModel reads a model. It returns nil for bytes that are none.
func ReadModel(b []byte) *Model {
	if len(b) < 8 || string(b[:4]) != modelMagic {
		return nil
	}
	n := binary.LittleEndian.Uint32(b[4:])
	if n == 0 || n > uint32(maxAsks) {
		return nil
	}
	m := &Model{}
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
	if len(b) < Buckets {
		return nil
	}
	m.from = make([]uint32, Buckets+1)
	for i, c := range b[:Buckets] {
		m.from[i+1] = m.from[i] + 2*uint32(c)
	}
	m.rows = b[Buckets:]
	if len(m.rows) == 0 || int(m.from[Buckets]) != len(m.rows) {
		return nil
	}
	for i := 0; i < len(m.rows); i += 2 {
		if uint32(m.rows[i]) >= n {
			return nil
		}
	}
	return m
}

// Weight is one weight of a question in a bucket.
type Weight struct {
	Ask    uint8
	Weight int8
}

// Write returns a model as a pack holds it; row gives the weights of a bucket, at
// most 255.
func Write(asks []string, bias, scale []float64, row func(bucket int) []Weight) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(modelMagic), uint32(len(asks)))
	for i, a := range asks {
		b = append(append(b, byte(len(a))), a...)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(bias[i])))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(scale[i])))
	}
	var rows []byte
	for k := range Buckets {
		list := row(k)
		b = append(b, byte(len(list)))
		for _, w := range list {
			rows = append(rows, w.Ask, byte(w.Weight))
		}
	}
	return append(b, rows...)
}

// score returns the log-odds of each question about a draft. The sums are whole
// numbers, and so the same on every host.
func (m *Model) score(x *Features, d *text.Doc) (out [maxAsks]float64) {
	words := d.Tally(&m.rows[0], m.words)
	var facts text.Tally
	m.sum(x.Facts, factUnits, &facts)
	m.sum(x.Pairs, pairUnits, &facts)
	norm := WordValue(2 * len(d.Tokens))
	for i := range m.asks {
		// The conversions keep a host from fusing the steps, which would round otherwise.
		w, f := float64(float64(words[i])*norm), float64(unit*float64(facts[i]))
		out[i] = m.bias[i] + float64(m.scale[i]*float64(w+f))
	}
	return out
}

func (m *Model) sum(buckets []uint16, times int32, into *text.Tally) {
	for _, b := range buckets {
		for row := m.rows[m.from[b]:m.from[uint32(b)+1]]; len(row) >= 2; row = row[2:] {
			into[row[0]%byte(maxAsks)] += times * int32(int8(row[1]))
		}
	}
}

// words sums up the words of a paragraph.
func (m *Model) words(d *text.Doc, into *text.Tally) {
	prev := uint64(0)
	for i := range d.Tokens {
		var pair [2]uint16
		pair, prev = wordFeatures(&d.Tokens[i], prev)
		m.sum(pair[:], 1, into)
	}
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
			var one text.Tally
			m.sum(pair[:], 1, &one)
			if sum <= 0 || t-from >= reach {
				sum, from = 0, t
			}
			sum += one[ask]
			if sum > best {
				best, first, last = sum, from, t+1
			}
		}
	}
	return first, last
}
