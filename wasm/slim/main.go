// Package main builds the module, small: with flags of the compiler that save room,
// and then without what only tells what went wrong, which no host of the module shows.
// It joins the tens of thousands of small data segments that Go's linker writes, and
// takes out the names of functions, the tables that tell file and line of an
// instruction, the functions that print, and what only leads to them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	tags := flag.String("tags", "", "build tags")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: slim [-tags TAGS] MODULE (which is written; run it where go.mod is)")
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	name := flag.Arg(0)
	err := build(name, *tags)
	if err == nil {
		err = run(name)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func run(name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	m, err := parse(b)
	if err != nil {
		return fmt.Errorf("read the module %s: %w", name, err)
	}
	dead, err := m.dropPrinters()
	if err != nil {
		return fmt.Errorf("take what prints out of %s: %w", name, err)
	}
	if err := dropLines(m.memory, dead); err != nil {
		return fmt.Errorf("take the line tables out of %s: %w", name, err)
	}
	return os.WriteFile(name, m.bytes(), 0o644)
}

// module is a WebAssembly binary whose data segments have been laid out in memory.
type module struct {
	sections []section
	memory   []byte // from address 0; zero where no segment is
}

type section struct {
	id   byte
	body []byte // of the data section none
}

const (
	secCustom    = 0
	secImport    = 2
	secExport    = 7
	secStart     = 8
	secCode      = 10
	secData      = 11
	secDataCount = 12

	// gap is how many zero bytes part two segments. The address and length of a
	// segment take up to 8 bytes that compress badly; zeros compress to nearly none.
	gap = 64

	maxMemory = 64 << 20
)

var errForm = errors.New("it is not of the form that Go's linker writes")

func parse(b []byte) (*module, error) {
	if len(b) < 8 || string(b[:8]) != "\x00asm\x01\x00\x00\x00" {
		return nil, errors.New("it is no WebAssembly module")
	}
	r := reader{b: b, at: 8}
	m, data := &module{}, false
	for r.at < len(b) && !r.bad {
		x := section{r.byte(), r.take(r.u32())}
		switch x.id {
		case secDataCount:
			return nil, errForm // it would have to be changed, too
		case secData:
			if err := m.layOut(x.body); err != nil {
				return nil, err
			}
			x.body, data = nil, true
		}
		m.sections = append(m.sections, x)
	}
	if r.bad || !data {
		return nil, errForm
	}
	return m, nil
}

// dropPrinters takes out all that only prints, by shrink, and all custom sections:
// names, of which it needs those of functions, and the like. It returns which functions
// never run.
func (m *module) dropPrinters() (dead []bool, err error) {
	var names map[uint32]string
	kept := make([]section, 0, len(m.sections))
	for _, x := range m.sections {
		if x.id != secCustom {
			kept = append(kept, x)
		} else if n, ok := functionNames(x.body); ok {
			names = n
		}
	}
	if len(names) == 0 {
		return nil, errNames
	}
	m.sections = kept
	return m.shrink(names)
}

var errNames = errors.New("the names of functions are not there: link without -s; or this release of Go names them otherwise: see wasm/slim/stub.go")

// layOut puts the segments of a data section into memory.
func (m *module) layOut(body []byte) error {
	r := reader{b: body}
	for range r.u32() {
		if kind, op := r.u32(), r.byte(); kind != 0 || op != 0x41 {
			return errForm
		}
		at := int(r.i32())
		end := r.byte()
		data := r.take(r.u32())
		if r.bad || end != 0x0b || at < 0 || at+len(data) > maxMemory {
			return errForm
		}
		if n := at + len(data); n > len(m.memory) {
			m.memory = append(m.memory, make([]byte, n-len(m.memory))...)
		}
		copy(m.memory[at:], data)
	}
	if r.bad || r.at != len(body) {
		return errForm
	}
	return nil
}

// bytes writes the module with as few segments as pay.
func (m *module) bytes() []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, x := range m.sections {
		if x.id == secData {
			x.body = m.segments()
		}
		out = append(appendU32(append(out, x.id), uint32(len(x.body))), x.body...)
	}
	return out
}

// segments writes the data section.
func (m *module) segments() []byte {
	var body []byte
	n := 0
	for at := 0; ; {
		for at < len(m.memory) && m.memory[at] == 0 {
			at++
		}
		if at == len(m.memory) {
			break
		}
		end, zeros := at, 0
		for i := at; i < len(m.memory) && zeros < gap; i++ {
			if zeros++; m.memory[i] != 0 {
				end, zeros = i+1, 0
			}
		}
		body = append(body, 0, 0x41)
		body = appendI32(body, int32(at))
		body = append(body, 0x0b)
		body = append(appendU32(body, uint32(end-at)), m.memory[at:end]...)
		at = end
		n++
	}
	return append(appendU32(nil, uint32(n)), body...)
}
