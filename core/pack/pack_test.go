package pack_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

func small() []byte { return smallBuilder().Bytes() }

func smallBuilder() *pack.Builder {
	b := pack.NewBuilder()
	b.Name, b.Version = "small", "7"
	b.Classes = append(append([]string{}, pack.Shapes...), "kin")
	b.Kinds = []pack.Kind{{Name: "always"}, {Name: "patient", Scope: pack.InPost}}
	class := uint16(len(pack.Shapes))
	kin, step := text.Hash([]byte("mother")), text.Hash([]byte("step"))
	b.Entry([]uint64{kin}, class, 2, pack.English)
	b.Entry([]uint64{step, kin}, class, 1, pack.AnyLang)
	mother := b.Word(kin)
	b.Rules = []pack.Rule{{
		ID: "r", Category: "boundary", Severity: 2, Title: pack.Text{En: "t", Fr: "f"},
		Cites: []pack.Cite{{ID: "X", Title: "Y"}}, Unless: []pack.Condition{{Kind: 1, Scope: pack.InNear}},
		Jurisdictions: []string{"CA-QC"}, Edits: []pack.Edit{{Do: "drop", Label: pack.Text{En: "l"}}},
	}}
	b.Prompts = []pack.Prompt{{ID: "q", Text: pack.Text{En: "?"}, Categories: []string{"boundary"}}}
	b.Base, b.Needs = "base", []pack.Need{{What: pack.FactKind, Name: "patient"}}
	b.Tunes = []pack.Tune{{Rule: "x", Severity: pack.Unchanged, Jurisdiction: "UK", Why: pack.Text{Fr: "f"}}}
	b.Outline = pack.Outline{Macros: map[string]string{"m": "{a|b}"}, Width: map[string]int{"kin": 2}, Cost: map[string]int{"kin": 9}}
	b.Pattern(0, &pattern.Program{
		Insts:   []pattern.Inst{{Op: pattern.OpSplit, X: 2}, {Op: pattern.OpAny}, {Op: pattern.OpOpen}, {Op: pattern.OpClass, X: uint32(class)}, {Op: pattern.OpClose}, {Op: pattern.OpMatch}},
		Anchors: []pattern.Anchor{{Class: true, ID: uint32(class)}}, MaxBefore: 1,
	})
	b.Pattern(0, &pattern.Program{Insts: []pattern.Inst{{Op: pattern.OpWord, X: mother}, {Op: pattern.OpMatch}}, Anchors: []pattern.Anchor{{ID: mother}}})
	return b
}

func TestRoundTrip(t *testing.T) {
	p, err := pack.Load(small())
	require.NoError(t, err)
	assert.Equal(t, "small", p.Name)
	assert.Equal(t, "7", p.Version)
	require.Len(t, p.Rules, 1)
	assert.Equal(t, "f", p.Rules[0].Title.In(true))
	assert.Equal(t, []pack.Condition{{Kind: 1, Scope: pack.InNear}}, p.Rules[0].Unless)
	mother := p.Word(text.Hash([]byte("mother")))
	require.NotZero(t, mother)
	assert.Zero(t, p.Word(text.Hash([]byte("unknown"))))
	assert.Len(t, p.Entries(mother), 1)
	rest, entry, tail := pack.NextPhrase(p.Phrases(p.Word(text.Hash([]byte("step")))))
	assert.Equal(t, []uint16{uint16(mother)}, rest)
	assert.Equal(t, uint32(1), entry>>16&0xff)
	assert.Empty(t, tail)
	assert.Equal(t, []uint32{1}, p.WordPatterns(mother))
	assert.Equal(t, []uint32{0}, p.ClassPatterns(p.ClassID("kin")))
}

func TestSameBuilderSameBytes(t *testing.T) { assert.Equal(t, small(), small()) }

// A version that ends in + moves with anything in the pack, and only then.
func TestAVersionIsMarkedByItsContent(t *testing.T) {
	version := func(title string) string {
		b := smallBuilder()
		b.Version, b.Rules[0].Title.En = "2026.11.29+", title
		p, err := pack.Load(b.Bytes())
		require.NoError(t, err)
		assert.Equal(t, b.Version, p.Version)
		return p.Version
	}
	assert.Regexp(t, `^2026\.11\.29\+[0-9a-f]{6}$`, version("one"))
	assert.Equal(t, version("one"), version("one"))
	assert.NotEqual(t, version("one"), version("two"))
}

func TestDamageIsNoticed(t *testing.T) {
	whole := small()
	for n := range whole {
		_, err := pack.Load(whole[:n])
		require.Error(t, err, "truncated at %d", n)
	}
	for i := range whole {
		bad := append([]byte{}, whole...)
		bad[i] ^= 0x41
		_, err := pack.Load(bad)
		require.Error(t, err, "byte %d flipped", i)
	}
}

func TestAnotherFormatIsRefused(t *testing.T) {
	b := small()
	b[8] = 99
	_, err := pack.Load(b)
	assert.ErrorIs(t, err, pack.ErrFormat)
}
