package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/wasm/headless"
)

// analyzerFlags say which analyzer reads the drafts, and for whom.
type analyzerFlags struct {
	Strict       bool   `help:"Report every valid identifier, whether or not a patient is in sight."`
	Lang         string `help:"Language of the drafts, en or fr (default: detect)." enum:",en,fr" default:""`
	Jurisdiction string `help:"Where the author practises: CA, CA-ON, US, UK, AU or FR." placeholder:"CODE"`
	Pack         string `help:"Use this compiled rule pack instead of the built-in one." placeholder:"FILE"`
	Overlay      string `help:"Add this compiled overlay to the rule pack." placeholder:"FILE"`
	WASM         string `name:"wasm" help:"Run this module through wazero instead of the native core." placeholder:"MODULE"`
}

var jurisdictions = regexp.MustCompile(`^((CA|US|UK|AU|FR)(-[A-Z]{2,3})?)?$`)

// Validate is called by kong.
func (f *analyzerFlags) Validate() error {
	if !jurisdictions.MatchString(f.Jurisdiction) {
		return fmt.Errorf("unknown jurisdiction %q: use CA, US, UK, AU or FR, with a region where one matters (CA-ON)", f.Jurisdiction)
	}
	return nil
}

// options returns the settings for a draft in lang, or for any when lang is "".
func (f *analyzerFlags) options(lang string) core.Options {
	if lang == "" {
		lang = f.Lang
	}
	return core.Options{Lang: lang, Jurisdiction: f.Jurisdiction, Strict: f.Strict}
}

// analyzer turns drafts into reports as JSON. The native core and the module
// give the same bytes.
type analyzer interface {
	// Analyze returns a report that is valid until the next call.
	Analyze(text []byte, o core.Options) ([]byte, error)
	Close() error
}

// open starts the analyzer that the flags ask for.
func (f *analyzerFlags) open() (analyzer, error) {
	pack, err := f.readPack()
	if err != nil {
		return nil, err
	}
	packs := []packFile{{f.Pack, pack}}
	if f.Overlay != "" {
		overlay, err := readFile(f.Overlay)
		if err != nil {
			return nil, err
		}
		packs = append(packs, packFile{f.Overlay, overlay})
	}
	if f.WASM != "" {
		return openModule(f.WASM, packs)
	}
	return openNative(packs...)
}

// packFile is a compiled pack and its file, "" for the built-in one.
type packFile struct {
	name  string
	bytes []byte
}

// readPack returns the compiled pack to use.
func (f *analyzerFlags) readPack() ([]byte, error) {
	if f.Pack != "" {
		return readFile(f.Pack)
	}
	return builtInPack()
}

// refused explains why a pack cannot be used; file is "" for the built-in one.
func refused(file string, err error) error {
	if file == "" {
		return fmt.Errorf("the built-in rules cannot be used: %w", err)
	}
	return fmt.Errorf("the rule pack %s cannot be used: %w. Build it again with \"bedside rules build\", or leave out --pack to use the built-in rules", file, err)
}

// native is the core in this process.
type native struct {
	core  *core.Analyzer
	packs []packFile
	out   []byte
}

func openNative(packs ...packFile) (*native, error) {
	n := &native{packs: packs}
	if err := n.start(); err != nil {
		return nil, err
	}
	return n, nil
}

func (n *native) start() error {
	n.core = core.New()
	for _, p := range n.packs {
		if _, err := n.core.Load(p.bytes); err != nil {
			return refused(p.name, err)
		}
	}
	return nil
}

// Analyze survives a failure inside the core as a host of the module does: it
// says so and goes on with a new analyzer.
func (n *native) Analyze(text []byte, o core.Options) (report []byte, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("the analyzer failed on this draft (%v); please report it", failure)
			if again := n.start(); again != nil {
				err = fmt.Errorf("%w; it cannot be started again: %w", err, again)
			}
		}
	}()
	n.out = n.core.Analyze(text, o).AppendJSON(n.out[:0])
	return n.out, nil
}

func (n *native) Close() error { return nil }

// module is the WASM module, run by wazero.
type module struct{ m *headless.Module }

func openModule(file string, packs []packFile) (*module, error) {
	wasm, err := readFile(file)
	if err != nil {
		return nil, err
	}
	m, err := headless.Open(context.Background(), wasm, headless.Config{CacheDir: machineCodeDir()})
	if err != nil {
		return nil, fmt.Errorf("the module %s cannot be used: %w. Build one with \"make build\"", file, err)
	}
	for _, p := range packs {
		if _, err := m.Load(context.Background(), p.bytes); err != nil {
			return nil, refused(p.name, err)
		}
	}
	return &module{m}, nil
}

func (m *module) Analyze(text []byte, o core.Options) ([]byte, error) {
	return m.m.Analyze(context.Background(), text, o)
}

func (m *module) Close() error { return m.m.Close(context.Background()) }

// machineCodeDir is where wazero keeps compiled code between runs, "" for nowhere.
func machineCodeDir() string {
	dir := cacheDir()
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "wazero")
}
