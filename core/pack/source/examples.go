package source

import (
	"fmt"
	"io/fs"
	"slices"
)

// Failure is an example that a rule does not treat as it says.
type Failure struct {
	Example
	Fired []string // the rules that hold on it
}

// Test runs the examples of every rule. open loads the compiled pack into an
// analyzer and returns a function that names the rules that hold on a draft
// (core.Analyzer.Fired).
func Test(fsys fs.FS, open func(pack []byte) (fired func(draft string) []string, err error)) ([]Failure, error) {
	packed, _, err := Compile(fsys)
	if err != nil {
		return nil, err
	}
	examples, err := Examples(fsys)
	if err != nil {
		return nil, err
	}
	fired, err := open(packed)
	if err != nil {
		return nil, fmt.Errorf("load the compiled rules: %w", err)
	}
	var out []Failure
	for _, x := range examples {
		got := fired(x.Text)
		if slices.Contains(got, x.Rule) == x.Flag {
			continue
		}
		out = append(out, Failure{x, got})
	}
	return out, nil
}
