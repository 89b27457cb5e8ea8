package headless

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

func TestOpenRefusesWhatIsNoModule(t *testing.T) {
	tests := []struct {
		name   string
		module []byte
		want   string
	}{
		{"nothing", nil, "compile the module"},
		{"text", []byte("hello"), "compile the module"},
		{"a cut module", shipped[:len(shipped)/2], "compile the module"},
		{"another module", []byte("\x00asm\x01\x00\x00\x00"), "it does not export reserve"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(t.Context(), tt.module, Config{})
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestOpenNeedsAWritableCache(t *testing.T) {
	_, err := Open(t.Context(), shipped, Config{CacheDir: "/dev/null/cache"})
	require.ErrorContains(t, err, "open the compilation cache")
}

func TestInputTooLargeIsRefused(t *testing.T) {
	m := openLoaded(t, shipped)
	_, err := m.Analyze(t.Context(), make([]byte, MaxInput+1), core.Options{})
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "input", e.Code)
	_, err = m.Analyze(t.Context(), []byte("hello"), core.Options{})
	require.NoError(t, err)
}

func TestModuleRecoversFromFailureInside(t *testing.T) {
	draft := []byte("We admitted a 41-year-old beekeeper from Orkney last night.")
	for _, fault := range []string{"panic", "trap"} {
		t.Run(fault, func(t *testing.T) {
			m := openLoaded(t, faulty)
			before, err := m.Analyze(t.Context(), draft, core.Options{})
			require.NoError(t, err)

			_, err = m.Analyze(t.Context(), []byte("bedside-fault:"+fault), core.Options{})
			require.ErrorIs(t, err, ErrBroken)

			after, err := m.Analyze(t.Context(), draft, core.Options{})
			require.NoError(t, err, "the new instance must have its packs again")
			assert.Equal(t, string(before), string(after))
		})
	}
}

func TestRefusedPackLeavesTheGoodOne(t *testing.T) {
	m := openLoaded(t, faulty)
	_, err := m.Load(t.Context(), basePack[:len(basePack)/3])
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "pack", e.Code)

	_, err = m.Analyze(t.Context(), []byte("bedside-fault:panic"), core.Options{})
	require.ErrorIs(t, err, ErrBroken)
	_, err = m.Analyze(t.Context(), []byte("hello"), core.Options{})
	require.NoError(t, err, "the new instance must not be given the refused pack")
}

func TestSettingsReachTheModule(t *testing.T) {
	m := openLoaded(t, shipped)
	draft := []byte("Tonight my patient in bed 4, MRN 00123456, thanked the whole team.")
	english, err := m.Analyze(t.Context(), draft, core.Options{})
	require.NoError(t, err)
	o := core.Options{Lang: "fr", Jurisdiction: "CA", Strict: true, Names: []string{"Ann \"Zoë\" Doe"}, Limit: 280}
	french, err := m.Analyze(t.Context(), draft, o)
	require.NoError(t, err)
	assert.NotEqual(t, string(english), string(french), "the messages are in French")
	_, err = m.AnalyzeJSON(t.Context(), []byte("hello"), []byte(`{"limit":-1}`))
	require.ErrorContains(t, err, "settings: ")
}

func TestCallsFromSeveralGoroutines(t *testing.T) {
	m := openLoaded(t, shipped)
	want, err := m.Analyze(t.Context(), []byte(strings.Repeat("word ", 50)), core.Options{})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for n := range 20 {
				_, err := m.Analyze(t.Context(), bytes.Repeat([]byte("x "), n*37), core.Options{})
				assert.NoError(t, err)
				got, err := m.Analyze(t.Context(), []byte(strings.Repeat("word ", 50)), core.Options{})
				assert.NoError(t, err)
				assert.Equal(t, string(want), string(got))
			}
		})
	}
	wg.Wait()
}

// Whatever an update brings, the packs that are loaded stay in use.
func TestRefusedUpdateLeavesTheGoodPack(t *testing.T) {
	m := openLoaded(t, shipped)
	before, err := m.Version(t.Context())
	require.NoError(t, err)
	for _, header := range []string{"", "nonsense", `{"op":"give","status":200}`} {
		_, err := m.Update(t.Context(), []byte(header), basePack)
		require.Error(t, err, header)
	}
	after, err := m.Version(t.Context())
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}
