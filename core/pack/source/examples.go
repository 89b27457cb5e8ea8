package source

import (
	"fmt"
	"io/fs"
	"slices"
)

// Failure is an example that a rule does not treat as it says.
type Failure struct {
	Rule    string
	Example string
	Want    string
	Got     string
}

// Fired names the rules that hold on a draft for an author in a jurisdiction
// (core.Analyzer.Fired).
type Fired func(draft, jurisdiction string) []string

// Open loads compiled packs into an analyzer, in order.
type Open func(packs ...[]byte) (Fired, error)

// Test runs the examples of every rule in fsys; base is as for CompileOn.
func Test(fsys fs.FS, base []byte, open Open) ([]Failure, error) {
	packed, _, err := CompileOn(fsys, base)
	if err != nil {
		return nil, err
	}
	examples, err := Examples(fsys)
	if err != nil {
		return nil, err
	}
	packs := [][]byte{packed}
	if base != nil {
		packs = [][]byte{base, packed}
	}
	fired, err := open(packs...)
	if err != nil {
		return nil, fmt.Errorf("load the compiled rules: %w", err)
	}
	var out []Failure
	for _, x := range examples {
		got := fired(x.Text, x.Jurisdiction)
		if slices.Contains(got, x.Rule) == x.Flag {
			continue
		}
		f := Failure{x.Rule, x.Text, "silence", fmt.Sprint(got)}
		if x.Flag {
			f.Want = "the rule to hold"
		}
		out = append(out, f)
	}
	return out, nil
}
