package identifier_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
)

func TestFind(t *testing.T) {
	set := builtIn(t)
	for _, c := range []struct {
		name, text, jurisdiction string
		want                     []string // "format text", in order
	}{
		{"nothing", "Be kind to each other out there.", "", nil},
		{"several, in order", "DOB 14/02/1961, MRN 00482913, son 416-555-0123", "CA-ON",
			[]string{"date.numeric 14/02/1961", "mrn.labelled MRN 00482913", "phone.nanp 416-555-0123"}},
		{"the same digits give one match", "OHIP 9876 543 217", "CA-ON", []string{"ca.on.hcn 9876 543 217"}},
		{"the label decides among nine digits", "PHIN 123 456 782", "CA", []string{"ca.mb.phin 123 456 782"}},
		{"the nearest label decides", "not her SIN, her PHIN is 123 456 782", "CA", []string{"ca.mb.phin 123 456 782"}},
		{"at home a checksum beats a phone number", "943 476 5919 called", "UK", []string{"uk.nhs 943 476 5919"}},
		{"abroad it does not", "943 476 5919 called", "US", []string{"phone.nanp 943 476 5919"}},
		{"a phone number's label beats a checksum", "cell 943 476 5919", "", []string{"phone.nanp 943 476 5919"}},
		{"a failed checksum after its label is not taken for another format", "NHS number 943 476 5918", "UK", nil},
		{"version code", "OHIP 9876 543 217 KX", "CA-ON", []string{"ca.on.hcn 9876 543 217 KX"}},
		{"a word swallowed by a pattern is given back", "GB82 WEST 1234 5698 7654 32 PLS", "", []string{"iban GB82 WEST 1234 5698 7654 32"}},
		{"an address is no handle", "her Instagram? jo@example", "", nil},
		{"the end of a sentence is no part of a link", "her page: https://www.example.org/memorial/jo.", "", []string{"url.person https://www.example.org/memorial/jo"}},
		{"nothing inside a link counts", "https://example.org/2024-07-03/416-555-0123", "", []string{"url https://example.org/2024-07-03/416-555-0123"}},
		{"two spaces count as one", "MRN  00482913", "", []string{"mrn.labelled MRN  00482913"}},
		{"full-width digits", "MRN ００４８２９１３", "", []string{"mrn.labelled MRN 00482913"}},
		{"accents in labels may be missing", "numero de securite sociale 2 69 05 49 588 157 80", "FR", []string{"fr.nir 2 69 05 49 588 157 80"}},
		{"an accented letter goes on a word", "le café416-555-0123", "", nil},
		{"part of a longer number", "1416-555-012345", "", nil},
		{"decimals", "a ratio of 416.555.0123.9", "", nil},
		{"price", "we raised $416 555 0123", "", nil},
		{"an abbreviation in lower case far away is no context", "living in sin for years, and then one day 046454286 people came", "CA", []string{"ca.sin 046454286"}},
		{"the word before an age is kept", "pt aged 96 went home", "", []string{"age.90plus.said 96"}},
		{"age of a man", "96M with chest pain", "", []string{"age.90plus 96M"}},
		{"number and unit are no age", "she was 98 kg", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean, found := find(set, c.text, c.jurisdiction)
			var got []string
			for _, m := range found {
				if !m.Mistyped {
					got = append(got, set.Format(int(m.Format)).ID+" "+string(clean[m.Start:m.End]))
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestConfidence(t *testing.T) {
	set := builtIn(t)
	for _, c := range []struct {
		name, text, jurisdiction string
		want                     identifier.Confidence
		labelled, checked        bool
		context, mistyped        bool
	}{
		{"labelled and checked", "SIN 046 454 286", "CA", identifier.High, true, true, true, false},
		{"checked, in groups, at home", "it says 046 454 286", "CA", identifier.High, false, true, false, false},
		{"checked but bare", "it says 046454286", "CA", identifier.Low, false, true, false, false},
		{"context in the same sentence", "046 454 286 is the SIN she gave", "CA", identifier.High, false, true, true, false},
		{"unchecked, its label before it", "PHIN 234 567 891", "CA", identifier.High, true, false, true, false},
		{"unchecked, context at a distance", "PHIN please, the one that starts 234 and is printed 234 567 891", "CA", identifier.Medium, false, false, true, false},
		{"phone number with nothing around", "(416) 555-0123", "CA", identifier.Medium, false, false, false, false},
		{"any link", "slides https://example.org/slides", "CA", identifier.Low, false, false, false, false},
		{"mistyped", "SIN 046 454 287", "CA", identifier.Low, true, false, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := find(set, c.text, c.jurisdiction)
			require.Len(t, found, 1)
			m := found[0]
			assert.Equal(t, c.want, m.Confidence)
			assert.Equal(t, c.labelled, m.Labelled, "labelled")
			assert.Equal(t, c.checked, m.Checked, "checked")
			assert.Equal(t, c.context, m.Context, "context")
			assert.Equal(t, c.mistyped, m.Mistyped, "mistyped")
		})
	}
}

func TestMistypedIsReportedWhole(t *testing.T) {
	set := builtIn(t)
	clean, found := find(set, "IBAN GB82 WEST 1234 5698 7654 33 please", "")
	require.Len(t, found, 1)
	assert.True(t, found[0].Mistyped)
	assert.Equal(t, "GB82 WEST 1234 5698 7654 33", string(clean[found[0].Start:found[0].End]))
}

// What a format would have taken is left to the next one that fits.
func TestWithoutAFormat(t *testing.T) {
	whole := builtIn(t)
	ruleOf := func(set *identifier.Set, s string) string {
		_, found := find(set, s, "CA")
		require.Len(t, found, 1)
		f := set.Format(int(found[0].Format))
		return f.Rule()
	}
	const draft = "NHS number 943 476 5919"
	taken := ruleOf(whole, draft)
	less := whole.Without(func(rule string) bool { return rule == taken })
	assert.NotEqual(t, taken, ruleOf(less, draft))
	assert.Equal(t, ruleOf(whole, "SIN 046 454 286"), ruleOf(less, "SIN 046 454 286"), "the others are as they were")
	assert.Equal(t, taken, ruleOf(less.Without(func(string) bool { return false }), draft), "and so is the whole")
}

func TestFormatsAreDescribed(t *testing.T) {
	set := builtIn(t)
	require.Len(t, set.Formats(), set.Len())
	for _, f := range set.Formats() {
		assert.NotEmpty(t, f.Name, f.ID)
		assert.NotEmpty(t, f.French, f.ID)
		assert.NotEmpty(t, f.Cites, f.ID)
		assert.NotEmpty(t, f.HIPAA, f.ID)
	}
	assert.Equal(t, identifier.Format{}, set.Format(set.Len()))
	assert.Equal(t, identifier.Format{}, set.Format(-1))
}

func TestFindDoesNotAllocate(t *testing.T) {
	set := builtIn(t)
	draft := []byte(strings.Repeat("DOB 14/02/1961, OHIP 9876 543 217, cell 416-555-0123. ", 4))
	found := make([]identifier.Match, 0, 64)
	assert.Zero(t, testing.AllocsPerRun(20, func() { found = set.Find(draft, "CA-ON", found[:0]) }))
	assert.Len(t, found, 12)
}

// Labels count wherever they stand in a long thread.
func TestLongDrafts(t *testing.T) {
	set := builtIn(t)
	long := strings.Repeat("call the clinic, text a number, carte santé, phone card. ", 200) + "Her PHIN is 123 456 782, her sister's MRN 00482913."
	_, found := find(set, long, "CA")
	require.Len(t, found, 2)
	assert.Equal(t, "ca.mb.phin", set.Format(int(found[0].Format)).ID)
}

func TestFindAppends(t *testing.T) {
	set := builtIn(t)
	first := set.Find([]byte("MRN 00482913"), "", nil)
	both := set.Find([]byte("MRN 00482914"), "", first)
	assert.Len(t, both, 2)
}
