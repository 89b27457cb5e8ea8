package advise

import (
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
)

// mend offers repairs for each finding. They are found one finding after another,
// numbers and names first and the story last, each in the draft that the first
// repairs of those before have made: together the first ones leave the draft below
// caution.
func (c *Composer) mend(findings []judge.Finding) [][]Edit {
	edits := make([][]Edit, len(findings))
	var order []int
	for i := range findings {
		if findings[i].Severity >= judge.Caution {
			order = append(order, i)
		} else {
			edits[i] = c.quiet(&findings[i])
		}
	}
	if len(order) == 0 {
		return edits
	}
	slices.SortStableFunc(order, func(a, b int) int { return turn(&findings[a]) - turn(&findings[b]) })
	c.budget = maxTries
	var base []Change
	for n, i := range order {
		f := &findings[i]
		first := c.repair(f, base, findings, order[n+1:])
		base = Merge(slices.Concat(base, first.Changes))
		edits[i] = c.withOthers(first, f)
	}
	if len(order) > 1 {
		whole := Edit{pick(c.French, "Tout corriger", "Mend the whole post"), c.finish(base)}
		if c.clears(whole.Changes) {
			for _, i := range order {
				edits[i] = append(edits[i], whole)
			}
		}
	}
	return edits
}

// turn is when a finding is mended: what needs one sure change before what may be
// mended by many.
func turn(f *judge.Finding) int {
	switch {
	case f.Category == "reidentification", f.Category == "patient-mention":
		return 4
	case f.Identifier != nil:
		return 0
	case f.Category == "identifier.name":
		return 1
	case strings.HasSuffix(f.Rule.ID, ".likely"):
		return 3
	}
	return 2
}

// family is what a finding of a category may turn into when some of it is mended.
func family(category string) string {
	if category == "patient-mention" {
		return "reidentification"
	}
	return category
}

// clears reports whether the draft is below caution with changes made.
func (c *Composer) clears(changes []Change) bool {
	if c.Reread == nil {
		return true
	}
	for _, f := range c.Reread(c.apply(changes)) {
		if f.Severity >= judge.Caution {
			return false
		}
	}
	return true
}

// settles reports whether with changes made a finding is gone: those of its family
// that are left are no more than those still to be mended, and when none is, nothing
// is left at caution.
func (c *Composer) settles(changes []Change, f *judge.Finding, findings []judge.Finding, pending []int) bool {
	if len(pending) == 0 || c.Reread == nil {
		return c.clears(changes)
	}
	may := 0
	for _, i := range pending {
		if family(findings[i].Category) == family(f.Category) {
			may++
		}
	}
	for _, g := range c.Reread(c.apply(changes)) {
		if g.Severity >= judge.Caution && family(g.Category) == family(f.Category) {
			may--
		}
	}
	return may >= 0
}

// repair returns the smallest repair of a finding in a draft with base already made.
func (c *Composer) repair(f *judge.Finding, base []Change, findings []judge.Finding, pending []int) Edit {
	ok := func(changes []Change) bool {
		all := c.finish(slices.Concat(base, changes))
		return c.fits(all) && c.settles(all, f, findings, pending)
	}
	simple := c.simple(f)
	for _, e := range simple {
		if c.budget--; ok(e.Changes) {
			return e
		}
	}
	if e, found := c.deeper(f, Edit{}, ok); found {
		return e
	}
	if len(simple) > 0 {
		if e, found := c.deeper(f, simple[0], ok); found {
			return e
		}
	}
	return c.lastResort(f, ok)
}

// deeper searches details and sentences for a repair on top of another.
func (c *Composer) deeper(f *judge.Finding, on Edit, ok func([]Change) bool) (Edit, bool) {
	details := c.details(f)
	s := search{parts: slices.Concat(details, c.sentences(f)), budget: &c.budget}
	s.ok = func(changes []Change) bool { return ok(slices.Concat(on.Changes, changes)) }
	set, levels := s.run()
	if set == nil {
		return Edit{}, false
	}
	label, dropped := on.Label, false
	var names []string
	for _, p := range set {
		if name := s.parts[p].name; name[0] != "" {
			names = append(names, pick(c.French, name[1], name[0]))
		} else {
			dropped = true
		}
	}
	add := func(part string) {
		if label != "" {
			label += " · "
		}
		label += part
	}
	if len(names) > 0 {
		add(pick(c.French, "Généraliser : ", "Generalise ") + strings.Join(names, ", "))
	}
	if dropped {
		add(pick(c.French, "Retirer ce passage", "Leave this passage out"))
	}
	steps := s.spare(s.steps(set, levels))
	return Edit{label, c.finish(slices.Concat(on.Changes, changesOf(steps)))}, true
}

// lastResort leaves out as few sentences as will do, when no smaller repair is
// found: those that hold what was found go first.
func (c *Composer) lastResort(f *judge.Finding, ok func([]Change) bool) Edit {
	label := pick(c.French, "Pas de petite retouche : retirer ce passage", "No small edit will do: leave this passage out")
	if len(c.Doc.Sentences) == 0 {
		return Edit{Label: label, Changes: []Change{{0, len(c.units), ""}}}
	}
	s := search{ok: ok, budget: new(int)}
	*s.budget = maxGreedy
	for _, i := range c.ranked(f) {
		s.parts = append(s.parts, c.leaving(i))
	}
	set := make([]int, 0, len(s.parts))
	for i := range s.parts {
		set = append(set, i)
		if n := len(set); n&(n-1) == 0 && s.try(set, nil) { // 1, 2, 4, 8 …
			return Edit{label, c.finish(s.changes(s.thin(set), nil))}
		}
	}
	if s.try(set, nil) {
		return Edit{label, c.finish(s.changes(s.thin(set), nil))}
	}
	return Edit{Label: pick(c.French, "Ne pas publier ce texte", "Leave this post out"), Changes: []Change{{0, len(c.units), ""}}}
}

// fits reports whether the draft with changes made is no longer than the site takes,
// or no longer than it was.
func (c *Composer) fits(changes []Change) bool {
	if c.Limit == 0 {
		return true
	}
	n := len(c.units)
	for _, x := range changes {
		n += units(x.Text) - (x.End - x.Start)
	}
	return n <= max(c.Limit, len(c.units))
}
