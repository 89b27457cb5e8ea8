package pack

// What says what kind of thing an overlay needs.
type What uint8

// Things an overlay may need of its base.
const (
	Lexicon What = iota
	FactKind
	RuleID
)

// Need is something that an overlay's base must have.
type Need struct {
	What What
	Name string
}

// String names the need as rules write it: "the lexicon @drug".
func (n Need) String() string {
	switch n.What {
	case Lexicon:
		return "the lexicon @" + n.Name
	case FactKind:
		return "the fact " + n.Name
	default:
		return "the rule " + n.Name
	}
}

// Missing returns the first thing that an overlay needs and p has not.
func (p *Pack) Missing(needs []Need) (Need, bool) {
	for _, n := range needs {
		if !p.has(n) {
			return n, true
		}
	}
	return Need{}, false
}

func (p *Pack) has(n Need) bool {
	switch n.What {
	case Lexicon:
		return p.ClassID(n.Name) != 0
	case FactKind:
		for i := range p.Kinds {
			if p.Kinds[i].Name == n.Name {
				return true
			}
		}
	case RuleID:
		for i := range p.Rules {
			if p.Rules[i].ID == n.Name {
				return true
			}
		}
	}
	return false
}

// Unchanged is the severity of a Tune that leaves the rule's own.
const Unchanged uint8 = 4

// Tune changes a rule of the base, in some jurisdictions or everywhere.
type Tune struct {
	Rule         string
	Severity     uint8  // a core.Verdict; 0 silences the rule, Unchanged keeps its severity
	Jurisdiction string // where it holds; "" for everywhere
	Title, Why   Text   // in place of the rule's, for each language that is not empty
}

// Silences reports whether the tune takes the rule out.
func (t *Tune) Silences() bool { return t.Severity == 0 }

// Apply changes a copy of the rule.
func (t *Tune) Apply(r Rule) Rule {
	if t.Severity != Unchanged {
		r.Severity, r.Tuned = t.Severity, true
	}
	replace(&r.Title, t.Title)
	replace(&r.Why, t.Why)
	return r
}

func replace(in *Text, with Text) {
	if with.En != "" {
		in.En = with.En
	}
	if with.Fr != "" {
		in.Fr = with.Fr
	}
}

// In reports whether a rule counts for an author in a jurisdiction: in "CA" and
// all its regions where the rule lists "CA", in "CA-QC" alone where it lists
// that. Where the author's is unknown ("") it counts unless it is marked Known.
func (r *Rule) In(jurisdiction string) bool {
	if jurisdiction == "" {
		return !r.Known
	}
	for _, j := range r.Jurisdictions {
		if Within(jurisdiction, j) {
			return true
		}
	}
	return len(r.Jurisdictions) == 0
}

// In reports whether a tune holds for an author in a jurisdiction. One for a
// jurisdiction does not hold where the author's is unknown.
func (t *Tune) In(jurisdiction string) bool {
	return t.Jurisdiction == "" || Within(jurisdiction, t.Jurisdiction)
}

// Within reports whether place is land or a region of it.
func Within(place, land string) bool {
	return place == land || len(place) > len(land) && place[len(land)] == '-' && place[:len(land)] == land
}
