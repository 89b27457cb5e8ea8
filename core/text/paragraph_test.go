package text_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

// sameJoined requires that a draft is the same whether it is read as one piece or
// as the paragraphs it is joined from.
func sameJoined(t *testing.T, draft string) {
	t.Helper()
	known := func(h uint64) bool { return h%3 == 0 } // some words, whichever
	whole, joined := text.Doc{Known: known}, text.Doc{}
	whole.Read([]byte(draft))
	var parts []*text.Doc
	for rest := []byte(draft); len(rest) > 0; {
		n := text.Paragraph(rest)
		p := &text.Doc{Known: known}
		p.Read(rest[:n])
		parts, rest = append(parts, p), rest[n:]
	}
	joined.Join(parts)
	require.Equal(t, string(whole.Clean), string(joined.Clean), "%q", draft)
	require.Equal(t, whole.Units, joined.Units, "%q", draft)
	require.Equal(t, whole.Lang, joined.Lang, "%q", draft)
	require.Len(t, joined.Tokens, len(whole.Tokens), "%q", draft)
	for i := range whole.Tokens {
		require.Equal(t, string(whole.Spelling(int32(i))), string(joined.Spelling(int32(i))), "%q token %d", draft, i)
		x, y := whole.Tokens[i], joined.Tokens[i]
		x.NormStart, x.NormEnd, y.NormStart, y.NormEnd = 0, 0, 0, 0 // where it is kept is nobody's concern
		require.Equal(t, x, y, "%q token %d", draft, i)
		a, b := whole.TokenSpan(int32(i), int32(i)+1)
		c, d := joined.TokenSpan(int32(i), int32(i)+1)
		require.Equal(t, [2]int{a, b}, [2]int{c, d}, "%q token %d", draft, i)
	}
	require.Len(t, joined.Sentences, len(whole.Sentences), "%q", draft)
	for i := range whole.Sentences {
		x, y := whole.Sentences[i], joined.Sentences[i]
		if i > 0 { // paragraphs are told apart; their numbers are nobody's concern
			require.Equal(t, x.Paragraph == whole.Sentences[i-1].Paragraph, y.Paragraph == joined.Sentences[i-1].Paragraph, "%q sentence %d", draft, i)
		}
		x.Paragraph, y.Paragraph = 0, 0
		require.Equal(t, x, y, "%q sentence %d", draft, i)
	}
}

var joinedDrafts = []string{
	"", "\n", "one", "One\n", "\n\nOne\n\n\nTwo\n", "A\r\nB\r\n\r\nC", "é\n👩🏽‍⚕️ ok\nX", "Plain\n“Curly” two\nPlain 3",
	"4\n1\n6 555", "A\n\u200bb\n\xff\n", "a,\nB -\nC (d\nE)", "say \"x\nY\" z", "#Tag\n#Two", "Ma patiente est venue avec sa fille.\nOK\nThe daughter was with her and the son.",
	"MRN 0048\n2913", "p a t\nI E N T", "p\n\na\n\nt", "1/ one\n\n2/ two", "a\u2028b\u2028\u2028C\nD", "e.\nG. Dr.\nOkafor",
}

func TestJoinedParagraphsAreTheDraft(t *testing.T) {
	for _, draft := range joinedDrafts {
		sameJoined(t, draft)
	}
}

func FuzzJoinedParagraphsAreTheDraft(f *testing.F) {
	for _, draft := range joinedDrafts {
		f.Add(draft)
	}
	f.Fuzz(sameJoined)
}

func TestParagraph(t *testing.T) {
	for _, c := range []struct {
		name, draft, first string
	}{
		{"none", "one two", "one two"},
		{"blank line", "one\n\ntwo", "one\n\n"},
		{"blank line with blanks", "one \r\n \r\n two", "one \r\n \r\n "},
		{"capital after a break", "one\nTwo", "one\n"},
		{"sign after a break", "one\n- two", "one\n"},
		{"small letter after a break", "one\ntwo\nThree", "one\ntwo\n"},
		{"number broken", "555\n0199\nThree", "555\n0199\n"},
		{"list of numbers", "one\n2 two", "one\n"},
		{"breaks at the end", "one\n\n", "one\n\n"},
		{"breaks at the start", "\n\nOne", "\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.first, c.draft[:text.Paragraph([]byte(c.draft))])
		})
	}
}
