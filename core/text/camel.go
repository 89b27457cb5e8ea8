package text

// apart parts known words that were run together in camel case ("SawMyPatient").
// Two alone are left: brands are written so.
func (d *Doc) apart(i int32) bool {
	t := &d.Tokens[i]
	e := edit{first: i, last: i + 1}
	written := d.Clean[t.Start:t.End]
	if len(written) != int(t.NormEnd-t.NormStart) || t.Is(AllCaps) {
		return false // letters that fold to two
	}
	for from := 0; from < len(written); {
		to := from + 1
		for to < len(written) && !(isAlpha(written[to]) && written[to] < 'a') {
			to++
		}
		s := d.Norm[int(t.NormStart)+from : int(t.NormStart)+to]
		if e.n == maxPieces || len(s) < 2 || !d.knows(Hash(s)) {
			return false
		}
		p := &e.tokens[e.n]
		*p = *t
		p.Start, p.End = t.Start+int32(from), t.Start+int32(to)
		p.NormStart, p.NormEnd = t.NormStart+int32(from), t.NormStart+int32(to)
		p.Hash = Hash(s)
		if e.n > 0 {
			p.Flags &= Quoted | Paren | Hashtag
		}
		if c := written[from]; c < 'a' {
			p.Flags |= Capital
		}
		e.n++
		from = to
	}
	if e.n < 3 {
		return false
	}
	d.edits = append(d.edits, e)
	return true
}

// shift moves a border of camel case on by a letter where that makes the second
// part a known word.
func (d *Doc) shift(g guess) {
	a, b := d.Tokens[g.first], d.Tokens[g.first+1]
	s := d.Spelling(g.first + 1)
	if a.Sentence != b.Sentence || len(s) < 4 || a.NormEnd != b.NormStart || a.End != b.Start || d.knows(b.Hash) || !d.knows(Hash(s[1:])) {
		return
	}
	a.End, a.NormEnd, b.Start, b.NormStart = a.End+1, a.NormEnd+1, b.Start+1, b.NormStart+1
	a.Hash, b.Hash = Hash(d.Norm[a.NormStart:a.NormEnd]), Hash(s[1:])
	a.Flags |= AllCaps
	b.Flags &^= Capital
	d.edits = append(d.edits, edit{first: g.first, last: g.first + 2, tokens: [maxPieces]Token{a, b}, n: 2})
}
