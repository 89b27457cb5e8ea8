//go:build wasip1

package main

import _ "unsafe" // for go:linkname

// Memory of a module never shrinks. Collecting at three fifths more than what is in
// use, not at twice that, keeps it near 24 MiB; collections come two thirds more often.
func init() { setGCPercent(60) }

// setGCPercent is runtime/debug.SetGCPercent without its package, which would make
// the module 58 kB larger for what it prints.
//
//go:linkname setGCPercent runtime/debug.setGCPercent
func setGCPercent(percent int32) (before int32)
