package identifier

// A number may be written so that no pattern sees it: "4 1 6 . 5 5 5 . 0 1 9 9",
// "four one six, double five five …", "zéro six, douze, trente-quatre …",
// "4l6-555-Ol99", "K 1 A 0 B 1". Such stretches are gathered in one pass as
// pieces, spelled anew in the plain layouts they can stand for, and read with the
// words around them as any other text. What is found covers the whole disguise.

// maxPieces bounds a stretch; a longer one is a table or a song.
const maxPieces = 40

// maxViews bounds how often parts of one draft are read again, so that the cost
// stays with the length.
const maxViews = 64

// Digits in a stretch: fewer are no identifier, and up to fewLabelled only next to
// their label.
const (
	fewest      = 5
	fewLabelled = 7
	fewestSigns = 6 // letters and digits, one by one
)

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
	text := f.text[:f.stop]
	f.views = maxViews
	var r stretch
	r.reset()
	for i := f.begin; i < len(text) && f.views > 0; {
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
			}
			r.reset()
		}
		if text[i] == '+' {
			r.plus = int32(i)
		}
		i = j
	}
	if r.worth() {
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
