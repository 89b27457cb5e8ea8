package core

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// maxSettingsDepth bounds the nesting of values that ParseSettings skips.
const maxSettingsDepth = 16

// ParseSettings reads the JSON settings a host sends along with a draft:
//
//	{"lang":"en","jurisdiction":"CA","strict":false,"names":["Ann Doe"],"limit":280,
//	 "catchment":160000,"daily":120,"sensitivity":"less","quiet":["jurisdiction"],
//	 "noStories":false,"trainee":false,"purpose":"personal","notPatient":false,
//	 "consent":false,"edits":true}
//
// Every key is optional, null means the default, and no bytes at all mean all
// defaults. Keys it does not know are skipped, so that a newer host can talk to
// an older module.
func ParseSettings(b []byte) (Options, error) {
	r := settingsReader{b: b}
	r.space()
	if r.i == len(b) {
		return Options{}, nil
	}
	o := r.object()
	r.space()
	if r.err == nil && r.i < len(b) {
		r.fail("more text after the settings")
	}
	if r.err != nil {
		return Options{}, r.err
	}
	return o, nil
}

// settingsReader is a JSON reader for this one small object. The standard one
// would add a third to the size of the module.
type settingsReader struct {
	b   []byte
	i   int   // next byte to read
	err error // the first failure; nothing is read after it
}

func (r *settingsReader) fail(what string) {
	if r.err == nil {
		r.err = errors.New("read the settings: " + what + " at byte " + strconv.Itoa(r.i))
	}
}

func (r *settingsReader) space() {
	for r.i < len(r.b) && (r.b[r.i] == ' ' || r.b[r.i] == '\t' || r.b[r.i] == '\n' || r.b[r.i] == '\r') {
		r.i++
	}
}

// peek returns the next byte that is not white space, 0 at the end or after a failure.
func (r *settingsReader) peek() byte {
	r.space()
	if r.err != nil || r.i == len(r.b) {
		return 0
	}
	return r.b[r.i]
}

// take reads c, or fails.
func (r *settingsReader) take(c byte) {
	if r.peek() != c {
		r.fail("expected '" + string(rune(c)) + "'")
		return
	}
	r.i++
}

// members reads the members of an object or the elements of an array between
// open and shut, calling each where one begins.
func (r *settingsReader) members(open, shut byte, each func()) {
	r.take(open)
	if r.peek() == shut {
		r.i++
		return
	}
	for r.err == nil {
		each()
		if r.peek() != ',' {
			r.take(shut)
			return
		}
		r.i++
	}
}

func (r *settingsReader) object() (o Options) {
	r.members('{', '}', func() {
		key := r.text()
		r.take(':')
		switch {
		case r.peek() == 'n':
			r.word("null")
		case key == "lang":
			o.Lang = r.text()
		case key == "jurisdiction":
			o.Jurisdiction = r.text()
		case key == "strict":
			o.Strict = r.flag()
		case key == "names":
			o.Names = r.texts()
		case key == "limit":
			o.Limit = r.count()
		case key == "catchment":
			o.Catchment = r.count()
		case key == "daily":
			o.Daily = r.count()
		case key == "edits":
			o.NoEdits = !r.flag()
		case key == "sensitivity":
			o.Sensitivity = r.text()
		case key == "quiet":
			o.Quiet = r.texts()
		case key == "noStories":
			o.NoStories = r.flag()
		case key == "trainee":
			o.Trainee = r.flag()
		case key == "purpose":
			o.Purpose = r.text()
		case key == "notPatient":
			o.NotPatient = r.flag()
		case key == "consent":
			o.Consent = r.flag()
		default:
			r.skip(0)
		}
	})
	return o
}

// texts reads an array of strings.
func (r *settingsReader) texts() (out []string) {
	r.members('[', ']', func() { out = append(out, r.text()) })
	return out
}

// word reads the literal w.
func (r *settingsReader) word(w string) {
	if len(r.b)-r.i < len(w) || string(r.b[r.i:r.i+len(w)]) != w {
		r.fail("expected " + w)
		return
	}
	r.i += len(w)
}

func (r *settingsReader) flag() bool {
	if r.peek() == 't' {
		r.word("true")
		return r.err == nil
	}
	r.word("false")
	return false
}

// count reads a whole number of 0 or more that fits in 31 bits.
func (r *settingsReader) count() int {
	r.space()
	begin := r.i
	r.number()
	if r.err != nil {
		return 0
	}
	n, err := strconv.ParseInt(string(r.b[begin:r.i]), 10, 32)
	if err != nil || n < 0 {
		r.i = begin
		r.fail("expected a whole number from 0 to 2147483647")
		return 0
	}
	return int(n)
}

// digits reads one decimal digit or more.
func (r *settingsReader) digits() {
	begin := r.i
	for r.i < len(r.b) && '0' <= r.b[r.i] && r.b[r.i] <= '9' {
		r.i++
	}
	if r.i == begin {
		r.fail("expected a number")
	}
}

// number reads past a number as RFC 8259 writes one.
func (r *settingsReader) number() {
	at := func(c byte) bool { return r.i < len(r.b) && r.b[r.i] == c }
	if at('-') {
		r.i++
	}
	if at('0') {
		r.i++
	} else {
		r.digits()
	}
	if at('.') {
		r.i++
		r.digits()
	}
	if at('e') || at('E') {
		r.i++
		if at('+') || at('-') {
			r.i++
		}
		r.digits()
	}
}

// skip reads past any value.
func (r *settingsReader) skip(depth int) {
	if depth > maxSettingsDepth {
		r.fail("values nested too deep")
		return
	}
	switch r.peek() {
	case '{':
		r.members('{', '}', func() {
			r.text()
			r.take(':')
			r.skip(depth + 1)
		})
	case '[':
		r.members('[', ']', func() { r.skip(depth + 1) })
	case '"':
		r.text()
	case 't':
		r.word("true")
	case 'f':
		r.word("false")
	case 'n':
		r.word("null")
	default:
		r.number()
	}
}

// text reads a string. Bytes that are not UTF-8 and halves of surrogate pairs
// become U+FFFD, as encoding/json has it.
func (r *settingsReader) text() string {
	r.take('"')
	var s []byte
	for r.err == nil {
		if r.i == len(r.b) {
			r.fail("a string without an end")
			break
		}
		switch c := r.b[r.i]; {
		case c == '"':
			r.i++
			return string(s)
		case c < ' ':
			r.fail("a bare control character in a string")
		case c == '\\':
			s = utf8.AppendRune(s, r.escape())
		default:
			c, n := utf8.DecodeRune(r.b[r.i:])
			s = utf8.AppendRune(s, c)
			r.i += n
		}
	}
	return ""
}

// escapes maps the letter after a backslash to what it stands for.
var escapes = map[byte]rune{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// escape reads an escape sequence, a surrogate pair counting as one.
func (r *settingsReader) escape() rune {
	if r.i+1 < len(r.b) && r.b[r.i+1] == 'u' {
		high := r.unit()
		if high < 0xD800 || high > 0xDFFF {
			return high
		}
		if high < 0xDC00 && r.i+1 < len(r.b) && r.b[r.i] == '\\' && r.b[r.i+1] == 'u' {
			mark := r.i
			if low := r.unit(); low >= 0xDC00 && low <= 0xDFFF {
				return 0x10000 + (high-0xD800)<<10 + (low - 0xDC00)
			}
			if r.err == nil {
				r.i = mark
			}
		}
		return utf8.RuneError
	}
	if r.i+1 < len(r.b) {
		if c, ok := escapes[r.b[r.i+1]]; ok {
			r.i += 2
			return c
		}
	}
	r.fail("an unknown escape in a string")
	return utf8.RuneError
}

// unit reads one \uXXXX escape, a UTF-16 code unit.
func (r *settingsReader) unit() rune {
	if len(r.b)-r.i < 6 {
		r.fail("a cut escape in a string")
		return utf8.RuneError
	}
	var u rune
	for _, c := range r.b[r.i+2 : r.i+6] {
		switch {
		case '0' <= c && c <= '9':
			u = u<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			u = u<<4 | rune(c|0x20-'a'+10)
		default:
			r.fail("a bad escape in a string")
			return utf8.RuneError
		}
	}
	r.i += 6
	return u
}
