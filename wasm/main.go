//go:build wasip1

// Package main is the module that browsers and headless hosts run: a reactor
// whose exports move bytes in and out of core. It decides nothing and imports
// nothing of its host but WASI. The last draft stays in its memory until another
// comes, so that an edit costs little; an empty draft wipes it.
//
// A host calls _initialize once, then for every request reserve(n), writes n
// bytes at the pointer it got, and calls one export. All results are an i64,
// pointer<<32 | length, of UTF-8 JSON that is valid until the next call. Views of
// the memory must be made after each call, for growing the memory detaches them.
// A failure is {"error":{"code":…,"message":…}}; after the code "panic", and after
// a trap, the host discards the instance and makes a new one.
package main

import (
	"runtime"
	"strconv"
	"unsafe"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/advise"
)

const (
	// abi counts the incompatible changes of the exports.
	abi = 1

	// minInput and maxInput are the least and greatest capacity of the input
	// buffer, in bytes.
	minInput = 4 << 10
	maxInput = 16 << 20
)

// The two buffers a host sees. They are package variables so that the garbage
// collector leaves them where they are.
var (
	input  []byte
	output []byte
)

var (
	analyzer = core.New()
	packs    []core.PackInfo
)

func main() {}

// breathe lets the garbage collector finish what it has begun. Between two calls no
// goroutine runs, and a collection that was begun in one can go on for thousands, while
// memory, which never shrinks, grows to five times what it needs.
func breathe() { runtime.Gosched() }

// reserve returns the address of an input buffer of n bytes, or 0 when n is more
// than 16 MiB. The buffer is the caller's until the next export returns.
//
//go:wasmexport reserve
func reserve(n uint32) uint32 {
	if n > maxInput {
		return 0
	}
	if uint32(cap(input)) < max(n, 1) {
		input = nil // the old buffer may go before the new one comes
		input = make([]byte, max(n, minInput))
	}
	input = input[:n]
	return address(input)
}

// load adds the compiled pack in the first n bytes of the input buffer.
//
//go:wasmexport load
func load(n uint32) (result uint64) {
	defer rescue(&result)
	pack, ok := take(n, 0)
	if !ok {
		return beyond()
	}
	input = nil // a loaded pack is used where it lies
	info, err := loadPack(pack)
	if err != nil {
		return failure("pack", err.Error())
	}
	output = append(output[:0], `{"ok":true,`...)
	output = appendInfo(output, info)
	output = append(output, '}')
	return answer()
}

// analyze reads one draft: the input buffer holds options bytes of JSON settings,
// then text bytes of UTF-8. When text is 0 all that is left of drafts before it is
// wiped; a host calls it so when a composer is closed.
//
//go:wasmexport analyze
func analyze(options, text uint32) (result uint64) {
	defer rescue(&result)
	all, ok := take(options, text)
	if !ok {
		return beyond()
	}
	if len(packs) == 0 {
		return failure("empty", "No rule pack is loaded yet. Load one before analysing a draft.")
	}
	settings, err := core.ParseSettings(all[:options])
	if err != nil {
		return failure("settings", err.Error())
	}
	if text == 0 {
		clear(input[options:cap(input)])
		clear(output[:cap(output)])
	}
	breathe()
	provoke(all[options:])
	output = analyzer.Analyze(all[options:], settings).AppendJSON(output[:0])
	return answer()
}

// version says what this module is and which packs it holds.
//
//go:wasmexport version
func version() (result uint64) {
	defer rescue(&result)
	output = append(output[:0], `{"version":"`+core.Version+`","abi":`...)
	output = strconv.AppendInt(output, abi, 10)
	output = append(output, `,"packs":[`...)
	for i, p := range packs {
		if i > 0 {
			output = append(output, ',')
		}
		output = append(output, '{')
		output = appendInfo(output, p)
		output = append(output, '}')
	}
	output = append(output, "]}"...)
	return answer()
}

// loadPack loads a compiled pack and remembers what it is.
func loadPack(pack []byte) (core.PackInfo, error) {
	info, err := analyzer.Load(pack)
	if err != nil {
		return info, err
	}
	for i := range packs {
		if packs[i].Name == info.Name {
			packs[i] = info
			return info, nil
		}
	}
	packs = append(packs, info)
	return info, nil
}

// take returns the first a+b bytes of the input buffer, unless the host has
// reserved fewer.
func take(a, b uint32) ([]byte, bool) {
	n := uint64(a) + uint64(b)
	if n > uint64(len(input)) {
		return nil, false
	}
	return input[:n], true
}

// rescue turns a panic into an answer. What the panic left behind cannot be
// trusted, which is why the host must make a new instance.
func rescue(result *uint64) {
	if recover() != nil {
		*result = failure("panic", "The module failed inside. Discard this instance and make a new one.")
	}
}

func beyond() uint64 {
	return failure("input", "The lengths given are beyond the input buffer that was reserved.")
}

// failure answers with an error of the given code and message.
func failure(code, message string) uint64 {
	output = append(output[:0], `{"error":{"code":`...)
	output = advise.AppendString(output, code)
	output = append(output, `,"message":`...)
	output = advise.AppendString(output, message)
	output = append(output, "}}"...)
	return answer()
}

func appendInfo(dst []byte, p core.PackInfo) []byte {
	dst = append(dst, `"name":`...)
	dst = advise.AppendString(dst, p.Name)
	dst = append(dst, `,"version":`...)
	dst = advise.AppendString(dst, p.Version)
	dst = append(dst, `,"rules":`...)
	return strconv.AppendInt(dst, int64(p.Rules), 10)
}

// answer returns where the output buffer is.
func answer() uint64 {
	return uint64(address(output))<<32 | uint64(len(output))
}

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
