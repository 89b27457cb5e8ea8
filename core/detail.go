package core

import (
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/scan"
)

// Detail is something in a draft that could help to recognise somebody: a fact
// of a reid.* or identifier.* kind, a private person's name or an identifier.
type Detail struct {
	Label      string // as in testdata/posts/LABELS.md
	Start, End int    // UTF-16 code units, end exclusive
}

// Details returns the details of a draft, whoever they are of: what Analyze has
// to judge by.
func (a *Analyzer) Details(draft []byte, o Options) []Detail {
	a.scanner.Next()
	f := &a.main
	a.scanner.Read(draft, o.Jurisdiction, f)
	var out []Detail
	add := func(label string, start, end int) { out = append(out, Detail{label, start, end}) }
	for _, x := range f.Facts {
		kind := a.scanner.Kinds[x.Kind]
		if strings.HasPrefix(kind, "reid.") || strings.HasPrefix(kind, "identifier.") {
			start, end := f.Doc.TokenSpan(x.First, x.Last)
			add(kind, start, end)
			if kind == "reid.place" && judge.Small(x.People) {
				add("identifier.place", start, end)
			}
		}
	}
	for _, n := range f.Names {
		if n.Role == scan.Person {
			start, end := f.Doc.TokenSpan(n.First, n.Last)
			add("identifier.name", start, end)
		}
	}
	for _, m := range f.Identifiers {
		start, end := f.Doc.Span(m.Start, m.End)
		add(f.Format(m).Category, start, end)
	}
	return out
}
