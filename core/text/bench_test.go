package text_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

// posts returns the texts of a file of labelled posts.
func posts(t testing.TB, name string) (out []string) {
	t.Helper()
	b, err := os.ReadFile("../../testdata/posts/" + name + ".jsonl")
	require.NoError(t, err)
	for line := range bytes.Lines(b) {
		var p struct{ Text string }
		require.NoError(t, json.Unmarshal(line, &p))
		out = append(out, p.Text)
	}
	return out
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// One op reads every post of a file that is plain ASCII, or every post of a
// French one.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name, file string
		ascii      bool
	}{{"ASCII", "general", true}, {"French", "french-1", false}} {
		b.Run(c.name, func(b *testing.B) {
			var drafts [][]byte
			n := 0
			for _, s := range posts(b, c.file) {
				if !c.ascii || ascii(s) {
					drafts = append(drafts, []byte(s))
					n += len(s)
				}
			}
			var d text.Doc
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range drafts {
					d.Read(s)
				}
			}
		})
	}
}
