package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

func TestIdentifiersCompileToTheSameBytes(t *testing.T) {
	data, err := rules.FS.ReadFile("identifiers.yaml")
	require.NoError(t, err)
	a, err := source.CompileIdentifiers(data, "identifiers.yaml")
	require.NoError(t, err)
	b, err := source.CompileIdentifiers(data, "identifiers.yaml")
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

const hospital = `formats:
  - id: org.mrn
    country: CA
    region: ON
    name: {en: Northview chart number, fr: Numéro de dossier Northview}
    category: identifier.number
    pattern: '\bNV-\d{6}\b'
    context: [Northview, chart]
    alone: high
    confidence: confirmed
    hipaa: H
    cites: [{id: US-HIPAA-514, section: (b)(2)(i)(H)}]
decoys:
  - id: form
    pattern: 'form NV-\d{6}'
`

func TestAnOrganisationAddsItsOwnNumber(t *testing.T) {
	blob, err := source.CompileIdentifiers([]byte(hospital), "hospital.yaml")
	require.NoError(t, err)
	set, err := identifier.Load(blob)
	require.NoError(t, err)
	found := set.Find([]byte("NV-100200 is back, see form NV-300400"), "CA-ON", nil)
	require.Len(t, found, 1)
	assert.Equal(t, identifier.High, found[0].Confidence)
	assert.Equal(t, "org.mrn", set.Format(int(found[0].Format)).ID)
}

func TestFaultsInIdentifiersSayWhere(t *testing.T) {
	const whole = `formats:
  - id: a.b
    country: '*'
    name: {en: A, fr: B}
    category: identifier.number
    pattern: '\b\d{6}\b'
    confidence: general
`
	for _, c := range []struct{ name, yaml, want string }{
		{"unknown field", whole + "    pattren: x\n", `x.yaml:8:5: unknown field "pattren"`},
		{"not YAML", "formats:\n  - id: [", "x.yaml:"},
		{"bad pattern", "formats:\n  - id: a.b\n    country: '*'\n    name: {en: A, fr: B}\n    category: identifier.number\n    confidence: general\n    pattern: '('\n", "x.yaml:7:14: rule a.b: the pattern is not valid RE2"},
		{"no pattern", "formats:\n  - id: a.b\n    country: '*'\n    name: {en: A, fr: B}\n    category: identifier.number\n    confidence: general\n", "x.yaml:2:9: rule a.b: there is no pattern"},
		{"unknown checksum", whole + "    checksum: lune\n", `x.yaml:8:15: rule a.b: unknown checksum "lune"; expected one of none,`},
		{"context required but not given", whole + "    requires_context: true\n", "x.yaml:2:9: rule a.b: context is required"},
		{"context without a word", whole + "    context: ['-']\n", `x.yaml:8:15: rule a.b: context "-" has 0 words; expected 1 to 5`},
		{"digits", whole + "    digits: many\n", `x.yaml:8:13: rule a.b: digits is "many"; expected the least and the most, such as 7-15`},
		{"longest", whole + "    longest: 9999\n", "x.yaml:2:9: rule a.b: longest is 9999; expected 1 to 4096 bytes"},
		{"twice", whole + "decoys:\n  - id: a.b\n    pattern: xy\n", "x.yaml:9:9: rule a.b: the id is used twice"},
		{"one language", "formats:\n  - id: a.b\n    country: '*'\n    name: {en: A}\n    category: identifier.number\n    confidence: general\n    pattern: ab\n", "the name is needed in both languages"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := source.CompileIdentifiers([]byte(c.yaml), "x.yaml")
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}
