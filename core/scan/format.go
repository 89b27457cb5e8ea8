package scan

import (
	"bytes"
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// formats are the identifier formats of a pack. In Facts the formats of all packs
// are numbered through.
type formats struct {
	pack  string
	whole *identifier.Set
	set   *identifier.Set // whole, without what is silenced
	shape []uint16        // by format: the shape patterns see
}

// silence leaves the formats out whose rules are off: none of them is found, whatever
// rests on it.
func (s *Scanner) silence(off []string) {
	if len(off) == 0 && !s.silenced {
		return
	}
	s.silenced = len(off) > 0
	all := slices.Clone(s.formats) // facts read before keep theirs
	for i := range all {
		all[i].set = all[i].whole.Without(func(rule string) bool { return slices.Contains(off, rule) })
	}
	s.formats = all
}

// addFormats puts a pack's formats in place of those it had.
func (s *Scanner) addFormats(own formats) {
	all := slices.Clone(s.formats) // facts read before keep theirs
	at := slices.IndexFunc(all, func(o formats) bool { return o.pack == own.pack })
	switch {
	case own.set == nil && at >= 0:
		all = slices.Delete(all, at, at+1)
	case own.set == nil:
	case at >= 0:
		all[at] = own
	default:
		all = append(all, own)
	}
	for i := range all {
		set := all[i].set
		all[i].shape = make([]uint16, set.Len())
		for k := range all[i].shape {
			all[i].shape[k] = pack.ShapeID
			if set.Format(k).Category == "identifier.date" {
				all[i].shape[k] = pack.ShapeDate
			}
		}
	}
	s.formats = all
}

// class returns the shape of a match.
func (s *Scanner) class(m *identifier.Match) uint16 {
	i := int(m.Format)
	for k := range s.formats {
		if i < len(s.formats[k].shape) {
			return s.formats[k].shape[i]
		}
		i -= len(s.formats[k].shape)
	}
	return pack.ShapeID
}

// surroundings is the text around a paragraph on which its identifiers rest.
type surroundings struct {
	known         bool
	jurisdiction  string
	before, after []byte
	first, last   bool // there was no more of the draft before, or after
}

// match reports whether the draft has the same around the paragraph b[start:end].
func (a *surroundings) match(b []byte, start, end int, jurisdiction string) bool {
	return a.known && a.jurisdiction == jurisdiction &&
		bytes.HasSuffix(b[:start], a.before) && bytes.HasPrefix(b[end:], a.after) &&
		(!a.first || start == len(a.before)) && (!a.last || len(b)-end == len(a.after))
}

func (a *surroundings) wipe() {
	clear(a.before[:cap(a.before)])
	clear(a.after[:cap(a.after)])
}

// identify finds the identifiers of the paragraph that starts at Clean[start].
func (s *Scanner) identify(p *paragraph, jurisdiction string, f *Facts, start int32) {
	b, begin, end := f.Doc.Clean, int(start), int(start)+len(p.doc.Clean)
	if p.around.match(b, begin, end, jurisdiction) {
		return
	}
	from, to := max(0, begin-identifier.Reach), min(len(b), end+identifier.Reach)
	ids, low, high := s.search(b[from:to], begin-from, end-from, jurisdiction, p.identifiers[:0])
	for i := range ids {
		ids[i].Start, ids[i].End = ids[i].Start+int32(from-begin), ids[i].End+int32(from-begin)
	}
	low, high = from+min(low, begin-from), from+max(high, end-from)
	a := &p.around
	p.identifiers, a.known, a.jurisdiction = ids, true, jurisdiction
	a.before, a.after = append(a.before[:0], b[low:begin]...), append(a.after[:0], b[end:high]...)
	a.first, a.last = low == 0, high == len(b)
}

// search finds the identifiers of all packs' formats that start in text[begin:end].
// The outcome rests on text[low:high].
func (s *Scanner) search(text []byte, begin, end int, jurisdiction string, dst []identifier.Match) (all []identifier.Match, low, high int) {
	low, high = begin, end
	base := 0
	for k := range s.formats {
		from, l, h := len(dst), 0, 0
		dst, l, h = s.formats[k].set.FindIn(text, begin, end, jurisdiction, dst)
		low, high = min(low, l), max(high, h)
		for i := from; i < len(dst); i++ {
			dst[i].Format += uint16(base)
		}
		base += s.formats[k].set.Len()
	}
	if len(s.formats) > 1 {
		dst = apart(dst)
	}
	return dst, low, high
}

// apart sorts the matches of several sets and keeps, of those that share
// characters, the surer one, or the longer, or that of the earlier pack.
func apart(all []identifier.Match) []identifier.Match {
	text.Order(all, func(a, b identifier.Match) int { return int(a.Start - b.Start) })
	out := all[:0]
	for _, m := range all {
		n := len(out)
		switch {
		case n == 0 || out[n-1].End <= m.Start:
			out = append(out, m)
		case surer(&m, &out[n-1]):
			out[n-1] = m
		}
	}
	return out
}

func surer(a, b *identifier.Match) bool {
	switch {
	case a.Mistyped != b.Mistyped:
		return b.Mistyped
	case a.Labelled != b.Labelled:
		return a.Labelled
	case a.Confidence != b.Confidence:
		return a.Confidence > b.Confidence
	}
	return a.End-a.Start > b.End-b.Start
}
