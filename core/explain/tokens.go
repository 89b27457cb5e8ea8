package explain

import (
	"slices"
	"unicode/utf16"

	"github.com/bedside-md/bedside/core/text"
)

var kinds = map[text.Kind]string{
	text.Word: "word", text.Number: "number", text.Emoji: "emoji", text.Handle: "handle", text.URL: "url", text.Email: "email",
}

var flags = []struct {
	flag text.Flag
	name string
}{
	{text.SentStart, "first"},
	{text.Capital, "capital"},
	{text.AllCaps, "capitals"},
	{text.Hashtag, "hashtag"},
	{text.Quoted, "quoted"},
	{text.Paren, "in brackets"},
	{text.Possessive, "possessive"},
	{text.Ordinal, "ordinal"},
	{text.Glued, "glued"},
	{text.Hyphen, "after hyphen"},
	{text.Slash, "after slash"},
	{text.Comma, "after comma"},
}

// tokens lists the tokens and sentences.
func (x *reading) tokens() {
	for i := range x.doc.Tokens {
		t := &x.doc.Tokens[i]
		out := Token{
			Span: x.span(int32(i), int32(i)+1), Folded: string(x.doc.Spelling(int32(i))), Kind: kinds[t.Kind],
			Sentence: int(t.Sentence) + 1, Known: slices.ContainsFunc(x.packs, func(p packReading) bool { return p.in.Words[i] != 0 }),
		}
		for _, f := range flags {
			if t.Is(f.flag) {
				out.Flags = append(out.Flags, f.name)
			}
		}
		x.report.Tokens = append(x.report.Tokens, out)
	}
	for i := range x.doc.Sentences {
		s := &x.doc.Sentences[i]
		x.report.Sentences = append(x.report.Sentences, Sentence{x.span(s.First, s.Last), s.Lang.String()})
	}
}

// units returns the UTF-16 code units [from, to) of a draft.
func units(draft []byte, from, to int) string {
	u := utf16.Encode([]rune(string(draft)))
	return string(utf16.Decode(u[min(from, len(u)):min(to, len(u))]))
}
