//go:build wasip1

package main

// update takes one step of a rule update: the input buffer holds header bytes of
// JSON, then body bytes that were fetched. This version verifies no updates yet
// and says so, whereupon a host keeps the packs it has.
//
//go:wasmexport update
func update(header, body uint32) (result uint64) {
	defer rescue(&result)
	if _, ok := take(header, body); !ok {
		return beyond()
	}
	return failure("unsupported", "This version of the module cannot verify rule updates. The rules that are loaded stay in use.")
}
