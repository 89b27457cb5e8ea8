package advise_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/advise"
)

func TestReportKeysStandInTheOrderOfTheContract(t *testing.T) {
	r := advise.Report{
		Verdict: advise.Stop, Lang: "en",
		Findings: []advise.Finding{{
			Rule: "identifier.mrn", Category: "identifier.number", Severity: advise.Stop, Start: 31, End: 43, Title: "t", Why: "w",
			Cites: []advise.Cite{{ID: "US-HIPAA-514", Title: "c", Section: "s", URL: "u"}}, Factors: []advise.Factor{{Label: "reid.age", Start: 5, End: 8}},
			Edits: []advise.Edit{{Label: "Remove", Changes: []advise.Change{{Start: 27, End: 43}}, Effect: "k: 3 -> 40"}},
		}},
		Anonymity: &advise.Anonymity{K: 3, Low: 1, High: 14, Among: 165000, Where: "Sudbury", Assumes: []string{"a"}, Text: "s"},
		Prompts:   []string{"p"},
	}
	assert.Equal(t, `{"verdict":"stop","lang":"en","findings":[{"rule":"identifier.mrn","category":"identifier.number","severity":"stop",`+
		`"start":31,"end":43,"title":"t","why":"w","cites":[{"id":"US-HIPAA-514","title":"c","section":"s","url":"u"}],`+
		`"factors":[{"label":"reid.age","start":5,"end":8}],"edits":[{"label":"Remove","changes":[{"start":27,"end":43,"text":""}],"effect":"k: 3 -> 40"}]}],`+
		`"anonymity":{"k":3,"low":1,"high":14,"among":165000,"where":"Sudbury","assumes":["a"],"text":"s"},"prompts":["p"]}`,
		string(r.AppendJSON(nil)))
	assert.Equal(t, `{"verdict":"clear","lang":"fr","findings":[]}`, string((&advise.Report{Lang: "fr"}).AppendJSON(nil)))
}

func TestStringsAreSoundJSON(t *testing.T) {
	for _, s := range []string{"", "plain", "\"\\", "line\nbreak\ttab\x01", "é 👩🏽‍⚕️ \u2028", "bad \xff byte"} {
		var back string
		require.NoError(t, json.Unmarshal(advise.AppendString(nil, s), &back), "%q", s)
		if s != "bad \xff byte" {
			assert.Equal(t, s, back)
		}
	}
}
