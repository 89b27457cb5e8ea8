// Package source turns rule packs as admins write them (YAML, lexicons) into
// compiled packs, and finds what is wrong with them. It is never linked into
// the module: it may be slow and speak at length.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
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

// ModelFile is where a rule folder keeps its model.
const ModelFile = "judge.model"

// Compile compiles the rules, lexicons and identifier formats of fsys into one
// pack. The same files give the same bytes. It fails with *Error.
func Compile(fsys fs.FS) ([]byte, Info, error) { return CompileWith(fsys, nil) }

// CompileWith compiles with the given model in place of the one in fsys.
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
		return nil, Info{}, &Error{sorted(c.problems)}
	}
	packed := c.b.Bytes()
	info := Info{
		Name: c.b.Name, Version: c.b.Version, Rules: len(c.b.Rules), Patterns: len(c.index.Patterns),
		Lexicons: len(c.lex.names), Entries: c.lex.entries,
	}
	if c.b.Full() {
		return nil, Info{}, errors.New("the lexicons and patterns name too many different words for one pack; make two")
	}
	return packed, info, nil
}

// sorted puts problems in the order of their places.
func sorted(list []Problem) []Problem {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	return list
}

// Index says what a compiled pack no longer knows: where its patterns come from
// and how its words are spelled.
type Index struct {
	Patterns []PatternSource // by pattern id
	Words    map[uint32]string
}

// PatternSource is a pattern as it stands in a rule file.
type PatternSource struct {
	Rule, Text, File string
	Line             int
}

// CompileIndexed compiles as CompileOn does, for explaining what the pack does.
func CompileIndexed(fsys fs.FS, base []byte) ([]byte, *Index, error) {
	c, err := loadOn(fsys, base)
	if err != nil {
		return nil, nil, err
	}
	packed, _, err := c.pack()
	return packed, &c.index, err
}

// Lint reports everything wrong or doubtful in fsys: what CompileOn refuses, and
// rules without examples, citations or messages in both languages. The last are
// marked as advice where the rules work without.
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
	return sorted(c.problems)
}

// Example is a sentence a rule must flag, or must not.
type Example struct {
	Rule string
	File string
	Line int
	Text string
	Lang string
	Flag bool // the rule must hold

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
				x := Example{Rule: r.name(), File: r.file, Line: s.Line, Text: s.Text, Lang: r.Lang.Text, Flag: flag}
				if where := c.listed(r.Jurisdictions); r.KnownOnly && len(where) > 0 {
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

// name is the rule's id, or for rules that make facts the fact and language.
func (r *fileRule) name() string {
	if r.ID.Text != "" {
		return r.ID.Text
	}
	return r.Fact.Text + "." + cmp.Or(r.Lang.Text, "both")
}

type compiler struct {
	b        *pack.Builder
	rules    []*fileRule
	defines  map[string]*define
	files    map[string][]byte // rule files as read
	formats  []identifier.Format
	cited    []formatCite // by the formats of this pack
	cites    map[string]citeYAML
	kinds    map[string]uint16
	lex      *lexicons
	marks    []int // by rule, as pack.Outline.Marks
	overlay  overlay
	problems []Problem
	index    Index
}

// define is a pattern with a name, %name.
type define struct {
	str
	file string
	used bool
}

// where is the place to speak of when the rule as a whole is meant.
func (r *fileRule) where() str {
	if r.ID.Line == 0 {
		return r.Fact
	}
	return r.ID
}

// load reads every file; it fails only when one cannot be read as YAML.
func load(fsys fs.FS) (*compiler, error) {
	c := &compiler{
		b: pack.NewBuilder(), defines: map[string]*define{}, cites: map[string]citeYAML{}, kinds: map[string]uint16{},
		files: map[string][]byte{}, index: Index{Words: map[uint32]string{}},
	}
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
			set, err := identifier.Load(blob)
			if err != nil {
				return nil, fmt.Errorf("read back the identifier formats: %w", err)
			}
			c.formats = set.Formats()
			c.citing(name)
			continue
		}
		c.files[name] = data
		var f ruleFile
		if p := decode(name, data, &f); p != nil {
			c.problems = append(c.problems, *p)
			continue
		}
		c.add(name, &f)
	}
	model, err := fs.ReadFile(fsys, ModelFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the model: %w", err)
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
		if old := c.defines[name]; old != nil {
			c.problem(file, f.Define[name], "", "%%%s is defined already in %s, line %d; give it another name", name, old.file, old.Line)
			continue
		}
		c.defines[name] = &define{str: f.Define[name], file: file}
	}
	for _, k := range f.Kinds {
		scope, ok := scopes[k.Scope.Text]
		if !ok {
			c.problem(file, k.Scope, "", "unknown scope %q%s", k.Scope.Text, expected("", k.Scope.Text, scopeNames))
		}
		c.kind(k.Kind.Text, scope)
	}
	for _, cite := range f.Cites {
		if _, twice := c.cites[cite.ID.Text]; twice {
			c.problem(file, cite.ID, "", "the citation %s stands here twice", cite.ID.Text)
		}
		if w := cite.Where; w.Text != "" && !jurisdiction.MatchString(w.Text) {
			c.problem(file, w, "", "unknown jurisdiction %q; expected CA, US, UK, AU or FR, with a region where one matters (CA-ON), or none", w.Text)
		}
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

var scopeNames = []string{"sentence", "near", "post"}

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
