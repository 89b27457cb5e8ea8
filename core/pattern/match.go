package pattern

// Matcher runs programs. Its memory is reused between runs; it is not safe for
// concurrent use.
type Matcher struct {
	Trace *Trace // what the runs did is noted here, when set

	seen  []uint64 // by instruction: bit i is set once it has been tried at token start+i
	high  int      // no instruction from here on has a bit set
	nears []near
	used  int // of nears, in this run

	prog        []Inst
	in          *Input
	lo, hi      int32 // tokens of the sentence that a match may reach
	last        int32 // end of the sentence
	start       int32
	open, close int32
	end         int32
	inside      bool   // running a member of an order-free set
	ends        uint64 // where that member can end, bit i for token start+i
}

// Run tries to match prog at token start inside the sentence [lo, hi).
// Alternatives are tried in the order written, optional parts first present.
//
// No instruction is tried twice at one token, so a run takes at most Bound(prog)
// steps, whatever the draft.
func (m *Matcher) Run(prog []Inst, in *Input, lo, hi, start int32) (Match, bool) {
	if len(m.seen) < len(prog) {
		m.seen = make([]uint64, len(prog)+len(prog)/2)
		m.high = 0
	}
	clear(m.seen[:m.high])
	m.high, m.used, m.inside = 0, 0, false
	m.prog, m.in, m.lo, m.hi, m.last, m.start = prog, in, lo, min(hi, start+maxWindow), hi, start
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

// Bound returns the most steps a run of a program can take: 64 for every
// instruction, one at each token of the window and one past its end; and for an
// order-free set of k members, 64 times what it costs at one token, which is k
// times its window, k times 2^k for the subsets, and 31 for every instruction of
// its members.
func Bound(prog []Inst) int {
	const places = maxWindow + 1
	sum := places * len(prog)
	for pc, in := range prog {
		if in.Op != OpNear {
			continue
		}
		set := UnpackNear(in.X)
		k := 0
		for i := uint32(pc) + 1; i != set.End; i = UnpackItem(prog[i].X).Next {
			k++
		}
		sum += places * (k*int(set.Window) + k<<k + (maxGap+1)*(int(set.End)-pc))
	}
	return sum
}

// step runs the program from pc at token at. pc only ever grows, so it ends.
func (m *Matcher) step(pc uint32, at int32) bool {
	for {
		bit := uint64(1) << uint(at-m.start)
		if m.seen[pc]&bit != 0 {
			return false
		}
		m.seen[pc] |= bit
		m.high = max(m.high, int(pc)+1)
		if m.Trace != nil {
			m.Trace.Steps++
		}
		in := m.prog[pc]
		ok := true
		switch in.Op {
		case OpMatch:
			if ok = at > m.start && !m.inside; ok {
				m.end = at
				return true
			}
		case OpWord:
			if ok = at < m.hi && m.in.Words[at] == in.X; ok {
				at++
			}
		case OpOneOf:
			if ok = at < m.hi && among(m.prog[pc+1:pc+1+in.X], m.in.Words[at]); ok {
				at++
				pc += in.X
			}
		case OpAny:
			if ok = at < m.hi; ok {
				at++
			}
		case OpClass:
			if ok = at < m.hi && m.in.signs[at]&classSign(uint16(in.X)) != 0; ok {
				return m.class(uint16(in.X), pc, at)
			}
		case OpSplit:
			if m.Trace == nil {
				if skipped := m.skip(pc, at); skipped != pc {
					pc = skipped
					continue
				}
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
			ok = at == m.lo
		case OpEnd:
			ok = at == m.last
		case OpNotWord, OpNotClass:
			if ok = !m.denied(in, at); ok {
				pc = m.allowed(pc, at)
			}
		case OpLikeClass:
			ok = at < m.hi && m.covered(uint16(in.X), at)
		case OpAhead:
			for i := at; i <= min(at+int32(in.X), m.last-1) && ok; i++ {
				ok = !m.denied(m.prog[pc+1], i)
			}
			if ok {
				pc++
			}
		case OpBehind:
			if ok = !m.behind(m.prog[pc+1], at, int32(in.X)); ok {
				pc++
			}
		case OpNear:
			if ok = !m.inside; ok {
				return m.near(pc, UnpackNear(in.X), at)
			}
		case OpItemEnd:
			m.ends |= bit
			return false // to find every other end
		default:
			ok = false
		}
		if !ok {
			m.stopped(pc, at, 0)
			return false
		}
		pc++
	}
}

// skip passes over the alternatives from the OpSplit at pc that begin with words or
// classes other than those at token at: most do, so they must cost next to nothing.
func (m *Matcher) skip(pc uint32, at int32) uint32 {
	word, signs := uint32(0), Signs(0) // those of no instruction
	if at < m.hi {
		word, signs = m.in.Words[at], m.in.signs[at]
	}
	prog := m.prog
	for {
		in := prog[pc]
		if in.Op != OpSplit {
			return pc
		}
		switch next := prog[pc+1]; {
		case next.Op == OpWord && next.X != word:
		case next.Op == OpOneOf && !among(prog[pc+2:pc+2+next.X], word):
		case next.Op == OpClass && signs&classSign(uint16(next.X)) == 0:
		default:
			return pc
		}
		pc = in.X
	}
}

// allowed returns the last of the tests from pc on that forbid a word or a class at
// token at, all of which but the first, which holds, it tries; it stops before one
// that does not hold.
func (m *Matcher) allowed(pc uint32, at int32) uint32 {
	for {
		next := m.prog[pc+1]
		if next.Op != OpNotWord && next.Op != OpNotClass || m.denied(next, at) {
			return pc
		}
		if m.Trace != nil {
			m.Trace.Steps++
		}
		pc++
	}
}

// among reports whether a word is one of a rising list.
func among(list []Inst, word uint32) bool {
	lo, hi := 0, len(list)
	for lo < hi {
		mid := (lo + hi) / 2
		switch x := list[mid].X; {
		case x == word:
			return true
		case x < word:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return false
}

// stopped notes that the instruction at pc was refused at token at.
func (m *Matcher) stopped(pc uint32, at int32, found uint32) {
	if m.Trace != nil && !m.inside {
		m.Trace.Stops = append(m.Trace.Stops, Stop{pc, at, found})
	}
}

// class goes on after each mention of the class that starts here, longest
// first; pc is its instruction.
func (m *Matcher) class(class uint16, pc uint32, at int32) bool {
	best := int32(maxWindow + 1)
	for {
		l := int32(0)
		for _, n := range m.in.At(at) {
			if n.Class == class && int32(n.Len) < best && int32(n.Len) > l {
				l = int32(n.Len)
			}
		}
		if l == 0 {
			if best > maxWindow {
				m.stopped(pc, at, 0)
			}
			return false
		}
		if at+l <= m.hi && m.step(pc+1, at+l) {
			return true
		}
		best = l
	}
}

// denied reports whether what test, OpNotWord or OpNotClass, forbids stands at
// token at.
func (m *Matcher) denied(test Inst, at int32) bool {
	if at >= m.last {
		return false
	}
	if test.Op == OpNotWord {
		return m.in.Words[at] == test.X
	}
	return m.in.starts(uint16(test.X), at)
}

// behind reports whether what test forbids ends before token at, with up to
// reach tokens between.
func (m *Matcher) behind(test Inst, at, reach int32) bool {
	longest := int32(1)
	if test.Op == OpNotClass {
		longest = maxMention
	}
	for i := max(m.lo, at-reach-longest); i < at; i++ {
		if test.Op == OpNotWord {
			if m.in.Words[i] == test.X && i+1+reach >= at {
				return true
			}
			continue
		}
		for _, n := range m.in.At(i) {
			if end := i + int32(n.Len); n.Class == uint16(test.X) && end <= at && end+reach >= at {
				return true
			}
		}
	}
	return false
}

func (m *Matcher) covered(class uint16, at int32) bool {
	for i := max(m.lo, at-maxMention+1); i <= at; i++ {
		for _, n := range m.in.At(i) {
			if n.Class == class && i+int32(n.Len) > at {
				return true
			}
		}
	}
	return false
}
