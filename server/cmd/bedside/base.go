package main

import (
	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/source"
)

// baseFlag names the pack that an overlay's rules add to.
type baseFlag struct {
	Base string `placeholder:"FILE" help:"Compile the rules as an overlay of this pack; builtin is the built-in one."`
}

// read returns the base pack, nil for rules that stand alone.
func (f baseFlag) read() ([]byte, error) {
	switch f.Base {
	case "":
		return nil, nil
	case "builtin":
		return builtInPack()
	}
	return readFile(f.Base)
}

// openRules loads packs into an analyzer and returns what names the rules that
// hold on a draft.
func openRules(packs ...[]byte) (source.Fired, error) {
	a := core.New()
	for _, p := range packs {
		if _, err := a.Load(p); err != nil {
			return nil, err
		}
	}
	return a.Fired, nil
}
