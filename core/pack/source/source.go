// Package source turns rule packs as admins write them (YAML, lexicons) into
// compiled packs, and finds what is wrong with them. It is never linked into
// the module: it may be slow and speak at length.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Info says what a compiled pack holds.
type Info struct {
	Name, Version                      string
	Rules, Patterns, Lexicons, Entries int
}

// Error is a source that does not compile: every problem found.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for i, p := range e.Problems {
		if i == 20 {
			lines = append(lines, fmt.Sprintf("and %d more", len(e.Problems)-i))
			break
		}
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// Compile compiles the rules, lexicons and identifier formats of fsys into one
// pack. The same files give the same bytes. It fails with *Error.
func Compile(fsys fs.FS) ([]byte, Info, error) { return CompileWith(fsys, nil) }

// CompileWith compiles with the given story model in place of the one in fsys.
func CompileWith(fsys fs.FS, model []byte) ([]byte, Info, error) {
	c, err := load(fsys)
	if err != nil {
		return nil, Info{}, err
	}
	if model != nil {
		c.b.Model = model
	}
	return c.pack()
}

// pack compiles what was loaded.
func (c *compiler) pack() ([]byte, Info, error) {
	c.compile()
	if len(c.problems) > 0 {
		return nil, Info{}, &Error{c.problems}
	}
	info := Info{
		Name: c.b.Name, Version: c.b.Version, Rules: len(c.b.Rules), Patterns: c.patterns,
		Lexicons: len(c.b.Classes) - len(pack.Shapes), Entries: c.lex.entries,
	}
	return c.b.Bytes(), info, nil
}

// Lint reports everything wrong or doubtful in fsys: what CompileOn refuses, and
// rules without examples, citations or messages in both languages.
func Lint(fsys fs.FS, base []byte) []Problem {
	c, err := loadOn(fsys, base)
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			return e.Problems
		}
		return []Problem{{Message: err.Error()}}
	}
	c.compile()
	c.lint()
	return c.problems
}

// Example is a sentence a rule must flag, or must not.
type Example struct {
	Rule string
	File string
	Line int
	Text string
	Lang string
	Fact bool // the rule makes facts, not findings
	Flag bool

	Jurisdiction string // "" unless the rule counts only where it is known
}

// Examples returns the examples of every rule in fsys, in file order.
func Examples(fsys fs.FS) ([]Example, error) {
	c, err := load(fsys)
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, r := range c.rules {
		add := func(list []str, flag bool) {
			for _, s := range list {
				x := Example{Rule: r.name(), File: r.file, Line: s.Line, Text: s.Text, Lang: r.Lang, Fact: r.Category == "", Flag: flag}
				if where := c.where(r.Jurisdictions); r.KnownOnly && len(where) > 0 {
					x.Jurisdiction = where[0].Text
				}
				out = append(out, x)
			}
		}
		add(r.Flags, true)
		add(r.Passes, false)
	}
	return out, nil
}

type fileRule struct {
	ruleYAML
	file string
}

// where is the place to which a problem with the rule points.
func (r *fileRule) where() str {
	if r.ID.Line == 0 {
		return r.Fact
	}
	return r.ID
}

// name is the rule's id, or for rules that make facts the fact and language.
func (r *fileRule) name() string {
	if r.ID.Text != "" {
		return r.ID.Text
	}
	return r.Fact.Text + "." + r.Lang
}

type compiler struct {
	b        *pack.Builder
	rules    []*fileRule
	defines  map[string]place
	cites    map[string]citeYAML
	kinds    map[string]uint16
	lex      *lexicons
	overlay  overlay
	problems []Problem
	patterns int
}

func (c *compiler) problem(file string, at str, rule, format string, args ...any) {
	c.problems = append(c.problems, Problem{file, at.Line, at.Col, rule, fmt.Sprintf(format, args...)})
}

// load reads every file; it fails only when one cannot be read as YAML.
func load(fsys fs.FS) (*compiler, error) {
	c := &compiler{b: pack.NewBuilder(), defines: map[string]place{}, cites: map[string]citeYAML{}, kinds: map[string]uint16{}}
	c.b.Name, c.b.Version = "base", "1"
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the rule files: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("there is no *.yaml file of rules here")
	}
	sort.Strings(names)
	c.lex = &lexicons{lists: map[string][]lexEntry{}, first: map[string]place{}, extends: map[string]bool{}}
	c.kind("always", pack.InPost)
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
		if path.Base(name) == "identifiers.yaml" {
			blob, err := CompileIdentifiers(data, name)
			if err != nil {
				return nil, fmt.Errorf("compile identifier formats: %w", err)
			}
			c.b.Identifiers = blob
			continue
		}
		var f ruleFile
		if p := decode(name, data, &f); p != nil {
			c.problems = append(c.problems, *p)
			continue
		}
		c.add(name, &f)
	}
	model, err := fs.ReadFile(fsys, ModelFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the story model: %w", err)
	}
	c.b.Model = model
	if err := c.lex.read(fsys, c); err != nil {
		return nil, err
	}
	if len(c.problems) > 0 {
		return nil, &Error{c.problems}
	}
	return c, nil
}

func (c *compiler) add(file string, f *ruleFile) {
	c.head(file, f)
	for _, name := range sortedKeys(f.Lexicons) {
		c.lex.add(name, f.Lexicons[name], file)
	}
	for _, name := range sortedKeys(f.Define) {
		if old, twice := c.defines[name]; twice {
			c.problem(file, f.Define[name], "", "%%%s is defined in %s, line %d, too", name, old.file, old.at.Line)
		}
		c.defines[name] = place{file, f.Define[name]}
	}
	for _, k := range f.Kinds {
		scope, ok := scopes[k.Scope]
		if !ok {
			c.problem(file, k.Kind, "", "scope must be sentence, near or post, not %q", k.Scope)
		}
		c.kind(k.Kind.Text, scope)
	}
	for _, cite := range f.Cites {
		c.cites[cite.ID.Text] = cite
	}
	for _, q := range f.Prompts {
		c.b.Prompts = append(c.b.Prompts, pack.Prompt{
			ID: q.ID.Text, Text: pack.Text{En: q.Text.En, Fr: q.Text.Fr}, Categories: q.Categories, Severity: severities[q.Severity],
		})
	}
	for i := range f.Rules {
		c.rules = append(c.rules, &fileRule{f.Rules[i], file})
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var scopes = map[string]pack.Scope{"": pack.InSentence, "sentence": pack.InSentence, "near": pack.InNear, "post": pack.InPost}

var severities = map[string]uint8{"clear": 0, "nudge": 1, "caution": 2, "stop": 3}

var langs = map[string]pack.Lang{"": pack.AnyLang, "both": pack.AnyLang, "en": pack.English, "fr": pack.French}

// kind returns the id of a fact kind, making it when new.
func (c *compiler) kind(name string, scope pack.Scope) uint16 {
	if id, ok := c.kinds[name]; ok {
		return id
	}
	id := uint16(len(c.b.Kinds))
	c.kinds[name] = id
	c.b.Kinds = append(c.b.Kinds, pack.Kind{Name: name, Scope: scope})
	return id
}

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
				c.problem(r.file, r.ID, r.ID.Text, "this id is taken by a rule in %s, line %d", old.file, old.ID.Line)
			}
			seen[r.ID.Text] = r
			c.newID(r)
		}
		c.rule(r)
	}
	c.tunes()
	c.outline()
}

// BuiltinKinds are fact kinds that code makes.
var BuiltinKinds = []string{"question", "quoted", "exclaimed", "hashtagged"}

func (c *compiler) rule(r *fileRule) {
	where := r.where()
	out := pack.Rule{
		ID: r.name(), Category: r.Category, Known: r.KnownOnly, Jurisdictions: c.jurisdictions(r.file, r.name(), r.Jurisdictions),
		Title: pack.Text{En: r.Title.En, Fr: r.Title.Fr}, Why: pack.Text{En: r.Why.En, Fr: r.Why.Fr},
	}
	if r.ID.Text == "" && r.Fact.Text == "" {
		c.problem(r.file, where, "", "a rule needs an id, or a fact it makes")
		return
	}
	if r.Fact.Text != "" {
		out.Fact = c.kinds[r.Fact.Text]
	}
	if r.Category != "" && !categories[r.Category] {
		c.problem(r.file, where, out.ID, "unknown category %q", r.Category)
	}
	sev, ok := severities[r.Severity]
	if r.Category != "" && (!ok || sev == 0) {
		c.problem(r.file, where, out.ID, "severity must be nudge, caution or stop, not %q", r.Severity)
	}
	out.Severity = sev
	if out.Lang, ok = langs[r.Lang]; !ok {
		c.problem(r.file, where, out.ID, "lang must be en, fr or both, not %q", r.Lang)
	}
	for _, s := range r.Cites {
		id, section, _ := strings.Cut(s.Text, ":")
		cite, ok := c.cite(id)
		if !ok {
			c.problem(r.file, s, out.ID, "no citation %q in cites.yaml", id)
			continue
		}
		cite.Section = strings.TrimSpace(section)
		out.Cites = append(out.Cites, cite)
	}
	out.Needs = c.conditions(r, out.ID, r.Needs)
	out.Unless = c.conditions(r, out.ID, r.Unless)
	for _, e := range r.Edits {
		if !edits[e.Do] {
			c.problem(r.file, where, out.ID, "an edit's do must be drop, replace, sentence, prefix or suffix, not %q", e.Do)
		}
		out.Edits = append(out.Edits, pack.Edit{Do: e.Do, With: pack.Text{En: e.With.En, Fr: e.With.Fr}, Label: pack.Text{En: e.Label.En, Fr: e.Label.Fr}})
	}
	id := uint32(len(c.b.Rules))
	c.b.Rules = append(c.b.Rules, out)
	for _, m := range r.Match {
		c.pattern(r, out.ID, id, m)
	}
}

var edits = map[string]bool{"drop": true, "replace": true, "sentence": true, "prefix": true, "suffix": true}

var categories = map[string]bool{
	"identifier.name": true, "identifier.contact": true, "identifier.place": true, "identifier.date": true,
	"identifier.age": true, "identifier.number": true, "reidentification": true, "patient-mention": true,
	"patient-media": true, "boundary": true, "medical-advice": true, "disparagement": true, "unprofessional": true,
	"misinformation": true, "conflict-of-interest": true, "confidential-workplace": true, "jurisdiction": true,
}

func (c *compiler) conditions(r *fileRule, rule string, list []str) []pack.Condition {
	var out []pack.Condition
	for _, s := range list {
		name, at, scoped := strings.Cut(s.Text, "@")
		id, ok := c.asked(name)
		if !ok {
			c.problem(r.file, s, rule, "no rule makes the fact %q", name)
			continue
		}
		scope := c.b.Kinds[id].Scope
		if scoped {
			if scope, ok = scopes[at]; !ok {
				c.problem(r.file, s, rule, "after @ must stand sentence, near or post, not %q", at)
			}
		}
		out = append(out, pack.Condition{Kind: id, Scope: scope})
	}
	return out
}

func (c *compiler) pattern(r *fileRule, rule string, id uint32, m str) {
	n, err := pattern.Parse(m.Text, c.macro)
	var prog *pattern.Program
	if err == nil {
		prog, err = pattern.Compile(n, names{c, r.Lang})
	}
	if err != nil {
		at := m
		msg := err.Error()
		var se *pattern.SyntaxError
		if errors.As(err, &se) {
			at.Col += se.Col
			msg = fmt.Sprintf("in the pattern %q: %s", m.Text, se.Msg)
		}
		c.problem(r.file, at, rule, "%s", msg)
		return
	}
	c.b.Pattern(id, prog)
	c.patterns++
}

// names resolves pattern names against the pack being built.
type names struct {
	c    *compiler
	lang string
}

func (n names) Word(folded string) uint32 { return n.c.b.Word(text.Hash([]byte(folded))) }

func (n names) Class(name string) (uint16, bool) {
	i := slices.Index(n.c.b.Classes, name)
	if i < 0 {
		return n.c.baseClass(name)
	}
	return uint16(i), i > 0
}

func (n names) ClassWidth(id uint16) int {
	if int(id) < len(pack.Shapes) {
		return 8
	}
	return n.c.lex.width[int(id)-len(pack.Shapes)]
}

func (n names) ClassCost(id uint16) int {
	if int(id) < len(pack.Shapes) {
		return 60
	}
	return n.c.lex.cost[int(id)-len(pack.Shapes)]
}

func (n names) Inflect(lemma string) ([]string, bool) { return inflect(lemma, n.lang) }

// lint reports what compiles but should not ship.
func (c *compiler) lint() {
	for _, r := range c.rules {
		where, name := r.where(), r.name()
		if r.KnownOnly && len(c.where(r.Jurisdictions)) == 0 {
			c.problem(r.file, where, name, "known_only needs jurisdictions")
		}
		if r.Category != "" {
			if r.Title.En == "" || r.Title.Fr == "" || r.Why.En == "" || r.Why.Fr == "" {
				c.problem(r.file, where, name, "title and why are needed in en and fr")
			}
			if len(r.Cites) == 0 {
				c.problem(r.file, where, name, "a rule must cite at least one authority")
			}
			if len(r.Match) > 0 && (len(r.Flags) == 0 || len(r.Passes) == 0) {
				c.problem(r.file, where, name, "a rule needs examples it flags and near-misses it passes")
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
}
