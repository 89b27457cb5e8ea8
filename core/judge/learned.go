package judge

import (
	"slices"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
)

// likelyRules are the rules, by category, whose messages go with what only the
// model hears.
var likelyRules = func() []string {
	out := make([]string, len(pack.Categories))
	for i, c := range pack.Categories {
		out[i] = c + ".likely"
	}
	return out
}()

// Asks lists the questions a model is fitted to.
func Asks() []string {
	return append([]string{AskAny, AskRisky, AskStop, AskStory}, pack.Categories...)
}

// Log-odds at which the model speaks. Between a veto and its counterpart the rules
// decide. Chosen on held-out files.
const (
	found    = -0.6 // a category that no rule found is reported
	heard    = -0.4 // an identifier that stands there is a patient's
	doubted  = -2.4 // it is not
	denied   = -2.6 // a category that a rule found is not
	silent   = 0.4  // of anything: below, nothing is said
	sure     = 1.1  // more than silent is enough of a category
	aside    = 1.5  // more than silent is asked for where no care is spoken of
	harmless = 0.15 // of risk: below, no more than a nudge
	risky    = 0.3  // of risk: above, at least a caution
	bearable = -1.2 // of stop: below, no more than a caution
	held     = -0.3 // of stop: above, Post is held
)

// opinion is what the model holds of one draft. The zero value has none.
type opinion struct {
	model *Model
	odds  [maxAsks]float64
	asked map[string]int
}

// of returns the log-odds of a question, and false when there is no answer.
func (o *opinion) of(ask string) (float64, bool) {
	if o.model == nil {
		return 0, false
	}
	i, ok := o.asked[ask]
	return o.odds[i], ok
}

// above and below compare the log-odds of a question with a bound; without an
// answer neither holds.
func (o *opinion) above(ask string, bound float64) bool {
	x, ok := o.of(ask)
	return ok && x > bound
}

func (o *opinion) below(ask string, bound float64) bool {
	x, ok := o.of(ask)
	return ok && x < bound
}

// weigh asks the model about a draft.
func (j *Judge) weigh(f *scan.Facts) opinion {
	if j.model == nil {
		return opinion{}
	}
	j.features.read(f, j.factKinds)
	return opinion{j.model, j.model.score(&j.features, f.Doc, &j.sums), j.asked}
}

// Features returns what a model sees of a draft, to fit one. The result is the
// caller's.
func (j *Judge) Features(f *scan.Facts) Features {
	var x Features
	x.read(f, j.factKinds)
	x.words(f.Doc)
	x.counts, x.present = nil, nil
	return x
}

// evidenceReach is how many tokens of evidence a learned finding underlines at most.
const evidenceReach = 14

// learnedFindings adds the categories that the model hears and no rule found. Ease is
// that of Wishes.
func (j *Judge) learnedFindings(f *scan.Facts, o *opinion, st *Story, ease float64, out []Finding) []Finding {
	if o.model == nil || len(f.Doc.Tokens) == 0 {
		return out
	}
	for i, c := range pack.Categories {
		r := j.scanner.Rule(likelyRules[i])
		if r == nil || !o.above(c, found+ease) || slices.ContainsFunc(out, func(x Finding) bool { return x.Category == c }) {
			continue
		}
		first, last := o.model.evidence(o.asked[c], f.Doc, evidenceReach)
		out = append(out, j.finding(f, r, r.Severity, first, last, st))
	}
	return out
}

// temper brings the severities of findings within what the model holds of the
// whole draft: rules see a phrase, the model what surrounds it. Numbers proved by
// a label or checksum and the rules of other packs stand as they are. Ease is that of
// Wishes.
func (j *Judge) temper(f *scan.Facts, o *opinion, ease float64, out []Finding) []Finding {
	if o.model == nil {
		return out
	}
	silent := silent + ease
	if !f.Has(j.k.care) {
		silent += aside
	}
	heaviest, top, gravest := -1, 0.0, Clear
	kept := out[:0]
	for _, x := range out {
		if j.certain(&x) {
			kept = append(kept, x)
			gravest = max(gravest, x.Severity)
			continue
		}
		odds, _ := o.of(x.Category)
		if o.below(AskAny, silent) && odds < silent+sure || odds < denied+ease {
			if !told(&x) {
				continue
			}
			x.Severity = Nudge
		}
		if o.below(AskRisky, harmless) && odds < sure {
			x.Severity = min(x.Severity, Nudge)
		}
		if o.below(AskStop, bearable) {
			x.Severity = min(x.Severity, Caution)
		}
		kept = append(kept, x)
		gravest = max(gravest, x.Severity)
		if !x.excused() && (heaviest < 0 || odds > top) {
			heaviest, top = len(kept)-1, odds
		}
	}
	if heaviest < 0 {
		return kept
	}
	x := &kept[heaviest]
	switch {
	case gravest < Stop && o.above(AskStop, held) && !neverHeld[x.Category]:
		x.Severity = Stop
	case gravest < Caution && o.above(AskRisky, risky):
		x.Severity = Caution
	}
	return kept
}

// told reports whether rules heard a patient and two details, whatever the model
// makes of it.
func told(x *Finding) bool {
	if x.Category != "reidentification" || x.Story.heard == 0 {
		return false
	}
	n, _ := x.Story.weigh()
	return n >= 2
}

// neverHeld are the categories that LABELS.md does not let hold a post.
var neverHeld = map[string]bool{"patient-mention": true, "jurisdiction": true, "conflict-of-interest": true}

// excused reports whether the patient's written consent lowers a finding.
func (x *Finding) excused() bool {
	return x.Story != nil && x.Story.Consented && x.Severity == Nudge
}

// certain reports whether a finding rests on more than words.
func (j *Judge) certain(x *Finding) bool {
	return x.proved || x.Rule.Tuned || j.foreign[x.Rule]
}
