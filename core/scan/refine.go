package scan

import (
	"strings"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// refined are the classes of a pack that narrow a shape: "#age>89" to a number,
// "#id:us.ssn" to an identifier format. Their names say all there is to know.
type refined struct {
	numbers []narrow
	kinds   []kindClass
	formats [][]uint16 // format, numbered as in Facts -> classes of kinds
}

// narrow is a class for mentions of the shape base whose number is in [low, high].
type narrow struct {
	base, class uint16
	low, high   int
}

type kindClass struct {
	kind  string
	class uint16
}

// refinements reads the narrowing classes of a pack.
func refinements(p *pack.Pack) (r refined) {
	for id := len(pack.Shapes); id < len(p.Classes); id++ {
		base, rest, ok := pack.SplitShape(p.Classes[id])
		if !ok {
			continue
		}
		if base == pack.ShapeID {
			r.kinds = append(r.kinds, kindClass{strings.TrimPrefix(rest, ":"), uint16(id)})
			continue
		}
		if low, high, ok := pack.Range(rest); ok {
			r.numbers = append(r.numbers, narrow{base, uint16(id), low, high})
		}
	}
	return r
}

// refine adds mentions of the pack's narrowing classes to the shapes found.
func (s *Scanner) refine(l *loaded, doc *text.Doc, ids []sighting) {
	if len(l.refined.numbers) > 0 {
		for i := range s.shapes {
			x := s.shapes[i]
			for _, n := range l.refined.numbers {
				if x.m.Class != n.base {
					continue
				}
				if v, ok := s.quantity(doc, x.token, x.token+int32(x.m.Len)); ok && v >= n.low && v <= n.high {
					s.shape(x.token, n.class, int32(x.m.Len))
				}
			}
		}
	}
	if len(l.refined.kinds) == 0 {
		return
	}
	for _, m := range ids {
		first, last := Tokens(doc, m.start, m.end)
		for _, class := range l.refined.formats[m.format] {
			s.shape(first, class, last-first)
		}
	}
}

// know lists the classes of every format.
func (r *refined) know(all []formats) {
	r.formats = nil
	for _, o := range all {
		for i := range o.set.Len() {
			f := o.set.Format(i)
			var classes []uint16
			for _, k := range r.kinds {
				if f.Is(k.kind) {
					classes = append(classes, k.class)
				}
			}
			r.formats = append(r.formats, classes)
		}
	}
}

// quantity returns the number written in tokens [i, end), in digits or words,
// without its fraction; an age in months, weeks or days counts in whole years.
func (s *Scanner) quantity(doc *text.Doc, i, end int32) (v int, ok bool) {
	for ; i < end; i++ {
		if doc.Tokens[i].Kind == text.Number {
			if v, ok = whole(doc.Written(i)); !ok {
				return 0, false
			}
			i++
			break
		}
		if n, tokens := doc.Numeral(i); tokens > 0 {
			v, ok, i = n, true, i+tokens
			break
		}
	}
	for ; ok && i < end; i++ {
		switch s.word(doc, i) {
		case "month", "months", "mo", "mois":
			v /= 12
		case "week", "weeks", "wk", "weeker", "weekers", "semaine", "semaines":
			v /= 52
		case "day", "days", "jour", "jours":
			v /= 365
		}
	}
	return v, ok
}

// whole reads digits up to a fraction; "1,200" is twelve hundred.
func whole(b []byte) (v int, ok bool) {
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9' && v < 1<<40:
			v = v*10 + int(c-'0')
		case c == ',' && len(b)-i == 4 || c == ',' && len(b)-i > 4 && b[min(i+4, len(b)-1)] == ',':
		default:
			return v, i > 0
		}
	}
	return v, len(b) > 0
}
