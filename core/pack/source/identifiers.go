package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bedside-md/bedside/core/identifier"
)

// identifierFile is identifiers.yaml, as written.
type identifierFile struct {
	Formats []formatYAML `yaml:"formats"`
	Decoys  []decoyYAML  `yaml:"decoys"`
}

type formatYAML struct {
	ID                  str            `yaml:"id"`
	Country             str            `yaml:"country"`
	Region              string         `yaml:"region"`
	Name                textYAML       `yaml:"name"`
	Category            str            `yaml:"category"`
	Before              str            `yaml:"before"`
	Pattern             str            `yaml:"pattern"`
	CaseInsensitive     bool           `yaml:"case_insensitive"`
	Checksum            str            `yaml:"checksum"`
	Context             []str          `yaml:"context"`
	Against             []str          `yaml:"against"`
	RequiresContext     bool           `yaml:"requires_context"`
	BareRequiresContext bool           `yaml:"bare_requires_context"`
	RequiresLabel       bool           `yaml:"requires_label"`
	Labelled            bool           `yaml:"labelled"`
	Generic             bool           `yaml:"generic"`
	Alone               str            `yaml:"alone"`
	Digits              str            `yaml:"digits"`
	Longest             int            `yaml:"longest"`
	Confidence          str            `yaml:"confidence"`
	PublicRegister      bool           `yaml:"public_register"`
	HIPAA               string         `yaml:"hipaa"`
	Cites               []identityCite `yaml:"cites"`
	Remove              textYAML       `yaml:"remove"`
}

type identityCite struct {
	ID      str    `yaml:"id"`
	Section string `yaml:"section"`
}

type decoyYAML struct {
	ID              str  `yaml:"id"`
	Pattern         str  `yaml:"pattern"`
	CaseInsensitive bool `yaml:"case_insensitive"`
}

// CompileIdentifiers compiles identifier formats and decoys (YAML) to the blob
// that package identifier loads. A fault is an *Error that says where it stands.
func CompileIdentifiers(data []byte, file string) ([]byte, error) {
	var f identifierFile
	if p := decode(file, data, &f); p != nil {
		return nil, &Error{[]Problem{*p}}
	}
	c := identifierCompiler{file: file, data: data, ids: map[string]bool{}, b: identifier.NewBuilder()}
	for i := range f.Formats {
		c.format(&f.Formats[i])
	}
	for i := range f.Decoys {
		c.decoy(&f.Decoys[i])
	}
	if len(c.problems) > 0 {
		return nil, &Error{c.problems}
	}
	return c.b.Bytes(), nil
}

type identifierCompiler struct {
	file     string
	data     []byte
	problems []Problem
	ids      map[string]bool
	b        *identifier.Builder
}

func (c *identifierCompiler) fail(at str, id, format string, args ...any) {
	c.problems = append(c.problems, Problem{
		File: c.file, Line: at.Line, Column: at.Col, Rule: id, Message: fmt.Sprintf(format, args...), Source: lineOf(c.data, at.Line),
	})
}

func (c *identifierCompiler) unique(id str) {
	switch {
	case id.Text == "":
		c.fail(id, "", "a format or decoy has no id")
	case c.ids[id.Text]:
		c.fail(id, id.Text, "the id is used twice")
	}
	c.ids[id.Text] = true
}

func (c *identifierCompiler) automaton(pattern str, fold bool, id str) *identifier.Automaton {
	if pattern.Text == "" {
		c.fail(id, id.Text, "there is no pattern")
		return nil
	}
	a, err := compileAutomaton(pattern.Text, fold)
	if err != nil {
		c.fail(pattern, id.Text, "%v", err)
		return nil
	}
	return a
}

func (c *identifierCompiler) decoy(x *decoyYAML) {
	c.unique(x.ID)
	if a := c.automaton(x.Pattern, x.CaseInsensitive, x.ID); a != nil {
		c.b.Decoy(a)
	}
}

func (c *identifierCompiler) format(x *formatYAML) {
	c.unique(x.ID)
	oneOf := func(v str, what string, allowed ...string) {
		if !slices.Contains(allowed, v.Text) {
			c.fail(v, x.ID.Text, "unknown %s %q; expected one of %s", what, v.Text, strings.Join(allowed, ", "))
		}
	}
	if x.Country.Text == "" {
		c.fail(x.ID, x.ID.Text, "there is no country; write '*' for any")
	}
	if x.Name.En == "" || x.Name.Fr == "" {
		c.fail(x.ID, x.ID.Text, "the name is needed in both languages, en and fr")
	}
	oneOf(x.Category, "category", "identifier.number", "identifier.contact", "identifier.place", "identifier.date", "identifier.age")
	if x.Checksum.Text == "" {
		x.Checksum.Text = "none"
	}
	oneOf(x.Checksum, "checksum", identifier.Checksums()...)
	oneOf(x.Confidence, "confidence", "confirmed", "general", "uncertain")
	oneOf(x.Alone, "value of alone", "", "high", "medium", "low")
	if (x.RequiresContext || x.BareRequiresContext || x.RequiresLabel) && len(x.Context) == 0 {
		c.fail(x.ID, x.ID.Text, "context is required, but no context words are given")
	}
	r := identifier.Rules{
		Context: c.words(x.Context, x.ID), Against: c.words(x.Against, x.ID),
		NeedsContext: x.RequiresContext, BareNeedsContext: x.BareRequiresContext, NeedsLabel: x.RequiresLabel,
		Labelled: x.Labelled, Generic: x.Generic, Telling: x.Alone.Text == "high", Faint: x.Alone.Text == "low",
	}
	r.MinDigits, r.MaxDigits = c.digits(x)
	f := identifier.Format{
		ID: x.ID.Text, Country: x.Country.Text, Region: x.Region, Name: x.Name.En, French: x.Name.Fr,
		Category: x.Category.Text, Checksum: x.Checksum.Text, HIPAA: x.HIPAA, Basis: x.Confidence.Text, Public: x.PublicRegister,
		Instead: identifier.Text{En: x.Remove.En, Fr: x.Remove.Fr},
	}
	for _, q := range x.Cites {
		if q.ID.Text == "" {
			c.fail(x.ID, x.ID.Text, "a cite has no id")
		}
		f.Cites = append(f.Cites, identifier.Cite{ID: q.ID.Text, Section: q.Section})
	}
	var before *identifier.Automaton
	whole := x.Pattern
	if x.Before.Text != "" {
		if before = c.automaton(x.Before, x.CaseInsensitive, x.ID); before == nil {
			return
		}
		whole.Text = "(?:" + x.Before.Text + ")(?:" + x.Pattern.Text + ")"
	}
	a := c.automaton(whole, x.CaseInsensitive, x.ID)
	if a == nil {
		return
	}
	if x.Longest != 0 {
		if x.Longest < 0 || x.Longest > 4096 {
			c.fail(x.ID, x.ID.Text, "longest is %d; expected 1 to 4096 bytes", x.Longest)
			return
		}
		a.Longest = x.Longest
	}
	c.b.Format(f, r, a, before)
}

func (c *identifierCompiler) words(list []str, id str) (out []string) {
	for _, w := range list {
		if n := identifier.Words(w.Text); n == 0 || n > 5 {
			c.fail(w, id.Text, "context %q has %d words; expected 1 to 5", w.Text, n)
			continue
		}
		out = append(out, w.Text)
	}
	return out
}

// digits reads "7-15", the least and the most digits of a match.
func (c *identifierCompiler) digits(x *formatYAML) (least, most int) {
	if x.Digits.Text == "" {
		return 0, 0
	}
	a, b, _ := strings.Cut(x.Digits.Text, "-")
	least, errLeast := strconv.Atoi(a)
	most, errMost := strconv.Atoi(b)
	if errLeast != nil || errMost != nil || least < 0 || most < least || most > 99 {
		c.fail(x.Digits, x.ID.Text, "digits is %q; expected the least and the most, such as 7-15", x.Digits.Text)
		return 0, 0
	}
	return least, most
}
