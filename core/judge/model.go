package judge

import (
	"encoding/binary"
	"math"

	"github.com/bedside-md/bedside/core/text"
)

// Model is a linear model over the words of a draft: how likely it is that it
// tells of one real patient. Words and pairs of neighbours are hashed into
// buckets of eight-bit weights. Rules find what a story holds; the model weighs
// whether there is one.
type Model struct {
	Weights []int8  // 2^n buckets
	Scale   float32 // weight of one unit
	Bias    float32
}

// ReadModel reads a model as a pack holds it: scale and bias as little-endian
// float32, then the weights. It returns nil for bytes that are no model.
func ReadModel(b []byte) *Model {
	if n := len(b) - 8; n < 2 || n&(n-1) != 0 {
		return nil
	}
	m := &Model{
		Scale: math.Float32frombits(binary.LittleEndian.Uint32(b)),
		Bias:  math.Float32frombits(binary.LittleEndian.Uint32(b[4:])),
	}
	m.Weights = make([]int8, len(b)-8)
	for i, w := range b[8:] {
		m.Weights[i] = int8(w)
	}
	return m
}

// Score returns the log-odds that the draft tells of one real patient; 0 for a
// model without weights. Long drafts do not score higher for being long: the
// sum is divided by the square root of the number of features.
func (m *Model) Score(d *text.Doc) float64 {
	if m == nil || len(m.Weights) == 0 {
		return 0
	}
	sum, n := d.Weigh(m.Weights)
	if n == 0 {
		return float64(m.Bias)
	}
	return float64(m.Bias) + float64(m.Scale)*float64(sum)/math.Sqrt(float64(n))
}
