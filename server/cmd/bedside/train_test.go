package main

import (
	"os"
	"path/filepath"
	"strings"
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

func TestTrainWithPostsThatCountLess(t *testing.T) {
	general, err := os.ReadFile("../../../testdata/posts/general.jsonl")
	require.NoError(t, err)
	lines := strings.SplitAfter(string(general), "\n")
	dir := t.TempDir()
	write := func(name string, lines []string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))
		return path
	}
	one := write("one.jsonl", lines[:120])
	write("more-1.jsonl", lines[120:200])
	write("more-2.jsonl", lines[200:220])

	train := func(model string, args ...string) []byte {
		out := filepath.Join(dir, model)
		r := bedside(t, "", append([]string{"train", "-o", out}, args...)...)
		require.Zero(t, r.code, r.err)
		assert.Contains(t, r.out, "fitted to 220 posts")
		fitted, err := os.ReadFile(out)
		require.NoError(t, err)
		return fitted
	}
	more := filepath.Join(dir, "more-*.jsonl")
	less := train("less.model", "--with", more, one)
	alike := train("alike.model", one, filepath.Join(dir, "more-1.jsonl"), filepath.Join(dir, "more-2.jsonl"))
	assert.NotEqual(t, less, alike, "they count less")

	r := bedside(t, "", "train", "-o", filepath.Join(dir, "x.model"), "--with", filepath.Join(dir, "none-*.jsonl"), one)
	assert.Equal(t, 2, r.code)
	assert.Contains(t, r.err, "none-*.jsonl")
}
