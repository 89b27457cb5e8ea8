//go:build wasip1 && !faults

package main

// provoke does nothing in the module that ships.
func provoke([]byte) {}
