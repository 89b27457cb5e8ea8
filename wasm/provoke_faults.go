//go:build wasip1 && faults

package main

import "bytes"

// provoke breaks the module where the draft asks for it, so that hosts can be
// tested against a module that fails. Only bedside-faults.wasm has it.
func provoke(draft []byte) {
	switch {
	case bytes.Contains(draft, []byte("bedside-fault:panic")):
		panic("provoked")
	case bytes.Contains(draft, []byte("bedside-fault:trap")):
		recurse(0)
	}
}

// recurse overflows the stack, which no recover can catch.
func recurse(n int) int { return recurse(n+1) + n }
