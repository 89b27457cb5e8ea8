// Package pattern is the language rules are written in: patterns over tokens,
// not characters, parsed and compiled to small programs, and matched in time
// bounded by program length times window. It knows nothing of rules or medicine.
//
//	word        that word, folded (case, accents, width)
//	~admit      any inflection of the lemma
//	@relation   any entry of the lexicon
//	#age        a shape: #number #age #date #time #cap #name #place #handle #url ...
//	{a b|c|@d}  alternatives
//	x?          optional
//	<x y>       capture: the span reported, instead of the whole match
//	.. ..5      a gap of up to 3 (or 5) tokens
//	_           any one token
//	!x          the next token does not match x (takes no token)
//	^ $         start, end of the sentence
//	%macro      a pattern defined once and used by name
//
// A pattern matches inside one sentence.
package pattern

// Op is a program instruction.
type Op uint32

// Instructions. X is the argument named in the comment.
const (
	OpMatch     Op = iota
	OpWord         // one token whose word id is X
	OpClass        // one mention of class X, however many tokens long
	OpAny          // one token
	OpSplit        // try the next instruction first, then X
	OpJump         // go on at X
	OpOpen         // capture starts here
	OpClose        // capture ends here
	OpBegin        // at the sentence's first token
	OpEnd          // past the sentence's last token
	OpNotWord      // the token here, if any, is not word X
	OpNotClass     // no mention of class X starts here
	OpLikeClass    // the token here is covered by a mention of class X (takes none)
)

// Inst is one instruction; its layout is the one in compiled packs.
type Inst struct {
	Op Op
	X  uint32
}

// Mention is a lexicon entry or shape found in the text, Len tokens long.
type Mention struct {
	Class uint16
	Len   uint8
	Attr  uint8 // lexicon attribute, e.g. how identifying an occupation is (0-3)
}

// Input is a draft as the matcher sees it: word ids and mentions by token.
type Input struct {
	Words    []uint32  // word id of each token, 0 for words no pack knows
	Offsets  []int32   // len(Words)+1: token -> its mentions in Mentions
	Mentions []Mention // mentions in token order
}

// At returns the mentions that start at token i.
func (in *Input) At(i int32) []Mention { return in.Mentions[in.Offsets[i]:in.Offsets[i+1]] }

// Match is where a pattern matched: tokens [First, Last), and the capture
// [Open, Close), which is the whole match when the pattern marks none.
type Match struct {
	First, Last, Open, Close int32
}

const (
	maxProgram = 1 << 12 // instructions; larger patterns are refused
	maxWindow  = 64      // tokens a match may span
)

// Matcher runs programs. Its memory is reused between runs; it is not safe for
// concurrent use.
type Matcher struct {
	visited []uint64
	prog    []Inst
	in      *Input
	lo, hi  int32
	start   int32
	open    int32
	close   int32
	end     int32
}

// Run tries to match prog at token start inside the sentence [lo, hi).
// Alternatives are tried in the order written, optional parts first present.
// Every (instruction, token) pair is visited at most once, so the cost is at
// most len(prog) times the window.
func (m *Matcher) Run(prog []Inst, in *Input, lo, hi, start int32) (Match, bool) {
	if hi-start > maxWindow {
		hi = start + maxWindow
	}
	words := (len(prog)*int(hi-start+1) + 63) / 64
	if cap(m.visited) < words {
		m.visited = make([]uint64, words)
	}
	m.visited = m.visited[:words]
	clear(m.visited)
	m.prog, m.in, m.lo, m.hi, m.start = prog, in, lo, hi, start
	m.open, m.close = -1, -1
	if !m.step(0, start) {
		return Match{}, false
	}
	r := Match{First: start, Last: m.end, Open: start, Close: m.end}
	if m.open >= 0 && m.close > m.open {
		r.Open, r.Close = m.open, m.close
	}
	return r, true
}

func (m *Matcher) step(pc uint32, at int32) bool {
	for {
		bit := int(pc)*int(m.hi-m.start+1) + int(at-m.start)
		if m.visited[bit/64]&(1<<(bit%64)) != 0 {
			return false
		}
		m.visited[bit/64] |= 1 << (bit % 64)
		in := m.prog[pc]
		switch in.Op {
		case OpMatch:
			if at == m.start {
				return false
			}
			m.end = at
			return true
		case OpWord:
			if at >= m.hi || m.in.Words[at] != in.X {
				return false
			}
			at++
		case OpAny:
			if at >= m.hi {
				return false
			}
			at++
		case OpClass:
			if at >= m.hi {
				return false
			}
			return m.class(uint16(in.X), pc+1, at)
		case OpSplit:
			// Most alternatives are a word: when it is another, on to the next.
			if next := m.prog[pc+1]; next.Op == OpWord && (at >= m.hi || m.in.Words[at] != next.X) {
				pc = in.X
				continue
			}
			if m.step(pc+1, at) {
				return true
			}
			pc = in.X
			continue
		case OpJump:
			pc = in.X
			continue
		case OpOpen, OpClose:
			mark := &m.open
			if in.Op == OpClose {
				mark = &m.close
			}
			old := *mark
			*mark = at
			if m.step(pc+1, at) {
				return true
			}
			*mark = old
			return false
		case OpBegin:
			if at != m.lo {
				return false
			}
		case OpEnd:
			if at != m.hi {
				return false
			}
		case OpNotWord:
			if at < m.hi && m.in.Words[at] == in.X {
				return false
			}
		case OpNotClass:
			if at < m.hi {
				for _, n := range m.in.At(at) {
					if n.Class == uint16(in.X) {
						return false
					}
				}
			}
		case OpLikeClass:
			if at >= m.hi || !m.covered(uint16(in.X), at) {
				return false
			}
		default:
			return false
		}
		pc++
	}
}

// class goes on after each mention of the class that starts here, longest first.
func (m *Matcher) class(class uint16, next uint32, at int32) bool {
	best := int32(maxWindow + 1)
	for {
		l := int32(0)
		for _, n := range m.in.At(at) {
			if n.Class == class && int32(n.Len) < best && int32(n.Len) > l {
				l = int32(n.Len)
			}
		}
		if l == 0 {
			return false
		}
		if at+l <= m.hi && m.step(next, at+l) {
			return true
		}
		best = l
	}
}

func (m *Matcher) covered(class uint16, at int32) bool {
	for i := at; i >= m.lo && at-i < 8; i-- {
		for _, n := range m.in.At(i) {
			if n.Class == class && i+int32(n.Len) > at {
				return true
			}
		}
	}
	return false
}
