package scan

import (
	"github.com/bedside-md/bedside/core/text"
)

// gap returns what is written between token i and the one before it.
func gap(doc *text.Doc, i int32) []byte {
	from, to := int32(0), int32(len(doc.Clean))
	if i > 0 {
		from = doc.Tokens[i-1].End
	}
	if int(i) < len(doc.Tokens) {
		to = doc.Tokens[i].Start
	}
	return doc.Clean[from:max(from, to)]
}

// signed reports whether a name stands behind a dash as the author of what is quoted
// before it: alone in its paragraph or behind a full stop or quotation marks, with no
// more after it than a line says of an author ("-- J. Okafor, Letters, 1954").
func (s *Scanner) signed(doc *text.Doc, nm Name) bool {
	first, last := nm.First, nm.Last // with what is written like it on both sides: "Capt.", a rarer surname
	for first > 0 && nm.First-first < 3 && capitalWord(doc, first-1) {
		first--
	}
	for int(last) < len(doc.Tokens) && last-nm.Last < 3 && capitalWord(doc, last) && !doc.Tokens[last].Is(text.Comma) {
		last++
	}
	dash, closed := dashed(gap(doc, first))
	switch {
	case dash == "", first > 0 && !closed, first == 0 && dash == "-" && !closed: // the last is an item of a list
		return false
	}
	rest := doc.Tokens[last:]
	if len(rest) > signature {
		return false
	}
	for k := range rest {
		t := &rest[k]
		switch {
		case k == 0 && !t.Is(text.Comma) && !t.Is(text.Paren) && !s.in(doc, last):
			return false // it goes on: "— Ivy Holt walked out today"
		case t.Kind == text.Number && !year(t) && (k+1 == len(rest) || !year(&rest[k+1])):
			return false // an age, a bed, a dose; "June 16, 1954" is none
		}
	}
	return true
}

// dashed returns the dashes that a gap ends in, and whether a full stop or quotation
// marks stand before them.
func dashed(gap []byte) (dash string, closed bool) {
	for _, r := range string(gap) {
		switch r {
		case '-', '—', '–', '~':
			dash += string(r)
		case ' ', '\t', '\n', '\r':
		case '.', '!', '?', '…', '"', '\'', '”', '’', '»':
			dash, closed = "", true
		default:
			dash = ""
		}
	}
	return dash, closed
}

func capitalWord(doc *text.Doc, i int32) bool {
	t := &doc.Tokens[i]
	return t.Kind == text.Word && t.Is(text.Capital)
}

func year(t *text.Token) bool { return t.Kind == text.Number && t.End-t.Start == 4 }

// signature is how many tokens may stand behind an author's name.
const signature = 10

// in reports whether token k says where an author wrote: "in <post@example.org>".
func (s *Scanner) in(doc *text.Doc, k int32) bool {
	switch s.word(doc, k) {
	case "in", "on", "dans":
		return true
	}
	return false
}

// speaker reports whether the words of a person named at the start of a paragraph
// follow a colon. A title is for a patient's line in a list.
func speaker(doc *text.Doc, nm Name) bool {
	return nm.First == 0 && !nm.Titled && int(nm.Last) < len(doc.Tokens) && doc.Clean[doc.Tokens[nm.Last-1].End] == ':'
}
