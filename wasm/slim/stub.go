package main

import "strings"

// printers are functions of Go's runtime that only print what went wrong, trace or
// profile: prefixes of their names as the linker writes them (every sign but a full
// stop is an underscore). Nothing a module prints is shown by any host, so a trap
// does as well: all of them run when the program is lost, or when asked for by
// GODEBUG or a tracer, which a module has not. A release of Go that names them
// otherwise makes the module larger, not wrong.
var printers = []string{
	"runtime.print", "runtime.traceback1", "runtime.traceback2", "runtime.tracebackHexdump", "runtime.tracebackothers",
	"runtime.tracebacksomeothers", "runtime.goroutineheader", "runtime.hexdump", "runtime.__hexdumper_", "runtime.schedtrace",
	"runtime.dumpStacksRec", "runtime.dumpTypesRec", "runtime.dumpScanStats", "runtime.dumpgstatus", "runtime.checkFinalizersAndCleanups",
	"runtime.traceAdvance", "runtime.traceReadCPU", "runtime.traceSyncBatch", "runtime.traceWriter.", "runtime.traceStack",
	"runtime.traceBufFlush", "runtime.traceRegisterLabels", "runtime.traceLocker.", "runtime.traceEventWriter.", "runtime.__traceBuf_",
	"runtime.__traceStringTable_", "runtime.__traceStackTable_", "runtime.__traceTypeTable_", "runtime.__traceMap_",
	"runtime.__traceRegionAlloc_", "runtime.makeTraceFrame", "runtime.__profBuf_",
	"runtime.throw", "runtime.fatal",
}

// trapping is the body of a function that has no locals and traps.
var trapping = []byte{0, 0x00, 0x0b}

func isPrinter(name string) bool {
	for _, p := range printers {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// functionNames reads the names of functions from a name section, nil from any
// other custom section.
func functionNames(custom []byte) (names map[uint32]string, ok bool) {
	r := reader{b: custom}
	if string(r.take(r.u32())) != "name" {
		return nil, false
	}
	names = map[uint32]string{}
	for r.at < len(custom) && !r.bad {
		kind, body := r.byte(), r.take(r.u32())
		if kind != 1 {
			continue
		}
		f := reader{b: body}
		for range f.u32() {
			i := f.u32()
			names[i] = string(f.take(f.u32()))
		}
		r.bad = r.bad || f.bad
	}
	return names, !r.bad
}

// importedFunctions counts the functions of an import section.
func importedFunctions(body []byte) (n uint32, ok bool) {
	r := reader{b: body}
	for range r.u32() {
		r.take(r.u32()) // module
		r.take(r.u32()) // field
		if r.byte() != 0 {
			return 0, false // a memory or table, which Go's linker does not import
		}
		r.u32()
		n++
	}
	return n, !r.bad && r.at == len(body)
}

// exportedFunctions returns the functions of an export section.
func exportedFunctions(body []byte) (out []uint32, ok bool) {
	r := reader{b: body}
	for range r.u32() {
		r.take(r.u32()) // name
		kind, i := r.byte(), r.u32()
		if kind == 0 {
			out = append(out, i)
		}
	}
	return out, !r.bad && r.at == len(body)
}
