package scan

import (
	"errors"
	"slices"

	"github.com/bedside-md/bedside/core/pack"
)

// Overlays change the rules of the pack they were compiled against, and rules and
// changes may hold in some jurisdictions only. What follows from that is worked
// out when a pack is added or the author's jurisdiction changes: the packs' bytes
// stay as they are, and drafts are scanned for all rules. Facts of rules that are
// not in force are dropped before conditions are settled.

// inForce is what holds for the present packs and jurisdiction.
type inForce struct {
	known        bool // worked out for jurisdiction
	jurisdiction string
	all          bool // every rule, unchanged
	rules        map[string]*pack.Rule
}

// fits fails when p was compiled against a pack that is not here, or that lacks
// something p needs.
func (s *Scanner) fits(p *pack.Pack) error {
	if p.Base == "" {
		return nil
	}
	base := s.pack(p.Base)
	if base == nil {
		return errors.New("the rule pack " + p.Name + " adds to the pack " + p.Base + ", which is not loaded")
	}
	if n, missing := base.Missing(p.Needs); missing {
		return errors.New("the rule pack " + p.Name + " needs " + n.String() + ", which the pack " + p.Base + " " + base.Version + " does not have")
	}
	return nil
}

func (s *Scanner) pack(name string) *loaded {
	for _, l := range s.packs {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// Rule returns the rule with an id as overlays leave it in the jurisdiction of the
// last draft read; nil when there is none, it is silenced or does not count there.
func (s *Scanner) Rule(id string) *pack.Rule { return s.force.rules[id] }

// SwitchOff takes rules out of every pack, by id, until the same owner names others;
// identifier formats by identifier.Format.Rule.
// What was read before must not be used any more.
func (s *Scanner) SwitchOff(owner string, rules []string) {
	delete(s.off, owner)
	if len(rules) > 0 {
		if s.off == nil {
			s.off = map[string][]string{}
		}
		s.off[owner] = rules
	}
	s.force.known = false
}

// allOff are the rules that anybody switched off.
func (s *Scanner) allOff() (all []string) {
	for _, rules := range s.off {
		all = append(all, rules...)
	}
	return all
}

// enact works out which rules are in force in a jurisdiction and how they read.
// An overlay whose base was replaced by one that lacks what it needs rests.
func (s *Scanner) enact(jurisdiction string) {
	if s.force.known && s.force.jurisdiction == jurisdiction {
		return
	}
	s.force = inForce{known: true, jurisdiction: jurisdiction, all: true, rules: map[string]*pack.Rule{}}
	off := s.allOff()
	for _, l := range s.packs {
		l.rules = make([]*pack.Rule, len(l.Rules))
		if s.fits(l.Pack) != nil {
			s.force.all = false
			continue
		}
		for i := range l.Rules {
			if l.Rules[i].In(jurisdiction) && !slices.Contains(off, l.Rules[i].ID) {
				l.rules[i] = &l.Rules[i]
			} else {
				s.force.all = false
			}
		}
	}
	for _, l := range s.packs {
		if l.Base != "" && s.fits(l.Pack) == nil {
			off = s.tune(s.pack(l.Base), l.Tunes, off)
		}
	}
	s.silence(off)
	for _, l := range s.packs {
		for _, r := range l.rules {
			if r != nil {
				s.force.rules[r.ID] = r
			}
		}
	}
}

// tune changes rules of the base, in the order of the tunes, and adds to off those that
// are silenced.
func (s *Scanner) tune(base *loaded, tunes []pack.Tune, off []string) []string {
	for k := range tunes {
		t := &tunes[k]
		if !t.In(s.force.jurisdiction) {
			continue
		}
		if t.Silences() {
			off = append(off, t.Rule)
		}
		for i, r := range base.rules {
			if r == nil || r.ID != t.Rule {
				continue
			}
			s.force.all = false
			base.rules[i] = nil
			if !t.Silences() {
				changed := t.Apply(*r)
				base.rules[i] = &changed
			}
		}
	}
	return off
}

// enforce drops the facts of rules that are not in force, and gives the others
// their rule as overlays leave it.
func (s *Scanner) enforce(f *Facts) {
	if s.force.all {
		return
	}
	out := f.Facts[:0]
	for i := range f.Facts {
		x := &f.Facts[i]
		if x.Rule != nil {
			if x.Rule = x.source.rules[x.index]; x.Rule == nil {
				continue
			}
		}
		out = append(out, *x)
	}
	f.Facts = out
}
