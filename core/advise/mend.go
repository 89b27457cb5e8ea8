package advise

import (
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// mend offers repairs for each finding: first the smallest that clears it. Together
// the first ones leave the draft below caution; where they would not, the gravest
// story's, or else the last one's, goes further, as long as nothing in it is there for
// the others' sake alone. Mending the whole post always goes as far.
func (c *Composer) mend(findings []judge.Finding) [][]Edit {
	edits := make([][]Edit, len(findings))
	var order []int
	for k := range turns {
		for i := range findings {
			if f := &findings[i]; f.Severity >= judge.Caution && turn(f) == k {
				order = append(order, i)
			}
		}
	}
	for i := range findings {
		if f := &findings[i]; f.Severity < judge.Caution {
			edits[i] = c.quiet(f)
		}
	}
	if len(order) == 0 {
		return edits
	}
	c.total = c.allowed(maxTotal)
	firsts := make([]Edit, len(order))
	for n, i := range order {
		f := &findings[i]
		firsts[n] = c.repair(f, c.simple(f), func(changes []Change) bool { return c.settles(changes, f, findings) })
	}
	together := func(firsts []Edit) (all []Change) {
		for _, e := range firsts {
			all = append(all, e.Changes...)
		}
		return c.finish(all)
	}
	if n := len(order) - 1; n > 0 {
		whole := together(firsts)
		if !c.clears(whole) {
			base := together(firsts[:n])
			f := &findings[order[n]]
			c.total = c.allowed(maxTries)
			further := c.repair(f, firsts[n:], func(changes []Change) bool {
				return c.clears(c.finish(slices.Concat(base, changes))) && c.settles(changes, f, findings)
			})
			whole = c.finish(slices.Concat(base, further.Changes))
			if c.minimal(further.Changes, f) {
				firsts[n] = further
			}
		}
		mended := string(c.apply(whole))
		for k, i := range order {
			edits[i] = c.withOthers(firsts[k], &findings[i])
			if k < mostWhole && !c.offered(edits[i], mended) {
				edits[i] = append(edits[i], Edit{Label: pick(c.French, "Tout corriger", "Mend the whole post"), Changes: whole})
			}
		}
		return edits
	}
	edits[order[0]] = c.withOthers(firsts[0], &findings[order[0]])
	return edits
}

// mostWhole is how many findings offer to mend the whole post: a report with hundreds
// of findings would otherwise grow with their square.
const mostWhole = 16

// offered reports whether one of the edits makes this of the draft.
func (c *Composer) offered(edits []Edit, mended string) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return string(c.apply(e.Changes)) == mended })
}

// allowed scales a number of tries down for a draft longer than posts are, so that a
// report takes no longer.
func (c *Composer) allowed(tries int) int {
	return max(tries*usualTokens/max(len(c.Doc.Tokens), usualTokens), 2)
}

// usualTokens is how long a draft may be to be searched in full: about 3,000
// characters.
const usualTokens = 600

// turns is how many a turn may be.
const turns = 5

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

// settles reports whether with changes made a finding is gone: fewer of its family
// are left, and nothing at all where it was the only one to warn.
func (c *Composer) settles(changes []Change, f *judge.Finding, findings []judge.Finding) bool {
	before, others := 0, 0
	for i := range findings {
		if g := &findings[i]; g.Severity >= judge.Caution {
			before++
			if g != f && family(g.Category) == family(f.Category) {
				others++
			}
		}
	}
	all, alike := c.warned(changes, f)
	return alike <= others && (all == 0 || before > 1)
}

// minimal reports whether by themselves no fewer changes do for a finding what all do.
func (c *Composer) minimal(changes []Change, f *judge.Finding) bool {
	all, alike := c.warned(changes, f)
	return len(c.fewest(changes, func(part []Change) bool {
		a, k := c.warned(c.finish(part), f)
		return k <= alike && (a == 0 || all > 0)
	})) == len(changes)
}

// warned counts what still warns with changes made, and what of it is of a finding's family.
func (c *Composer) warned(changes []Change, f *judge.Finding) (all, alike int) {
	if c.Reread == nil {
		return 0, 0
	}
	for _, g := range c.Reread(c.apply(changes)) {
		if g.Severity >= judge.Caution {
			all++
			if family(g.Category) == family(f.Category) {
				alike++
			}
		}
	}
	return all, alike
}

// repair returns the smallest repair of a finding with which good holds: one of
// those given, or what a search finds by itself or on top of the first of them.
func (c *Composer) repair(f *judge.Finding, given []Edit, good func([]Change) bool) Edit {
	c.budget = min(maxTries, max(c.total, 0))
	defer func(before int) { c.total -= before - c.budget }(c.budget)
	ok := func(changes []Change) bool {
		all := c.finish(changes)
		return c.fits(all) && good(all)
	}
	for _, e := range given {
		if c.budget--; c.budget < 0 || ok(e.Changes) {
			return e // past the budget the likeliest, untried
		}
	}
	if c.budget <= 0 {
		return c.named(passage(c.French), c.finish([]Change{c.dropSentences(c.Doc.Tokens[f.First].Sentence, c.Doc.Tokens[f.Last-1].Sentence+1)}))
	}
	if len(given) == 0 || !exact(f) {
		if e, found := c.deeper(f, Edit{}, ok); found {
			return e
		}
	}
	if len(given) > 0 {
		if e, found := c.deeper(f, given[0], ok); found {
			return e
		}
	}
	return c.lastResort(f, ok)
}

// exact reports whether a finding is of something that must itself go: a number or a
// name.
func exact(f *judge.Finding) bool { return f.Identifier != nil || f.Category == "identifier.name" }

// deeper searches details and sentences for a repair on top of another.
func (c *Composer) deeper(f *judge.Finding, on Edit, ok func([]Change) bool) (Edit, bool) {
	var details []part
	if family(f.Category) == "reidentification" || len(on.Changes) > 0 {
		details = c.details(f)
		c.tellingFirst(details)
	}
	s := search{parts: slices.Concat(details, c.sentences(f)), budget: &c.budget}
	s.ok = func(changes []Change) bool { return ok(slices.Concat(on.Changes, changes)) }
	set, levels := s.run()
	if set == nil {
		return Edit{}, false
	}
	steps := s.steps(set, levels)
	for i := range on.Changes {
		steps = append(steps, step{on.Changes[i], onTop})
	}
	s.ok = ok
	steps = s.spare(steps, exact(f))
	label, dropped := "", false
	add := func(part string) {
		if label != "" {
			label += " · "
		}
		label += part
	}
	if slices.ContainsFunc(steps, func(x step) bool { return x.of == onTop }) {
		add(on.Label)
	}
	var names []string
	for i, p := range set {
		of := s.steps(set[i:i+1], levels[i:i+1])
		if !slices.ContainsFunc(of, func(x step) bool { return slices.Contains(steps, x) }) {
			continue
		}
		if name := s.parts[p].name; s.parts[p].weight == detailWeight {
			names = append(names, pick(c.French, name[1], name[0]))
		} else {
			dropped = true
		}
	}
	if len(names) > 0 {
		verb := pick(c.French, "Omettre : ", "Leave out ")
		if slices.ContainsFunc(steps, func(x step) bool { return x.Text != "" }) {
			verb = pick(c.French, "Généraliser : ", "Generalise ")
		}
		add(verb + strings.Join(names, ", "))
	}
	if dropped && !strings.Contains(label, passage(c.French)) {
		add(passage(c.French))
	}
	changes := c.finish(changesOf(steps))
	if !exact(f) {
		changes = c.fewest(changes, ok)
	}
	return c.named(label, changes), true
}

// fewest leaves out of changes, as they stand in the sentence, each without which the
// others do, and of a few each two. It may try some when all other tries are used up.
func (c *Composer) fewest(changes []Change, ok func([]Change) bool) []Change {
	tries := c.allowed(maxSpared)
	without := func(some ...int) bool {
		var less []Change
		for i, x := range changes {
			if !slices.Contains(some, i) {
				less = append(less, x)
			}
		}
		tries--
		if tries < 0 || len(less) == 0 || !ok(less) {
			return false
		}
		changes = c.finish(less)
		return true
	}
	for i := 0; i < len(changes) && tries > 0; {
		if !without(i) {
			i++
		}
	}
	if len(changes) > mostPaired {
		return changes
	}
	for i := 0; i < len(changes); i++ {
		for k := i + 1; k < len(changes); k++ {
			if without(i, k) {
				i, k = -1, len(changes)
			}
		}
	}
	return changes
}

// mostPaired is how many changes may be there for each two to be tried.
const mostPaired = 5

// tellingFirst orders details of the same weight by how many people fit the story without
// each of them: of repairs that are equally small, one that hides the patient is found
// first. Where a crowd fits, the order in which authors would rather part with them stands.
func (c *Composer) tellingFirst(details []part) {
	if c.fit == nil || c.Rescan == nil || len(details) < 2 {
		return
	}
	for i := range details {
		l := details[i].levels
		details[i].fit = min(crowd, c.fitting(c.finish(changesOf(l[len(l)-1]))))
	}
	text.Order(details, func(a, b part) int {
		if a.weight != b.weight {
			return a.weight - b.weight
		}
		return b.fit - a.fit
	})
}

// onTop marks the steps of a repair that another was searched on top of.
const onTop = "given"

func passage(french bool) string {
	return pick(french, "Retirer ce passage", "Leave this passage out")
}

// lastResort leaves out as few sentences as will do, when no smaller repair is
// found: those that hold what was found go first.
func (c *Composer) lastResort(f *judge.Finding, ok func([]Change) bool) Edit {
	label := pick(c.French, "Pas de petite retouche : retirer ce passage", "No small edit will do: leave this passage out")
	if len(c.Doc.Sentences) == 0 {
		return Edit{Label: label, Changes: []Change{{0, len(c.units), ""}}}
	}
	greedy := c.allowed(maxGreedy)
	c.total -= 2 * greedy
	s := search{ok: ok, budget: new(int)}
	*s.budget = greedy
	for _, i := range c.ranked(f) {
		s.parts = append(s.parts, c.leaving(i))
	}
	for i := range s.parts {
		if s.try([]int{i}, nil) {
			return c.named(label, c.finish(s.changes([]int{i}, nil)))
		}
	}
	*s.budget = greedy
	set := make([]int, 0, len(s.parts))
	thinned := func() Edit { return c.named(label, c.fewest(c.finish(s.changes(s.thin(set), nil)), ok)) }
	for i := range s.parts {
		set = append(set, i)
		if n := len(set); n&(n-1) == 0 && s.try(set, nil) { // 1, 2, 4, 8 …
			return thinned()
		}
	}
	if s.try(set, nil) {
		return thinned()
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
