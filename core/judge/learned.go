package judge

import (
	"math"
	"slices"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
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
	heard     = -2.4 // a place, an age or a date that stands there is a patient's
	whose     = -3.0 // a name is a patient's, all counted
	doubted   = -7.0 // it is not
	denied    = -6.0 // a category that a rule found is not
	silent    = 0.7  // of alarm: below, nothing is said
	aside     = 0.5  // less alarm is taken where no care is spoken of, and of what is passed on
	common    = 4.0  // … where the likeliest category is a commonplace
	risky     = 0.85 // of alarm: below, no more than a nudge; above, at least a caution
	mild      = -0.7 // of a caution or more: below, no more is made of what was found
	held      = -1.0 // of a stop: above, Post is held if there is a caution
	light     = -2.5 // of a stop: below, what words alone would hold is warned about
	tagEase   = 1.4  // a token of a story is taken for a detail's though none is this much likelier
	tagChange = 0.5  // a tag is this much less likely where that of the token before is another
	storied   = -1.2 // of one real patient: below, few who fit are no reason to warn
	faint     = -0.5 // of alarm: below, neither are they, nor two details
	singular  = 2.0  // less alarm is asked there of a patient with a detail that hardly anybody shares
)

// found are the log-odds, by category, from which one that no rule found is
// reported. Chosen on held-out files.
var found = func() []float64 {
	out := make([]float64, len(pack.Categories))
	for i, c := range pack.Categories {
		out[i] = -0.7
		if c == "jurisdiction" || c == "misinformation" {
			out[i] = -0.5
		}
	}
	return out
}()

// opinion is what the model holds of one draft. The zero value has none.
type opinion struct {
	model *Model
	odds  [maxAsks]float64
	asked map[string]int
	top   string  // the likeliest category
	some  float64 // log-odds of some category: of them all together
}

// of returns the log-odds of a question, and false when there is no answer.
//
//go:noinline
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

// alarm is how much speaks for a warning: the odds that anything is to be said and that it
// is a caution, in the mean, and those of some category, which a draft of one barbed clause
// may have high while the rest of it is harmless. Both must be surer by the ease of Wishes.
// Without a model it is infinite: nothing is found too little then.
//
//go:noinline
func (o *opinion) alarm(ease float64) float64 {
	any, ok := o.of(AskAny)
	if !ok {
		return math.Inf(1)
	}
	caution, _ := o.of(AskRisky)
	return (any+caution)/2 + o.some - 2*ease
}

// commonplace reports whether talk about anybody comes near a category: people, their
// names, ages and addresses, what is said of them, what the law and proverbs have to say.
func commonplace(category string) bool {
	switch category {
	case "patient-mention", "disparagement", "jurisdiction", "misinformation", "identifier.name", "identifier.age", "identifier.contact":
		return true
	}
	return false
}

// weigh asks the model about a draft.
func (j *Judge) weigh(f *scan.Facts) opinion {
	if j.model == nil {
		return opinion{}
	}
	j.features.read(f, j.factKinds)
	j.seen = j.bags(f, j.seen)
	o := opinion{model: j.model, odds: j.model.score(&j.features, f.Doc, j.seen, &j.sums), asked: j.asked}
	most, all := math.Inf(-1), 0.0
	for _, c := range pack.Categories {
		odds, ok := o.of(c)
		if !ok {
			continue
		}
		if odds > most {
			o.top, most = c, odds
		}
		all += math.Exp(odds)
	}
	o.some = math.Log(all)
	return o
}

// Features returns what a model sees of a draft, to fit one. The result is the
// caller's.
func (j *Judge) Features(f *scan.Facts) Features {
	var x Features
	x.read(f, j.factKinds)
	x.words(f.Doc)
	x.bags(f.Doc, j.bags(f, nil))
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
		if r == nil || slices.ContainsFunc(out, func(x Finding) bool { return x.Category == c }) {
			continue
		}
		odds, _ := o.of(c)
		if odds <= found[i]+ease && (len(out) > 0 || c != o.top || o.alarm(ease) <= silent) {
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
	alarm := o.alarm(ease)
	if !f.Has(j.k.care) || reposts(f.Doc) {
		if commonplace(o.top) {
			alarm -= common
		} else {
			alarm -= aside
		}
	}
	kept := out[:0]
	for _, x := range out {
		odds, _ := o.of(x.Category)
		switch {
		case j.certain(&x):
		case alarm < silent || odds < denied+ease:
			if x.Category != "reidentification" {
				continue
			}
			if told, least := x.Story.told(); !told || alarm < least {
				continue
			}
			x.Severity = Nudge
		case alarm < risky:
			x.Severity = min(x.Severity, Nudge)
		case o.below(AskStop, light):
			x.Severity = min(x.Severity, Caution)
		}
		kept = append(kept, x)
	}
	if x := j.heaviest(o, kept, nil); x != nil && alarm > risky && !o.below(AskRisky, mild-ease) {
		x.Severity = max(x.Severity, Caution)
	}
	return kept
}

// reposts reports whether a draft passes on what somebody else wrote: "RT @…".
func reposts(d *text.Doc) bool {
	for i := 1; i < len(d.Tokens); i++ {
		if d.Tokens[i].Kind == text.Handle && string(d.Spelling(int32(i-1))) == "rt" {
			return true
		}
	}
	return false
}

// hold holds a draft that is warned about where the model hears harm.
func (j *Judge) hold(o *opinion, out []Finding) {
	if o.model == nil || o.below(AskStop, held) || !slices.ContainsFunc(out, func(x Finding) bool { return x.Severity >= Caution }) {
		return
	}
	if x := j.heaviest(o, out, neverHeld); x != nil {
		x.Severity = Stop
	}
}

// heaviest returns the finding of the likeliest category among those that rest on
// words alone, that consent does not excuse and whose category is not left out; nil
// for none.
func (j *Judge) heaviest(o *opinion, in []Finding, out map[string]bool) *Finding {
	var best *Finding
	most := math.Inf(-1)
	for i := range in {
		x := &in[i]
		if j.certain(x) || x.excused() || out[x.Category] {
			continue
		}
		if odds, _ := o.of(x.Category); odds > most {
			best, most = x, odds
		}
	}
	return best
}

// told reports whether rules heard a patient and two details, whatever the model makes of
// it, and the alarm below which that, or few people whom they fit, are no reason to speak.
func (st *Story) told() (told bool, least float64) {
	n, unique := st.weigh()
	told = st.heard > 0 && n >= 2
	if told && unique {
		return told, faint - singular
	}
	return told, faint
}

// neverHeld are the categories that LABELS.md does not let hold a post by themselves.
var neverHeld = map[string]bool{"patient-mention": true, "identifier.age": true, "jurisdiction": true, "conflict-of-interest": true}

// excused reports whether the patient's written consent lowers a finding.
func (x *Finding) excused() bool {
	return x.Story != nil && x.Story.Consented && x.Severity == Nudge
}

// certain reports whether a finding rests on more than words.
func (j *Judge) certain(x *Finding) bool {
	return x.proved || x.Rule.Tuned || j.foreign[x.Rule]
}
