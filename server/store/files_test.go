//go:build !js

package store

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func open(t *testing.T, dir string) *Files {
	t.Helper()
	f, err := OpenFiles(dir)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func TestCreateOnce(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	_, err := f.Get(ctx, "tuf/1.root.json")
	require.ErrorIs(t, err, ErrNotFound)

	require.NoError(t, f.Create(ctx, "tuf/1.root.json", []byte("first")))
	err = f.Create(ctx, "tuf/1.root.json", []byte("second"))
	require.ErrorIs(t, err, ErrExists)
	assert.Contains(t, err.Error(), "tuf/1.root.json")

	o, err := f.Get(ctx, "tuf/1.root.json")
	require.NoError(t, err)
	assert.Equal(t, "first", string(o.Body))
	assert.NotEmpty(t, o.ETag)
	assert.False(t, o.Modified.IsZero())
}

func TestEmptyObject(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	require.NoError(t, f.Create(ctx, "empty", nil))
	o, err := f.Get(ctx, "empty")
	require.NoError(t, err)
	assert.Empty(t, o.Body)
}

func TestSwap(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	_, err := f.Swap(ctx, "a", "unknown", []byte("x"))
	require.ErrorIs(t, err, ErrConflict, "there is nothing to replace")

	first, err := f.Swap(ctx, "a", "", []byte("one"))
	require.NoError(t, err)
	_, err = f.Swap(ctx, "a", "", []byte("x"))
	require.ErrorIs(t, err, ErrConflict, "there is something already")

	second, err := f.Swap(ctx, "a", first, []byte("two"))
	require.NoError(t, err)
	_, err = f.Swap(ctx, "a", first, []byte("x"))
	require.ErrorIs(t, err, ErrConflict, "what was read is gone")

	o, err := f.Get(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, "two", string(o.Body))
	assert.Equal(t, second, o.ETag)
}

func TestOneWriterWins(t *testing.T) {
	tests := []struct {
		name  string
		write func(f *Files, old ETag, body []byte) error
		lost  error
	}{
		{"swap", func(f *Files, old ETag, body []byte) error {
			_, err := f.Swap(context.Background(), "tuf/timestamp.json", old, body)
			return err
		}, ErrConflict},
		{"first swap", func(f *Files, _ ETag, body []byte) error {
			_, err := f.Swap(context.Background(), "tuf/other.json", "", body)
			return err
		}, ErrConflict},
		{"create", func(f *Files, _ ETag, body []byte) error {
			return f.Create(context.Background(), "tuf/2.root.json", body)
		}, ErrExists},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := open(t, t.TempDir())
			old, err := f.Swap(context.Background(), "tuf/timestamp.json", "", []byte("old"))
			require.NoError(t, err)
			var won, lost atomic.Int32
			var all sync.WaitGroup
			for i := range 32 {
				all.Go(func() {
					err := tt.write(f, old, []byte("writer "+strconv.Itoa(i)))
					if err == nil {
						won.Add(1)
					} else if assert.ErrorIs(t, err, tt.lost) {
						lost.Add(1)
					}
				})
			}
			all.Wait()
			assert.EqualValues(t, 1, won.Load())
			assert.EqualValues(t, 31, lost.Load())
		})
	}
}

// Readers see the old content or the new, whole, while it is replaced.
func TestReadersNeverSeeHalf(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	content := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i%26)}, 50_000+i) }
	etag, err := f.Swap(ctx, "a", "", content(0))
	require.NoError(t, err)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				o, err := f.Get(ctx, "a")
				if !assert.NoError(t, err) || !assert.Equal(t, content(len(o.Body)-50_000), o.Body) {
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := 1; i <= 50; i++ {
		etag, err = f.Swap(ctx, "a", etag, content(i))
		require.NoError(t, err)
	}
	close(done)
	readers.Wait()
}

func TestList(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	keys, err := f.List(ctx, "tuf/")
	require.NoError(t, err)
	assert.Empty(t, keys)
	for _, key := range []string{"tuf/timestamp.json", "tuf/targets/b", "tuf/targets/a", "other"} {
		require.NoError(t, f.Create(ctx, key, []byte("x")))
	}
	keys, err = f.List(ctx, "tuf/")
	require.NoError(t, err)
	assert.Equal(t, []string{"tuf/targets/a", "tuf/targets/b", "tuf/timestamp.json"}, keys)
	keys, err = f.List(ctx, "")
	require.NoError(t, err)
	assert.Len(t, keys, 4, "the lock file is no object")
}

func TestTraversalIsNoKey(t *testing.T) {
	parent := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(parent, "secret"), []byte("s"), 0o600))
	f, ctx := open(t, filepath.Join(parent, "store")), context.Background()
	for _, key := range []string{"../secret", "a/../../secret", "/etc/passwd", ".lock", "a/./b"} {
		_, err := f.Get(ctx, key)
		assert.ErrorIs(t, err, ErrKey, "get %q", key)
		assert.ErrorIs(t, f.Create(ctx, key, nil), ErrKey, "create %q", key)
		_, err = f.Swap(ctx, key, "", nil)
		assert.ErrorIs(t, err, ErrKey, "swap %q", key)
		_, err = f.List(ctx, key)
		assert.ErrorIs(t, err, ErrKey, "list %q", key)
	}
}

func TestSymbolicLinksDoNotLeadOut(t *testing.T) {
	parent := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(parent, "secret"), []byte("s"), 0o600))
	f := open(t, filepath.Join(parent, "store"))
	require.NoError(t, os.Symlink("../secret", filepath.Join(parent, "store", "out")))
	_, err := f.Get(context.Background(), "out")
	assert.Error(t, err)
}

func TestDirectoryIsNoObject(t *testing.T) {
	f, ctx := open(t, t.TempDir()), context.Background()
	require.NoError(t, f.Create(ctx, "a/b", []byte("x")))
	_, err := f.Get(ctx, "a")
	assert.ErrorIs(t, err, ErrNotFound)
	_, err = f.Get(ctx, "a/b/c")
	assert.ErrorIs(t, err, ErrNotFound)
}

func TestLeftoversOfACrash(t *testing.T) {
	dir := t.TempDir()
	f, ctx := open(t, dir), context.Background()
	require.NoError(t, f.Create(ctx, "tuf/a", []byte("x")))
	leftover := filepath.Join(dir, "tuf", tempPrefix+"1a2b")
	require.NoError(t, os.WriteFile(leftover, []byte("half"), 0o600))

	keys, err := f.List(ctx, "")
	require.NoError(t, err)
	assert.Equal(t, []string{"tuf/a"}, keys)

	require.NoError(t, f.Close())
	f = open(t, dir)
	assert.NoFileExists(t, leftover)
	_, err = f.Get(ctx, "tuf/a")
	assert.NoError(t, err)
}

func TestNoTemporaryFilesStay(t *testing.T) {
	dir := t.TempDir()
	f, ctx := open(t, dir), context.Background()
	require.NoError(t, f.Create(ctx, "tuf/a", []byte("x")))
	require.ErrorIs(t, f.Create(ctx, "tuf/a", []byte("y")), ErrExists)
	o, err := f.Get(ctx, "tuf/a")
	require.NoError(t, err)
	_, err = f.Swap(ctx, "tuf/a", o.ETag, []byte("z"))
	require.NoError(t, err)
	entries, err := os.ReadDir(filepath.Join(dir, "tuf"))
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestOneStorePerDirectory(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	_, err := OpenFiles(dir)
	require.ErrorIs(t, err, ErrInUse)
	require.NoError(t, f.Close())
	open(t, dir)
}

func TestUnusableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := OpenFiles(file)
	assert.ErrorContains(t, err, "make the directory")

	if os.Geteuid() != 0 {
		dir := filepath.Join(t.TempDir(), "closed")
		require.NoError(t, os.Mkdir(dir, 0o500))
		_, err := OpenFiles(dir)
		assert.ErrorIs(t, err, fs.ErrPermission)
	}
}

// A process killed while it writes leaves the old content or the new, never half,
// and its lock does not outlive it.
func TestKilledWriter(t *testing.T) {
	if dir := os.Getenv("BEDSIDE_STORE_WRITE"); dir != "" {
		writeForever(dir)
	}
	dir := t.TempDir()
	for range 20 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
		cmd.Env = append(os.Environ(), "BEDSIDE_STORE_WRITE="+dir)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, err = stdout.Read(make([]byte, 1)) // it has begun to write
		require.NoError(t, err)
		require.NoError(t, cmd.Process.Kill())
		cmd.Wait()

		f, err := OpenFiles(dir)
		require.NoError(t, err)
		o, err := f.Get(context.Background(), "tuf/timestamp.json")
		require.NoError(t, err)
		require.Equal(t, 8*20_000, len(o.Body))
		require.Equal(t, bytes.Repeat(o.Body[:8], 20_000), o.Body)
		require.NoError(t, f.Close())
	}
}

func writeForever(dir string) {
	f, err := OpenFiles(dir)
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	o, _ := f.Get(ctx, "tuf/timestamp.json")
	for i := 0; ; i++ {
		o.ETag, err = f.Swap(ctx, "tuf/timestamp.json", o.ETag, bytes.Repeat(fmt.Appendf(nil, "%08d", i), 20_000))
		if err != nil {
			panic(err)
		}
		fmt.Print(".")
	}
}
