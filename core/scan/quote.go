package scan

import "github.com/bedside-md/bedside/core/text"

// gap returns what is written between token i and the one before it.
func gap(doc *text.Doc, i int32) []byte {
	if i == 0 {
		return doc.Clean[:doc.Tokens[i].Start]
	}
	return doc.Clean[doc.Tokens[i-1].End:doc.Tokens[i].Start]
}

// signed reports whether a name stands behind a dash as the author of what is quoted
// before it: on a line of its own or behind a full stop or quotation marks, with no
// more after it than a line says of an author ("-- J. Okafor, Letters, 1954").
func (s *Scanner) signed(doc *text.Doc, nm Name) bool {
	first, last := nm.First, nm.Last // with what is written like it on both sides: "Capt.", a rarer surname
	for nm.First-first < 3 && !starts(doc, first) && capitalWord(doc, first-1) {
		first--
	}
	for last-nm.Last < 3 && !starts(doc, last) && capitalWord(doc, last) && !doc.Tokens[last].Is(text.Comma) {
		last++
	}
	dash, line, closed := dashed(gap(doc, first))
	switch {
	case dash == "":
		return false
	case line, starts(doc, first):
		if dash == "-" {
			return false // an item of a list
		}
	case !closed:
		return false
	}
	for k := last; !starts(doc, k); k++ {
		t := &doc.Tokens[k]
		switch {
		case k == last+signature:
			return false
		case k == last && !t.Is(text.Comma) && !t.Is(text.Paren) && !wroteIn.has(s.word(doc, k)):
			return false // it goes on: "— Ivy Holt walked out today"
		case t.Kind == text.Number && !year(t) && (starts(doc, k+1) || !year(&doc.Tokens[k+1])):
			return false // an age, a bed, a dose; "June 16, 1954" is none
		}
	}
	return true
}

// starts reports whether a paragraph starts at token i, or the draft ends there.
func starts(doc *text.Doc, i int32) bool {
	if i == 0 || int(i) >= len(doc.Tokens) {
		return true
	}
	return doc.Sentences[doc.Tokens[i].Sentence].Paragraph != doc.Sentences[doc.Tokens[i-1].Sentence].Paragraph
}

// dashed returns the dashes that a gap ends in, whether a line break stands before
// them, and whether a full stop or quotation marks do.
func dashed(gap []byte) (dash string, line, closed bool) {
	for _, r := range string(gap) {
		switch r {
		case '-', '—', '–', '~':
			dash += string(r)
		case ' ', '\t', '\r':
		case '\n':
			dash, line = "", true
		case '.', '!', '?', '…', '"', '\'', '”', '’', '»':
			dash, closed = "", true
		default:
			dash = ""
		}
	}
	return dash, line, closed
}

func capitalWord(doc *text.Doc, i int32) bool {
	t := &doc.Tokens[i]
	return t.Kind == text.Word && t.Is(text.Capital)
}

func year(t *text.Token) bool { return t.Kind == text.Number && t.End-t.Start == 4 }

// signature is how many tokens may stand behind an author's name.
const signature = 10

// wroteIn are words before where an author wrote: "in <post@example.org>".
var wroteIn = wordsOf(`in on dans`)

// speaker reports whether the words of a person named at the start of a paragraph
// follow a colon. A title is for a patient's line in a list.
func speaker(doc *text.Doc, nm Name) bool {
	return starts(doc, nm.First) && !nm.Titled && !starts(doc, nm.Last) && doc.Clean[doc.Tokens[nm.Last-1].End] == ':'
}
