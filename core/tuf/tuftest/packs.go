package tuftest

import (
	"testing/fstest"

	"github.com/bedside-md/bedside/core/pack/source"
)

// Packs are two small packs that a module loads, named "base". Their versions are
// far beyond those of packs that ship.
func Packs() (one, two string) { return packOf("9001"), packOf("9002") }

func packOf(version string) string {
	b, _, err := source.Compile(fstest.MapFS{"rules.yaml": {Data: []byte("pack: base\nversion: \"" + version + `"
rules:
  - {fact: garden, lang: both, match: ["<garden>"]}
`)}})
	must(err)
	return string(b)
}
