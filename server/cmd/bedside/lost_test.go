package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

func TestLostSpansAreToldApart(t *testing.T) {
	finding := func(category string, factors ...core.Factor) *core.Report {
		return &core.Report{Findings: []core.Finding{{Category: category, Start: 0, End: 40, Factors: factors}}}
	}
	span := labelledSpan{Label: "reid.age", Start: 10, End: 14}
	age, sex := core.Factor{Label: "reid.age", Start: 10, End: 14}, core.Factor{Label: "reid.sex", Start: 10, End: 14}
	fact := []core.Detail{{Label: "reid.age", Start: 10, End: 14}}
	for _, c := range []struct {
		name    string
		report  *core.Report
		details []core.Detail
		want    lostScore
	}{
		{"reported", finding("reidentification", age), fact, lostScore{of: 1, found: 1}},
		{"under another label", finding("reidentification", sex), nil, lostScore{of: 1, other: 1}},
		{"a fact, not reported", finding("patient-mention"), fact, lostScore{of: 1, unsaid: 1}},
		{"no fact", finding("patient-mention"), nil, lostScore{of: 1, unknown: 1}},
		{"a report of no patient", finding("disparagement"), fact, lostScore{of: 1, silent: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := lost{}
			l.add(&judged{file: "dir/posts.jsonl", spans: []labelledSpan{span, {Label: "note", End: 3}}, report: c.report}, c.details)
			require.Contains(t, l, "reid.age")
			assert.Equal(t, c.want, *l["reid.age"])
			assert.Equal(t, c.want, *l["reid.* posts.jsonl"], "by file, too")
			var out bytes.Buffer
			require.NoError(t, l.write(&out))
			assert.Contains(t, out.String(), "reid.age")
		})
	}
}
