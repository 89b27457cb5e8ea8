package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTrainReadsFilesAndStandardInputAlike(t *testing.T) {
	general, err := filepath.Abs("../../../testdata/posts/general.jsonl")
	require.NoError(t, err)
	in, err := os.ReadFile(general)
	require.NoError(t, err)
	dir := t.TempDir()
	one, other := filepath.Join(dir, "one.model"), filepath.Join(dir, "other.model")
	r := bedside(t, "", "train", "-o", one, general)
	require.Zero(t, r.code, r.err)
	assert.Contains(t, r.out, "fitted to 340 posts")
	r = bedside(t, string(in), "train", "-o", other, "-")
	require.Zero(t, r.code, r.err)
	a, err := os.ReadFile(one)
	require.NoError(t, err)
	b, err := os.ReadFile(other)
	require.NoError(t, err)
	assert.Equal(t, a, b)
}
