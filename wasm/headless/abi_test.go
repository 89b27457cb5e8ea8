package headless

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// host drives the exports with bare numbers, as a browser does, right or wrong.
type host struct {
	t        *testing.T
	instance api.Module
}

func newHost(t *testing.T, module []byte) *host {
	t.Helper()
	ctx := t.Context()
	cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
	require.NoError(t, err)
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCompilationCache(cache))
	t.Cleanup(func() { require.NoError(t, r.Close(context.WithoutCancel(ctx))) })
	wasi_snapshot_preview1.MustInstantiate(ctx, r)
	instance, err := r.InstantiateWithConfig(ctx, module, wazero.NewModuleConfig().WithStartFunctions("_initialize"))
	require.NoError(t, err)
	return &host{t, instance}
}

// raw calls an export with 32-bit numbers.
func (h *host) raw(export string, args ...int64) uint64 {
	h.t.Helper()
	params := make([]uint64, len(args))
	for i, a := range args {
		params[i] = uint64(uint32(a))
	}
	results, err := h.instance.ExportedFunction(export).Call(h.t.Context(), params...)
	require.NoError(h.t, err, "call %s", export)
	return results[0]
}

// write reserves len(b) bytes and fills them.
func (h *host) write(b string) {
	h.t.Helper()
	at := uint32(h.raw("reserve", int64(len(b))))
	require.NotZero(h.t, at, "reserve %d bytes", len(b))
	require.True(h.t, h.instance.Memory().Write(at, []byte(b)))
}

// json calls an export and returns its answer, which must be JSON.
func (h *host) json(export string, args ...int64) string {
	h.t.Helper()
	place := h.raw(export, args...)
	view, ok := h.instance.Memory().Read(uint32(place>>32), uint32(place))
	require.True(h.t, ok, "the answer of %s lies outside the memory", export)
	require.True(h.t, json.Valid(view), "the answer of %s is not JSON: %q", export, view)
	require.True(h.t, utf8.Valid(view), "the answer of %s is not UTF-8", export)
	return string(bytes.Clone(view))
}

// code returns the error code in an answer, "" when it holds none.
func code(answer string) string {
	var a struct{ Error Error }
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		return "not JSON"
	}
	return a.Error.Code
}

func (h *host) load() {
	h.t.Helper()
	h.write(string(basePack))
	require.Contains(h.t, h.json("load", int64(len(basePack))), `{"ok":true,"name":"base"`)
}

func TestExportsKeepTheirShape(t *testing.T) {
	h := newHost(t, shipped)
	const i32, i64 = api.ValueTypeI32, api.ValueTypeI64
	tests := []struct {
		name            string
		params, results []api.ValueType
	}{
		{"reserve", []api.ValueType{i32}, []api.ValueType{i32}},
		{"load", []api.ValueType{i32}, []api.ValueType{i64}},
		{"analyze", []api.ValueType{i32, i32}, []api.ValueType{i64}},
		{"update", []api.ValueType{i32, i32}, []api.ValueType{i64}},
		{"version", nil, []api.ValueType{i64}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := h.instance.ExportedFunctionDefinitions()[tt.name]
			require.NotNil(t, f)
			assert.Equal(t, tt.params, append([]api.ValueType(nil), f.ParamTypes()...))
			assert.Equal(t, tt.results, f.ResultTypes())
		})
	}
}

func TestModuleImportsOnlyWASI(t *testing.T) {
	ctx := t.Context()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer r.Close(ctx)
	compiled, err := r.CompileModule(ctx, shipped)
	require.NoError(t, err)
	require.NotEmpty(t, compiled.ImportedFunctions())
	for _, f := range compiled.ImportedFunctions() {
		from, name, _ := f.Import()
		assert.Equal(t, "wasi_snapshot_preview1", from, name)
		assert.NotContains(t, name, "path_", "the module must not open files")
		assert.NotContains(t, name, "sock_", "the module must not open sockets")
	}
}

func TestReserveBounds(t *testing.T) {
	h := newHost(t, shipped)
	tests := []struct {
		name string
		n    int64
		ok   bool
	}{
		{"nothing", 0, true},
		{"one byte", 1, true},
		{"the most", MaxInput, true},
		{"one too many", MaxInput + 1, false},
		{"negative", -1, false},
		{"the least i32", math.MinInt32, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := h.raw("reserve", tt.n)
			assert.Equal(t, tt.ok, at != 0)
			if tt.ok {
				_, inside := h.instance.Memory().Read(uint32(at), uint32(tt.n))
				assert.True(t, inside)
			}
		})
	}
}

// Lengths that were never reserved must be refused, not read.
func TestLengthsBeyondTheBufferAreRefused(t *testing.T) {
	tests := []struct {
		name    string
		reserve int64 // -1 for no reserve at all
		export  string
		args    []int64
	}{
		{"load before any reserve", -1, "load", []int64{1}},
		{"analyze before any reserve", -1, "analyze", []int64{0, 1}},
		{"update before any reserve", -1, "update", []int64{1, 0}},
		{"load one byte too many", 10, "load", []int64{11}},
		{"load a negative length", 10, "load", []int64{-1}},
		{"text beyond the buffer", 10, "analyze", []int64{2, 9}},
		{"settings beyond the buffer", 10, "analyze", []int64{11, 0}},
		{"lengths whose sum wraps around to fit", 10, "analyze", []int64{-5, 10}},
		{"two negative lengths", 10, "analyze", []int64{-1, -1}},
		{"body beyond the buffer", 10, "update", []int64{5, 6}},
		{"body that wraps around", 10, "update", []int64{math.MaxInt32, math.MinInt32}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHost(t, shipped)
			if tt.reserve >= 0 {
				h.raw("reserve", tt.reserve)
			}
			assert.Equal(t, "input", code(h.json(tt.export, tt.args...)))
			h.load()
			h.write("hello")
			assert.Empty(t, code(h.json("analyze", 0, 5)), "the module must go on afterwards")
		})
	}
}

func TestReserveShrinksWhatMayBeRead(t *testing.T) {
	h := newHost(t, shipped)
	h.load()
	h.write("a long draft that was here before")
	h.write("short")
	assert.Equal(t, "input", code(h.json("analyze", 0, 33)))
}

func TestAnalyzeBeforeLoad(t *testing.T) {
	h := newHost(t, shipped)
	h.write("hello")
	assert.Equal(t, "empty", code(h.json("analyze", 0, 5)))
}

func TestAnalyzeAcceptsAnyText(t *testing.T) {
	h := newHost(t, shipped)
	h.load()
	tests := []struct{ name, text string }{
		{"nothing", ""},
		{"NUL bytes", "a\x00b\x00"},
		{"a lone continuation byte", "caf\x80"},
		{"a cut rune at the end", "caf\xc3"},
		{"surrogates in UTF-8", "\xed\xa0\x80\xed\xb0\x80"},
		{"an overlong slash", "\xc0\xaf"},
		{"beyond Unicode", "\xf7\xbf\xbf\xbf"},
		{"only invalid bytes", string(bytes.Repeat([]byte{0xff}, 4096))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h.write(tt.text)
			assert.Contains(t, h.json("analyze", 0, int64(len(tt.text))), `{"verdict":`)
		})
	}
}

func TestAnalyzeRefusesBadSettings(t *testing.T) {
	h := newHost(t, shipped)
	h.load()
	h.write(`{"lang":1}hello`)
	answer := h.json("analyze", 10, 5)
	assert.Equal(t, "settings", code(answer))
	assert.Contains(t, answer, "at byte 8")
}

func TestDamagedPacksAreRefused(t *testing.T) {
	h := newHost(t, shipped)
	h.load()
	const draft = "hello"
	h.write(draft)
	before := h.json("analyze", 0, int64(len(draft)))
	damaged := map[string]string{
		"nothing":           "",
		"text":              "rules: []",
		"zeros":             string(make([]byte, len(basePack))),
		"cut by one byte":   string(basePack[:len(basePack)-1]),
		"cut in the middle": string(basePack[:len(basePack)/2]),
		"a header alone":    string(basePack[:min(32, len(basePack))]),
		"one byte more":     string(basePack) + "x",
	}
	for name, pack := range damaged {
		t.Run(name, func(t *testing.T) {
			h.write(pack)
			assert.Equal(t, "pack", code(h.json("load", int64(len(pack)))))
			h.write(draft)
			assert.Equal(t, before, h.json("analyze", 0, int64(len(draft))), "the good pack must stay")
		})
	}
}

// A flipped bit anywhere must be refused or, at the worst, answered; it must
// never bring the module down.
func TestFlippedBitsInAPack(t *testing.T) {
	h := newHost(t, shipped)
	const draft = "My patient, a 41-year-old beekeeper from Orkney, came in last night."
	step := max(1, len(basePack)/23)
	for at := 0; at < len(basePack); at += step {
		pack := bytes.Clone(basePack)
		pack[at] ^= 0x10
		h.write(string(pack))
		require.Contains(t, []string{"pack", ""}, code(h.json("load", int64(len(pack)))), "byte %d", at)
		h.write(draft)
		require.NotEqual(t, "panic", code(h.json("analyze", 0, int64(len(draft)))), "byte %d", at)
	}
}

func TestVersionListsPacks(t *testing.T) {
	h := newHost(t, shipped)
	type version struct {
		Version string
		ABI     int
		Packs   []struct {
			Name, Version string
			Rules         int
		}
	}
	var before, after version
	require.NoError(t, json.Unmarshal([]byte(h.json("version")), &before))
	assert.Equal(t, 1, before.ABI)
	assert.NotEmpty(t, before.Version)
	assert.Empty(t, before.Packs)
	h.load()
	h.load()
	require.NoError(t, json.Unmarshal([]byte(h.json("version")), &after))
	require.Len(t, after.Packs, 1, "a pack of the same name is replaced")
	assert.Equal(t, "base", after.Packs[0].Name)
	assert.Positive(t, after.Packs[0].Rules)
}

func TestPanicInsideIsAnswered(t *testing.T) {
	h := newHost(t, faulty)
	h.load()
	h.write("bedside-fault:panic")
	assert.Equal(t, "panic", code(h.json("analyze", 0, 19)))
}

func TestShippedModuleHasNoFaultsToProvoke(t *testing.T) {
	assert.NotContains(t, string(shipped), "bedside-fault")
	assert.Contains(t, string(faulty), "bedside-fault")
}
