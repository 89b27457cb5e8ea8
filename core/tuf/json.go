package tuf

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the JSON that is read at all.
const (
	maxDepth  = 32      // objects and arrays within each other
	maxValues = 1 << 17 // values in one file, which bounds the memory a hostile one costs
)

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	array
	object
)

// value is a JSON value. Metadata knows no fractions: a number is a whole one.
type value struct {
	kind    kind
	flag    bool
	num     int64
	text    string
	items   []value  // of an array
	members []member // of an object, sorted by key as canonical JSON wants them
	from    int      // where the value begins and ends in what was read
	to      int
}

type member struct {
	key   string
	value value
}

// get returns the member of an object; ok is false when v is none or lacks it.
func (v value) get(key string) (m value, ok bool) {
	i, ok := slices.BinarySearchFunc(v.members, key, func(m member, key string) int {
		return strings.Compare(m.key, key)
	})
	if !ok {
		return value{}, false
	}
	return v.members[i].value, true
}

// parse reads one JSON value and nothing after it. It is stricter than RFC 8259
// where two readers could understand two things: a key may occur once, strings are
// UTF-8 without halves of surrogate pairs, numbers are whole and fit 64 bits.
func parse(b []byte) (value, error) {
	r := reader{b: b}
	v := r.value(0)
	r.space()
	if r.err == nil && r.i < len(b) {
		r.fail("more follows after its end")
	}
	return v, r.err
}

// reader reads JSON; after the first failure it reads nothing more.
type reader struct {
	b     []byte
	i     int // next byte
	count int // values so far
	err   error
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = refuse(Format, what+" (byte "+strconv.Itoa(r.i)+")")
	}
}

func (r *reader) space() {
	for r.i < len(r.b) && (r.b[r.i] == ' ' || r.b[r.i] == '\n' || r.b[r.i] == '\t' || r.b[r.i] == '\r') {
		r.i++
	}
}

// next returns the next byte that is not white space, 0 at the end or after a failure.
func (r *reader) next() byte {
	r.space()
	if r.err != nil || r.i == len(r.b) {
		return 0
	}
	return r.b[r.i]
}

// accept reads c if it comes next.
func (r *reader) accept(c byte) bool {
	if r.next() != c {
		return false
	}
	r.i++
	return true
}

func (r *reader) value(depth int) (v value) {
	r.count++
	switch c := r.next(); {
	case depth > maxDepth:
		r.fail("it is nested too deeply")
	case r.count > maxValues:
		r.fail("it holds too many values")
	default:
		v.from = r.i
		switch c {
		case '{':
			v.kind, v.members = object, r.object(depth)
		case '[':
			v.kind, v.items = array, r.array(depth)
		case '"':
			v.kind, v.text = text, r.text()
		case 't':
			v.kind, v.flag = boolean, true
			r.word("true")
		case 'f':
			v.kind = boolean
			r.word("false")
		case 'n':
			r.word("null")
		default:
			v.kind, v.num = number, r.number()
		}
		v.to = r.i
	}
	return v
}

func (r *reader) word(w string) {
	if !strings.HasPrefix(string(r.b[r.i:min(r.i+len(w), len(r.b))]), w) {
		r.fail("a value is missing")
		return
	}
	r.i += len(w)
}

func (r *reader) array(depth int) (items []value) {
	r.i++
	if r.accept(']') {
		return nil
	}
	for r.err == nil {
		items = append(items, r.value(depth+1))
		if r.accept(']') {
			break
		}
		if !r.accept(',') {
			r.fail("a list does not end")
		}
	}
	return items
}

func (r *reader) object(depth int) (members []member) {
	r.i++
	if r.accept('}') {
		return nil
	}
	for r.err == nil {
		if r.next() != '"' {
			r.fail("a key is missing")
			break
		}
		key := r.text()
		if !r.accept(':') {
			r.fail("a key has no value")
			break
		}
		members = append(members, member{key, r.value(depth + 1)})
		if r.accept('}') {
			break
		}
		if !r.accept(',') {
			r.fail("an object does not end")
		}
	}
	slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
	for i := 1; i < len(members); i++ {
		if members[i].key == members[i-1].key {
			r.fail("a key occurs twice in one object")
		}
	}
	return members
}

// number reads a whole number. Canonical JSON has one spelling for each.
func (r *reader) number() int64 {
	from := r.i
	if r.i < len(r.b) && r.b[r.i] == '-' {
		r.i++
	}
	digits := r.i
	for r.i < len(r.b) && '0' <= r.b[r.i] && r.b[r.i] <= '9' {
		r.i++
	}
	n, err := strconv.ParseInt(string(r.b[from:r.i]), 10, 64)
	switch {
	case r.i == digits:
		r.fail("a value is missing")
	case r.i < len(r.b) && strings.IndexByte(".eE", r.b[r.i]) >= 0:
		r.fail("a number is not whole")
	case r.b[digits] == '0' && r.i-from > 1:
		r.fail("a number is not written plainly")
	case err != nil:
		r.fail("a number is too large")
	}
	return n
}

func (r *reader) text() string {
	r.i++
	from := r.i
	for r.i < len(r.b) && r.b[r.i] >= ' ' && r.b[r.i] < utf8.RuneSelf && r.b[r.i] != '"' && r.b[r.i] != '\\' {
		r.i++
	}
	if r.i < len(r.b) && r.b[r.i] == '"' {
		r.i++
		return string(r.b[from : r.i-1])
	}
	s := slices.Clone(r.b[from:r.i])
	for r.err == nil {
		if r.i == len(r.b) {
			r.fail("a string does not end")
			break
		}
		switch c := r.b[r.i]; {
		case c == '"':
			r.i++
			return string(s)
		case c == '\\':
			s = utf8.AppendRune(s, r.escape())
		case c < ' ':
			r.fail("a string holds a control character")
		default:
			_, n := utf8.DecodeRune(r.b[r.i:])
			if c >= utf8.RuneSelf && n == 1 {
				r.fail("a string is not UTF-8")
			}
			s = append(s, r.b[r.i:r.i+n]...)
			r.i += n
		}
	}
	return ""
}

// escape reads a backslash and what it escapes.
func (r *reader) escape() rune {
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if r.i+1 < len(r.b) {
		if k := strings.IndexByte(letters, r.b[r.i+1]); k >= 0 {
			r.i += 2
			return rune(meanings[k])
		}
	}
	high := r.unit()
	if high < 0xD800 || high > 0xDFFF {
		return high
	}
	if low := r.unit(); high < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF {
		return 0x10000 + (high-0xD800)<<10 + (low - 0xDC00)
	}
	r.fail("a string holds half a surrogate pair")
	return utf8.RuneError
}

// unit reads \uXXXX.
func (r *reader) unit() rune {
	if r.err == nil && r.i+6 <= len(r.b) && r.b[r.i] == '\\' && r.b[r.i+1] == 'u' {
		if b, ok := unhex(string(r.b[r.i+2 : r.i+6])); ok {
			r.i += 6
			return rune(b[0])<<8 | rune(b[1])
		}
	}
	r.fail("a string holds an unknown escape")
	return utf8.RuneError
}
