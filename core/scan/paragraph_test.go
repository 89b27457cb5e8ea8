package scan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// labelled returns the texts of all labelled posts.
func labelled(t testing.TB) (posts []string) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range bytes.Lines(b) {
			var p struct{ Text string }
			require.NoError(t, json.Unmarshal(line, &p))
			posts = append(posts, p.Text)
		}
	}
	require.NotEmpty(t, posts)
	return posts
}

// described writes down all that was found, in code units of the draft, sorted.
func described(s *scan.Scanner, f *scan.Facts) (out []string) {
	for i := range f.Facts {
		x := &f.Facts[i]
		line := s.Kinds[x.Kind]
		if x.Rule != nil {
			line += " by " + x.Rule.ID
		}
		a, b := f.Doc.TokenSpan(x.First, x.Last)
		c, d := f.Doc.TokenSpan(x.From, x.To)
		out = append(out, fmt.Sprint(line, " ", a, b, c, d, x.Sentence, x.Attr, x.People))
	}
	for _, n := range f.Names {
		a, b := f.Doc.TokenSpan(n.First, n.Last)
		out = append(out, fmt.Sprint("name ", a, b, n.Role, n.Titled, n.Given, n.Surname, n.Initial))
	}
	for _, m := range f.Identifiers {
		out = append(out, fmt.Sprint(f.Format(m).ID, m))
	}
	slices.Sort(out)
	return out
}

// Reading by paragraphs finds what reading a draft as one piece does,
// in labelled posts, every tenth by itself and all of them forty in one.
func TestPartsHoldWhatTheWholeHolds(t *testing.T) {
	s := scanner(t)
	posts := labelled(t)
	var drafts []string
	for i := 0; i < len(posts); i += 10 {
		drafts = append(drafts, posts[i])
	}
	for chunk := range slices.Chunk(posts, 40) {
		drafts = append(drafts, strings.Join(chunk, "\n\n"))
	}
	var parts, whole scan.Facts
	for _, draft := range drafts {
		d := text.Doc{Known: s.Known}
		d.Read([]byte(draft))
		s.Scan(&d, "CA", &whole)
		s.Read([]byte(draft), "CA", &parts)
		require.Equal(t, described(s, &whole), described(s, &parts), "%.200q", draft)
		s.Next()
	}
}

// BenchmarkEdit reads a draft of 10,000 bytes in which one character changes.
func BenchmarkEdit(b *testing.B) {
	s := scanner(b)
	var f scan.Facts
	var draft []byte
	for _, p := range labelled(b) {
		if len(draft)+len(p) < 10_000 {
			draft = append(append(draft, p...), "\n\n"...)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		draft[len(draft)/2] = byte('a' + i%26)
		s.Next()
		s.Read(draft, "", &f)
	}
}
