package advise

import (
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// maxCites is how many clauses a finding shows: the fifth is not read.
const maxCites = 4

// cites returns the clauses that say why, those of the author's own jurisdiction
// first. The clause that names a kind of identifier stands for the wider one that
// the rule cites of the same document.
func (c *Composer) cites(f *judge.Finding) []Cite {
	all := c.clauses[:0]
	if f.Identifier != nil {
		for i := range f.Identifier.Cites {
			all = c.resolve(&f.Identifier.Cites[i], all)
		}
	}
	named := all
	for i := range f.Rule.Cites {
		q := &f.Rule.Cites[i]
		if !slices.ContainsFunc(named, func(p *pack.Cite) bool { return p.ID == q.ID }) {
			all = append(all, q)
		}
	}
	if c.Jurisdiction != "" {
		text.Order(all, func(a, b *pack.Cite) int {
			return distance(c.Jurisdiction, a.Where) - distance(c.Jurisdiction, b.Where)
		})
	}
	c.clauses = all
	out := make([]Cite, min(len(all), maxCites))
	for i := range out {
		q := all[i]
		out[i] = Cite{ID: q.ID, Title: q.Title, Section: q.Section, URL: q.URL}
	}
	return out
}

// resolve adds a clause that a format cites, as its pack has it.
func (c *Composer) resolve(clause *identifier.Cite, to []*pack.Cite) []*pack.Cite {
	for _, p := range c.Packs {
		for i := range p.Cites {
			if q := &p.Cites[i]; q.ID == clause.ID && q.Section == clause.Section {
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
