package scan

import (
	"bytes"

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
	before := bytes.TrimSpace(gap(doc, nm.First))
	bare := bytes.TrimRight(before, "-—–~ \t")
	switch dash := before[len(bare):]; {
	case len(dash) == 0:
		return false
	case nm.First == 0:
		if string(dash) == "-" && len(bare) == 0 {
			return false // an item of a list
		}
	case len(bare) == 0 || !bytes.ContainsAny(bare, ".!?…\"'”’»"):
		return false
	}
	if int(nm.Last) < len(doc.Tokens) && len(doc.Tokens)-int(nm.Last) > signature {
		return false
	}
	for k := nm.Last; int(k) < len(doc.Tokens); k++ {
		t := &doc.Tokens[k]
		switch {
		case k == nm.Last && !t.Is(text.Comma) && !t.Is(text.Paren) && !s.in(doc, k):
			return false // it goes on: "— Ivy Holt walked out today"
		case t.Kind == text.Number && t.End-t.Start != 4:
			return false // an age, a bed, a dose
		}
	}
	return true
}

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
	return nm.First == 0 && !nm.Titled && int(nm.Last) < len(doc.Tokens) && bytes.HasPrefix(gap(doc, nm.Last), []byte(":"))
}
