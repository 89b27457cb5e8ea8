package source_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
)

// citing returns rules that cite something, with what one authority and one
// identifier format say.
func citing(authority, rule, format string) fstest.MapFS {
	return fstest.MapFS{
		"a.yaml": {Data: []byte("cites:\n  - {id: STD, title: A standard, " + authority + "}\nrules:\n" +
			"  - {id: a.b, category: boundary, severity: nudge, cites: [" + rule + "], title: {en: a, fr: b}, why: {en: a, fr: b}}\n")},
		"identifiers.yaml": {Data: []byte("formats:\n  - {id: f, country: '*', name: {en: A, fr: B}, category: identifier.number, pattern: '\\b\\d{6}\\b', confidence: general, cites: [" + format + "]}\n")},
	}
}

func TestCitesAreResolved(t *testing.T) {
	b, _, err := source.Compile(citing("where: UK, clauses: [s. 1, s. 2]", `"STD: s. 1"`, "{id: STD, section: s. 2}"))
	require.NoError(t, err)
	p, err := pack.Load(b)
	require.NoError(t, err)
	first := pack.Cite{ID: "STD", Title: "A standard", Section: "s. 1", Where: "UK"}
	second := first
	second.Section = "s. 2"
	assert.Equal(t, []pack.Cite{first, second}, p.Cites, "of the rule, then of the format")
	assert.Equal(t, []pack.Cite{first}, p.Rules[0].Cites)
}

func TestFaultsInCites(t *testing.T) {
	for _, c := range []struct{ name, authority, rule, format, want string }{
		{"a clause that is not certain", "clauses: [s. 1]", `"STD: s. 2"`, "", `a.yaml:4:60: rule a.b: "s. 2" is not among the clauses of STD; cite the document alone, or one that is`},
		{"a clause where none is", "clauses: []", `"STD: s. 1"`, "", `a.yaml:4:60: rule a.b: "s. 1" is not among the clauses of STD; cite the document alone, or one that is`},
		{"a format's clause", "clauses: [s. 1]", "STD", "{id: STD, section: s. 2}", `identifiers.yaml: rule f: "s. 2" is not among the clauses of STD; cite the document alone, or one that is`},
		{"a format's authority", "clauses: [s. 1]", "STD", "{id: STDS}", `identifiers.yaml: rule f: there is no citation "STDS" under any cites; did you mean STD?`},
		{"a country", "where: XX", "STD", "", `a.yaml:2:41: unknown jurisdiction "XX"; expected CA, US, UK, AU or FR, with a region where one matters (CA-ON), or none`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := source.Compile(citing(c.authority, c.rule, c.format))
			var e *source.Error
			require.ErrorAs(t, err, &e)
			line, _, _ := strings.Cut(e.Problems[0].String(), "\n")
			assert.Equal(t, c.want, line)
		})
	}
	for _, authority := range []string{"url: x", "clauses: []"} {
		rule := map[string]string{"url: x": `"STD: s. 9"`, "clauses: []": "STD"}[authority]
		_, _, err := source.Compile(citing(authority, rule, ""))
		assert.NoError(t, err, "%s: any clause where none are listed, and a document alone", authority)
	}
}
