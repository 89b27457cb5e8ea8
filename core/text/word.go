package text

import (
	"unicode"
	"unicode/utf8"
)

// lowers maps an ASCII letter to its lower case, other bytes to 0.
var lowers = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-0x20] = c, c
	}
	return t
}()

// goesOn are the bytes after which a word, address or link may go on.
var goesOn = func() (t [256]bool) {
	for c := 0x80; c < 0x100; c++ {
		t[c] = true
	}
	for _, c := range "0123456789'`*@.:_+-%" {
		t[c] = true
	}
	return t
}()

// word reads a word that begins at r.i: plain letters here, anything else in
// spell.
func (r *reader) word() {
	start, b := r.i, r.b
	n := int32(len(r.d.Norm))
	norm := r.d.Norm
	upper, same := 0, 0
	var last, before byte
	i := start
	for int(i) < len(b) {
		c := b[i]
		l := lowers[c]
		if l == 0 {
			break
		}
		if c != l {
			upper++
		}
		if l == last && l == before {
			same++
		}
		before, last = last, l
		norm = append(norm, l)
		i++
	}
	r.d.Norm = norm
	if int(i) < len(b) && goesOn[b[i]] || upper > 0 && start < r.tagUntil || i == start {
		r.d.Norm = r.d.Norm[:n]
		if r.link(start, i) {
			return
		}
		r.spell()
		return
	}
	f := Flag(0)
	if upper > 0 {
		f = capitals(b[start] <= 'Z', upper, int(i-start))
	}
	r.i = i
	r.emit(start, i, n, Word, f)
	if same > 0 || upper > 1 && f&AllCaps == 0 {
		r.suspect()
	}
	if start < r.tagUntil {
		r.glued = false
	}
}

// capitals returns the flags of a word by its capital letters.
func capitals(first bool, upper, letters int) (f Flag) {
	if first {
		f = Capital
	}
	if upper > 1 && upper == letters {
		f |= AllCaps
	}
	return f
}

// spell reads letters, and digits after letters, splitting contractions,
// elisions and, inside a hashtag, camel case.
func (r *reader) spell() {
	start := r.i
	n := int32(len(r.d.Norm))
	first, odd, shift := false, false, false
	upper, letters := 0, 0
	prevLower, prevUpper := false, false
	inTag := start < r.tagUntil
	i := start
	for int(i) < len(r.b) {
		c, w := rune(r.b[i]), int32(1)
		if c >= 0x80 {
			var k int
			c, k = utf8.DecodeRune(r.b[i:])
			w = int32(k)
		}
		isUp := false
		switch {
		case c < 0x80 && isAlpha(byte(c)):
			isUp = c <= 'Z'
		case c < 0x80 && isDigit(byte(c)):
			if inTag && prevLower {
				goto done
			}
			r.d.Norm = append(r.d.Norm, byte(c))
			i++
			prevLower, prevUpper, odd = false, false, true
			continue
		case (c == '\'' || c == '`') && i > start:
			if r.apostrophe(start, i, n) {
				goto done
			}
			r.d.Norm = append(r.d.Norm, '\'')
			i++
			continue
		case c == '*' && i > start:
			if r.starred(start, i, letters) {
				goto done
			}
			n := r.mask(i, letters)
			if n == 0 {
				goto done
			}
			for range n {
				r.d.Norm = append(r.d.Norm, '*')
			}
			i += n
			continue
		case c >= 0x80 && unicode.IsLetter(c):
			isUp = unicode.IsUpper(c)
		default:
			goto done
		}
		if inTag && isUp && (prevLower || prevUpper && r.camel(i+w)) {
			shift = prevUpper && !prevLower
			goto done
		}
		letters++
		if isUp {
			upper++
			first = first || letters == 1
		}
		prevLower, prevUpper = !isUp, isUp
		a, b := Base(c)
		r.d.Norm = utf8.AppendRune(r.d.Norm, a)
		if b != 0 {
			r.d.Norm = utf8.AppendRune(r.d.Norm, b)
		}
		i += w
	}
done:
	if i == start { // nothing that a word is made of
		r.i++
		return
	}
	f := capitals(first, upper, letters)
	r.i = i
	r.emit(start, i, n, Word, f)
	if odd || upper > 1 && f&AllCaps == 0 || tripled(r.d.Norm[n:]) {
		r.suspect()
	}
	if shift {
		r.boundary()
	}
	if inTag {
		r.glued = false
	}
	r.afterApostrophe()
}

// camel reports whether the capital before b[i] begins a word of camel case after
// other capitals ("ICULife"); the plural of an abbreviation ("RNs") does not.
func (r *reader) camel(i int32) bool {
	rest := r.b[i:]
	return len(rest) > 0 && rest[0] >= 'a' && rest[0] <= 'z' && (rest[0] != 's' || len(rest) > 1 && isWordByte(rest[1]))
}

// tripled reports whether a letter stands three times in a row.
func tripled(b []byte) bool {
	for i := 2; i < len(b); i++ {
		if b[i] == b[i-1] && b[i] == b[i-2] && isAlpha(b[i]) {
			return true
		}
	}
	return false
}

// mask returns how many asterisks at i stand for letters of the word ("f***ing"):
// those before another letter, or after one or two letters; 0 for other uses.
func (r *reader) mask(i int32, letters int) int32 {
	n := i
	for int(n) < len(r.b) && r.b[n] == '*' {
		n++
	}
	if int(n) < len(r.b) && isAlpha(r.b[n]) || letters <= 2 && n-i >= 2 {
		return n - i
	}
	return 0
}

// starred reports whether the asterisk at i parts letters spelled out one by one
// ("p*a*t").
func (r *reader) starred(start, i int32, letters int) bool {
	b := r.b
	next := int(i) + 1
	if letters != 1 || next >= len(b) || !isLetterByte(b[next]) {
		return false
	}
	_, w := utf8.DecodeRune(b[next:])
	next += w
	return next+1 < len(b) && b[next] == '*' && isLetterByte(b[next+1]) || start > 1 && b[start-1] == '*' && isLetterByte(b[start-2])
}

// apostrophe decides whether the word [start, i) ends at the apostrophe at i:
// before an English clitic ('s 'd 'll 're 've 'm), after a French elision, or
// where no letter follows.
func (r *reader) apostrophe(start, i, norm int32) bool {
	rest := r.b[i+1:]
	if len(rest) == 0 || !isWordByte(rest[0]) {
		return true
	}
	return clitic(rest) != "" || elided(r.d.Norm[norm:])
}

// clitic returns the English clitic that b begins with, "" if none.
func clitic(b []byte) string {
	for _, s := range [...]string{"s", "d", "m", "ll", "re", "ve"} {
		if hasFold(b, s) && (len(b) == len(s) || !isWordByte(b[len(s)])) {
			return s
		}
	}
	return ""
}

// elided reports whether a word is one that French elides.
func elided(word []byte) bool { return len(word) <= 7 && elisions[string(word)] }

var elisions = map[string]bool{
	"l": true, "d": true, "j": true, "c": true, "n": true, "m": true, "t": true, "s": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quoiqu": true, "presqu": true,
}

// afterApostrophe reads the clitic or passes the elision's apostrophe.
func (r *reader) afterApostrophe() {
	if int(r.i) >= len(r.b) || r.b[r.i] != '\'' && r.b[r.i] != '`' {
		return
	}
	last := &r.d.Tokens[len(r.d.Tokens)-1]
	rest := r.b[r.i+1:]
	french := r.run.n < 2 && elided(r.d.Norm[last.NormStart:last.NormEnd])
	if s := clitic(rest); s != "" && !french { // "l's" is not English
		n := int32(len(r.d.Norm))
		r.d.Norm = append(r.d.Norm, '\'')
		r.d.Norm = append(r.d.Norm, s...)
		start := r.i
		r.i += int32(1 + len(s))
		f := Flag(0)
		if s == "s" {
			f = Possessive
		}
		r.emit(start, r.i, n, Word, f)
		return
	}
	if french && len(rest) > 0 && isWordByte(rest[0]) {
		r.i++
		last.End = r.i
	}
}
