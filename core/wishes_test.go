package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

const (
	hinted = "A patient brought us cake."
	told   = "62M w/ STEMI, crashed the town's only school bus this morning. He's in our cath lab."
	named  = "pt Jamal Reyes on 6 West was admitted with sepsis, chart MRN 00482913."
	answer = "You should switch to decaf if coffee keeps you up, @bea_k, and stop taking your metoprolol tonight."
)

// verdictOf gives the gravest severity of a category in the report, Clear when it has none.
func verdictOf(r *core.Report, category string) core.Verdict {
	v := core.Clear
	for _, f := range r.Findings {
		if f.Category == category {
			v = max(v, f.Severity)
		}
	}
	return v
}

func TestWishes(t *testing.T) {
	a := analyzer(t)
	for _, tt := range []struct {
		name, draft, category string
		wish                  core.Options
		before, after         core.Verdict
	}{
		{"no hints", hinted, "patient-mention", core.Options{Sensitivity: "less"}, core.Nudge, core.Clear},
		{"a grave thing stays for who wants to hear less", named, "identifier.number", core.Options{Sensitivity: "less"}, core.Stop, core.Stop},
		{"no patient stories", hinted, "patient-mention", core.Options{NoStories: true}, core.Nudge, core.Caution},
		{"a trainee", hinted, "patient-mention", core.Options{Trainee: true}, core.Nudge, core.Caution},
		{"a category that is not wanted", told, "reidentification", core.Options{Quiet: []string{"reidentification"}}, core.Stop, core.Clear},
		{"another category that is not wanted", told, "reidentification", core.Options{Quiet: []string{"identifier.name"}}, core.Stop, core.Stop},
		{"a category of numbers that is not wanted", named, "identifier.number", core.Options{Quiet: []string{"identifier.number"}}, core.Stop, core.Clear},
		{"whoever it is, no patient", told, "reidentification", core.Options{NotPatient: true}, core.Stop, core.Clear},
		{"no patient, but a chart number", named, "identifier.number", core.Options{NotPatient: true}, core.Stop, core.Stop},
		{"written consent", told, "reidentification", core.Options{Consent: true}, core.Stop, core.Nudge},
		{"written consent does not give away a chart number", named, "identifier.number", core.Options{Consent: true}, core.Stop, core.Stop},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.before, verdictOf(a.Analyze([]byte(tt.draft), core.Options{}), tt.category), "without the wish")
			assert.Equal(t, tt.after, verdictOf(a.Analyze([]byte(tt.draft), tt.wish), tt.category))
		})
	}
}

// Every finding can be silenced by the name its report gives it.
func TestQuietTakesTheRulesOfReports(t *testing.T) {
	a := analyzer(t)
	for _, draft := range []string{hinted, told, named, answer} {
		findings := a.Analyze([]byte(draft), core.Options{}).Findings
		require.NotEmpty(t, findings, draft)
		for _, f := range findings {
			for _, other := range a.Analyze([]byte(draft), core.Options{Quiet: []string{f.Rule}}).Findings {
				assert.NotEqual(t, f.Rule, other.Rule)
			}
		}
	}
}

// The more one wants to hear, the more posts something is said of.
func TestSensitivityIsInOrder(t *testing.T) {
	a := analyzer(t)
	said := map[string]int{}
	for i, p := range posts(t) {
		if i%40 != 0 {
			continue
		}
		for _, s := range []string{"less", "", "more"} {
			if a.Analyze([]byte(p), core.Options{Sensitivity: s}).Verdict > core.Clear {
				said[s]++
			}
		}
	}
	assert.Less(t, said["less"], said[""])
	assert.Less(t, said[""], said["more"])
}
