package identifier

// A number may be written so that no pattern sees it: "4 1 6 . 5 5 5 . 0 1 9 9",
// "four one six, double five five …", "zéro six, douze, trente-quatre …",
// "4l6-555-Ol99", "K 1 A 0 B 1". Such stretches are gathered in one pass as
// pieces, spelled anew in the plain layouts they can stand for, and read with the
// words around them as any other text. What is found covers the whole disguise.

// maxPieces bounds a stretch; a longer one is a table or a song.
const maxPieces = 40

// maxStretches bounds how many stretches of one draft are read again.
const maxStretches = 16

// Digits in a stretch: fewer are no identifier, and up to fewLabelled only next to
// their label.
const (
	fewest      = 5
	fewLabelled = 7
	fewestSigns = 6 // letters and digits, one by one
)

type pieceKind uint8

const (
	written  pieceKind = iota // digits
	lettered                  // digits with O, l or I among them
	spelled                   // a word
	letter                    // a single capital
)

// piece is part of a stretch: one or more digits, or a letter.
type piece struct {
	start, end int32
	kind       pieceKind
	n          uint8   // signs it stands for
	sign       [4]byte // what they are, of a spelled piece or a letter
	value      int16   // of a spelled piece
	french     bool
	gap        gap // what stands before it
}

// gap is what stands between two pieces: sign and spaces alike.
type gap struct {
	sign   byte // first of . - / , : ( or 0
	spaced uint8
	line   bool
	odd    bool // the sign is written as patterns have it not: –, _, a word
}

// stretch is a run of pieces with nothing but gaps between them.
type stretch struct {
	pieces [maxPieces]piece
	n      int
	over   bool  // has more than maxPieces
	gap    gap   // since the last piece
	width  uint8 // bytes of signs in it
	digits int
	plus   int32 // where a + before it stands, -1 for none
	times  uint8 // a "double" or "triple" waits for its digit
	timesA int32 // where it starts
}

func (r *stretch) reset() {
	r.n, r.over, r.digits, r.plus, r.times = 0, false, 0, -1, 0
	r.gap, r.width = gap{}, 0
}

// Kinds of bytes.
const (
	byteOther = iota
	byteDigit
	byteLetter
	byteSpace
	byteSign
	byteHigh
)

var byteKind = func() (t [256]uint8) {
	for c := range 256 {
		switch b := byte(c); {
		case isDigit(b):
			t[c] = byteDigit
		case isLetter(b):
			t[c] = byteLetter
		case b >= 0x80:
			t[c] = byteHigh
		}
	}
	for _, c := range []byte(" \t\n") {
		t[c] = byteSpace
	}
	for _, c := range []byte(".-/,:()[]_*|~+") {
		t[c] = byteSign
	}
	return t
}()

// disguised adds to dst the identifiers in disguise.
func (f *finder) disguised(dst []Match) []Match {
	text, left := f.text[:f.stop], maxStretches
	var r stretch
	r.reset()
	for i := f.begin; i < len(text) && left > 0; {
		if r.idle() {
			if i = idleUntil(text, i); i == len(text) {
				break
			}
		}
		j, ok := i+1, false
		switch byteKind[text[i]] {
		case byteSpace:
			ok = r.space(text[i])
		case byteSign:
			ok = r.sign(text[i])
		case byteDigit:
			j = endOfWord(text, i)
			ok = r.number(text, i, j)
		case byteLetter:
			for j < len(text) && isLetter(text[j]) {
				j++
			}
			k := j
			if j < len(text) && byteKind[text[j]] != byteSpace {
				j = endOfWord(text, j)
			}
			ok = (j-i == 1 || j > k && digitLike(text[i]) != 0 || numeralLike(text[i], text[i+1], j-i)) && r.word(text, i, j)
		case byteHigh:
			if letterAt(text, i) {
				j = endOfWord(text, i)
			} else {
				j, ok = r.high(text, i)
			}
		}
		if !ok && !r.idle() {
			if r.worth() {
				dst = f.reread(&r, dst)
				left--
			}
			r.reset()
		}
		if text[i] == '+' {
			r.plus = int32(i)
		}
		i = j
	}
	if r.worth() && left > 0 {
		dst = f.reread(&r, dst)
	}
	return dst
}

// worth reports whether r is long enough to hide an identifier.
func (r *stretch) worth() bool {
	return !r.over && (r.digits >= fewest || r.n >= fewestSigns && r.digits >= 3) && (r.n > 1 || r.pieces[0].kind != written)
}

// idle reports whether nothing has been read that may go on.
func (r *stretch) idle() bool { return r.n == 0 && r.plus < 0 && r.times == 0 }

// idleUntil passes what starts no stretch: all but digits, a +, words that may be
// numerals or start with a letter for a digit, and single capitals in a row.
func idleUntil(text []byte, i int) int {
	for i < len(text) {
		c := text[i]
		switch {
		case isLetter(c):
			j := i + 1
			for j < len(text) && isLetter(text[j]) {
				j++
			}
			if j < len(text) && (isDigit(text[j]) || text[j] >= 0x80) {
				if digitLike(c) != 0 && isDigit(text[j]) {
					return i
				}
				j = endOfWord(text, j)
			}
			if j == i+1 {
				if i+3 < len(text) && isWord(text[i+2]) && !inWord(text[i+3]) {
					return i
				}
			} else if numeralLike(c, text[i+1], j-i) {
				return i
			}
			i = j
		case isDigit(c), c == '+':
			return i
		case c >= 0x80 && letterAt(text, i):
			i = endOfWord(text, i)
		default:
			i++
		}
	}
	return len(text)
}

// endOfWord returns where the letters and digits from text[i] end.
func endOfWord(text []byte, i int) int {
	for i < len(text) {
		switch byteKind[text[i]] {
		case byteDigit, byteLetter:
			i++
		case byteHigh:
			if !letterAt(text, i) {
				return i
			}
			i += 2
		default:
			return i
		}
	}
	return min(i, len(text))
}

// space reports whether c may stand inside a stretch: not an empty line.
func (r *stretch) space(c byte) bool {
	if r.n == 0 {
		return c == ' ' && (r.plus >= 0 || r.times > 0)
	}
	if c == '\n' {
		if r.gap.line {
			return false
		}
		r.gap.line = true
	}
	r.gap.spaced = min(r.gap.spaced+1, 2)
	return true
}

func (r *stretch) sign(c byte) bool {
	if c == '+' || r.n == 0 {
		return false
	}
	switch c {
	case ')', '[', ']':
		c = '('
	case '_', '*', '|', '~':
		c, r.gap.odd = '-', true
	}
	if r.gap.sign == 0 || r.gap.sign == '(' {
		r.gap.sign = c
	}
	r.width++
	return r.width <= 3
}

// high reads a dash or dot beyond ASCII.
func (r *stretch) high(text []byte, i int) (next int, ok bool) {
	sign := byte(0)
	switch {
	case i+1 < len(text) && text[i] == 0xC2 && text[i+1] == 0xB7: // ·
		next, sign = i+2, '.'
	case i+2 < len(text) && text[i] == 0xE2 && text[i+1] == 0x80 && text[i+2] >= 0x90 && text[i+2] <= 0x95: // ‐ to ―
		next, sign = i+3, '-'
	case i+2 < len(text) && text[i] == 0xE2 && text[i+1] == 0x80 && (text[i+2] == 0xA2 || text[i+2] == 0xA6 || text[i+2] == 0xA7): // • … ‧
		next, sign = i+3, '.'
	case i+2 < len(text) && text[i] == 0xE2 && text[i+1] == 0x88 && text[i+2] == 0x92: // −
		next, sign = i+3, '-'
	default:
		for next = i + 1; next < len(text) && text[next]&0xC0 == 0x80; next++ {
		}
		return next, false
	}
	r.gap.odd = true
	return next, r.sign(sign)
}

// number adds text[i:j], which starts with a digit.
func (r *stretch) number(text []byte, i, j int) bool {
	if j-i > maxSigns/2 {
		return false
	}
	kind := written
	for _, c := range text[i:j] {
		if !isDigit(c) {
			if digitLike(c) == 0 {
				return false
			}
			kind = lettered
		}
	}
	p := piece{start: int32(i), end: int32(j), kind: kind, n: uint8(j - i)}
	if j-i == 1 {
		p.value = int16(text[i] - '0')
	} else {
		p.value = -1
	}
	return r.add(p, text)
}

// digitLike returns the digit that a letter is written for, 0 for none.
func digitLike(c byte) byte {
	switch c {
	case 'O', 'o':
		return '0'
	case 'l', 'I':
		return '1'
	}
	return 0
}

// word adds text[i:j], a word or a mark between digits ("dash").
func (r *stretch) word(text []byte, i, j int) bool {
	if j-i == 1 {
		return r.single(text, i)
	}
	digits := false
	for _, c := range text[i:j] {
		digits = digits || isDigit(c)
	}
	if digits {
		for _, c := range text[i:j] {
			if !isDigit(c) && digitLike(c) == 0 {
				return false
			}
		}
		return r.number(text, i, j)
	}
	w, ok := nextWord(text, i)
	if !ok || int(w.end) != j {
		return false
	}
	x := numeralOf(w.hash)
	if x == nil {
		return false
	}
	p := piece{start: int32(i), end: int32(j), kind: spelled, value: x.value, french: x.french}
	switch x.role {
	case isMark:
		if r.n == 0 {
			return false
		}
		r.gap.sign, r.gap.odd = byte(x.value), true
		return true
	case isPlus:
		if r.n > 0 {
			return false
		}
		r.reset()
		r.plus = int32(i)
		return true
	case isTimes:
		r.times, r.timesA = uint8(x.value), int32(i)
		return true
	case isAnd:
		return r.n > 0 && r.pieces[r.n-1].kind == spelled && r.pieces[r.n-1].value >= 20 && r.pieces[r.n-1].french
	}
	if r.compound(&p, x) {
		return true
	}
	if x.role == isHundred && !x.french {
		return false
	}
	p.spell()
	return r.add(p, text)
}

// compound joins a spelled number to the one before it: twenty one, soixante et
// onze, quatre-vingt-dix-neuf, eight hundred.
func (r *stretch) compound(p *piece, x *numeral) bool {
	if r.n == 0 || r.over || r.times > 0 || r.gap.line || r.gap.sign != 0 && r.gap.sign != '-' {
		return false
	}
	last := &r.pieces[r.n-1]
	if last.kind != spelled || last.sign[3] != 0 {
		return false
	}
	v, a := last.value, p.value
	switch {
	case x.role == isHundred && v >= 1 && v <= 9:
		v *= 100
	case v >= 100 && v%100 == 0 && last.french && p.french && a < 100: // quatre cent quinze
		v += a
	case v%100 >= 20 && v%10 == 0 && (last.french == p.french || a == 6) && a >= 1 && a <= 9:
		v += a
	case (v%100 == 60 || v%100 == 80) && last.french && p.french && a >= 10 && a <= 16:
		v += a
	case v == 4 && p.french && a == 20:
		v = 80
	case (v%100 == 10 || v%100 == 70 || v%100 == 90) && last.french && p.french && a >= 7 && a <= 9:
		v += a
	default:
		return false
	}
	r.digits -= int(last.n)
	last.value, last.end, last.french = v, p.end, last.french || p.french
	last.spell()
	r.digits += int(last.n)
	r.gap, r.width = gap{}, 0
	return true
}

// spell sets the digits of a spelled piece.
func (p *piece) spell() {
	v := p.value
	switch {
	case v >= 100:
		p.sign, p.n = [4]byte{byte('0' + v/100), byte('0' + v/10%10), byte('0' + v%10)}, 3
	case v >= 10:
		p.sign, p.n = [4]byte{byte('0' + v/10), byte('0' + v%10)}, 2
	default:
		p.sign, p.n = [4]byte{byte('0' + v)}, 1
	}
}

// single adds a letter that stands alone: a capital, or o and l among digits.
func (r *stretch) single(text []byte, i int) bool {
	c := text[i]
	if c == 'o' || c == 'l' {
		if r.n == 0 {
			return false
		}
	} else if c < 'A' || c > 'Z' {
		return false
	}
	return r.add(piece{start: int32(i), end: int32(i + 1), kind: letter, n: 1, sign: [4]byte{c}, value: -1}, text)
}

func (r *stretch) add(p piece, text []byte) bool {
	if r.n == maxPieces {
		r.over = true
		return true
	}
	if r.times > 0 {
		if p.n != 1 || p.kind == letter {
			return false
		}
		d := p.sign[0]
		if p.kind == written {
			d = text[p.start]
		}
		p.kind, p.start, p.n, p.sign = spelled, r.timesA, r.times, [4]byte{d, d, d, 1}
		r.times = 0
	}
	p.gap = r.gap
	r.pieces[r.n] = p
	r.n++
	if p.kind != letter {
		r.digits += int(p.n)
	}
	r.gap, r.width = gap{}, 0
	return true
}
