package source

import (
	"errors"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

func (c *compiler) compile() {
	// Kinds that rules make must exist before conditions name them.
	for _, r := range c.rules {
		if _, known := c.asked(r.Fact.Text); !known && r.Fact.Text != "" {
			c.kind(r.Fact.Text, pack.InSentence)
		}
	}
	for _, name := range BuiltinKinds {
		c.kind(name, pack.InSentence)
	}
	c.onBase()
	c.b.Classes = append(append([]string{}, pack.Shapes...), c.lex.names...)
	c.lex.emit(c)
	seen := map[string]*fileRule{}
	for _, r := range c.rules {
		if r.ID.Text != "" {
			if old := seen[r.ID.Text]; old != nil {
				c.problem(r.file, r.ID, r.ID.Text, "this id is taken by a rule in %s, line %d; give this one another", old.file, old.ID.Line)
			}
			seen[r.ID.Text] = r
			c.newID(r)
		}
		c.rule(r)
	}
	c.tunes()
	c.formatCites()
	c.outline()
}

// BuiltinKinds are fact kinds that code makes.
var BuiltinKinds = []string{"question", "quoted", "exclaimed", "hashtagged"}

func (c *compiler) rule(r *fileRule) {
	out := pack.Rule{
		ID: r.name(), Category: r.Category.Text, Known: r.KnownOnly, Jurisdictions: c.jurisdictions(r.file, r.name(), r.Jurisdictions),
		Title: pack.Text{En: r.Title.En, Fr: r.Title.Fr}, Why: pack.Text{En: r.Why.En, Fr: r.Why.Fr},
	}
	if r.ID.Text == "" && r.Fact.Text == "" {
		c.problem(r.file, r.anywhere(), "", "a rule needs an id, or the fact it makes")
		return
	}
	if r.Fact.Text != "" {
		out.Fact = c.kinds[r.Fact.Text]
		if len(r.Match) == 0 {
			c.problem(r.file, r.Fact, out.ID, "a rule that makes a fact needs patterns under match")
		}
	}
	if cat := r.Category; cat.Line > 0 && !slices.Contains(pack.Categories, cat.Text) {
		c.problem(r.file, cat, out.ID, "unknown category %q%s", cat.Text, expected("", cat.Text, pack.Categories))
	}
	sev, ok := severities[r.Severity.Text]
	switch {
	case r.Severity.Line == 0 && r.Category.Text == "":
	case r.Severity.Line == 0:
		c.problem(r.file, r.where(), out.ID, "a rule with a category needs a severity: nudge, caution or stop")
	case !ok || sev == 0:
		c.problem(r.file, r.Severity, out.ID, "unknown severity %q%s", r.Severity.Text, expected("", r.Severity.Text, []string{"nudge", "caution", "stop"}))
	}
	out.Severity = sev
	if out.Lang, ok = langs[r.Lang.Text]; !ok {
		c.problem(r.file, r.Lang, out.ID, "unknown lang %q; expected en, fr or both", r.Lang.Text)
	}
	for _, s := range r.Cites {
		id, section, _ := strings.Cut(s.Text, ":")
		cite, ok := c.cite(id)
		if !ok {
			c.problem(r.file, s, out.ID, "there is no citation %q under any cites%s", id, meant("", id, sortedKeys(c.cites)))
			continue
		}
		cite.Section = strings.TrimSpace(section)
		if q, own := c.cites[id]; own && !q.has(cite.Section) {
			c.problem(r.file, s, out.ID, "%q is not among the clauses of %s; cite the document alone, or one that is", cite.Section, id)
		}
		out.Cites = append(out.Cites, cite)
	}
	out.Needs = c.conditions(r, out.ID, r.Needs)
	out.Unless = c.conditions(r, out.ID, r.Unless)
	for _, e := range r.Edits {
		if !slices.Contains(edits, e.Do.Text) {
			if e.Do.Line == 0 {
				c.problem(r.file, r.where(), out.ID, "an edit needs do: %s", listed(edits, "or"))
				continue
			}
			c.problem(r.file, e.Do, out.ID, "an edit cannot do %q%s", e.Do.Text, expected("", e.Do.Text, edits))
		}
		out.Edits = append(out.Edits, pack.Edit{Do: e.Do.Text, With: pack.Text{En: e.With.En, Fr: e.With.Fr}, Label: pack.Text{En: e.Label.En, Fr: e.Label.Fr}})
	}
	id := uint32(len(c.b.Rules))
	c.b.Rules = append(c.b.Rules, out)
	c.marks = append(c.marks, r.mark())
	for _, m := range r.Match {
		c.pattern(r, out.ID, id, m)
	}
}

// mark tells the rule's patterns and conditions from others.
func (r *fileRule) mark() int {
	var b []byte
	for _, list := range [][]str{r.Match, r.Needs, r.Unless} {
		for _, s := range list {
			b = append(append(b, s.Text...), 0)
		}
		b = append(b, 1)
	}
	return marked(b)
}

func marked(b []byte) int { return int(text.Hash(b) >> 33) }

var edits = []string{"drop", "replace", "restate", "sentence", "prefix", "suffix"}

// anywhere is the first place known of a rule that has neither id nor fact.
func (r *fileRule) anywhere() str {
	for _, list := range [][]str{{r.Category, r.Severity, r.Lang}, r.Match, r.Cites, r.Flags, r.Passes} {
		for _, s := range list {
			if s.Line > 0 {
				return s
			}
		}
	}
	return str{}
}

// conditions reads the facts that a rule needs, or that silence it: "a",
// "a@near" or, of which one will do, "a | b@near".
func (c *compiler) conditions(r *fileRule, rule string, list []str) []pack.Condition {
	var out []pack.Condition
	for _, s := range list {
		n := len(out)
		at := 0
		for one := range strings.SplitSeq(s.Text, "|") {
			name, scope, scoped := strings.Cut(strings.TrimSpace(one), "@")
			start := at + strings.Index(one, name)
			at += len(one) + 1
			id, ok := c.asked(name)
			if name == "" {
				c.problem(r.file, c.within(r.file, s, start), rule, "expected the name of a fact here")
				continue
			}
			if !ok {
				c.problem(r.file, c.within(r.file, s, start), rule, "no rule makes the fact %q%s", name, meant("", name, c.facts()))
				continue
			}
			cond := pack.Condition{Kind: id, Scope: c.b.Kinds[id].Scope, Or: true}
			if scoped {
				if cond.Scope, ok = scopes[scope]; !ok || scope == "" {
					c.problem(r.file, c.within(r.file, s, start+len(name)+1), rule, "unknown scope %q after @%s", scope, expected("", scope, scopeNames))
				}
			}
			out = append(out, cond)
		}
		if len(out) > n {
			out[len(out)-1].Or = false
		}
	}
	return out
}

// macro returns the text of %name.
func (c *compiler) macro(name string) (string, error) {
	if d := c.defines[name]; d != nil {
		d.used = true
		return d.Text, nil
	}
	if text, ok := c.overlay.outline.Macros[name]; ok {
		return text, nil
	}
	known := append(sortedKeys(c.defines), sortedKeys(c.overlay.outline.Macros)...)
	return "", errors.New("there is no definition %" + name + meant("%", name, known))
}

func (c *compiler) pattern(r *fileRule, rule string, id uint32, m str) {
	n, err := pattern.Parse(m.Text, c.macro)
	var prog *pattern.Program
	if err == nil {
		prog, err = pattern.Compile(n, names{c, r.Lang.Text})
	}
	if err != nil {
		var se *pattern.SyntaxError
		errors.As(err, &se)
		file, at := r.file, m
		if se.In != "" {
			if d := c.defines[se.In]; d != nil { // not one of the base
				file, at = d.file, d.str
			}
		}
		at = c.within(file, at, se.Col-1)
		for _, p := range c.problems {
			if p.File == file && p.Line == at.Line && p.Column == at.Col && p.Message == se.Msg {
				return // a definition is wrong once, not in every rule that uses it
			}
		}
		c.problem(file, at, rule, "%s", se.Msg)
		return
	}
	c.b.Pattern(id, prog)
	c.index.Patterns = append(c.index.Patterns, PatternSource{rule, m.Text, r.file, m.Line})
}
