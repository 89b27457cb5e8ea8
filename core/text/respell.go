package text

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

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
	d.edits = d.edits[:0]
	slices.SortStableFunc(d.guesses, func(a, b guess) int { return int(a.first - b.first) })
	done := int32(0)
	for _, g := range d.guesses {
		if g.first < done || g.last > int32(len(d.Tokens)) {
			continue
		}
		n := len(d.edits)
		switch g.kind {
		case disguised:
			d.decide(g)
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
	if like.Kind == Number { // "4nna": the digit hides the capital of a name
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

// decide reads a word in disguise.
func (d *Doc) decide(g guess) {
	t := &d.Tokens[g.first]
	single := g.last-g.first == 1
	start := t.Start
	if start > 0 && d.Clean[start-1] == '$' && (start == 1 || isSpaced(d.Clean[start-2])) {
		start--
		single = false
	}
	if single && d.Known(t.Hash) {
		return
	}
	end := d.Tokens[g.last-1].End
	if end-start > maxSpelled {
		return
	}
	letters, digits, signs, other := d.written(start, end)
	small := !d.allCaps(g.first, g.last)
	switch {
	case single && digits+signs == 0:
		if !d.apart(g.first) && small {
			d.shorten(g.first)
		}
		return
	case single && small && d.numbered(g.first):
		return
	case single && letters < 4 && isDigit(d.Clean[end-1]) && alphaUpTo(d.Clean[start:end]) == letters: // "Rav4"
		if s, _ := d.reading(start, end, 0); functionWords.get(Hash(s)) > 0 {
			d.one(g.first, g.last, start, s, true)
		}
		return
	case other > 0, letters < 2, digits+signs > letters+1, letters == 2 && d.code(start, end), !small && (letters+digits+signs < 5 || letters < 2*(digits+signs)):
		return
	case signs == 0 && t.Kind == Number && d.Known(d.Tokens[g.last-1].Hash): // "3days"
		return
	}
	plausible := small && !d.allWords(g) && (t.Kind == Word || d.leads(t, end))
	n := len(d.edits)
	d.substitute(g, start, end, letters, plausible)
	if len(d.edits) == n && t.Kind == Number && !single { // "34y3ar"
		d.decide(guess{g.first + 1, g.last, disguised})
	}
}

// leads reports whether a digit stands for the first letter of the word that ends at
// Clean[end]: it is one of the common ones, and the word is long and holds another
// digit or can be no unit of time.
func (d *Doc) leads(t *Token, end int32) bool {
	rest := d.Clean[t.End:end]
	if t.End-t.Start != 1 || len(rest) < 4 || letterSigns[d.Clean[t.Start]] == 0 {
		return false
	}
	if alphaUpTo(rest) < len(rest) {
		return true
	}
	for _, unit := range [...]string{"y", "mo", "w", "d", "h", "min", "sec", "fold", "ans", "jour", "sem"} {
		if hasFold(rest, unit) {
			return false
		}
	}
	return len(rest) > 4
}

// alphaUpTo returns how many letters b begins with.
func alphaUpTo(b []byte) (n int) {
	for n < len(b) && isAlpha(b[n]) {
		n++
	}
	return n
}

// allWords reports whether a guess is of several words that are known as they stand
// ("stop!please").
func (d *Doc) allWords(g guess) bool {
	for i := g.first; i < g.last; i++ {
		t := &d.Tokens[i]
		if t.NormEnd-t.NormStart < 3 && functionWords.get(t.Hash) == 0 || !d.Known(t.Hash) {
			return false
		}
	}
	return true
}

// code reports whether Clean[start:end] is a letter and a digit twice, with letters
// that stages, pregnancies and vertebrae are written with (G1P0, T1N0, L4L5).
func (d *Doc) code(start, end int32) bool {
	b := d.Clean[start:end]
	if len(b) != 4 || !isAlpha(b[0]) || !isDigit(b[1]) || !isAlpha(b[2]) || !isDigit(b[3]) {
		return false
	}
	switch string([]byte{b[0] | 0x20, b[2] | 0x20}) {
	case "gp", "ga", "pa", "tn", "nm", "tm", "cc", "ct", "tt", "tl", "ll", "ls", "ss", "hn":
		return true
	}
	return false
}

// written counts what Clean[start:end] is made of; other is what can stand for no
// letter.
func (d *Doc) written(start, end int32) (letters, digits, signs, other int) {
	for i := start; i < end; {
		c := d.Clean[i]
		switch {
		case isAlpha(c):
			letters++
		case c >= 0x80:
			r, w := utf8.DecodeRune(d.Clean[i:end])
			if highSigns[r] != 0 {
				signs++
			} else {
				letters++
			}
			i += int32(w)
			continue
		case c == '\'':
		case letterSigns[c] == 0:
			other++
		case isDigit(c):
			digits++
		default:
			signs++
		}
		i++
	}
	return letters, digits, signs, other
}

// substitute tries letters for the digits and signs of Clean[start:end]: a reading
// that is a known word, or else, where plausible, the first that can be spoken.
func (d *Doc) substitute(g guess, start, end int32, letters int, plausible bool) {
	for choice := 0; choice < 8; choice++ {
		s, more := d.reading(start, end, choice)
		h := Hash(s)
		if (letters > 2 || len(s) > 3) && d.Known(h) || letters == 2 && plausible && functionWords.get(h) > 0 {
			d.one(g.first, g.last, start, s, true)
			return
		}
		if !more {
			break
		}
	}
	if s, _ := d.reading(start, end, 0); plausible && (letters > 2 || len(s) > 3) && speakable(s) {
		d.one(g.first, g.last, start, s, letters > 3 && 3*(len(s)-letters) <= letters)
	}
}

// reading returns Clean[start:end] with letters for its digits and signs. Each bit
// of choice takes the second letter for one that has two; more tells whether there
// are further choices.
func (d *Doc) reading(start, end int32, choice int) (s []byte, more bool) {
	s = d.spelling[:0]
	bit := 1
	for i := start; i < end; {
		c := d.Clean[i]
		if c >= 0x80 {
			r, w := utf8.DecodeRune(d.Clean[i:end])
			i += int32(w)
			if l := highSigns[r]; l != 0 {
				s = append(s, l)
				continue
			}
			a, b := Base(r)
			s = utf8.AppendRune(s, a)
			if b != 0 {
				s = utf8.AppendRune(s, b)
			}
			continue
		}
		i++
		if l := lowers[c]; l != 0 {
			s = append(s, l)
			continue
		}
		l := letterSigns[c]
		if l == 0 { // an apostrophe
			l = c
		}
		if otherSigns[c] != 0 {
			if choice&bit != 0 {
				l = otherSigns[c]
			}
			bit <<= 1
		}
		s = append(s, l)
	}
	d.spelling = s
	return s, choice+1 < bit
}

// speakable reports whether a word could be spoken: there are never more than four
// consonants, or three vowels, in a row.
func speakable(s []byte) bool {
	vowels, consonants, any := 0, 0, false
	for _, c := range s {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			vowels, consonants, any = vowels+1, 0, true
		default:
			vowels, consonants = 0, consonants+1
		}
		if vowels > 3 || consonants > 4 {
			return false
		}
	}
	return any
}

// shorten reads a word whose letters were repeated ("patieeent", "soooo"): each
// run as two letters or as one; a function word as one.
func (d *Doc) shorten(i int32) {
	word := d.Spelling(i)
	if len(bytes.TrimLeft(word, string(word[:1]))) == 0 { // "xxx"
		return
	}
	for choice := 0; choice < 8; choice++ {
		s, bit := d.spelling[:0], 1
		for k := 0; k < len(word); {
			n := k
			for n < len(word) && word[n] == word[k] {
				n++
			}
			keep := n - k
			if keep > 2 {
				keep = 2
				if choice&bit != 0 {
					keep = 1
				}
				bit <<= 1
			}
			s = append(s, word[k:k+keep]...)
			k = n
		}
		d.spelling = s
		last := choice+1 >= bit || choice == 7
		if bit == 1 {
			return // nothing is repeated
		}
		h := Hash(s)
		if functionWords.get(h) > 0 || d.Known(h) && (last || len(s) > 3) {
			d.one(i, i+1, d.Tokens[i].Start, s, true)
			return
		}
		if last {
			if speakable(s) {
				d.one(i, i+1, d.Tokens[i].Start, s, true)
			}
			return
		}
	}
}

// numbered parts a known word from the digits after it ("bed12").
func (d *Doc) numbered(i int32) bool {
	t := &d.Tokens[i]
	s := d.Spelling(i)
	n := len(s)
	for n > 0 && isDigit(s[n-1]) {
		n--
	}
	digits := int32(len(s) - n)
	if n < 3 || digits == 0 || !speakable(s[:n]) || !d.Known(Hash(s[:n])) {
		return false
	}
	e := edit{first: i, last: i + 1, n: 2}
	e.tokens[0], e.tokens[1] = *t, *t
	a, b := &e.tokens[0], &e.tokens[1]
	a.End -= digits
	a.NormEnd -= digits
	a.Hash = Hash(s[:n])
	b.Start, b.NormStart = a.End, a.NormEnd
	b.Hash, b.Kind = Hash(s[n:]), Number
	b.Flags = b.Flags&(Quoted|Paren|Hashtag) | Glued
	d.edits = append(d.edits, e)
	return true
}

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
		if e.n == maxPieces || len(s) < 2 || !d.Known(Hash(s)) {
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
	if a.Sentence != b.Sentence || len(s) < 4 || a.NormEnd != b.NormStart || a.End != b.Start || d.Known(b.Hash) || !d.Known(Hash(s[1:])) {
		return
	}
	a.End, a.NormEnd, b.Start, b.NormStart = a.End+1, a.NormEnd+1, b.Start+1, b.NormStart+1
	a.Hash, b.Hash = Hash(d.Norm[a.NormStart:a.NormEnd]), Hash(s[1:])
	a.Flags |= AllCaps
	b.Flags &^= Capital
	d.edits = append(d.edits, edit{first: g.first, last: g.first + 2, tokens: [maxPieces]Token{a, b}, n: 2})
}

// gather joins letters that were spelled out one by one: all of them where that is
// a known word or can be nothing else, otherwise the known words they are made of.
func (d *Doc) gather(g guess) {
	g.last = min(g.last, g.first+maxSpelled)
	n := g.last - g.first
	spaced := d.Clean[d.Tokens[g.first].End] == ' '
	known := d.Known(Hash(d.join(g.first, g.last)))
	small := !d.allCaps(g.first, g.last)
	if known || !spaced && small && n > minSpelled {
		d.one(g.first, g.last, d.Tokens[g.first].Start, d.join(g.first, g.last), known)
		return
	}
	if !spaced {
		return
	}
	var sizes [maxSpelled]int32
	left := d.segment(g, &sizes)
	article := sizes[0] == 1 && d.article(g)
	if small && n > minSpaced && n <= maxSpaced && (left > 1 || left == 1 && !article || d.apartAfter(g.last) && !article) {
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
			if s := k*k + score[i+k]; s > score[i] && d.Known(Hash(d.join(g.first+i, g.first+i+k))) {
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
