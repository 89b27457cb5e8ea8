package core_test

import (
	"encoding/json"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// builtIn is the built-in pack, and rulesAlone without its model. Analyzers may share them.
var (
	builtIn    = compiled(nil)
	rulesAlone = compiled([]byte{})
)

// compiled compiles the built-in rules once, with a model in place of theirs unless it is nil.
func compiled(model []byte) func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) {
		p, _, err := source.CompileWith(rules.FS, model)
		return p, err
	})
}

func analyzer(t testing.TB) *core.Analyzer {
	t.Helper()
	p, err := builtIn()
	require.NoError(t, err)
	return load(t, p)
}

// Every rule flags the examples it says it flags and passes its near-misses.
func TestRulesDoWhatTheirExamplesSay(t *testing.T) {
	failures, err := source.Test(rules.FS, nil, func(packs ...[]byte) (source.Fired, error) {
		a := core.New()
		_, err := a.Load(packs[0])
		return a.Fired, err
	})
	require.NoError(t, err)
	for _, f := range failures {
		t.Errorf("%s:%d: %s must hold: %t, on %q; what holds: %v", f.File, f.Line, f.Rule, f.Flag, f.Text, f.Fired)
	}
}

func TestBuiltInRulesAreWellWritten(t *testing.T) {
	for _, p := range source.Lint(rules.FS, nil) {
		if p.Advice {
			continue
		}
		t.Error(p.String())
	}
}

func TestCompilingTwiceGivesTheSameBytes(t *testing.T) {
	a, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	b, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

func TestVerdicts(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct {
		name, draft string
		want        core.Verdict
	}{
		{"story with many details", "62M w/ STEMI, crashed the town's only school bus this morning. He's in our cath lab.", core.Stop},
		{"chart number", "Need a 2nd opinion on this CT, MRN 00482913, DM me", core.Stop},
		{"dose to a stranger", "@lisa_k stop your metformin for 2 days, that's the cause for sure", core.Stop},
		{"slang", "My 3rd drug seeker of the night. Some of these people are a waste of oxygen", core.Stop},
		{"undisclosed code", "Obsessed with this collagen powder, use code DRJEN20 for 20% off", core.Caution},
		{"disclosed", "#ad Paid partnership with HealthCo. I've been compensated for this post.", core.Clear},
		{"debunked", "MYTH: vaccines cause autism. FACT: large studies of over a million kids show no link.", core.Clear},
		{"patients in general", "Patients deserve clear language. Full stop.", core.Clear},
		{"vital signs", "BP 120/80, SpO2 93% on RA, serial troponins q6h, plate and screws next week", core.Clear},
		{"helpline", "Call 988 or text HOME to 741741 if you're struggling. Our clinic line is 1-800-555-0199", core.Clear},
		{"journal", "NEJM 2023;389:1234-45 doi:10.1056/example is required reading", core.Clear},
		{"empty", "", core.Clear},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := a.Analyze([]byte(c.draft), core.Options{})
			assert.Equal(t, c.want.String(), r.Verdict.String(), string(r.AppendJSON(nil)))
		})
	}
}

func TestWrittenConsentLowersAStory(t *testing.T) {
	a := analyzer(t)
	story := "34F hockey coach, bear attack, flown out last night."
	assert.Equal(t, core.Stop, a.Analyze([]byte(story), core.Options{}).Verdict)
	assert.LessOrEqual(t, a.Analyze([]byte(story+" Shared with her written consent."), core.Options{}).Verdict, core.Nudge)
	assert.Equal(t, core.Stop, a.Analyze([]byte(story+" She gave verbal consent."), core.Options{}).Verdict)
}

func apply(draft string, changes []core.Change) string {
	u := utf16.Encode([]rune(draft))
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		u = append(u[:c.Start:c.Start], append(utf16.Encode([]rune(c.Text)), u[c.End:]...)...)
	}
	return string(utf16.Decode(u))
}

// The first edit of a finding clears it.
func TestTheFirstEditClearsItsFinding(t *testing.T) {
	a := analyzer(t)
	for _, draft := range []string{
		"62M w/ STEMI, crashed the town's only school bus this morning. He's in our cath lab.",
		"Need a 2nd opinion on this CT, MRN 00482913, thanks",
		"Saw an 82-year-old retired bus driver with a stroke yesterday 👵🏽, lovely lady.",
		"Ma patiente de 34 ans, institutrice, a eu un AVC hier soir.",
	} {
		r := a.Analyze([]byte(draft), core.Options{})
		require.NotEmpty(t, r.Findings, draft)
		for _, f := range r.Findings {
			if f.Severity < core.Caution {
				continue
			}
			require.NotEmpty(t, f.Edits, "%s in %q", f.Rule, draft)
			after := apply(draft, f.Edits[0].Changes)
			for _, g := range a.Analyze([]byte(after), core.Options{}).Findings {
				assert.False(t, g.Category == f.Category && g.Severity >= core.Caution, "%q -> %q still flags %s", draft, after, g.Rule)
			}
		}
	}
}

func TestReportIsSoundJSON(t *testing.T) {
	a := analyzer(t)
	r := a.Analyze([]byte("Mrs \"Patricia\" \\ Holloway\n62M stabbed \x01 last night 👩🏽‍⚕️, MRN 00482913"), core.Options{})
	b := r.AppendJSON(nil)
	var back map[string]any
	require.NoError(t, json.Unmarshal(b, &back), string(b))
	assert.Contains(t, string(b), `"verdict":"stop"`)
	assert.Equal(t, b, r.AppendJSON(nil))
}

func TestDamagedPackChangesNothing(t *testing.T) {
	a := analyzer(t)
	_, err := a.Load([]byte("not a pack"))
	assert.ErrorIs(t, err, pack.ErrDamaged)
	assert.Equal(t, core.Stop, a.Analyze([]byte("MRN 00482913"), core.Options{}).Verdict)
}

func TestOwnNamesStayQuiet(t *testing.T) {
	a := analyzer(t)
	draft := []byte("My patient Mrs Holloway had surgery with me.")
	assert.Equal(t, core.Stop, a.Analyze(draft, core.Options{}).Verdict)
	for _, f := range a.Analyze(draft, core.Options{Names: []string{"Jo Holloway"}}).Findings {
		assert.NotEqual(t, "identifier.name", f.Category)
	}
}

// Strict mode reports valid identifiers, not numbers that only look like one.
func TestStrictPassesOverAFailedChecksum(t *testing.T) {
	a := analyzer(t)
	numbers := func(draft string) (n int) {
		for _, f := range a.Analyze([]byte(draft), core.Options{Strict: true}).Findings {
			if f.Category == "identifier.number" || f.Category == "identifier.contact" {
				n++
			}
		}
		return n
	}
	assert.Equal(t, 1, numbers("NHS number 943 476 5919"))
	assert.Zero(t, numbers("NHS number 943 476 5918"))
}
