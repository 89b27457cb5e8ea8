// Package identifier recognises identifiers (health numbers, phone numbers,
// dates, addresses …) by table: formats compiled to automata, checksums and
// words that give context. It says what a string can be, never whose it is.
package identifier

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// Version is the version of the compiled form.
const Version = 1

// Confidence is how sure a match is.
type Confidence uint8

// Confidences.
const (
	Low    Confidence = iota // the shape alone, and others share it
	Medium                   // a telling shape, or a checksum without context
	High                     // labelled, or a checksum with a telling shape or context
)

// Match is an identifier at bytes [Start, End) of the text.
type Match struct {
	Format     uint16 // index for Set.Format
	Start, End int32
	Confidence Confidence
	Labelled   bool // the match itself holds its label ("MRN …")
	Checked    bool // a checksum holds
	Context    bool // a context word stands in the text
}

// Format describes an identifier format.
type Format struct {
	ID, Country, Region, Name, French, Category, Checksum, HIPAA string
	context                                                      []string
	needsContext, bareNeedsContext                               bool
	machine                                                      machine
}

// machine is an automaton over classes of runes; state 0 is dead, 1 the start.
type machine struct {
	bounds []rune
	ascii  [128]uint8
	width  int
	table  []uint16 // per state: accept flag, then the next state of each class
}

// Set is a loaded set of formats. It is read-only.
type Set struct {
	formats []Format
	first   [128][]uint16 // formats that may start with this byte
}

// ErrDamaged is returned for bytes that are not a whole set of formats.
var ErrDamaged = errors.New("the identifier formats are damaged")

type blob struct {
	b   []byte
	bad bool
}

func (r *blob) u32() uint32 {
	if len(r.b) < 4 {
		r.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(r.b)
	r.b = r.b[4:]
	return v
}

func (r *blob) str() string {
	n := r.u32()
	if uint64(n) > uint64(len(r.b)) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

// Load reads a compiled set of formats.
func Load(data []byte) (*Set, error) {
	r := &blob{b: data}
	if r.u32() != Version {
		return nil, ErrDamaged
	}
	n := r.u32()
	if r.bad || n > 1000 {
		return nil, ErrDamaged
	}
	s := &Set{formats: make([]Format, 0, n)}
	for range n {
		f := Format{ID: r.str(), Country: r.str(), Region: r.str(), Name: r.str(), French: r.str(), Category: r.str(), Checksum: r.str(), HIPAA: r.str()}
		flags := r.u32()
		f.needsContext, f.bareNeedsContext = flags&1 != 0, flags&2 != 0
		words := r.u32()
		if words > 100 {
			return nil, ErrDamaged
		}
		for range words {
			f.context = append(f.context, r.str())
		}
		if r.bad || !f.machine.read(r) {
			return nil, ErrDamaged
		}
		s.formats = append(s.formats, f)
	}
	if len(r.b) != 0 {
		return nil, ErrDamaged
	}
	for i := range s.formats {
		m := &s.formats[i].machine
		for c := range 128 {
			if m.next(1, rune(c)) != 0 {
				s.first[c] = append(s.first[c], uint16(i))
			}
		}
	}
	return s, nil
}

func (m *machine) read(r *blob) bool {
	n := r.u32()
	if n == 0 || n > 255 {
		return false
	}
	for range n {
		m.bounds = append(m.bounds, rune(r.u32()))
	}
	for c := range 128 {
		for int(m.ascii[c])+1 < len(m.bounds) && m.bounds[m.ascii[c]+1] <= rune(c) {
			m.ascii[c]++
		}
	}
	states := r.u32()
	m.width = int(n) + 1
	size := uint64(states) * uint64(m.width) * 2
	if r.bad || states < 2 || size > uint64(len(r.b)) {
		return false
	}
	m.table = make([]uint16, states*uint32(m.width))
	for i := range m.table {
		m.table[i] = binary.LittleEndian.Uint16(r.b[2*i:])
		if i%m.width != 0 && uint32(m.table[i]) >= states {
			return false
		}
	}
	r.b = r.b[size:]
	return true
}

func (m *machine) next(state uint16, c rune) uint16 {
	class := 0
	if c < 128 {
		class = int(m.ascii[c])
	} else {
		lo, hi := 0, len(m.bounds)
		for lo+1 < hi {
			k := (lo + hi) / 2
			if m.bounds[k] <= c {
				lo = k
			} else {
				hi = k
			}
		}
		class = lo
	}
	return m.table[int(state)*m.width+1+class]
}

// longest returns the end of the longest match of m at b[start:] that stops at
// a word boundary, -1 when there is none.
func (m *machine) longest(b []byte, start int) int {
	end, state := -1, uint16(1)
	for i := start; i < len(b); {
		c, w := rune(b[i]), 1
		if c >= utf8.RuneSelf {
			c, w = utf8.DecodeRune(b[i:])
		}
		state = m.next(state, c)
		if state == 0 {
			return end
		}
		i += w
		if m.table[int(state)*m.width] != 0 && (i == len(b) || !wordByte(b[i]) || !wordByte(b[i-1])) {
			end = i
		}
	}
	return end
}

// Len returns the number of formats.
func (s *Set) Len() int { return len(s.formats) }

// Format returns format i.
func (s *Set) Format(i int) Format { return s.formats[i] }

// Valid reports whether the whole of v has the format named and its checksum
// holds.
func (s *Set) Valid(id, v string) bool {
	for i := range s.formats {
		f := &s.formats[i]
		if f.ID == id {
			return f.machine.longest([]byte(v), 0) == len(v) && checks(f.Checksum, []byte(v))
		}
	}
	return false
}

func digit(c byte) bool    { return c >= '0' && c <= '9' }
func letter(c byte) bool   { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func wordByte(c byte) bool { return digit(c) || letter(c) || c == '_' || c >= 0x80 }
