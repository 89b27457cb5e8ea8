package headless

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// What the tests run on: the module as it ships, its twin that fails on request,
// and the built-in pack.
var shipped, faulty, basePack []byte

// cacheDir holds machine code between the tests of this package.
var cacheDir string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "bedside-headless-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	cacheDir = filepath.Join(dir, "cache")
	if shipped, err = build("../..", filepath.Join(dir, "bedside.wasm")); err == nil {
		faulty, err = build("../..", filepath.Join(dir, "faults.wasm"), "-tags", "faults")
	}
	if err == nil {
		basePack, _, err = source.Compile(rules.FS)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build builds the module of the source tree at root as the Makefile does.
func build(root, out string, flags ...string) ([]byte, error) {
	cmd := exec.Command("go", append(append([]string{"run", "./wasm/slim"}, flags...), out)...)
	cmd.Dir = root
	if msg, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, msg)
	}
	return os.ReadFile(out)
}

// link builds the module as Go's linker leaves it.
func link(root, out string) error {
	cmd := exec.Command("go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-w", "-o", out, "./wasm")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
	if msg, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the module: %w\n%s", err, msg)
	}
	return nil
}

// open starts a module for one test.
func open(t *testing.T, module []byte) *Module {
	t.Helper()
	m, err := Open(t.Context(), module, Config{CacheDir: cacheDir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close(t.Context())) })
	return m
}

// openLoaded starts a module that holds the built-in pack.
func openLoaded(t *testing.T, module []byte) *Module {
	t.Helper()
	m := open(t, module)
	_, err := m.Load(t.Context(), basePack)
	require.NoError(t, err)
	return m
}
