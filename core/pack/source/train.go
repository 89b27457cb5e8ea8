package source

import (
	"encoding/binary"
	"math"
	"math/rand"

	"github.com/bedside-md/bedside/core/text"
)

// ModelFile is where a rule folder keeps its story model.
const ModelFile = "story.model"

// Labelled is a draft and whether it tells of one real patient.
type Labelled struct {
	Text  string
	Story bool
}

const (
	buckets = 1 << 15
	rounds  = 12   // passes over the drafts
	rate    = 0.3  // first step of AdaGrad (Duchi, Hazan, Singer 2011)
	decay   = 1e-4 // L2 penalty
)

// Train fits the story model to labelled drafts: logistic regression over hashed
// words and pairs, by stochastic gradient descent, quantised to eight bits. The
// same drafts in the same order give the same bytes.
func Train(drafts []Labelled) []byte {
	type example struct {
		bucket []int32
		value  []float64
		y      float64
	}
	examples := make([]example, len(drafts))
	var d text.Doc
	for i, x := range drafts {
		d.Read([]byte(x.Text))
		counts := map[int32]float64{}
		var order []int32
		n := 0.0
		d.Features(buckets, func(b int) {
			if counts[int32(b)] == 0 {
				order = append(order, int32(b))
			}
			counts[int32(b)]++
			n++
		})
		e := example{bucket: order}
		for _, b := range order {
			e.value = append(e.value, counts[b]/math.Sqrt(n))
		}
		if x.Story {
			e.y = 1
		}
		examples[i] = e
	}
	w, g := make([]float64, buckets), make([]float64, buckets)
	bias, gb := 0.0, 1e-8
	order := rand.New(rand.NewSource(1))
	for range rounds {
		for _, k := range order.Perm(len(examples)) {
			e := &examples[k]
			s := bias
			for i, b := range e.bucket {
				s += w[b] * e.value[i]
			}
			delta := 1/(1+math.Exp(-s)) - e.y
			gb += delta * delta
			bias -= rate * delta / math.Sqrt(gb)
			for i, b := range e.bucket {
				step := delta*e.value[i] + decay*w[b]
				g[b] += step * step
				w[b] -= rate * step / math.Sqrt(g[b]+1e-8)
			}
		}
	}
	top := 0.0
	for _, x := range w {
		top = max(top, math.Abs(x))
	}
	scale := max(top, 1e-6) / 127
	out := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(scale)))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(bias)))
	for _, x := range w {
		out = append(out, byte(int8(math.Round(x/scale))))
	}
	return out
}
