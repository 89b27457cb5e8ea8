package core_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

var jurisdictions = []string{"", "CA", "CA-ON", "CA-QC", "CA-AB", "US", "UK", "AU", "FR"}

// The same draft, and where a rule of one place answers it.
func TestRulesOfAPlaceHoldThereAlone(t *testing.T) {
	a := analyzer(t)
	for _, tt := range []struct {
		name, draft, rule string
		where             []string
	}{
		{"praise in an Australian advertisement", "Read our patient testimonials, then book online. Our clinic opens at eight.",
			"conflict-of-interest.testimonial.au", []string{"AU"}},
		{"praise in the advertisement of an Ontarian or Albertan", "Read our patient testimonials, then book online. Our clinic opens at eight.",
			"conflict-of-interest.testimonial.ca", []string{"CA-ON", "CA-AB"}},
		{"praise in a Québec advertisement", "Lisez les témoignages de nos patients, puis réservez. Notre clinique ouvre à huit heures.",
			"conflict-of-interest.testimonial.qc", []string{"CA-QC"}},
		{"praise in a French practice's post", "Lisez les avis de nos patients, puis prenez rendez-vous au cabinet.",
			"conflict-of-interest.testimonial.fr", []string{"FR"}},
		{"a gift", "Complimentary hydrafacial for all who come before June, our practice takes bookings.",
			"conflict-of-interest.inducement.au", []string{"AU"}},
		{"a medicine by name and price", "Wegovy pens, spring prices, send us a DM.",
			"conflict-of-interest.prescription-only.uk", []string{"UK"}},
		{"an offer on a medical act", "Jusqu'à samedi, remise sur toutes nos injections.",
			"conflict-of-interest.commerce.fr", []string{"FR"}},
		{"a tag for a disclosure", "These clogs got me through residency #spon",
			"conflict-of-interest.vague.us", []string{"US"}},
		{"somebody's relative", "Our mayor's husband is in our unit with pneumonia.",
			"reidentification.indirect.qc", []string{"CA-QC"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, j := range jurisdictions {
				fired := slices.Contains(a.Fired(tt.draft, j), tt.rule)
				assert.Equal(t, slices.Contains(tt.where, j), fired, "in %q", j)
			}
		})
	}
}

// What a rule of a place says is a finding, and nothing else about the draft changes
// but that the model's own words on the category give way to it. (So does a category that
// the model hears by a hair: it is reported only where nothing else is.)
func TestARuleOfAPlaceIsAllThatItsPlaceAdds(t *testing.T) {
	a := analyzer(t)
	for _, tt := range []struct{ draft, where, rule string }{
		{"Wegovy pens, spring prices, at our clinic.", "UK", "conflict-of-interest.prescription-only.uk"},
		{"These clogs got me through residency #spon", "US", "conflict-of-interest.vague.us"},
		{"Jusqu'à samedi, remise sur toutes nos injections.", "FR", "conflict-of-interest.commerce.fr"},
		{"Complimentary hydrafacial for all who come before June, our practice takes bookings.", "AU", "conflict-of-interest.inducement.au"},
	} {
		without := rulesFound(a.Analyze([]byte(tt.draft), core.Options{}))
		without = slices.DeleteFunc(without, func(r string) bool { return r == "conflict-of-interest.likely" })
		assert.Equal(t, append(without, tt.rule), rulesFound(a.Analyze([]byte(tt.draft), core.Options{Jurisdiction: tt.where})), tt.draft)
	}
}

func rulesFound(r *core.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule)
	}
	return out
}

// HIPAA's bound is an age over 89; LABELS.md takes it for everywhere.
func TestAnAgeOver89CountsEverywhere(t *testing.T) {
	a := analyzer(t)
	for _, j := range jurisdictions {
		over := a.Analyze([]byte("She is 93 and walked out of our ICU."), core.Options{Jurisdiction: j})
		assert.True(t, slices.ContainsFunc(over.Findings, func(f core.Finding) bool {
			return f.Category == "identifier.age" && f.Severity == core.Caution
		}), "in %q: %v", j, over.Findings)
		under := a.Analyze([]byte("She is 89 and walked out of our ICU."), core.Options{Jurisdiction: j})
		for _, f := range under.Findings {
			assert.NotEqual(t, "identifier.age", f.Category, "in %q", j)
		}
	}
}

// Each draft is of one category. Whatever the category, an author reads first the
// authority of the author's own country.
func TestAuthoritiesOfTheAuthorsCountryStandFirst(t *testing.T) {
	a := analyzer(t)
	home := map[string][]string{
		"CA": {"CMPA-", "CMA-", "CA-", "CPSO-", "CPSBC-", "CPSA-", "CPSM-", "CPSNB-", "CMQ-", "ON-", "QC-"},
		"US": {"US-", "AMA-", "ACPFSMB-", "FSMB-", "JAMA-", "FTC-"}, "UK": {"UK-"}, "AU": {"AU-"}, "FR": {"FR-"},
	}
	home["CA-ON"] = []string{"CPSO-", "ON-", "CMPA-", "CMA-", "CA-"}
	home["CA-QC"] = []string{"CMQ-", "QC-", "CMPA-", "CMA-", "CA-"}
	for category, draft := range map[string]string{
		"identifier.number":      "MRN 00482913 is still waiting for a bed, my patient is furious.",
		"reidentification":       "Last night a 41M lobster fisherman from Canso came in after a shark bite.",
		"patient-media":          "Here is a photo of my patient's wound at day three, what would you dress it with?",
		"boundary":               "Patients, add me on Instagram, I answer messages there all evening.",
		"medical-advice":         "@marnie you should stop your warfarin tonight and just take aspirin.",
		"disparagement":          "Another whining drug seeker in bay two, these people are a waste of a bed.",
		"unprofessional":         "Three shots of tequila before my night shift, still drunk at handover.",
		"misinformation":         "Vaccines cause autism and the journals know it.",
		"conflict-of-interest":   "I swear by this magnesium, use my code DOCSAM for 15% off.",
		"confidential-workplace": "Nobody knows yet but our hospital is closing the maternity ward in March, the memo is confidential.",
	} {
		for j, prefixes := range home {
			t.Run(category+" in "+j, func(t *testing.T) {
				found := false
				for _, f := range a.Analyze([]byte(draft), core.Options{Jurisdiction: j}).Findings {
					if f.Category != category {
						continue
					}
					found = true
					require.NotEmpty(t, f.Cites)
					assert.LessOrEqual(t, len(f.Cites), 4)
					assert.True(t, slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Cites[0].ID, p) }), "%s cites %s first", f.Rule, f.Cites[0].ID)
				}
				assert.True(t, found, "nothing found")
			})
		}
	}
}

// A finding by an identifier's format names that format's own clause.
func TestAnIdentifierCitesItsOwnClause(t *testing.T) {
	a := analyzer(t)
	for where, want := range map[string]core.Cite{
		"US": {ID: "US-HIPAA-514", Section: "(b)(2)(i)(H)"}, "UK": {ID: "UK-GMC-2024"}, "AU": {ID: "AU-PRIV", Section: "APP 6"},
		"FR": {ID: "FR-CSP", Section: "art. R. 4127-4"},
	} {
		r := a.Analyze([]byte("MRN 00482913 is still waiting for a bed."), core.Options{Jurisdiction: where, Strict: true})
		require.NotEmpty(t, r.Findings)
		first := r.Findings[0].Cites[0]
		assert.Equal(t, want, core.Cite{ID: first.ID, Section: first.Section}, where)
		assert.NotEmpty(t, first.Title)
		assert.NotEmpty(t, first.URL)
	}
}
