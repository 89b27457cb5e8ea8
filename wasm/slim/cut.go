package main

// cut takes out of a function what only leads to a call of a function that traps:
// from where control last came to the end of the block. What that code does to memory
// nobody sees, for hosts throw away an instance that has trapped. It returns what was
// taken out.
func (f *function) cut(traps func(function uint32) bool) (removed []instr) {
	out := make([]instr, 0, len(f.code))
	from := 0 // where control last came, in out
	for i := 0; i < len(f.code); i++ {
		in := f.code[i]
		if in.op != opCall || !traps(uint32(in.value)) {
			out = append(out, in)
			if in.bounds() {
				from = len(out)
			}
			continue
		}
		removed = append(removed, out[from:]...)
		out = append(out[:from], instr{op: opUnreachable, bytes: []byte{opUnreachable}})
		depth := 0
		for i++; ; i++ {
			next := f.code[i]
			if depth == 0 && (next.op == opEnd || next.op == opElse) {
				break
			}
			if next.opens() {
				depth++
			} else if next.op == opEnd {
				depth--
			}
			removed = append(removed, next)
		}
		i--
	}
	f.code = out
	return removed
}

// tidy writes what Go's compiler says often in fewer or in more regular bytes.
func (f *function) tidy() {
	f.returnEarly()
	out := make([]instr, 0, len(f.code))
	last := func(n int) *instr {
		if len(out) < n {
			return &instr{}
		}
		return &out[len(out)-n]
	}
	for _, in := range f.code {
		switch {
		case in.op == opNop:
			continue
		case in.op == opWrap && last(1).op == opExtend: // there and back
			out = out[:len(out)-1]
			continue
		case in.op == opI64Eqz && last(1).op == opExtend:
			out = out[:len(out)-1]
			in = instr{op: opI32Eqz, bytes: []byte{opI32Eqz}}
		case in.op == opLocalGet && last(1).op == opLocalSet && last(1).value == in.value:
			out = out[:len(out)-1]
			in = instr{op: opLocalTee, value: in.value, bytes: appendU32([]byte{opLocalTee}, uint32(in.value))}
		}
		out = append(out, in)
	}
	f.code = out
}

// returnEarly returns where the code branches out of the outermost block, behind which
// the function returns 1: after every call that has been interrupted. How far out that
// is differs from call to call, and does not compress; a return is always the same.
func (f *function) returnEarly() {
	n := len(f.code)
	if n < 3 || f.code[n-1].op != opEnd || f.code[n-2].op != opI32Const || f.code[n-2].value != 1 || f.code[n-3].op != opEnd {
		return
	}
	early := []instr{
		{op: opIf, bytes: []byte{opIf, noResult}}, {op: opI32Const, value: 1, bytes: []byte{opI32Const, 1}},
		{op: opReturn, bytes: []byte{opReturn}}, {op: opEnd, bytes: []byte{opEnd}},
	}
	out := make([]instr, 0, n)
	depth, outermost := int64(0), -1
	for i, in := range f.code {
		switch {
		case in.opens():
			if depth++; depth == 1 {
				outermost = i
			}
		case in.op == opEnd:
			if depth--; depth == 0 && i != n-3 {
				outermost = -1
			}
		case in.op == opBrIf && in.value == depth-1 && outermost >= 0 && f.code[outermost].op == opBlock:
			out = append(out, early...)
			continue
		}
		out = append(out, in)
	}
	f.code = out
}
