package text

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Read reads a draft (UTF-8) into d, reusing its buffers. It never fails: what
// is not understood is passed over.
func (d *Doc) Read(src []byte) {
	d.clean(src)
	d.joints, d.reads, d.tallied = d.joints[:0], d.reads+1, tallied{}
	d.Norm, d.Tokens, d.Sentences = d.Norm[:0], d.Tokens[:0], d.Sentences[:0]
	d.guesses = d.guesses[:0]
	d.tokenize()
	if d.Known != nil && len(d.guesses) > 0 {
		d.respell()
	}
	d.languages()
}

type reader struct {
	d          *Doc
	b          []byte
	i          int32 // next byte of Clean
	pending    Flag  // what stood between the last token and here
	first      int32 // first token of the open sentence
	paragraph  int32
	glued      bool // no space since the last token
	parens     int
	afterStop  bool // a full stop, question or exclamation mark has been passed
	stopByte   byte
	tagUntil   int32 // end of the open hashtag
	tagStarted bool
	hasAt      bool  // the draft holds an @
	lineStart  int32 // where the line began
	lineFirst  int32 // its first token
	quote      int32 // token after the open quotation mark, -1 if none is open
	run        run
	overrides  []int32 // those of Doc ahead
}

func (d *Doc) tokenize() {
	r := reader{d: d, b: d.Clean, quote: -1, overrides: d.overrides, hasAt: bytes.IndexByte(d.Clean, '@') >= 0}
	for int(r.i) < len(r.b) {
		r.step()
	}
	r.endSentence()
	r.closeRun()
	d.paragraphs = r.paragraph
}

func (r *reader) step() {
	c := r.b[r.i]
	switch kinds[c] {
	case isSpace:
		if c == '\n' {
			r.newline()
			return
		}
		if r.afterStop { // lower case may follow: posts are written so
			r.endSentence()
		} else if r.threadMark() {
			r.endSentence()
			r.pending &^= Slash
		}
		r.i++
		r.glued = false
	case isLetter:
		r.word()
	case isNumeral:
		if !r.mail(r.i) {
			r.number()
		}
	case isHigh:
		r.high()
	default:
		switch c {
		case '@':
			r.handle()
		case '#':
			r.hashtag()
		default:
			r.sign(c)
			r.i++
		}
	}
}

// Kinds of bytes.
const (
	isSign byte = iota
	isSpace
	isLetter
	isNumeral
	isHigh
)

var kinds = func() (t [256]byte) {
	for c := range t {
		switch b := byte(c); {
		case b == ' ' || b == '\t' || b == '\n':
			t[c] = isSpace
		case isDigit(b):
			t[c] = isNumeral
		case isAlpha(b):
			t[c] = isLetter
		case b >= 0x80:
			t[c] = isHigh
		}
	}
	return t
}()

func (r *reader) sign(c byte) {
	switch c {
	case '-':
		r.pending |= Hyphen
	case '/':
		r.pending |= Slash
	case ',', ':', ';':
		r.pending |= Comma
	case '(', '[':
		r.parens++
		r.pending |= Comma
	case ')', ']':
		r.parens = max(0, r.parens-1)
		r.pending |= Comma
		if r.numbering() {
			r.endSentence()
		}
	case '"':
		r.quotation()
	case '\'', '`':
		r.pending |= Comma
	case '.', '!', '?':
		r.stop(c)
	}
	if c != '-' && c != '\'' {
		r.glued = r.glued && (c == '/' || c == '.')
	}
}

// quotation opens or closes a quotation. The sign of inches (5'10") does neither.
func (r *reader) quotation() {
	n := int32(len(r.d.Tokens))
	r.pending |= Comma
	if r.quote < 0 {
		if r.i > 1 && isDigit(r.b[r.i-1]) {
			return
		}
		r.quote = n
		return
	}
	if n-r.quote <= maxQuoted {
		for i := r.quote; i < n; i++ {
			r.d.Tokens[i].Flags |= Quoted
		}
	}
	r.quote = -1
}

// maxQuoted is how many tokens a quotation may hold; what is longer lacks its end.
const maxQuoted = 80

// emit adds the token Clean[start:end] whose folded spelling has been appended
// to Norm from normStart.
func (r *reader) emit(start, end, normStart int32, k Kind, f Flag) *Token {
	if r.afterStop {
		if !(r.glued && r.stopByte == '.') {
			r.endSentence()
		}
		r.afterStop = false
	}
	f |= r.pending
	n := len(r.d.Tokens)
	if n > 0 && r.glued {
		f |= Glued
	}
	if len(r.overrides) > 0 {
		r.overridden(start)
	}
	r.chain(start, k)
	r.letter(start, end, k)
	if r.parens > 0 {
		f |= Paren
	}
	if start < r.tagUntil {
		f |= Hashtag
		if !r.tagStarted {
			f |= HashStart
			r.tagStarted = true
		}
	}
	norm := r.d.Norm[normStart:]
	r.d.Tokens = append(r.d.Tokens, Token{
		Start: start, End: end, NormStart: normStart, NormEnd: int32(len(r.d.Norm)),
		Hash: Hash(norm), Sentence: int32(len(r.d.Sentences)), Kind: k, Flags: f,
	})
	r.pending = 0
	r.glued = true
	return &r.d.Tokens[n]
}

func (r *reader) number() {
	start, b := r.i, r.b
	i := r.i
	for int(i) < len(b) {
		c := b[i]
		if isDigit(c) {
			i++
			continue
		}
		if (c == '.' || c == ',') && int(i)+1 < len(b) && isDigit(b[i+1]) {
			i++
			continue
		}
		break
	}
	end := i
	flags := Flag(0)
	// Ordinals keep their ending: 2nd, 34th, 1er, 2e, 3ème.
	if suffix := ordinalSuffix(b[i:]); suffix > 0 {
		end += int32(suffix)
		flags = Ordinal
	}
	n := int32(len(r.d.Norm))
	r.d.Norm = append(r.d.Norm, b[start:i]...)
	r.i = end
	r.emit(start, end, n, Number, flags)
}

func ordinalSuffix(b []byte) int {
	if len(b) == 0 || !isAlpha(b[0]) && b[0] < 0x80 {
		return 0
	}
	for _, s := range [...]string{"st", "nd", "rd", "th", "er", "re", "ère", "ème", "eme", "e"} {
		if len(b) >= len(s) && lowerEqual(b[:len(s)], s) && (len(b) == len(s) || !isWordByte(b[len(s)])) {
			return len(s)
		}
	}
	return 0
}

func lowerEqual(b []byte, s string) bool {
	for i := range b {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != s[i] {
			return false
		}
	}
	return true
}

func hasFold(b []byte, s string) bool { return len(b) >= len(s) && lowerEqual(b[:len(s)], s) }

func (r *reader) hashtag() {
	i := r.i + 1
	for int(i) < len(r.b) && (isWordByte(r.b[i]) || r.b[i] == '_') {
		i++
	}
	r.i++
	r.glued = false
	if i > r.i {
		r.tagUntil, r.tagStarted = i, false
	}
}

// high reads a character outside ASCII: a letter starts a word, an emoji is a
// token, guillemets and dashes are signs.
func (r *reader) high() {
	c, w := utf8.DecodeRune(r.b[r.i:])
	switch {
	case isEmoji(c):
		r.emoji()
		return
	case unicode.IsLetter(c):
		r.word()
		return
	case c == '«' || c == '»':
		r.quotation()
	case c == '…':
		r.ellipsis(r.i + int32(w))
	case c == '—' || c == '–' || c == '―', c == '•', c == '·':
		r.pending |= Comma
	}
	r.i += int32(w)
	r.glued = false
}

// emoji reads one emoji: a flag of two letters, or pictures joined to one.
func (r *reader) emoji() {
	start := r.i
	c, w := utf8.DecodeRune(r.b[r.i:])
	r.i += int32(w)
	if isRegional(c) && int(r.i) < len(r.b) {
		if c, w = utf8.DecodeRune(r.b[r.i:]); isRegional(c) {
			r.i += int32(w)
		}
	}
	for int(r.i) < len(r.b) {
		c, w := utf8.DecodeRune(r.b[r.i:])
		if c != joiner {
			break
		}
		_, k := utf8.DecodeRune(r.b[int(r.i)+w:])
		r.i += int32(w + k)
	}
	n := int32(len(r.d.Norm))
	r.d.Norm = append(r.d.Norm, r.b[start:r.i]...)
	r.glued = false
	r.emit(start, r.i, n, Emoji, 0)
	r.glued = false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isWordByte reports whether c may continue a word: a letter, a digit or part
// of a character outside ASCII.
func isWordByte(c byte) bool { return isLetterByte(c) || isDigit(c) }

// isLetterByte reports whether c is a letter or part of a character outside ASCII.
func isLetterByte(c byte) bool { return isAlpha(c) || c >= 0x80 }
