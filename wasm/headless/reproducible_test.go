package headless

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Anyone can check the module against its source: built in another place, it is
// the same to the byte.
func TestModuleIsReproducible(t *testing.T) {
	dir := t.TempDir()
	here, there := filepath.Join(dir, "here"), filepath.Join(dir, "there")
	for _, part := range []string{"core", "wasm"} {
		require.NoError(t, os.CopyFS(filepath.Join(here, part), os.DirFS(filepath.Join("../..", part))))
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join("../..", file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(here, file), b, 0o600))
	}
	one, err := build(here, filepath.Join(dir, "one.wasm"))
	require.NoError(t, err)
	require.NoError(t, os.Rename(here, there))
	two, err := build(there, filepath.Join(dir, "two.wasm"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(one, two), "two builds differ: %d and %d bytes", len(one), len(two))
}
