package advise

import (
	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
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

	NoEdits bool // leave them out of the report

	Jurisdiction string // the author's, as core.Options has it

	// Reread analyses an edited draft. It is how an offered edit is known to clear
	// what it says it does. The findings are good until the next call.
	Reread func(draft []byte) []judge.Finding

	// Crowd weighs how many people fit what the draft's Facts tell, and, by Rescan,
	// what an edited draft's do. Facts that Rescan returns are good until the next call.
	Crowd   *anonymity.Crowd
	Facts   *scan.Facts
	Setting anonymity.Setting
	Rescan  func(draft []byte) *scan.Facts

	clauses []*pack.Cite        // room for those of a finding
	fit     *anonymity.Estimate // of the draft; nil unless a real patient's story is told
	units   []uint16            // the draft in UTF-16
	edited  []byte              // the draft with an edit made
	budget  int                 // drafts that may still be analysed again for a finding
	total   int                 // and for all
}

// Compose turns findings into a report.
func (c *Composer) Compose(findings []judge.Finding) *Report {
	r := &Report{Lang: c.Doc.Lang.String(), Anonymity: c.anonymity(findings)}
	if len(findings) == 0 {
		return r
	}
	var edits [][]Edit
	if !c.NoEdits {
		c.read()
		edits = c.mend(findings)
	}
	for i := range findings {
		f := &findings[i]
		r.Verdict = max(r.Verdict, Verdict(f.Severity))
		r.Findings = append(r.Findings, c.finding(f))
		if c.NoEdits {
			continue
		}
		r.Findings[i].Edits = edits[i]
		if len(f.Factors) > 0 { // they are a story's
			for k := range edits[i] {
				edits[i][k].Effect = c.effect(&r.Findings[i], edits[i][k].Changes)
			}
		}
	}
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
		out.Rule = f.Identifier.Rule()
		out.Why = name + ". " + out.Why
	}
	for i := range f.Factors {
		x := &f.Factors[i]
		s, e := c.Doc.TokenSpan(c.phrase(f, x))
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
