package source

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// ruleFile is a *.yaml file of rules, as written. Pack, version, extends and
// jurisdictions stand in one file of a pack; tune and silence only in overlays.
type ruleFile struct {
	Pack          str                `yaml:"pack"`
	Version       str                `yaml:"version"`
	Extends       str                `yaml:"extends"`
	Jurisdictions []str              `yaml:"jurisdictions"`
	Tune          []tuneYAML         `yaml:"tune"`
	Silence       []silenceYAML      `yaml:"silence"`
	Lexicons      map[string]lexicon `yaml:"lexicons"`

	Define  map[string]str `yaml:"define"`
	Kinds   []kindYAML     `yaml:"kinds"`
	Cites   []citeYAML     `yaml:"cites"`
	Prompts []promptYAML   `yaml:"prompts"`
	Rules   []ruleYAML     `yaml:"rules"`
}

type kindYAML struct {
	Kind  str    `yaml:"kind"`
	Scope str    `yaml:"scope"`
	Doc   string `yaml:"doc"`
}

// citeYAML is an authority. Clauses lists what rules may cite of it: those that
// somebody has read where they stand; [] for none, left out for any.
type citeYAML struct {
	ID      str    `yaml:"id"`
	Title   string `yaml:"title"`
	URL     string `yaml:"url"`
	Where   str    `yaml:"where"`
	Clauses []str  `yaml:"clauses"`
}

// has reports whether a clause may be cited.
func (q *citeYAML) has(clause string) bool {
	return clause == "" || q.Clauses == nil || slices.ContainsFunc(q.Clauses, func(s str) bool { return s.Text == clause })
}

type textYAML struct {
	En string `yaml:"en"`
	Fr string `yaml:"fr"`
}

type promptYAML struct {
	ID         str      `yaml:"id"`
	Text       textYAML `yaml:"text"`
	Categories []string `yaml:"categories"`
	Severity   string   `yaml:"severity"`
	Source     string   `yaml:"source"`
}

type editYAML struct {
	Do    str      `yaml:"do"`
	With  textYAML `yaml:"with"`
	Label textYAML `yaml:"label"`
}

// ruleYAML is one rule. A rule with fact and no category only makes facts for
// other rules and for the judge; one with category makes findings.
type ruleYAML struct {
	ID            str        `yaml:"id"`
	Fact          str        `yaml:"fact"`
	Category      str        `yaml:"category"`
	Severity      str        `yaml:"severity"`
	Lang          str        `yaml:"lang"`
	Jurisdictions []str      `yaml:"jurisdictions"`
	KnownOnly     bool       `yaml:"known_only"`
	Title         textYAML   `yaml:"title"`
	Why           textYAML   `yaml:"why"`
	Cites         []str      `yaml:"cites"`
	Match         []str      `yaml:"match"`
	Needs         []str      `yaml:"needs"`
	Unless        []str      `yaml:"unless"`
	Edits         []editYAML `yaml:"edits"`
	Flags         []str      `yaml:"flags"`
	Passes        []str      `yaml:"passes"`
}

// tuneYAML changes a rule of the base.
type tuneYAML struct {
	Rule          str      `yaml:"rule"`
	Severity      str      `yaml:"severity"`
	Title         textYAML `yaml:"title"`
	Why           textYAML `yaml:"why"`
	Jurisdictions []str    `yaml:"jurisdictions"`
	Reason        string   `yaml:"reason"`
}

// silenceYAML takes a rule of the base out.
type silenceYAML struct {
	Rule          str    `yaml:"rule"`
	Jurisdictions []str  `yaml:"jurisdictions"`
	Reason        string `yaml:"reason"`
}

// misplaced is a fault that a type of this package finds while YAML is read.
type misplaced struct {
	line, col int
	message   string
}

func (e *misplaced) Error() string { return e.message }

// str is a string that remembers where it was written.
type str struct {
	Text      string
	Line, Col int // 1-based; columns count characters
}

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (s *str) UnmarshalYAML(n ast.Node) error {
	t := n.GetToken()
	s.Line, s.Col = t.Position.Line, t.Position.Column
	switch v := n.(type) {
	case *ast.StringNode:
		s.Text = v.Value
	case *ast.LiteralNode:
		s.Text = strings.TrimSpace(v.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		s.Text = t.Value
	default:
		return &misplaced{s.Line, s.Col, "expected text here, not a " + strings.ToLower(n.Type().String())}
	}
	return nil
}
