//go:build wasip1

package main

import (
	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/tuf"
)

var updates = tuf.Machine{Version: core.Version}

// inUse is what updates change in this module.
type inUse struct{}

func (inUse) Load(pack []byte) error {
	_, err := loadPack(pack)
	return err
}

func (inUse) SwitchOff(owner string, rules []string) { analyzer.SwitchOff(owner, rules) }

// update takes one step of a rule update: the input buffer holds header bytes of
// JSON that say what to do, then body bytes, what the host has fetched. The steps
// and their answers are those of tuf.Machine. A verified pack is loaded at once.
//
//go:wasmexport update
func update(header, body uint32) (result uint64) {
	defer rescue(&result)
	all, ok := take(header, body)
	if !ok {
		return beyond()
	}
	input = nil // the machine and a loaded pack use the bytes where they lie
	step := updates.Step(all[:header], all[header:], inUse{})
	output = append(output[:0], step...)
	return answer()
}
