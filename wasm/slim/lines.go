package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Go's function table (runtime.pclntab, as src/runtime/symtab.go and
// src/cmd/link/internal/ld/pcln.go of Go 1.20 to 1.26 have it): a header; names;
// files by package; files; tables that map an instruction to a number; and a record
// for each function, which says where its tables are. Offset 0 is no table.
const (
	pcMagic = 0xfffffff1

	headerSize = 8 + 8*8

	// Fields of a function's record, bytes from its start.
	fieldName    = 4
	fieldSP      = 16 // stack depth: unwinding needs it
	fieldFile    = 20
	fieldLine    = 24
	fieldTables  = 28 // number of further tables
	fieldUnit    = 32 // the package's files, and the line where the function begins
	recordSize   = 44
	maxFunctions = 1 << 20
)

var errLayout = errors.New("the layout of Go's function table is not the one known; see wasm/slim/lines.go")

// dropLines clears the tables of files and lines and the names of functions in the
// function table in memory. The runtime then says "?" for a file and "" for a name,
// as it does for code without them. What unwinding, garbage collection and recover
// need stays. It fails with errLayout, having changed nothing, unless all tables are where they
// are expected, side by side and each ended.
func dropLines(memory []byte) error {
	p, ok := findTable(memory)
	if !ok {
		return errLayout
	}
	var keep, drop []uint32
	for _, f := range p.functions {
		keep = append(keep, u32(f, fieldSP))
		drop = append(drop, u32(f, fieldFile), u32(f, fieldLine))
		for at := recordSize; at < len(f); at += 4 {
			keep = append(keep, u32(f, at))
		}
	}
	length, ok := p.tile(append(slices.Clone(keep), drop...))
	if !ok {
		return errLayout
	}
	for _, f := range p.functions {
		clear(f[fieldName:][:4])
		clear(f[fieldFile:][:8])
		clear(f[fieldUnit:][:8])
	}
	kept := map[uint32]bool{}
	for _, at := range keep {
		kept[at] = true
	}
	for _, at := range drop {
		if !kept[at] {
			clear(p.tables[at:][:length[at]])
		}
	}
	clear(p.names)
	clear(p.files)
	return nil
}

// table is the function table.
type table struct {
	names     []byte
	files     []byte // which files a package has, and their names
	tables    []byte
	functions [][]byte // record of each, with the offsets of its further tables
}

// findTable finds the function table and its parts.
func findTable(memory []byte) (p table, ok bool) {
	magic := binary.LittleEndian.AppendUint32(nil, pcMagic)
	magic = append(magic, 0, 0, 1, 8) // instructions of one unit, pointers of 8 bytes
	at := bytes.Index(memory, magic)
	if at < 0 || len(memory)-at < headerSize {
		return p, false
	}
	m := memory[at:]
	n := binary.LittleEndian.Uint64(m[8:])
	var part [5]uint64 // names, packages, files, tables, functions
	for i := range part {
		part[i] = binary.LittleEndian.Uint64(m[32+8*i:])
	}
	if n == 0 || n > maxFunctions || part[0] != headerSize || !slices.IsSorted(part[:]) || part[4] > uint64(len(m)) || uint64(len(m))-part[4] < n*8+4 {
		return p, false
	}
	p.names, p.files, p.tables = m[part[0]:part[1]], m[part[1]:part[3]], m[part[3]:part[4]]
	m = m[part[4]:]
	for i := range n {
		from := uint64(u32(m, int(i*8+4)))
		if from+recordSize > uint64(len(m)) {
			return p, false
		}
		size := recordSize + 4*uint64(u32(m[from:], fieldTables))
		if size > 4096 || from+size > uint64(len(m)) {
			return p, false
		}
		p.functions = append(p.functions, m[from:from+size])
	}
	return p, true
}

// tile returns the length of every table, and whether together they fill the space
// of tables, from the byte after the first.
func (p *table) tile(offsets []uint32) (length map[uint32]uint32, ok bool) {
	slices.Sort(offsets)
	offsets = slices.Compact(offsets)
	length = map[uint32]uint32{}
	next := uint32(1)
	for _, at := range offsets {
		if at == 0 {
			continue
		}
		if at != next {
			return nil, false
		}
		r := reader{b: p.tables[at:]}
		for first := true; ; first = false {
			value := r.u32()
			if value == 0 && !first || r.bad {
				break
			}
			r.u32() // instructions
		}
		length[at] = uint32(r.at)
		next = at + uint32(r.at)
		if r.bad || next > uint32(len(p.tables)) {
			return nil, false
		}
	}
	// The space is rounded up.
	return length, len(length) > 0 && uint32(len(p.tables))-next < 64
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
