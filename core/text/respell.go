package text

// edit puts tokens in the place of tokens [first, last).
type edit struct {
	first, last int32
	tokens      [maxPieces]Token
	n           int
	sure        bool // the reading stands in Clean too
}

const (
	maxPieces  = 6  // words run together
	maxSpelled = 40 // bytes of a word in disguise
)

// respell replaces tokens that are no known word by a likely reading that is:
// digits and signs as letters, letters once that were repeated, letters that were
// spelled out as one word, words run together as several.
func (d *Doc) respell() {
	d.edits, d.leet = d.edits[:0], false
	Order(d.guesses, func(a, b guess) int { return int(a.first - b.first) })
	done := int32(0)
	for _, g := range d.guesses {
		if g.first < done || g.last > int32(len(d.Tokens)) {
			continue
		}
		n := len(d.edits)
		switch g.kind {
		case disguised:
			d.decide(g)
		case reversed:
			d.turn(g.first)
		case spelled:
			d.gather(g)
		case boundary:
			d.shift(g)
		}
		if len(d.edits) > n {
			done = d.edits[len(d.edits)-1].last
		}
	}
	if len(d.edits) > 0 {
		d.rewrite()
	}
}

// knows reports whether a spelling is a word: one of the packs', or a numeral or
// function word, which they need not hold.
func (d *Doc) knows(hash uint64) bool {
	return d.Known(hash) || numerals.get(hash) > 0 || functionWords.get(hash) > 0
}

// rewrite makes the edits. A known word in disguise is written out in Clean; each
// of its letters covers the whole disguise.
func (d *Doc) rewrite() {
	out, e := d.spareTokens[:0], d.edits
	w := writer{d: d, b: d.spare.b[:0], starts: d.spare.starts[:0], ends: d.spare.ends[:0]}
	for si := range d.Sentences {
		s := &d.Sentences[si]
		i, last := s.First, s.Last
		s.First = int32(len(out))
		for i < last {
			if len(e) == 0 || e[0].first != i {
				out = append(out, d.Tokens[i])
				out[len(out)-1].move(w.by)
				i++
				continue
			}
			if e[0].sure {
				w.write(&e[0].tokens[0])
			} else {
				for k := range e[0].n {
					e[0].tokens[k].move(w.by)
				}
			}
			out = append(out, e[0].tokens[:e[0].n]...)
			i, e = e[0].last, e[1:]
		}
		s.Last = int32(len(out))
	}
	d.Tokens, d.spareTokens = out, d.Tokens
	w.close()
}

func (t *Token) move(by int32) { t.Start, t.End = t.Start+by, t.End+by }

// laid is text with its offset maps.
type laid struct {
	b            []byte
	starts, ends []int32
}

// writer writes Clean anew.
type writer struct {
	d            *Doc
	b            []byte
	starts, ends []int32
	at           int32 // how much of Clean has been taken
	by           int32 // how far what follows moves
}

// write writes a word as spelled, in the case it has, and moves its token there.
func (w *writer) write(t *Token) {
	w.d.lay()
	w.take(t.Start)
	from, to := w.d.starts[t.Start], w.d.ends[t.End-1]
	start := int32(len(w.b))
	for i, c := range w.d.Norm[t.NormStart:t.NormEnd] {
		if c >= 'a' && c <= 'z' && (t.Flags&AllCaps != 0 || i == 0 && t.Flags&Capital != 0) {
			c -= 0x20
		}
		w.b, w.starts, w.ends = append(w.b, c), append(w.starts, from), append(w.ends, to)
	}
	w.at = t.End
	t.Start, t.End = start, int32(len(w.b))
	w.by = t.End - w.at
}

// take copies Clean up to a byte.
func (w *writer) take(to int32) {
	w.b = append(w.b, w.d.Clean[w.at:to]...)
	w.starts = append(w.starts, w.d.starts[w.at:to]...)
	w.ends = append(w.ends, w.d.ends[w.at:to]...)
}

func (w *writer) close() {
	if w.at == 0 {
		return
	}
	w.take(int32(len(w.d.Clean)))
	d := w.d
	d.Clean, d.starts, d.ends, d.spare = w.b, w.starts, w.ends, laid{d.Clean, d.starts, d.ends}
}

// token returns a word for Clean[start:end] in the place of like, spelled as given.
func (d *Doc) token(like *Token, start, end int32, spelling []byte) Token {
	t := *like
	n := int32(len(d.Norm))
	d.Norm = append(d.Norm, spelling...)
	t.Start, t.End, t.NormStart, t.NormEnd = start, end, n, int32(len(d.Norm))
	t.Hash, t.Kind = Hash(spelling), Word
	return t
}

// one puts one word in the place of a guess.
func (d *Doc) one(first, last, start int32, spelling []byte, sure bool) {
	e := edit{first: first, last: last, n: 1, sure: sure}
	like := d.Tokens[first]
	if like.Kind == Number || start < like.Start { // "4nna", "$am": the sign hides the capital of a name
		like.Flags |= Capital
	}
	if last-first > 1 {
		like.Flags &^= AllCaps
		if d.allCaps(first, last) {
			like.Flags |= AllCaps
		}
	}
	e.tokens[0] = d.token(&like, start, d.Tokens[last-1].End, spelling)
	d.edits = append(d.edits, e)
}

// allCaps reports whether no letter of the tokens is a small one.
func (d *Doc) allCaps(first, last int32) bool {
	for _, c := range d.Clean[d.Tokens[first].Start:d.Tokens[last-1].End] {
		if c >= 'a' && c <= 'z' || c >= 0x80 {
			return false
		}
	}
	return true
}
