package main

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// firstFunction is the number that Go gives the first function of a module: code and
// data refer to function i by (firstFunction+i)<<16, and types, to their methods, by
// firstFunction+i (src/cmd/link/internal/wasm/asm.go, src/runtime/symtab.go).
const firstFunction = 0x1000

// shrink makes the functions of a module smaller: those that print and those that
// nothing refers to trap; and what leads to a trap is taken out of the others, as are
// from memory the messages that only that code has. It returns which functions trap.
func (m *module) shrink(names map[uint32]string) (dead []bool, err error) {
	code, imports, roots := (*section)(nil), uint32(0), []uint32(nil)
	for i := range m.sections {
		ok := true
		switch x := &m.sections[i]; x.id {
		case secImport:
			imports, ok = importedFunctions(x.body)
		case secExport:
			roots, ok = exportedFunctions(x.body)
		case secCode:
			code = x
		case secStart:
			ok = false // Go's linker writes none
		}
		if !ok {
			return nil, errForm
		}
	}
	if code == nil {
		return nil, errForm
	}
	bodies, ok := split(code.body)
	if !ok {
		return nil, errForm
	}
	printer := make([]bool, len(bodies))
	for i := range bodies {
		printer[i] = isPrinter(names[imports+uint32(i)])
	}
	if !slices.Contains(printer, true) {
		return nil, errNames
	}
	traps := func(f uint32) bool { return f >= imports && int(f-imports) < len(printer) && printer[f-imports] }

	s := shrinking{refs: make([][]uint32, len(bodies)), constants: make([][]int64, len(bodies))}
	for i, body := range bodies {
		f, ok := read(body)
		if !ok {
			return nil, errForm
		}
		if printer[i] {
			s.messages(m.memory, f.code)
			bodies[i] = trapping
			continue
		}
		s.messages(m.memory, f.cut(traps))
		f.tidy()
		bodies[i] = f.write()
		if !s.note(i, imports, f.code) {
			return nil, errForm
		}
	}
	for i := range roots {
		if roots[i] < imports {
			return nil, errForm
		}
		roots[i] -= imports
	}
	dead = make([]bool, len(bodies))
	live := s.live(append(roots, inMemory(m.memory, len(bodies))...))
	used := map[int64]bool{}
	for i := range bodies {
		if !live[i] {
			if !printer[i] {
				f, _ := read(bodies[i])
				s.messages(m.memory, f.code)
			}
			bodies[i], dead[i] = trapping, true
			continue
		}
		for _, c := range s.constants[i] {
			used[c] = true
		}
	}
	s.forget(m.memory, used)
	code.body = join(bodies)
	return dead, nil
}

// shrinking is what is known of the functions of a module.
type shrinking struct {
	refs      [][]uint32 // of each function: those it calls or names
	constants [][]int64  // of each function
	lost      []message  // what removed code had
}

// message is a piece of text in memory.
type message struct{ at, length int64 }

// note takes down what a function refers to, and reports whether its return addresses
// are its own.
func (s *shrinking) note(i int, imports uint32, code []instr) bool {
	for k, in := range code {
		switch in.op {
		case opCall:
			if in.value >= int64(imports) {
				s.refs[i] = append(s.refs[i], uint32(in.value)-imports)
			}
			// A return address is stored before each call that may be interrupted.
			if k >= 3 && code[k-1].op == opI32Const && code[k-1].value == 0 && code[k-2].bytes[0] == 0x37 && code[k-3].op == opI64Const && code[k-2].bytes[2] == 0 {
				if to, ok := functionOf(code[k-3].value, len(s.refs)); !ok || to != uint32(i) {
					return false
				}
			}
		case opI32Const, opI64Const:
			if to, ok := functionOf(in.value, len(s.refs)); ok && to != uint32(i) {
				s.refs[i] = append(s.refs[i], to)
			}
			s.constants[i] = append(s.constants[i], in.value)
		}
	}
	return true
}

// functionOf returns which of n functions a number refers to.
func functionOf(v int64, n int) (uint32, bool) {
	f := v>>16 - firstFunction
	return uint32(f), f >= 0 && f < int64(n)
}

// inMemory returns the functions that data may refer to. Types stand before the
// function table, which is no reference to a function.
func inMemory(memory []byte, n int) (out []uint32) {
	table := bytes.Index(memory, tableMagic)
	for at := 0; at+8 <= len(memory); at += 4 {
		w := binary.LittleEndian.Uint64(memory[at:])
		if at%8 == 0 && w < 1<<32 {
			if f, ok := functionOf(int64(w), n); ok {
				out = append(out, f)
			}
		}
		if at < table {
			if f, ok := functionOf(int64(w)<<16&(1<<48-1), n); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// live returns which functions the roots lead to.
func (s *shrinking) live(roots []uint32) []bool {
	live := make([]bool, len(s.refs))
	for todo := roots; len(todo) > 0; {
		f := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int(f) < len(live) && !live[f] {
			live[f] = true
			todo = append(todo, s.refs[f]...)
		}
	}
	return live
}

// messages takes down the texts that removed code has: an address, then a length.
func (s *shrinking) messages(memory []byte, removed []instr) {
	at := int64(0)
	for _, in := range removed {
		if in.op != opI64Const {
			continue
		}
		if at > 0 && in.value > 0 && in.value < 1<<10 && at+in.value <= int64(len(memory)) && isText(memory[at:at+in.value]) {
			s.lost = append(s.lost, message{at, in.value})
		}
		at = in.value
		if at < 0 || at >= int64(len(memory)) {
			at = 0
		}
	}
}

func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}

// forget clears the texts that no number in code or memory points into.
func (s *shrinking) forget(memory []byte, used map[int64]bool) {
	for at := 0; at+8 <= len(memory); at += 8 {
		if w := binary.LittleEndian.Uint64(memory[at:]); w < uint64(len(memory)) {
			used[int64(w)] = true
		}
	}
next:
	for _, t := range s.lost {
		for k := t.at; k < t.at+t.length; k++ {
			if used[k] {
				continue next
			}
		}
		clear(memory[t.at : t.at+t.length])
	}
}

// split returns the bodies of a code section.
func split(code []byte) (bodies [][]byte, ok bool) {
	r := reader{b: code}
	for range r.u32() {
		bodies = append(bodies, r.take(r.u32()))
		if r.bad {
			return nil, false
		}
	}
	return bodies, r.at == len(code)
}

// join writes a code section.
func join(bodies [][]byte) []byte {
	out := appendU32(nil, uint32(len(bodies)))
	for _, b := range bodies {
		out = append(appendU32(out, uint32(len(b))), b...)
	}
	return out
}
