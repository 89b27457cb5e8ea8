package text

import (
	"bytes"
	"math"
	"unicode"
	"unicode/utf8"
)

// clean fills d.Clean and the offset maps from src. Invalid bytes become one
// U+FFFD each and count as one code unit, which is what a browser's text has there.
func (d *Doc) clean(src []byte) {
	d.Clean = d.Clean[:0]
	d.starts, d.ends, d.overrides = d.starts[:0], d.ends[:0], d.overrides[:0]
	d.identity = true
	n := 0
	for n < len(src) && plain[src[n]] {
		n++
	}
	d.Clean = append(d.Clean, src[:n]...)
	d.Units = n
	if n < len(src) {
		d.lay()
		c := cleaner{d: d, src: src, at: n, unit: int32(n)}
		for c.at < len(src) {
			if plain[src[c.at]] {
				c.plain()
			} else {
				c.step()
			}
		}
		d.Units = int(c.unit)
		if c.foreign {
			d.unmask()
		}
	}
}

// plain are the bytes that stand for themselves.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < 0x7F; c++ {
		t[c] = true
	}
	t['\n'], t['\t'] = true, true
	return t
}()

// lay writes the offset maps of a draft that needed none so far.
func (d *Doc) lay() {
	if !d.identity {
		return
	}
	d.identity = false
	for i := range d.Clean {
		d.starts = append(d.starts, int32(i))
		d.ends = append(d.ends, int32(i+1))
	}
}

// cleaner reads a draft from the first byte that does not stand for itself.
type cleaner struct {
	d       *Doc
	src     []byte
	at      int
	unit    int32 // code units before src[at]
	emoji   bool  // the last character that shows is an emoji
	flags   int   // regional indicators ahead that are flags
	letters int   // or letters
	foreign bool  // a letter of another alphabet was seen
	// Whether words of small capitals begin with true ones: 1 yes, -1 no, 0 not looked at.
	capitals int8
	lead     int32 // code units just before this that vanished and belong to what follows
}

// plain takes a run of bytes that stand for themselves.
func (c *cleaner) plain() {
	d, from := c.d, c.at
	for ; c.at < len(c.src) && plain[c.src[c.at]]; c.at++ {
		d.starts = append(d.starts, c.unit-c.lead)
		c.unit++
		d.ends = append(d.ends, c.unit)
		c.lead = 0
	}
	d.Clean = append(d.Clean, c.src[from:c.at]...)
	c.emoji = false
	if k := len(d.overrides); k > 0 && d.overrides[k-1] == math.MaxInt32 && bytes.IndexByte(c.src[from:c.at], '\n') >= 0 {
		d.overrides[k-1] = c.unit
	}
}

func (c *cleaner) step() {
	r, w := rune(c.src[c.at]), 1
	if r >= 0x80 {
		r, w = utf8.DecodeRune(c.src[c.at:])
	}
	units := int32(1)
	if r >= 0x10000 {
		units = 2
	}
	rest := c.src[c.at+w:]
	f := fold(r)
	switch {
	case r < 0x80:
		if r == '\r' {
			f = '\n'
			if len(rest) > 0 && rest[0] == '\n' {
				c.lead += units
				c.at += w
				c.unit += units
				return
			}
		}
	case f == many:
		c.several(spelt[r], units)
		c.emoji = false
		c.at += w
		c.unit += units
		return
	case r == joiner && c.emoji && startsEmoji(rest):
		f = r
	case r == 0x2013 && c.between(rest):
		f = '-'
	case isRegional(r):
		f = c.regional(r)
	case isSmallCapital(r) && f != r && !c.inWord() && !c.hasCapitals():
		f -= 0x20 // the style has no other capitals
	}
	switch r {
	case rightToLeft:
		c.d.overrides = append(c.d.overrides, c.unit, math.MaxInt32)
	case endOfOverride:
		if k := len(c.d.overrides); k > 0 {
			c.d.overrides[k-1] = min(c.d.overrides[k-1], c.unit)
		}
	}
	if f == gone {
		c.vanish(units)
	} else {
		c.put(f, units)
		c.lead = 0
		c.emoji = isEmoji(f) || f == joiner
		c.foreign = c.foreign || isForeign(f)
	}
	c.at += w
	c.unit += units
}

// The override that shows letters from right to left, and what ends it.
const (
	rightToLeft   = 0x202E
	endOfOverride = 0x202C
)

// joiner is the zero-width joiner, which makes several emoji one.
const joiner = 0x200D

func startsEmoji(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	return isEmoji(r)
}

// put appends a character that stands for the code units at hand.
func (c *cleaner) put(r rune, units int32) {
	n := len(c.d.Clean)
	c.d.Clean = utf8.AppendRune(c.d.Clean, r)
	for range len(c.d.Clean) - n {
		c.d.starts = append(c.d.starts, c.unit-c.lead)
		c.d.ends = append(c.d.ends, c.unit+units)
	}
}

// several appends the characters that one stands for; a fraction stands apart
// from the number before it.
func (c *cleaner) several(s string, units int32) {
	if k := len(c.d.Clean); k > 0 && isDigit(c.d.Clean[k-1]) && len(s) > 2 && s[1] == '/' {
		c.put(' ', units)
	}
	for _, r := range s {
		c.put(r, units)
	}
	c.lead = 0
}

// vanish gives what cannot be seen to the letter, digit or emoji before it, or else
// to the character after it, so that a span covers the whole disguise.
func (c *cleaner) vanish(units int32) {
	if !c.inWord() {
		c.lead += units
		return
	}
	ends := c.d.ends
	k := len(ends)
	for end := ends[k-1]; k > 0 && ends[k-1] == end; k-- {
		ends[k-1] = c.unit + units
	}
}

// between reports whether letters or digits stand on both sides, so that a dash
// is a hyphen ("34–year–old").
func (c *cleaner) between(rest []byte) bool {
	if !c.inWord() {
		return false
	}
	r, _ := utf8.DecodeRune(rest)
	r = fold(r)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// inWord reports whether a letter, a digit or an emoji stands just before.
func (c *cleaner) inWord() bool {
	b := c.d.Clean
	k := len(b)
	if k > 0 && b[k-1] >= 0x80 {
		r, _ := utf8.DecodeLastRune(b)
		return !isMark(r)
	}
	return k > 0 && isWordByte(b[k-1])
}

// hasCapitals reports whether some word of small capitals begins with a true one, so
// that the others stand for small letters.
func (c *cleaner) hasCapitals() bool {
	if c.capitals == 0 {
		c.capitals = -1
		for i, b := range c.src[:len(c.src)-1] {
			if r, _ := utf8.DecodeRune(c.src[i+1:]); b >= 'A' && b <= 'Z' && isSmallCapital(r) {
				c.capitals = 1
				break
			}
		}
	}
	return c.capitals > 0
}

// isMark reports whether r beyond ASCII is a punctuation mark of English or French.
func isMark(r rune) bool {
	return r >= 0x2010 && r <= 0x205E || r == '«' || r == '»' || r == '¡' || r == '¿'
}

// isSmallCapital reports whether r is a small capital, or may be one.
func isSmallCapital(r rune) bool {
	return r >= 0x1D00 && r <= 0x1D22 || r >= 0x262 && r <= 0x29F || r == 'ꜰ' || r == 'ꜱ' || r == 'ꞯ'
}

// regional keeps flags and turns indicators that spell a word into letters.
func (c *cleaner) regional(r rune) rune {
	if c.flags+c.letters == 0 {
		n, ok := flags(c.src[c.at:])
		if ok {
			c.flags = n
		} else {
			c.letters = n
		}
	}
	if c.flags > 0 {
		c.flags--
		return r
	}
	c.letters--
	return 'A' + r - 0x1F1E6
}

// unmask writes the Latin letters that look-alikes of other alphabets are drawn
// like: in words that also hold Latin letters, in words made of nothing but the
// closest look-alikes on a line where no word is truly of that alphabet, and in
// every word of a line that is a disguise.
func (d *Doc) unmask() {
	b := d.Clean
	out := 0
	for from := 0; from < len(b); {
		to := len(b)
		if n := bytes.IndexByte(b[from:], '\n'); n >= 0 {
			to = from + n + 1
		}
		look, all := drawn(b[from:to])
		for from < to {
			w := wordAt(b[from:to])
			fold := w.foreign > 0 && (w.latin > 0 || all || look && w.closest == w.foreign)
			for end := from + w.size; from < end; {
				r, k := utf8.DecodeRune(b[from:])
				if l, ok := lookalikes[r]; ok && fold {
					b[out] = l
					d.starts[out], d.ends[out] = d.starts[from], d.ends[from]
					out++
				} else {
					out += copy(b[out:], b[from:from+k])
					copy(d.starts[out-k:], d.starts[from:from+k])
					copy(d.ends[out-k:], d.ends[from:from+k])
				}
				from += k
			}
		}
	}
	d.Clean, d.starts, d.ends = b[:out], d.starts[:out], d.ends[:out]
}
