//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServeOnUnwritableDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	require.NoError(t, os.Mkdir(dir, 0o555))
	cmd := exec.Command(binary, "serve", "--addr", "localhost:0", "--data", dir)
	if os.Geteuid() == 0 { // root may write anywhere
		asNobody(t, cmd, dir)
	}
	r := finish(t, cmd, "")
	assert.Equal(t, exitTrouble, r.code)
	assert.Contains(t, r.err, "this user may not write in "+dir)
	assert.Contains(t, r.err, "--data")
}

// nobody is a user that owns nothing.
const nobody = 65534

// asNobody makes cmd run as a user who may not write in dir, but reach it.
func asNobody(t *testing.T, cmd *exec.Cmd, dir string) {
	t.Helper()
	for up := filepath.Dir(dir); len(up) > len(os.TempDir()); up = filepath.Dir(up) {
		require.NoError(t, os.Chmod(up, 0o755))
	}
	program := filepath.Join(filepath.Dir(dir), "bedside")
	require.NoError(t, os.CopyFS(filepath.Dir(dir), os.DirFS(filepath.Dir(binary))))
	require.NoError(t, os.Chmod(program, 0o755))
	cmd.Path, cmd.Args[0] = program, program
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}
