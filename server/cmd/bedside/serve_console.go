package main

import (
	"encoding/json"
	"fmt"
	"testing/fstest"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// catalogue is the built-in rules for the console's browser, as JSON.
func catalogue() ([]byte, error) {
	entries, err := source.Catalogue(rules.FS)
	if err != nil {
		return nil, fmt.Errorf("read the built-in rules: %w", err)
	}
	return json.Marshal(entries)
}

// compileOverlay compiles an overlay of the built-in rules for the workbench.
func compileOverlay(yaml []byte) ([]byte, error) {
	base, err := builtInPack()
	if err != nil {
		return nil, err
	}
	overlay, _, err := source.CompileOn(fstest.MapFS{"rules.yaml": {Data: yaml}}, base)
	return overlay, err
}
