package pack_test

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// use does with a loaded pack all that later code does: it must not panic
// whatever the bytes were that Load took.
func use(p *pack.Pack) {
	const tokens = 6
	var m pattern.Matcher
	in := pattern.Input{Words: make([]uint32, tokens), Offsets: make([]int32, tokens+1)}
	for i := range in.Words {
		in.Words[i] = uint32(i % 4)
		in.Offsets[i] = int32(i)
		in.Mentions = append(in.Mentions, pattern.Mention{Class: uint16(len(pack.Shapes)), Len: 2})
	}
	in.Offsets[tokens] = tokens
	in.Seal()
	patterns := func(list []uint32) {
		for _, i := range list {
			pt := p.Pattern(i)
			_ = p.Rules[pt.Rule].ID
			for start := int32(0); start < tokens; start++ {
				m.Run(pt.Insts, &in, 0, tokens, start)
			}
		}
	}
	word := func(id uint32) {
		for _, e := range p.Entries(id) {
			_ = p.Classes[e&0xffff]
		}
		for enc := p.Phrases(id); len(enc) > 0; {
			var entry uint32
			_, entry, enc = pack.NextPhrase(enc)
			_ = p.Classes[entry&0xffff]
		}
		patterns(p.WordPatterns(id))
	}
	for _, w := range []string{"mother", "step", "unknown", "ward", ""} {
		word(p.Word(text.Hash([]byte(w))))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 64 {
		word(p.Word(r.Uint64()))
	}
	for class := range p.Classes {
		patterns(p.ClassPatterns(uint16(class)))
	}
	for i := range p.Rules {
		rule := &p.Rules[i]
		_ = p.Kinds[rule.Fact]
		for _, list := range [][]pack.Condition{rule.Needs, rule.Unless} {
			for _, c := range list {
				_ = p.Kinds[c.Kind]
			}
		}
		_ = rule.In("CA-QC")
		_ = len(rule.Title.In(true)) + len(rule.Why.En) + len(rule.ID)
	}
	for i := range p.Tunes {
		t := &p.Tunes[i]
		_ = t.In("CA")
		_ = t.Apply(pack.Rule{})
	}
	_, _ = p.Missing(p.Needs)
	_, _ = p.Outline()
}

// Whatever is in the bytes, Load refuses them or they are safe to use. Damage is
// (place, byte) pairs written over a sound pack; the checksum is made right.
func FuzzLoad(f *testing.F) {
	whole := small()
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0xff})
	for at := 0; at < len(whole); at += 3 {
		f.Add(binary.LittleEndian.AppendUint16(nil, uint16(at)))
	}
	f.Fuzz(func(t *testing.T, damage []byte) {
		b := append([]byte{}, whole...)
		for ; len(damage) >= 3; damage = damage[3:] {
			b[int(binary.LittleEndian.Uint16(damage))%len(b)] = damage[2]
		}
		if len(damage) == 2 {
			b = b[:int(binary.LittleEndian.Uint16(damage))%(len(b)+1)]
		}
		pack.Seal(b)
		if p, err := pack.Load(b); err == nil {
			use(p)
		}
	})
}

// The same for every single byte and for every number, set to what is most likely
// to go wrong.
func TestEveryNumberDamaged(t *testing.T) {
	whole := small()
	refused := 0
	for at := 0; at+4 <= len(whole); at++ {
		v := binary.LittleEndian.Uint32(whole[at:])
		for _, x := range []uint32{0, 1, v + 1, v - 1, v * 2, v ^ 0x80000000, 0xffff, 0x7fffffff, 0xffffffff, 0xf0000000} {
			b := append([]byte{}, whole...)
			binary.LittleEndian.PutUint32(b[at:], x)
			pack.Seal(b)
			p, err := pack.Load(b)
			if err != nil {
				refused++
				continue
			}
			require.NotPanics(t, func() { use(p) }, "%d at byte %d", x, at)
		}
	}
	assert.Greater(t, refused, len(whole), "most damage is seen even where the checksum is right")
}

func TestUnalignedBytesLoad(t *testing.T) {
	whole := small()
	for shift := range 8 {
		b := append(make([]byte, shift), whole...)
		p, err := pack.Load(b[shift:])
		require.NoError(t, err)
		use(p)
	}
}
