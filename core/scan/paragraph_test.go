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

	"github.com/stretchr/testify/assert"
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

// Reading by paragraphs and regions finds what reading a draft as one piece does,
// in every labelled post and in forty of them made into one.
func TestPartsHoldWhatTheWholeHolds(t *testing.T) {
	s := scanner(t)
	posts := labelled(t)
	drafts := posts
	for chunk := range slices.Chunk(posts, 40) {
		drafts = append(drafts, strings.Join(chunk, "\n\n"))
	}
	var parts, whole scan.Facts
	for _, draft := range drafts {
		var d text.Doc
		d.Read([]byte(draft))
		s.Scan(&d, "CA", &whole)
		s.Read([]byte(draft), "CA", &parts)
		require.Equal(t, described(s, &whole), described(s, &parts), "%.200q", draft)
		s.Next()
	}
}

func TestJoinedDocIsTheDraft(t *testing.T) {
	for _, draft := range []string{
		"", "\n", "one", "one\n", "\n\none\n\n\ntwo\n", "a\r\nb\r\n\r\nc", "é\n👩🏽‍⚕️ ok\nx", "plain\n“curly” two\nplain 3", "4\n1\n6 555", "a\n\u200bb\n\xff\n",
		"Ma patiente est venue avec sa fille.\nOK\nThe daughter was with her and the son.",
	} {
		var whole, joined text.Doc
		whole.Read([]byte(draft))
		var parts []*text.Doc
		for rest := []byte(draft); len(rest) > 0; {
			n := text.Paragraph(rest)
			p := &text.Doc{}
			p.Read(rest[:n])
			parts, rest = append(parts, p), rest[n:]
		}
		joined.Join(parts)
		assert.Equal(t, whole.Clean, joined.Clean, "%q", draft)
		assert.Equal(t, whole.Norm, joined.Norm, "%q", draft)
		assert.Equal(t, whole.Units, joined.Units, "%q", draft)
		assert.Equal(t, whole.Lang, joined.Lang, "%q", draft)
		require.Len(t, joined.Tokens, len(whole.Tokens), "%q", draft)
		assert.Equal(t, whole.Tokens, joined.Tokens, "%q", draft)
		assert.Equal(t, whole.Sentences, joined.Sentences, "%q", draft)
		for i := range whole.Tokens {
			a, b := whole.TokenSpan(int32(i), int32(i)+1)
			c, d := joined.TokenSpan(int32(i), int32(i)+1)
			assert.Equal(t, [2]int{a, b}, [2]int{c, d}, "%q token %d", draft, i)
		}
	}
}
