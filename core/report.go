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

// ParseVerdict returns the verdict spelled s; ok is false for any other word.
func ParseVerdict(s string) (v Verdict, ok bool) { return advise.ParseVerdict(s) }
