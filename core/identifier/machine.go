package identifier

// machine is a minimal automaton over bytes, anchored where it is started.
// State 0 is dead. Its slices point into the blob.
type machine struct {
	class   []byte   // byte -> class, 256 entries
	table   []byte   // state, class -> state; two bytes an entry when wide
	accept  []byte   // per state: acceptPlain, acceptWord
	formats []uint16 // formats with this pattern; none for a decoy
	width   int      // classes
	start   int32    // start state where no word byte stands before
	startIn int32    // start state after a word byte
	longest int32    // no match is longer, bytes
	need    uint32   // bits of trait that a text must have
	wide    bool
	decoy   bool
}

// A state accepts when the byte that follows is no word byte, or is one: that is
// how \b at the end of a pattern is kept.
const (
	acceptPlain = 1
	acceptWord  = 2
)

func (m *machine) next(state int32, c byte) int32 {
	at := int(state)*m.width + int(m.class[c])
	if m.wide {
		return int32(m.table[2*at]) | int32(m.table[2*at+1])<<8
	}
	return int32(m.table[at])
}

// maxEnds is how many of the last places where a match may end are remembered.
const maxEnds = 4

// ends are the places where a match may end, the longest last, and how far the
// text was read.
type ends struct {
	at   [maxEnds]int32
	n    int
	read int32
}

func (e *ends) add(i int) {
	if e.n == maxEnds {
		copy(e.at[:], e.at[1:])
		e.n--
	}
	e.at[e.n] = int32(i)
	e.n++
}

// run walks text from i and collects where a match may end: at a state that
// accepts, not inside a word nor after a hyphen. A run of spaces counts as one.
func (m *machine) run(text []byte, i int) (e ends) {
	state := m.start
	if i > 0 && isWord(text[i-1]) {
		state = m.startIn
	}
	last := min(len(text), i+int(m.longest))
	for ; i < last; i++ {
		c := text[i]
		if c == ' ' && text[max(i-1, 0)] == ' ' {
			continue
		}
		if state = m.next(state, c); state == 0 {
			break
		}
		if a := m.accept[state]; a != 0 && c != '-' {
			if i+1 == len(text) {
				if a&acceptPlain != 0 {
					e.add(i + 1)
				}
			} else if n := text[i+1]; a&acceptOf(n) != 0 && (!letterAt(text, i+1) || !inWord(c)) {
				e.add(i + 1)
			}
		}
	}
	e.read = int32(i)
	return e
}

// whole reports whether the machine accepts all of v.
func (m *machine) whole(v []byte) bool {
	state := m.start
	for _, c := range v {
		if state = m.next(state, c); state == 0 {
			return false
		}
	}
	return m.accept[state]&acceptPlain != 0
}

func acceptOf(next byte) byte {
	if isWord(next) {
		return acceptWord
	}
	return acceptPlain
}

func isDigit(c byte) bool  { return c-'0' <= 9 }
func isLetter(c byte) bool { return c|0x20-'a' < 26 }

// isWord is \w of RE2.
func isWord(c byte) bool { return isDigit(c) || isLetter(c) || c == '_' }

// inWord also takes the bytes of letters beyond ASCII.
func inWord(c byte) bool { return isWord(c) || c >= 0x80 }

// letterAt reports whether a letter or digit starts at text[i]: ASCII or one of
// the accented letters of U+00C0 to U+024F.
func letterAt(text []byte, i int) bool {
	c := text[i]
	if c < 0x80 {
		return isWord(c)
	}
	return c >= 0xC3 && c <= 0xC9 && i+1 < len(text) && !(c == 0xC3 && (text[i+1] == 0x97 || text[i+1] == 0xB7))
}

// afterLetter reports whether a letter or digit ends right before text[i].
func afterLetter(text []byte, i int) bool {
	if i == 0 {
		return false
	}
	if c := text[i-1]; c < 0x80 {
		return isWord(c)
	}
	return i >= 2 && text[i-2] >= 0xC3 && letterAt(text, i-2)
}

// traits lists the bytes of each trait: kinds of bytes that a text must hold for
// a machine to be tried.
var traits = [...]string{"0123456789", "@", ":", "/", ".", "+"}

const digitTrait = 1 // bit of the first of traits

// traitOf holds the bits of the traits of each byte.
var traitOf = func() (t [256]uint32) {
	for bit, bytes := range traits {
		for _, c := range []byte(bytes) {
			t[c] |= 1 << bit
		}
	}
	return t
}()

// traitsOf returns the traits of a text.
func traitsOf(text []byte) (have uint32) {
	for _, c := range text {
		have |= traitOf[c]
	}
	return have
}
