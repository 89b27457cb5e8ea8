package release

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
)

// RuleChange is what a new pack does to one rule.
type RuleChange struct {
	Rule     string   `json:"rule"`
	How      string   `json:"how"` // "added", "removed" or "changed"
	Category string   `json:"category,omitempty"`
	Severity string   `json:"severity,omitempty"` // "caution", or "caution → stop"
	What     []string `json:"what,omitempty"`     // for a changed rule, what changed: a phrase each
}

// PackDiff is the difference between two versions of a pack.
type PackDiff struct {
	Target  string       `json:"target"`
	Pack    string       `json:"pack"`
	Was     string       `json:"was"` // version, "" for none
	Is      string       `json:"is"`
	Bytes   [2]int       `json:"bytes"`   // before and after
	Changed bool         `json:"changed"` // they are not the same bytes
	Rules   []RuleChange `json:"rules"`
	Other   []string     `json:"other,omitempty"` // lexicons, definitions and the rest, a phrase each
	Alerts  *Alerts      `json:"alerts,omitempty"`
}

// ComparePacks compares two compiled packs; was is nil where there was none.
func ComparePacks(was, is []byte) (*PackDiff, error) {
	b, err := pack.Load(is)
	if err != nil {
		return nil, fmt.Errorf("read the new pack: %w", err)
	}
	d := &PackDiff{Pack: b.Name, Is: b.Version, Bytes: [2]int{len(was), len(is)}, Changed: !bytes.Equal(was, is)}
	a := &pack.Pack{}
	if was != nil {
		if a, err = pack.Load(was); err != nil {
			return nil, fmt.Errorf("read the pack before: %w", err)
		}
		d.Was = a.Version
	}
	before, after := byID(a), byID(b)
	for _, id := range slices.Sorted(maps.Keys(after)) {
		old, ok := before[id]
		switch now := after[id]; {
		case !ok:
			d.Rules = append(d.Rules, RuleChange{Rule: id, How: "added", Category: now.first.Category, Severity: now.severity()})
		default:
			if c := old.compare(now); c != nil {
				d.Rules = append(d.Rules, *c)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if old := before[id]; after[id] == nil {
			d.Rules = append(d.Rules, RuleChange{Rule: id, How: "removed", Category: old.first.Category, Severity: old.severity()})
		}
	}
	if was != nil {
		d.Other = others(a, b)
	}
	d.Other = append(d.Other, tunesChanged(a.Tunes, b.Tunes)...)
	return d, nil
}

// ruleSet is the rules of one id: those that make facts may be several.
type ruleSet struct {
	first *pack.Rule
	marks []int // nil when the pack's outline has none
}

func byID(p *pack.Pack) map[string]*ruleSet {
	out := map[string]*ruleSet{}
	outline, err := p.Outline()
	for i := range p.Rules {
		r := &p.Rules[i]
		s := out[r.ID]
		if s == nil {
			s = &ruleSet{first: r}
			out[r.ID] = s
		}
		if err == nil && i < len(outline.Marks) {
			s.marks = append(s.marks, outline.Marks[i])
		}
	}
	return out
}

func (s *ruleSet) severity() string {
	if s.first.Category == "" {
		return ""
	}
	return core.Verdict(s.first.Severity).String()
}

// compare returns what changed, nil for nothing.
func (s *ruleSet) compare(now *ruleSet) *RuleChange {
	a, b := s.first, now.first
	c := RuleChange{Rule: b.ID, How: "changed", Category: b.Category, Severity: now.severity()}
	if s.severity() != now.severity() {
		c.Severity = s.severity() + " → " + now.severity()
		c.What = append(c.What, "severity")
	}
	for _, field := range []struct {
		name string
		same bool
	}{
		{"category", a.Category == b.Category},
		{"title", a.Title == b.Title},
		{"message", a.Why == b.Why},
		{"jurisdictions", slices.Equal(a.Jurisdictions, b.Jurisdictions) && a.Known == b.Known},
		{"clauses", slices.Equal(a.Cites, b.Cites)},
		{"edits", slices.Equal(a.Edits, b.Edits)},
		{"patterns", slices.Equal(s.marks, now.marks)},
	} {
		if !field.same {
			c.What = append(c.What, field.name)
		}
	}
	if len(c.What) == 0 {
		return nil
	}
	return &c
}

// RulesOf returns the ids of what can be switched off in a compiled pack, its rules and
// its identifier formats, and the pack it adds to, "" for none.
func RulesOf(body []byte) (ids []string, base string, err error) {
	p, err := pack.Load(body)
	if err != nil {
		return nil, "", err
	}
	for i := range p.Rules {
		ids = append(ids, p.Rules[i].ID)
	}
	formats, err := formatsOf(p)
	if err != nil {
		return nil, "", err
	}
	return append(ids, slices.Sorted(maps.Keys(formats))...), p.Base, nil
}

// formatsOf returns the identifier formats of a pack by the names of their rules.
func formatsOf(p *pack.Pack) (map[string]identifier.Format, error) {
	out := map[string]identifier.Format{}
	if len(p.Identifiers) == 0 {
		return out, nil
	}
	set, err := identifier.Load(p.Identifiers)
	if err != nil {
		return nil, fmt.Errorf("read the identifier formats of the pack %s: %w", p.Name, err)
	}
	for _, f := range set.Formats() {
		out[f.Rule()] = f
	}
	return out, nil
}

// others lists what changed beside rules.
func others(a, b *pack.Pack) []string {
	var out []string
	x, errA := a.Outline()
	y, errB := b.Outline()
	if errA == nil && errB == nil {
		out = append(out, keysChanged("the lexicon @", x.Words, y.Words, equal)...)
		out = append(out, keysChanged("the definition %", x.Macros, y.Macros, equal)...)
	}
	if m, errA := formatsOf(a); errA == nil {
		if n, errB := formatsOf(b); errB == nil {
			out = append(out, keysChanged("the identifier format ", m, n, sameFormat)...)
		}
	}
	for _, part := range []struct {
		name string
		same bool
	}{
		{"what identifier formats look like", bytes.Equal(a.Identifiers, b.Identifiers)},
		{"the judge's model", bytes.Equal(a.Model, b.Model)},
	} {
		if !part.same {
			out = append(out, part.name+" changed")
		}
	}
	return out
}

// tunesChanged lists what else an overlay makes of its base's rules.
func tunesChanged(a, b []pack.Tune) (out []string) {
	key := func(t pack.Tune) string {
		if t.Jurisdiction == "" {
			return t.Rule
		}
		return t.Rule + " in " + t.Jurisdiction
	}
	byKey := func(list []pack.Tune) map[string]pack.Tune {
		m := map[string]pack.Tune{}
		for _, t := range list {
			m[key(t)] = t
		}
		return m
	}
	was, is := byKey(a), byKey(b)
	for _, k := range slices.Sorted(maps.Keys(is)) {
		if old, ok := was[k]; !ok || old != is[k] {
			out = append(out, "the base's "+k+" is "+tuned(is[k]))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(was)) {
		if _, ok := is[k]; !ok {
			out = append(out, "the base's "+k+" is as the base has it again")
		}
	}
	return out
}

func tuned(t pack.Tune) string {
	var parts []string
	switch {
	case t.Silences():
		return "silenced"
	case t.Severity != pack.Unchanged:
		parts = append(parts, core.Verdict(t.Severity).String())
	}
	if t.Title != (pack.Text{}) || t.Why != (pack.Text{}) {
		parts = append(parts, "in other words")
	}
	return strings.Join(parts, ", ")
}

func keysChanged[V any](what string, a, b map[string]V, same func(x, y V) bool) (out []string) {
	for _, k := range slices.Sorted(maps.Keys(b)) {
		old, ok := a[k]
		switch {
		case !ok:
			out = append(out, what+k+" is new")
		case !same(old, b[k]):
			out = append(out, what+k+" changed")
		}
	}
	for _, k := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[k]; !ok {
			out = append(out, what+k+" is gone")
		}
	}
	return out
}

// sameFormat compares what a format says of itself; its automaton is compared with all
// the others.
func sameFormat(x, y identifier.Format) bool {
	return reflect.DeepEqual(x, y)
}

func equal[V comparable](x, y V) bool { return x == y }

// Summary counts the changes of rules in a phrase.
func (d *PackDiff) Summary() string {
	n := map[string]int{}
	for _, r := range d.Rules {
		n[r.How]++
	}
	var parts []string
	for _, how := range []string{"added", "changed", "removed"} {
		if n[how] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[how], how))
		}
	}
	if len(parts) == 0 {
		return "no rule changes"
	}
	return "rules: " + strings.Join(parts, ", ")
}
