package headless

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The module can be checked against its source by anyone: built from a copy
// elsewhere, it is the same to the byte.
func TestModuleIsReproducible(t *testing.T) {
	elsewhere := t.TempDir()
	for _, part := range []string{"core", "wasm"} {
		require.NoError(t, os.CopyFS(filepath.Join(elsewhere, part), os.DirFS(filepath.Join("../..", part))))
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join("../..", file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(elsewhere, file), b, 0o600))
	}
	again, err := build(elsewhere, filepath.Join(elsewhere, "again.wasm"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(shipped, again), "two builds differ: %d and %d bytes", len(shipped), len(again))
}
