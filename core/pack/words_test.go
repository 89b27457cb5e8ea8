package pack_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
)

// many returns a pack of n words, one in so many of which has an id of its own, and
// the words' hashes.
func many(t testing.TB, n, own int) (*pack.Pack, []uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(n), 7))
	b := pack.NewBuilder()
	b.Classes = append(append([]string{}, pack.Shapes...), "a", "b")
	b.Kinds = []pack.Kind{{Name: "always"}}
	class := uint16(len(pack.Shapes))
	hashes := make([]uint64, n)
	for i := range hashes {
		hashes[i] = r.Uint64()
		b.Entry(hashes[i:i+1], class+uint16(i%2), uint8(i%8), pack.Lang(i%3))
		if i%own == 0 {
			b.Word(hashes[i])
		}
	}
	p, err := pack.Load(b.Bytes())
	require.NoError(t, err)
	return p, hashes
}

func TestEveryWordIsFoundWithItsEntries(t *testing.T) {
	for _, c := range []struct{ n, own int }{{0, 1}, {1, 1}, {2, 1}, {3, 2}, {10, 3}, {1000, 10}, {90_000, 10}, {70_000, 1}} {
		n, own := c.n, c.own
		p, hashes := many(t, n, own)
		ids := map[uint32]int{}
		for i, h := range hashes {
			id := p.Word(h)
			require.NotZero(t, id, "word %d of %d", i, n)
			want := uint32(len(pack.Shapes)) + uint32(i%2) | uint32(i%8)<<16 | uint32(i%3)<<24
			require.Equal(t, []uint32{want}, p.Entries(id), "word %d of %d", i, n)
			if i%own == 0 {
				ids[id]++
			}
		}
		for _, times := range ids {
			require.Equal(t, 1, times, "words that patterns name have ids of their own")
		}
	}
}

// A print is 16 bits: of unknown words about one in 2^16 is taken for another.
func TestUnknownWordsAreUnknown(t *testing.T) {
	p, _ := many(t, 50_000, 10)
	r := rand.New(rand.NewPCG(3, 4))
	taken := 0
	const words = 2_000_000
	for range words {
		if p.Word(r.Uint64()) != 0 {
			taken++
		}
	}
	assert.InDelta(t, 30, taken, 22, "of %d unknown words; more than 52 once in 20,000 runs", words)
}

func BenchmarkWord(b *testing.B) {
	p, hashes := many(b, 50_000, 10)
	b.Run("known", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p.Word(hashes[i%len(hashes)])
		}
	})
	b.Run("unknown", func(b *testing.B) {
		h := uint64(1)
		for b.Loop() {
			h = h*6364136223846793005 + 1442695040888963407
			p.Word(h)
		}
	})
}
