package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
)

// Why says in one sentence why a rule holds on a draft, or why it does not.
func (r *Reader) Why(rule, draft, jurisdiction string) string {
	report := r.Explain(draft, "", jurisdiction)
	var dropped *Fact
	for i := range report.Facts {
		f := &report.Facts[i]
		switch {
		case f.Rule != rule:
		case f.Dropped == nil:
			s := "“" + f.Text + "” matches"
			if f.Pattern != nil {
				s += " the pattern" + at(f.Pattern) + ": " + f.Pattern.Text
			}
			return s
		case dropped == nil:
			dropped = f
		}
	}
	if dropped != nil {
		return fmt.Sprintf("“%s” matches the pattern%s, but not with its condition %s: %s",
			dropped.Text, at(dropped.Pattern), dropped.Dropped.Condition, dropped.Dropped.Says())
	}
	for _, a := range report.Near {
		if a.Rule == rule {
			return fmt.Sprintf("the closest pattern is in %s, line %d: %d of its %d parts were there (“%s”), then %s stood %s",
				a.Pattern.File, a.Pattern.Line, a.Held, a.Of, a.Matched.Text, a.Stood(), a.Wanted())
		}
	}
	words, lang := r.LookedUp(rule)
	s := "none of the words that its patterns are looked up by is there: " + Some(words)
	if lang != "" && lang != report.Lang {
		s += fmt.Sprintf("; the rule reads sentences in %s, and this is read as %s", lang, report.Lang)
	}
	return s
}

// at says where a pattern stands, "" when that is not known.
func at(p *source.PatternSource) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf(" in %s, line %d", p.File, p.Line)
}

// Says tells which words spoke against a fact, or that none spoke for it.
func (d *Drop) Says() string {
	switch {
	case d.By != nil && d.Rule != "":
		return "“" + d.By.Text + "” is, by " + d.Rule
	case d.By != nil:
		return "“" + d.By.Text + "” is"
	case strings.HasPrefix(d.Condition, "needs "):
		return "nothing there is"
	}
	return "the words themselves are"
}

// Stood names what stood where an attempt stopped.
func (a *Attempt) Stood() string {
	if a.Stands.Text == "" {
		return "the sentence's end"
	}
	return "“" + a.Stands.Text + "”"
}

// Wanted words what an attempt lacked, or what barred it.
func (a *Attempt) Wanted() string {
	var parts []string
	if len(a.Expected) > 0 {
		parts = append(parts, "instead of "+Some(a.Expected))
	}
	if len(a.Barred) > 0 {
		parts = append(parts, "which !"+Some(a.Barred)+" bars")
	}
	return strings.Join(parts, ", or ")
}

// Some lists names, the first few of many.
func Some(names []string) string {
	const shown = 8
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown-1], ", "), len(names)-shown+1)
}

// LookedUp returns the words, lexicons and shapes at which a rule's patterns are
// tried, and the language its sentences must be in, "" for any.
func (r *Reader) LookedUp(rule string) (words []string, lang string) {
	for _, p := range r.packs {
		if p.index == nil {
			continue
		}
		mine := func(patterns []uint32) bool {
			return slices.ContainsFunc(patterns, func(i uint32) bool { return p.index.Patterns[i].Rule == rule })
		}
		for id, word := range p.index.Words {
			if mine(p.WordPatterns(id)) {
				words = append(words, word)
			}
		}
		for id := range p.Classes {
			if mine(p.ClassPatterns(uint16(id))) {
				words = append(words, p.class(uint16(id)))
			}
		}
		for i := range p.Rules {
			if p.Rules[i].ID == rule {
				lang = map[pack.Lang]string{pack.English: "en", pack.French: "fr"}[p.Rules[i].Lang]
			}
		}
	}
	slices.Sort(words)
	return words, lang
}
