package text

import "slices"

// gather joins letters that were spelled out one by one: all of them where that is
// a known word or can be nothing else, otherwise the known words they are made of.
func (d *Doc) gather(g guess) {
	g.last = min(g.last, g.first+maxSpelled)
	n := g.last - g.first
	spaced := d.Clean[d.Tokens[g.first].End] == ' '
	known := d.knows(Hash(d.join(g.first, g.last)))
	small := !d.allCaps(g.first, g.last)
	if known {
		d.one(g.first, g.last, d.Tokens[g.first].Start, d.join(g.first, g.last), true)
		return
	}
	var sizes [maxSpelled]int32
	left := d.segment(g, &sizes)
	if !spaced && left > 0 { // "s-i-x-t-y-t-w-o" leaves none
		if small && n > minSpelled {
			d.one(g.first, g.last, d.Tokens[g.first].Start, d.join(g.first, g.last), false)
		}
		return
	}
	article := spaced && sizes[0] == 1 && d.article(g)
	if spaced && small && n > minSpaced && n <= maxSpaced && (left > 1 || left == 1 && !article || d.apartAfter(g.last) && !article) {
		d.one(g.first, g.last, d.Tokens[g.first].Start, d.join(g.first, g.last), false)
		return
	}
	if article && (left > 1 || d.apartAfter(g.last)) && n > minSpaced && n <= maxSpaced {
		d.one(g.first+1, g.last, d.Tokens[g.first+1].Start, d.join(g.first+1, g.last), left == 1)
		return
	}
	for i := g.first; i < g.last; {
		k := sizes[i-g.first]
		if k > 1 {
			d.one(i, i+k, d.Tokens[i].Start, d.join(i, i+k), true)
		}
		i += k
	}
}

// article reports whether the first of letters spelled out may be a word of one
// letter before the spelled one ("a p a t i e n t").
func (d *Doc) article(g guess) bool {
	a, b := d.Spelling(g.first)[0], d.Spelling(g.first + 1)[0]
	switch b {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	}
	return a == 'a' || a == 'i' || a == 'y'
}

// maxSpaced is how many letters between spaces are taken for one word though it is
// not known; more are several words.
const maxSpaced = 16

// apartAfter reports whether more than a space stands behind the token before
// last: then the letters before are one word.
func (d *Doc) apartAfter(last int32) bool {
	i := int(d.Tokens[last-1].End)
	return i+1 >= len(d.Clean) || d.Clean[i] != ' ' || d.Clean[i+1] == ' '
}

// segment parts letters into known words, the longest possible, and returns how
// many are left over. sizes holds the size of the part that begins at each letter.
func (d *Doc) segment(g guess, sizes *[maxSpelled]int32) (left int32) {
	n := g.last - g.first
	var score, over [maxSpelled + 1]int32
	for i := n - 1; i >= 0; i-- {
		sizes[i], score[i], over[i] = 1, score[i+1], over[i+1]+1
		for k := int32(minSpaced); k <= min(n-i, 18); k++ {
			if s := k*k + score[i+k]; s > score[i] && d.knows(Hash(d.join(g.first+i, g.first+i+k))) {
				sizes[i], score[i], over[i] = k, s, over[i+k]
			}
		}
	}
	return over[0]
}

// join returns the spellings of tokens [first, last) back to back.
func (d *Doc) join(first, last int32) []byte {
	d.spelling = d.spelling[:0]
	for i := first; i < last; i++ {
		d.spelling = append(d.spelling, d.Spelling(i)...)
	}
	return d.spelling
}

// turn reads a word that stands backwards and is shown from right to left.
func (d *Doc) turn(i int32) {
	t := &d.Tokens[i]
	if t.Kind != Word || t.NormEnd-t.NormStart > maxSpelled || d.knows(t.Hash) {
		return
	}
	s := append(d.spelling[:0], d.Spelling(i)...)
	slices.Reverse(s)
	if d.spelling = s; !d.knows(Hash(s)) {
		return
	}
	d.one(i, i+1, t.Start, s, true)
	if c := d.Clean[t.End-1]; c >= 'A' && c <= 'Z' {
		d.edits[len(d.edits)-1].tokens[0].Flags |= Capital
	}
}
