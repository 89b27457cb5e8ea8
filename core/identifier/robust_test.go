package identifier_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/text"
)

// sound fails unless the matches lie in the text, on character boundaries, in
// order, and apart.
func sound(t *testing.T, set *identifier.Set, clean []byte, found []identifier.Match) {
	t.Helper()
	last := int32(0)
	for _, m := range found {
		require.Less(t, int(m.Format), set.Len())
		require.GreaterOrEqual(t, m.Start, last)
		require.Greater(t, m.End, m.Start)
		require.LessOrEqual(t, int(m.End), len(clean))
		require.True(t, utf8.RuneStart(clean[m.Start]), "starts inside a character")
		require.True(t, int(m.End) == len(clean) || utf8.RuneStart(clean[m.End]), "ends inside a character")
		last = m.End
	}
}

func FuzzFind(f *testing.F) {
	set := builtIn(f)
	for i, c := range labelledCases(f) {
		if i%7 == 0 {
			f.Add([]byte(c.Text), c.Jurisdiction)
		}
	}
	f.Add([]byte("\xff\xfe416-555-0123\x80é96M\xc3"), "CA-")
	f.Fuzz(func(t *testing.T, draft []byte, jurisdiction string) {
		var d text.Doc
		d.Read(draft)
		sound(t, set, d.Clean, set.Find(d.Clean, jurisdiction, nil))
		if utf8.Valid(draft) {
			sound(t, set, draft, set.Find(draft, jurisdiction, nil))
		} else {
			set.Find(draft, jurisdiction, nil)
		}
	})
}

func TestHostileDrafts(t *testing.T) {
	set := builtIn(t)
	files, err := filepath.Glob("../../testdata/hostile/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		draft, err := os.ReadFile(name)
		require.NoError(t, err)
		var d text.Doc
		d.Read(draft)
		sound(t, set, d.Clean, set.Find(d.Clean, "CA", nil))
	}
}

func TestTruncatedFormatsAreRefused(t *testing.T) {
	blob, err := compiled()
	require.NoError(t, err)
	for n := 0; n < len(blob); n += 1 + n/20 {
		_, err := identifier.Load(blob[:n])
		require.ErrorIs(t, err, identifier.ErrDamaged, "cut at %d", n)
	}
	_, err = identifier.Load(append(blob[:len(blob):len(blob)], 0))
	assert.ErrorIs(t, err, identifier.ErrDamaged, "a byte too many")
}

func TestAnotherVersionIsNamed(t *testing.T) {
	blob, err := compiled()
	require.NoError(t, err)
	other := append([]byte(nil), blob...)
	other[8]++
	_, err = identifier.Load(other)
	assert.ErrorIs(t, err, identifier.ErrVersion)
}

// Damage either is noticed or does no harm.
func TestDamagedFormatsNeverPanic(t *testing.T) {
	blob, err := compiled()
	require.NoError(t, err)
	rnd := rand.New(rand.NewPCG(3, 4))
	draft := []byte("OHIP 9876 543 217 KX, DOB 14/02/1961, MRN 00482913, write to j.patient@example.com, 96M, née le 3 mai")
	damaged := make([]byte, len(blob))
	refused := 0
	const rounds = 300
	for round := range rounds {
		copy(damaged, blob)
		for range 1 + rnd.IntN(4) {
			at := rnd.IntN(len(blob))
			if round%2 == 0 { // where the records and offsets are
				at = rnd.IntN(min(len(blob), 60000))
			}
			damaged[at] = byte(rnd.IntN(256))
		}
		set, err := identifier.Load(damaged)
		if err != nil {
			refused++
			continue
		}
		require.NotPanics(t, func() { set.Find(draft, "CA-ON", nil) }, "round %d", round)
	}
	t.Logf("%d of %d damaged sets were refused, the others did no harm", refused, rounds)
	assert.NotZero(t, refused)
}
