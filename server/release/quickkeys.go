//go:build quickkeys

package release

// Programs under test open dozens of keys, none of them worth a second each. Nothing
// else is built with this tag.
func init() { workFactor = 10 }
