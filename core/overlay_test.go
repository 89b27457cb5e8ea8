package core_test

import (
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/source"
)

var hospital = os.DirFS("../testdata/overlays/hospital")

// overlaid compiles the built-in rules and an overlay of them.
func overlaid(t testing.TB, fsys fs.FS) (base, overlay []byte) {
	t.Helper()
	base, err := builtIn()
	require.NoError(t, err)
	overlay, _, err = source.CompileOn(fsys, base)
	require.NoError(t, err)
	return base, overlay
}

func load(t testing.TB, packs ...[]byte) *core.Analyzer {
	t.Helper()
	a := core.New()
	for _, p := range packs {
		_, err := a.Load(p)
		require.NoError(t, err)
	}
	return a
}

// inline is an overlay of the built-in rules in one file.
func inline(yaml string) fs.FS {
	return fstest.MapFS{"overlay.yaml": {Data: []byte("pack: org\nversion: \"1\"\nextends: base\n" + yaml)}}
}

// finding returns the finding of a rule, nil when there is none.
func finding(r *core.Report, rule string) *core.Finding {
	for i := range r.Findings {
		if r.Findings[i].Rule == rule {
			return &r.Findings[i]
		}
	}
	return nil
}

func TestHospitalOverlayIsWellWritten(t *testing.T) {
	base, _ := overlaid(t, hospital)
	assert.Empty(t, source.Lint(hospital, base))
	failures, err := source.Test(hospital, base, func(packs ...[]byte) (source.Fired, error) {
		return load(t, packs...).Fired, nil
	})
	require.NoError(t, err)
	assert.Empty(t, failures)
}

// The overlay is its own few kilobytes; the base is not copied into it.
func TestOverlayDoesNotCopyItsBase(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	assert.Less(t, len(overlay), len(base)/20)
}

func TestOverlayChangesWhatItSays(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	plain, with := load(t, base), load(t, base, overlay)
	const (
		friend  = "accepted a friend request from a patient"
		swear   = "what a shit night on call"
		lawless = "You must legally keep the records for ten years, everyone."
		reviews = "Happy with my care? Leave me a review"
	)
	for _, c := range []struct {
		name, draft, rule, jurisdiction string
		before, after                   core.Verdict
	}{
		{"adds a rule", "tidewater general is on diversion again", "tidewater.capacity", "", core.Clear, core.Caution},
		{"an added rule uses the base's conditions", "tidewater is not on diversion", "tidewater.capacity", "", core.Clear, core.Clear},
		{"an added rule uses the base's lexicon", "icu at capacity", "tidewater.capacity", "", core.Clear, core.Caution},
		{"… with the overlay's entries", "harbour pod at capacity", "tidewater.capacity", "", core.Clear, core.Caution},
		{"tunes a severity", friend, "boundary.friending", "", core.Caution, core.Stop},
		{"tunes in a jurisdiction", swear, "unprofessional.profanity", "UK", core.Caution, core.Stop},
		{"… and its regions", swear, "unprofessional.profanity", "UK-SCT", core.Caution, core.Stop},
		{"… not elsewhere", swear, "unprofessional.profanity", "CA", core.Caution, core.Caution},
		{"… nor where it is unknown", swear, "unprofessional.profanity", "", core.Caution, core.Caution},
		{"silences in a jurisdiction", lawless, "jurisdiction.law", "CA-ON", core.Caution, core.Clear},
		{"… not elsewhere", lawless, "jurisdiction.law", "US", core.Caution, core.Caution},
		{"adds a rule for a region", reviews, "tidewater.quebec", "CA-QC", core.Clear, core.Caution},
		{"… not for its country", reviews, "tidewater.quebec", "CA", core.Clear, core.Clear},
		{"… nor another region", reviews, "tidewater.quebec", "CA-ON", core.Clear, core.Clear},
		{"… nor where it is unknown, as it says", reviews, "tidewater.quebec", "", core.Clear, core.Clear},
	} {
		t.Run(c.name, func(t *testing.T) {
			for want, a := range map[core.Verdict]*core.Analyzer{c.before: plain, c.after: with} {
				f := finding(a.Analyze([]byte(c.draft), core.Options{Jurisdiction: c.jurisdiction}), c.rule)
				if want == core.Clear {
					assert.Nil(t, f, c.draft)
					continue
				}
				if assert.NotNil(t, f, c.draft) {
					assert.Equal(t, want, f.Severity, c.draft)
				}
			}
			if c.before == c.after && c.before != core.Clear {
				assert.NotNil(t, finding(plain.Analyze([]byte(c.draft), core.Options{Jurisdiction: c.jurisdiction}), c.rule))
			}
		})
	}
}

// What an author reads of one draft follows the settings, not what was kept of the
// draft from the last time.
func TestJurisdictionCountsAnew(t *testing.T) {
	a := load(t, slices.Collect(func(yield func([]byte) bool) {
		base, overlay := overlaid(t, hospital)
		_ = yield(base) && yield(overlay)
	})...)
	draft := []byte("Happy with my care? Leave me a review")
	for range 2 {
		assert.Nil(t, finding(a.Analyze(draft, core.Options{Jurisdiction: "CA-ON"}), "tidewater.quebec"))
		assert.NotNil(t, finding(a.Analyze(draft, core.Options{Jurisdiction: "CA-QC"}), "tidewater.quebec"))
	}
}

func TestOverlayReplacesMessagesPerLanguage(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	draft := []byte("accepted a friend request from a patient")
	for _, lang := range []string{"en", "fr"} {
		before := finding(load(t, base).Analyze(draft, core.Options{Lang: lang}), "boundary.friending")
		after := finding(load(t, base, overlay).Analyze(draft, core.Options{Lang: lang}), "boundary.friending")
		require.NotNil(t, before)
		require.NotNil(t, after)
		assert.Equal(t, before.Title, after.Title, "the overlay gives no title")
		if lang == "en" {
			assert.Contains(t, after.Why, "The hospital's standard")
		} else {
			assert.Equal(t, before.Why, after.Why, "the overlay gives no French")
		}
	}
}

// An entry that joins a lexicon of the base counts in the base's own rules, with
// its attribute.
func TestOverlayExtendsALexicon(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	const draft = "34F with kelp lung on our ward this morning"
	labels := func(a *core.Analyzer) (out []string) {
		for _, x := range a.Details([]byte(draft), core.Options{}) {
			out = append(out, x.Label)
		}
		return out
	}
	assert.NotContains(t, labels(load(t, base)), "reid.condition")
	assert.Contains(t, labels(load(t, base, overlay)), "reid.condition")
}

func TestOverlayAddsIdentifierFormats(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	draft := []byte("our patient, TGH-0012-345K, is well again")
	const rule = "identifier.number.tidewater.mrn"
	assert.Nil(t, finding(load(t, base).Analyze(draft, core.Options{Strict: true}), rule))
	r := load(t, base, overlay).Analyze(draft, core.Options{Strict: true})
	f := finding(r, rule)
	require.NotNil(t, f)
	assert.Equal(t, "TGH-0012-345K", string(draft[f.Start:f.End]))
	const health = "my health number is 943 476 5919 (NHS number)"
	assert.Equal(t, load(t, base).Analyze([]byte(health), core.Options{Strict: true}), load(t, base, overlay).Analyze([]byte(health), core.Options{Strict: true}),
		"the base's formats are found as before")
}

func TestTunedSeverityHoldsForWhatIsJudged(t *testing.T) {
	base, overlay := overlaid(t, inline("tune:\n  - {rule: identifier.name, severity: nudge}\nsilence:\n  - {rule: reidentification.story}\n"))
	draft := []byte("62M w/ STEMI, Gerald Holloway, crashed the town's only school bus this morning. He's in our cath lab.")
	before := load(t, base).Analyze(draft, core.Options{})
	require.NotNil(t, finding(before, "identifier.name"))
	require.NotNil(t, finding(before, "reidentification.story"))
	assert.Equal(t, core.Stop, finding(before, "identifier.name").Severity)
	after := load(t, base, overlay).Analyze(draft, core.Options{})
	require.NotNil(t, finding(after, "identifier.name"))
	assert.Equal(t, core.Nudge, finding(after, "identifier.name").Severity)
	assert.Nil(t, finding(after, "reidentification.story"))
}

func TestNearerJurisdictionHolds(t *testing.T) {
	base, overlay := overlaid(t, inline(`
tune:
  - {rule: unprofessional.profanity, severity: nudge, jurisdictions: [CA-QC]}
  - {rule: unprofessional.profanity, severity: stop, jurisdictions: [CA]}
`))
	a := load(t, base, overlay)
	for where, want := range map[string]core.Verdict{"CA-QC": core.Nudge, "CA": core.Stop, "CA-BC": core.Stop, "US": core.Caution, "": core.Caution} {
		f := finding(a.Analyze([]byte("what a shit night on call"), core.Options{Jurisdiction: where}), "unprofessional.profanity")
		if assert.NotNil(t, f, where) {
			assert.Equal(t, want, f.Severity, where)
		}
	}
}

func TestRulesForAJurisdictionCountWhereItIsUnknown(t *testing.T) {
	base, overlay := overlaid(t, inline(`
jurisdictions: [CA]
rules:
  - id: org.garden
    category: confidential-workplace
    severity: nudge
    match: ["<rooftop garden>"]
`))
	a := load(t, base, overlay)
	for where, want := range map[string]bool{"": true, "CA": true, "CA-NU": true, "US": false, "UK": false} {
		got := finding(a.Analyze([]byte("the rooftop garden is open"), core.Options{Jurisdiction: where}), "org.garden")
		assert.Equal(t, want, got != nil, where)
	}
}

// poorer is a base without most of what overlays may need.
var poorer = fstest.MapFS{"rules.yaml": {Data: []byte(`
pack: base
version: "0"
kinds: [{kind: garden, scope: post}]
lexicons:
  unit: {lang: en, doc: wards, words: [ward]}
rules:
  - {fact: garden, lang: both, match: ["<garden>"]}
`)}}

func TestOverlayIsRefusedWithoutWhatItNeeds(t *testing.T) {
	poor, _, err := source.Compile(poorer)
	require.NoError(t, err)
	for _, c := range []struct{ name, yaml, want string }{
		{"a lexicon", "rules:\n  - {id: org.a, category: boundary, severity: nudge, match: [\"@drug\"]}\n", "the rule pack org needs the lexicon @drug, which the pack base 0 does not have"},
		{"a fact", "rules:\n  - {id: org.a, category: boundary, severity: nudge, match: [\"word\"], needs: [patient]}\n", "the rule pack org needs the fact patient, which the pack base 0 does not have"},
		{"a rule", "silence:\n  - {rule: boundary.friending}\n", "the rule pack org needs the rule boundary.friending, which the pack base 0 does not have"},
	} {
		t.Run(c.name, func(t *testing.T) {
			base, overlay := overlaid(t, inline(c.yaml))
			_, err := core.New().Load(overlay)
			assert.EqualError(t, err, "the rule pack org adds to the pack base, which is not loaded")

			a := load(t, poor)
			_, err = a.Load(overlay)
			assert.EqualError(t, err, c.want)
			assert.NotEmpty(t, a.Fired("the garden", ""), "the pack that was there still works")

			load(t, base, overlay)
		})
	}
}

// Rules are not lost with their base: an overlay rests until its base has again
// what it needs.
func TestOverlayRestsWhenItsBaseIsReplaced(t *testing.T) {
	base, overlay := overlaid(t, hospital)
	poor, _, err := source.Compile(poorer)
	require.NoError(t, err)
	a := load(t, base, overlay)
	const draft = "tidewater general is on diversion again"
	require.Contains(t, a.Fired(draft, ""), "tidewater.capacity")
	for _, step := range []struct {
		base  []byte
		holds bool
	}{{poor, false}, {base, true}} {
		_, err := a.Load(step.base)
		require.NoError(t, err)
		assert.Equal(t, step.holds, slices.Contains(a.Fired(draft, ""), "tidewater.capacity"))
	}
}

// One identifier format is silenced like any rule, by an overlay for its jurisdictions
// and by the kill switch for everybody.
func TestOneIdentifierFormatIsSilencedAlone(t *testing.T) {
	const (
		phone   = "identifier.contact.phone.nanp"
		rule    = "{rule: " + phone + ", jurisdictions: [CA-ON]}"
		draft   = "My patient lives alone: her phone is 416-555-0148, chart MRN 44712009."
		another = "identifier.number.mrn.grouped"
	)
	base, overlay := overlaid(t, inline("silence:\n  - "+rule+"\n"))
	flagged := func(a *core.Analyzer, jurisdiction string) (out []string) {
		for _, f := range a.Analyze([]byte(draft), core.Options{Jurisdiction: jurisdiction}).Findings {
			out = append(out, f.Rule)
		}
		return out
	}
	a := load(t, base)
	all := flagged(a, "CA-ON")
	require.Contains(t, all, phone)
	a.SwitchOff("publisher", []string{phone})
	off := flagged(a, "CA-ON")
	assert.NotContains(t, off, phone)
	assert.Contains(t, off, another)
	a.SwitchOff("publisher", nil)
	assert.Equal(t, all, flagged(a, "CA-ON"), "on again")

	with := load(t, base, overlay)
	assert.NotContains(t, flagged(with, "CA-ON"), phone)
	assert.Contains(t, flagged(with, "CA-QC"), phone)
	assert.NotContains(t, flagged(with, "CA-ON"), phone)
}
