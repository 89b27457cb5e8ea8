package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadKept(t *testing.T) {
	key := make([]byte, keptHeader/2)
	other := append([]byte{1}, key[1:]...)
	whole := string(seal(key, []byte("a pack")))
	tests := []struct {
		name, kept string
		ok         bool
	}{
		{"a whole pack", whole, true},
		{"a pack of another binary", string(seal(other, []byte("a pack"))), false},
		{"a cut pack", whole[:len(whole)-1], false},
		{"a pack with something after it", whole + "x", false},
		{"a changed pack", whole[:len(whole)-1] + "x", false},
		{"a cut header", whole[:keptHeader-1], false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pack, ok := readKept(write(t, "kept", tt.kept), key)
			require.Equal(t, tt.ok, ok)
			if ok {
				assert.Equal(t, "a pack", string(pack))
			}
		})
	}
	_, ok := readKept(filepath.Join(t.TempDir(), "missing"), key)
	assert.False(t, ok)
}

// What is kept is only ever a short cut: whatever happens to it, a check says the same.
func TestCheckDoesNotDependOnWhatIsKept(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	want := bedside(t, grave, "check")
	kept := filepath.Join(cache, "bedside", "base.pack.kept")
	b, err := os.ReadFile(kept)
	require.NoError(t, err)
	assert.Equal(t, want, bedside(t, grave, "check"), "with what is kept")

	b[len(b)/2] ^= 1
	require.NoError(t, os.WriteFile(kept, b, 0o600))
	assert.Equal(t, want, bedside(t, grave, "check"), "with what is damaged")

	t.Setenv("XDG_CACHE_HOME", "/dev/null")
	assert.Equal(t, want, bedside(t, grave, "check"), "with nowhere to keep it")
}
