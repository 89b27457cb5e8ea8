package judge

import "strings"

// Wishes are what the author asked for: how much to hear, and of what. The zero
// value asks for nothing.
type Wishes struct {
	Ease       float64  // log-odds more that the model must be sure by to speak; below 0 less
	NoHints    bool     // nothing below Caution is reported
	Quiet      []string // categories, and rules as reports name them, not to hear of
	NoStories  bool     // no patient's story is to be told at all
	Trainee    bool     // the author learns the profession: patients and pictures count for more
	Purpose    string   // of the account: "personal", "professional" or "" for both
	NotPatient bool     // whoever this draft is about is no patient
	Consent    bool     // the patient of this draft agreed in writing
}

// Ease for an author who wants to hear less, or, negated, more: about the width
// between the bounds of temper.
const Ease = 0.7

// grant does to findings what the author wished.
func (w *Wishes) grant(out []Finding) []Finding {
	kept := out[:0]
	for _, x := range out {
		if w.NotPatient && !x.proved && aboutPatients(x.Category) || w.quiet(&x) {
			continue
		}
		told := x.Category == "patient-mention" || x.Category == "reidentification"
		switch {
		case w.NoStories && told:
			x.Severity = max(x.Severity, Caution)
		case w.Trainee && x.Category == "patient-media":
			x.Severity = min(x.Severity+1, Stop)
		case w.Trainee && x.Category == "patient-mention" && !x.excused(),
			w.Purpose == "professional" && (x.Category == "unprofessional" || x.Category == "boundary"):
			x.Severity = max(x.Severity, Caution)
		}
		// Of whom a personal account speaks matters as much; from where it does, less.
		if x.Severity == Nudge && (w.NoHints || w.Purpose == "personal" && x.Category == "jurisdiction") {
			continue
		}
		kept = append(kept, x)
	}
	return kept
}

// quiet reports whether the author does not want to hear of a finding's category or rule.
func (w *Wishes) quiet(x *Finding) bool {
	for _, q := range w.Quiet {
		if q == x.Category || q == x.Rule.ID || x.Identifier != nil && q == x.Identifier.Rule() {
			return true
		}
	}
	return false
}

// aboutPatients reports whether findings of a category say that a patient is spoken of.
func aboutPatients(category string) bool {
	return category == "reidentification" || strings.HasPrefix(category, "patient-") || strings.HasPrefix(category, "identifier.")
}
