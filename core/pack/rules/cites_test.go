package rules_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

type authority struct {
	ID, Title, URL, Where string
	Clauses               *[]string
}

func authorities(t *testing.T) map[string]authority {
	t.Helper()
	data, err := fs.ReadFile(rules.FS, "cites.yaml")
	require.NoError(t, err)
	var f struct{ Cites []authority }
	require.NoError(t, yaml.UnmarshalWithOptions(data, &f, yaml.Strict()))
	out := map[string]authority{}
	for _, a := range f.Cites {
		out[a.ID] = a
	}
	return out
}

func builtIn(t *testing.T) *pack.Pack {
	t.Helper()
	b, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	p, err := pack.Load(b)
	require.NoError(t, err)
	return p
}

// The documents that the guidance behind the rules rests on.
func TestEveryAuthorityIsThere(t *testing.T) {
	all := authorities(t)
	for where, ids := range map[string]string{
		"":      "WMA-SM-2022 WMA-MM-2024 WMA-JDN-2012",
		"CA":    "CMPA-2014 CMPA-2014b CMPA-WEB CMA-2011 CMA-CODE CA-PIPEDA",
		"CA-ON": "CPSO-SM ON-PHIPA", "CA-AB": "CPSA-ADV CPSA-SM", "CA-MB": "CPSM-SM", "CA-NB": "CPSNB-R10",
		"CA-BC": "CPSBC-SM CPSBC-PHOTO CPSBC-2020 CPSBC-ADV",
		"CA-QC": "CMQ-CODE CMQ-GUIDE CMQ-SM-2012 QC-R22.1 QC-L25",
		"US":    "US-HIPAA-514 US-OCR-2019 US-OCR-2022 AMA-2.3.2 ACPFSMB-2013 FSMB-2012 FSMB-2019 JAMA-2009 FTC-255",
		"UK":    "UK-GMC-2024 UK-GMP-2024 UK-GMC-2013 UK-BMA UK-GDPR",
		"AU":    "AU-NL-133 AU-SM-2019 AU-ADV AU-PRIV",
		"FR":    "FR-CSP",
	} {
		for _, id := range strings.Fields(ids) {
			require.Contains(t, all, id)
			assert.Equal(t, where, all[id].Where, id)
		}
	}
	for id, a := range all {
		assert.NotEmpty(t, a.Title, id)
		assert.Regexp(t, `^https://`, a.URL, id)
		assert.NotNil(t, a.Clauses, "%s says which of its clauses are certain, or [] for none", id)
	}
}

// Clauses that could not be read where they stand are no clauses to show.
func TestUncertainClausesAreNotCited(t *testing.T) {
	p := builtIn(t)
	uncertain := regexp.MustCompile(`^(UK-GMC-2024 para 20|WMA-.* .+|CMQ-CODE s\. (88|89|90|91|92).*|AMA-2\.3\.2 item [6-9]|QC-L25 .+|CPSO-SM .+)$`)
	all := authorities(t)
	for _, c := range p.Cites {
		if c.Section == "" {
			continue
		}
		assert.NotRegexp(t, uncertain, c.ID+" "+c.Section)
		assert.Contains(t, *all[c.ID].Clauses, c.Section, c.ID)
	}
}

func TestEveryRuleAndFormatCitesAnAuthority(t *testing.T) {
	p := builtIn(t)
	for _, r := range p.Rules {
		if r.Category == "" {
			assert.Empty(t, r.Cites, "%s makes no finding to cite anything for", r.ID)
			continue
		}
		require.NotEmpty(t, r.Cites, r.ID)
		for i, c := range r.Cites {
			assert.NotContains(t, r.Cites[:i], c, "%s cites it twice", r.ID)
		}
	}
	set, err := identifier.Load(p.Identifiers)
	require.NoError(t, err)
	for _, f := range set.Formats() {
		require.NotEmpty(t, f.Cites, f.ID)
		for _, q := range f.Cites {
			assert.True(t, slices.ContainsFunc(p.Cites, func(c pack.Cite) bool { return c.ID == q.ID && c.Section == q.Section }), "%s: %v", f.ID, q)
		}
	}
}

// A rule of one place cites an authority of that place.
func TestRulesOfAPlaceCiteItsAuthorities(t *testing.T) {
	for _, r := range builtIn(t).Rules {
		if r.Category == "" {
			continue
		}
		for _, j := range r.Jurisdictions {
			assert.True(t, slices.ContainsFunc(r.Cites, func(c pack.Cite) bool { return c.Where != "" && pack.Within(j, c.Where) }), "%s in %s", r.ID, j)
		}
	}
}

// A report shows the first two prompts that fit: one that never is among them asks
// nobody.
func TestEveryPromptIsAskedForSomeCategory(t *testing.T) {
	p := builtIn(t)
	asked := map[string]bool{}
	for _, category := range []string{
		"identifier.name", "identifier.number", "reidentification", "patient-mention", "patient-media", "boundary", "medical-advice",
		"disparagement", "unprofessional", "misinformation", "conflict-of-interest", "confidential-workplace", "jurisdiction",
	} {
		for severity := uint8(2); severity <= 3; severity++ {
			shown := 0
			for _, q := range p.Prompts {
				if q.Severity > severity || shown == 2 || !slices.ContainsFunc(q.Categories, func(c string) bool {
					return c == category || strings.HasSuffix(c, "*") && strings.HasPrefix(category, c[:len(c)-1])
				}) {
					continue
				}
				asked[q.ID] = true
				shown++
			}
			assert.Equal(t, 2, shown, "prompts for %s at severity %d", category, severity)
		}
	}
	for _, q := range p.Prompts {
		assert.True(t, asked[q.ID], "%s is never shown", q.ID)
		assert.NotEmpty(t, q.Text.En, q.ID)
		assert.NotEmpty(t, q.Text.Fr, q.ID)
	}
}
