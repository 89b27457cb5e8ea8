package headless

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// benchDraft is a post of 190 bytes, about the length of the labelled ones.
const benchDraft = "We admitted a 41-year-old beekeeper from Orkney last night, three weeks of fever and a " +
	"new murmur. Micro haven't called yet. Grateful for a team that stayed past midnight. Name the bug, friends."

// BenchmarkAnalyze compares the core with the module that runs it. A changing
// number in the draft keeps it from being recognised as the one before.
func BenchmarkAnalyze(b *testing.B) {
	draft := []byte(benchDraft)
	turn := func(i int) []byte {
		draft[len("We admitted a 4")] = byte('0' + i%10)
		return draft
	}
	b.Run("native", func(b *testing.B) {
		a := core.New()
		_, err := a.Load(basePack)
		require.NoError(b, err)
		var out []byte
		for i := 0; b.Loop(); i++ {
			out = a.Analyze(turn(i), core.Options{}).AppendJSON(out[:0])
		}
	})
	b.Run("wazero", func(b *testing.B) {
		m, err := Open(b.Context(), shipped, Config{CacheDir: cacheDir})
		require.NoError(b, err)
		defer m.Close(b.Context())
		_, err = m.Load(b.Context(), basePack)
		require.NoError(b, err)
		for i := 0; b.Loop(); i++ {
			_, err := m.AnalyzeJSON(b.Context(), turn(i), nil)
			require.NoError(b, err)
		}
	})
}

// BenchmarkOpen measures a cold start with machine code in the cache.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		m, err := Open(b.Context(), shipped, Config{CacheDir: cacheDir})
		require.NoError(b, err)
		_, err = m.Load(b.Context(), basePack)
		require.NoError(b, err)
		require.NoError(b, m.Close(b.Context()))
	}
}
