package pattern

// Signs are words and classes hashed to the bits of a word: sets that share none
// share no member.
type Signs uint64

const anySign Signs = 1 << 63 // what every token bears

func wordSign(w uint32) Signs  { return 1 << (w * 0x9e3779b1 >> 26) }
func classSign(c uint16) Signs { return 1 << (uint32(c) * 0x85ebca77 >> 26) }

// Lead is what a match of a program begins with: it may begin at a token only if the
// token bears one of First, and what comes next one of Second.
type Lead struct{ First, Second Signs }

// LeadOf returns the lead of a sound program.
func LeadOf(prog []Inst) (l Lead) {
	var next []uint32
	l.First = ahead(prog, []uint32{0}, &next)
	l.Second = ahead(prog, next, nil)
	return l
}

// ahead returns the signs of what a program takes first from any of pcs on, and adds
// where it goes on after that to next.
func ahead(prog []Inst, pcs []uint32, next *[]uint32) (all Signs) {
	seen := make([]bool, len(prog))
	takes := func(pc uint32, s Signs) {
		all |= s
		if next != nil {
			*next = append(*next, pc)
		}
	}
	for len(pcs) > 0 {
		pc := pcs[len(pcs)-1]
		pcs = pcs[:len(pcs)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := prog[pc]; in.Op {
		case OpWord:
			takes(pc+1, wordSign(in.X))
		case OpOneOf:
			end := pc + 1 + in.X
			for _, w := range prog[pc+1 : end] {
				all |= wordSign(w.X)
			}
			takes(end, 0)
		case OpClass:
			takes(pc+1, classSign(uint16(in.X)))
		case OpSplit:
			pcs = append(pcs, pc+1, in.X)
		case OpJump:
			pcs = append(pcs, in.X)
		case OpAhead, OpBehind:
			pcs = append(pcs, pc+2)
		case OpOpen, OpClose, OpBegin, OpNotWord, OpNotClass, OpLikeClass:
			pcs = append(pcs, pc+1)
		case OpAny:
			takes(pc+1, anySign)
		case OpNear:
			takes(pc, anySign) // what is second may be any member's
		default: // the end of the match or of the sentence
			all |= anySign
		}
	}
	return all
}

// Seal must be called when the words and mentions of a draft are all there, before
// programs are run.
func (in *Input) Seal() {
	n := len(in.Words)
	if cap(in.signs) <= n {
		in.signs, in.after = make([]Signs, n+n/2+1), make([]Signs, n+n/2+1)
	}
	in.signs, in.after = in.signs[:n+1], in.after[:n]
	for i, w := range in.Words {
		all := anySign
		if w != 0 {
			all |= wordSign(w)
		}
		for _, m := range in.At(int32(i)) {
			all |= classSign(m.Class)
		}
		in.signs[i] = all
	}
	in.signs[n] = anySign
	for i := range in.after {
		all := in.signs[i+1]
		for _, m := range in.At(int32(i)) {
			all |= in.signs[min(i+int(m.Len), n)]
		}
		in.after[i] = all
	}
}

// Leads reports whether a match with lead l may begin at token i.
func (in *Input) Leads(l *Lead, i int32) bool {
	return l.First&in.signs[i] != 0 && l.Second&in.after[i] != 0
}

// starts reports whether a mention of the class starts at token i.
func (in *Input) starts(class uint16, i int32) bool {
	if in.signs[i]&classSign(class) == 0 {
		return false
	}
	for _, n := range in.At(i) {
		if n.Class == class {
			return true
		}
	}
	return false
}
