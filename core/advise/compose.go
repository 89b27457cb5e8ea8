package advise

import (
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// Composer writes reports. Messages is the language of what the author reads:
// the draft's unless the settings name another.
type Composer struct {
	Doc    *text.Doc
	Src    []byte
	French bool
	Limit  int // longest post the site takes, UTF-16 code units; 0 for none
	Packs  []*pack.Pack

	// Reread analyses an edited draft. It is how an offered edit is known to clear
	// what it says it does. The findings are good until the next call.
	Reread func(draft []byte) []judge.Finding

	units  []uint16 // the draft in UTF-16
	edited []byte   // the draft with an edit made
	budget int      // drafts that may still be analysed again for a finding
	total  int      // and for all
}

// Compose turns findings into a report.
func (c *Composer) Compose(findings []judge.Finding) *Report {
	r := &Report{Lang: c.Doc.Lang.String()}
	if len(findings) == 0 {
		return r
	}
	c.read()
	edits := c.mend(findings)
	for i := range findings {
		f := &findings[i]
		r.Verdict = max(r.Verdict, Verdict(f.Severity))
		r.Findings = append(r.Findings, c.finding(f))
		r.Findings[i].Edits = edits[i]
	}
	r.Anonymity = c.anonymity(findings)
	r.Prompts = c.prompts(findings)
	return r
}

func (c *Composer) finding(f *judge.Finding) Finding {
	out := Finding{
		Rule: f.Rule.ID, Category: f.Category, Severity: Verdict(f.Severity),
		Title: f.Rule.Title.In(c.French), Why: f.Rule.Why.In(c.French),
	}
	out.Start, out.End = c.Doc.Span(f.Start, f.End)
	out.Cites = c.cites(f)
	if f.Identifier != nil {
		name := f.Identifier.Name
		if c.French && f.Identifier.French != "" {
			name = f.Identifier.French
		}
		out.Rule = f.Category + "." + f.Identifier.ID
		out.Why = name + ". " + out.Why
	}
	for _, x := range f.Factors {
		s, e := c.Doc.TokenSpan(x.First, x.Last)
		out.Factors = append(out.Factors, Factor{x.Label, s, e})
	}
	return out
}

// prompts picks at most two reflection questions for the gravest categories.
func (c *Composer) prompts(findings []judge.Finding) []string {
	var out []string
	for _, p := range c.Packs {
		for i := range p.Prompts {
			q := &p.Prompts[i]
			if len(out) == 2 {
				return out
			}
			if asked(q, findings) {
				out = append(out, q.Text.In(c.French))
			}
		}
	}
	return out
}

func asked(q *pack.Prompt, findings []judge.Finding) bool {
	for i := range findings {
		f := &findings[i]
		if f.Severity < q.Severity || f.Severity < judge.Caution {
			continue
		}
		for _, category := range q.Categories {
			if category == f.Category || category == "*" || len(category) > 0 && category[len(category)-1] == '*' &&
				len(f.Category) >= len(category)-1 && f.Category[:len(category)-1] == category[:len(category)-1] {
				return true
			}
		}
	}
	return false
}

func pick(french bool, fr, en string) string {
	if french {
		return fr
	}
	return en
}

// apply returns the draft with the changes made, good until the next call.
func (c *Composer) apply(changes []Change) []byte {
	c.edited = appendApplied(c.edited[:0], c.Src, changes)
	return c.edited
}

// cites returns the clauses for a finding: those of its identifier's format where the
// packs know the authorities, else its rule's.
func (c *Composer) cites(f *judge.Finding) (out []Cite) {
	if f.Identifier != nil {
		for _, q := range f.Identifier.Cites {
			if a, ok := c.authority(q.ID, f.Rule); ok {
				out = append(out, Cite{q.ID, a.Title, q.Section, a.URL})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, q := range f.Rule.Cites {
		out = append(out, Cite(q))
	}
	return out
}

// authority finds a document by its id among what the finding's rule and all others
// cite.
func (c *Composer) authority(id string, first *pack.Rule) (pack.Cite, bool) {
	if q, ok := citedBy(first, id); ok {
		return q, ok
	}
	for _, p := range c.Packs {
		for i := range p.Rules {
			if q, ok := citedBy(&p.Rules[i], id); ok {
				return q, ok
			}
		}
	}
	return pack.Cite{}, false
}

func citedBy(r *pack.Rule, id string) (pack.Cite, bool) {
	for _, q := range r.Cites {
		if q.ID == id {
			return q, true
		}
	}
	return pack.Cite{}, false
}
