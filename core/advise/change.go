package advise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Apply returns a draft with changes made that are sorted and do not overlap, as
// those of an Edit are.
func Apply(draft string, changes []Change) string {
	return string(appendApplied(nil, []byte(draft), changes))
}

// appendApplied appends src with the changes made.
func appendApplied(out, src []byte, changes []Change) []byte {
	at, unit, from := 0, 0, 0
	seek := func(to int) int {
		for unit < to && at < len(src) {
			r, w := utf8.DecodeRune(src[at:])
			at += w
			unit++
			if r >= 0x10000 {
				unit++
			}
		}
		return at
	}
	for _, x := range changes {
		out = append(out, src[from:seek(x.Start)]...)
		out = append(out, x.Text...)
		from = seek(x.End)
	}
	return append(out, src[from:]...)
}

// Merge sorts changes and joins those that overlap, so that the edits of several
// findings can be made at once. Of two texts the longer stays.
func Merge(changes []Change) []Change {
	slices.SortStableFunc(changes, func(a, b Change) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	merged := changes[:0]
	for _, x := range changes {
		if k := len(merged) - 1; k >= 0 && (x.Start < merged[k].End || x == merged[k]) {
			inside := x.End <= merged[k].End
			merged[k].End = max(merged[k].End, x.End)
			if len(x.Text) > len(merged[k].Text) && !inside {
				merged[k].Text = x.Text
			}
			continue
		}
		merged = append(merged, x)
	}
	if len(merged) > 0 && merged[0].Start == 0 && merged[0].Text == " " {
		merged[0].Text = ""
	}
	return merged
}

// units counts the UTF-16 code units of s.
func units(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// read lays the draft out as UTF-16 code units, in which changes count.
func (c *Composer) read() {
	c.units = c.units[:0]
	for _, r := range string(c.Src) {
		c.units = utf16.AppendRune(c.units, r)
	}
}

// at returns code unit i, 0 outside the draft.
func (c *Composer) at(i int) uint16 {
	if i < 0 || i >= len(c.units) {
		return 0
	}
	return c.units[i]
}

func isBlank(u uint16) bool { return u == ' ' || u == '\t' || u == 0xA0 || u == 0x202F }

// link reports whether u ties what stands before it to what follows: left alone at
// the end of a phrase it would dangle.
func link(u uint16) bool {
	return u == ',' || u == ';' || u == ':' || u == 0x2013 || u == 0x2014 || u == '/' || u == '-' || u == '&' || u == '+'
}

func closing(u uint16) bool {
	return u == ',' || u == '.' || u == ';' || u == ':' || u == '!' || u == '?' || u == ')' || u == ']' || u == 0x2026
}

// finish makes of changes, where an empty text leaves something out, the changes of
// an edit: sorted, merged, with the spaces, commas, brackets and capitals around
// them right.
func (c *Composer) finish(changes []Change) []Change {
	all := Merge(slices.Clone(changes))
	out := all[:0]
	for _, x := range all {
		if k := len(out) - 1; k >= 0 && x.Text == "" && out[k].Text == "" && c.onlyLinks(out[k].End, x.Start) {
			out[k].End = x.End
			continue
		}
		out = append(out, x)
	}
	for i := range out {
		if out[i].Text == "" {
			out[i] = c.tidy(out[i])
		}
	}
	// What one change takes with it another may not.
	for i := 1; i < len(out); i++ {
		if out[i].Start < out[i-1].End {
			out[i].Start = out[i-1].End
			out[i].End = max(out[i].End, out[i].Start)
		}
	}
	return out
}

// onlyLinks reports whether nothing but spaces and commas stands between two parts
// left out.
func (c *Composer) onlyLinks(from, to int) bool {
	for i := from; i < to; i++ {
		if u := c.at(i); !isBlank(u) && !link(u) {
			return false
		}
	}
	return true
}

// tidy widens a part left out over the spaces, commas and brackets that would be
// left dangling, and gives what then begins a sentence its capital.
func (c *Composer) tidy(x Change) Change {
	s, e := x.Start, x.End
	left := func() int { // first blank before the part
		k := s
		for isBlank(c.at(k - 1)) {
			k--
		}
		return k
	}
	right := func() int {
		k := e
		for isBlank(c.at(k)) {
			k++
		}
		return k
	}
	begun := s // of what is left out, without blanks
	for begun < e && isBlank(c.at(begun)) {
		begun++
	}
	aside := (c.at(left()-1) == ',' || c.at(begun) == ',') && c.at(right()) == ','
	for {
		l, r := left(), right()
		a, b := c.at(l-1), c.at(r)
		switch {
		case a == '(' && b == ')', a == '[' && b == ']', a == 0xAB && b == 0xBB, a == '"' && b == '"', a == 0x201C && b == 0x201D:
			s, e = l-1, r+1
			continue
		case link(a) && (closing(b) || b == 0 || b == '\n') && b != '(':
			s = l - 1
			continue
		case (a == 0 || a == '\n' || a == '.' || a == '!' || a == '?' || a == '(') && (link(b) && b != '-' && b != '+' || b == '.' && a != '('):
			e = r + 1
			continue
		}
		break
	}
	l, r := left(), right()
	a, b := c.at(l-1), c.at(r)
	if aside && b == ',' && a != 0 && c.verbAfter(r+1) { // my patient, …, is septic
		e = r + 1
		r = right()
		b = c.at(r)
	}
	switch { // a paragraph that is gone takes its line breaks along
	case (a == 0 || a == '\n') && b == '\n':
		for b == '\n' || isBlank(b) {
			r++
			b = c.at(r)
		}
		e = r
	case a == '\n' && b == 0:
		for a == '\n' || isBlank(a) {
			l--
			a = c.at(l - 1)
		}
		s = l
	}
	begins := a == 0 || a == '\n' || a == '.' || a == '!' || a == '?' || a == 0x2026
	gap := ""
	switch {
	case a == 0 || a == '\n' || b == 0 || b == '\n' || a == '(' || closing(b) && !(a == '.' && b == '.'):
	case l < s || e < r || isBlank(a):
		gap = " "
	}
	if b == '?' || b == '!' || b == ':' || b == ';' { // French sets a space before these
		if r > e || l < s && x.Start == s && e < r {
			gap = string(utf16.Decode(c.units[e:r]))
		}
	}
	if begins && c.at(x.Start) != 0 && unicode.IsUpper(rune(c.at(x.Start))) && unicode.IsLower(rune(b)) {
		return Change{l, r + 1, gap + string(unicode.ToUpper(rune(b)))}
	}
	return Change{l, r, gap}
}

// verbAfter reports whether the word after code unit i, past spaces, is a verb of
// which what stands before a comma is the subject.
func (c *Composer) verbAfter(i int) bool {
	for isBlank(c.at(i)) {
		i++
	}
	k := i
	for c.at(k) != 0 && unicode.IsLetter(rune(c.at(k))) {
		k++
	}
	if i == k {
		return false
	}
	w := string(utf16.Decode(c.units[i:k]))
	return verbs[w] || len(w) > 4 && strings.HasSuffix(w, "ed")
}

var verbs = set(`is was has had were are have came died went lost fell told said asked kept drove took gave won est était a avait sont ont`)
