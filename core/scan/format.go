package scan

import (
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
)

// formats are the identifier formats of a pack. In Facts the formats of all packs
// are numbered through.
type formats struct {
	pack  string
	set   *identifier.Set
	shape []uint16 // by format: the shape patterns see
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

// search finds the identifiers of all packs' formats in text.
func (s *Scanner) search(text []byte, jurisdiction string, dst []identifier.Match) []identifier.Match {
	base := 0
	for k := range s.formats {
		from := len(dst)
		dst = s.formats[k].set.Find(text, jurisdiction, dst)
		for i := from; i < len(dst); i++ {
			dst[i].Format += uint16(base)
		}
		base += s.formats[k].set.Len()
	}
	if len(s.formats) < 2 {
		return dst
	}
	return apart(dst)
}

// apart sorts the matches of several sets and keeps, of those that share
// characters, the surer one, or the longer, or that of the earlier pack.
func apart(all []identifier.Match) []identifier.Match {
	slices.SortStableFunc(all, func(a, b identifier.Match) int { return int(a.Start - b.Start) })
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
