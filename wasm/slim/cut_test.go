package main

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// body is a function without locals that does what the code says.
func body(code ...byte) []byte { return append(append([]byte{0}, code...), opEnd) }

func parsed(t *testing.T, code ...byte) function {
	t.Helper()
	f, ok := read(body(code...))
	require.True(t, ok)
	return f
}

func TestWhatLeadsToATrapIsCut(t *testing.T) {
	const bad = 7 // the function that traps
	traps := func(f uint32) bool { return f == bad }
	for _, c := range []struct {
		name       string
		code, want []byte
	}{
		{"arguments and the rest", []byte{opI64Const, 1, opLocalSet, 0, opCall, bad, opGlobalGet, 0, opLocalSet, 1}, []byte{opUnreachable}},
		{"other calls stay", []byte{opCall, 3, opI64Const, 1, opCall, bad}, []byte{opCall, 3, opUnreachable}},
		{
			"what comes after the block stays",
			[]byte{opBlock, noResult, opI64Const, 1, opCall, bad, opBlock, noResult, opNop, opEnd, opEnd, opCall, 3},
			[]byte{opBlock, noResult, opUnreachable, opEnd, opCall, 3},
		},
		{
			"the other branch stays",
			[]byte{opI32Const, 1, opIf, noResult, opCall, bad, opNop, opElse, opCall, 3, opEnd},
			[]byte{opI32Const, 1, opIf, noResult, opUnreachable, opElse, opCall, 3, opEnd},
		},
		{"nothing traps", []byte{opI64Const, 1, opCall, 3}, []byte{opI64Const, 1, opCall, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := parsed(t, c.code...)
			f.cut(traps)
			assert.Equal(t, body(c.want...), f.write())
		})
	}
}

func TestTidyCodeDoesTheSame(t *testing.T) {
	for _, c := range []struct {
		name       string
		code, want []byte
	}{
		{"set and get", []byte{opLocalSet, 3, opLocalGet, 3}, []byte{opLocalTee, 3}},
		{"set one, get another", []byte{opLocalSet, 3, opLocalGet, 4}, []byte{opLocalSet, 3, opLocalGet, 4}},
		{"longer and shorter", []byte{opExtend, opWrap}, nil},
		{"whether it is nought", []byte{opI64Eqz, opExtend, opI64Eqz}, []byte{opI64Eqz, opI32Eqz}},
		{"nothing", []byte{opNop, opNop}, nil},
		{
			"a branch out of all blocks",
			[]byte{opBlock, noResult, opBlock, noResult, opBrIf, 1, opBrIf, 0, opEnd, opEnd, opI32Const, 1},
			[]byte{
				opBlock, noResult, opBlock, noResult, opIf, noResult, opI32Const, 1, opReturn, opEnd, opBrIf, 0, opEnd, opEnd,
				opI32Const, 1,
			},
		},
		{
			"code goes on behind the blocks",
			[]byte{opBlock, noResult, opBrIf, 0, opEnd, opCall, 3, opI32Const, 1},
			[]byte{opBlock, noResult, opBrIf, 0, opEnd, opCall, 3, opI32Const, 1},
		},
		{
			"a loop is gone back to",
			[]byte{opLoop, noResult, opBrIf, 0, opEnd, opI32Const, 1},
			[]byte{opLoop, noResult, opBrIf, 0, opEnd, opI32Const, 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := parsed(t, c.code...)
			f.tidy()
			assert.Equal(t, body(c.want...), f.write())
		})
	}
}

func TestUnknownInstructionsAreRefused(t *testing.T) {
	for _, code := range [][]byte{{0x06}, {0xfd, 0}, {opMore, 0x20}, {opI64Const, 0x80}, {}} {
		_, ok := read(append([]byte{0}, code...))
		assert.False(t, ok, "%x", code)
	}
}

// address writes where Go says function f is.
func address(f int32) []byte { return appendI32([]byte{opI64Const}, (firstFunction+f)<<16) }

func TestOnlyWhatNothingRefersToIsDead(t *testing.T) {
	code := join([][]byte{
		body(append([]byte{opCall, 2}, address(4)...)...), // exported
		body(opI64Const, 16, opI64Const, 5, opCall, 3),    // only what prints
		body(opCall, 1),     // called by 0
		trapping,            // prints
		body(opNop),         // named by 0
		body(opNop),         // in memory
		body(opNop),         // in a type
		body(opCall, 0),     // nothing refers to it
		body(address(8)...), // nothing but itself
	})
	memory := make([]byte, 96)
	copy(memory[16:], "alarm")
	copy(memory[24:], "quiet")
	binary.LittleEndian.PutUint32(memory[36:], firstFunction+6)
	copy(memory[40:], tableMagic)
	binary.LittleEndian.PutUint64(memory[80:], (firstFunction+5)<<16)
	m := &module{sections: []section{{secExport, []byte{1, 1, 'x', 0, 0}}, {secCode, code}}, memory: memory}
	dead, err := m.shrink(map[uint32]string{3: "runtime.printint"})
	require.NoError(t, err)
	assert.Equal(t, []bool{false, false, false, true, false, false, false, true, true}, dead)
	bodies, ok := split(m.sections[1].body)
	require.True(t, ok)
	assert.Equal(t, body(opUnreachable), bodies[1])
	assert.Equal(t, trapping, bodies[7])
	assert.Equal(t, make([]byte, 5), memory[16:21], "only removed code had this text")
	assert.Equal(t, "quiet", string(memory[24:29]))
}

func TestTextInUseStays(t *testing.T) {
	for _, c := range []struct {
		name string
		used map[int64]bool
		word uint64
		want string
	}{
		{"unused", map[int64]bool{}, 0, "\x00\x00\x00\x00\x00"},
		{"in code", map[int64]bool{16: true}, 0, "alarm"},
		{"its end in code", map[int64]bool{20: true}, 0, "alarm"},
		{"in memory", map[int64]bool{}, 18, "alarm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			memory := make([]byte, 32)
			copy(memory[16:], "alarm")
			binary.LittleEndian.PutUint64(memory, c.word)
			s := shrinking{lost: []message{{16, 5}}}
			s.forget(memory, c.used)
			assert.Equal(t, c.want, string(memory[16:21]))
		})
	}
}
