package identifier

// spelling is a stretch written anew: its signs, and what is put before each.
type spelling struct {
	sign     [maxSpelling]byte
	piece    [maxSpelling]uint8
	from, to [maxSpelling]int32 // bytes of the text that a sign stands for
	sep      [maxSpelling]byte  // 0 for nothing
	n        int
	plus     int32 // where a + before it stands, -1 for none
}

const maxSpelling = 64

// write spells out pieces [first, last); false when there are too many signs.
func (sp *spelling) write(r *stretch, first, last int, text []byte) bool {
	sp.n, sp.plus = 0, -1
	if first == 0 {
		sp.plus = r.plus
	}
	for k := first; k < last; k++ {
		p := &r.pieces[k]
		if sp.n+int(p.n) > maxSpelling {
			return false
		}
		for i := range int(p.n) {
			c, from, to := byte(0), p.start, p.end
			if p.kind == written || p.kind == lettered && p.end-p.start == int32(p.n) && p.n > 1 {
				from = p.start + int32(i)
				to = from + 1
				if c = text[from]; !isDigit(c) {
					c = digitLike(c)
				}
			} else {
				c = p.sign[i]
			}
			sp.sign[sp.n], sp.piece[sp.n], sp.from[sp.n], sp.to[sp.n] = c, uint8(k), from, to
			sp.n++
		}
	}
	return true
}

func (sp *spelling) join() { clear(sp.sep[:sp.n]) }

// group parts single digits where what stands between them differs from what mostly
// does, and where a whole number stands; false when that leaves one group.
func (sp *spelling) group(r *stretch, first, last int) bool {
	usual, most := gap{}, 0
	for k := first + 1; k < last; k++ {
		n := 0
		for l := first + 1; l < last; l++ {
			if r.pieces[l].gap == r.pieces[k].gap && r.pieces[l].n == 1 && r.pieces[l-1].n == 1 {
				n++
			}
		}
		if n > most {
			usual, most = r.pieces[k].gap, n
		}
	}
	parted := false
	for i := range sp.n {
		sp.sep[i] = 0
		k := int(sp.piece[i])
		if i == 0 || int(sp.piece[i-1]) == k {
			continue
		}
		p := &r.pieces[k]
		if p.gap != usual || p.n > 1 || r.pieces[k-1].n > 1 {
			sp.sep[i], parted = p.gap.plain(), true
		}
	}
	return parted
}

// plain is the sign that a pattern may have in its place.
func (g gap) plain() byte {
	switch g.sign {
	case '.', '-', '/', ':':
		return g.sign
	}
	return ' '
}

// asWritten puts single signs between the pieces. It reports whether that differs
// from the text, and whether the pieces are parted by anything but hyphens.
func (sp *spelling) asWritten(r *stretch) (odd, plain bool) {
	plain = true
	for i := range sp.n {
		sp.sep[i] = 0
		k := int(sp.piece[i])
		if i == 0 || int(sp.piece[i-1]) == k {
			continue
		}
		g := r.pieces[k].gap
		sp.sep[i] = g.plain()
		switch {
		case g.sign == ':' || g.sign == ',':
			return false, false
		case g.sign == 0 && g.spaced == 1 && !g.line:
		case g.sign == '-' && g.spaced == 0 && !g.odd:
			plain = false
		case g.sign == '/' || g.sign == '.':
			odd, plain = true, false
		default:
			odd = true
		}
	}
	return odd, plain
}

func (sp *spelling) groupBy(sign byte) {
	for i := range sp.n {
		sp.sep[i] = 0
		if i > 0 && sp.piece[i-1] != sp.piece[i] {
			sp.sep[i] = sign
		}
	}
}

// asPhone groups digits as a phone number is written, where they can be one of
// North America, France, Australia or the United Kingdom.
func (sp *spelling) asPhone(home uint32) bool {
	d := &sp.sign
	many := func(c byte) bool { return c >= '2' }
	var lens [5]int
	sign := byte(' ')
	switch {
	case sp.plus >= 0:
		return false
	case sp.n == 10 && many(d[0]) && many(d[3]):
		lens, sign = [5]int{3, 3, 4}, '-'
	case sp.n == 11 && d[0] == '1' && many(d[1]) && many(d[4]):
		lens, sign = [5]int{1, 3, 3, 4}, '-'
	case sp.n == 10 && d[0] == '0' && d[1] == '4' && home&landFR == 0:
		lens = [5]int{4, 3, 3}
	case sp.n == 10 && d[0] == '0' && d[1] != '0' && home&landAU != 0:
		lens = [5]int{2, 4, 4}
	case sp.n == 10 && d[0] == '0' && d[1] != '0':
		lens = [5]int{2, 2, 2, 2, 2}
	case sp.n == 11 && d[0] == '0':
		lens = [5]int{5, 6}
	default:
		return false
	}
	sp.join()
	at := 0
	for _, n := range lens {
		if at += n; at >= sp.n {
			return true
		}
		sp.sep[at] = sign
	}
	return true
}
