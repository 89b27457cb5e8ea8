package text_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

type labelled struct{ Text, Lang string }

// readPosts returns the labelled posts of a file.
func readPosts(t testing.TB, file string) (out []labelled) {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range bytes.Lines(b) {
		var p labelled
		require.NoError(t, json.Unmarshal(line, &p))
		out = append(out, p)
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
			for _, p := range readPosts(b, "../../testdata/posts/"+c.file+".jsonl") {
				if !c.ascii || ascii(p.Text) {
					drafts = append(drafts, []byte(p.Text))
					n += len(p.Text)
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
