//go:build !unix

package main

import "time"

var begin = time.Now()

// now is the time since the start, where that of the processor is not to be had.
func now() time.Duration { return time.Since(begin) }
