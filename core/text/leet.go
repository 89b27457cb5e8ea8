package text

import (
	"bytes"
	"unicode/utf8"
)

// decide reads a word in disguise.
func (d *Doc) decide(g guess) {
	t := &d.Tokens[g.first]
	single := g.last-g.first == 1
	start := t.Start
	if start > 0 && d.Clean[start-1] == '$' && (start == 1 || isSpaced(d.Clean[start-2])) {
		start--
		single = false
	}
	if single && d.knows(t.Hash) {
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
	case single && small && d.trailing(start, end) > 0 && d.numbered(g, start, end):
		return
	case other > 0, letters < 2, digits+signs > letters+1, letters == 2 && d.code(start, end), !small && (letters+digits+signs < 5 || letters < 2*(digits+signs)):
		return
	case signs == 0 && t.Kind == Number && end-t.End > 3 && d.knows(d.Tokens[g.last-1].Hash): // "3days"
		return
	}
	last := d.Clean[end-1] // of what codes end with, only 3 ends words: "siz3", not "cyp3a4"
	plausible := small && (!isDigit(last) || last == '3') && !d.inner(start, end) && !d.allWords(g) && (t.Kind == Word || d.leads(t, end))
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

// trailing returns how many digits Clean[start:end] ends with after letters alone, 0
// if it is written otherwise.
func (d *Doc) trailing(start, end int32) int {
	b := d.Clean[start:end]
	n := alphaUpTo(b)
	for _, c := range b[n:] {
		if !isDigit(c) {
			return 0
		}
	}
	return len(b) - n
}

// inner reports whether a capital stands inside Clean[start:end], as in codes
// (HbA1c).
func (d *Doc) inner(start, end int32) bool {
	for _, c := range d.Clean[start+1 : end] {
		if c >= 'A' && c <= 'Z' {
			return true
		}
	}
	return false
}

// allWords reports whether a guess is of several words that are known as they stand
// ("stop!please").
func (d *Doc) allWords(g guess) bool {
	for i := g.first; i < g.last; i++ {
		t := &d.Tokens[i]
		if t.NormEnd-t.NormStart < 3 && functionWords.get(t.Hash) == 0 || !d.knows(t.Hash) {
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
		if (letters > 2 || len(s) > 3) && d.knows(h) || letters == 2 && plausible && functionWords.get(h) > 0 {
			d.one(g.first, g.last, start, s, true)
			d.leet = true
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
		if functionWords.get(h) > 0 || d.knows(h) && (last || len(s) > 3) {
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

// numbered decides of letters with digits behind them. Where digits stand for letters
// elsewhere before, they may here ("elle", "nurse"); else a known word is parted from
// its number ("bed12"). What is left to other readings is a longer word.
func (d *Doc) numbered(g guess, start, end int32) (done bool) {
	i := g.first
	t := &d.Tokens[i]
	s := d.Spelling(i)
	digits := int32(d.trailing(start, end))
	n := len(s) - int(digits)
	if read, _ := d.reading(start, end, 0); d.leet && d.knows(Hash(read)) || functionWords.get(Hash(read)) > 0 {
		d.one(g.first, g.last, start, read, true)
		return true
	}
	if n < 3 || !speakable(s[:n]) || !d.knows(Hash(s[:n])) {
		return n < 4 // "Rav4"
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
