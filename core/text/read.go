package text

import (
	"unicode"
	"unicode/utf8"
)

// Read reads a draft (UTF-8) into d, reusing its buffers. It never fails: what
// is not understood is passed over.
func (d *Doc) Read(src []byte) {
	d.clean(src)
	d.joints, d.reads = d.joints[:0], d.reads+1
	d.Norm, d.Tokens, d.Sentences, d.quotes = d.Norm[:0], d.Tokens[:0], d.Sentences[:0], d.quotes[:0]
	d.tokenize()
	d.markQuotes()
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
}

func (d *Doc) tokenize() {
	r := reader{d: d, b: d.Clean}
	for int(r.i) < len(r.b) {
		r.step()
	}
	r.endSentence()
}

func (r *reader) step() {
	c := r.b[r.i]
	switch {
	case c == '\n':
		r.newline()
	case c == ' ' || c == '\t':
		r.i++
		r.glued = false
		if r.afterStop { // lower case may follow: posts are written so
			r.endSentence()
		}
	case isDigit(c):
		r.number()
	case isAlpha(c):
		if r.link() {
			return
		}
		r.word()
	case c == '@':
		r.handle()
	case c == '#':
		r.hashtag()
	case c >= 0x80:
		r.high()
	default:
		r.sign(c)
		r.i++
	}
}

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
	case '"':
		r.d.quotes = append(r.d.quotes, int32(len(r.d.Tokens)))
		r.pending |= Comma
	case '\'':
		r.pending |= Comma
	case '.', '!', '?':
		if c != '.' || !r.abbreviation() {
			r.afterStop = true
			if r.stopByte != '?' {
				r.stopByte = c
			}
		}
	}
	if c != '-' && c != '\'' {
		r.glued = r.glued && (c == '/' || c == '.')
	}
}

// abbreviation reports whether the full stop at r.i belongs to the word before.
func (r *reader) abbreviation() bool {
	n := len(r.d.Tokens)
	if n == 0 || r.d.Tokens[n-1].End != r.i {
		return false
	}
	t := &r.d.Tokens[n-1]
	if int(r.i)+1 < len(r.b) && (isAlpha(r.b[r.i+1]) || isDigit(r.b[r.i+1])) {
		return true // inside "e.g", "3.b", a host name
	}
	s := r.d.Norm[t.NormStart:t.NormEnd]
	if len(s) == 1 && isAlpha(s[0]) && t.Is(Capital) {
		return string(s) != "i"
	}
	return abbreviations[string(s)]
}

var abbreviations = map[string]bool{
	"dr": true, "drs": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "ste": true,
	"vs": true, "eg": true, "ie": true, "approx": true, "pt": true, "pts": true, "no": true, "nr": true,
	"mme": true, "mlle": true, "me": true, "dre": true, "ave": true, "rd": true, "jr": true, "sr": true,
	"hx": true, "dx": true, "rx": true, "fig": true, "cf": true, "al": true, "boul": true, "tel": true, "ext": true,
	"g": true, "e": true,
}

func (r *reader) newline() {
	r.i++
	r.endSentence()
	r.glued, r.parens = false, 0
	for int(r.i) < len(r.b) && (r.b[r.i] == '\n' || r.b[r.i] == ' ' || r.b[r.i] == '\t') {
		r.i++
	}
	r.paragraph++
}

func (r *reader) endSentence() {
	n := int32(len(r.d.Tokens))
	if n > r.first {
		r.d.Tokens[r.first].Flags |= SentStart
		r.d.Sentences = append(r.d.Sentences, Sentence{
			First: r.first, Last: n, Paragraph: r.paragraph,
			Question: r.stopByte == '?', Exclaimed: r.stopByte == '!',
		})
		r.first = n
	}
	r.afterStop, r.stopByte = false, 0
}

// emit adds the token Clean[start:end] whose folded spelling has been appended
// to Norm from normStart.
func (r *reader) emit(start, end, normStart int32, k Kind, f Flag) *Token {
	if r.afterStop && !(r.glued && r.stopByte == '.') {
		r.endSentence()
	}
	r.afterStop = false
	f |= r.pending
	if r.glued && len(r.d.Tokens) > 0 {
		f |= Glued
	}
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
	return &r.d.Tokens[len(r.d.Tokens)-1]
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

// word reads letters, and digits after letters, splitting contractions,
// elisions and, inside a hashtag, camel case.
func (r *reader) word() {
	start := r.i
	n := int32(len(r.d.Norm))
	var flags Flag
	upper, letters, latin, other := 0, 0, 0, 0
	prevLower := false
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
			latin++
		case c < 0x80 && isDigit(byte(c)):
			if inTag && prevLower {
				goto done
			}
			r.d.Norm = append(r.d.Norm, byte(c))
			i++
			prevLower = false
			continue
		case c == '\'' && i > start:
			if r.apostrophe(start, i, n) {
				goto done
			}
			r.d.Norm = append(r.d.Norm, '\'')
			i++
			continue
		case c == '*' && i > start:
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
			if c < 0x250 || c >= 0x1E00 && c < 0x1F00 {
				latin++
			} else {
				other++
			}
		default:
			goto done
		}
		if inTag && isUp && prevLower {
			goto done
		}
		letters++
		if isUp {
			upper++
			if letters == 1 {
				flags |= Capital
			}
		}
		prevLower = !isUp
		a, b := Base(c)
		r.d.Norm = utf8.AppendRune(r.d.Norm, a)
		if b != 0 {
			r.d.Norm = utf8.AppendRune(r.d.Norm, b)
		}
		i += w
	}
done:
	if upper > 1 && upper == letters {
		flags |= AllCaps
	}
	if latin > 0 && other > 0 {
		r.unmask(n)
	}
	r.i = i
	r.emit(start, i, n, Word, flags)
	if inTag {
		r.glued = false
	}
	r.afterApostrophe()
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

// unmask replaces look-alike letters in Norm[n:], a word of mixed scripts.
func (r *reader) unmask(n int32) {
	word := string(r.d.Norm[n:])
	r.d.Norm = r.d.Norm[:n]
	for _, c := range word {
		if l := lookalike(c); l != 0 {
			c = l
		}
		r.d.Norm = utf8.AppendRune(r.d.Norm, c)
	}
}

// apostrophe decides whether the word [start, i) ends at the apostrophe at i:
// before an English clitic ('s 'd 'll 're 've 'm), after a French elision, or
// where no letter follows.
func (r *reader) apostrophe(start, i, norm int32) bool {
	rest := r.b[i+1:]
	if len(rest) == 0 || !isWordByte(rest[0]) {
		return true
	}
	for _, s := range [...]string{"s", "d", "m", "ll", "re", "ve"} {
		if len(rest) >= len(s) && lowerEqual(rest[:len(s)], s) && (len(rest) == len(s) || !isWordByte(rest[len(s)])) {
			return true
		}
	}
	return elisions[string(r.d.Norm[norm:])]
}

var elisions = map[string]bool{
	"l": true, "d": true, "j": true, "c": true, "n": true, "m": true, "t": true, "s": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quoiqu": true, "presqu": true,
}

// afterApostrophe reads the clitic or passes the elision's apostrophe.
func (r *reader) afterApostrophe() {
	if int(r.i) >= len(r.b) || r.b[r.i] != '\'' {
		return
	}
	last := &r.d.Tokens[len(r.d.Tokens)-1]
	rest := r.b[r.i+1:]
	for _, s := range [...]string{"s", "d", "m", "ll", "re", "ve"} {
		if len(rest) >= len(s) && lowerEqual(rest[:len(s)], s) && (len(rest) == len(s) || !isWordByte(rest[len(s)])) {
			if elisions[string(r.d.Norm[last.NormStart:last.NormEnd])] {
				break // "l's" is not English
			}
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
	}
	if len(rest) > 0 && isWordByte(rest[0]) && elisions[string(r.d.Norm[last.NormStart:last.NormEnd])] {
		r.i++
		last.End = r.i
	}
}

func (r *reader) handle() {
	i := r.i + 1
	for int(i) < len(r.b) && (isAlpha(r.b[i]) || isDigit(r.b[i]) || r.b[i] == '_' || r.b[i] == '.' && int(i)+1 < len(r.b) && isAlpha(r.b[i+1])) {
		i++
	}
	if i == r.i+1 {
		r.i++
		r.glued = false
		return
	}
	n := int32(len(r.d.Norm))
	for _, c := range r.b[r.i:i] {
		a, _ := Base(rune(c))
		r.d.Norm = append(r.d.Norm, byte(a))
	}
	start := r.i
	r.i = i
	r.emit(start, i, n, Handle, 0)
}

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

// link reads a URL or an e-mail address that starts at r.i; ok is false when
// neither does.
func (r *reader) link() bool {
	b := r.b[r.i:]
	n := 0
	kind := URL
	switch {
	case hasFold(b, "http://"), hasFold(b, "https://"), hasFold(b, "www."):
		for n < len(b) && b[n] > ' ' && b[n] != '"' && b[n] != '<' && b[n] != '>' {
			n++
		}
		for n > 0 && (b[n-1] == '.' || b[n-1] == ',' || b[n-1] == ')' || b[n-1] == '!' || b[n-1] == '?' || b[n-1] == '\'') {
			n--
		}
	default:
		n = mailLength(b)
		kind = Email
	}
	if n == 0 {
		return false
	}
	at := int32(len(r.d.Norm))
	for _, c := range b[:n] {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		r.d.Norm = append(r.d.Norm, c)
	}
	start := r.i
	r.i += int32(n)
	r.emit(start, r.i, at, kind, 0)
	return true
}

func hasFold(b []byte, s string) bool { return len(b) >= len(s) && lowerEqual(b[:len(s)], s) }

// mailLength returns the length of the e-mail address b starts with, 0 if none.
func mailLength(b []byte) int {
	i := 0
	for i < len(b) && (isAlpha(b[i]) || isDigit(b[i]) || b[i] == '.' || b[i] == '_' || b[i] == '+' || b[i] == '-' || b[i] == '%') {
		i++
	}
	if i == 0 || i >= len(b) || b[i] != '@' {
		return 0
	}
	j, dot := i+1, 0
	for j < len(b) && (isAlpha(b[j]) || isDigit(b[j]) || b[j] == '-' || b[j] == '.' && j+1 < len(b) && isAlpha(b[j+1])) {
		if b[j] == '.' {
			dot = j
		}
		j++
	}
	if dot == 0 || j-dot < 3 {
		return 0
	}
	return j
}

// high reads a character outside ASCII: a letter starts a word, an emoji is a
// token, guillemets and dashes are signs.
func (r *reader) high() {
	c, w := utf8.DecodeRune(r.b[r.i:])
	switch {
	case unicode.IsLetter(c):
		r.word()
		return
	case c == '«' || c == '»':
		r.d.quotes = append(r.d.quotes, int32(len(r.d.Tokens)))
		r.pending |= Comma
	case c == '—' || c == '–' || c == '―' || c == '…':
		if c == '…' {
			r.afterStop = true
		}
		r.pending |= Comma
	case c >= 0x2190 && c < 0x2C00 || c >= 0x1F000 && c < 0x1FB00:
		n := int32(len(r.d.Norm))
		r.d.Norm = utf8.AppendRune(r.d.Norm, c)
		start := r.i
		r.i += int32(w)
		r.glued = false
		r.emit(start, r.i, n, Emoji, 0)
		r.glued = false
		return
	}
	r.i += int32(w)
	r.glued = false
}

// markQuotes sets Quoted on tokens between pairs of quotation marks that stand
// in the same paragraph, at most 80 tokens apart.
func (d *Doc) markQuotes() {
	for k := 0; k+1 < len(d.quotes); k += 2 {
		from, to := d.quotes[k], d.quotes[k+1]
		if to-from > 80 || from >= to {
			continue
		}
		for i := from; i < to; i++ {
			d.Tokens[i].Flags |= Quoted
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isWordByte reports whether c may continue a word: a letter, a digit or part
// of a character outside ASCII.
func isWordByte(c byte) bool { return isAlpha(c) || isDigit(c) || c >= 0x80 }
