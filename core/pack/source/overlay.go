package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
)

// overlay is what a compiler knows of the pack it compiles against, and of the
// changes its source makes to that pack.
type overlay struct {
	base          *pack.Pack // nil for a pack that stands alone
	outline       pack.Outline
	extends       place // the key extends: of the source
	named         place // the key pack:
	jurisdictions []str // of rules and changes that give none
	tune          []change
}

// change is a tune or silence, as written.
type change struct {
	tuneYAML
	file string
}

// CompileOn compiles an overlay against a compiled base pack, or a pack that
// stands alone when base is nil. It fails with *Error.
func CompileOn(fsys fs.FS, base []byte) ([]byte, Info, error) {
	c, err := loadOn(fsys, base)
	if err != nil {
		return nil, Info{}, err
	}
	return c.pack()
}

func loadOn(fsys fs.FS, base []byte) (*compiler, error) {
	c, err := load(fsys)
	if err != nil || base == nil {
		return c, err
	}
	if c.overlay.base, err = pack.Load(base); err != nil {
		return nil, fmt.Errorf("load the base pack: %w", err)
	}
	if c.overlay.outline, err = c.overlay.base.Outline(); err != nil {
		return nil, fmt.Errorf("read the outline of the base pack: %w", err)
	}
	if len(c.overlay.base.Identifiers) > 0 {
		set, err := identifier.Load(c.overlay.base.Identifiers)
		if err != nil {
			return nil, fmt.Errorf("read the identifier formats of the base pack: %w", err)
		}
		c.formats = append(c.formats, set.Formats()...)
	}
	return c, nil
}

// File is the source that a single file makes.
func File(dir fs.FS, name string) fs.FS { return oneFile{dir, name} }

type oneFile struct {
	fs.FS
	name string
}

// Glob implements fs.GlobFS.
func (f oneFile) Glob(pattern string) ([]string, error) {
	ok, err := path.Match(pattern, f.name)
	if !ok || err != nil {
		return nil, err
	}
	return []string{f.name}, nil
}

// head reads what stands once in a pack, and the changes of an overlay.
func (c *compiler) head(file string, f *ruleFile) {
	if f.Pack.Text != "" {
		if c.overlay.named.file != "" {
			c.problem(file, f.Pack, "", "the pack has its name from %s already", c.overlay.named.file)
		}
		if !packName.MatchString(f.Pack.Text) {
			c.problem(file, f.Pack, "", "a pack's name is lower-case letters, digits, - and ., not %q", f.Pack.Text)
		}
		c.b.Name, c.overlay.named = f.Pack.Text, place{file, f.Pack}
	}
	if f.Version.Text != "" {
		c.b.Version = f.Version.Text
	}
	if f.Extends.Text != "" {
		c.overlay.extends = place{file, f.Extends}
	}
	c.overlay.jurisdictions = append(c.overlay.jurisdictions, f.Jurisdictions...)
	for _, t := range f.Tune {
		if t.Severity.Text == "" && t.Title == (textYAML{}) && t.Why == (textYAML{}) {
			c.problem(file, t.Rule, t.Rule.Text, "the tune changes nothing; give a severity, title or why")
		}
		c.overlay.tune = append(c.overlay.tune, change{t, file})
	}
	for _, s := range f.Silence {
		t := tuneYAML{Rule: s.Rule, Severity: str{"clear", s.Rule.Line, s.Rule.Col}, Jurisdictions: s.Jurisdictions}
		c.overlay.tune = append(c.overlay.tune, change{t, file})
	}
}

var packName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// onBase checks that the source is an overlay when there is a base, and the
// other way round.
func (c *compiler) onBase() {
	o := &c.overlay
	switch {
	case o.base == nil && o.extends.file != "":
		c.problem(o.extends.file, o.extends.at, "", "this is an overlay of the pack %s; compile it with that pack as --base", o.extends.at.Text)
	case o.base == nil && len(o.tune) > 0:
		c.problem(o.tune[0].file, o.tune[0].Rule, "", "only an overlay can tune or silence rules; name its base with extends:")
	case o.base != nil && o.base.Base != "":
		c.problems = append(c.problems, Problem{Message: "the pack " + o.base.Name + " is an overlay of " + o.base.Base + " itself; compile against that one"})
	case o.base != nil && o.extends.file == "":
		c.problems = append(c.problems, Problem{Message: "the source is no overlay: write extends: " + o.base.Name + " and pack: with a name of its own"})
	case o.base != nil && o.extends.at.Text != o.base.Name:
		c.problem(o.extends.file, o.extends.at, "", "this is an overlay of the pack %s, but the base given is %s", o.extends.at.Text, o.base.Name)
	case o.base != nil && (o.named.file == "" || c.b.Name == o.base.Name):
		c.problem(o.extends.file, o.extends.at, "", "the overlay needs a name of its own; write it as pack: at the top")
	}
	if o.base != nil {
		c.b.Base = o.base.Name
	}
	for _, name := range c.lex.names {
		at, extends := c.lex.first[name], c.lex.extends[name]
		_, known := o.outline.Width[name]
		switch {
		case extends && !known:
			c.problem(at.file, at.at, "", "there is no lexicon @%s to extend%s", name, meant("@", name, sortedKeys(o.outline.Width)))
		case known && !extends:
			c.problem(at.file, at.at, "", "@%s is a lexicon of the base; write extend: true to add to it, or choose another name", name)
		case extends:
			c.need(pack.Lexicon, name)
		}
	}
	for _, name := range sortedKeys(c.defines) {
		if _, taken := o.outline.Macros[name]; taken {
			c.problem(c.defines[name].file, c.defines[name].str, "", "%%%s is defined in the base; choose another name", name)
		}
	}
}

func (c *compiler) need(what pack.What, name string) {
	if n := (pack.Need{What: what, Name: name}); !slices.Contains(c.b.Needs, n) {
		c.b.Needs = append(c.b.Needs, n)
	}
}

// cite returns the citation of an id, without a section.
func (c *compiler) cite(id string) (pack.Cite, bool) {
	if q, ok := c.cites[id]; ok {
		return pack.Cite{ID: id, Title: q.Title, URL: q.URL, Where: q.Where.Text}, true
	}
	i := slices.IndexFunc(c.overlay.outline.Cites, func(q pack.Cite) bool { return q.ID == id })
	if i < 0 {
		return pack.Cite{}, false
	}
	return c.overlay.outline.Cites[i], true
}

// asked returns the fact kind that a condition names.
func (c *compiler) asked(name string) (uint16, bool) {
	if id, ok := c.kinds[name]; ok {
		return id, true
	}
	if c.overlay.base == nil {
		return 0, false
	}
	for _, k := range c.overlay.base.Kinds {
		if k.Name == name {
			c.need(pack.FactKind, name)
			return c.kind(name, k.Scope), true
		}
	}
	return 0, false
}

// facts returns the names of all fact kinds that a condition may ask about.
func (c *compiler) facts() []string {
	all := sortedKeys(c.kinds)
	if c.overlay.base != nil {
		for _, k := range c.overlay.base.Kinds {
			all = append(all, k.Name)
		}
	}
	return all
}

// baseClass takes a lexicon of the base into use.
func (c *compiler) baseClass(name string) (uint16, bool) {
	width, ok := c.overlay.outline.Width[name]
	if !ok {
		return 0, false
	}
	c.need(pack.Lexicon, name)
	c.b.Classes = append(c.b.Classes, name)
	c.lex.width[name], c.lex.cost[name] = width, c.overlay.outline.Cost[name]
	return uint16(len(c.b.Classes) - 1), true
}

// newID reports a rule that has the id of one in the base.
func (c *compiler) newID(r *fileRule) {
	if c.baseRule(r.ID.Text) != nil {
		c.problem(r.file, r.ID, r.ID.Text, "the base has a rule of this id; change that one under tune:, or choose another id")
	}
}

func (c *compiler) baseRule(id string) *pack.Rule {
	if c.overlay.base != nil {
		for i := range c.overlay.base.Rules {
			if r := &c.overlay.base.Rules[i]; r.ID == id {
				return r
			}
		}
	}
	return nil
}

// listed returns the jurisdictions a rule or change lists, or the pack's.
func (c *compiler) listed(list []str) []str {
	if len(list) == 0 {
		return c.overlay.jurisdictions
	}
	return list
}

// jurisdictions checks the jurisdictions of a rule or change.
func (c *compiler) jurisdictions(file, rule string, list []str) []string {
	var out []string
	for _, j := range c.listed(list) {
		if !jurisdiction.MatchString(j.Text) {
			c.problem(file, j, rule, "unknown jurisdiction %q; expected CA, US, UK, AU or FR, with a region where one matters (CA-ON)", j.Text)
		}
		out = append(out, j.Text)
	}
	return out
}

var jurisdiction = regexp.MustCompile(`^(CA|US|UK|AU|FR)(-[A-Z]{2,3})?$`)

// tunes writes the changes to the base's rules, one for each jurisdiction, a
// region's after its country's so that the nearer one holds.
func (c *compiler) tunes() {
	if c.overlay.base == nil {
		return
	}
	seen := map[[2]string]change{}
	for _, t := range c.overlay.tune {
		id := t.Rule.Text
		base, format := c.baseRule(id), c.isFormat(id)
		switch {
		case format && t.Severity != (str{"clear", t.Rule.Line, t.Rule.Col}):
			c.problem(t.file, t.Rule, id, "this is an identifier format, which can only be silenced; tune the rule of its category to change how it is reported")
			continue
		case base == nil && !format:
			c.problem(t.file, t.Rule, id, "the base has no rule of this id%s", meant("", id, c.silenceable()))
			continue
		case base != nil && base.Category == "":
			c.problem(t.file, t.Rule, id, "this rule makes facts, not findings: other rules rest on it, so it cannot be changed")
			continue
		}
		severity := pack.Unchanged
		if t.Severity.Text != "" {
			s, ok := severities[t.Severity.Text]
			if !ok || s == 0 && t.Severity != (str{"clear", t.Rule.Line, t.Rule.Col}) {
				c.problem(t.file, t.Severity, id, "severity must be nudge, caution or stop, not %q; to silence the rule, list it under silence:", t.Severity.Text)
				continue
			}
			severity = s
		}
		places := c.jurisdictions(t.file, id, t.Jurisdictions)
		if len(places) == 0 {
			places = []string{""}
		}
		for _, j := range places {
			if old, twice := seen[[2]string{id, j}]; twice {
				c.problem(t.file, t.Rule, id, "the rule is changed already in %s, line %d", old.file, old.Rule.Line)
			}
			seen[[2]string{id, j}] = t
			c.b.Tunes = append(c.b.Tunes, pack.Tune{
				Rule: id, Severity: severity, Jurisdiction: j,
				Title: pack.Text{En: t.Title.En, Fr: t.Title.Fr}, Why: pack.Text{En: t.Why.En, Fr: t.Why.Fr},
			})
		}
		if !format { // a base that lacks the format is as good as one in which it is silent
			c.need(pack.RuleID, id)
		}
	}
	slices.SortFunc(c.b.Tunes, func(a, b pack.Tune) int {
		return cmp.Or(cmp.Compare(len(a.Jurisdiction), len(b.Jurisdiction)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Jurisdiction, b.Jurisdiction))
	})
	slices.SortFunc(c.b.Needs, func(a, b pack.Need) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Name, b.Name))
	})
}

// isFormat reports whether id names an identifier format of the base.
func (c *compiler) isFormat(id string) bool {
	return slices.ContainsFunc(c.formats, func(f identifier.Format) bool { return f.Rule() == id })
}

// silenceable returns the ids of the base's rules that make findings, and of its
// identifier formats.
func (c *compiler) silenceable() []string {
	var out []string
	for i := range c.overlay.base.Rules {
		if r := &c.overlay.base.Rules[i]; r.Category != "" {
			out = append(out, r.ID)
		}
	}
	for i := range c.formats {
		out = append(out, c.formats[i].Rule())
	}
	return out
}

// outline writes what overlays of this pack may use.
func (c *compiler) outline() {
	o := pack.Outline{Macros: map[string]string{}, Width: c.lex.width, Cost: c.lex.cost, Words: c.lex.marks, Marks: c.marks}
	for name, d := range c.defines {
		o.Macros[name] = d.Text
	}
	for _, id := range sortedKeys(c.cites) {
		q, _ := c.cite(id)
		o.Cites = append(o.Cites, q)
	}
	c.b.Outline = o
}
