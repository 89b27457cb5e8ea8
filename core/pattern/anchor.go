package pattern

import (
	"strconv"

	"github.com/bedside-md/bedside/core/text"
)

// span is a range of token counts.
type span struct{ min, max int }

func (s span) plus(o span) span { return span{s.min + o.min, s.max + o.max} }

func (s span) union(o span) span { return span{min(s.min, o.min), max(s.max, o.max)} }

// candidate is a set of anchors of which every match contains one, how far into
// the match the first of them may stand, and how dear running there is.
type candidate struct {
	ok     bool
	set    []Anchor
	before span
	cost   int
}

// survey returns the cheapest anchors of n and how many tokens n takes.
func (c *compiler) survey(n *Node) (best candidate, width span, err error) {
	switch n.Kind {
	case Seq:
		for _, k := range n.Kids {
			a, w, err := c.survey(k)
			if err != nil {
				return best, width, err
			}
			if a.ok {
				a.before = a.before.plus(width)
				if !best.ok || a.cost < best.cost {
					best = a
				}
			}
			width = width.plus(w)
		}
	case Alt:
		for i, k := range n.Kids {
			a, w, err := c.survey(k)
			if err != nil {
				return best, width, err
			}
			if i == 0 {
				best, width = a, w
				continue
			}
			width = width.union(w)
			if !a.ok || !best.ok {
				best.ok = false
				continue
			}
			best = candidate{true, append(best.set[:len(best.set):len(best.set)], a.set...), best.before.union(a.before), best.cost + a.cost}
		}
	case Literal:
		words := c.literal(n.Text)
		best = c.rarest(words)
		width = span{len(words), len(words)}
	case Lemma:
		forms, err := c.forms(n)
		if err != nil {
			return best, width, err
		}
		for i, words := range forms {
			a, w := c.rarest(words), span{len(words), len(words)}
			if i == 0 {
				best, width = a, w
				continue
			}
			best = candidate{true, append(best.set, a.set...), best.before.union(a.before), best.cost + a.cost}
			width = width.union(w)
		}
	case Class:
		id, err := c.class(n)
		if err != nil {
			return best, width, err
		}
		best = candidate{ok: true, set: []Anchor{{true, uint32(id)}}, cost: c.names.ClassCost(id)}
		width = span{1, c.names.ClassWidth(id)}
	case Set:
		return c.surveySet(n)
	case Gap:
		width = span{0, n.Count}
	case Any:
		width = span{1, 1}
	case Optional:
		_, width, err = c.survey(n.Kids[0])
		width.min = 0
	case Capture:
		return c.survey(n.Kids[0])
	}
	return best, width, err
}

// surveySet returns the cheapest anchors of the members of an order-free set:
// what stands before them is all of the set but themselves.
func (c *compiler) surveySet(n *Node) (best candidate, width span, err error) {
	for _, k := range n.Kids {
		a, w, err := c.survey(k)
		if err != nil {
			return best, width, err
		}
		if a.ok && (!best.ok || a.cost < best.cost) {
			best = a
			best.before.max += n.Count - w.min
		}
		width.min += w.min
	}
	width.max = n.Count
	if width.min > n.Count {
		return best, width, refuse(n, "the members take "+strconv.Itoa(width.min)+" tokens at least, and the set spans "+strconv.Itoa(n.Count)+": write a larger number after ]..")
	}
	return best, width, nil
}

func (c *compiler) rarest(words []string) candidate {
	best := candidate{}
	for i, w := range words {
		if cost := text.Commonness(w); !best.ok || cost < best.cost {
			best = candidate{ok: true, set: []Anchor{{false, c.names.Word(w)}}, before: span{i, i}, cost: cost}
		}
	}
	return best
}
