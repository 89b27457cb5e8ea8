package fit

import (
	"math"
	"math/rand"
	"slices"

	"github.com/bedside-md/bedside/core/judge"
)

// Chosen on held-out files.
const (
	epochs     = 8    // passes over the drafts
	batch      = 64   // drafts between steps
	pace       = 3e-3 // the longest step
	warming    = 0.15 // share of the steps in which they grow longer
	decay      = 0.02 // of weights, of a step
	forgotten  = 0.08 // share of words that are taken for unknown ones
	dropped    = 0.25 // share of what patterns find that is left out
	droppedSum = 0.3  // so are sums of it
	scarce     = 32   // features in fewer drafts are left out
	scarcePart = 90   // so are beginnings and ends of words
	tagShare   = 0.2  // of a token's tag in the loss, against a question
	coarse     = 0.35 // share of the steps from which rows are seen as whole numbers
	spread     = 0.1  // standard deviation of a feature's first numbers
	gradOfMean = 0.9  // Adam's β1
	gradOfVar  = 0.999
)

// Sizes of a net's parts.
const (
	wide    = judge.NetWidth
	filters = judge.NetFilters
	span    = judge.NetSpan
	hidden  = filters + wide
	deep    = judge.NetDeep
	seen    = judge.TagSpan * wide // numbers that a tagger sees
	sums    = judge.TagHidden
)

// params is one kind of weights with what Adam keeps of their gradients (Kingma and
// Ba, ICLR 2015; with decoupled decay, Loshchilov and Hutter, ICLR 2019).
type params struct {
	w, grad, mean, square []float32
}

func newParams(n int, draw func() float64) params {
	p := params{make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)}
	for i := range p.w {
		p.w[i] = float32(draw())
	}
	return p
}

// step moves the weights [from, to) against their gradients, which it forgets.
func (p *params) step(from, to int, pace, fixMean, fixSquare float64) {
	rate, shrink, fix := float32(pace/fixMean), float32(1-pace*decay), float32(1/fixSquare)
	for i := from; i < to; i++ {
		g := p.grad[i]
		p.grad[i] = 0
		m := gradOfMean*p.mean[i] + (1-gradOfMean)*g
		v := gradOfVar*p.square[i] + (1-gradOfVar)*g*g
		p.mean[i], p.square[i] = m, v
		p.w[i] = p.w[i]*shrink - rate*m/(float32(math.Sqrt(float64(v*fix)))+1e-8)
	}
}

// net is a judge.Net whose weights are not yet whole numbers.
type net struct {
	asks   int
	row    map[uint32]int32 // bucket -> row; row 0 is that of unknown words
	embed  params           // rows of wide
	seen   []float32        // embed as drafts see it: itself, and in the end whole numbers of perRow
	perRow float64          // 0 until then
	conv   params           // span, wide, filters
	bias   params           // filters
	out    params           // asks, hidden
	offset params           // asks

	deep     params // deep, hidden
	deepBias params // deep
	over     params // asks, deep

	// Of the tagger.
	tagIn     params // sums, seen
	tagBias   params // sums
	tagOut    params // tags, sums
	tagOffset params // tags

	// Of a batch.
	fresh   []int32 // row -> the batch that met it last
	touched []int32 // rows that the batch met
	turn    int32
}

// draft is the rows of each token, by paragraph.
type draft [][]token

// token is the rows of a token, and those it has where its word is not known.
type token struct{ rows, unknown []int32 }

// fitNet fits a net to drafts and makes its weights whole numbers.
func fitNet(asks int, examples []Example, yes [][]bool) *judge.Net {
	return train(asks, examples, yes).quantise()
}

// train fits a net to drafts by steps down the slope of the loss of some of them,
// the sum over questions of the cross-entropy, times its weight.
func train(asks int, examples []Example, yes [][]bool) *net {
	random := rand.New(rand.NewSource(1))
	n := newNet(asks, examples, random)
	drafts := make([]draft, len(examples))
	answers := make([][]float32, len(examples))
	for i := range examples {
		drafts[i] = n.read(examples[i].Features.Bags)
		answers[i] = make([]float32, asks)
		for k := range asks {
			if yes[k][i] {
				answers[i][k] = 1
			}
		}
	}
	perEpoch := (len(drafts) + batch - 1) / batch
	steps := epochs * perEpoch
	g := &pass{n: n, random: random}
	for step := 0; step < steps; {
		order := random.Perm(len(drafts))
		for len(order) > 0 {
			some := order[:min(batch, len(order))]
			order = order[len(some):]
			n.turn++
			n.touched = n.touched[:0]
			for _, i := range some {
				g.learn(drafts[i], answers[i], examples[i].Tags, float32(examples[i].Weight)/float32(len(some)))
			}
			step++
			n.step(step, stepPace(float64(step)/float64(steps)))
			if step == int(coarse*float64(steps)) {
				n.coarsen()
			}
		}
	}
	return n
}

// stepPace is the length of steps by the share of them done: it grows, then falls
// to nothing, along cosines.
func stepPace(done float64) float64 {
	if done < warming {
		return pace * (0.04 + 0.96*(1-math.Cos(math.Pi*done/warming))/2)
	}
	return pace * (1 + math.Cos(math.Pi*(done-warming)/(1-warming))) / 2
}

func newNet(asks int, examples []Example, random *rand.Rand) *net {
	count := map[uint32]int{}
	part := map[uint32]bool{} // beginnings and ends of words
	last := map[uint32]int{}
	for i := range examples {
		for _, paragraph := range examples[i].Features.Bags {
			for _, bag := range paragraph {
				for k, b := range bag {
					if k > 0 && k < judge.BagHead {
						part[b] = true
					}
					if last[b] != i+1 {
						last[b] = i + 1
						count[b]++
					}
				}
			}
		}
	}
	n := &net{asks: asks, row: map[uint32]int32{}}
	var buckets []uint32
	for b, c := range count {
		if c >= scarcePart || c >= scarce && !part[b] {
			buckets = append(buckets, b)
		}
	}
	slices.Sort(buckets)
	for i, b := range buckets {
		n.row[b] = int32(i + 1)
	}
	even := func(reach float64) func() float64 {
		return func() float64 { return reach * (2*random.Float64() - 1) }
	}
	n.embed = newParams((len(buckets)+1)*wide, func() float64 { return spread * random.NormFloat64() })
	fan := 1 / math.Sqrt(span*wide)
	n.seen = n.embed.w
	n.conv = newParams(span*wide*filters, even(fan))
	n.bias = newParams(filters, even(fan))
	n.out = newParams(hidden*asks, even(1/math.Sqrt(hidden)))
	n.offset = newParams(asks, even(1/math.Sqrt(hidden)))
	n.tagIn = newParams(sums*seen, even(1/math.Sqrt(float64(seen))))
	n.tagBias = newParams(sums, even(1/math.Sqrt(float64(seen))))
	n.tagOut = newParams(len(judge.Tags)*sums, even(1/math.Sqrt(sums)))
	n.tagOffset = newParams(len(judge.Tags), even(1/math.Sqrt(sums)))
	n.deep = newParams(deep*hidden, even(1/math.Sqrt(hidden)))
	n.deepBias = newParams(deep, even(0.1))
	n.over = newParams(asks*deep, even(1/math.Sqrt(deep)))
	n.fresh = make([]int32, len(buckets)+1)
	return n
}

// read turns bags of buckets into rows.
func (n *net) read(bags [][][]uint32) draft {
	d := make(draft, len(bags))
	for p, paragraph := range bags {
		d[p] = make([]token, len(paragraph))
		for t, bag := range paragraph {
			to := &d[p][t]
			to.unknown = []int32{0}
			for _, b := range bag[1:judge.BagHead] {
				if r, ok := n.row[b]; ok {
					to.unknown = append(to.unknown, r)
				}
			}
			to.rows = slices.Clone(to.unknown)
			if word, known := n.row[bag[0]]; known {
				to.rows = []int32{word}
			}
			for _, b := range bag[judge.BagHead:] {
				if r, ok := n.row[b]; ok {
					to.rows, to.unknown = append(to.rows, r), append(to.unknown, r)
				}
			}
		}
	}
	return d
}

// touch notes that the batch meets a row.
func (n *net) touch(row int32) {
	if n.fresh[row] != n.turn {
		n.fresh[row] = n.turn
		n.touched = append(n.touched, row)
	}
}

// step moves all weights that the batch touched.
func (n *net) step(t int, pace float64) {
	fixMean, fixSquare := 1-math.Pow(gradOfMean, float64(t)), 1-math.Pow(gradOfVar, float64(t))
	for _, r := range n.touched {
		n.embed.step(int(r)*wide, int(r+1)*wide, pace, fixMean, fixSquare)
		if n.perRow > 0 {
			n.round(int(r)*wide, int(r+1)*wide)
		}
	}
	for _, p := range n.dense() {
		p.step(0, len(p.w), pace, fixMean, fixSquare)
	}
}

// coarsen has drafts see rows as whole numbers from now on, as judge.Net will, so that the
// other weights, and the rows themselves, make up for what is lost by that; slopes are
// taken back as if nothing were rounded (Bengio and others, arXiv 1308.3432, 2013).
func (n *net) coarsen() {
	n.perRow = perUnit(n.embed.w, inRowRange, judge.RowMost)
	n.seen = make([]float32, len(n.embed.w))
	n.round(0, len(n.seen))
}

// round makes what is seen of the weights [from, to) whole numbers of perRow.
func (n *net) round(from, to int) {
	for i, x := range n.embed.w[from:to] {
		n.seen[from+i] = float32(float64(whole(x, n.perRow, judge.RowMost)) * n.perRow)
	}
}

// dense are the weights that every batch moves.
func (n *net) dense() []*params {
	return []*params{&n.conv, &n.bias, &n.out, &n.offset, &n.deep, &n.deepBias, &n.over, &n.tagIn, &n.tagBias, &n.tagOut, &n.tagOffset}
}

// pass is the memory of one draft's way through a net and back.
type pass struct {
	n       *net
	random  *rand.Rand
	rows    [][]int32                 // of each token, words forgotten
	unknown [][]int32                 // of each token, were its word not known
	edge    []bool                    // the token begins a paragraph
	vectors [][wide]float32           // of each token, the sum of its rows
	slopes  [][wide]float32           // of vectors
	matches [][span * filters]float32 // of each token with all patterns at each of their places
	norm    float32                   // of the mean
	peak    [filters]float32
	place   [filters]int    // token at which a pattern matches best
	value   [hidden]float32 // what patterns and mean come to
	back    [hidden]float32 // slopes of value
	sum     [deep]float32   // of value
}

// learn adds the slopes of a draft's loss. Some words are taken for unknown, and
// some of what patterns and mean come to is left out, so that the net leans on no
// one thing (Srivastava and others, JMLR 15, 2014). Tags are those of its tokens, nil
// where nobody labelled them.
func (g *pass) learn(d draft, answers []float32, tags []uint8, share float32) {
	if g.take(d); len(g.rows) == 0 {
		return
	}
	for t := range g.rows {
		if g.random.Float64() < forgotten {
			g.rows[t] = g.unknown[t]
		}
	}
	g.forward()
	var kept [hidden]float32
	for i := range kept {
		kept[i] = g.keep(dropped)
		g.value[i] *= kept[i]
	}
	g.answer(answers, share)
	for i, x := range kept {
		g.back[i] *= x
	}
	g.backward()
	if tags != nil {
		g.tag(tags, tagShare*share)
	}
	g.spread()
}

// keep returns what a number counts of which a share is left out by chance.
func (g *pass) keep(share float64) float32 {
	switch {
	case g.random == nil:
		return 1
	case g.random.Float64() < share:
		return 0
	}
	return float32(1 / (1 - share))
}

// take makes a draft the one that is worked on.
func (g *pass) take(d draft) {
	g.rows, g.unknown, g.edge = g.rows[:0], g.unknown[:0], g.edge[:0]
	for _, paragraph := range d {
		for t, x := range paragraph {
			g.rows, g.unknown, g.edge = append(g.rows, x.rows), append(g.unknown, x.unknown), append(g.edge, t == 0)
		}
	}
	g.norm = float32(1 / math.Sqrt(float64(max(1, len(g.rows)))))
}

// answer returns the loss, times share, and finds its slopes.
func (g *pass) answer(answers []float32, share float32) (loss float32) {
	n := g.n
	g.back = [hidden]float32{}
	g.add()
	var kept, back [deep]float32
	for j := range g.sum {
		kept[j] = g.keep(droppedSum)
		g.sum[j] *= kept[j]
	}
	for a := range n.asks {
		z := g.of(a)
		p := 1 / (1 + math.Exp(-float64(z)))
		loss -= share * float32(math.Log(math.Abs(p-1+float64(answers[a]))))
		slope := share * (float32(p) - answers[a])
		n.offset.grad[a] += slope
		grad := n.out.grad[a*hidden : (a+1)*hidden]
		for i, x := range n.out.w[a*hidden : (a+1)*hidden] {
			grad[i] += slope * g.value[i]
			g.back[i] += slope * x
		}
		grad = n.over.grad[a*deep : (a+1)*deep]
		for j, x := range n.over.w[a*deep : (a+1)*deep] {
			grad[j] += slope * g.sum[j]
			back[j] += slope * x * kept[j]
		}
	}
	for j, slope := range back {
		if g.sum[j] <= 0 {
			continue
		}
		n.deepBias.grad[j] += slope
		grad := n.deep.grad[j*hidden : (j+1)*hidden]
		for i, x := range n.deep.w[j*hidden : (j+1)*hidden] {
			grad[i] += slope * g.value[i]
			g.back[i] += slope * x
		}
	}
	return loss
}

// add makes the sums of what patterns and mean come to, none below nought.
func (g *pass) add() {
	n := g.n
	for j := range g.sum {
		z := n.deepBias.w[j]
		for i, x := range n.deep.w[j*hidden : (j+1)*hidden] {
			z += x * g.value[i]
		}
		g.sum[j] = max(0, z)
	}
}

// of returns the log-odds of a question.
func (g *pass) of(ask int) float32 {
	n := g.n
	z := n.offset.w[ask]
	for i, x := range n.out.w[ask*hidden : (ask+1)*hidden] {
		z += x * g.value[i]
	}
	for j, x := range n.over.w[ask*deep : (ask+1)*deep] {
		z += x * g.sum[j]
	}
	return z
}

// forward finds where each pattern matches best, and the mean.
func (g *pass) forward() {
	n := g.n
	for h := range g.peak {
		g.peak[h] = float32(math.Inf(-1))
	}
	clear(g.value[:])
	g.vectors, g.slopes = cleared(g.vectors, len(g.rows)), cleared(g.slopes, len(g.rows))
	g.matches = cleared(g.matches, len(g.rows))
	for t, rows := range g.rows {
		v, m := &g.vectors[t], &g.matches[t]
		for _, r := range rows {
			n.touch(r)
			for d, x := range n.seen[int(r)*wide : int(r+1)*wide] {
				v[d] += x
			}
		}
		for d, e := range v {
			g.value[filters+d] += e
		}
		for o := range span {
			to := m[o*filters : (o+1)*filters]
			for d := 0; d < wide; d += 4 { // four at once are read and written back once
				c := n.conv.w[(o*wide+d)*filters : (o*wide+d+4)*filters]
				c0, c1, c2, c3 := c[:filters], c[filters:][:filters], c[2*filters:][:filters], c[3*filters:][:filters]
				e0, e1, e2, e3 := v[d], v[d+1], v[d+2], v[d+3]
				for h := range to {
					to[h] += e0*c0[h] + e1*c1[h] + e2*c2[h] + e3*c3[h]
				}
			}
		}
	}
	for t := range g.rows {
		var z [filters]float32
		for o := range span {
			if k := t + o - span/2; g.joined(t, k) {
				for h, x := range g.matches[k][o*filters : (o+1)*filters] {
					z[h] += x
				}
			}
		}
		for h, x := range z {
			if x > g.peak[h] {
				g.peak[h], g.place[h] = x, t
			}
		}
	}
	for h, x := range g.peak {
		g.value[h] = max(0, x+n.bias.w[h])
	}
	for d := range wide {
		g.value[filters+d] *= g.norm
	}
}

// cleared returns a list of so many noughts, in the memory of another.
func cleared[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// joined reports whether token k, next to t, is there and of the same paragraph.
func (g *pass) joined(t, k int) bool {
	switch {
	case k < t:
		return k >= 0 && !g.edge[t]
	case k > t:
		return k < len(g.rows) && !g.edge[k]
	}
	return true
}

// backward takes the slopes of what was found back to the patterns and to the tokens'
// vectors.
func (g *pass) backward() {
	n := g.n
	for h, slope := range g.back[:filters] {
		if slope == 0 || g.peak[h]+n.bias.w[h] <= 0 {
			continue
		}
		n.bias.grad[h] += slope
		t := g.place[h]
		for o := range span {
			k := t + o - span/2
			if !g.joined(t, k) {
				continue
			}
			to := &g.slopes[k]
			for d, x := range g.vectors[k] {
				c := (o*wide+d)*filters + h
				n.conv.grad[c] += slope * x
				to[d] += slope * n.conv.w[c]
			}
		}
	}
	for t := range g.slopes {
		for d := range wide {
			g.slopes[t][d] += g.norm * g.back[filters+d]
		}
	}
}

// spread takes the slopes of the tokens' vectors back to their rows.
func (g *pass) spread() {
	for t, rows := range g.rows {
		for _, r := range rows {
			grad := g.n.embed.grad[int(r)*wide : int(r+1)*wide]
			for d, e := range g.slopes[t] {
				grad[d] += e
			}
		}
	}
}
