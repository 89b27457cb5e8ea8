package text_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

// known is what a small pack knows.
var known = func() func(uint64) bool {
	m := map[uint64]bool{}
	for _, w := range []string{"patient", "stabbed", "john", "jayden", "strong", "room", "nine", "icu", "life", "bed", "so", "the", "a", "saw", "my", "nurse", "elle"} {
		m[text.Hash([]byte(w))] = true
	}
	return func(h uint64) bool { return m[h] }
}()

// hostile returns the drafts that are hard to read.
func hostile(f *testing.F) (out []string) {
	f.Helper()
	files, err := filepath.Glob("../../testdata/hostile/*.txt")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		out = append(out, string(b))
	}
	return out
}

// FuzzRead reads any bytes: it never panics, every offset is in range, in order and
// on the border of a character, and reading again gives the same. Further seeds
// are in testdata/fuzz.
func FuzzRead(f *testing.F) {
	for _, s := range hostile(f) {
		f.Add(s)
	}
	var d, again text.Doc
	d.Known, again.Known = known, known
	var unknowing text.Doc
	f.Fuzz(func(t *testing.T, s string) {
		unknowing.Read([]byte(s))
		sound(t, &unknowing, s)
		d.Read([]byte(s))
		sound(t, &d, s)
		again.Read([]byte("p4tient 🇨🇦 x y z w é")) // what stood in its buffers must not matter
		again.Read([]byte(s))
		same(t, &d, &again)
	})
}

// sound fails the test unless the tokens of d lead back to whole characters of s.
func sound(t *testing.T, d *text.Doc, s string) {
	t.Helper()
	units := utf16.Encode([]rune(s))
	if d.Units != len(units) {
		t.Fatalf("%q: %d code units, want %d", s, d.Units, len(units))
	}
	border := func(at int) bool {
		return at >= 0 && at <= len(units) && (at == len(units) || !utf16.IsSurrogate(rune(units[at])) || units[at] < 0xDC00)
	}
	last, end := 0, int32(0)
	for i := range d.Tokens {
		k := &d.Tokens[i]
		if k.Start < end || k.End <= k.Start || int(k.End) > len(d.Clean) || k.NormStart > k.NormEnd || int(k.NormEnd) > len(d.Norm) {
			t.Fatalf("%q: token %d is %+v, after %d", s, i, *k, end)
		}
		if k.Hash != text.Hash(d.Spelling(int32(i))) {
			t.Fatalf("%q: token %d has the hash of another spelling than %q", s, i, d.Spelling(int32(i)))
		}
		end = k.End
		from, to := d.TokenSpan(int32(i), int32(i)+1)
		if from < last || to <= from || !border(from) || !border(to) {
			t.Fatalf("%q: token %d covers code units %d to %d, after %d", s, i, from, to, last)
		}
		last = from
	}
	for i := range d.Clean {
		from, to := d.Span(int32(i), int32(i)+1)
		if to <= from || !border(from) || !border(to) {
			t.Fatalf("%q: byte %d of %q covers code units %d to %d", s, i, d.Clean, from, to)
		}
	}
	next := int32(0)
	for i, x := range d.Sentences {
		if x.First != next || x.Last <= x.First || i > 0 && x.Paragraph < d.Sentences[i-1].Paragraph {
			t.Fatalf("%q: sentence %d holds tokens %d to %d, after %d", s, i, x.First, x.Last, next)
		}
		for k := x.First; k < x.Last; k++ {
			if d.Tokens[k].Sentence != int32(i) {
				t.Fatalf("%q: token %d of sentence %d says %d", s, k, i, d.Tokens[k].Sentence)
			}
		}
		next = x.Last
	}
	if int(next) != len(d.Tokens) {
		t.Fatalf("%q: sentences hold %d of %d tokens", s, next, len(d.Tokens))
	}
}

func same(t *testing.T, a, b *text.Doc) {
	t.Helper()
	if !slices.Equal(a.Clean, b.Clean) || !slices.Equal(a.Tokens, b.Tokens) || !reflect.DeepEqual(a.Sentences, b.Sentences) && len(a.Sentences)+len(b.Sentences) > 0 {
		t.Fatalf("reading %q again gives %q", a.Clean, b.Clean)
	}
	for i := range a.Tokens {
		if string(a.Spelling(int32(i))) != string(b.Spelling(int32(i))) {
			t.Fatalf("reading %q again spells token %d %q, not %q", a.Clean, i, b.Spelling(int32(i)), a.Spelling(int32(i)))
		}
	}
}
