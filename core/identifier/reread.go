package identifier

// Digits in whole numbers parted by odd signs, and in odd groups after a label:
// fewer are no date, or no number of a person.
const (
	fewestDate   = 6
	fewestJoined = 9
)

// labelReach is how far before a stretch a pattern with its label may start, bytes.
const labelReach = 48

// manner is what a stretch looks like, and so what is asked of a match in it.
type manner struct {
	letters bool // letters and digits, one by one
	singly  bool // digits one by one, or spelled out
	listed  bool // with commas, as lists are
	spelt   bool // with words, or letters for digits
	counted bool // up or down
	mixed   bool // single digits and whole numbers, none spelled out
}

// reread adds to dst the best identifier that the pieces of r can stand for.
func (f *finder) reread(r *stretch, dst []Match) []Match {
	first, last := 0, r.n
	how := r.manner(first, last)
	if how.letters {
		if m, ok := f.best(r, first, last, how, dst); ok {
			return f.replace(dst, m)
		}
		first, last = r.digitsOnly()
	}
	first, last = r.trimmed(first, last)
	r.asDigits(first, last)
	how = r.manner(first, last)
	how.counted = r.counted(first, last)
	if first == last {
		return dst
	}
	if m, ok := f.best(r, first, last, how, dst); ok {
		return f.replace(dst, m)
	}
	return dst
}

// manner tells how pieces [first, last) are written.
func (r *stretch) manner(first, last int) (how manner) {
	singles, spelt, commas, whole := 0, 0, 0, 0
	for k := first; k < last; k++ {
		p := &r.pieces[k]
		switch {
		case p.kind == letter && digitLike(p.sign[0]) == 0:
			how.letters = true
		case p.kind == spelled, p.kind == lettered:
			spelt++
		case p.n == 1:
			singles++
		default:
			whole++
		}
		if k > first && p.gap.sign == ',' {
			commas++
		}
	}
	how.spelt = spelt > 0
	how.singly = how.spelt || singles >= 5 && singles > whole
	how.listed = 2*commas > last-first-1
	how.mixed = !how.spelt && whole > 0
	return how
}

// digitsOnly returns the longest run of pieces without a letter that is none for a
// digit.
func (r *stretch) digitsOnly() (first, last int) {
	from := 0
	for k := 0; k <= r.n; k++ {
		if k < r.n && (r.pieces[k].kind != letter || digitLike(r.pieces[k].sign[0]) != 0) {
			continue
		}
		if k-from > last-first {
			first, last = from, k
		}
		from = k + 1
	}
	return first, last
}

// trimmed leaves out letters at either end: the I of the next sentence, an l or O that
// no digits one by one stand beside.
func (r *stretch) trimmed(first, last int) (int, int) {
	singles := 0
	for k := first; k < last; k++ {
		if r.pieces[k].n == 1 && r.pieces[k].kind == written {
			singles++
		}
	}
	stray := func(p *piece) bool { return p.kind == letter && (p.sign[0] == 'I' || singles < fewest) }
	for first < last && stray(&r.pieces[first]) {
		first++
	}
	for first < last && stray(&r.pieces[last-1]) {
		last--
	}
	return first, last
}

// asDigits reads single letters O, l and I as digits.
func (r *stretch) asDigits(first, last int) {
	for k := first; k < last; k++ {
		if p := &r.pieces[k]; p.kind == letter {
			p.kind, p.sign = lettered, [4]byte{digitLike(p.sign[0])}
			p.value = int16(p.sign[0] - '0')
		}
	}
}

// counted reports whether the pieces count up or down: one two three, 5 4 3 2 1.
func (r *stretch) counted(first, last int) bool {
	up, down, same := 0, 0, 0
	for k := first + 1; k < last; k++ {
		switch a, b := r.pieces[k-1].value, r.pieces[k].value; {
		case a < 0 || b < 0:
		case b == a+1:
			up++
		case b == a-1:
			down++
		case b == a:
			same++
		}
	}
	steps := last - first - 1
	return steps >= 3 && max(up, down, same) >= steps-1
}

// best tries the layouts that the pieces allow and returns the best match.
func (f *finder) best(r *stretch, first, last int, how manner, dst []Match) (best Match, ok bool) {
	var sp spelling
	if !sp.write(r, first, last, f.text) || sp.n < fewest {
		return best, false
	}
	for i := f.from; i < len(dst); i++ {
		m := &dst[i]
		if m.Start < sp.to[sp.n-1] && sp.from[0] < m.End && !m.Mistyped && (!how.singly && !how.letters || m.Start <= sp.from[0] && m.End >= sp.to[sp.n-1]) {
			return best, false
		}
	}
	covered := 0
	try := func(labelled bool) {
		m, n := f.readAs(&sp, labelled || how.counted, how)
		if n > covered || n == covered && n > 0 && m.rank > best.rank {
			best, covered, ok = m, n, true
		}
	}
	if how.singly || how.letters {
		if sp.group(r, first, last) {
			try(how.listed)
		}
		sp.join()
		try(how.listed || how.mixed)
		if !how.mixed && !how.letters && sp.asPhone(f.home) {
			try(how.listed && !how.spelt)
		}
		return best, ok
	}
	if how.listed {
		return best, false
	}
	odd, plain := sp.asWritten(r)
	if odd && last-first >= 3 && sp.n >= fewestDate {
		try(false)
		for _, sign := range [...]byte{'-', ' '} {
			if !ok && sp.n >= fewLabelled {
				sp.groupBy(sign)
				try(false)
			}
		}
	}
	if !ok && plain && sp.n >= fewestJoined {
		sp.join()
		try(true)
	}
	return best, ok
}

// view is a stretch as a layout spells it, among the words around it.
type view struct {
	text     [nearBefore + 2*maxSpelling + nearAfter + 2]byte
	from, to [nearBefore + 2*maxSpelling + nearAfter + 2]int32
	n        int
}

func (v *view) put(c byte, from, to int32) {
	v.text[v.n], v.from[v.n], v.to[v.n] = c, from, to
	v.n++
}

// readAs reads sp in its place in the text and returns the best match that may
// stand there, with how many of its signs that covers; 0 for none. labelled asks
// for a label, or for a checksum and context.
func (f *finder) readAs(sp *spelling, labelled bool, how manner) (best Match, covered int) {
	if f.views == 0 {
		return best, 0
	}
	f.views--
	var v view
	start, end := sp.from[0], sp.to[sp.n-1]
	if sp.plus >= 0 {
		start = sp.plus
	}
	f.rests(start-nearBefore-aside, end+nearAfter+aside)
	at := max(0, start-nearBefore)
	for at > 0 && at < start && inWord(f.text[at-1]) {
		at++
	}
	for ; at < start; at++ {
		v.put(f.text[at], at, at+1)
	}
	if sp.plus >= 0 {
		v.put('+', start, sp.from[0])
	}
	first := v.n
	for i := range sp.n {
		if sp.sep[i] != 0 {
			v.put(sp.sep[i], sp.to[i-1], sp.from[i])
		}
		v.put(sp.sign[i], sp.from[i], sp.to[i])
	}
	last := v.n
	stop := min(len(f.text), int(end)+nearAfter)
	for stop > int(end) && stop < len(f.text) && inWord(f.text[stop-1]) {
		stop--
	}
	for at := int(end); at < stop; at++ {
		v.put(f.text[at], int32(at), int32(at+1))
	}
	var room [24]Match
	g := finder{s: f.s, text: v.text[:v.n], begin: max(0, first-labelReach), stop: last, home: f.home, region: f.region}
	found := g.settle(g.all(room[:0]))
	for i := range found {
		m := found[i]
		if int(m.Start) >= last || int(m.End) <= first {
			continue
		}
		m.Start, m.End = f.bracketed(v.from[m.Start], v.to[m.End-1]), v.to[m.End-1]
		n := 0
		for k := range sp.n {
			if sp.from[k] >= m.Start && sp.to[k] <= m.End {
				n++
			}
		}
		switch {
		case n < sp.n && !(m.Labelled && n >= fewest),
			m.Confidence == Low && !m.Mistyped,
			how.letters && !m.Checked && !m.Context && m.Confidence < High && f.s.formats[m.Format].Category != "identifier.place",
			!how.letters && sp.n < fewLabelled && !m.Labelled,
			labelled && !m.Labelled && !(m.Checked && m.Context):
			continue
		}
		if n > covered || n == covered && m.rank > best.rank {
			best, covered = m, n
		}
	}
	return best, covered
}

// bracketed takes in the bracket that opens right before a disguise and closes in it.
func (f *finder) bracketed(start, end int32) int32 {
	if start > 0 && (f.text[start-1] == '(' || f.text[start-1] == '[') {
		for _, c := range f.text[start:end] {
			switch c {
			case ')', ']':
				return start - 1
			case '(', '[':
				return start
			}
		}
	}
	return start
}

// replace puts m in the place of what it overlaps in dst, unless that has a label
// and m has none.
func (f *finder) replace(dst []Match, m Match) []Match {
	for i := f.from; i < len(dst); i++ {
		if overlap(&dst[i], &m) && dst[i].Labelled && !m.Labelled && !dst[i].Mistyped {
			return dst
		}
	}
	out := dst[:f.from]
	for _, x := range dst[f.from:] {
		if !overlap(&x, &m) {
			out = append(out, x)
		}
	}
	return f.insert(out, m)
}
