package source

import (
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
)

// formatCite is a clause that an identifier format of this pack cites.
type formatCite struct {
	identifier.Cite
	file, format string
}

// citing notes what the formats of a file cite. The authorities may stand in
// files that are read later.
func (c *compiler) citing(file string) {
	for _, f := range c.formats {
		for _, q := range f.Cites {
			c.cited = append(c.cited, formatCite{q, file, f.ID})
		}
	}
}

// formatCites puts the clauses that formats cite among those of the pack.
func (c *compiler) formatCites() {
	for _, q := range c.cited {
		out, ok := c.cite(q.ID)
		if own := c.cites[q.ID]; !ok {
			c.problem(q.file, str{}, q.format, "there is no citation %q under any cites%s", q.ID, meant("", q.ID, sortedKeys(c.cites)))
		} else if !own.has(q.Section) {
			c.problem(q.file, str{}, q.format, "%q is not among the clauses of %s; cite the document alone, or one that is", q.Section, q.ID)
		}
		out.Section = q.Section
		if !slices.Contains(c.b.Cites, out) {
			c.b.Cites = append(c.b.Cites, out)
		}
	}
}
