package source

import "strings"

// lint reports what compiles but should not ship, and advises what would be
// better.
func (c *compiler) lint() {
	for _, r := range c.rules {
		where, name := r.where(), r.name()
		if where.Line == 0 {
			continue // compile has complained
		}
		if r.KnownOnly && len(c.listed(r.Jurisdictions)) == 0 {
			c.problem(r.file, where, name, "known_only needs jurisdictions")
		}
		if r.Category.Text != "" {
			if r.Title.En == "" || r.Title.Fr == "" || r.Why.En == "" || r.Why.Fr == "" {
				c.problem(r.file, where, name, "title and why are needed in en and fr")
			}
			if len(r.Cites) == 0 {
				c.problem(r.file, where, name, "a rule must cite at least one authority")
			}
		}
		if len(r.Match) > 0 {
			if missing := r.lacks(); missing != "" {
				say := c.problem
				if r.Category.Text == "" {
					say = c.advise
				}
				say(r.file, where, name, "the rule has no examples under %s", missing)
			}
		}
		for _, t := range []textYAML{r.Title, r.Why} {
			for _, word := range []string{"illegal", "illégal", "unlawful"} {
				if strings.Contains(strings.ToLower(t.En+" "+t.Fr), word) {
					c.problem(r.file, where, name, "messages say \"may\", never %q", word)
				}
			}
		}
	}
	for _, name := range sortedKeys(c.defines) {
		if d := c.defines[name]; !d.used {
			c.advise(d.file, d.str, "", "no pattern uses %%%s", name)
		}
	}
}

// lacks names the kinds of example that a rule is without.
func (r *fileRule) lacks() string {
	switch flags, passes := len(r.Flags) > 0, len(r.Passes) > 0; {
	case !flags && !passes:
		return "flags (drafts it must catch) and passes (near-misses it must let be)"
	case !flags:
		return "flags (drafts it must catch)"
	case !passes:
		return "passes (near-misses it must let be)"
	}
	return ""
}
