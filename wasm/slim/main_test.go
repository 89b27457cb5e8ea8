package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

type segment struct {
	at   int32
	data []byte
}

// made writes a module of a memory section, data segments and a custom section.
func made(segments ...segment) []byte {
	b := []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x20")
	body := appendU32(nil, uint32(len(segments)))
	for _, s := range segments {
		body = append(appendI32(append(body, 0, 0x41), s.at), 0x0b)
		body = append(appendU32(body, uint32(len(s.data))), s.data...)
	}
	b = append(appendU32(append(b, secData), uint32(len(body))), body...)
	return append(b, 0, 3, 1, 'x', 7)
}

func TestSegmentsAreJoinedAndMemoryStays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var segments []segment
		at := int32(0)
		for range r.IntN(30) {
			at += int32(r.IntN(100))
			data := make([]byte, 1+r.IntN(40))
			for i := range data {
				data[i] = byte(r.IntN(3)) // zeros among them
			}
			segments = append(segments, segment{at, data})
			at += int32(len(data))
		}
		before, err := parse(made(segments...))
		require.NoError(t, err)
		slim := before.bytes()
		after, err := parse(slim)
		require.NoError(t, err)
		trimmed := bytes.TrimRight(before.memory, "\x00")
		assert.True(t, bytes.Equal(trimmed, bytes.TrimRight(after.memory, "\x00")))
		assert.Equal(t, before.sections, after.sections)
		assert.Equal(t, slim, after.bytes(), "nothing is left to join")
	}
}

func TestNumbers(t *testing.T) {
	for _, v := range []int32{0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 1 << 20, -1 << 20, 1<<31 - 1, -1 << 31} {
		r := reader{b: appendI32(nil, v)}
		assert.Equal(t, v, r.i32())
		assert.False(t, r.bad)
		u := reader{b: appendU32(nil, uint32(v))}
		assert.Equal(t, uint32(v), u.u32())
		assert.False(t, u.bad)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	whole := made(segment{8, []byte("data")})
	for n := range len(whole) - 5 {
		_, err := parse(whole[:n])
		assert.Error(t, err, "%d bytes", n)
	}
	_, err := parse(append([]byte("\x00asm\x01\x00\x00\x00"), secDataCount, 1, 0))
	assert.ErrorIs(t, err, errForm)
}

func TestModuleWithoutNamesIsRefused(t *testing.T) {
	m, err := parse(made(segment{8, []byte("data")}))
	require.NoError(t, err)
	_, err = m.dropPrinters()
	assert.ErrorIs(t, err, errNames)
}

func TestUnknownLayoutIsLeftAlone(t *testing.T) {
	memory := bytes.Repeat([]byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}, 64)
	before := bytes.Clone(memory)
	assert.ErrorIs(t, dropLines(memory, nil), errLayout)
	assert.Equal(t, before, memory)
	assert.ErrorIs(t, dropLines(nil, nil), errLayout)
}

// A slim program still unwinds its stack, collects garbage and recovers.
func TestSlimProgramRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	program := `package main

import (
	"os"
	"runtime"
)

func deep(n int) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = r.(error).Error()
		}
	}()
	if n == 0 {
		runtime.GC()
		var none []int
		return string(rune(none[n]))
	}
	return deep(n - 1)
}

func main() {
	_, file, line, _ := runtime.Caller(0)
	bare := "false"
	if file == "?" && line == 0 {
		bare = "true"
	}
	os.Stderr.WriteString(deep(5000) + " " + bare + "\n")
}
`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o600))
	out := filepath.Join(dir, "main.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-o", out, filepath.Join(dir, "main.go"))
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
	msg, err := cmd.CombinedOutput()
	require.NoError(t, err, string(msg))
	fat, err := os.ReadFile(out)
	require.NoError(t, err)
	require.NoError(t, run(out))
	slim, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, "runtime error: index out of range [0] with length 0 false\n", stderrOf(t, fat))
	assert.Equal(t, "runtime error: index out of range [0] with length 0 true\n", stderrOf(t, slim))
	assert.Less(t, len(gzipped(t, slim)), len(gzipped(t, fat))*80/100)
}

func stderrOf(t *testing.T, module []byte) string {
	t.Helper()
	r := wazero.NewRuntime(t.Context())
	defer r.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), r)
	var stderr bytes.Buffer
	_, err := r.InstantiateWithConfig(t.Context(), module, wazero.NewModuleConfig().WithStderr(&stderr))
	var exit *sys.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 0 {
		require.NoError(t, err)
	}
	return stderr.String()
}

func gzipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	require.NoError(t, err)
	_, err = w.Write(b)
	require.NoError(t, errors.Join(err, w.Close()))
	return out.Bytes()
}
