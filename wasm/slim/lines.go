package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Go's function table (runtime.pclntab, as src/runtime/symtab.go and
// src/cmd/link/internal/ld/pcln.go of Go 1.20 to 1.26 have it): a header; names;
// files by package; files; tables that map an instruction to a number; a record
// for each function, which says where its tables are; and further data of functions.
// Offset 0 is no table.
const (
	headerSize = 8 + 8*8

	// Fields of a function's record, bytes from its start.
	fieldEntry  = 0 // as types refer to the function
	fieldName   = 4
	fieldSP     = 16 // stack depth: unwinding needs it
	fieldFile   = 20
	fieldLine   = 24
	fieldTables = 28 // number of further tables
	fieldUnit   = 32 // the package's files, and the line where the function begins
	fieldCount  = 43 // one byte: number of places of further data, after the tables
	recordSize  = 44

	maxFunctions = 1 << 20

	// The module's record (runtime.moduledata of Go 1.22 to 1.26) begins with where
	// the header and the names are, and has, so many words on, where the further data
	// of functions begins and ends.
	moduleData = 40
)

// Which of a function's further tables and data are never read here (their numbers
// are those of src/internal/abi/symtab.go): where a goroutine may be interrupted,
// which a module's is not; what was inlined where, and which arguments live there,
// for tracebacks; and what is wrapped, for traces. recover asks for what was inlined,
// and without it takes every function on the stack as one call, as it is where we
// recover.
var (
	unreadTables = []int{0, 2, 3}
	unreadData   = []int{3, 5, 6, 7}
)

// tableMagic begins the table: a number, instructions of one unit, pointers of 8 bytes.
var tableMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

var errLayout = errors.New("the layout of Go's function table is not the one known; see wasm/slim/lines.go")

// dropLines clears, in the function table in memory, the names of functions, the
// tables of files and lines, and what else only tracebacks read. The runtime then
// says "?" for a file and "" for a name, as it does for code without them. What
// unwinding, garbage collection and recover need stays; of dead functions, which never
// run, nothing. It fails with errLayout, having changed nothing, unless all tables are
// where they are expected, side by side and each ended.
func dropLines(memory []byte, dead []bool) error {
	p, ok := findTable(memory)
	if !ok {
		return errLayout
	}
	var keep, drop, keepData, dropData []uint32
	isDead := func(f record) bool {
		i := int(u32(f, fieldEntry)) - firstFunction
		return i >= 0 && i < len(dead) && dead[i]
	}
	for _, f := range p.functions {
		drop = append(drop, u32(f, fieldFile), u32(f, fieldLine))
		if isDead(f) {
			drop = append(drop, u32(f, fieldSP))
			sortOut(f[recordSize:f.tables()], &drop, &drop)
			sortOut(f[f.tables():], &dropData, &dropData)
			continue
		}
		keep = append(keep, u32(f, fieldSP))
		sortOut(f[recordSize:f.tables()], &keep, &drop, unreadTables...)
		sortOut(f[f.tables():], &keepData, &dropData, unreadData...)
	}
	length, ok := p.tile(slices.Concat(keep, drop))
	if !ok {
		return errLayout
	}
	spans, ok := p.extents(slices.Concat(keepData, dropData))
	if !ok {
		return errLayout
	}
	for _, f := range p.functions {
		clear(f[fieldName:][:4])
		clear(f[fieldFile:][:8])
		clear(f[fieldUnit:][:8])
		if isDead(f) {
			clear(f[fieldSP:][:4])
			clear(f[recordSize:])
			continue
		}
		forget(f[recordSize:f.tables()], unreadTables, 0)
		forget(f[f.tables():], unreadData, noData)
	}
	for _, at := range only(drop, keep) {
		clear(p.tables[at:][:length[at]])
	}
	for _, at := range only(dropData, keepData) {
		clear(p.data[at:][:spans[at]])
	}
	clear(p.names)
	clear(p.files)
	return nil
}

// sortOut adds the places in a list of a function to those to keep or to drop.
func sortOut(list []byte, keep, drop *[]uint32, unread ...int) {
	for i := 0; 4*i < len(list); i++ {
		to := keep
		if slices.Contains(unread, i) {
			to = drop
		}
		*to = append(*to, u32(list, 4*i))
	}
}

// forget writes none for the unread places in a list of a function.
func forget(list []byte, unread []int, none uint32) {
	for _, i := range unread {
		if 4*i < len(list) {
			binary.LittleEndian.PutUint32(list[4*i:], none)
		}
	}
}

// only returns those places to drop that hold nothing to keep.
func only(drop, keep []uint32) (out []uint32) {
	kept := map[uint32]bool{0: true, noData: true}
	for _, at := range keep {
		kept[at] = true
	}
	for _, at := range drop {
		if !kept[at] {
			out = append(out, at)
		}
	}
	return out
}

// table is the function table.
type table struct {
	names     []byte
	files     []byte // which files a package has, and their names
	tables    []byte
	functions []record
	data      []byte // further data of functions
}

// record is of one function: its fields, offsets of its further tables, places of
// its further data.
type record []byte

// tables returns where the offsets of tables end.
func (f record) tables() int { return recordSize + 4*int(u32(f, fieldTables)) }

// noData is the place of data that a function does not have.
const noData = 1<<32 - 1

// findTable finds the function table and its parts.
func findTable(memory []byte) (p table, ok bool) {
	at := bytes.Index(memory, tableMagic)
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
		size := recordSize + 4*uint64(u32(m[from:], fieldTables)) + 4*uint64(m[from+fieldCount])
		if size > 4096 || from+size > uint64(len(m)) {
			return p, false
		}
		p.functions = append(p.functions, m[from:from+size])
	}
	p.data, ok = findData(memory, at)
	return p, ok
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

// findData finds the further data of functions by the module's record; head is where
// the header is.
func findData(memory []byte, head int) ([]byte, bool) {
	record := binary.LittleEndian.AppendUint64(nil, uint64(head))
	record = binary.LittleEndian.AppendUint64(record, uint64(head+headerSize))
	at := bytes.Index(memory, record)
	if at < 0 || len(memory)-at < 8*(moduleData+2) {
		return nil, false
	}
	from := binary.LittleEndian.Uint64(memory[at+8*moduleData:])
	to := binary.LittleEndian.Uint64(memory[at+8*moduleData+8:])
	if from < uint64(head) || from > to || to > uint64(len(memory)) {
		return nil, false
	}
	return memory[from:to], true
}

// extents returns how far it is from each place in data to the next, and whether all
// lie inside.
func (p *table) extents(places []uint32) (length map[uint32]uint32, ok bool) {
	slices.Sort(places)
	places = slices.Compact(places)
	length = map[uint32]uint32{}
	for i, at := range places {
		if at == noData {
			break
		}
		if uint64(at) >= uint64(len(p.data)) {
			return nil, false
		}
		if i+1 < len(places) && places[i+1] != noData {
			length[at] = places[i+1] - at
		}
	}
	return length, true
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
