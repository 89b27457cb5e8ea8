package main

// Instructions of WebAssembly 1.0 and of the proposals that Go's compiler uses:
// saturating conversion, sign extension and bulk memory.
const (
	opUnreachable  = 0x00
	opNop          = 0x01
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opLoadFirst    = 0x28
	opStoreLast    = 0x3e
	opMemorySize   = 0x3f
	opMemoryGrow   = 0x40
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opI32Eqz       = 0x45
	opI64Eqz       = 0x50
	opI64Add       = 0x7c
	opWrap         = 0xa7 // i32.wrap_i64
	opExtend       = 0xad // i64.extend_i32_u
	opMore         = 0xfc

	noResult = 0x40 // type of a block without results
)

// instr is an instruction: its operation, its bytes, and of some the immediate.
type instr struct {
	op    byte
	value int64 // of br, br_if, call: where to; of local and global instructions: which; of constants: the number
	bytes []byte
}

// function is the body of a function.
type function struct {
	locals []byte // declarations, as written
	code   []instr
}

// read reads the body of a function. It fails when an instruction is not known.
func read(body []byte) (f function, ok bool) {
	r := reader{b: body}
	for range r.u32() {
		r.u32() // how many
		r.byte()
	}
	f.locals = body[:r.at]
	for r.at < len(body) && !r.bad {
		from := r.at
		in := instr{op: r.byte()}
		switch op := in.op; {
		case op == opBlock, op == opLoop, op == opIf, op == opMemorySize, op == opMemoryGrow:
			r.byte()
		case op == opBr, op == opBrIf, op == opCall, op >= opLocalGet && op <= opGlobalSet:
			in.value = int64(r.u32())
		case op == opBrTable:
			for range r.u32() {
				r.u32()
			}
			r.u32()
		case op == opCallIndirect, op >= opLoadFirst && op <= opStoreLast:
			r.u32()
			r.u32()
		case op == opI32Const:
			in.value = int64(r.i32())
		case op == opI64Const:
			in.value = r.i64()
		case op == opF32Const:
			r.take(4)
		case op == opF64Const:
			r.take(8)
		case op == opMore:
			switch kind := r.u32(); kind {
			case 10: // memory.copy
				r.take(2)
			case 11: // memory.fill
				r.take(1)
			default:
				r.bad = r.bad || kind > 7 // truncations
			}
		case op <= opNop, op == opElse, op == opEnd, op == opReturn, op == 0x1a, op == 0x1b, op >= opI32Eqz && op <= 0xc4:
		default:
			r.bad = true
		}
		in.bytes = body[from:r.at]
		f.code = append(f.code, in)
	}
	return f, !r.bad && len(f.code) > 0
}

// write writes a body as read reads it.
func (f *function) write() []byte {
	out := append([]byte(nil), f.locals...)
	for i := range f.code {
		out = append(out, f.code[i].bytes...)
	}
	return out
}

// opens and closes say how an instruction changes the depth of blocks.
func (in *instr) opens() bool { return in.op >= opBlock && in.op <= opIf }

// bounds reports whether control comes or goes at an instruction.
func (in *instr) bounds() bool {
	return in.op <= opReturn && in.op != opNop || in.op == opCall || in.op == opCallIndirect
}
