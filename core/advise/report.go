// Package advise turns findings into what the author reads: the report, its
// words, its clauses and the edits that mend the draft. It decides nothing about
// risk and never changes the draft itself.
package advise

// Verdict is what the author should experience, from quietest to gravest.
// A report's verdict is the gravest severity among its findings.
type Verdict uint8

// The verdicts of testdata/posts/LABELS.md, in rising order of gravity.
const (
	Clear   Verdict = iota // nothing to say
	Nudge                  // a quiet hint, never in the way
	Caution                // underlined and explained; posting stays one click
	Stop                   // Post is held until the author edits or says "post anyway"
)

var verdictNames = [...]string{"clear", "nudge", "caution", "stop"}

// String returns the verdict's name as reports and labels spell it.
func (v Verdict) String() string { return verdictNames[v] }

// ParseVerdict returns the verdict spelled s; ok is false for any other word.
func ParseVerdict(s string) (v Verdict, ok bool) {
	for i, n := range verdictNames {
		if n == s {
			return Verdict(i), true
		}
	}
	return Clear, false
}

// Report is all that Bedside has to say about one draft. Every Start and End in
// it counts UTF-16 code units into the text given to Analyze, End exclusive.
type Report struct {
	Verdict   Verdict
	Lang      string     // main language of the draft, "en" or "fr"
	Findings  []Finding  // sorted by Start, then gravest first
	Anonymity *Anonymity // nil unless a real patient's story was weighed
	Prompts   []string   // reflection prompts for the author, in Lang
}

// Finding is one risk in the draft.
type Finding struct {
	Rule     string  // id of the rule that fired, e.g. "identifier.mrn"
	Category string  // a category of LABELS.md, e.g. "identifier.number"
	Severity Verdict // Nudge, Caution or Stop
	Start    int     // UTF-16 code units
	End      int     // UTF-16 code units, exclusive
	Title    string  // what is risky, a few words
	Why      string  // one or two sentences for the author; "may", never "illegal"
	Cites    []Cite
	Factors  []Factor // the details that add up; for reidentification
	Edits    []Edit   // offered repairs, the smallest clearing set first
}

// Cite is the clause that says why.
type Cite struct {
	ID      string // e.g. "US-HIPAA-514"
	Title   string
	Section string // clause, "" when only the document is certain
	URL     string
}

// Factor is one detail of a story, labelled as in LABELS.md ("reid.age").
type Factor struct {
	Label string
	Start int // UTF-16 code units
	End   int // UTF-16 code units, exclusive
}

// Edit is one repair the author may choose: a label for the button and the
// changes it makes, which never overlap and are sorted by Start.
type Edit struct {
	Label   string
	Changes []Change
	Effect  string // how many fit before and after, "k: 3 -> 40"; "" where it is no story's
}

// Change replaces the code units [Start, End) of the draft by Text.
type Change struct {
	Start int // UTF-16 code units
	End   int // UTF-16 code units, exclusive
	Text  string
}

// Anonymity says how many people fit the story as it stands.
type Anonymity struct {
	K       int    // best estimate of the number of people who fit
	Low     int    // lower end of the honest interval
	High    int    // upper end of the honest interval
	Among   int    // size of the population considered
	Where   string // place or frame, e.g. "Sudbury"
	Assumes []string
	Text    string // the same in a sentence
}
