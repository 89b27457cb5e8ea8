package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/source"
)

func TestDescribe(t *testing.T) {
	tests := []struct {
		name    string
		problem source.Problem
		want    string
	}{
		{"a place in a file", source.Problem{File: "a.yaml", Line: 3, Column: 7, Rule: "name", Message: "no title"}, "rules/a.yaml:3:7: name: no title"},
		{"a whole file", source.Problem{File: "a.yaml", Message: "not YAML"}, "rules/a.yaml: not YAML"},
		{"all files", source.Problem{Message: "no rules at all"}, "no rules at all"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, describe("rules/", tt.problem))
		})
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "base.pack")
	require.NoError(t, os.WriteFile(file, []byte("old and longer"), 0o600))
	require.NoError(t, writeFile(file, []byte("new")))
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "new", string(got))

	require.NoError(t, os.Mkdir(filepath.Join(dir, "taken"), 0o700))
	require.Error(t, writeFile(filepath.Join(dir, "taken"), []byte("new")), "a directory is in the way")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "nothing is left behind")
}
