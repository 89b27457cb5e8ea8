package advise

import (
	"slices"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
)

// maxCites is how many clauses a finding shows: the fifth is not read.
const maxCites = 4

// cites returns the clauses that say why, those of the author's own jurisdiction
// first. The clause that names a kind of identifier stands for the wider one that
// the rule cites of the same document.
func (c *Composer) cites(f *judge.Finding) []Cite {
	var all []pack.Cite
	if f.Identifier != nil {
		for _, q := range f.Identifier.Cites {
			all = c.resolve(q.ID, q.Section, all)
		}
	}
	named := len(all)
	for _, q := range f.Rule.Cites {
		if !slices.ContainsFunc(all[:named], func(p pack.Cite) bool { return p.ID == q.ID }) {
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(a, b pack.Cite) int {
		return distance(c.Jurisdiction, a.Where) - distance(c.Jurisdiction, b.Where)
	})
	var out []Cite
	for _, q := range all[:min(len(all), maxCites)] {
		out = append(out, Cite{ID: q.ID, Title: q.Title, Section: q.Section, URL: q.URL})
	}
	return out
}

// resolve adds a clause that a format cites, as its pack has it.
func (c *Composer) resolve(id, section string, to []pack.Cite) []pack.Cite {
	for _, p := range c.Packs {
		for _, q := range p.Cites {
			if q.ID == id && q.Section == section {
				return append(to, q)
			}
		}
	}
	return to
}

// distance says how far an authority is from an author: 0 for the author's own
// region or country, then the country around the region, regions of the country
// where the author's is not known, the whole world, and others. All are alike to
// an author of whom nothing is known.
func distance(author, where string) int {
	switch {
	case author == "" || where == author:
		return 0
	case where == "":
		return 3
	case pack.Within(author, where):
		return 1
	case pack.Within(where, author):
		return 2
	default:
		return 4
	}
}
