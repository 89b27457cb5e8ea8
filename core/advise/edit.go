package advise

import (
	"strings"
	"unicode/utf8"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// edits offers repairs for a finding, the smallest that clears it first.
func (c *Composer) edits(f *judge.Finding) []Edit {
	switch {
	case f.Category == "reidentification":
		return c.storyEdits(f)
	case f.Identifier != nil:
		return []Edit{c.identifierEdit(f)}
	case f.Category == "identifier.name":
		return []Edit{c.nameEdit(f)}
	}
	var out []Edit
	for i := range f.Rule.Edits {
		if e, ok := c.ruleEdit(&f.Rule.Edits[i], f); ok {
			out = append(out, e)
		}
	}
	return out
}

// ruleEdit applies a repair that a rule suggests for its own match.
func (c *Composer) ruleEdit(e *pack.Edit, f *judge.Finding) (Edit, bool) {
	out := Edit{Label: e.Label.In(c.French)}
	with := e.With.In(c.Doc.Lang == text.French)
	switch e.Do {
	case "drop":
		out.Changes = []Change{c.drop(f.Start, f.End)}
	case "replace":
		start, end := c.Doc.Span(f.Start, f.End)
		out.Changes = []Change{{start, end, with}}
	case "sentence":
		out.Changes = []Change{c.dropSentences(f.First, f.Last)}
	case "prefix":
		out.Changes = []Change{{0, 0, with + " "}}
	case "suffix":
		sep := " "
		if n := len(c.Src); n > 0 && (c.Src[n-1] == ' ' || c.Src[n-1] == '\n') {
			sep = ""
		}
		out.Changes = []Change{{c.Doc.Units, c.Doc.Units, sep + with}}
	default:
		return out, false
	}
	if c.Limit > 0 && c.length(out.Changes) > c.Limit {
		return out, false
	}
	return out, true
}

// length returns how long the draft would be after the changes.
func (c *Composer) length(changes []Change) int {
	n := c.Doc.Units
	for _, x := range changes {
		n += units(x.Text) - (x.End - x.Start)
	}
	return n
}

func units(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// drop removes Clean[start:end] and the space or brackets it leaves behind.
func (c *Composer) drop(start, end int32) Change {
	b := c.Doc.Clean
	for start > 0 && (b[start-1] == '(' || b[start-1] == '[') && int(end) < len(b) && (b[end] == ')' || b[end] == ']') {
		start--
		end++
	}
	before := start == 0 || b[start-1] == '\n'
	switch {
	case start > 0 && b[start-1] == ' ':
		start--
		if start > 0 && b[start-1] == ',' && int(end) < len(b) && (b[end] == ',' || b[end] == '.') {
			start--
		}
	case before && int(end) < len(b):
		for int(end) < len(b) && (b[end] == ' ' || b[end] == ',' || b[end] == ':') {
			end++
		}
	}
	from, to := c.Doc.Span(start, end)
	return Change{from, to, ""}
}

// dropSentences removes the sentences that hold the tokens [first, last).
func (c *Composer) dropSentences(first, last int32) Change {
	a := c.Doc.Sentences[c.Doc.Tokens[first].Sentence]
	z := c.Doc.Sentences[c.Doc.Tokens[last-1].Sentence]
	b := c.Doc.Clean
	start, end := c.Doc.Tokens[a.First].Start, c.Doc.Tokens[z.Last-1].End
	for start > 0 && strings.IndexByte("#\"'(@$-", b[start-1]) >= 0 {
		start--
	}
	for int(end) < len(b) && strings.IndexByte(".!?)\"' ", b[end]) >= 0 {
		end++
	}
	from, to := c.Doc.Span(start, end)
	return Change{from, to, ""}
}

// identifierEdit removes an identifier, or blurs it where a vaguer word will do.
func (c *Composer) identifierEdit(f *judge.Finding) Edit {
	fr := c.Doc.Lang == text.French
	switch f.Category {
	case "identifier.age":
		start, end := c.Doc.Span(f.Start, f.End)
		with := pick(fr, "très âgé", "very elderly")
		if !c.nounFollows(f.Last) {
			with = pick(fr, "personne très âgée", "very elderly patient")
		}
		return Edit{Label: pick(c.French, "Dire « très âgé »", "Say \"very elderly\""), Changes: []Change{{start, end, c.cased(f.Start, with)}}}
	case "identifier.date":
		first := c.preposition(f.First)
		start, end := c.Doc.Span(c.Doc.Tokens[first].Start, f.End)
		return Edit{Label: pick(c.French, "Rester vague sur la date", "Blur the date"), Changes: []Change{{start, end, c.cased(c.Doc.Tokens[first].Start, pick(fr, "récemment", "recently"))}}}
	}
	return Edit{Label: pick(c.French, "Retirer ce renseignement", "Remove it"), Changes: []Change{c.drop(f.Start, f.End)}}
}

// nameEdit replaces a patient's name by a plain noun, or drops it after one.
func (c *Composer) nameEdit(f *judge.Finding) Edit {
	label := pick(c.French, "Retirer le nom", "Take out the name")
	if f.First > 0 {
		switch string(c.Doc.Spelling(f.First - 1)) {
		case "patient", "patiente", "pt", "client", "resident", "called", "named", "nomme", "nommee":
			return Edit{Label: label, Changes: []Change{c.drop(f.Start, f.End)}}
		}
	}
	with := pick(c.Doc.Lang == text.French, "cette personne", "this patient")
	start, end := c.Doc.Span(f.Start, f.End)
	return Edit{Label: label, Changes: []Change{{start, end, c.cased(f.Start, with)}}}
}

// preposition widens a span to the preposition before token first.
func (c *Composer) preposition(first int32) int32 {
	if first == 0 || c.Doc.Tokens[first-1].Sentence != c.Doc.Tokens[first].Sentence {
		return first
	}
	switch string(c.Doc.Spelling(first - 1)) {
	case "on", "in", "at", "from", "near", "le", "a", "au", "de", "du", "dans", "en", "outside":
		return first - 1
	}
	return first
}

// nounFollows reports whether the token at i can be a noun that an adjective
// before it describes.
func (c *Composer) nounFollows(i int32) bool {
	if int(i) >= len(c.Doc.Tokens) || c.Doc.Tokens[i].Kind != text.Word || c.Doc.Tokens[i].Sentence != c.Doc.Tokens[i-1].Sentence {
		return false
	}
	switch string(c.Doc.Spelling(i)) {
	case "man", "woman", "lady", "gentleman", "patient", "pt", "male", "female", "grandmother", "grandfather", "widow", "widower", "homme", "femme", "dame", "monsieur", "nun", "farmer", "veteran", "lad", "boy", "girl", "mother", "father":
		return true
	}
	return false
}

// cased gives s a capital when what stands at Clean[start] had one at the start
// of a sentence.
func (c *Composer) cased(start int32, s string) string {
	i := int(start)
	for i > 0 && (c.Doc.Clean[i-1] == ' ' || c.Doc.Clean[i-1] == '"') {
		i--
	}
	if i > 0 && strings.IndexByte(".!?\n", c.Doc.Clean[i-1]) < 0 || s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-32) + s[1:]
}

func pick(french bool, fr, en string) string {
	if french {
		return fr
	}
	return en
}

// apply returns the draft with the changes made, good until the next call.
func (c *Composer) apply(changes []Change) []byte {
	out := c.edited[:0]
	at, unit := 0, 0
	seek := func(to int) int {
		for unit < to && at < len(c.Src) {
			if c.Src[at] < utf8.RuneSelf {
				at++
				unit++
				continue
			}
			r, w := utf8.DecodeRune(c.Src[at:])
			at += w
			unit++
			if r >= 0x10000 {
				unit++
			}
		}
		return at
	}
	from := 0
	for _, x := range changes {
		out = append(out, c.Src[from:seek(x.Start)]...)
		out = append(out, x.Text...)
		from = seek(x.End)
	}
	out = append(out, c.Src[from:]...)
	c.edited = out
	return out
}
