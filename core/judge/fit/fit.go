// Package fit fits the judge's model to labelled drafts. It is never linked into
// the module.
package fit

import (
	"math"
	"math/rand"
	"runtime"
	"slices"
	"sync"

	"github.com/bedside-md/bedside/core/judge"
)

// Example is what the model sees of a draft, the questions to which its labels say yes,
// and the index in judge.Tags of each token's label, nil where nobody marked details.
// It counts Weight times.
type Example struct {
	Features judge.Features
	Yes      []string
	Tags     []uint8
	Weight   float64
	NetOnly  bool // the linear half is not fitted to it
}

// Chosen on held-out files.
const (
	sketch = 3     // passes over the drafts to see which features matter
	rounds = 8     // passes over the drafts
	cost   = 1.5   // of a draft of weight 1 misread, against the size of the weights
	rare   = 5     // features in fewer drafts are left out
	kept   = 1650  // features kept, those that matter most
	reach  = 0.999 // share of the weights that are no heavier; the others are cut
)

// row is a draft's features as a sparse vector.
type row struct {
	bucket []uint16
	value  []float64
	cost   float64 // of misreading it, against the size of the weights
}

// Fit fits one logistic regression for each question, keeps the features that matter
// to any of them, fits again and quantises; and fits a net beside them. The same
// drafts in the same order give the same bytes on one kind of machine.
func Fit(asks []string, examples []Example) []byte {
	var nets *judge.Net
	var wait sync.WaitGroup
	wait.Go(func() { nets = fitNet(len(asks), examples, yesTo(asks, examples)) })
	plain := slices.DeleteFunc(slices.Clone(examples), func(x Example) bool { return x.NetOnly })
	rows, yes := vectors(plain), yesTo(asks, plain)
	weights, _ := solveAll(rows, yes, sketch)
	keep(rows, weights)
	weights, bias := solveAll(rows, yes, rounds)
	scale := make([]float64, len(asks))
	for k := range asks {
		scale[k] = quantise(weights[k])
	}
	wait.Wait()
	return judge.Write(asks, bias, scale, func(bucket int) []judge.Weight {
		var list []judge.Weight
		for k := range asks {
			if w := weights[k][bucket]; w != 0 {
				list = append(list, judge.Weight{Ask: uint8(k), Weight: int8(w)})
			}
		}
		return list
	}, nets)
}

// yesTo tells for each question of which drafts the answer is yes.
func yesTo(asks []string, examples []Example) [][]bool {
	yes := make([][]bool, len(asks))
	for k, ask := range asks {
		for _, x := range examples {
			yes[k] = append(yes[k], slices.Contains(x.Yes, ask))
		}
	}
	return yes
}

// solveAll solves each question, as many at a time as there are processors.
func solveAll(rows []row, yes [][]bool, rounds int) (weights [][]float64, bias []float64) {
	weights, bias = make([][]float64, len(yes)), make([]float64, len(yes))
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range yes {
		wait.Add(1)
		turn <- struct{}{}
		go func() {
			defer func() { <-turn; wait.Done() }()
			weights[k], bias[k] = solve(rows, yes[k], rounds)
		}()
	}
	wait.Wait()
	return weights, bias
}

// keep leaves in rows the features whose weights move the answers most, by the sum
// of squares over drafts and questions.
func keep(rows []row, weights [][]float64) {
	matter := make([]float64, judge.Buckets)
	for i := range rows {
		for k, v := range rows[i].value {
			matter[rows[i].bucket[k]] += v * v
		}
	}
	for b := range matter {
		sum := 0.0
		for _, w := range weights {
			sum += w[b] * w[b]
		}
		matter[b] *= sum
	}
	least := slices.Sorted(slices.Values(matter))[judge.Buckets-kept]
	for i := range rows {
		rows[i].retain(func(b uint16) bool { return matter[b] >= least })
	}
}

// retain leaves the features that stay.
func (r *row) retain(stays func(bucket uint16) bool) {
	n := 0
	for k, b := range r.bucket {
		if stays(b) {
			r.bucket[n], r.value[n] = b, r.value[k]
			n++
		}
	}
	r.bucket, r.value = r.bucket[:n], r.value[:n]
}

// vectors weighs features as judge.Model does and leaves out the rare ones.
func vectors(examples []Example) []row {
	drafts := make([]int32, judge.Buckets)
	rows := make([]row, len(examples))
	sum := make([]float64, judge.Buckets)
	for i := range examples {
		x := &examples[i].Features
		r := &rows[i]
		r.cost = cost * examples[i].Weight
		add := func(buckets []uint16, value float64) {
			for _, b := range buckets {
				if sum[b] == 0 {
					r.bucket = append(r.bucket, b)
				}
				sum[b] += value
			}
		}
		add(x.Words, judge.WordValue(x.Tokens))
		add(x.Facts, judge.FactValue)
		add(x.Pairs, judge.PairValue)
		for _, b := range r.bucket {
			r.value = append(r.value, sum[b])
			sum[b] = 0
			drafts[b]++
		}
	}
	for i := range rows {
		rows[i].retain(func(b uint16) bool { return drafts[b] >= rare })
	}
	return rows
}

// solve minimises |w|²/2 + Σ cost log(1+exp(-y w·x)), the bias being a feature that
// is always 1, by coordinate descent on the dual (Yu, Huang and Lin, Machine
// Learning 85, 2011).
func solve(rows []row, yes []bool, rounds int) (w []float64, bias float64) {
	w = make([]float64, judge.Buckets)
	alpha := make([]float64, len(rows))
	square := make([]float64, len(rows))
	sign := func(i int) float64 {
		if yes[i] {
			return 1
		}
		return -1
	}
	move := func(i int, by float64) {
		r := &rows[i]
		for k, b := range r.bucket {
			w[b] += by * r.value[k]
		}
		bias += by
	}
	for i := range rows {
		square[i] = 1
		for _, v := range rows[i].value {
			square[i] += v * v
		}
		alpha[i] = min(0.001*rows[i].cost, 1e-8)
		move(i, sign(i)*alpha[i])
	}
	order := rand.New(rand.NewSource(1))
	for range rounds {
		for _, i := range order.Perm(len(rows)) {
			r := &rows[i]
			margin := bias
			for k, b := range r.bucket {
				margin += w[b] * r.value[k]
			}
			next := step(square[i], sign(i)*margin, alpha[i], r.cost)
			move(i, sign(i)*(next-alpha[i]))
			alpha[i] = next
		}
	}
	return w, bias
}

// step solves the dual of one example for its own variable by Newton's method: the
// root in (0, cost) of square (z-alpha) + margin + log(z/(cost-z)).
func step(square, margin, alpha, cost float64) float64 {
	// Of z and cost-z the smaller is sought: there the logarithm is well behaved.
	z, slope := alpha, margin
	flipped := square*(cost/2-alpha)+margin < 0
	if flipped {
		z, slope = cost-alpha, -margin
	}
	from := z
	if z > cost/2 {
		z = 0.1 * z
	}
	for range 50 {
		g := square*(z-from) + slope + math.Log(z/(cost-z))
		if math.Abs(g) < 1e-9 {
			break
		}
		next := z - g/(square+cost/((cost-z)*z))
		if next <= 0 {
			next = 0.1 * z
		}
		z = min(next, cost*(1-1e-12))
	}
	if flipped {
		return cost - z
	}
	return z
}

// quantise makes weights whole numbers of the scale it returns; the heaviest are cut.
func quantise(w []float64) (scale float64) {
	weighs := slices.DeleteFunc(slices.Clone(w), func(x float64) bool { return x == 0 })
	if len(weighs) == 0 {
		return 1
	}
	scale = perUnit(weighs, reach, judge.MostWeight)
	for i, x := range w {
		w[i] = float64(whole(x, scale, judge.MostWeight))
	}
	return scale
}
