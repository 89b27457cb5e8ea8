package core

import "github.com/bedside-md/bedside/core/advise"

// The report and its parts are defined where they are composed.
type (
	Verdict   = advise.Verdict
	Report    = advise.Report
	Finding   = advise.Finding
	Cite      = advise.Cite
	Factor    = advise.Factor
	Edit      = advise.Edit
	Change    = advise.Change
	Anonymity = advise.Anonymity
)

// The verdicts, in rising order of gravity.
const (
	Clear   = advise.Clear
	Nudge   = advise.Nudge
	Caution = advise.Caution
	Stop    = advise.Stop
)

// Apply returns a draft with changes made that are sorted and do not overlap, as
// those of an Edit are.
func Apply(draft string, changes []Change) string { return advise.Apply(draft, changes) }

// Merge sorts changes and joins those that overlap, so that the edits of several
// findings can be made at once.
func Merge(changes []Change) []Change { return advise.Merge(changes) }

// ParseVerdict returns the verdict spelled s; ok is false for any other word.
func ParseVerdict(s string) (v Verdict, ok bool) { return advise.ParseVerdict(s) }
