package advise

import (
	"slices"

	"github.com/bedside-md/bedside/core/judge"
)

// mostEdits bounds what is offered for one finding, the whole post's mending apart.
const mostEdits = 7

// withOthers lists a finding's edits: the first, then each of its steps alone, then
// consent, and last the passage left out.
func (c *Composer) withOthers(first Edit, f *judge.Finding) []Edit {
	out := []Edit{first}
	add := func(e Edit) {
		if len(e.Changes) > 0 && len(out) < mostEdits && c.fits(e.Changes) &&
			!slices.ContainsFunc(out, func(o Edit) bool { return slices.Equal(o.Changes, e.Changes) }) {
			out = append(out, e)
		}
	}
	if family(f.Category) == "reidentification" {
		add(c.all(f))
	}
	for _, e := range c.simple(f) {
		add(e)
	}
	for _, e := range c.alone(f) {
		add(e)
	}
	if asksConsent[f.Category] {
		add(c.consent(f))
	}
	if family(f.Category) != "reidentification" {
		add(c.edit(pick(c.French, "Omettre la phrase", "Leave the sentence out"), c.dropSentences(c.Doc.Tokens[f.First].Sentence, c.Doc.Tokens[f.Last-1].Sentence+1)))
	}
	return out
}

// quiet lists the edits of a finding that does not warn.
func (c *Composer) quiet(f *judge.Finding) []Edit {
	if family(f.Category) == "reidentification" {
		return c.alone(f)
	}
	return c.simple(f)
}

// all says every detail of a story more vaguely: more than is needed to be below
// caution, for an author who wants to be sure.
func (c *Composer) all(f *judge.Finding) Edit {
	var changes []Change
	n := 0
	for _, p := range c.details(f) {
		if p.weight == detailWeight {
			n++
			changes = append(changes, changesOf(p.levels[0])...)
		}
	}
	if n < 2 {
		return Edit{}
	}
	return c.edit(pick(c.French, "Généraliser chaque détail", "Generalise every detail"), changes...)
}

// alone returns an edit for each detail of a story by itself.
func (c *Composer) alone(f *judge.Finding) (out []Edit) {
	if family(f.Category) != "reidentification" {
		return nil
	}
	for _, p := range c.details(f) {
		if p.weight == detailWeight {
			out = append(out, c.edit(pick(c.French, "Généraliser ", "Generalise ")+pick(c.French, p.name[1], p.name[0]), changesOf(p.levels[0])...))
		}
	}
	return out
}

// asksConsent are the categories that the patient's written consent answers.
var asksConsent = map[string]bool{"reidentification": true, "patient-mention": true, "patient-media": true}

// consent adds a line that the author must first make true.
func (c *Composer) consent(f *judge.Finding) Edit {
	fr := c.inFrench(f.First)
	return Edit{
		Label:   pick(c.French, "Demander au patient, puis ajouter si c'est vrai", "Ask the patient, then add this once it is true"),
		Changes: []Change{c.suffix(pick(fr, "[publié avec le consentement écrit du patient]", "[shared with the patient's written consent]"))},
	}
}
