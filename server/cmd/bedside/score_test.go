package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core"
)

// labelled returns a post with a label of its verdict and a report of another.
func labelled(want, got core.Verdict) judged {
	return judged{want: want, report: &core.Report{Verdict: got}}
}

func TestScoreVerdicts(t *testing.T) {
	s := newScore()
	for _, j := range []judged{
		labelled(core.Clear, core.Clear),
		labelled(core.Clear, core.Nudge),
		labelled(core.Clear, core.Stop),
		labelled(core.Nudge, core.Caution),
		labelled(core.Caution, core.Stop),
		labelled(core.Caution, core.Nudge),
		labelled(core.Stop, core.Stop),
		labelled(core.Stop, core.Caution),
	} {
		s.add(&j)
	}
	assert.Equal(t, 8, s.Posts)
	assert.Equal(t, ratio{2, 8}, s.Agreed)
	assert.Equal(t, ratio{1, 2}, s.StopHeld)
	assert.Equal(t, ratio{3, 4}, s.RiskyWarned)
	assert.Equal(t, ratio{1, 3}, s.ClearWarned)
	assert.Equal(t, ratio{2, 3}, s.ClearTouched)
	assert.Equal(t, 1, s.Verdicts[core.Stop][core.Caution])
}

func TestScoreCountsStoriesOfFewLeft(t *testing.T) {
	s := newScore()
	for _, j := range []judged{
		{want: core.Stop, report: &core.Report{Verdict: core.Nudge, Anonymity: &core.Anonymity{K: 3}}},
		{want: core.Stop, report: &core.Report{Verdict: core.Caution, Anonymity: &core.Anonymity{K: 3}}},
		{want: core.Nudge, report: &core.Report{Verdict: core.Nudge, Anonymity: &core.Anonymity{K: 20}}},
		{want: core.Nudge, labels: []string{"reidentification"}, report: &core.Report{Verdict: core.Nudge, Anonymity: &core.Anonymity{K: 1}}},
		{want: core.Nudge, report: &core.Report{}},
	} {
		s.add(&j)
	}
	assert.Equal(t, ratio{1, 2}, s.FewLeft)
}

func TestScoreCategories(t *testing.T) {
	s := newScore()
	for _, j := range []judged{
		{labels: []string{"boundary", "jurisdiction"}, flagged: []string{"boundary"}, report: &core.Report{}},
		{labels: []string{"boundary"}, flagged: []string{"boundary"}, report: &core.Report{}},
		{labels: []string{"boundary"}, report: &core.Report{}},
		{flagged: []string{"boundary", "unprofessional"}, report: &core.Report{}},
	} {
		s.add(&j)
	}
	assert.Equal(t, categoryScore{Found: 2, Missed: 1, False: 1}, *s.Categories["boundary"])
	assert.InDelta(t, 2.0/3, s.Categories["boundary"].Recall(), 1e-9)
	assert.InDelta(t, 2.0/3, s.Categories["boundary"].Precision(), 1e-9)
	assert.InDelta(t, 2.0/3, s.Categories["boundary"].F1(), 1e-9)
	assert.Equal(t, categoryScore{Missed: 1}, *s.Categories["jurisdiction"])
	assert.Equal(t, categoryScore{False: 1}, *s.Categories["unprofessional"])
	assert.Zero(t, s.Categories["jurisdiction"].Precision())
	assert.InDelta(t, (2.0/3+0)/2, s.macroF1(), 1e-9, "what no post carries does not count")
}

func TestScoreSpans(t *testing.T) {
	finding := func(category string, start, end int, factors ...core.Factor) core.Finding {
		return core.Finding{Category: category, Start: start, End: end, Factors: factors}
	}
	tests := []struct {
		name     string
		label    string // of the span [10, 20)
		findings []core.Finding
		want     spanScore
	}{
		{"nothing", "reid.age", nil, spanScore{0, 0, 1}},
		{"the same span", "identifier.name", []core.Finding{finding("identifier.name", 10, 20)}, spanScore{1, 1, 1}},
		{"just half", "identifier.name", []core.Finding{finding("identifier.name", 15, 30)}, spanScore{1, 1, 1}},
		{"less than half", "identifier.name", []core.Finding{finding("identifier.name", 16, 30)}, spanScore{0, 0, 1}},
		{"two parts that make half", "identifier.name",
			[]core.Finding{finding("identifier.name", 0, 12), finding("identifier.name", 17, 40)}, spanScore{1, 1, 1}},
		{"parts that overlap count once", "identifier.name",
			[]core.Finding{finding("identifier.name", 10, 14), finding("identifier.name", 11, 14)}, spanScore{0, 0, 1}},
		{"a factor", "reid.age", []core.Finding{finding("reidentification", 0, 90, core.Factor{Label: "reid.age", Start: 10, End: 20})},
			spanScore{1, 1, 1}},
		{"a factor of the family", "reid.sex", []core.Finding{finding("reidentification", 0, 90, core.Factor{Label: "reid.age", Start: 10, End: 20})},
			spanScore{0, 1, 1}},
		{"another family", "reid.place", []core.Finding{finding("identifier.place", 10, 20)}, spanScore{0, 0, 1}},
		{"the story around it is not enough", "reid.age", []core.Finding{finding("reidentification", 0, 90)}, spanScore{0, 0, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScore()
			j := judged{spans: []labelledSpan{{tt.label, 10, 20}}, report: &core.Report{Findings: tt.findings}}
			s.add(&j)
			assert.Equal(t, tt.want, *s.Spans[tt.label])
			assert.Equal(t, tt.want, *s.SpansByFamily[family(tt.label)])
		})
	}
}

func TestScoreLeavesOtherSpansOut(t *testing.T) {
	s := newScore()
	j := judged{spans: []labelledSpan{{"boundary", 0, 5}}, report: &core.Report{}}
	s.add(&j)
	assert.Empty(t, s.Spans)
}

func TestWorstPutsMissedStopsFirst(t *testing.T) {
	posts := []judged{
		labelled(core.Clear, core.Clear),
		labelled(core.Clear, core.Stop),
		labelled(core.Caution, core.Clear),
		labelled(core.Stop, core.Clear),
	}
	got := worst(posts, 3)
	assert.Equal(t, []judged{posts[3], posts[1], posts[2]}, got)
	assert.Len(t, worst(posts, 99), 3)
}
